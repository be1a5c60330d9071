"""People out, and editions looked at again: ``accountbook forget | verify``."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from accountbook.cli.frame import BookOption, app, said_plainly

BEYOND = (
    "Not reached: the CRM and its exports, which bring the person back into a new book; backups and copies of the book "
    "and of the reports; mails that were sent; pages that somebody printed or saved."
)
"""What the command cannot do for the user."""


@app.command()
def forget(
    book: BookOption,
    contact: Annotated[str, typer.Option(help="Number of the contact to forget.", metavar="ID")],
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", help="Folders of reports beside those that the ledger names.", metavar="DIR"),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at work.  [default: one per core]")] = None,
) -> None:
    """Take a person out of the loads, the ledger and the published editions, and leave a tombstone."""
    from accountbook.publish.forgetting import forget as run

    default = [Path("reports")] if Path("reports").is_dir() else []
    with said_plainly():
        done = run(
            book,
            contact,
            outs=[*(out or default)],
            now=lambda: datetime.now(UTC),
            workers=workers or os.cpu_count() or 1,
            console=Console(stderr=True),
        )
    if done.already:
        typer.echo(f"{book}: that contact was forgotten already; nothing is left to do")
        return
    counts = done.counts or {}
    typer.echo(
        f"{book}: {len(done.loads)} loads rewritten: {counts.get('rows', 0):,} rows of the person taken out, "
        f"{counts.get('references', 0):,} references emptied, {counts.get('texts', 0):,} texts and "
        f"{counts.get('rejected', 0):,} rejected rows cleaned; {done.ledger} files of the ledger"
    )
    typer.echo(f"{len(done.made)} pages made again without the person, {len(done.stubbed)} replaced by a stub")
    for page in (*done.made, *done.stubbed):
        typer.echo(f"  {page}")
    for place in done.namesakes:
        typer.echo(f"  note: the same name stands in {place}; it stays, as it may be somebody else's")
    if done.look_alikes:
        typer.echo(f"Also looks like the same person: {', '.join(done.look_alikes)}; run forget for them too")
    for place in done.absent:
        typer.echo(f"  note: {place} is not there any more; pages published to it were not looked at")
    typer.echo(BEYOND)
    if done.left:
        for place in done.left:
            typer.echo(f"accountbook: still there: {place}", err=True)
        typer.echo("accountbook: the person is not forgotten yet; mend these places and run forget again", err=True)
        raise typer.Exit(1)
