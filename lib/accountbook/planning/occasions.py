"""Occasions that the purchase pattern gives (caps 31, 33, 34, 36, 37, 38): what to do before a moment passes.

Codes of actions:

- ``ask_focus`` (31, an item in which they concentrated falls back): item_id, name, share, was (of 12 months' orders)
- ``offer_season`` (33, a season begins within `AHEAD` days): item_id, name, on (its first day)
- ``ask_loyal`` (34, the last order left out what they buy again and again): item_id, name, reason (code), what (a
  companion, an end customer or a place that explains it; None: nothing does), orders_with, orders
- ``offer_successor`` (36, what they buy is replaced, and they have not gone along): item_id, name, successor_id,
  successor, ends_on (its last day of sale; None: it is sold still)
- ``before_year_end`` (37): on, seen (from the peaks alone)
- ``settle_year_end`` (37, record and peaks differ): recorded, inferred (months 1-12)
- ``before_closure`` (38, the next order is expected while they are closed): start, end, holiday (its name; None: seen
  in their orders), due (the day expected)
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.assortment import Assortment, BoughtItem, ItemKind, Moved, assortment
from accountbook.planning.basket import TOGETHER
from accountbook.planning.closures import Closure, closures
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal, FiscalState, fiscal
from accountbook.planning.view import View, dormant, keeper

AHEAD = 62
"""Days before a season, a year-end or a closure from which it is told: time to quote and to deliver."""
FELL, LEFT = 0.05, 2 / 3
"""An item is asked about whose part of their orders fell by so many share points, and to so much of what it was."""
_WHAT = {
    "loyal_companion": ("companion", "companion_id"),
    "loyal_end_customer": ("end_customer",),
    "loyal_installed": ("where",),
}


@dataclass(frozen=True)
class Occasions:
    """What the pattern asks for, at most one thing of a kind; empty where they ordered nothing for a year."""

    actions: tuple[Action, ...]


def occasions(
    view: View,
    *,
    bought: Assortment | None = None,
    closed: tuple[Closure, ...] | None = None,
    year: Fiscal | None = None,
    due: pd.Timestamp | None = None,
) -> Occasions:
    """The occasions of the view's account.

    Parameters
    ----------
    bought, closed, year : the account's assortment, closures and fiscal year; None: made here.
    due : day on which the next order is expected; None: it cannot be said.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = {"accounts": [{"account_id": "A", "name": "A", "fiscal_year_end_month": 12}],
    ...         "order_lines": [{"account_id": "A", "order_date": "2026-10-02", "item_id": "I", "quantity": 1}]}
    >>> view = MemoryView("2026-11-10", rows, account_id="A")
    >>> found = occasions(view)
    >>> [(one.does.code, one.does.facts["on"].date().isoformat()) for one in found.actions]
    [('before_year_end', '2026-12-31')]
    """
    bought = assortment(view) if bought is None else bought
    closed = closures(view) if closed is None else closed
    year = fiscal(view) if year is None else year
    if not bought.items or dormant(view):
        return Occasions(())
    asked = (
        _focus(bought),
        _season(bought, view.as_of),
        _loyal(bought),
        _successor(bought),
        _year_end(year, view.as_of),
        _closure(closed, view.as_of, due),
    )
    whose = keeper(view)
    found = [action(one.code, one.facts, view.as_of, **whose) for one in asked if one is not None]
    return Occasions(tuple(sorted(found, key=lambda one: -one.weight)))


def _of(item: BoughtItem) -> dict[str, object]:
    return {"item_id": item.item_id, "name": item.name}


def _focus(bought: Assortment) -> Finding | None:
    """The focus item that fell most; one that is being replaced falls for a reason that is known."""
    fell = [
        item
        for item in bought.items[: bought.told]
        if item.kind == ItemKind.FOCUS
        and item.share is not None
        and item.share_change is not None
        and item.share_change <= -FELL
        and item.share <= LEFT * (item.share - item.share_change)
    ]
    if not fell:
        return None
    item = min(fell, key=lambda item: (item.share_change or 0.0, item.item_id))
    share, change = item.share or 0.0, item.share_change or 0.0
    return Finding("ask_focus", _of(item) | {"share": share, "was": share - change})


def _season(bought: Assortment, as_of: pd.Timestamp) -> Finding | None:
    """The season that begins next, of the item that brings most."""
    coming = []
    for item in bought.items:
        if not item.season or as_of.month in item.season:
            continue
        year = as_of.year + (item.season[0] <= as_of.month)
        on = pd.Timestamp(year, item.season[0], 1)
        if (on - as_of).days <= AHEAD:
            coming.append((on, -item.revenue_12, item.item_id, item))
    if not coming:
        return None
    on, _, _, item = min(coming)
    return Finding("offer_season", _of(item) | {"on": on})


def _loyal(bought: Assortment) -> Finding | None:
    """What they bought again and again and left out of the last order, with what explains it where something does."""
    left = [item for item in bought.items if item.kind == ItemKind.LOYAL and item.missing is not None]
    if not left:
        return None
    item = min(left, key=lambda item: (item.reason.code not in _WHAT, -item.orders_with, item.item_id))
    facts = item.reason.facts
    what = next((facts[name] for name in _WHAT.get(item.reason.code, ()) if facts.get(name)), None)
    if float(str(facts.get("usual", 0.0))) >= TOGETHER:
        what = None  # what lies in most orders lies beside everything
    times = {"orders_with": item.orders_with, "orders": item.orders}
    return Finding("ask_loyal", _of(item) | {"reason": item.reason.code, "what": what} | times)


def _successor(bought: Assortment) -> Finding | None:
    """The replacement that is out, or whose forerunner ended, and that they have not tried; what ended first first."""
    sold = {item.item_id: item.revenue_12 for item in bought.items}
    out = (one for one in bought.successions if one.launched_on is not None or one.ends_on is not None)
    known = [one for one in out if one.state == Moved.NOT_YET]
    if not known:
        return None
    late = pd.Timestamp.max
    one = min(known, key=lambda one: (one.ends_on or late, -sold.get(one.predecessor_id, 0.0), one.predecessor_id))
    facts = {"item_id": one.predecessor_id, "name": one.predecessor, "successor_id": one.successor_id}
    return Finding("offer_successor", facts | {"successor": one.successor, "ends_on": one.ends_on})


def _year_end(year: Fiscal, as_of: pd.Timestamp) -> Finding | None:
    if year.state == FiscalState.DIFFER:
        return Finding("settle_year_end", {"recorded": year.recorded, "inferred": year.inferred})
    month = year.recorded or year.inferred
    if month is None:
        return None
    on = pd.Timestamp(as_of.year + (month < as_of.month), month, 1) + pd.offsets.MonthEnd(1)
    seen = year.state == FiscalState.INFERRED
    return Finding("before_year_end", {"on": on, "seen": seen}) if 0 < (on - as_of).days <= AHEAD else None


def _closure(closed: tuple[Closure, ...], as_of: pd.Timestamp, due: pd.Timestamp | None) -> Finding | None:
    """The closure in which the next order is expected: it comes before, or it waits."""
    if due is None:
        return None
    for one in closed:
        if one.start <= due <= one.end and 0 < (one.start - as_of).days <= AHEAD:
            return Finding("before_closure", {"start": one.start, "end": one.end, "holiday": one.name, "due": due})
    return None
