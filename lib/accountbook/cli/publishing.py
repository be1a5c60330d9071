"""Editions out: ``accountbook publish``."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from accountbook.cli.frame import (
    BookOption,
    ClusterOption,
    ReportsOption,
    WorkersOption,
    app,
    day,
    executor_for,
    parallel,
    said_plainly,
)

if TYPE_CHECKING:
    from accountbook.book import Book

MANY = 1_000_000
"""Order lines from which a book is predicted by many before its notebooks run, each of which is one process."""


def predicted_first(workers: int | None, cluster: str | None, edition: str = "") -> Callable[[Book], None]:
    """Give what computes the predictions that the ledger lacks before an edition's notebooks run: of a book of very
    many order lines, and of an edition without a notebook about the company, which would."""

    def first(book: Book) -> None:
        from accountbook.company import Company
        from accountbook.publish.editions import notebooks_folder, read_listing
        from accountbook.publish.jobs import COMPANY

        mine = [one for one in read_listing(notebooks_folder()).notebook if one.edition == edition]
        nobody_else = bool(mine) and not any(one.unit in COMPANY for one in mine)
        if nobody_else or book.load_report["stored"]["order_lines"]["rows"] >= MANY:
            with executor_for(workers, cluster) as executor:
                Company(book).predict(executor=executor)

    return first


@app.command()
def publish(
    book: BookOption,
    edition: Annotated[
        str | None, typer.Argument(help="An edition of notebooks/editions.toml, e.g. monthly.", metavar="EDITION")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Nothing that became known later is used.", metavar="YYYY-MM-DD")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Whatever is due and not yet out, instead of EDITION; call it every hour.")
    ] = False,
    account: Annotated[list[str] | None, typer.Option(help="Only these accounts.", metavar="ID")] = None,
    team: Annotated[list[str] | None, typer.Option(help="Only the accounts of these teams.", metavar="T")] = None,
    owner: Annotated[
        list[str] | None, typer.Option(help="Only the accounts of these owners, by employee number.", metavar="ID")
    ] = None,
    opportunity: Annotated[list[str] | None, typer.Option(help="Only these deals.", metavar="ID")] = None,
    top: Annotated[
        int | None,
        typer.Option(min=1, help="Only the N accounts of largest revenue in the last 365 days.", metavar="N"),
    ] = None,
    lang: Annotated[
        list[str] | None,
        typer.Option(
            help="Language of the pages, en or ko; given twice, both, linked.  [default: as book.toml says]",
            metavar="L",
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Print each page about an account, a deal or an owner as a PDF, too.")
    ] = False,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    out: ReportsOption = Path("reports"),
    seconds: Annotated[float, typer.Option(min=1, help="Seconds that one page may take.", metavar="S")] = 300.0,
    memory: Annotated[
        float | None,
        typer.Option(
            min=0.1,
            help="GB of memory that one page may use.  [default: the machine's, shared out to the workers]",
            metavar="GB",
        ),
    ] = None,
    deadline: Annotated[
        float | None,
        typer.Option(
            min=0, help="Minutes that the edition may take; then it stops, and the same command goes on.", metavar="M"
        ),
    ] = None,
) -> None:
    """Publish an edition: every page of it, or a stub with the reason, appears in one move."""
    limits = {
        "seconds": seconds,
        "memory": int((memory or 0) * 1e9),
        "deadline": None if deadline is None else deadline * 60,
    }
    if due:
        given = {
            "EDITION": edition, "--as-of": as_of, "--account": account, "--team": team, "--owner": owner,
            "--opportunity": opportunity, "--top": top, "--pdf": pdf,
        }  # fmt: skip
        if strange := [name for name, value in given.items() if value]:
            raise typer.BadParameter(f"--due knows by itself what to publish; leave out {', '.join(strange)}")
        _publish_due(book, lang, workers, cluster, out, **limits)
    if edition is None or as_of is None:
        raise typer.BadParameter("give an EDITION with its day, as in monthly --as-of 2026-10-31, or --due")
    from accountbook.publish.origin import begin, local_workers

    if cluster is None:
        begin()  # it imports while we do
    from accountbook.publish import mail_owners, publish_edition

    with said_plainly():
        asked, also = (lang[0], lang[1:]) if lang else (None, [])
        count, executor = parallel(workers, cluster, local=local_workers)
        outcome = publish_edition(
            edition,
            book,
            day(as_of),
            accounts=account or (),
            teams=team or (),
            owners=owner or (),
            opportunities=opportunity or (),
            top=top,
            lang=asked,
            also=also,
            pdf=pdf,
            workers=count,
            executor=executor,
            out=out,
            first=predicted_first(workers, cluster, edition),
            **limits,
            console=Console(stderr=True),
            now=lambda: datetime.now(UTC),
        )
        mailed = mail_owners(
            book, edition, day(as_of), lang=asked, out=out, environment=os.environ, now=datetime.now().astimezone()
        ).said
    for one in outcome.all:
        for failure in one.failures:
            typer.echo(f"  failed: {failure}", err=True)
    ok, skipped, failed = (sum(getattr(one, name) for one in outcome.all) for name in ("ok", "skipped", "failed"))
    typer.echo(f"{ok} pages published, {skipped} unchanged, {failed} failed")
    if mailed:
        typer.echo(mailed)
    for one in outcome.all:
        typer.echo(one.index)
    raise typer.Exit(outcome.exit_code)


def _publish_due(
    book: Path, langs: list[str] | None, workers: int | None, cluster: str | None, out: Path, **limits: float | None
) -> None:
    """Publish what is due by the day it is here, and say in one line what was done."""
    from accountbook.publish import publish_due
    from accountbook.publish.origin import local_workers

    with said_plainly():
        count, executor = parallel(workers, cluster, local=local_workers)
        done = publish_due(
            book,
            now=lambda: datetime.now().astimezone(),
            langs=langs or (),
            workers=count,
            executor=executor,
            out=out,
            first=predicted_first(workers, cluster),
            **limits,
            environment=os.environ,
            console=Console(stderr=True),
        )
    for outcome in done.outcomes:
        for failure in outcome.failures:
            typer.echo(f"  failed: {failure}", err=True)
    for error in done.errors:
        typer.echo(f"accountbook: {error}", err=True)
    typer.echo(done.line)
    raise typer.Exit(done.exit_code)
