"""What accounts order in the months ahead if nothing new happens, deals left out."""

from __future__ import annotations

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.linear_model import PoissonRegressor

from accountbook.features.months import MonthPanel
from accountbook.models.month_factors import month_factors, value_factors
from accountbook.models.standing import MONTHS, Standing, standing

BANDS = ((0, 3), (3, 6), (6, 12))
"""Months ahead that share a correction."""
YOUNGEST = 6
"""Months of history before the first date that is learned from."""
ORIGINS = 24
SILENCE, LOSS = 0.4, 0.02
"""What an order missed, and a month ahead, take from the rate where past months cannot say: log shares."""
PENALTY = 100.0
"""Orders that the ridge counts for; error is flat from 30 to 300."""
AGE = 12.0
"""Months in which a past date's weight halves."""
YEAR = 12.0
"""Months of outcomes at which half of what they say is believed: fewer cannot tell a level from a season."""
LEAST = 1e-4
"""Orders expected at least, so that one that nobody expected does not outweigh all others."""
FAR = 4.0
"""Standard deviations to which columns are clipped."""
SCALE = (0.5, 2.0)


class RunRate(BaseEstimator):
    """Orders and revenue by account and month, twelve months ahead.

    Attributes
    ----------
    factors_, values_ : of the months of the year on the number and on the value of orders, shape (12,), January first.
    share_ : how much of what past months taught is believed, 0 to 1.
    scale_ : what past orders were worth over what the accounts' mean values gave.

    Notes
    -----
    A rate by account (`standing`) times its month's factor, corrected by a Poisson regression on what came at many
    past dates, with the rate as exposure: how silence, frequency, age and the last three months' pace changed what
    came next, and how rates fade. The ridge draws it to a plain prior, so that a short history gets that.
    """

    def fit(self, panel: MonthPanel) -> Self:
        """Learn from what came after past months.

        Parameters
        ----------
        panel : orders by month. Only whole months are learned from.
        """
        self.factors_ = month_factors(panel)
        self.values_ = value_factors(panel, self.factors_)
        self.model_: PoissonRegressor | None = None
        self.share_, self.scale_ = 0.0, 1.0
        found = self._past(panel)
        if found is None or not found[2].any():
            return self
        columns, given, came, revenue, value, back, width = found
        weight = 0.5 ** (back / AGE)
        self.mean_ = np.average(columns, axis=0, weights=weight * given)
        self.sd_ = np.sqrt(np.average((columns - self.mean_) ** 2, axis=0, weights=weight * given))
        self.sd_ = np.where(self.sd_ > 1e-6, self.sd_, np.inf)
        exposure = weight * given / width
        self.model_ = PoissonRegressor(alpha=PENALTY / exposure.sum(), solver="newton-cholesky", max_iter=200)
        self.model_.fit(self._standard(columns), came / given, sample_weight=exposure)
        years = float(back.max() - back.min() + BANDS[0][1]) / YEAR
        self.share_ = years**2 / (1 + years**2)
        p = given * self.model_.predict(self._standard(columns))
        worth = weight @ (p * value)
        self.scale_ = float(np.clip((weight @ revenue) / worth, *SCALE)) if worth > 0 else 1.0
        return self

    def expected(self, now: Standing) -> np.ndarray:
        """Expected orders, shape (n, 12).

        Parameters
        ----------
        now : how the accounts stand, by `factors_`.
        """
        orders = _prior(now)
        if self.model_ is not None and len(orders):
            for low, high in BANDS:
                columns = np.clip(self._standard(_columns(now, low, high)), -FAR, FAR)
                orders[:, low:high] *= (self.model_.predict(columns) ** self.share_)[:, None]
        return orders

    def value(self, now: Standing) -> np.ndarray:
        """Mean value of an order in each of the months ahead, shape (n, 12), in the company's currency."""
        return self.scale_ * now.value[:, None] * self.values_[now.months.month - 1]

    def _past(self, panel: MonthPanel) -> tuple[np.ndarray, ...] | None:
        """What was known at past months' ends, and what came in each band after; None where no band is closed."""
        whole, rows = panel.whole, []
        for back in range(BANDS[0][1], ORIGINS + MONTHS):
            months = whole - back
            if months < YOUNGEST:
                break
            cut = panel.until(months)
            if cut.accounts.empty:
                break
            then = standing(cut, self.factors_)
            own = panel.accounts.get_indexer(cut.accounts)
            prior = _prior(then)
            for low, high in BANDS:
                if months + high > whole:
                    break
                rows.append(
                    (
                        _columns(then, low, high),
                        np.maximum(prior[:, low:high].sum(axis=1), LEAST),
                        panel.orders[own, months + low : months + high].sum(axis=1),
                        panel.revenue[own, months + low : months + high].sum(axis=1),
                        then.value,
                        np.full(len(own), float(back)),
                        np.full(len(own), float(high - low)),
                    )
                )
        return tuple(np.concatenate(part) for part in zip(*rows, strict=True)) if rows else None

    def _standard(self, columns: np.ndarray) -> np.ndarray:
        return (columns - self.mean_) / self.sd_


def _prior(now: Standing) -> np.ndarray:
    """Orders ahead, less what silence and time take."""
    silent = np.exp(-np.minimum(SILENCE * np.maximum(now.missed - 1, 0.0), 7.0))
    return now.ahead * silent[:, None] * np.exp(-LOSS * (np.arange(MONTHS) + 0.5))


def _columns(now: Standing, low: int, high: int) -> np.ndarray:
    ahead = np.full(len(now.rate), np.log((low + high + 1) / 2))
    return np.column_stack([now.columns, ahead])
