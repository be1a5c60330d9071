"""One load's tables, read when first asked for and prepared once for every date."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book.changes import Replay
from accountbook.book.corrections import NEEDED
from accountbook.book.days import OrderDays
from accountbook.book.known import Door, canonical, known_dates, order_of
from accountbook.book.partition import read_days
from accountbook.book.store import ACCOUNT, DAYS, PARTITIONED, columns_lying, empty, read_more, read_past, read_table
from accountbook.tables import TABLES, Scope


class Shelf:
    """A load's tables, all of them or what concerns one account.

    Parameters
    ----------
    folder : the load.
    report : its load.json.
    account_id : hold only this account's rows and the shared tables.
    numbers : hold the order lines of these partitions only.
    whole : the shelf of the same load without `account_id`, which lends its shared tables.
    """

    def __init__(
        self,
        folder: Path,
        report: dict[str, Any],
        *,
        account_id: str | None = None,
        numbers: range | None = None,
        whole: Shelf | None = None,
    ) -> None:
        self.folder = folder
        self.report = report
        self.account_id = account_id
        self.numbers = numbers
        self._whole = whole
        self._doors: dict[str, Door] = {}
        self._made: dict[tuple[str, pd.Timestamp], pd.DataFrame] = {}

    def once(self, name: str, as_of: pd.Timestamp, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """What is made of the tables on a date, made when first asked for."""
        key = name, as_of
        if key not in self._made:
            self._made[key] = make()
        return self._made[key].copy(deep=False)

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
        mine = {"account_id": self.account_id, "numbers": self.numbers}
        past = read_past(folder, table, stored, **mine)
        # past versions find their place by the account, as the rows did
        columns = table.columns if past is None else columns_lying(table)
        return Door.of(table, read_table(folder, table, stored, **mine, columns=columns), past)

    @cached_property
    def replay(self) -> Replay:
        """The deals' log, ready for any date."""
        door = self.door("opportunity_changes")
        if door.until is None:
            return Replay(door.rows, door.known)
        # what was written of a deal lies in two places where the deal has changed its account
        order = canonical(door.rows, order_of(door.table))
        return Replay(door.rows.iloc[order].reset_index(drop=True), door.known[order], door.until[order])

    @cached_property
    def order_days(self) -> OrderDays:
        """Order lines added up by account and day, ready for any date."""
        table = TABLES[PARTITIONED]
        stored = self.report["stored"].get(PARTITIONED, {})
        if self.account_id is None and stored.get(DAYS):
            folder, numbers = self.folder / "tables", self.numbers or range(stored["partitions"])
            return read_days(folder, numbers, more=read_more(folder, DAYS, stored, numbers=numbers))
        # an account's own lines are few, and loads of the first format kept no order days
        if self.holds(table.name) and table.name not in self._doors:
            mine = {"account_id": self.account_id, "numbers": self.numbers}
            lines = read_table(self.folder / "tables", table, stored, **mine, columns=NEEDED)
            past = read_past(self.folder / "tables", table, stored, **mine)
            return OrderDays.of(lines, known_dates(lines, table), past)
        return OrderDays.of_door(self.door(table.name))

    def accounts(self, as_of: pd.Timestamp) -> list[str]:
        """Every account known on a date, by its own row or by an order line."""
        listed = self.door("accounts").at(as_of)[ACCOUNT]
        return sorted({*listed, *self.order_days.accounts(as_of)})
