"""One item that an account buys: of which kind it is, and why it is bought.

Reason codes and their facts:

- ``focus``: orders_with, orders, end_customers (tuple of up to three), end_customer_count
- ``seasonal``: months (tuple of 1-12, in season order), share (of units), years (bought in so many)
- ``loyal_companion``: orders_with, orders, companion_id, companion, together (share of its orders), usual (share
  of all orders that hold the companion)
- ``loyal_end_customer``: orders_with, orders, end_customer, share (of its orders)
- ``loyal_installed``: orders_with, orders, where (the end customer where most pieces run; None: the account
  itself), quantity (pieces there), since (the first was installed; None: not noted), places (where any run)
- ``loyal_told``: orders_with, orders, told (the reason as people wrote it), told_by, on
- ``loyal``: orders_with, orders (no cause in the data)
- ``change_over``: predecessor_id, predecessor, successor_id, successor, launched_on, ends_on,
  first_successor, last_predecessor, moved (a `Moved`)
- ``missing``: orders (a usual item that the last order left out; so many orders in a row before held it)
- ``bought``: orders_with, orders
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from accountbook.planning.basket import FEWEST_ORDERS, OFTEN, TOGETHER, Baskets, end_customer
from accountbook.planning.causes import Causes
from accountbook.planning.finding import Finding
from accountbook.planning.margin import Margin
from accountbook.planning.period import back
from accountbook.planning.season import Season, season
from accountbook.planning.succession import Succession
from accountbook.planning.values import share, text
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

SMALL = 0.05


class ItemKind(StrEnum):
    """What an item is to the account; the first that holds.

    ``change_over``: replaces, or is replaced by, another that the account bought. ``seasonal``: see `season`.
    ``focus``: one of the fewest items that make up half of 12 months' orders, with a tenth and more each.
    ``loyal``: a twentieth of the orders or less, yet in two orders of five and more (five at least).
    """

    CHANGE_OVER = "change_over"
    SEASONAL = "seasonal"
    FOCUS = "focus"
    LOYAL = "loyal"
    OTHER = "other"


@dataclass(frozen=True)
class BoughtItem:
    """One item that the account bought.

    Attributes
    ----------
    kinds : every kind that holds; `kind` is the first.
    revenue_12 : orders of the last 12 months.
    share, share_change : of the account's orders in 12 months; change against the 12 before in share points
        (0.04 = 4 points), None without that history.
    units_12 : pieces in 12 months.
    months : pieces by calendar month January to December, mean of the years seen; all history.
    season : the months of its own season, empty where none.
    orders_with, orders : orders that held it, of all orders since it was first bought.
    margin, margin_share : contribution margin of 12 months where costs are known.
    """

    item_id: str
    name: str | None
    family: str | None
    kind: ItemKind
    kinds: tuple[ItemKind, ...]
    revenue_12: float
    share: float | None
    share_change: float | None
    units_12: float
    first_bought: pd.Timestamp
    last_bought: pd.Timestamp
    months: tuple[float, ...]
    season: tuple[int, ...]
    orders_with: int
    orders: int
    margin: float | None
    margin_share: float | None
    reason: Finding
    missing: Finding | None


@dataclass(frozen=True)
class About:
    """What the items of one account are measured against.

    Attributes
    ----------
    as_of : the view's day. lines : the account's order lines that name an item.
    named : rows of items by item_id. revenue_12, units_12, before : by item_id; before: the 12 months before,
        None where the history is too short.
    margins : of the last 12 months by item_id.
    usual : share of all order days by calendar month; covered : how often each month lies in the history.
    changing : change-overs by item_id. replaced : items whose successor the last order held.
    focus : items that make up half of the orders. seasons : the history is long enough to tell seasons.
    causes : what runs at the account, and what people noted.
    """

    as_of: pd.Timestamp
    lines: pd.DataFrame
    named: dict[str, dict[str, Any]]
    baskets: Baskets
    revenue_12: pd.Series
    units_12: pd.Series
    before: pd.Series | None
    margins: dict[object, Margin]
    usual: np.ndarray
    covered: np.ndarray
    changing: dict[str, Succession]
    replaced: frozenset[str]
    focus: frozenset[str]
    seasons: bool
    causes: Causes

    def lines_of(self, item_id: str) -> pd.DataFrame:
        """The order lines of an item."""
        return self.lines[self.lines[L.item_id] == item_id]


def bought_item(item_id: str, dates: pd.DatetimeIndex, units: np.ndarray, about: About) -> BoughtItem:
    """One item, judged against the others.

    Parameters
    ----------
    dates, units : the order days that held it, oldest first, and the pieces of each.
    """
    months = dates.month.to_numpy()
    by_month = np.bincount(months - 1, weights=units, minlength=12)
    own = season(dates.year.to_numpy(), months, units, about.usual) if about.seasons else None
    named = about.named.get(item_id, {})
    part = share(float(about.revenue_12[item_id]), float(about.revenue_12.sum()))
    earlier = None if about.before is None else share(float(about.before[item_id]), float(about.before.sum()))
    times, orders = about.baskets.frequency(item_id)
    bought_12 = dates[-1] > back(about.as_of, 12)
    loyal = bought_12 and part is not None and part <= SMALL and times >= FEWEST_ORDERS and times / orders >= OFTEN
    holds = {
        ItemKind.CHANGE_OVER: item_id in about.changing,
        ItemKind.SEASONAL: own is not None,
        ItemKind.FOCUS: item_id in about.focus,
        ItemKind.LOYAL: loyal,
    }
    kinds = tuple(kind for kind, held in holds.items() if held) or (ItemKind.OTHER,)
    margin = about.margins.get(item_id)
    return BoughtItem(
        item_id=item_id,
        name=text(named.get(I.name)),
        family=text(named.get(I.family)),
        kind=kinds[0],
        kinds=kinds,
        revenue_12=float(about.revenue_12[item_id]),
        share=part,
        share_change=None if part is None or earlier is None else part - earlier,
        units_12=float(about.units_12[item_id]),
        first_bought=dates[0],
        last_bought=dates[-1],
        months=tuple(float(unit) for unit in by_month / np.maximum(about.covered, 1)),
        season=own.months if own else (),
        orders_with=times,
        orders=orders,
        margin=margin.margin if margin else None,
        margin_share=margin.share if margin else None,
        reason=reason_of(kinds[0], item_id, about, own),
        missing=None if item_id in about.replaced else about.baskets.missing(item_id),
    )


def reason_of(kind: ItemKind, item_id: str, about: About, own: Season | None) -> Finding:
    """Why an item is of its kind."""
    times, orders = about.baskets.frequency(item_id)
    facts: dict[str, object] = {"orders_with": times, "orders": orders}
    if kind == ItemKind.CHANGE_OVER:
        one = about.changing[item_id]
        told = ("predecessor_id", "predecessor", "successor_id", "successor", "launched_on", "ends_on")
        dates = {"first_successor": one.first_successor, "last_predecessor": one.last_predecessor, "moved": one.state}
        return Finding("change_over", {name: getattr(one, name) for name in told} | dates)
    if kind == ItemKind.SEASONAL and own:
        return Finding("seasonal", {"months": own.months, "share": own.share, "years": own.years})
    if kind == ItemKind.FOCUS:
        ends = about.lines_of(item_id)[L.end_customer].value_counts()
        return Finding("focus", facts | {"end_customers": tuple(ends.index[:3]), "end_customer_count": len(ends)})
    if kind == ItemKind.LOYAL:
        behind, beside = end_customer(about.lines_of(item_id)), about.baskets.companion(item_id)
        if behind:
            return Finding("loyal_end_customer", facts | {"end_customer": behind[0], "share": behind[1]})
        # what lies in 4 of 5 of all orders lies beside everything: such a companion explains nothing
        if beside and not (beside[2] >= TOGETHER and about.causes.explains(item_id)):
            name = text(about.named.get(str(beside[0]), {}).get(I.name))
            both = {"companion_id": str(beside[0]), "companion": name, "together": beside[1], "usual": beside[2]}
            return Finding("loyal_companion", facts | both)
        return about.causes.reason(item_id, facts) or Finding("loyal", facts)
    return Finding("bought", facts)
