"""When the next order comes."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.base import BaseEstimator

from accountbook.features import AccountFeature as F
from accountbook.features.accounts import DEFAULT_GAP
from accountbook.features.shrink import Pool, pool
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.judge import clip_days, pinballs
from accountbook.models.slices import Outcome
from accountbook.tables import OrderLines as L

LEVELS = (0.1, 0.5, 0.9)
GONE = 3.0
"""Silences of more than this many usual gaps count as gone, not as a long gap (hiatus rule,
Wuebben & Wangenheim 2008)."""
ROUNDS = 5
LONGEST = 20_000.0
"""Days beyond which a date says nothing."""


class NextOrderModel(BaseEstimator):
    """Days to the next order: a log-normal gap, shrunk to everybody's, given the silence so far.

    Attributes
    ----------
    gaps_ : the `Pool` of logarithms of gaps.

    Notes
    -----
    Completed gaps alone are too short: the long ones are still open. So each open silence enters as a gap of at
    least its length (expectation-maximisation for a censored normal, Aitkin 1981), unless it is `GONE`.
    """

    def fit(self, X: pd.DataFrame, y: None = None) -> Self:
        """Learn the gaps of a population.

        Parameters
        ----------
        X : `account_features`; only the judged population counts.
        """
        X = X.loc[X[F.repeats]]
        mean, squares, count = (X[name].to_numpy(float) for name in (F.gap_log_mean, F.gap_log_squares, F.gaps))
        self.gaps_ = pool(mean, squares, count, default=DEFAULT_GAP)
        silence = X[F.recency].to_numpy(float)
        waiting = silence < GONE * np.exp(self.gaps_.centre(mean, count))
        for _ in range(ROUNDS if waiting.any() else 0):
            self.gaps_ = _with_open(self.gaps_, mean, squares, count, np.log(silence + 0.5), waiting)
        return self

    def predict(self, X: pd.DataFrame, *, horizon: int, p_no_order: np.ndarray | None = None) -> np.ndarray:
        """Days from the as-of date by which the next order comes with chances .1, .5 and .9, shape (n, 3).

        Parameters
        ----------
        X : features on the as-of date. horizon : days.
        p_no_order : chance of no order within the horizon, shape (n,); where given (not NaN), the gap says only how
            the rest spreads over the horizon, so that the dates and the risk agree.

        Returns
        -------
        Days, at least 1; NaN for later than the horizon.
        """
        centre, spread = self._gap(X)
        silence = X[F.recency].to_numpy(float) + 0.5
        still = norm.sf((np.log(silence) - centre) / spread)
        by_end = 1 - norm.sf((np.log(silence + horizon) - centre) / spread) / np.maximum(still, 1e-300)
        known = np.full(len(X), np.nan) if p_no_order is None else p_no_order
        days = []
        for level in LEVELS:
            inside = np.where(level < 1 - known, level / np.maximum(1 - known, 1e-9) * by_end, np.nan)
            share = np.where(np.isnan(known), level, inside)
            ahead = _length(centre, spread, still * (1 - share)) - silence
            days.append(np.where(ahead > horizon, np.nan, np.maximum(np.ceil(ahead), 1.0)))
        return np.stack(days, axis=1)

    def rhythm(self, X: pd.DataFrame) -> np.ndarray:
        """Days after the last order by which the plain rhythm has the next with chances .5 and .9, shape (n, 2)."""
        centre, spread = self._gap(X)
        return np.stack([_length(centre, spread, np.full(len(X), tail)) for tail in (0.5, 0.1)], axis=1)

    def _gap(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        count = X[F.gaps].to_numpy(float)
        return self.gaps_.centre(X[F.gap_log_mean].to_numpy(float), count), self.gaps_.spread(count)


def naive_days(features: pd.DataFrame) -> np.ndarray:
    """The rival: the account's median gap from its last order, with everybody's spread around it.

    Parameters
    ----------
    features : `account_features` of accounts with a gap.

    Returns
    -------
    Days ahead by .1, .5 and .9, at least 1, shape (n, 3).

    Examples
    --------
    >>> rows = pd.DataFrame({F.recency: [10, 50], F.gap_median: [30.0, 30.0], F.gaps: [5, 5]})
    >>> naive_days(rows.assign(**{F.gap_log_squares: 0.0}))[:, 1].tolist()
    [20.0, 1.0]
    """
    spare = max(float((features[F.gaps] - 1).clip(lower=0).sum()), 1.0)
    spread = np.sqrt(features[F.gap_log_squares].sum() / spare)
    times = np.exp(norm.ppf(LEVELS) * spread)
    gap, silence = features[F.gap_median].to_numpy(float), features[F.recency].to_numpy(float)
    return np.maximum(gap[:, None] * times - silence[:, None], 1.0)


def date_losses(days_to_next: np.ndarray, days: np.ndarray, *, horizon: int) -> np.ndarray:
    """Pinball loss of each row by the protocol: nobody left out, no order counts as horizon + 1 days.

    Parameters
    ----------
    days_to_next : what came, NaN or beyond the horizon for nothing, shape (n,).
    days : predictions of .1, .5, .9, shape (n, 3).

    Examples
    --------
    >>> date_losses(np.array([np.nan]), np.array([[61.0, 61.0, 61.0]]), horizon=60).tolist()
    [0.0]
    """
    return pinballs(clip_days(days_to_next, horizon), clip_days(days, horizon), LEVELS)


def date_verdict(scored: pd.DataFrame, days: np.ndarray, naive: np.ndarray, *, horizon: int) -> Verdict:
    """The gate's verdict by pinball loss over rows with account_id, slice and days_to_next."""
    actual = scored[Outcome.days_to_next].to_numpy(float)
    return judge_gate(
        date_losses(actual, days, horizon=horizon),
        date_losses(actual, naive, horizon=horizon),
        scored[L.account_id],
        scored[Outcome.slice],
    )


def _length(centre: np.ndarray, spread: np.ndarray, tail: np.ndarray) -> np.ndarray:
    """Length of gap that is exceeded with chance ``tail``, in days; NaN stays."""
    return np.minimum(np.exp(np.minimum(centre + spread * norm.isf(np.clip(tail, 1e-300, 1.0)), 10.0)), LONGEST)


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
