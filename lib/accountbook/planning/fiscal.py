"""The customer's fiscal year-end (cap 37): recorded, and inferred from the order peaks.

Budgets are spent in the last weeks of a fiscal year, so a month scores by its share of a year's orders and
three tenths of the share of the month before it. The month with the best mean score is taken for the year-end
if shuffling the months within each year seldom gives so strong a peak (a permutation test, so that an account
that orders rarely needs more years), and if it is among the two highest months in more than half of the years.
A season looks the same: the page says "from the peaks", and a recorded month stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from accountbook.planning.period import back, between, month_of
from accountbook.planning.values import whole
from accountbook.planning.view import View, account
from accountbook.tables import Accounts as A
from accountbook.tables import OrderLines as L

BEFORE = 0.3
MOST_LUCK = 0.1
FEWEST_MONTHS = 3


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
    peak_years, years : in how many of the years looked at the inferred month is among the two highest.
    peak_share : that month's share of a year's orders, mean of those years.
    luck : how often shuffled months give so strong a peak; inferred only where it is under 0.1.
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
    shares = _shares(view)
    month, luck = _peak(shares) if len(shares) >= 2 else (None, None)
    high = 0 if month is None else int(((-shares).argsort(axis=1, kind="stable")[:, :2] == month - 1).any(axis=1).sum())
    inferred = month if luck is not None and luck < MOST_LUCK and 2 * high > len(shares) else None
    return Fiscal(
        state=_state(recorded, inferred),
        recorded=recorded,
        inferred=inferred,
        peak_years=high if inferred else 0,
        years=len(shares),
        peak_share=float(shares[:, inferred - 1].mean()) if inferred else None,
        luck=luck,
        too_short=len(shares) < 2,
    )


def _state(recorded: int | None, inferred: int | None) -> FiscalState:
    if recorded is None:
        return FiscalState.UNKNOWN if inferred is None else FiscalState.INFERRED
    if inferred is None:
        return FiscalState.RECORDED
    return FiscalState.AGREE if recorded == inferred else FiscalState.DIFFER


def _shares(view: View) -> np.ndarray:
    """Each month's share of a year's orders, newest year first; shape (years, 12).

    Years are the whole blocks of twelve months before as_of inside the history, with orders in three months and more.
    """
    days = view.order_days()
    if days.empty:
        return np.empty((0, 12))
    first = month_of(days[L.order_date].min())
    end = view.as_of if view.as_of.is_month_end else month_of(view.as_of) - pd.Timedelta(days=1)
    found = []
    while back(end, 12) + pd.Timedelta(days=1) >= first:
        year = days[between(days[L.order_date], back(end, 12), end)]
        amounts = np.bincount(year[L.order_date].dt.month - 1, weights=year[L.amount].fillna(0.0), minlength=12)
        if (amounts > 0).sum() >= FEWEST_MONTHS:
            found.append(amounts / amounts.sum())
        end = back(end, 12)
    return np.array(found).reshape(-1, 12)


def _peak(shares: np.ndarray, *, draws: int = 999, seed: int = 0) -> tuple[int, float]:
    """The month with the best mean score, and how often shuffled months score as well."""
    found = _score(shares)
    order = np.random.default_rng(seed).random((draws, *shares.shape)).argsort(axis=-1)
    shuffled = _score(np.take_along_axis(np.broadcast_to(shares, order.shape), order, axis=-1)).max(axis=-1)
    # 1e-12: a shuffle that comes out the same must count whatever the rounding
    return int(found.argmax()) + 1, float((shuffled >= found.max() - 1e-12).mean())


def _score(shares: np.ndarray) -> np.ndarray:
    return (shares + BEFORE * np.roll(shares, 1, axis=-1)).mean(axis=-2)
