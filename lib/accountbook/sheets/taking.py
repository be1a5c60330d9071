"""The workbooks that came back, taken one after the other, the one that was saved first first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book import Tombstones
from accountbook.book.entries import Entry, with_entries
from accountbook.ingest import SourceError
from accountbook.ingest.errors import FileFault
from accountbook.sheets.accepting import accept
from accountbook.sheets.issue import book_number
from accountbook.sheets.judged import Change, Ground, Refused
from accountbook.sheets.layout import LAYOUTS
from accountbook.sheets.names import Names, names_of
from accountbook.sheets.reading import Filled, read_workbook
from accountbook.tables import TABLES


@dataclass(frozen=True)
class Taken:
    """What workbooks came to.

    Attributes
    ----------
    tables : the export's, with every entry put over it, kept and new.
    entries : the new ones.
    changes, refused : line by line.
    flags : what people should know.
    files : name, owner and day of saving of each workbook.
    saved_on : the latest day on which a workbook with new entries was saved; None: there are none.
    """

    tables: dict[str, pd.DataFrame]
    entries: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    saved_on: pd.Timestamp | None = None


def covered(
    tables: Mapping[str, pd.DataFrame], entries: Mapping[str, list[Entry]], *, exported_on: pd.Timestamp
) -> dict[str, pd.DataFrame]:
    """An export's tables with entries put over them, in the contract's order.

    Examples
    --------
    >>> covered({}, {}, exported_on=pd.Timestamp("2026-11-01"))
    {}
    """
    found = dict(tables)
    for name, some in entries.items():
        rows = with_entries(TABLES[name], tables.get(name, TABLES[name].frame()), some, exported_on=exported_on)
        if name in tables or len(rows):
            found[name] = rows
    return {name: found[name] for name in TABLES if name in found}


def take(
    book: Path,
    paths: Iterable[Path],
    tables: Mapping[str, pd.DataFrame],
    entries: Mapping[str, list[Entry]],
    *,
    root: Path,
    exported_on: pd.Timestamp,
    today: pd.Timestamp | None = None,
) -> Taken:
    """Take the workbooks that came back.

    Parameters
    ----------
    tables : the export's.
    entries : those kept before.
    root : folder to which files are named in messages.
    exported_on : day of the export.
    today : no workbook was saved later; one that does not say when was saved today. None: when it was written.

    Raises
    ------
    SourceError
        If a workbook is damaged, or of another book: one message that lists everything wrong.
    """
    filled = _read(book, list(paths), root)
    filled.sort(key=lambda one: (_saved_at(one, today), one.name))
    stones = Tombstones(book)
    forgot = max((str(line.get("day", "")) for line in stones.lines()), default="")
    kept = {name: list(some) for name, some in entries.items()}
    out = Taken(covered(tables, kept, exported_on=exported_on), flags=_copies(filled))
    for one in filled:
        saved_at = _saved_at(one, today)
        ground = Ground(
            tables=out.tables, entries=kept, names=_names_in(out.tables, one),
            exported_on=exported_on, saved_at=saved_at, forgotten=stones.holds,
            forgot_since=forgot >= str(one.facts["written_at"])[:10],
        )  # fmt: skip
        accepted = accept(one, ground)
        touched = {entry.table for entry in accepted.entries}
        for entry in accepted.entries:
            kept.setdefault(entry.table, []).append(entry)
        fresh = covered(
            {name: tables[name] for name in touched if name in tables},
            {name: kept[name] for name in touched},
            exported_on=exported_on,
        )
        gone = touched - set(fresh)
        merged = {name: fresh.get(name, out.tables.get(name)) for name in TABLES if name in fresh or name in out.tables}
        out = replace(
            out,
            tables={name: rows for name, rows in merged.items() if name not in gone},
            entries=[*out.entries, *accepted.entries],
            changes=[*out.changes, *accepted.changes],
            refused=[*out.refused, *accepted.refused],
            flags=[*out.flags, *one.flags, *(_noted(change) for change in accepted.changes if change.note)],
            files=[*out.files, {"file": one.name, "owner": one.facts["owner"], "saved_on": f"{saved_at:%Y-%m-%d}"}],
            saved_on=max(
                filter(None, [out.saved_on, saved_at.normalize() if accepted.entries else None]), default=None
            ),
        )
    return out


def told(taken: Taken) -> list[dict[str, Any]]:
    """What each sheet came to, for load.json: file, sheet, table, counts, and line by line what changed; no values.

    Examples
    --------
    >>> change = Change("goals", "changed", "kim.xlsx", "Goals", 7, ("due_on",), ("Due on",))
    >>> told(Taken({}, changes=[change]))[0]["lines"]
    [{'row': 7, 'what': 'changed', 'columns': ['due_on'], 'headers': ['Due on']}]
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    none = {"new": 0, "changed": 0, "next": 0, "removed": 0, "rejected": 0}
    for one in (*taken.changes, *taken.refused):
        about = {"file": one.file, "sheet": one.sheet, "table": one.table}
        sheet = found.setdefault((one.file, one.table), {**about, **none, "lines": []})
        if isinstance(one, Change):
            sheet[one.what] += 1
            said = {"columns": list(one.columns), "headers": list(one.headers)}
            sheet["lines"].append({"row": one.row, "what": one.what, **said})
        else:
            sheet["rejected"] += 1
            sheet["lines"].append({"row": one.row, "what": "rejected", "columns": [one.column], "reason": one.reason})
    return list(found.values())


