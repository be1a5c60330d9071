"""Change-overs (cap 36): when an account went from an item to the one that replaces it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.planning.view import items as items_table
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

RECENT_MONTHS = 6


class Moved(StrEnum):
    """How far the account is in a change-over, by what it bought in the last six months."""

    NOT_YET = "not_yet"  # the predecessor only
    MOVING = "moving"  # both
    MOVED = "moved"  # the successor only
    GONE = "gone"  # neither


@dataclass(frozen=True)
class Succession:
    """A predecessor that the account bought, and the item that replaces it.

    Attributes
    ----------
    launched_on, ends_on : first day of the successor, last day of the predecessor, where known.
    last_predecessor, first_successor : the account's own days.
    days : from the successor's launch to the account's first order of it; None where not yet or unknown.
    """

    predecessor_id: str
    predecessor: str | None
    successor_id: str
    successor: str | None
    launched_on: pd.Timestamp | None
    ends_on: pd.Timestamp | None
    last_predecessor: pd.Timestamp
    first_successor: pd.Timestamp | None
    days: int | None
    state: Moved


def successions(view: View, rows: pd.DataFrame) -> tuple[Succession, ...]:
    """The change-overs of the items in some order lines, the newest launch first.

    Parameters
    ----------
    rows : order lines of one account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> items = [{"item_id": "old"}, {"item_id": "new", "predecessor_id": "old", "launched_on": "2026-02-01"}]
    >>> bought = [{"account_id": "A", "order_date": d, "item_id": i, "quantity": 1}
    ...           for d, i in (("2025-11-01", "old"), ("2026-03-03", "new"))]
    >>> view = MemoryView("2026-08-31", {"items": items, "order_lines": bought})
    >>> [(one.predecessor_id, one.days, one.state.value) for one in successions(view, view.table("order_lines"))]
    [('old', 30, 'moved')]
    """
    named = items_table(view)
    first, last = (rows.groupby(L.item_id)[L.order_date].agg(end) for end in ("min", "max"))
    recent = back(view.as_of, RECENT_MONTHS)
    found = []
    for successor_id, row in named[named[I.predecessor_id].isin(last.index)].iterrows():
        predecessor_id = row[I.predecessor_id]
        old = named.loc[predecessor_id] if predecessor_id in named.index else {}
        launched, began = day(row[I.launched_on]), day(first.get(successor_id))
        on_old = last[predecessor_id] > recent
        on_new = began is not None and last[successor_id] > recent
        found.append(
            Succession(
                predecessor_id=str(predecessor_id),
                predecessor=text(old.get(I.name)),
                successor_id=str(successor_id),
                successor=text(row[I.name]),
                launched_on=launched,
                ends_on=day(old.get(I.ends_on)),
                last_predecessor=last[predecessor_id],
                first_successor=began,
                days=None if launched is None or began is None else (began - launched).days,
                state=_moved(old=bool(on_old), new=bool(on_new)),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.launched_on or pd.Timestamp.min, one.successor_id), reverse=True))


def _moved(*, old: bool, new: bool) -> Moved:
    if old:
        return Moved.MOVING if new else Moved.NOT_YET
    return Moved.MOVED if new else Moved.GONE
