"""What the account buys (caps 26, 31, 33, 34, 36): which items, of which kind, and why.

Reason codes and their facts:

- ``focus``: orders_with, orders, end_customers (tuple of up to three), end_customer_count
- ``seasonal``: months (tuple of 1-12, in season order), share (of units), years (bought in so many)
- ``loyal_companion``: orders_with, orders, companion_id, companion, together (share of its orders), usual (share
  of all orders that hold the companion)
- ``loyal_end_customer``: orders_with, orders, end_customer, share (of its orders)
- ``loyal``: orders_with, orders (no cause in the data)
- ``change_over``: predecessor_id, predecessor, successor_id, successor, launched_on, ends_on,
  first_successor, last_predecessor, moved (a `Moved`)
- ``missing``: orders (a usual item that the last order left out; so many orders in a row before held it)
- ``bought``: orders_with, orders
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from accountbook.planning.basket import FEWEST_ORDERS, OFTEN, Baskets, end_customer
from accountbook.planning.finding import Finding
from accountbook.planning.margin import Margin, margins
from accountbook.planning.period import back, between, month_of
from accountbook.planning.season import Season, season
from accountbook.planning.succession import Moved, Succession, successions
from accountbook.planning.values import share, text
from accountbook.planning.view import View, lines
from accountbook.planning.view import items as items_table
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

SMALL = 0.05
FOCUS_SHARE = 0.5
FOCUS_LEAST = 0.1
MOST_OF_A_KIND = 5


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


def assortment(view: View) -> Assortment:
    """The assortment of the view's account; empty where it never ordered.

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
    about = _About(
        view=view,
        named=items_table(view),
        baskets=Baskets(rows, dates, revenue),
        revenue_12=year.groupby(L.item_id)[L.amount].sum().reindex(revenue.index, fill_value=0.0),
        units_12=year.groupby(L.item_id)[L.quantity].sum().reindex(revenue.index, fill_value=0.0),
        before=before.groupby(L.item_id)[L.amount].sum().reindex(revenue.index, fill_value=0.0) if known else None,
        margins={one.key: one for one in margins(view).items},
        usual=np.bincount(dates.dt.month - 1, minlength=12) / len(dates),
        covered=_covered(dates.iloc[0], view.as_of),
        changing=_changing(changed, view.as_of),
        replaced=_replaced(changed, rows[rows[L.order_date] == dates.iloc[-1]]),
        seasons=known,
    )
    focus = _focus(about.revenue_12)
    found = [_item(str(item_id), group, about, focus) for item_id, group in rows.groupby(L.item_id)]
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


@dataclass(frozen=True)
class _About:
    """What the items of one account are measured against."""

    view: View
    named: pd.DataFrame
    baskets: Baskets
    revenue_12: pd.Series
    units_12: pd.Series
    before: pd.Series | None
    margins: dict[object, Margin]
    usual: np.ndarray
    covered: np.ndarray
    changing: dict[str, Succession]
    replaced: frozenset[str]
    seasons: bool


def _item(item_id: str, rows: pd.DataFrame, about: _About, focus: frozenset[str]) -> BoughtItem:
    days = rows.groupby(L.order_date)[L.quantity].sum()
    months = days.index.month.to_numpy()
    units = np.bincount(months - 1, weights=days.to_numpy(), minlength=12)
    own = season(days.index.year.to_numpy(), months, days.to_numpy(), about.usual) if about.seasons else None
    named = about.named.loc[item_id] if item_id in about.named.index else {}
    part = share(float(about.revenue_12[item_id]), float(about.revenue_12.sum()))
    earlier = None if about.before is None else share(float(about.before[item_id]), float(about.before.sum()))
    times, orders = about.baskets.frequency(item_id)
    bought_12 = days.index[-1] > back(about.view.as_of, 12)
    loyal = bought_12 and part is not None and part <= SMALL and times >= FEWEST_ORDERS and times / orders >= OFTEN
    holds = {
        ItemKind.CHANGE_OVER: item_id in about.changing,
        ItemKind.SEASONAL: own is not None,
        ItemKind.FOCUS: item_id in focus,
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
        first_bought=days.index[0],
        last_bought=days.index[-1],
        months=tuple(float(unit) for unit in units / np.maximum(about.covered, 1)),
        season=own.months if own else (),
        orders_with=times,
        orders=orders,
        margin=margin.margin if margin else None,
        margin_share=margin.share if margin else None,
        reason=_reason(kinds[0], item_id, rows, about, own),
        missing=None if item_id in about.replaced else about.baskets.missing(item_id),
    )


def _reason(kind: ItemKind, item_id: str, rows: pd.DataFrame, about: _About, own: Season | None) -> Finding:
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
        ends = rows[L.end_customer].value_counts()
        return Finding("focus", facts | {"end_customers": tuple(ends.index[:3]), "end_customer_count": len(ends)})
    if kind == ItemKind.LOYAL:
        behind, beside = end_customer(rows), about.baskets.companion(item_id)
        if behind:
            return Finding("loyal_end_customer", facts | {"end_customer": behind[0], "share": behind[1]})
        if beside:
            name = text(about.named[I.name].get(beside[0]))
            both = {"companion_id": str(beside[0]), "companion": name, "together": beside[1], "usual": beside[2]}
            return Finding("loyal_companion", facts | both)
        return Finding("loyal", facts)
    return Finding("bought", facts)


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
    by_revenue = sorted(found, key=lambda item: (-item.revenue_12, item.item_id))
    front: list[BoughtItem] = []
    for kind in (ItemKind.FOCUS, ItemKind.CHANGE_OVER, ItemKind.SEASONAL, ItemKind.LOYAL):
        front += [item for item in by_revenue if item.kind == kind][:MOST_OF_A_KIND]
    shown = {item.item_id for item in front}
    return (*front, *(item for item in by_revenue if item.item_id not in shown)), len(front)


def _families(about: _About) -> tuple[tuple[str | None, float, float | None], ...]:
    family = about.named[I.family].reindex(about.revenue_12.index)
    sums = about.revenue_12.groupby(family, dropna=False).sum()
    total = float(sums.sum())
    ordered = sorted(
        ((text(name), float(sum_)) for name, sum_ in sums.items()), key=lambda one: (-one[1], one[0] or "")
    )
    return tuple((name, sum_, share(sum_, total)) for name, sum_ in ordered)
