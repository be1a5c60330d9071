"""Seasons of an item (cap 33): the few months of the year that hold most of what is bought of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

FEWEST_MONTHS = 24
"""Months of history below which no season is told."""

_LONGEST = 4
_SHARES = (0.75, 0.6)
_LUCK = 0.05


@dataclass(frozen=True)
class Season:
    """A run of months of the year.

    Attributes
    ----------
    months : 1-12 in season order, so that (12, 1, 2) is a winter.
    share : of the item's units that fall into them.
    years : in how many different seasons the item was bought.
    """

    months: tuple[int, ...]
    share: float
    years: int


def season(years: np.ndarray, months: np.ndarray, units: np.ndarray, usual: np.ndarray) -> Season | None:
    """The season of an item, or None where it has none that the orders prove.

    The shortest run of one to four months with three quarters of the units (else three fifths), bought in
    two years and more, whose order days lie there more often than the account's own order days explain
    (binomial tail, times the twelve runs looked at, under 0.05).

    Parameters
    ----------
    years, months, units : one entry per order day of the item; months 1-12.
    usual : shape (12,): share of all the account's order days that fall into each month.

    Examples
    --------
    Six order days in March and April of three years, at an account that orders all year round:

    >>> flat = np.full(12, 1 / 12)
    >>> season(np.repeat([2024, 2025, 2026], 2), np.tile([3, 4], 3), np.ones(6), flat)
    Season(months=(3, 4), share=1.0, years=3)
    >>> season(np.array([2024, 2025]), np.array([3, 3]), np.ones(2), flat) is None
    True
    """
    if len(months) < 4 or units.sum() <= 0:
        return None
    by_month = np.bincount(months - 1, weights=units, minlength=12) / units.sum()
    counts = np.bincount(months - 1, minlength=12)
    for least in _SHARES:
        for width in range(1, _LONGEST + 1):
            runs = (np.arange(12)[:, None] + np.arange(width)) % 12
            for start in np.argsort(-by_month[runs].sum(axis=1), kind="stable"):
                run = runs[start]
                share = float(by_month[run].sum())
                if share < least:
                    break
                inside = np.isin(months - 1, run)
                seasons = len(np.unique(years[inside] - (months[inside] - 1 < start)))
                luck = 12 * _tail(int(counts[run].sum()), len(months), float(usual[run].sum()))
                if seasons >= 2 and luck < _LUCK:
                    return Season(tuple(int(month) + 1 for month in run), min(share, 1.0), seasons)
    return None


def _tail(k: int, n: int, q: float) -> float:
    """Chance of k and more of n where each has chance q."""
    if q >= 1:
        return 1.0
    return sum(math.comb(n, i) * q**i * (1 - q) ** (n - i) for i in range(k, n + 1))
