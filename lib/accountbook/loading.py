"""From exports and sheets to a book: hands ingest's clean tables to the book, which don't know each other."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book import BookLocked, Tombstones, last_report, lines_before, write_load
from accountbook.book.entries import Entry, marks_of
from accountbook.book.entry_files import drop_entries, keep_entries, read_entries
from accountbook.book.loads import current
from accountbook.book.stored import ORDERS_EXPORTED_ON, export_day, stored_rejected, stored_tables
from accountbook.ingest import EarlierLines, Intake, SourceError, read_source
from accountbook.sheets.reading import find_workbooks, unread_workbooks
from accountbook.sheets.taking import Taken, covered, rejected_rows, take, told
from accountbook.tables import TABLES

MANY = 200_000
"""Order lines from which more processes pay: fewer are written before the first has started."""
ENTRIES = "entries"
"""In load.json: the marks of the entries that the load has over its tables."""
READ = ("sources", "oddities", "strangers", "reading", "mapping_sha256")
"""What a report says of the exports that were read, for the load that goes on from there."""


def load_source(
    source: Path,
    book: Path,
    *,
    mapping: Path | None = None,
    exported_on: pd.Timestamp | None = None,
    executor: Executor | None = None,
    full: bool = False,
    today: pd.Timestamp | None = None,
) -> tuple[str, dict[str, Any]]:
    """Read a folder of exports with the databases that its mapping names, of filled sheets, or of both into a load.

    Sheets alone leave every other table as the last load has it; where they change nothing, no load is made, unless
    the last one lacks lines that were kept: it was loaded beside another, or a load with sheets was cut off.

    Parameters
    ----------
    source : folder of the exports and sheets.
    book : folder of the book; made if absent.
    mapping : the mapping file; ``mapping.toml`` in the source by default.
    exported_on : day of the export; as the mapping says by default.
    executor : does the work on order lines where they are many; what is loaded is the same without one.
    full : read every row again, also where a query could be asked for new ones only; nothing else shows what was
        deleted.
    today : no sheet was saved later; None: any day is believed.

    Returns
    -------
    (str, dict)
        The id of the load, and the report on what was read: rows and money in, kept, merged, turned away; flags;
        ``sheets``, where there were any: what changed in each; ``stays``: nothing was written.

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
    source, book, last = Path(source), Path(book), last_report(Path(book))
    sheets = find_workbooks(source) if source.exists() else []
    mapped = mapping is not None or _has_mapping(source)
    if source.exists() and (unread := unread_workbooks(source, mapped=mapped)):
        raise SourceError(unread)
    alone = bool(sheets) and not mapped
    if sheets and last is None:
        raise SourceError([f"{one}: is a sheet, and {book} has no load yet. Load the exports first." for one in sheets])
    if alone:
        intake = _as_it_was(book, last)
    else:
        intake = read_source(
            source,
            mapping=mapping,
            previous=last,
            exported_on=exported_on,
            erased=Tombstones(book).holds,
            earlier=None if full or last is None else partial(_earlier_rows, book, last["load_id"]),
            taken=None if full or last is None else _earlier_lines(book, last),
        )
    entries = read_entries(book)
    if sheets:
        root = source if source.is_dir() else source.parent
        taken = take(book, sheets, intake.tables, entries, root=root, exported_on=intake.exported_on, today=today)
    else:
        taken = Taken(covered(intake.tables, entries, exported_on=intake.exported_on))
    report = _reported(intake.report, taken, alone=alone)
    whole = alone and marks_of(entries) == last.get(ENTRIES, {})
    if whole and not taken.entries:
        return current(book), {**report, "stays": True}
    both = {name: [*entries.get(name, [])] for name in TABLES}
    for entry in taken.entries:
        both[entry.table].append(entry)
    kept = keep_entries(book, taken.entries)
    try:
        _nobody_else_kept(book, both)
        earlier = [entry.saved_at for some in entries.values() for entry in some]
        report[ENTRIES] = marks_of(both)
        load_id, report = _written(book, intake, taken, report, executor, latest=max(earlier, default=None))
    except BaseException:
        drop_entries(book, kept)
        raise
    if alone and load_id == last["load_id"]:
        report = {**report, "stays": True}
    elif alone and not whole:
        report = {**report, "sheet_flags": [*report["sheet_flags"], LACKED]}
    return load_id, report


