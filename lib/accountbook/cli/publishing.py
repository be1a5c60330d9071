"""Editions out: ``accountbook publish``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console

from accountbook.cli.frame import (
    BookOption,
    ClusterOption,
    DateOption,
    ReportsOption,
    WorkersOption,
    app,
    day,
    executor_for,
    parallel,
    said_plainly,
)

MANY = 1_000_000
"""Order lines from which a book is predicted by many before its notebooks run, each of which is one process."""


def predict_first(path: Path, as_of: pd.Timestamp, *, workers: int | None, cluster: str | None) -> None:
    """Compute the predictions of a book of very many order lines, if its ledger lacks them."""
    from accountbook.book import Book
    from accountbook.company import Company

    book = Book.open(path, as_of)
    if book.load_report["stored"]["order_lines"]["rows"] >= MANY:
        with executor_for(workers, cluster) as executor:
            Company(book).predict(executor=executor)


@app.command()
def publish(
    edition: Annotated[
        str, typer.Argument(help="An edition of notebooks/editions.toml, e.g. monthly.", metavar="EDITION")
    ],
    book: BookOption,
    as_of: DateOption,
    account: Annotated[list[str] | None, typer.Option(help="Only these accounts.", metavar="ID")] = None,
    team: Annotated[list[str] | None, typer.Option(help="Only the accounts of these teams.", metavar="T")] = None,
    top: Annotated[
        int | None,
        typer.Option(min=1, help="Only the N accounts of largest revenue in the last 365 days.", metavar="N"),
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the pages.")] = "en",
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    out: ReportsOption = Path("reports"),
) -> None:
    """Publish an edition: every page of it, or a stub with the reason, appears in one move."""
    from accountbook.publish import publish_edition

    with said_plainly():
        predict_first(book, day(as_of), workers=workers, cluster=cluster)
        count, executor = parallel(workers, cluster)
        outcome = publish_edition(
            edition,
            book,
            day(as_of),
            accounts=account or (),
            teams=team or (),
            top=top,
            lang=lang,
            workers=count,
            executor=executor,
            out=out,
            console=Console(stderr=True),
            now=lambda: datetime.now(UTC),
        )
    for failure in outcome.failures:
        typer.echo(f"  failed: {failure}", err=True)
    typer.echo(f"{outcome.ok} pages published, {outcome.skipped} unchanged, {outcome.failed} failed")
    typer.echo(outcome.index)
    raise typer.Exit(outcome.exit_code)
