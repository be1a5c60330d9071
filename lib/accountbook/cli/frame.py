"""What all commands share: the app, options of the same meaning, and how an error is told."""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any

import pandas as pd
import typer

from accountbook.executors import ClusterError, MakeExecutor, WorkersLost, local_processes, on_cluster

TRACEBACK = "ACCOUNTBOOK_TRACEBACK"
_PLACE = re.compile(r'File "([^"\n]+)", line (\d+), in ([\w.<>]+)')


class App(typer.Typer):
    """The command line; a fault of ours is told without its error's text, which may hold anybody's data."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().__call__(*args, **kwargs)
        finally:
            sys.excepthook = told_without_data  # in place of typer's, which tells all


def told_without_data(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say which error it was and which places it passed, in this process and in the one where it arose."""
    if os.environ.get(TRACEBACK) or not issubclass(kind, Exception):
        sys.__excepthook__(kind, error, trace)
        return
    from accountbook.publish.failure import error_class

    whole = "".join(traceback.format_exception(kind, error, trace))
    places = [f"  {path}:{line} in {name}" for path, line, name in _PLACE.findall(whole) if Path(path).is_file()]
    # what the system says of a file or a disk names no person
    why = f": {error}" if isinstance(error, OSError) else ""
    told = [
        f"accountbook: a fault of ours: {error_class(kind.__name__)}{why}",
        *places,
        f"The error's own text is left out: it may name people. {TRACEBACK}=1 before the command shows it.",
    ]
    sys.stderr.write("\n".join(told) + "\n")


app = App(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

BookOption = Annotated[Path, typer.Option("--book", help="Folder of the book.", metavar="BOOK")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder for the result.", metavar="DIR")]
WorkersOption = Annotated[int | None, typer.Option(min=1, help="Processes at work.  [default: one per core]")]
ClusterOption = Annotated[
    str | None, typer.Option("--cluster", help="A Dask scheduler whose workers do the work instead.", metavar="URL")
]
ReportsOption = Annotated[Path, typer.Option("--out", help="Folder of the reports.", metavar="DIR")]
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
def said_plainly() -> Iterator[None]:
    """Turn an error that the user can mend into its message and exit code 2."""
    from accountbook.book import BookError, BookLocked
    from accountbook.ingest import SourceError
    from accountbook.publish import Interrupted, PublishError, RunningElsewhere

    try:
        yield
    except (RunningElsewhere, BookLocked) as error:
        typer.echo(f"accountbook: {error}", err=True)
        raise typer.Exit(75) from error
    except Interrupted as error:
        typer.echo(f"accountbook: {error}", err=True)
        raise
    except (
        BookError,
        SourceError,
        PublishError,
        ClusterError,
        WorkersLost,
        FileNotFoundError,
        FileExistsError,
    ) as error:
        typer.echo(f"accountbook: {error}", err=True)
        raise typer.Exit(2) from error


def parallel(
    workers: int | None, cluster: str | None, *, local: MakeExecutor = local_processes
) -> tuple[int, MakeExecutor]:
    """Give the number of workers and what makes an executor of them, as the options say."""
    if cluster is None:
        return workers or os.cpu_count() or 1, local
    if workers is not None:
        raise typer.BadParameter("give --workers or --cluster: a cluster has as many workers as it has")
    return on_cluster(cluster)


@contextmanager
def executor_for(workers: int | None, cluster: str | None) -> Iterator[Executor | None]:
    """An executor as the options say; None for one worker, who is this process."""
    count, make = parallel(workers, cluster)
    if count == 1 and cluster is None:
        yield None
        return
    with make(count) as executor:
        yield executor


def day(text: str) -> pd.Timestamp:
    """A day as the user wrote it, or a usage error that says how to write it."""
    try:
        found = datetime.strptime(text.strip(), "%Y-%m-%d")  # pandas reads "now" and "today", too
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a date; write it as YYYY-MM-DD, for example 2026-10-31") from error
    if not 1970 <= found.year <= 2200:
        raise typer.BadParameter(f"{text!r} is not a day of any book; write it as YYYY-MM-DD, for example 2026-10-31")
    return pd.Timestamp(found)