def rejected_rows(taken: Taken) -> dict[str, pd.DataFrame]:
    """The lines that were turned away, as a load keeps them: by table, with file, row, column, reason and content."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in taken.refused:
        row = {"file": f"{one.file}#{one.sheet}", "row": one.row, "column": one.column, "reason": one.reason}
        found.setdefault(one.table, []).append({**row, "content": one.content})
    columns = {"file": "str", "row": "Int64", "column": "str", "reason": "str", "content": "str"}
    return {name: pd.DataFrame(found[name]).astype(columns) for name in LAYOUTS if name in found}


def _names_in(tables: Mapping[str, pd.DataFrame], filled: Filled) -> Names:
    """The names that a workbook may use: of the items those that it was written with.

    The order lines cannot be asked: where sheets come alone, those of the last load stand and are not read.
    """
    return names_of(tables, filled.facts["accounts"], filled.facts.get("items", ()))


def _read(book: Path, paths: list[Path], root: Path) -> list[Filled]:
    """Every workbook, or everything that is wrong with any of them."""
    found, problems = [], []
    number = book_number(book)
    for path in paths:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        try:
            one = read_workbook(path, name=name)
        except FileFault as fault:
            problems.append(str(fault))
            continue
        if one.facts["book"] != number:
            problems.append(
                f"{name}: was written from another book. Load it into that one, or take it out of the folder."
            )
        else:
            found.append(one)
    if problems:
        raise SourceError(problems)
    return found


def _saved_at(filled: Filled, today: pd.Timestamp | None) -> pd.Timestamp:
    """When a workbook was saved: not before it was written, nor after today."""
    written = pd.Timestamp(filled.facts["written_at"]).tz_localize("UTC")
    saved = written if filled.saved_at is None and today is None else filled.saved_at
    if saved is None:
        return pd.Timestamp(today).as_unit("us")
    # as people's clocks showed it, as far as this machine stands where they do
    moment = pd.Timestamp(max(saved, written).to_pydatetime().astimezone().replace(tzinfo=None))
    last = moment if today is None else today + pd.Timedelta(days=1, seconds=-1)
    return min(moment, last).as_unit("us")


def _copies(filled: list[Filled]) -> list[str]:
    """Files that are copies of one workbook: a line of the one is the same line in the other."""
    by_sheet: dict[str, list[str]] = {}
    for one in filled:
        by_sheet.setdefault(one.facts["sheet"], []).append(one.name)
    return [
        f"{', '.join(names)}: copies of one file. In each line the one saved last counts; look whether the others hold "
        "new lines in the same places, and copy those into it."
        for names in by_sheet.values()
        if len(names) > 1
    ]


def _noted(change: Change) -> str:
    return f"{change.file}#{change.sheet} row {change.row}: {change.note}."
