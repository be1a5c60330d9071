"""How long the gaps between orders are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from accountbook.features import AccountFeature as F
from accountbook.features.accounts import DEFAULT_GAP
from accountbook.features.shrink import Pool, pool, within_weight

GONE = 3.0
"""Silences of more than this many usual gaps count as gone, not as a long gap (hiatus rule,
Wuebben & Wangenheim 2008)."""
ROUNDS = 5


@dataclass(frozen=True)
class Gaps:
    """Log-normal gaps of accounts, shrunk to everybody's.

    Attributes
    ----------
    pool : of logarithms of days. weight : degrees of freedom that everybody's regularity counts for beside an own.
    """

    pool: Pool
    weight: float

    @classmethod
    def learn(cls, X: pd.DataFrame) -> Gaps:
        """Learn from `account_features`.

        Notes
        -----
        Completed gaps alone are too short: the long ones are still open. So each open silence enters as a gap of at
        least its length (expectation-maximisation for a censored normal, Aitkin 1981), unless it is `GONE`.
        """
        mean, squares, count = _moments(X)
        known = pool(mean, squares, count, default=DEFAULT_GAP)
        silence = X[F.recency].to_numpy(float)
        waiting = silence < GONE * np.exp(known.centre(mean, count))
        for _ in range(ROUNDS if waiting.any() else 0):
            known = _with_open(known, mean, squares, count, np.log(silence + 0.5), waiting)
        return cls(known, within_weight(squares, count))

    def of(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Mean and standard deviation of the logarithm of each account's next gap, each of shape (n,)."""
        mean, squares, count = _moments(X)
        within = self.pool.own_within(squares, count, weight=self.weight)
        return self.pool.centre(mean, count, within=within), self.pool.spread(count, within=within)


def _moments(X: pd.DataFrame) -> tuple[np.ndarray, ...]:
    return tuple(X[name].to_numpy(float) for name in (F.gap_log_mean, F.gap_log_squares, F.gaps))


def _with_open(
    gaps: Pool, mean: np.ndarray, squares: np.ndarray, count: np.ndarray, silence: np.ndarray, waiting: np.ndarray
) -> Pool:
    """One round: each waiting account's open gap takes its expected length given the silence so far."""
    centre, spread = gaps.centre(mean, count), gaps.spread(count)
    z = (silence - centre) / spread
    hazard = np.exp(norm.logpdf(z) - norm.logsf(z))
    expected = centre + spread * hazard
    noise = spread**2 * np.maximum(1 + z * hazard - hazard**2, 0.0)
    own = np.where(count > 0, mean, 0.0)
    more = count + waiting
    moved = np.where(waiting, own + (expected - own) / np.maximum(more, 1), own)
    wider = squares + np.where(waiting, (expected - own) * (expected - moved) + noise, 0.0)
    return pool(moved, wider, more, default=DEFAULT_GAP)
