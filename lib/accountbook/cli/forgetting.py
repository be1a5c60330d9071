"""People out, and editions looked at again: ``accountbook forget | verify``."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from accountbook.cli.frame import BookOption, DateOption, ReportsOption, WorkersOption, app, day, said_plainly

BEYOND = (
    "Not reached: the CRM and its exports, which bring the person back into a new book; backups and copies of the book "
    "and of the reports; mails that were sent; pages that somebody printed or saved; a later export that names the "
    "person in its texts without the contact's own row."
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
    workers: WorkersOption = None,
) -> None:
    """Take a person out of the loads, the ledger and the published editions, and leave a tombstone."""
    from accountbook.publish.forgetting import forget as run

    with said_plainly():
        done = run(
            book,
            contact,
            outs=out or (),
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


@app.command()
def verify(
    edition: Annotated[str, typer.Argument(help="An edition that was published, e.g. monthly.", metavar="EDITION")],
    book: BookOption,
    as_of: DateOption,
    out: ReportsOption = Path("reports"),
    lang: Annotated[
        str | None, typer.Option(help="In which language.  [default: as book.toml says]", metavar="L")
    ] = None,
    workers: WorkersOption = None,
) -> None:
    """Make a published edition again beside it and say of every page whether it is the same, byte for byte."""
    from accountbook.publish.verification import verify as run

    with said_plainly():
        found = run(
            edition,
            book,
            day(as_of),
            lang=lang,
            out=out,
            workers=workers or os.cpu_count() or 1,
            console=Console(stderr=True),
        )
    for page, state in found.pages.items():
        typer.echo(f"  {state:<12} {page}")
    for name, state in found.predictions.items():
        typer.echo(f"  {state:<12} predictions {name}")
    states = list(found.pages.values())
    told = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states), key=lambda s: -states.count(s)))
    typer.echo(f"{edition} as of {as_of}, from load {found.load_id}: {told}")
    if found.changed:
        typer.echo(f"  changed since it was published: {', '.join(found.changed)}")
    raise typer.Exit(found.exit_code)
