"""Contribution margin (cap 26): by month, year, item and in all, where costs are known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.period import back, between, month_of
from accountbook.planning.values import share
from accountbook.planning.view import FREE, ORDER, RETURN, View, lines
from accountbook.planning.view import items as items_table
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

COST, STANDARD = "cost", "standard"


class MarginState(StrEnum):
    """No orders; no cost at all; costs for part of the revenue; for all of it."""

    EMPTY = "empty"
    NO_COSTS = "no_costs"
    PARTIAL = "partial"
    FULL = "full"


@dataclass(frozen=True)
class Margin:
    """Margin of a group of lines: orders and free goods, net of returns.

    Attributes
    ----------
    key : first day of the month or year, item_id, or None for the total.
    revenue : of all lines with an amount.
    costed : revenue of the lines whose cost is known; the margin speaks of these only.
    margin : costed revenue less cost; None where no cost is known.
    share : margin / costed revenue.
    """

    key: pd.Timestamp | str | None
    revenue: float
    costed: float
    margin: float | None
    share: float | None


@dataclass(frozen=True)
class Margins:
    """Contribution margins of an account.

    Attributes
    ----------
    last_12, before_12 : the twelve months to as_of, and those before.
    uncosted : share of last_12's revenue without a cost.
    standard : share of last_12's revenue costed with the item's present standard cost, not the line's own.
    months : the last 24, oldest first. years : calendar years, oldest first. items : last 12 months, by revenue.
    negative : items of the last 12 months with a margin below 0.
    """

    state: MarginState
    last_12: Margin
    before_12: Margin
    uncosted: float | None
    standard: float | None
    months: tuple[Margin, ...]
    years: tuple[Margin, ...]
    items: tuple[Margin, ...]
    negative: tuple[Margin, ...]


def margins(view: View) -> Margins:
    """Contribution margins of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "order_date": "2026-10-02", "item_id": "I", "quantity": 10, "unit_price": 5.0}
    >>> view = MemoryView("2026-10-31", {"order_lines": [line | {"unit_cost": 4.0}]}, account_id="A")
    >>> earned = margins(view).last_12
    >>> earned.revenue, earned.margin, earned.share
    (50.0, 10.0, 0.2)
    """
    rows = costed(view)
    year = rows[between(rows[L.order_date], back(view.as_of, 12), view.as_of)]
    before = rows[between(rows[L.order_date], back(view.as_of, 24), back(view.as_of, 12))]
    last = _margin(None, year)
    named = {item: str(item) for item in year[L.item_id].dropna().unique()}
    items = sorted(_grouped(year, year[L.item_id], named), key=lambda one: (-one.revenue, one.key))
    two_years = rows[rows[L.order_date] >= month_of(view.as_of) - pd.DateOffset(months=23)]
    return Margins(
        state=_state(rows, last),
        last_12=last,
        before_12=_margin(None, before),
        uncosted=None if last.revenue <= 0 else share(max(last.revenue - last.costed, 0.0), last.revenue),
        standard=share(float(year.loc[year[STANDARD], L.amount].sum()), last.costed),
        months=_by(two_years, "M"),
        years=_by(rows, "Y"),
        items=tuple(items),
        negative=tuple(item for item in items if item.margin is not None and item.margin < 0),
    )


def costed(view: View) -> pd.DataFrame:
    """Lines with an amount, of orders, returns and free goods, with their cost.

    Returns
    -------
    The order lines with ``cost`` (quantity x unit cost, in the company's currency; empty where unknown) and
    ``standard`` (whether the item's present standard cost stood in for the line's own).

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "order_date": "2026-03-02", "item_id": "I", "quantity": 2, "unit_price": 5.0}
    >>> rows = {"order_lines": [line], "items": [{"item_id": "I", "unit_cost": 3.0}]}
    >>> costed(MemoryView("2026-03-31", rows))[["cost", "standard"]].values.tolist()
    [[6.0, True]]
    """
    rows = lines(view, ORDER, RETURN, FREE)
    rows = rows[rows[L.amount].notna()]
    standard = rows[L.item_id].map(items_table(view)[I.unit_cost]).astype("float64")
    unit = rows[L.unit_cost].fillna(standard)
    return rows.assign(**{COST: rows[L.quantity] * unit, STANDARD: rows[L.unit_cost].isna() & standard.notna()})


def _margin(key: pd.Timestamp | str | None, rows: pd.DataFrame) -> Margin:
    """The margin of some lines together."""
    return next(iter(_grouped(rows, pd.Series(0, index=rows.index), {0: key})), Margin(key, 0.0, 0.0, None, None))


def _grouped(
    rows: pd.DataFrame, groups: pd.Series, keys: Mapping[Any, pd.Timestamp | str | None]
) -> tuple[Margin, ...]:
    """The margins of groups of lines, in the groups' order.

    Parameters
    ----------
    groups : of each line; lines without one are left out. keys : what the margin of a group is called.
    """
    known = rows[COST].notna()
    sums = pd.DataFrame({"revenue": rows[L.amount], "costed": rows[L.amount].where(known), COST: rows[COST]})
    sums = sums.groupby(groups).sum(min_count=1)
    found = []
    for group, revenue, with_cost, cost in sums.itertuples(name=None):
        margin = None if math.isnan(cost) else float(with_cost - cost)
        with_cost = 0.0 if math.isnan(cost) else float(with_cost)
        found.append(Margin(keys.get(group), float(revenue), with_cost, margin, share(margin, with_cost)))
    return tuple(found)


def _by(rows: pd.DataFrame, freq: str) -> tuple[Margin, ...]:
    periods = rows[L.order_date].dt.to_period(freq)
    return _grouped(rows, periods, {period: period.start_time for period in periods.unique()})


def _state(rows: pd.DataFrame, last: Margin) -> MarginState:
    if rows.empty:
        return MarginState.EMPTY
    if rows[COST].isna().all():
        return MarginState.NO_COSTS
    whole = math.isclose(last.revenue, last.costed, rel_tol=1e-9, abs_tol=0.005)
    return MarginState.FULL if whole else MarginState.PARTIAL