LACKED = "The load before lacked lines of sheets that had been kept; this one has them."


def _nobody_else_kept(book: Path, entries: Mapping[str, list[Entry]]) -> None:
    """Hold the entries that lie in the book against those that a load is about to show."""
    if marks_of(read_entries(book)) != marks_of(entries):
        raise BookLocked(f"another process loaded sheets into {book} meanwhile; load once more")


def _written(
    book: Path,
    intake: Intake,
    taken: Taken,
    report: dict[str, Any],
    executor: Executor | None,
    *,
    latest: pd.Timestamp | None,
) -> tuple[str, dict[str, Any]]:
    """Write what was read and taken, but for people who were forgotten.

    The load is of the day of its last entry at least: it follows the load that shows what was believed before.
    """
    days = [intake.exported_on, taken.saved_on, None if latest is None else latest.normalize()]
    day = max(one for one in days if one is not None)
    if day > intake.exported_on:
        report[ORDERS_EXPORTED_ON] = f"{intake.exported_on:%Y-%m-%d}"
    rejected = _joined(intake.rejected, rejected_rows(taken))
    tables, rejected, report = Tombstones(book).kept_out(taken.tables, rejected, report, erased=intake.erased)
    load_id = write_load(
        book,
        tables,
        rejected=rejected,
        report=report,
        company=intake.company,
        exported_on=day,
        base=intake.base,
        executor=executor if report["tables"]["order_lines"]["kept"] >= MANY else None,
    )
    return load_id, report


def _earlier_rows(book: Path, load_id: str, name: str) -> pd.DataFrame:
    """A table's rows in the last load, of which a query gives only the new ones."""
    return stored_tables(book, load=load_id, names=[name]).get(name, TABLES[name].frame())


def _earlier_lines(book: Path, last: Mapping[str, Any]) -> EarlierLines | None:
    """The order lines of the last load, so that only new ones need be read; None: an older version of us wrote it."""
    lent = lines_before(book, last)
    return None if lent is None or "reading" not in last else EarlierLines(last, *lent)


def _has_mapping(source: Path) -> bool:
    return (source if source.is_dir() else source.parent).joinpath("mapping.toml").is_file()


def _as_it_was(book: Path, last: Mapping[str, Any]) -> Intake:
    """The last good load once more, as sheets that come alone need it: without what sheets and the book added."""
    stands = _earlier_lines(book, last) is not None
    names = [name for name in TABLES if name != "order_lines" or not stands]
    tables = stored_tables(book, names=names)
    if stands:
        tables["order_lines"] = TABLES["order_lines"].frame()
    report = {name: last[name] for name in (*READ, "tables") if name in last}
    report["flags"] = last.get("read_flags", last["flags"])[len(last.get("sheet_flags", [])) :]
    files = {one["file"] for one in last.get("sheet_files", [])}
    rejected = {
        name: rows[~rows["file"].str.split("#").str[0].isin(files)].reset_index(drop=True)
        for name, rows in stored_rejected(book).items()
    }
    day = export_day(dict(last)).as_unit("us")
    return Intake(tables, rejected, report, last["company"], day, base=last["load_id"] if stands else "")


def _joined(one: Mapping[str, pd.DataFrame], other: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Rows that were turned away, of exports and of sheets."""
    both = {name: [rows[name] for rows in (one, other) if name in rows] for name in (*one, *other)}
    return {name: pd.concat(some, ignore_index=True) if len(some) > 1 else some[0] for name, some in both.items()}


def _reported(report: Mapping[str, Any], taken: Taken, *, alone: bool) -> dict[str, Any]:
    """The report of the export, with what the sheets came to."""
    if not taken.files:
        return dict(report)
    flags = [*taken.flags, *report.get("flags", [])]
    said = {"sheets": told(taken), "sheet_files": taken.files, "sheet_flags": taken.flags}
    return {**report, "flags": flags, **said, **({"sheets_alone": True} if alone else {})}
