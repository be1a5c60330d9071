"""The order that has not come yet: when, what, how much, how sure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.predicted import HORIZON_DAYS, Ladder, Shown
from accountbook.planning.view import View


class NextState(StrEnum):
    """How the next order stands; the first that holds.

    ``none``: no order so far. ``few``: fewer than two order days, no cycle yet. ``unpredicted``: no
    prediction was passed. ``missed``: the whole range of the rhythm passed. ``overdue``: its most likely day
    passed. ``later``: most likely after the horizon. ``expected``: a date inside it.
    """

    NONE = "none"
    FEW = "few"
    UNPREDICTED = "unpredicted"
    MISSED = "missed"
    OVERDUE = "overdue"
    LATER = "later"
    EXPECTED = "expected"


@dataclass(frozen=True)
class NextItem:
    """An item likely in the next order; quantity with its 8-in-10 range, amount at the expected price.

    Attributes
    ----------
    p : chance that it is in the next order.
    missing : it was not in the last order.
    """

    item_id: str
    name: str | None
    family: str | None
    p: float | None
    quantity: float | None
    quantity_lo: float | None
    quantity_hi: float | None
    amount: float | None
    missing: bool


@dataclass(frozen=True)
class NextOrder:
    """The next order.

    Attributes
    ----------
    p10, p50, p90 : dates "if they order", never before as_of; None: later than the horizon.
    due, latest : most likely and last day that the plain rhythm gave; due < as_of is overdue.
    days_late : days since `due`, where it has passed, else None.
    horizon_end : last day of the horizon.
    p_none, p_none_lo, p_none_hi : chance that nothing comes by then, with its range.
    typical, typical_lo, typical_hi : the next order's amount and 8-in-10 range.
    expected, expected_lo, expected_hi : what all orders to the horizon's end come to, as a mean.
    items : likely ones, the likeliest first.
    family, family_units : the family with most expected pieces among the items, and how many.
    rest : further items predicted that were not listed.
    last_order, last_amount : what came last.
    """

    state: NextState
    shown: Shown
    ladder: Ladder
    orders: int
    horizon_days: int
    horizon_end: pd.Timestamp
    p10: pd.Timestamp | None
    p50: pd.Timestamp | None
    p90: pd.Timestamp | None
    due: pd.Timestamp | None
    latest: pd.Timestamp | None
    days_late: int | None
    p_none: float | None
    p_none_lo: float | None
    p_none_hi: float | None
    typical: float | None
    typical_lo: float | None
    typical_hi: float | None
    expected: float | None
    expected_lo: float | None
    expected_hi: float | None
    items: tuple[NextItem, ...]
    family: str | None
    family_units: float | None
    rest: int
    last_order: pd.Timestamp | None
    last_amount: float | None


def next_order(
    view: View,
    accounts: pd.DataFrame | None,
    items: pd.DataFrame | None = None,
    *,
    horizon: int = HORIZON_DAYS,
    top: int = 5,
) -> NextOrder:
    """The next order of the view's account.

    Parameters
    ----------
    view : one account's slice.
    accounts, items : predictions of these kinds (None: none were made).
    horizon : days, as the predictions have it.
    top : how many items to list at most.
    """
    raise NotImplementedError
