"""A target against what came (cap 21): by month, whether it leaves its band, and what would bring it back.

The target is spread over its months as the orders of the periods before fell. Its band is the 8-in-10 range of what
the period will have brought at its end. Below it, the gap asks for action:

- ``close_gap``: gap, ends (last day of the period), levers (tuples of kind, name, money, at most two). Kinds of levers:
  ``deal`` (an open deal that is to close in time, what it is expected to bring), ``order`` (the order that is late, its
  usual amount), ``item`` (a usual item that the last order left out, what it brings in the months left).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.assortment import Assortment
from accountbook.planning.deals import Deals
from accountbook.planning.next_order import NextOrder, NextState
from accountbook.planning.next_year import NextYear, next_year, own_targets
from accountbook.planning.outlook import Outlook, running_target
from accountbook.planning.period import back, month_of
from accountbook.planning.values import number
from accountbook.planning.view import View, keeper, lines
from accountbook.tables import OrderLines as L
from accountbook.tables import Targets as T

PERIODS_BEFORE = 2
MOST_LEVERS = 2


class TargetState(StrEnum):
    """No table of targets; none that runs now; no outlook to hold it against; below, within or above the band."""

    NO_TABLE = "no_table"
    NONE = "none"
    UNPREDICTED = "unpredicted"
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True)
class TargetMonth:
    """A month of the period: its part of the target and what was ordered, and both from the period's start.

    Attributes
    ----------
    ordered, ordered_so_far : None for a month that has not begun. partial : the month is not over.
    """

    month: pd.Timestamp
    target: float
    ordered: float | None
    target_so_far: float
    ordered_so_far: float | None
    partial: bool


@dataclass(frozen=True)
class Lever:
    """What would fill a gap: see the module's codes."""

    kind: str
    name: str | None
    money: float


@dataclass(frozen=True)
class AgainstTarget:
    """A target's period so far.

    Attributes
    ----------
    ordered : from the period's first day to as_of. outlook : at its end, see `outlook.TargetYear`.
    gap : target less outlook; below 0 where more comes than was to be sold.
    due : the part of the target that falls before as_of; behind : due less ordered. behind_before : the same a month
        before, None where the period had not begun.
    seasonal : periods before that the months' parts rest on; 0: every month the same.
    levers : what would fill the gap, largest first.
    agreed : actions that were agreed on and fell due in the last month, and how many of them are settled.
    """

    state: TargetState
    starts_on: pd.Timestamp | None = None
    ends_on: pd.Timestamp | None = None
    target: float = 0.0
    ordered: float = 0.0
    outlook: Outlook | None = None
    gap: float | None = None
    due: float = 0.0
    behind: float = 0.0
    behind_before: float | None = None
    months: tuple[TargetMonth, ...] = ()
    seasonal: int = 0
    levers: tuple[Lever, ...] = ()
    agreed: tuple[int, int] = (0, 0)
    actions: tuple[Action, ...] = ()


def against_target(
    view: View,
    year: NextYear | None = None,
    *,
    deals: Deals | None = None,
    coming: NextOrder | None = None,
    bought: Assortment | None = None,
    agreed: tuple[int, int] = (0, 0),
) -> AgainstTarget:
    """The account's own target that runs now, against what came.

    Parameters
    ----------
    year : the next twelve months, which hold the outlook at the period's end; None: made here, unpredicted.
    deals, coming, bought : where a gap may be filled from. agreed : see `AgainstTarget`.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> targets = [{"target_id": "1", "account_id": "A", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
    ...             "amount": 1200.0, "set_on": "2026-01-01"}]
    >>> line = {"account_id": "A", "order_date": "2026-02-02", "item_id": "I", "quantity": 1, "unit_price": 900.0}
    >>> view = MemoryView("2026-10-31", {"order_lines": [line], "targets": targets}, account_id="A")
    >>> found = against_target(view)
    >>> found.state.value, found.due, found.behind
    ('unpredicted', 1000.0, 100.0)
    """
    row = running_target(own_targets(view), view.as_of)
    if row is None:
        return AgainstTarget(TargetState.NONE if view.has("targets") else TargetState.NO_TABLE)
    told = (next_year(view, None) if year is None else year).target
    starts, ends = (told.starts_on, told.ends_on) if told else (row[T.starts_on], row[T.ends_on])
    target = told.target if told else float(row[T.amount])
    bought_lines = lines(view)
    parts, seasonal = _parts(bought_lines, starts, ends)
    months = _months(bought_lines, parts * target, starts, view.as_of)
    due = target * _passed(parts, view.as_of)
    ordered = _ordered(bought_lines, starts, view.as_of)
    before = back(view.as_of, 1)
    behind_before = target * _passed(parts, before) - _ordered(bought_lines, starts, before)
    outlook = told.outlook if told else None
    state = _state(target, outlook)
    gap = None if outlook is None else target - outlook.value
    levers = _levers(ends, view.as_of, deals, coming, bought) if state == TargetState.BELOW else ()
    return AgainstTarget(
        state=state,
        starts_on=starts,
        ends_on=ends,
        target=target,
        ordered=ordered,
        outlook=outlook,
        gap=gap,
        due=due,
        behind=due - ordered,
        behind_before=None if before < starts else behind_before,
        months=months,
        seasonal=seasonal,
        levers=levers,
        agreed=agreed,
        actions=_actions(view, gap or 0.0, ends, levers) if state == TargetState.BELOW else (),
    )


