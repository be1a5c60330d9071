"""What is kept: ``accountbook status``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from accountbook.cli.frame import BookOption, ReportsOption, app, said_plainly


@app.command()
def status(book: BookOption, out: ReportsOption = Path("reports")) -> None:
    """Say what the book holds and how each edition stands: pages, failures with reasons, what is due next."""
    from accountbook.book import last_report
    from accountbook.publish import status_lines

    with said_plainly():
        report = last_report(book)
        if report is None:
            typer.echo(f"{book}: no load yet; next: accountbook load SOURCE --book {book}")
            return
        lines = report["tables"]["order_lines"]
        typer.echo(
            f"{book}: load {report['load_id']}, {lines['kept']:,} order lines kept, {lines['rejected']:,} turned away"
        )
        for line in status_lines(book, out=out, now=datetime.now().astimezone()):
            typer.echo(line)
