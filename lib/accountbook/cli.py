"""The commands: ``accountbook demo | map | load | publish | backtest | status``.

Exit codes: 0 all went well, 1 some pages failed (the edition is out, with stubs in their place), 2 bad input or
usage, 75 another run holds the lock, 143 interrupted. What the user can mend is said in one message; anything else
is a fault of ours and keeps its traceback.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
backtest = typer.Typer(
    no_args_is_help=True, help="Score the predictions on past dates, in files that anyone can score again."
)
app.add_typer(backtest, name="backtest")

BookOption = Annotated[Path, typer.Option("--book", help="Folder of the book.", metavar="BOOK")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder for the result.", metavar="DIR")]
DateOption = Annotated[
    str, typer.Option("--as-of", help="Nothing that became known later is used.", metavar="YYYY-MM-DD")
]


@app.callback()
def main(
    verbose: Annotated[bool, typer.Option("--verbose", help="Log every step.")] = False,
) -> None:
    """Turn what the ERP and the CRM hold into the plan that a rep of ten years would write."""
    os.umask(0o077)
    # only our own steps: what libraries log is their affair
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    logging.getLogger("accountbook").setLevel(logging.DEBUG if verbose else logging.INFO)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn an error that the user can mend into its message and exit code 2."""
    from accountbook.book import BookError, BookLocked
    from accountbook.ingest import SourceError
    from accountbook.publish import PublishError, RunningElsewhere

    try:
        yield
    except (RunningElsewhere, BookLocked) as error:
        typer.echo(f"accountbook: {error}", err=True)
        raise typer.Exit(75) from error
    except (BookError, SourceError, PublishError, FileNotFoundError, FileExistsError) as error:
        typer.echo(f"accountbook: {error}", err=True)
        raise typer.Exit(2) from error


def _day(text: str) -> pd.Timestamp:
    """A day as the user wrote it, or a usage error that says how to write it."""
    try:
        return pd.to_datetime(text.strip(), format="%Y-%m-%d")
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a date; write it as YYYY-MM-DD, for example 2026-10-31") from error


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write the exports; made if absent.", metavar="DIR")],
    accounts: Annotated[int, typer.Option(min=1, help="How many accounts.")] = 60,
    months: Annotated[int, typer.Option(min=1, help="How many months of history.")] = 42,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 7,
    honest: Annotated[
        bool, typer.Option("--honest", help="A company in which nobody hides, pushes or leaves.")
    ] = False,
) -> None:
    """Write the exports of a made-up company, as dirty as real ones."""
    from accountbook.demo import make_company

    with _said_plainly():
        try:
            make_company(folder, accounts=accounts, months=months, seed=seed, honest=honest)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo(f"{folder}: {accounts} made-up accounts, {months} months; next: accountbook load {folder} --book BOOK")


@app.command("map")
def propose(
    source: Annotated[Path, typer.Argument(help="Folder with the exports.", metavar="SOURCE")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write it.  [default: SOURCE/mapping.toml]")
    ] = None,
) -> None:
    """Propose a mapping.toml from the files' own headers and values; edit it, then load."""
    from accountbook.ingest import propose_mapping

    target = out or source / "mapping.toml"
    if target.exists():
        typer.echo(f"accountbook: {target} is there already; move it away, or name another place with --out", err=True)
        raise typer.Exit(2)
    with _said_plainly():
        target.write_text(propose_mapping(source), encoding="utf-8")
    typer.echo(f"{target}: read it, settle the lines that begin with #, then: accountbook load {source} --book BOOK")


@app.command()
def load(
    source: Annotated[Path, typer.Argument(help="Folder with the exports.", metavar="SOURCE")],
    book: BookOption,
    mapping: Annotated[Path | None, typer.Option(help="The mapping.  [default: SOURCE/mapping.toml]")] = None,
    exported_on: Annotated[
        str | None, typer.Option(help="Day of the export.  [default: as the mapping says]", metavar="YYYY-MM-DD")
    ] = None,
) -> None:
    """Read the exports into a new load of the book; the last good one stays if they cannot be trusted."""
    from accountbook.loading import load_source

    with _said_plainly():
        exported = _day(exported_on) if exported_on else None
        load_id, report = load_source(source, book, mapping=mapping, exported_on=exported)
    typer.echo(f"{book}: load {load_id}")
    for name, counts in report["tables"].items():
        typer.echo(
            f"  {name}: {counts['rows_in']:,} rows = {counts['kept']:,} kept + {counts['merged']:,} merged"
            f" + {counts['rejected']:,} turned away"
        )
    for flag in report["flags"]:
        typer.echo(f"  note: {flag}")


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
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at work.  [default: one per core]")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder of the reports.", metavar="DIR")] = Path("reports"),
) -> None:
    """Publish an edition: every page of it, or a stub with the reason, appears in one move."""
    from accountbook.publish import publish_edition

    with _said_plainly():
        outcome = publish_edition(
            edition,
            book,
            _day(as_of),
            accounts=account or (),
            teams=team or (),
            top=top,
            lang=lang,
            workers=workers or os.cpu_count() or 1,
            out=out,
            console=Console(stderr=True),
            now=lambda: datetime.now(UTC),
        )
    for failure in outcome.failures:
        typer.echo(f"  failed: {failure}", err=True)
    typer.echo(f"{outcome.ok} pages published, {outcome.skipped} unchanged, {outcome.failed} failed")
    typer.echo(outcome.index)
    raise typer.Exit(outcome.exit_code)


@app.command()
def status(book: BookOption) -> None:
    """Say what the book holds and how its last runs went."""
    from accountbook.book import Ledger, last_report

    with _said_plainly():
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


@backtest.command("orders")
def backtest_orders(
    book: BookOption,
    out: OutOption,
    origins: Annotated[str, typer.Option(help="As-of dates, separated by commas.", metavar="DATE,DATE")],
    horizon: Annotated[int, typer.Option(min=1, help="Days ahead.", metavar="DAYS")] = 60,
) -> None:
    """Predict orders as of past dates and score them beside their naive rivals."""
    from accountbook.models import backtest_orders as run

    with _said_plainly():
        metrics = run(book, [_day(part) for part in origins.split(",")], horizon=horizon, out=out)
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
    from accountbook.models import backtest_deals as by_date
    from accountbook.models import backtest_table as by_table

    if (book is None) == (table is None):
        raise typer.BadParameter("give either --book with --origins, or --table with --target")
    with _said_plainly():
        if table is not None:
            if target is None:
                raise typer.BadParameter("--table needs --target, the column that says Won or 1")
            metrics = by_table(table, target, splits=splits, out=out)
        else:
            if origins is None:
                raise typer.BadParameter("--book needs --origins, the dates to predict at")
            metrics = by_date(book, [_day(part) for part in origins.split(",")], horizon=horizon, out=out)
    typer.echo(json.dumps(metrics, indent=2))
