"""One load's tables, read when first asked for and prepared once for every date."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from accountbook.book.changes import Replay
from accountbook.book.days import NEEDED, OrderDays
from accountbook.book.known import Door, known_dates
from accountbook.book.store import ACCOUNT, empty, read_past, read_table
from accountbook.tables import TABLES, Scope
from accountbook.tables import OrderLines as L


class Shelf:
    """A load's tables, all of them or what concerns one account.

    Parameters
    ----------
    folder : the load.
    report : its load.json.
    account_id : hold only this account's rows and the shared tables.
    whole : the shelf of the same load without `account_id`, which lends its shared tables.
    """

    def __init__(
        self, folder: Path, report: dict[str, Any], *, account_id: str | None = None, whole: Shelf | None = None
    ) -> None:
        self.folder = folder
        self.report = report
        self.account_id = account_id
        self._whole = whole
        self._doors: dict[str, Door] = {}

    def holds(self, name: str) -> bool:
        """Whether there is anything to read of a table."""
        hidden = self.account_id is not None and TABLES[name].about.scope is Scope.COMPANY
        return name in self.report["stored"] and not hidden

    def door(self, name: str) -> Door:
        """A table's door."""
        if name not in self._doors:
            self._doors[name] = self._door(name)
        return self._doors[name]

    def _door(self, name: str) -> Door:
        table = TABLES[name]
        if not self.holds(name):
            return Door.of(table, empty(name))
        if self._whole is not None and table.about.scope is Scope.SHARED:
            return self._whole.door(name)
        folder, stored = self.folder / "tables", self.report["stored"][name]
        rows = read_table(folder, table, stored, account_id=self.account_id)
        return Door.of(table, rows, read_past(folder, table, stored, account_id=self.account_id))

    @cached_property
    def replay(self) -> Replay:
        """The deals' log, ready for any date."""
        door = self.door("opportunity_changes")
        return Replay(door.rows, door.known)

    @cached_property
    def _trade(self) -> tuple[OrderDays, pd.Index, np.ndarray]:
        """Order days; the accounts with lines of any kind; the day each account's first line became known."""
        table = TABLES["order_lines"]
        if self.holds(table.name) and table.name not in self._doors:
            stored = self.report["stored"][table.name]
            lines = read_table(self.folder / "tables", table, stored, account_id=self.account_id, columns=NEEDED)
            known = known_dates(lines, table)
        else:
            lines, known = self.door(table.name).rows, self.door(table.name).known
        codes, names = pd.factorize(lines[L.account_id], sort=True)
        first = np.full(len(names), np.datetime64("9999-12-31", "us"))
        np.minimum.at(first, codes, known)
        return OrderDays.of(lines, known), pd.Index(names), first

    @property
    def order_days(self) -> OrderDays:
        """Order lines added up by account and day, ready for any date."""
        return self._trade[0]

    def accounts(self, as_of: pd.Timestamp) -> list[str]:
        """Every account known on a date, by its own row or by an order line."""
        _, names, first = self._trade
        listed = self.door("accounts").at(as_of)[ACCOUNT]
        return sorted({*listed, *names[first <= as_of.to_datetime64()]})
