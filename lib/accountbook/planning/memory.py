"""A view over plain rows in memory, for examples, tests and what-if questions.

It keeps the book's door in small: rows and columns appear when they became known, and a deal's fields stand
as its log of changes had them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from accountbook.tables import TABLES, OrderLines
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as C

Rows = Mapping[str, Iterable[Mapping[str, Any]]]


class MemoryView:
    """Rows of an account (or several) as known on a date; see `accountbook.planning.view.View`.

    Parameters
    ----------
    as_of : the date. Rows known later are left out.
    rows : rows by table; a table that is not named is one the load lacks. Order lines without a
        ``kind``, ``currency`` or ``amount`` get order, EUR and quantity x unit_price.
    account_id : whose slice it is; None: the whole.
    settings : the book's settings, if any matter.

    Examples
    --------
    >>> line = {"account_id": "A", "order_date": "2026-03-02", "item_id": "I", "quantity": 2, "unit_price": 5.0}
    >>> view = MemoryView("2026-03-31", {"order_lines": [line]}, account_id="A")
    >>> view.order_days()["amount"].tolist(), view.at("2026-03-01").order_days().empty
    ([10.0], True)
    """

    def __init__(
        self, as_of: str | pd.Timestamp, rows: Rows, *, account_id: str | None = None, settings: Any = None
    ) -> None:
        self.as_of = pd.Timestamp(as_of)
        self.account_id = account_id
        self.settings = settings
        self._rows = {name: list(table) for name, table in rows.items()}
        self._tables: dict[str, pd.DataFrame] = {}

    def at(self, as_of: str | pd.Timestamp) -> MemoryView:
        """An earlier view of the same rows."""
        return MemoryView(as_of, self._rows, account_id=self.account_id, settings=self.settings)

    def has(self, name: str) -> bool:
        """Whether the rows name such a table."""
        return name in self._rows

    def table(self, name: str) -> pd.DataFrame:
        """A table as known on as_of; empty and typed where the rows lack it."""
        if name not in self._tables:
            self._tables[name] = self._known(name)
        return self._tables[name].copy(deep=False)

    def _known(self, name: str) -> pd.DataFrame:
        table = TABLES[name]
        rows = self._rows.get(name, [])
        frame = table.frame([_line(row) for row in rows] if name == "order_lines" else rows)
        if table.about.known_on:
            known = frame[table.about.known_on].isna() | (
                frame[table.about.known_on] < self.as_of + pd.Timedelta(days=1)
            )
            frame = frame[known].reset_index(drop=True)
        dates = {c: m.known_on for c, m in table.meanings.items() if m.known_on}
        later = {c: frame[on] > self.as_of for c, on in dates.items()}
        for column, hidden in later.items():
            frame = frame.assign(**{column: frame[column].mask(hidden)})
        return self._rewound(frame) if name == "opportunities" else frame

    def order_days(self) -> pd.DataFrame:
        """One row per account and day with an order, sorted by both."""
        if "" not in self._tables:
            self._tables[""] = self._order_days()
        return self._tables[""].copy(deep=False)

    def _order_days(self) -> pd.DataFrame:
        lines = self.table("order_lines")
        orders = lines[lines[OrderLines.kind] == "order"]
        days = orders.groupby([OrderLines.account_id, OrderLines.order_date], as_index=False).agg(
            amount=(OrderLines.amount, lambda amounts: amounts.sum(min_count=1)),
            quantity=(OrderLines.quantity, "sum"),
            lines=(OrderLines.quantity, "size"),
        )
        return days.assign(known_on=days[OrderLines.order_date])

    def _rewound(self, deals: pd.DataFrame) -> pd.DataFrame:
        log = self.table("opportunity_changes").sort_values(C.changed_at, kind="stable")
        newest = log.drop_duplicates([C.opportunity_id, C.field], keep="last")
        rows = deals.to_dict("records")
        for row in rows:
            for change in newest[newest[C.opportunity_id] == row[O.opportunity_id]].to_dict("records"):
                if change[C.field] in row and change[C.field] != O.outcome:
                    row[change[C.field]] = _typed(change[C.new], TABLES["opportunities"].dtypes[change[C.field]])
        return TABLES["opportunities"].frame(rows)


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    full = {"kind": "order", "currency": "EUR", "unit_price": 0.0, "quantity": 1.0, **row}
    return {"amount": full["quantity"] * full["unit_price"], **full}


def _typed(value: Any, dtype: str) -> Any:
    if pd.isna(value) or value == "":
        return None
    if dtype == "boolean":
        return str(value).lower() == "true"
    return pd.Timestamp(value) if dtype.startswith("datetime") else float(value) if dtype == "float64" else value
