"""What the account buys (caps 26, 31, 33, 34, 36): which items, of which kind, and why.

The kinds of items and their reasons stand in `bought`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from accountbook.planning.basket import Baskets
from accountbook.planning.bought import About, BoughtItem, ItemKind, bought_item
from accountbook.planning.causes import causes
from accountbook.planning.margin import Margins, margins
from accountbook.planning.period import back, between, month_of
from accountbook.planning.succession import Moved, Succession, successions
from accountbook.planning.values import share, text
from accountbook.planning.view import View, lines
from accountbook.planning.view import items as items_table
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

__all__ = ["Assortment", "BoughtItem", "ItemKind", "Moved", "Succession", "assortment"]

FOCUS_SHARE = 0.5
FOCUS_LEAST = 0.1
MOST_OF_A_KIND = 5


@dataclass(frozen=True)
class Assortment:
    """Everything the account buys.

    Attributes
    ----------
    items : those that explain the rhythm first (focus, change-over, seasonal, loyal; up to five of each), then
        the others; each by revenue of 12 months.
    told : how many items from the front explain something (the page lists these).
    bought : different items ever; bought_12 : in the last 12 months.
    families : (family, revenue of 12 months, share) by revenue; family None where the items table lacks it.
    seasons_known : at least 24 months of history, so that seasons can be told.
    """

    items: tuple[BoughtItem, ...]
    told: int
    bought: int
    bought_12: int
    families: tuple[tuple[str | None, float, float | None], ...]
    successions: tuple[Succession, ...]
    seasons_known: bool


def assortment(view: View, *, earned: Margins | None = None) -> Assortment:
    """The assortment of the view's account; empty where it never ordered.

    Parameters
    ----------
    earned : the view's margins, where they are at hand.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> lines = [{"account_id": "A", "order_date": "2026-03-02", "item_id": i, "quantity": 1, "unit_price": p}
    ...          for i, p in (("I", 90.0), ("J", 10.0))]
    >>> found = assortment(MemoryView("2026-03-31", {"order_lines": lines}, account_id="A"))
    >>> [(item.item_id, item.kind.value, item.share) for item in found.items]
    [('I', 'focus', 0.9), ('J', 'other', 0.1)]
    """
    rows = lines(view)
    dates = rows[L.order_date].drop_duplicates().sort_values()
    rows = rows[rows[L.item_id].notna()]
    if rows.empty:
        return Assortment((), 0, 0, 0, (), (), False)
    year = rows[rows[L.order_date] > back(view.as_of, 12)]
    before = rows[between(rows[L.order_date], back(view.as_of, 24), back(view.as_of, 12))]
    known = back(view.as_of, 24) + pd.Timedelta(days=1) >= month_of(dates.iloc[0])
    revenue = rows.groupby(L.item_id)[L.amount].sum()
    changed = successions(view, rows)
    revenue_12 = year.groupby(L.item_id)[L.amount].sum().reindex(revenue.index, fill_value=0.0)
    about = About(
        as_of=view.as_of,
        lines=rows,
        named=_named(view, revenue.index),
        baskets=Baskets(rows, dates, revenue),
        revenue_12=revenue_12,
        units_12=year.groupby(L.item_id)[L.quantity].sum().reindex(revenue.index, fill_value=0.0),
        before=before.groupby(L.item_id)[L.amount].sum().reindex(revenue.index, fill_value=0.0) if known else None,
        margins={one.key: one for one in (margins(view) if earned is None else earned).items},
        usual=np.bincount(dates.dt.month - 1, minlength=12) / len(dates),
        covered=_covered(dates.iloc[0], view.as_of),
        changing=_changing(changed, view.as_of),
        replaced=_replaced(changed, rows[rows[L.order_date] == dates.iloc[-1]]),
        focus=_focus(revenue_12),
        seasons=known,
        causes=causes(view),
    )
    found = [bought_item(item_id, on, units, about) for item_id, on, units in _by_item(rows)]
    items, told = _ranked(found)
    return Assortment(
        items=items,
        told=told,
        bought=len(found),
        bought_12=int(year[L.item_id].nunique()),
        families=_families(about),
        successions=changed,
        seasons_known=known,
    )


def _named(view: View, bought: pd.Index) -> dict[str, dict[str, Any]]:
    named = items_table(view)
    return named[named.index.isin(bought)].to_dict("index")


def _by_item(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DatetimeIndex, np.ndarray]]:
    """Each item with its order days, oldest first, and the pieces of each."""
    days = rows.groupby([L.item_id, L.order_date])[L.quantity].sum()
    items, dates, units = days.index.get_level_values(0), days.index.get_level_values(1), days.to_numpy()
    starts = np.flatnonzero(np.append(True, items[1:] != items[:-1]))
    for start, end in zip(starts, np.append(starts[1:], len(items)), strict=True):
        yield str(items[start]), dates[start:end], units[start:end]


def _focus(revenue: pd.Series) -> frozenset[str]:
    """The fewest items that make up half of the revenue, if each holds a tenth of it."""
    shares = (revenue / revenue.sum()).sort_values(ascending=False) if revenue.sum() > 0 else revenue.iloc[:0]
    needed = shares[shares.cumsum() - shares < FOCUS_SHARE]
    return frozenset(str(item) for item in needed[needed >= FOCUS_LEAST].index)


def _covered(first: pd.Timestamp, as_of: pd.Timestamp) -> np.ndarray:
    """How often each calendar month lies in the history; shape (12,)."""
    months = pd.date_range(month_of(first), as_of, freq="MS").month
    return np.bincount(months - 1, minlength=12)


def _changing(found: tuple[Succession, ...], as_of: pd.Timestamp) -> dict[str, Succession]:
    """The items that a change-over of the last 12 months says something about."""
    year_ago = back(as_of, 12)
    changing: dict[str, Succession] = {}
    for one in found:
        if one.state in (Moved.NOT_YET, Moved.MOVING):
            changing.setdefault(one.predecessor_id, one)
        if one.first_successor is not None and one.first_successor > year_ago:
            changing.setdefault(one.successor_id, one)
    return changing


def _replaced(found: tuple[Succession, ...], last: pd.DataFrame) -> frozenset[str]:
    """The items that the last order left out because it held their successor."""
    return frozenset(one.predecessor_id for one in found if one.successor_id in set(last[L.item_id]))


def _ranked(found: list[BoughtItem]) -> tuple[tuple[BoughtItem, ...], int]:
    by_revenue = sorted(found, key=lambda item: (-item.revenue_12, -item.last_bought.toordinal(), item.item_id))
    front: list[BoughtItem] = []
    for kind in (ItemKind.FOCUS, ItemKind.CHANGE_OVER, ItemKind.SEASONAL, ItemKind.LOYAL):
        front += [item for item in by_revenue if item.kind == kind][:MOST_OF_A_KIND]
    shown = {item.item_id for item in front}
    return (*front, *(item for item in by_revenue if item.item_id not in shown)), len(front)


def _families(about: About) -> tuple[tuple[str | None, float, float | None], ...]:
    family = pd.Series(
        {item: about.named.get(str(item), {}).get(I.family) for item in about.revenue_12.index}, dtype="str"
    )
    sums = about.revenue_12.groupby(family, dropna=False).sum()
    total = float(sums.sum())
    ordered = sorted(
        ((text(name), float(sum_)) for name, sum_ in sums.items()), key=lambda one: (-one[1], one[0] or "")
    )
    return tuple((name, sum_, share(sum_, total)) for name, sum_ in ordered)
