"""Predictions on past dates: ``accountbook backtest orders | deals``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from accountbook.cli.frame import BookOption, OutOption, app, day, said_plainly

backtest = typer.Typer(
    no_args_is_help=True, help="Score the predictions on past dates, in files that anyone can score again."
)
app.add_typer(backtest, name="backtest")


@backtest.command("orders")
def backtest_orders(
    book: BookOption,
    out: OutOption,
    origins: Annotated[str, typer.Option(help="As-of dates, separated by commas.", metavar="DATE,DATE")],
    horizon: Annotated[int, typer.Option(min=1, help="Days ahead.", metavar="DAYS")] = 60,
) -> None:
    """Predict orders as of past dates and score them beside their naive rivals."""
    from threadpoolctl import threadpool_limits

    from accountbook.models import backtest_orders as run

    # one thread: the same to the last digit everywhere, and no slower
    with said_plainly(), threadpool_limits(limits=1):
        metrics = run(book, [day(part) for part in origins.split(",")], horizon=horizon, out=out)
    typer.echo(json.dumps(metrics, indent=2))


@backtest.command("deals")
def backtest_deals(
    out: OutOption,
    book: Annotated[Path | None, typer.Option("--book", help="Folder of the book.", metavar="BOOK")] = None,
    origins: Annotated[str | None, typer.Option(help="As-of dates, separated by commas.", metavar="DATE,DATE")] = None,
    horizon: Annotated[int, typer.Option(min=1, help="Days ahead.", metavar="DAYS")] = 90,
    table: Annotated[
        Path | None, typer.Option(help="A table of deals without dates instead of a book.", metavar="FILE")
    ] = None,
    target: Annotated[str | None, typer.Option(help="Its column that says Won or 1.", metavar="COLUMN")] = None,
    splits: Annotated[Path | None, typer.Option(help="Columns repeat, opportunity_id, part.", metavar="FILE")] = None,
) -> None:
    """Predict deals as of past dates, or over splits of a table, and score them."""
    from threadpoolctl import threadpool_limits

    from accountbook.models import backtest_deals as by_date
    from accountbook.models import backtest_table as by_table

    if (book is None) == (table is None):
        raise typer.BadParameter("give either --book with --origins, or --table with --target")
    # one thread: the same to the last digit everywhere, and no slower
    with said_plainly(), threadpool_limits(limits=1):
        if table is not None:
            if target is None:
                raise typer.BadParameter("--table needs --target, the column that says Won or 1")
            metrics = by_table(table, target, splits=splits, out=out)
        else:
            if origins is None:
                raise typer.BadParameter("--book needs --origins, the dates to predict at")
            metrics = by_date(book, [day(part) for part in origins.split(",")], horizon=horizon, out=out)
    typer.echo(json.dumps(metrics, indent=2))
