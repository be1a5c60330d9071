"""When the next order comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import norm
from sklearn.base import BaseEstimator

from accountbook.features import AccountFeature as F
from accountbook.features.calendar import Calendar
from accountbook.models.conformal import PLAIN, learn_levels
from accountbook.models.gaps import Gaps
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.judge import clip_days, pinballs
from accountbook.models.slices import Outcome, age_weight
from accountbook.tables import OrderLines as L

LEVELS = (0.1, 0.5, 0.9)
LONGEST = 20_000.0
"""Days beyond which a date says nothing."""
EDGE = 1e-6
LEVEL_HALF_LIFE = 90
STEPS = 20
FEW = 20.0
"""Rows that no difference of level counts for."""


class Place:
    """Columns that `with_places` adds to closed slices.

    ``place`` is the chance that the gap model gave to what came or sooner, of all that comes within the horizon
    (middle of the day's share; empty where nothing came), ``p_gap`` the chance it gave to nothing.
    """

    place = "place"
    p_gap = "p_gap"


@dataclass(frozen=True)
class DaysAhead:
    """What the gap says of the days ahead.

    Attributes
    ----------
    come : chance that the order has come by each day, if it comes within the horizon, shape (n, horizon).
    p_gap : chance that it does not, shape (n,).
    """

    come: np.ndarray
    p_gap: np.ndarray


class NextOrderModel(BaseEstimator):
    """Days to the next order: a log-normal gap, shrunk to everybody's, given the silence so far.

    Parameters
    ----------
    horizon : days ahead.

    Attributes
    ----------
    gaps_ : the accounts' `Gaps`.
    levels_ : corrections of the levels: for all, then for accounts within and past their usual gap.
    shift_ : correction of the gap's own chance of nothing, in log-odds.

    Notes
    -----
    Days on which an account does not order pass without a chance of an order (`Calendar`). The levels are corrected
    on closed slices (`learn_levels`).
    """

    def __init__(self, *, horizon: int = 60) -> None:
        self.horizon = horizon

    def fit(self, X: pd.DataFrame, y: None = None, *, past: pd.DataFrame | None = None) -> Self:
        """Learn the gaps of a population, and how far the levels held in the past.

        Parameters
        ----------
        X : `account_features`; only the judged population counts.
        past : rows of closed slices `with_places`; None: nothing is corrected.
        """
        self.gaps_ = Gaps.learn(X.loc[X[F.repeats]])
        self.levels_, self.shift_ = (PLAIN, PLAIN, PLAIN), 0.0
        return self if past is None or past.empty else self._correct(past)

    def predict(
        self, X: pd.DataFrame, *, p_no_order: np.ndarray | None = None, ahead: np.ndarray | None = None
    ) -> np.ndarray:
        """Days from the as-of date by which the next order comes with chances .1, .5 and .9, shape (n, 3).

        Parameters
        ----------
        X : features on the as-of date.
        p_no_order : chance of no order within the horizon, shape (n,); where given (not NaN), the gap says only how
            the rest spreads over the horizon, so that the dates and the risk agree.
        ahead : `Calendar.ahead` of the same rows, shape (n, horizon); None: every day is like another.

        Returns
        -------
        Whole days, at least 1; NaN for later than the horizon.
        """
        found = self.ahead(X, ahead=ahead)
        own = expit(logit(np.clip(found.p_gap, EDGE, 1 - EDGE)) + self.shift_)
        p = own if p_no_order is None else np.where(np.isnan(p_no_order), own, p_no_order)
        return _days_by(self._corrected(X, found.come) * (1 - p)[:, None])

    def within(self, X: pd.DataFrame, *, ahead: np.ndarray | None = None) -> np.ndarray:
        """Days by which the next order comes with chances .1, .5 and .9 if it comes within the horizon, shape (n, 3).

        Parameters
        ----------
        X, ahead : as for `predict`.
        """
        return _days_by(self._corrected(X, self.ahead(X, ahead=ahead).come))

    def ahead(self, X: pd.DataFrame, *, ahead: np.ndarray | None = None) -> DaysAhead:
        """The gap's own word for the days ahead, levels not corrected; parameters as for `predict`."""
        centre, spread = (part[:, None] for part in self.gaps_.of(X))
        silence = X[F.recency].to_numpy(float)[:, None] + 0.5
        share = np.ones((len(X), self.horizon)) if ahead is None else ahead
        share = np.where(share.any(axis=1, keepdims=True), share, 1.0)
        passed = np.cumsum(share, axis=1)
        passed *= self.horizon / passed[:, -1:]
        still = norm.logsf((np.log(silence) - centre) / spread)
        come = -np.expm1(norm.logsf((np.log(silence + passed) - centre) / spread) - still)
        end = come[:, -1:]
        known = end > 0
        return DaysAhead(np.where(known, come / np.where(known, end, 1.0), passed / self.horizon), 1 - end[:, 0])

    def rhythm(self, X: pd.DataFrame) -> np.ndarray:
        """Days after the last order by which the plain rhythm has the next with chances .5 and .9, shape (n, 2)."""
        centre, spread = self.gaps_.of(X)
        return np.stack([_length(centre, spread, np.full(len(X), tail)) for tail in (0.5, 0.1)], axis=1)

    def _corrected(self, X: pd.DataFrame, come: np.ndarray) -> np.ndarray:
        """The gap's chances by day, at the levels that held in the past."""
        come, late = self.levels_[0](come), _late(X)
        for levels, rows in zip(self.levels_[1:], (~late, late), strict=True):
            come[rows] = levels(come[rows])
        return come

    def _correct(self, past: pd.DataFrame) -> Self:
        came = past.loc[past[Place.place].notna()]
        place, late = came[Place.place].to_numpy(float), _late(came)
        everybody = learn_levels(place, came[Outcome.slice], horizon=self.horizon)
        place = everybody(place)
        parts = [
            learn_levels(place[rows], came.loc[rows, Outcome.slice], horizon=self.horizon) for rows in (~late, late)
        ]
        self.levels_ = (everybody, *parts)
        weight = age_weight(past[Outcome.slice], past[Outcome.slice].max(), half_life=LEVEL_HALF_LIFE)
        said = logit(np.clip(past[Place.p_gap].to_numpy(float), EDGE, 1 - EDGE))
        silent = past[Place.place].isna().to_numpy(float)
        for _ in range(STEPS):
            p = expit(said + self.shift_)
            step = (weight @ (silent - p) - FEW / 4 * self.shift_) / (weight @ (p * (1 - p)) + FEW / 4)
            self.shift_ += float(np.clip(step, -1.0, 1.0))
        return self


def with_places(slices: pd.DataFrame, calendars: Mapping[pd.Timestamp, Calendar], *, horizon: int) -> pd.DataFrame:
    """Closed slices with `Place`, each slice knowing only what was known on its date.

    Parameters
    ----------
    slices : `closed` rows of `training_slices`. calendars : by date, at least of these slices.
    """
    place, p_gap = np.full(len(slices), np.nan), np.full(len(slices), np.nan)
    for date, rows in slices.groupby(Outcome.slice, sort=True).indices.items():
        part = slices.iloc[rows]
        model = NextOrderModel(horizon=horizon).fit(part)
        found = model.ahead(part, ahead=calendars[date].ahead(part[L.account_id], horizon=horizon))
        day = part[Outcome.days_to_next].to_numpy(float)
        some = np.flatnonzero(day <= horizon)
        last = day[some].astype(int) - 1
        before = np.where(last > 0, found.come[some, np.maximum(last - 1, 0)], 0.0)
        place[rows[some]] = (before + found.come[some, last]) / 2
        p_gap[rows] = found.p_gap
    return slices.assign(**{Place.place: place, Place.p_gap: p_gap})


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


def rival_days(features: pd.DataFrame) -> dict[str, np.ndarray]:
    """`naive_days` as columns n10, n50, n90."""
    return dict(zip(("n10", "n50", "n90"), naive_days(features).T, strict=True))


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


def _days_by(by_day: np.ndarray) -> np.ndarray:
    """The first day on which chances by day, shape (n, days), reach each of `LEVELS`; NaN for none, shape (n, 3)."""
    days = []
    for level in LEVELS:
        reached = by_day >= level - 1e-12
        days.append(np.where(reached.any(axis=1), reached.argmax(axis=1) + 1.0, np.nan))
    return np.stack(days, axis=1)


def _late(X: pd.DataFrame) -> np.ndarray:
    """Whether the usual gap has passed."""
    return X[F.overdue].to_numpy(float) >= 1


def _length(centre: np.ndarray, spread: np.ndarray, tail: np.ndarray) -> np.ndarray:
    """Length of gap that is exceeded with chance ``tail``, in days; NaN stays."""
    return np.minimum(np.exp(np.minimum(centre + spread * norm.isf(np.clip(tail, 1e-300, 1.0)), 10.0)), LONGEST)
