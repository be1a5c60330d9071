"""Entries: what people wrote into sheets, kept for good beside the loads and put over every export.

An export does not know what a sheet said; so every load, whatever its source, puts the entries over the rows that
the export brings:

- a new row stays until somebody takes it out;
- a changed cell counts as long as the export shows what the sheet saw or said; shows it anything else, the later of
  the two counts: the day on which the sheet was saved, or the row's ``recorded_at`` (without one, the export's day);
- a changed row that the export no longer shows is gone;
- a row that was taken out stays out, unless the export shows that it was recorded later.

Only `forget` rewrites an entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.book.erasure import owners_of
from accountbook.book.store import via_of
from accountbook.tables import TABLES, Row, Table

NEW, CHANGED, REMOVED = "new", "changed", "removed"
Record = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Entry:
    """One accepted line of a sheet.

    Attributes
    ----------
    table : name of the table.
    what : ``"new"``, ``"changed"`` or ``"removed"``.
    was, now : the row before and after, whole; None where there was, or is, none.
    cells : the columns that the line changed.
    sheet, place : the sheet's own number, and the line's in it.
    saved_at : moment in which the sheet was saved, by people's clock.
    account_id : the account, for a table that has no such column.
    """

    table: str
    what: str
    was: Record | None
    now: Record | None
    cells: tuple[str, ...]
    sheet: str
    place: str
    saved_at: pd.Timestamp
    account_id: str | None = None

    @property
    def key(self) -> Key:
        """What names the row."""
        return key_of(TABLES[self.table], self.now if self.now is not None else self.was or {})


def marks_of(entries: Mapping[str, Iterable[Entry]]) -> dict[str, str]:
    """By table, a mark by which it is told whether a load has just these entries over it; no values.

    `forget` rewrites what entries say and leaves their mark.

    Examples
    --------
    >>> entry = Entry("lessons", "new", None, {"lesson_id": "1"}, (), "s", "1", pd.Timestamp("2026-11-05"))
    >>> marks_of({"lessons": [entry], "goals": []}) == marks_of({"lessons": [entry]})
    True
    >>> marks_of({"lessons": [entry]}) == marks_of({"lessons": [entry, entry]})
    False
    """
    found = {}
    for name in sorted(entries):
        said = sorted(
            [one.what, ";".join(one.cells), one.sheet, one.place, one.saved_at.isoformat()] for one in entries[name]
        )
        if said:
            found[name] = f"{len(said)}-{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]}"
    return found


def value_of(value: Any) -> Any:
    """A cell of a frame as a plain value: None where it is empty."""
    return None if value is None or pd.isna(value) else value


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as plain values."""
    return [{name: value_of(value) for name, value in row.items()} for row in frame.to_dict("records")]


def key_of(table: Table, row: Record) -> Key:
    """What names a row of a table."""
    return tuple(value_of(row.get(name)) for name in table.about.key)


def with_entries(
    table: Table, rows: pd.DataFrame, entries: Iterable[Entry], *, exported_on: pd.Timestamp
) -> pd.DataFrame:
    """A table as an export has it, with the entries put over it; see the module's text.

    Parameters
    ----------
    rows : as read from the export, or as they lie in a load that has the entries already.
    entries : of this table, oldest first.
    exported_on : day of the export.

    Examples
    --------
    >>> table, day = TABLES["lessons"], pd.Timestamp("2026-11-05")
    >>> was = {"lesson_id": "1", "learned_on": pd.Timestamp("2026-03-02"), "text": "Late", "market": None}
    >>> entry = Entry("lessons", "changed", was, was | {"market": "Food"}, ("market",), "s", "1", day)
    >>> with_entries(table, table.frame([was]), [entry], exported_on=day)["market"].tolist()
    ['Food']
    """
    histories: dict[Key, list[Entry]] = {}
    for entry in entries:
        histories.setdefault(entry.key, []).append(entry)
    if not histories:
        return rows
    keys = list(
        zip(*(rows[name].astype(object).where(rows[name].notna(), None) for name in table.about.key), strict=True)
    )
    touched = [place for place, key in enumerate(keys) if key in histories]
    shown = {keys[place]: record for place, record in zip(touched, records_of(rows.iloc[touched]), strict=True)}
    merged = [_merged(table, shown.get(key), history, exported_on) for key, history in histories.items()]
    untouched = rows.drop(index=rows.index[touched])
    fresh = table.frame(row for row in merged if row is not None)
    return pd.concat([untouched, fresh], ignore_index=True) if len(fresh) else untouched.reset_index(drop=True)


def _merged(table: Table, shown: Record | None, history: list[Entry], exported_on: pd.Timestamp) -> Record | None:
    """One row as the export shows it, with what sheets said of it; None: there is none."""
    last = history[-1]
    if last.what == REMOVED:
        recorded = None if shown is None else shown.get(Row.recorded_at)
        return shown if recorded is not None and recorded.normalize() > last.saved_at.normalize() else None
    alive = history
    for place, entry in enumerate(history):
        alive = history[place + 1 :] if entry.what == REMOVED else alive
    if shown is None:
        if alive[0].what != NEW:
            return None
        row = dict(alive[0].now or {})
        for entry in alive[1:]:
            row |= {name: (entry.now or {})[name] for name in (*entry.cells, *_STAMPS)}
        return row
    row, said = dict(shown), False
    for name in dict.fromkeys(name for entry in alive for name in entry.cells):
        mine = [entry for entry in alive if name in entry.cells]
        known = [part.get(name) for entry in mine for part in (entry.was, entry.now) if part is not None]
        if any(_same(shown.get(name), value) for value in known) or not _later(shown, mine[-1], exported_on):
            row[name], said = (mine[-1].now or {})[name], True
    if said:
        stamp = (last.now or {}).get(Row.recorded_at)
        if stamp is not None and (row.get(Row.recorded_at) is None or stamp > row[Row.recorded_at]):
            row |= {name: (last.now or {}).get(name) for name in _STAMPS}
    return row


_STAMPS = (Row.recorded_at, Row.recorded_by)


def _later(shown: Record, entry: Entry, exported_on: pd.Timestamp) -> bool:
    """Whether what an export shows is of a later day than a sheet."""
    recorded = shown.get(Row.recorded_at)
    return (exported_on if recorded is None else recorded.normalize()) > entry.saved_at.normalize()


def _same(one: Any, other: Any) -> bool:
    return one is other or (one is not None and other is not None and bool(one == other))


def owner_of(table: Table, row: Record, tables: Mapping[str, pd.DataFrame]) -> str | None:
    """The account of a row of a table that reaches it by another; None for any other table."""
    via = via_of(table.name)
    if via is None:
        return None
    return value_of(owners_of(table, table.frame([row]), tables.get(via, TABLES[via].frame())).iloc[0])
