"""Which items lie in which orders: how often, since when, beside what (cap 34)."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from accountbook.planning.finding import Finding, Sign
from accountbook.tables import OrderLines as L

OFTEN = 0.4
"""Share of the orders from which an item counts as bought again and again."""

USUAL = 0.75
TOGETHER = 0.8
FEWEST_ORDERS = 5


class Baskets:
    """Order days x items of one account.

    Parameters
    ----------
    rows : order lines of one account that name an item.
    dates : all order days of the account, sorted (also those whose lines name no item).
    revenue : orders of each item, by which companions are told from hangers-on.

    Examples
    --------
    >>> rows = pd.DataFrame({"order_date": pd.to_datetime(["2026-01-01", "2026-01-01", "2026-02-01"]),
    ...                      "item_id": ["a", "b", "a"]})
    >>> baskets = Baskets(rows, rows["order_date"].drop_duplicates(), pd.Series({"a": 9.0, "b": 1.0}))
    >>> baskets.frequency("b"), baskets.companion("b")
    ((1, 2), ('a', 1.0, 1.0))
    """

    def __init__(self, rows: pd.DataFrame, dates: pd.Series, revenue: pd.Series) -> None:
        self.items = revenue.index
        self._at = {item: n for n, item in enumerate(self.items)}
        self._revenue = revenue.to_numpy()
        self.dates = pd.DatetimeIndex(dates)
        self._held = np.zeros((len(self.dates), len(self.items)), dtype=bool)
        self._held[self.dates.get_indexer(rows[L.order_date]), self.items.get_indexer(rows[L.item_id])] = True

    def held(self, item: Hashable) -> np.ndarray:
        """Whether each order since the item was first bought held it, oldest first."""
        column = self._held[:, self._at[item]]
        return column[column.argmax() :]

    def frequency(self, item: Hashable) -> tuple[int, int]:
        """Orders that held the item, and all orders since it was first bought."""
        held = self.held(item)
        return int(held.sum()), len(held)

    def companion(self, item: Hashable) -> tuple[Hashable, float, float] | None:
        """The larger item that lies beside this one in 4 of 5 of its orders and more.

        Returns
        -------
        (item_id, share of this item's orders that hold it, share of all orders that do), or None. Of
        several the one whose presence this item's orders say most about.
        """
        at = self._at[item]
        together = self._held[self._held[:, at]].mean(axis=0)
        usual = self._held.mean(axis=0)
        fitting = np.flatnonzero((together >= TOGETHER) & (self._revenue > self._revenue[at]))
        if not len(fitting):
            return None
        best = max(fitting, key=lambda n: (together[n] / usual[n], self._revenue[n], -n))
        return self.items[best], float(together[best]), float(usual[best])

    def missing(self, item: Hashable) -> Finding | None:
        """That the last order left out a usual item, which the orders before it held."""
        held = self.held(item)
        if len(held) < 4 or held[-1] or held.mean() < USUAL:
            return None
        before = held[:-1]
        streak = len(before) if before.all() else int(before[::-1].argmin())
        return Finding("missing", {"orders": streak}, Sign.WORSE) if streak >= 3 else None


def end_customer(rows: pd.DataFrame) -> tuple[str, float] | None:
    """The one end customer behind 4 of 5 and more of an item's order days, with the share; else None.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-01-01", "2026-02-01"])
    >>> end_customer(pd.DataFrame({"order_date": days, "end_customer": ["Officine", "Officine"]}))
    ('Officine', 1.0)
    """
    named = rows[rows[L.end_customer].notna()]
    if named.empty:
        return None
    days = named.groupby(L.end_customer)[L.order_date].nunique()
    share = float(days.max() / rows[L.order_date].nunique())
    return (str(days.idxmax()), share) if share >= TOGETHER else None
