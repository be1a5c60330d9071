"""How due each item is at each account on a date: how often it came, how lately, how others take to it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.tables import OrderLines as L

LATELY, RECENT = 20, 60
"""Days in which others' purchases say what is wanted now, and against which that is a trend."""
DECAY = 0.8
"""What an order's weight keeps with each order that follows it."""


class ItemDue:
    """Names of the columns of `Purchases.at` and of `item_totals`.

    ``times``: order days with the item; ``orders``: the account's; ``since``: those since it was first bought;
    ``lines``: items of an order of the account on average; ``variety``: different items it ever bought. ``decayed``:
    share of the orders with the item, each order weighing 0.8 of the one after it (Hu et al. 2020, TIFU-KNN, without
    its groups). ``overdue``: log of how much longer than its own cycle it will be since the item came, an account's
    usual gap from now; 0 where that is no longer, or it came once. ``lately``, ``recent``, ``before``: whether it came
    in the last 20 days, the last 60, the 60 before those; of an item, the accounts where it did.
    ``came``, ``bought``: whether a later order is known, and whether the first of them held the item.
    ``buyers``: accounts that ever bought the item; ``repeats``, ``chances``: in how many of their later orders they
    bought it again, of how many.
    """

    account_id = L.account_id
    item_id = L.item_id
    times = "times"
    orders = "orders"
    since = "since"
    lines = "lines"
    variety = "variety"
    decayed = "decayed"
    overdue = "overdue"
    last_bought = "last_bought"
    lately = "lately"
    recent = "recent"
    before = "before"
    came = "came"
    bought = "bought"
    buyers = "buyers"
    repeats = "repeats"
    chances = "chances"


D = ItemDue


class Purchases:
    """Sorted purchases that tell how due each item was on any date, without a loop over accounts.

    Parameters
    ----------
    basket : as `accountbook.features.items.baskets` gives it.

    Examples
    --------
    >>> basket = pd.DataFrame({"account_id": ["A", "A", "A"], "item_id": ["x", "x", "y"],
    ...     "order_date": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-02-01"])})
    >>> basket = basket.astype({"account_id": "category", "item_id": "category"})
    >>> Purchases(basket).at(pd.Timestamp("2026-01-31"))[["times", "came", "bought"]].to_numpy().tolist()
    [[1, True, True]]
    """

    def __init__(self, basket: pd.DataFrame) -> None:
        account = basket[L.account_id].cat.codes.to_numpy(np.int64)
        item = basket[L.item_id].cat.codes.to_numpy(np.int64)
        day = basket[L.order_date].to_numpy().astype("datetime64[D]").astype(np.int64)
        self.accounts = basket[L.account_id].cat.categories.astype("str")
        self.items = basket[L.item_id].cat.categories.astype("str")
        self._width = max(len(self.items), 1)
        key = account * self._width + item
        order = np.lexsort((day, key))
        self._day, self._account = day[order], account[order]
        self.keys, self._pair = np.unique(key[order], return_inverse=True)
        self._start = np.searchsorted(self._pair, np.arange(len(self.keys) + 1))
        span = int(day.max(initial=0)) + 1
        visits = np.unique(account * span + day)
        self._visitor, self._visit = visits // span, visits % span
        self._first_visit = np.searchsorted(self._visitor, np.arange(len(self.accounts) + 1))
        self._nth = np.searchsorted(visits, self._account * span + self._day) - self._first_visit[self._account]

    def at(self, date: pd.Timestamp) -> pd.DataFrame:
        """How due each item that was bought up to a date was then.

        Returns
        -------
        Frame with one row per account and item, sorted by both (categorical), columns of `ItemDue`.
        """
        today = np.datetime64(date, "D").astype(np.int64)
        seen = self._day <= today
        pair, owner = self._pair[seen], self._account[seen]
        times = np.bincount(pair, minlength=len(self.keys))
        orders = np.bincount(self._visitor[self._visit <= today], minlength=len(self.accounts))
        weight = DECAY ** (orders[owner] - 1 - self._nth[seen])
        decayed = np.bincount(pair, weight, minlength=len(self.keys))
        before = np.bincount(pair[_within(self._day[seen], today - RECENT)], minlength=len(self.keys)) > 0
        some = np.flatnonzero(times)
        times, account = times[some], self.keys[some] // self._width
        first = self._start[some]
        last = first + times - 1
        last_day, n = self._day[last], orders[account]
        came, bought = self._next(account, n, last + 1, self._start[some + 1])
        return pd.DataFrame(
            {
                D.account_id: pd.Categorical.from_codes(account, self.accounts),
                D.item_id: pd.Categorical.from_codes(self.keys[some] % self._width, self.items),
                D.times: times,
                D.orders: n,
                D.since: n - self._nth[first],
                D.lines: (np.bincount(owner, minlength=len(orders)) / np.maximum(orders, 1))[account],
                D.variety: np.bincount(account, minlength=len(orders))[account],
                D.decayed: (decayed[some] + 0.1) / ((1 - DECAY**n) / (1 - DECAY) + 1),
                D.overdue: self._overdue(account, n, today - last_day, last_day - self._day[first], times),
                D.last_bought: last_day.astype("datetime64[D]").astype("datetime64[us]"),
                D.lately: last_day > today - LATELY,
                D.recent: last_day > today - RECENT,
                D.before: before[some],
                D.came: came,
                D.bought: bought,
            }
        )

    def _next(
        self, account: np.ndarray, orders: np.ndarray, next_row: np.ndarray, end: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Whether a later order of the account is known, and whether the pair's next purchase is in it."""
        place = self._first_visit[account] + orders
        came = place < self._first_visit[account + 1]
        when = np.append(self._visit, -1)[np.where(came, place, -1)]
        again = np.append(self._day, -2)[np.where(next_row < end, next_row, -1)]
        return came, came & (again == when)

    def _overdue(
        self, account: np.ndarray, orders: np.ndarray, silent: np.ndarray, span: np.ndarray, times: np.ndarray
    ) -> np.ndarray:
        """How far past its own cycle the item will be at the account's next order, in logs; not below 0."""
        begin = self._first_visit[account]
        gap = np.maximum(self._visit[begin + orders - 1] - self._visit[begin], 1) / np.maximum(orders - 1, 1)
        cycle = np.maximum(span / np.maximum(times - 1, 1), 1.0)
        return np.where(times > 1, np.maximum(np.log((silent + gap) / cycle), 0.0), 0.0)


def item_totals(dues: pd.DataFrame) -> pd.DataFrame:
    """Of each item, at how many accounts it came, and how often it was bought again; sums of shares add up.

    Parameters
    ----------
    dues : as `Purchases.at` gives it, of all accounts or of some.

    Returns
    -------
    Frame indexed by item_id: buyers, lately, recent, before, repeats, chances; whole numbers.
    """
    codes, items = dues[D.item_id].cat.codes.to_numpy(), dues[D.item_id].cat.categories
    counted = {
        D.buyers: np.ones(len(dues)),
        **{name: dues[name].to_numpy(float) for name in (D.lately, D.recent, D.before)},
        D.repeats: dues[D.times].to_numpy(float) - 1,
        D.chances: dues[D.since].to_numpy(float) - 1,
    }
    sums = {name: np.bincount(codes, values, minlength=len(items)) for name, values in counted.items()}
    return pd.DataFrame(sums, index=pd.Index(items.astype("str"), name=D.item_id))


def _within(day: np.ndarray, end: int) -> np.ndarray:
    """Days of the 60 up to an end."""
    return (day > end - RECENT) & (day <= end)
