"""What becomes of a line that changed: a row of the book changes, gets its next state or version, is new, or goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accountbook.book.entries import CHANGED, NEW, REMOVED, Entry, Key, key_of, owner_of, value_of
from accountbook.book.traces import ERASED as ERASED_TEXT
from accountbook.sheets.cells import typed
from accountbook.sheets.content import keyed
from accountbook.sheets.judged import EMPTIED, FIXED, FORGOTTEN, GONE, HELD, MEANWHILE, Ground, Refusal
from accountbook.sheets.layout import LAYOUTS, OWNER, SAVED, Kind, locked
from accountbook.sheets.lines import cells_of, digests_of, line_of
from accountbook.sheets.names import ACCOUNT, targets
from accountbook.sheets.reading import Filled, Line
from accountbook.sheets.values import number_of, plain
from accountbook.tables import TABLES, Row
from accountbook.tables import Meetings as M

SOURCE = "sheet"
"""``source`` of a row that a sheet brought."""

Record = dict[str, Any]
NEXT = "next"
"""What a line became beside `NEW`, `CHANGED` and `REMOVED`: the next state or version of its row."""


@dataclass(frozen=True)
class Made:
    """What a line came to.

    Attributes
    ----------
    entries : the line's own is the last.
    what, columns : what it did, and the columns that people wrote.
    note : what they should know of it; empty: nothing.
    """

    entries: tuple[Entry, ...]
    what: str
    columns: tuple[str, ...] = ()
    note: str = ""


class Making:
    """Makes entries of one table's lines.

    Parameters
    ----------
    table : its name.
    filled : the workbook.
    ground : what it is held against.
    """

    def __init__(self, table: str, filled: Filled, ground: Ground) -> None:
        self.name, self.table, self.layout = table, TABLES[table], LAYOUTS[table]
        self.filled, self.ground = filled, ground
        self.owner: str = filled.facts["owner"]
        self.refers = targets(table, self.layout.columns)
        self.rows: dict[Key, Record] = keyed(table, self._mine())
        self.by_token = {line_of(table, key): key for key in self.rows}
        self._fixed = locked(table)
        self._without_token: dict[str, int] = {}

    def _mine(self) -> Any:
        rows = self.ground.tables.get(self.name, self.table.frame())
        if ACCOUNT in self.layout.columns:
            rows = rows[rows[ACCOUNT].isin(set(self.filled.facts["accounts"]))]
        return rows

    def plain(self, line: Line, name: str) -> str:
        """A cell of a line as text."""
        return plain(line.cells.get(name), self.table.dtypes[name])

    def value(self, line: Line, name: str) -> Any:
        """A cell of a line as a value of the book.

        Raises
        ------
        Refusal
            If it does not fit.
        """
        value, reason = typed(self.name, name, line.cells.get(name), self.ground.names, last=self.ground.saved_on)
        if reason:
            raise Refusal(name, reason)
        return value

    def removal(self, line: Line, key: Key | None, was: Mapping[str, str]) -> Made | None:
        """A line that is to be taken out; None: it is not there any more.

        All states or versions go, or the one before would stand in its place.
        """
        if key is None or key not in self.rows:
            return None
        own, note = self.rows[key], ""
        said = digests_of(self.name, cells_of(self.name, own, self.ground.names))
        moved = any(said.get(name, "") != was.get(name, "") for name in self.layout.columns if not self._is_dated(name))
        others = [row for row in self.rows.values() if row is not own and self._of_one(row, own)]
        for row in [*(other for other in others if self._order(other) > self._order(own)), *([own] if moved else [])]:
            if self._recorded(row) > self.ground.saved_on:
                raise Refusal("", MEANWHILE)
            note = "had been changed in the book meanwhile; the sheet was saved later and takes it out"
        entries = tuple(self._made(line, REMOVED, row, None, ()) for row in [*others, own])
        return Made(entries, REMOVED, note=note)

    def _of_one(self, row: Record, other: Record) -> bool:
        """Whether two rows are states or versions of one thing."""
        group = self.layout.group
        return bool(group) and all(_same(row[name], other[name]) for name in group)

    def _order(self, row: Record) -> tuple[Any, ...]:
        """Which of two states or versions is the newer one, as the sheet shows it."""
        day = row.get(self.layout.dated)
        return (row["version"] if self.layout.kind is Kind.VERSION else 0, day is not None, day or 0)

    def _recorded(self, row: Record) -> Any:
        """The day since which the book has a row so."""
        recorded = row.get(Row.recorded_at)
        return self.ground.exported_on if recorded is None else recorded.normalize()

    def edit(self, line: Line, key: Key | None, changed: list[str], was: Mapping[str, str]) -> Made | None:
        """A line that is in the book."""
        if all(not self.plain(line, name) for name in self.layout.columns):
            raise Refusal("", EMPTIED)
        if key is None or key not in self.rows:
            raise Refusal("", GONE)
        row, values, note = self.rows[key], {}, ""
        now_said = digests_of(self.name, cells_of(self.name, row, self.ground.names))
        for name in changed:
            if name in self._fixed and (line.token.startswith("b") or name in self.table.about.key):
                raise Refusal(name, FIXED)
            if self.ground.forgot_since and ERASED_TEXT in str(row.get(name)):
                raise Refusal(name, FORGOTTEN)
            value = self.value(line, name)
            if _same(value, row.get(name)):
                continue
            if now_said.get(name, "") != was.get(name, "") and not self._is_dated(name):
                note = self._conflict(name, row)
            values[name] = value
        if not values:
            return None
        self._fits(line, {**row, **values})
        self._is_over({**row, **values}, values)
        if self.layout.kind is not Kind.EVENT and not self._own_dated(values):
            return self._next(line, row, values, note)
        return self._edited(line, row, values, note)

    def _is_dated(self, name: str) -> bool:
        return self.layout.kind is not Kind.EVENT and name == self.layout.dated

    def _conflict(self, name: str, row: Record) -> str:
        """Who of two counts: the later one. What a forgotten person's text was must not come back."""
        if self._recorded(row) > self.ground.saved_on:
            raise Refusal(name, MEANWHILE)
        if self.ground.forgot_since and self.table.meanings[name].prose:
            raise Refusal(name, FORGOTTEN)
        head = self.filled.facts["tables"][self.name]["columns"].get(name, name)
        return f'"{head}" had been changed in the book meanwhile; the sheet was saved later and counts'

    def _own_dated(self, values: Record) -> bool:
        """Whether only cells changed that have a day of their own: that a goal was reached is no new version of it."""
        return all(self.table.meanings[name].known_on for name in values)

    def _next(self, line: Line, row: Record, values: Record, note: str) -> Made | None:
        """The next state or version of a row."""
        dated = self.layout.dated
        day = values.get(dated) or self.ground.saved_on
        if _same(day, row.get(dated)) and not set(values) & set(self.layout.group):
            return self._edited(line, row, values, note)
        fresh = {**row, **values, dated: day}
        if self.layout.kind is Kind.VERSION:
            number = [one for key, one in self.rows.items() if one[self.layout.number] == row[self.layout.number]]
            fresh["version"] = 1 + max(int(one["version"]) for one in number)
        elif self.layout.number:
            fresh[self.layout.number] = self._number(line, f"{day:%Y-%m-%d}")
        return self._whole(line, fresh, note, what=NEXT, written=values)

    def _edited(self, line: Line, row: Record, values: Record, note: str) -> Made:
        """A row that changes."""
        entry = self._made(line, CHANGED, row, self._stamped(row, values), tuple(values))
        return Made((entry,), CHANGED, tuple(values), note)

    def new(self, line: Line) -> Made | None:
        """A line that is not in the book."""
        fresh: Record = dict.fromkeys(self.table.columns)
        for name in self.layout.columns:
            fresh[name] = self.value(line, name)
            default = self.layout.defaults.get(name)
            if fresh[name] is None and default is not None:
                fresh[name] = {SAVED: self.ground.saved_on, OWNER: self.owner or None}.get(str(default), default)
        empty = [name for name in self.table.required if name in self.layout.columns and fresh[name] is None]
        if empty:
            raise Refusal(empty[0], "is empty, and every line needs it")
        self._fits(line, fresh)
        self._is_over(fresh, fresh)
        if self.layout.kind is Kind.VERSION:
            fresh["version"] = 1
        if self.layout.number:
            fresh[self.layout.number] = self._number(line)
        return self._whole(line, fresh, "", only=[name for name in self.layout.columns if fresh[name] is not None])

    def _whole(
        self,
        line: Line,
        fresh: Record,
        note: str,
        *,
        only: list[str] | None = None,
        what: str = NEW,
        written: Iterable[str] | None = None,
    ) -> Made | None:
        """A new row; where the book has one of its key, that one changes, in the columns `only`, or in all."""
        fresh = fresh | self._stamps()
        there = self.rows.get(key_of(self.table, fresh))
        said = [name for name in self.table.columns if name not in Row.__annotations__]
        if there is None:
            cells = tuple(name for name in said if fresh.get(name) is not None)
            entry = self._made(line, NEW, None, fresh, cells)
            return Made((entry,), what, tuple(written) if written is not None else cells, note)
        values = {name: fresh.get(name) for name in only or said if not _same(fresh.get(name), there.get(name))}
        if not values:
            return None
        for name in values:
            note = self._conflict(name, there) if there.get(name) is not None else note
        return self._edited(line, there, values, note)

    def _fits(self, line: Line, row: Record) -> None:
        """Hold the names of a row against its account."""
        for name, to in self.refers.items():
            value = row.get(name)
            if value is None or name not in line.cells or not self.plain(line, name):
                continue
            for one in str(value).split(";") if self.table.meanings[name].several else [str(value)]:
                account = self.ground.names.account(to, one.strip())
                if account and row.get(ACCOUNT) is not None and account != row[ACCOUNT]:
                    raise Refusal(name, "is not of this line's account; pick it from the list")

    def _is_over(self, row: Record, values: Record) -> None:
        """Hold the day of a meeting against its state: one that was held was held already."""
        if self.name != "meetings" or not {M.held_on, M.status} & set(values):
            return
        if row[M.status] == "held" and row[M.held_on] is not None and row[M.held_on] > self.ground.saved_on:
            raise Refusal(M.held_on, HELD)

    def _stamps(self) -> Record:
        return {Row.recorded_at: self.ground.saved_on, Row.recorded_by: self.owner or None, Row.source: SOURCE}

    def _stamped(self, row: Record, values: Record) -> Record:
        """A changed row: recorded on the day of the sheet, unless the export of that day shows the row anyway."""
        stamps = self._stamps() if self.ground.saved_on > self.ground.exported_on else {}
        stamps.pop(Row.source, None)
        return {**row, **values, **stamps}

    def _number(self, line: Line, *more: str) -> str:
        """A number of our own: the same line of the same workbook, the same number."""
        place = line.token
        if not place:
            content = json.dumps([self.plain(line, name) for name in self.layout.columns], ensure_ascii=False)
            self._without_token[content] = self._without_token.get(content, 0) + 1
            place = f"{self._without_token[content]} {content}"
        return f"S-{number_of([self.filled.facts['sheet'], self.name, place, *more])}"

    def _made(self, line: Line, what: str, was: Record | None, now: Record | None, cells: tuple[str, ...]) -> Entry:
        row = now if now is not None else was or {}
        return Entry(
            self.name, what, was, now, cells, self.filled.facts["sheet"], line.token, self.ground.saved_at,
            owner_of(self.table, row, self.ground.tables),
        )  # fmt: skip


def _same(one: Any, other: Any) -> bool:
    one, other = value_of(one), value_of(other)
    return one is other or (one is not None and other is not None and bool(one == other))