def _state(target: float, outlook: Outlook | None) -> TargetState:
    if outlook is None:
        return TargetState.UNPREDICTED
    if outlook.high < target:
        return TargetState.BELOW
    return TargetState.ABOVE if outlook.low > target else TargetState.WITHIN


def _parts(bought: pd.DataFrame, starts: pd.Timestamp, ends: pd.Timestamp) -> tuple[pd.Series, int]:
    """Each month's share of the period, as orders fell in the periods before; all alike where none is known whole."""
    months = pd.date_range(month_of(starts), ends, freq="MS")
    sums, used = pd.Series(0.0, index=months), 0
    first = bought[L.order_date].min()
    by_month = bought[L.amount].groupby(bought[L.order_date].dt.to_period("M").dt.to_timestamp()).sum()
    for years in range(1, PERIODS_BEFORE + 1):
        earlier = months - pd.DateOffset(years=years)
        found = by_month.reindex(earlier).fillna(0.0).clip(lower=0.0).to_numpy()
        if pd.isna(first) or month_of(first) > earlier[0] or not found.sum():
            break
        sums, used = sums + found / found.sum(), years
    if not used:
        return pd.Series(1 / len(months), index=months), 0
    return sums / used, used


def _passed(parts: pd.Series, day: pd.Timestamp) -> float:
    """The share of the period that has passed on a day, a month that runs by its days."""
    month = month_of(day)
    whole = float(parts[parts.index < month].sum())
    return whole + float(parts.get(month, 0.0)) * day.day / day.days_in_month


def _ordered(bought: pd.DataFrame, starts: pd.Timestamp, until: pd.Timestamp) -> float:
    return float(bought.loc[bought[L.order_date].between(starts, until), L.amount].sum())


def _months(
    bought: pd.DataFrame, parts: pd.Series, starts: pd.Timestamp, as_of: pd.Timestamp
) -> tuple[TargetMonth, ...]:
    found, target_so_far = [], 0.0
    for month, part in parts.items():
        end = month + pd.offsets.MonthEnd()
        begun = month <= as_of
        target_so_far += float(part)
        found.append(
            TargetMonth(
                month=month,
                target=float(part),
                ordered=_ordered(bought, max(month, starts), min(end, as_of)) if begun else None,
                target_so_far=target_so_far,
                ordered_so_far=_ordered(bought, starts, min(end, as_of)) if begun else None,
                partial=begun and end > as_of,
            )
        )
    return tuple(found)


def _levers(
    ends: pd.Timestamp, as_of: pd.Timestamp, deals: Deals | None, coming: NextOrder | None, bought: Assortment | None
) -> tuple[Lever, ...]:
    found = []
    for deal in deals.deals if deals else ():
        close = deal.close_p50 or deal.expected_close
        if deal.expected and close is not None and close <= ends:
            found.append(Lever("deal", deal.name or deal.opportunity_id, deal.expected))
    if coming is not None and coming.state in (NextState.OVERDUE, NextState.MISSED) and coming.typical:
        found.append(Lever("order", None, coming.typical))
    left = max((ends - as_of).days, 0) / 365
    for item in bought.items if bought else ():
        if item.missing and item.revenue_12 * left > 0:
            found.append(Lever("item", item.item_id, item.revenue_12 * left))
    return tuple(sorted(found, key=lambda lever: (-lever.money, lever.kind, lever.name or ""))[:MOST_LEVERS])


def _actions(view: View, gap: float, ends: pd.Timestamp, levers: tuple[Lever, ...]) -> tuple[Action, ...]:
    facts = {
        "gap": number(gap) or 0.0,
        "ends": ends,
        "levers": tuple((lever.kind, lever.name, lever.money) for lever in levers),
    }
    return (action("close_gap", facts, view.as_of, **keeper(view)),)
