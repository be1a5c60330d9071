"""The customer's fiscal year-end (cap 37): recorded, and inferred from the order peaks."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from accountbook.planning.period import back, between, month_of
from accountbook.planning.values import share, whole
from accountbook.planning.view import View, account
from accountbook.tables import Accounts as A
from accountbook.tables import OrderLines as L


class FiscalState(StrEnum):
    """Nothing known; recorded only; inferred only; both agree; both differ."""

    UNKNOWN = "unknown"
    RECORDED = "recorded"
    INFERRED = "inferred"
    AGREE = "agree"
    DIFFER = "differ"


@dataclass(frozen=True)
class Fiscal:
    """The month in which the account's fiscal year ends.

    Attributes
    ----------
    recorded, inferred : months 1-12.
    peak_years, years : in how many of the years looked at the inferred month held the most orders.
    peak_share : that month's share of all orders in those years.
    luck : chance that some month comes out so often by luck alone; inferred only where it is under 0.1.
    too_short : fewer than two whole years with orders in three months and more, so nothing is inferred.
    """

    state: FiscalState
    recorded: int | None
    inferred: int | None
    peak_years: int
    years: int
    peak_share: float | None
    luck: float | None
    too_short: bool


def fiscal(view: View) -> Fiscal:
    """The fiscal year-end of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "item_id": "I", "quantity": 1}
    >>> rows = [line | {"order_date": f"{y}-{m:02}-10", "unit_price": 9.0 if m == 3 else 2.0}
    ...         for y in (2024, 2025) for m in range(1, 13)]
    >>> found = fiscal(MemoryView("2025-12-31", {"order_lines": rows}, account_id="A"))
    >>> found.state.value, found.inferred, found.peak_years, found.years
    ('inferred', 3, 2, 2)
    """
    row = account(view)
    recorded = None if row is None else whole(row[A.fiscal_year_end_month])
    peaks, amounts = _peaks(view)
    counts = Counter(peaks)
    month = max(counts, key=lambda m: (counts[m], amounts[m]), default=None)
    luck = _luck(counts[month], len(peaks)) if month else None
    inferred = month if luck is not None and luck < 0.1 else None
    return Fiscal(
        state=_state(recorded, inferred),
        recorded=recorded,
        inferred=inferred,
        peak_years=counts[month] if inferred else 0,
        years=len(peaks),
        peak_share=share(float(amounts[inferred]), float(amounts.sum())) if inferred else None,
        luck=luck,
        too_short=len(peaks) < 2,
    )


def _state(recorded: int | None, inferred: int | None) -> FiscalState:
    if recorded is None:
        return FiscalState.UNKNOWN if inferred is None else FiscalState.INFERRED
    if inferred is None:
        return FiscalState.RECORDED
    return FiscalState.AGREE if recorded == inferred else FiscalState.DIFFER


def _peaks(view: View) -> tuple[list[int], np.ndarray]:
    """The peak month of each whole year of twelve months before as_of, and amounts by month (index 1-12)."""
    days = view.order_days()
    amounts = np.zeros(13)
    peaks: list[int] = []
    if days.empty:
        return peaks, amounts
    first = month_of(days[L.order_date].min())
    end = view.as_of if view.as_of.is_month_end else month_of(view.as_of) - pd.Timedelta(days=1)
    while back(end, 12) + pd.Timedelta(days=1) >= first:
        year = days[between(days[L.order_date], back(end, 12), end)]
        by_month = year[L.amount].groupby(year[L.order_date].dt.month).sum()
        if len(by_month) >= 3 and by_month.max() > 0:
            peaks.append(int(by_month.idxmax()))
            amounts[by_month.index] += by_month.to_numpy()
        end = back(end, 12)
    return peaks, amounts


def _luck(times: int, years: int) -> float:
    """Chance that some month is the peak so often if every month is as likely (union bound, at most 1)."""
    tail = sum(math.comb(years, k) * (1 / 12) ** k * (11 / 12) ** (years - k) for k in range(times, years + 1))
    return min(1.0, 12 * tail)
