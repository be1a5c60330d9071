"""Several chances of one thing, averaged on the log-odds scale."""

from __future__ import annotations

from typing import Self

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit, softmax

EDGE = 1e-4
EVENNESS = 10.0
"""Log loss, summed over rows, that giving one member everything must save over equal weights, per nat of unevenness."""
SLOPE_SPREAD = 0.2
LEVEL_SPREAD = 0.3
"""How far from 1, and in log-odds from 0, the average's slope and level are expected to be."""


class LogPool:
    """Weighted mean of log-odds, with weights, slope and level learned on rows that no member has learned from.

    Attributes
    ----------
    weights_ : of the members, summing to 1. slope_, level_ : the mean's log-odds are stretched and moved by them.

    Notes
    -----
    Genest & Zidek 1986. Weights minimise the log loss, drawn to equal ones; slope and level likewise to 1 and 0
    (Platt 1999), so that few rows change little.

    Examples
    --------
    >>> y = np.tile([0, 1, 1, 1], 200)
    >>> good, blind = np.where(y > 0, 0.9, 0.3), np.full(800, 0.5)
    >>> pool = LogPool().fit(np.column_stack([good, blind]), y)
    >>> bool(pool.weights_[0] > 0.95)
    True
    """

    def fit(self, members: np.ndarray, y: np.ndarray, *, weight: np.ndarray | None = None) -> Self:
        """Learn from the members' chances.

        Parameters
        ----------
        members : chances, shape (n, members). y : 0 or 1, shape (n,). weight : of each row, 1 for a whole one.
        """
        odds, y = _odds(members), np.asarray(y, dtype=float)
        weight = np.ones(len(y)) if weight is None else np.asarray(weight, dtype=float)
        count = odds.shape[1]

        def uneven(x: np.ndarray) -> float:
            shares = softmax(np.append(x, 0.0))
            distance = float(shares @ np.log(np.maximum(shares * count, 1e-12)))
            return _loss(odds @ shares, y, weight) + EVENNESS * distance

        found = minimize(uneven, np.zeros(count - 1), method="L-BFGS-B").x if count > 1 else np.zeros(0)
        self.weights_ = softmax(np.append(found, 0.0))
        mean = odds @ self.weights_

        def bent(x: np.ndarray) -> float:
            prior = ((x[0] - 1) / SLOPE_SPREAD) ** 2 / 2 + (x[1] / LEVEL_SPREAD) ** 2 / 2
            return _loss(x[0] * mean + x[1], y, weight) + float(prior)

        self.slope_, self.level_ = (
            float(x) for x in minimize(bent, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.2, 3), (-3, 3)]).x
        )
        return self

    def mean(self, members: np.ndarray) -> np.ndarray:
        """The average chance of each row, shape (n,)."""
        return expit(self.slope_ * (_odds(members) @ self.weights_) + self.level_)


def _odds(members: np.ndarray) -> np.ndarray:
    return logit(np.clip(np.asarray(members, dtype=float), EDGE, 1 - EDGE))


def _loss(odds: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    return float(weight @ (np.logaddexp(0.0, odds) - y * odds))
