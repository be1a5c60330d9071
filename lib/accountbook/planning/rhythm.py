"""Purchase rhythm (cap 35): times between orders, regularity, order sizes, drift."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.view import View


class RhythmState(StrEnum):
    """No order, one, two to four (facts only), or enough for a rhythm (five and more)."""

    NONE = "none"
    ONE = "one"
    FEW = "few"
    KNOWN = "known"


class Regularity(StrEnum):
    """By the coefficient of variation of the gaps: under 0.5, under 1, above."""

    REGULAR = "regular"
    MIXED = "mixed"
    IRREGULAR = "irregular"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Order:
    """One order day."""

    date: pd.Timestamp
    amount: float


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
    """The rhythm of the view's account; `years` rows for the chart at most."""
    raise NotImplementedError
