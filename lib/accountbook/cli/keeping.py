"""What is kept: ``accountbook status``."""

from __future__ import annotations

import typer

from accountbook.cli.frame import BookOption, app, said_plainly


@app.command()
def status(book: BookOption) -> None:
    """Say what the book holds and how its last runs went."""
    from accountbook.book import Ledger, last_report

    with said_plainly():
        report = last_report(book)
        if report is None:
            typer.echo(f"{book}: no load yet; next: accountbook load SOURCE --book {book}")
            return
        lines = report["tables"]["order_lines"]
        typer.echo(
            f"{book}: load {report['load_id']}, {lines['kept']:,} order lines kept, {lines['rejected']:,} turned away"
        )
        for run in Ledger(book).runs():
            typer.echo(
                f"  {run['edition']} as of {run['as_of']}: {run['state']}, {run['ok']} pages, {run['failed']} failed"
            )
