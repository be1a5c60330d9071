"""Purchase rhythm (cap 35): times between orders, regularity, order sizes, drift."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from accountbook.planning.values import number
from accountbook.planning.view import View
from accountbook.tables import OrderLines as L


class RhythmState(StrEnum):
    """No order, one, two to four (facts only), or enough for a rhythm (five and more)."""

    NONE = "none"
    ONE = "one"
    FEW = "few"
    KNOWN = "known"


class Regularity(StrEnum):
    """By the coefficient of variation of four gaps and more: under 0.5, under 1, above."""

    REGULAR = "regular"
    MIXED = "mixed"
    IRREGULAR = "irregular"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Order:
    """One order day; its amount is None where no exchange rate was known."""

    date: pd.Timestamp
    amount: float | None


@dataclass(frozen=True)
class YearRow:
    """The orders of one calendar year, for the rhythm chart."""

    year: int
    orders: tuple[Order, ...]


@dataclass(frozen=True)
class Rhythm:
    """How an account orders.

    Attributes
    ----------
    gap, gap_lo, gap_hi : days between orders: median, 10th and 90th percentile; range only with five gaps.
    longest, longest_from, longest_to : the longest gap so far, in days.
    silence : days since the last order; ``silence_record``: longer than any gap so far.
    regularity, variation : see `Regularity`; standard deviation / mean of the gaps.
    size, size_lo, size_hi : order amounts, as the gaps.
    last_is_smallest, last_is_largest : the last order against all before it, with five orders and more.
    drift : median of the newest third of the gaps / median of the others; None with fewer than nine gaps.
        Above 1: they order less often.
    months : months from the first order to as_of.
    years : rows of the chart, oldest first.
    """

    state: RhythmState
    orders: int
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    months: int
    gap: float | None
    gap_lo: float | None
    gap_hi: float | None
    longest: int | None
    longest_from: pd.Timestamp | None
    longest_to: pd.Timestamp | None
    silence: int | None
    silence_record: bool
    regularity: Regularity
    variation: float | None
    size: float | None
    size_lo: float | None
    size_hi: float | None
    last_is_smallest: bool
    last_is_largest: bool
    drift: float | None
    years: tuple[YearRow, ...]


def rhythm(view: View, *, years: int = 4) -> Rhythm:
    """The rhythm of the view's account; `years` rows for the chart at most.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "item_id": "I", "quantity": 1, "unit_price": 9.0}
    >>> rows = [line | {"order_date": day} for day in ("2026-01-01", "2026-01-11", "2026-02-10")]
    >>> found = rhythm(MemoryView("2026-03-02", {"order_lines": rows}, account_id="A"))
    >>> found.state.value, found.gap, found.longest, found.silence
    ('few', 20.0, 30, 20)
    """
    days = view.order_days()
    dates = days[L.order_date].drop_duplicates().sort_values().reset_index(drop=True)
    amounts = days[L.amount].dropna()
    gaps = dates.diff().dt.days.dropna().to_numpy()
    at = int(gaps.argmax()) if len(gaps) else None
    silence = None if dates.empty else (view.as_of - dates.iloc[-1]).days
    longest = None if at is None else int(gaps[at])
    gap, gap_lo, gap_hi = _spread(gaps)
    size, size_lo, size_hi = _spread(amounts.to_numpy())
    earlier = amounts.iloc[:-1]
    enough = len(amounts) >= 5 and len(amounts) == len(days)
    variation = float(gaps.std(ddof=1) / gaps.mean()) if len(gaps) >= 4 else None
    return Rhythm(
        state=_state(len(dates)),
        orders=len(dates),
        first=None if dates.empty else dates.iloc[0],
        last=None if dates.empty else dates.iloc[-1],
        months=0 if dates.empty else max(1, round((view.as_of - dates.iloc[0]).days / 30.44)),
        gap=gap,
        gap_lo=gap_lo,
        gap_hi=gap_hi,
        longest=longest,
        longest_from=None if at is None else dates.iloc[at],
        longest_to=None if at is None else dates.iloc[at + 1],
        silence=silence,
        silence_record=len(gaps) >= 3 and silence is not None and longest is not None and silence > longest,
        regularity=_regularity(variation),
        variation=variation,
        size=size,
        size_lo=size_lo,
        size_hi=size_hi,
        last_is_smallest=bool(enough and amounts.iloc[-1] < earlier.min()),
        last_is_largest=bool(enough and amounts.iloc[-1] > earlier.max()),
        drift=_drift(gaps),
        years=_years(days, view.as_of.year, years),
    )


def _state(orders: int) -> RhythmState:
    if orders < 2:
        return RhythmState.ONE if orders else RhythmState.NONE
    return RhythmState.FEW if orders < 5 else RhythmState.KNOWN


def _regularity(variation: float | None) -> Regularity:
    if variation is None:
        return Regularity.UNKNOWN
    if variation < 0.5:
        return Regularity.REGULAR
    return Regularity.MIXED if variation < 1 else Regularity.IRREGULAR


def _spread(values: np.ndarray) -> tuple[float | None, float | None, float | None]:
    """Median, and 10th and 90th percentile where there are five values."""
    if not len(values):
        return None, None, None
    median = float(np.median(values))
    if len(values) < 5:
        return median, None, None
    lo, hi = np.quantile(values, [0.1, 0.9])
    return median, float(lo), float(hi)


def _drift(gaps: np.ndarray) -> float | None:
    newest = len(gaps) // 3
    if len(gaps) < 9:
        return None
    return float(np.median(gaps[-newest:]) / np.median(gaps[:-newest]))


def _years(days: pd.DataFrame, last: int, most: int) -> tuple[YearRow, ...]:
    if days.empty:
        return ()
    first = max(int(days[L.order_date].dt.year.min()), last - most + 1)
    found = {year: [] for year in range(first, last + 1)}
    for date, amount in zip(days[L.order_date], days[L.amount], strict=True):
        if date.year in found:
            found[date.year].append(Order(date, number(amount)))
    return tuple(YearRow(year, tuple(orders)) for year, orders in found.items())
