"""What we said a month ago, and what came: the page grades itself (cap 29)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.predicted import HORIZON_DAYS, Shown, account_forecast, earlier, told_dates
from accountbook.planning.values import day, number
from accountbook.planning.view import View
from accountbook.tables import OrderLines as L


class SaidState(StrEnum):
    """No prediction of a month ago; too early to tell; an order came; none came although due."""

    NOTHING = "nothing"
    OPEN = "open"
    CAME = "came"
    SILENT = "silent"  # the whole date range passed without an order


@dataclass(frozen=True)
class Said:
    """Last month's prediction beside what happened.

    Attributes
    ----------
    as_of : when it was said. p10, p50, p90, amount, amount_lo, amount_hi : what was said of the next order.
    came, came_amount : the first order since.
    date_inside, amount_inside : whether it lay in the ranges; None where that cannot be told yet. A range
        without an early end said "after the horizon".
    """

    state: SaidState
    as_of: pd.Timestamp | None
    p10: pd.Timestamp | None
    p50: pd.Timestamp | None
    p90: pd.Timestamp | None
    amount: float | None
    amount_lo: float | None
    amount_hi: float | None
    came: pd.Timestamp | None
    came_amount: float | None
    date_inside: bool | None
    amount_inside: bool | None


def said(view: View, history: pd.DataFrame | None = None, *, horizon: int = HORIZON_DAYS) -> Said:
    """What the prediction of about a month before said, against the view's orders.

    Parameters
    ----------
    history : earlier predictions of kind ``accounts`` (``book.ledger.history``); None: none yet.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> made = pd.DataFrame({"account_id": ["A"], "as_of": [pd.Timestamp("2026-09-30")], "horizon_days": [90],
    ...     "next_order_p10": [pd.Timestamp("2026-10-02")], "next_order_p50": [pd.Timestamp("2026-10-14")],
    ...     "next_order_p90": [pd.Timestamp("2026-11-08")], "typical_lo": [29e3], "typical_hi": [58e3]})
    >>> line = {"account_id": "A", "order_date": "2026-10-02", "item_id": "I", "quantity": 1, "unit_price": 18e3}
    >>> found = said(MemoryView("2026-10-31", {"order_lines": [line]}, account_id="A"), made)
    >>> found.state.value, found.date_inside, found.amount_inside
    ('came', True, False)
    """
    forecast = account_forecast(earlier(history, view.as_of), view.account_id, horizon=horizon)
    if forecast is None or (forecast.next_order_p10 is None and forecast.shown == Shown.NONE):
        return NOTHING_SAID
    p10, p50, p90 = told_dates(forecast)
    # no early end of the range: it was said that the order comes after the horizon
    first = p10 or forecast.as_of + pd.Timedelta(days=horizon + 1)
    days = view.order_days()
    since = days[days[L.order_date] > forecast.as_of]
    came = None if since.empty else day(since[L.order_date].iloc[0])
    amount = None if since.empty else number(since[L.amount].iloc[0])
    # what other accounts order says nothing of an account whose own orders have no amounts
    priced = days.empty or days[L.amount].notna().any()
    silent = came is None and p90 is not None and p90 < view.as_of
    return Said(
        state=SaidState.CAME if came is not None else SaidState.SILENT if silent else SaidState.OPEN,
        as_of=forecast.as_of,
        p10=p10,
        p50=p50,
        p90=p90,
        amount=forecast.typical_amount if priced else None,
        amount_lo=forecast.typical_lo if priced else None,
        amount_hi=forecast.typical_hi if priced else None,
        came=came,
        came_amount=amount,
        date_inside=False if silent else _inside(came, first, p90),
        amount_inside=_inside(amount, forecast.typical_lo, forecast.typical_hi),
    )


NOTHING_SAID = Said(SaidState.NOTHING, None, None, None, None, None, None, None, None, None, None, None)


def _inside(value: Any, lo: Any, hi: Any) -> bool | None:
    """Whether a value lies in a range; an upper end of None says "later than that"."""
    if value is None or lo is None:
        return None
    return bool(lo <= value and (hi is None or value <= hi))
