"""From exports to a book: hands ingest's clean tables to the book, which don't know each other."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book import Tombstones, last_report, lines_before, rows_before, write_load
from accountbook.ingest import Taken, read_source

MANY = 200_000
"""Order lines from which more processes pay: fewer are written before the first has started."""


def load_source(
    source: Path,
    book: Path,
    *,
    mapping: Path | None = None,
    exported_on: pd.Timestamp | None = None,
    executor: Executor | None = None,
    full: bool = False,
) -> tuple[str, dict[str, Any]]:
    """Read a folder of exports, and the databases that its mapping names, into a new load of a book.

    Parameters
    ----------
    source : folder of the exports.
    book : folder of the book; made if absent.
    mapping : the mapping file; ``mapping.toml`` in the source by default.
    exported_on : day of the export; as the mapping says by default.
    executor : does the work on order lines where they are many; what is loaded is the same without one.
    full : read every row again, also where a query could be asked for new ones only; nothing else shows what was
        deleted.

    Returns
    -------
    (str, dict)
        The id of the load, and the report on what was read: rows and money in, kept, merged, turned away; flags.

    Raises
    ------
    SourceError, BookError
        If the source cannot be trusted or the book not be written; the last good load stays.

    Examples
    --------
    >>> load_source(Path("no-such-folder"), Path("no-such-book"))
    Traceback (most recent call last):
    accountbook.ingest.errors.SourceError: 1 problem in the source; nothing was loaded.
      1. no-such-folder: no such folder or file. Say where the exports lie.
    """
    stones, previous = Tombstones(book), last_report(book)
    intake = read_source(
        source,
        mapping=mapping,
        previous=previous,
        exported_on=exported_on,
        erased=stones.holds,
        earlier=None if full or previous is None else partial(rows_before, book, previous["load_id"]),
        taken=None if full or previous is None else _taken(book, previous),
    )
    tables, rejected, report = stones.kept_out(intake.tables, intake.rejected, intake.report, erased=intake.erased)
    load_id = write_load(
        book,
        tables,
        rejected=rejected,
        report=report,
        company=intake.company,
        exported_on=intake.exported_on,
        base=intake.base,
        executor=executor if report["tables"]["order_lines"]["kept"] >= MANY else None,
    )
    return load_id, report


def _taken(book: Path, previous: dict[str, Any]) -> Taken | None:
    """The order lines of the last load, so that only new ones need be read; None: an older version of us wrote it."""
    lent = lines_before(book, previous)
    return None if lent is None or "reading" not in previous else Taken(previous, *lent)
