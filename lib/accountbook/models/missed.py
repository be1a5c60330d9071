"""What a forecast of orders misses on average, learned where it is known by now."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.linear_model import PoissonRegressor

from accountbook.features import AccountFeature as F
from accountbook.features.accounts import YEAR

PENALTY = 10.0
"""Accounts' worth of evidence that a slope is held to zero with; errors are flat from 1 to 30."""
CAP = 30.0
"""What came over what was expected, at most: one huge order is no rule."""
FAR = 4.0
"""Standard deviations from the average row beyond which a slope leads no further."""
LEAST = 1e-9


class Missed(RegressorMixin, BaseEstimator):
    """The factor by which forecasts fell short, depending on a few signs of a row.

    Attributes
    ----------
    mean_, spread_ : of each sign, weighted by what was expected. model_ : the regression.

    Notes
    -----
    Poisson regression with a ridge penalty: it keeps sums, whatever the distribution (quasi-likelihood, Wedderburn
    1974). A row counts by what was expected of it, so that large accounts, of which sums consist, weigh most.
    """

    def fit(
        self, X: np.ndarray, y: np.ndarray, *, expected: np.ndarray, weight: np.ndarray, groups: int | None = None
    ) -> Self:
        """Learn from what came.

        Parameters
        ----------
        X : signs, shape (n, signs). y : what came, not below 0 and not all 0. expected : what was forecast, above 0.
        weight : of each row. groups : accounts that the rows are of; None: as many as rows.

        Examples
        --------
        >>> signs = np.zeros((50, 1))
        >>> short = Missed().fit(signs, np.full(50, 30.0), expected=np.full(50, 20.0), weight=np.ones(50))
        >>> short.predict(signs[:1]).round(3).tolist()
        [1.5]
        """
        expected = np.maximum(expected, LEAST)
        heavy = weight * expected
        heavy = heavy / heavy.sum()
        self.mean_ = heavy @ X
        self.spread_ = np.sqrt(heavy @ (X - self.mean_) ** 2) + LEAST
        penalty = PENALTY / max(groups or len(X), 1)
        self.model_ = PoissonRegressor(alpha=penalty, solver="newton-cholesky", max_iter=200)
        self.model_.fit(self._signs(X), np.minimum(y / expected, CAP), sample_weight=heavy)
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Factor of each row, shape (n,), above 0."""
        return self.model_.predict(self._signs(X))

    def _signs(self, X: np.ndarray) -> np.ndarray:
        return np.clip((X - self.mean_) / self.spread_, -FAR, FAR)


def order_signs(X: pd.DataFrame, p_no_order: np.ndarray, rate: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """What a forecast of revenue may have missed by, as logarithms, shape (n, 3).

    Orders in the horizon if they fall at random; by the account's own rate; and how the last 60 days stand to the year.
    A bit of an order is added to both of these, so that none is no infinity.

    Parameters
    ----------
    X : `account_features`. p_no_order : chance of none, above 0 and below 1. rate : orders in the horizon, above 0.
    worth : of an order, above 0.

    Examples
    --------
    >>> row = pd.DataFrame({F.age: [730], F.revenue_60: [0.0], F.revenue_365: [0.0]})
    >>> order_signs(row, np.array([np.exp(-1)]), np.array([1.0]), np.array([9.0])).tolist()
    [[0.0, 0.0, 0.0]]
    """
    age, floor = X[F.age].to_numpy(float), worth / YEAR
    last, year = (
        np.maximum(X[name].to_numpy(float), 0.0) / np.clip(age, 1.0, days) + floor
        for name, days in ((F.revenue_60, 60), (F.revenue_365, YEAR))
    )
    return np.column_stack([np.log(-np.log(p_no_order)), np.log(rate), np.log(last / year)])
