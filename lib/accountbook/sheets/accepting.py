"""From the lines of a workbook to entries of the book: what changed, what is new, what goes, what is turned away."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from accountbook.book.entries import REMOVED, Entry
from accountbook.sheets.cells import broken
from accountbook.sheets.judged import ERASED, FORGOTTEN, OLDER, TWICE, Accepted, Change, Ground, Refusal, Refused
from accountbook.sheets.layout import LAYOUTS, Kind
from accountbook.sheets.lines import cells_of, digests_of
from accountbook.sheets.making import Made, Making
from accountbook.sheets.names import number_in
from accountbook.sheets.reading import Filled, Line
from accountbook.sheets.values import digest


def accept(filled: Filled, ground: Ground) -> Accepted:
    """Read the lines of a workbook against the book.

    A line counts as a whole or not at all. A cell has changed where it is neither as it was written nor as this very
    workbook last brought it; so a workbook that is loaded again changes nothing.
    """
    out = Accepted()
    by_table: dict[str, list[Line]] = {}
    for line in filled.lines:
        by_table.setdefault(line.table, []).append(line)
    for table in LAYOUTS:
        if table in by_table:
            _Table(table, filled, ground, out).run(by_table[table])
    return out


class _Table:
    """One table's lines."""

    def __init__(self, table: str, filled: Filled, ground: Ground, out: Accepted) -> None:
        self.name, self.layout, self.filled, self.ground, self.out = table, LAYOUTS[table], filled, ground, out
        self.making = Making(table, filled, ground)
        sheet = filled.facts["sheet"]
        self.brought = {one.place: one for one in ground.entries.get(table, []) if one.sheet == sheet}
        self.taken: set[str] = set()

    def run(self, lines: list[Line]) -> None:
        """Judge every line; those that break the table's model are turned away together."""
        made: list[tuple[Line, Made]] = []
        for line in lines:
            try:
                found = self.entry(line)
                if found is not None:
                    made.append((line, found))
            except Refusal as refusal:
                self.refuse(line, refusal.column, refusal.reason)
        now = [dict(one.entries[-1].now) if one.entries[-1].now is not None else None for _, one in made]
        rows = [row for row in now if row is not None]
        faults = dict(zip([place for place, row in enumerate(now) if row is not None], range(len(rows)), strict=True))
        wrong = broken(self.name, rows) if rows else {}
        heads = self.filled.facts["tables"][self.name]["columns"]
        for place, (line, one) in enumerate(made):
            if place in faults and faults[place] in wrong:
                self.refuse(line, *wrong[faults[place]])
                continue
            self.out.entries += one.entries
            columns = tuple(name for name in one.columns if name in self.layout.columns)
            self.out.changes.append(
                Change(self.name, one.what, self.filled.name, line.sheet, line.row, columns,
                       tuple(heads.get(name, name) for name in columns), one.note)
            )  # fmt: skip

    def entry(self, line: Line) -> Made | None:
        """What a line comes to; None: it is as it was."""
        key, before = self.making.by_token.get(line.token), self.brought.get(line.token)
        if line.token:
            if line.token in self.taken:
                if not self._changed(line, self._was(line, before), before):
                    return None
                raise Refusal("", TWICE)
            self.taken.add(line.token)
        if before is not None:
            key = before.key
        if before is not None and before.what == REMOVED and line.remove:
            return None
        is_there = line.token.startswith("b") or before is not None
        was = self._was(line, before)
        changed = self._changed(line, was, before)
        if line.remove:
            if not is_there:
                return None
            if before is not None and before.saved_at > self.ground.saved_at:
                raise Refusal("", OLDER)
            return self.making.removal(line, key, was)
        if not changed:
            return None
        if self._names_forgotten(line):
            raise Refusal("", ERASED)
        if before is not None and before.saved_at > self.ground.saved_at:
            raise Refusal("", OLDER)
        if line.faults:
            raise Refusal(*next(iter(line.faults.items())))
        if is_there:
            return self.making.edit(line, key, changed, was)
        return self.making.new(line)

    # a line against what it was

    def _was(self, line: Line, before: Entry | None) -> dict[str, str]:
        """How the line's cells were, as digests: as written, or as this workbook last brought them."""
        was = dict(self.filled.was.get((self.name, line.token), {}))
        if before is not None and before.now is not None:
            dated = {self.layout.dated} if self.layout.kind is not Kind.EVENT and line.token.startswith("b") else set()
            brought = digests_of(self.name, cells_of(self.name, before.now, self.ground.names))
            was = {**{name: one for name, one in was.items() if name in dated},
                   **{name: one for name, one in brought.items() if name not in dated}}  # fmt: skip
        return was

    def _changed(self, line: Line, was: Mapping[str, str], before: Entry | None) -> list[str]:
        found = []
        for name in self.layout.columns:
            if name in line.faults:
                found.append(name)
            elif name in line.cells:
                now = digest(self.making.plain(line, name))
                by_default = not now and name in self.layout.defaults and not line.token.startswith("b")
                if now != was.get(name, "") and not (by_default and before is not None):
                    found.append(name)
        return found

    def _persons(self, line: Line) -> list[str]:
        """What a line says in the cells that name people of the accounts."""
        said = [
            one.strip()
            for name, to in self.making.refers.items()
            if to == "contacts"
            for one in self.making.plain(line, name).split(";")
        ]
        return [one for one in said if one]

    def _names_forgotten(self, line: Line) -> bool:
        numbers = [number for one in self._persons(line) for number in (number_in(one), one) if number]
        return bool(self.ground.forgotten(pd.Series(numbers, dtype="str")).any()) if numbers else False

    def _may_name_forgotten(self, line: Line) -> bool:
        """Whether a line names somebody, by the name alone, who is not in the book and may be who was forgotten."""
        names = self.ground.names
        return self.ground.forgot_since and any(names.find("contacts", one) is None for one in self._persons(line))

    def refuse(self, line: Line, column: str, reason: str) -> None:
        """Turn a line away."""
        cells = {name: text for name in line.cells if (text := self.making.plain(line, name))}
        hidden = reason in (ERASED, FORGOTTEN) or self._names_forgotten(line) or self._may_name_forgotten(line)
        content = "" if hidden else json.dumps(cells, ensure_ascii=False)
        heads = self.filled.facts["tables"][self.name]["columns"]
        self.out.refused.append(
            Refused(self.name, self.filled.name, line.sheet, line.row, heads.get(column, column), reason, content)
        )
