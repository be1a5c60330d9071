"""MBG/CNBD-k: buyers who order at a rhythm of their own until, after some order, they leave."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, logit
from sklearn.base import BaseEstimator

from accountbook.features import AccountFeature as F

PRIOR_SPREAD = np.array([1.0, 1.5, 1.0, 1.0])
"""Standard deviations of the prior of the logarithms of r, alpha, a and b: wide, so that a few dozen accounts rule."""
BOUNDS = [(-4.0, 4.0), (-3.0, 9.0), (-5.0, 4.0), (-4.0, 6.0)]
MOST_ACCOUNTS = 800
"""Four numbers are learned: more accounts than these, evenly drawn, add time and no accuracy."""
EDGE = 1e-6


class MbgCnbd(BaseEstimator):
    """Chance of no order from how often, how long and how lately an account ordered.

    Parameters
    ----------
    k : regularity: gaps are Erlang-k; 1 is random, larger is closer to a clock.

    Attributes
    ----------
    r_, alpha_ : of the Gamma distribution that the accounts' rates are drawn from.
    a_, b_ : of the Beta distribution that their chances of leaving after an order are drawn from.

    Notes
    -----
    Platzer & Reutterer, Ticking away the moments (2016). An account may leave after any order, the first one too
    (the M of MBG; Batislam, Denizel & Filiztekin 2007). Rate and leaving are integrated out in closed form: the
    density with the account alive and silent for u days is a sum of k Gamma integrals, so that the chance of
    h silent days more is the ratio of two such densities. A weak normal prior on the logarithms of the four
    parameters holds few accounts.
    """

    def __init__(self, *, k: int = 1) -> None:
        self.k = k

    def fit(self, X: pd.DataFrame, y: None = None) -> Self:
        """Learn from the histories of a population on one date.

        Parameters
        ----------
        X : `account_features`; only orders, age and recency are used. No account: the prior's centre.
        """
        repeats, last, silence = _history(X.iloc[_even(len(X), MOST_ACCOUNTS)])
        gap = float(np.average(last / np.maximum(repeats, 1), weights=repeats)) if repeats.any() else 45.0
        centre = np.log([1.0, max(gap, 1.0) / self.k, 0.5, 5.0])

        def loss(theta: np.ndarray) -> float:
            self._take(theta)
            gone, alive = self._densities(repeats, last, silence, silence)
            return float(-np.logaddexp(gone, alive).sum() + 0.5 * (((theta - centre) / PRIOR_SPREAD) ** 2).sum())

        start = np.clip(centre, *np.array(BOUNDS).T)
        found = minimize(loss, start, method="L-BFGS-B", bounds=BOUNDS, options={"maxiter": 60, "ftol": 1e-6})
        self._take(found.x if np.isfinite(found.fun) else start)
        return self

    def p_no_order(self, X: pd.DataFrame, *, horizon: float) -> np.ndarray:
        """Chance of no order within ``horizon`` days, given the silence so far; shape (n,)."""
        repeats, last, silence = _history(X)
        gone, alive = self._densities(repeats, last, silence, silence)
        _, longer = self._densities(repeats, last, silence, silence + horizon)
        return np.exp(np.minimum(np.logaddexp(gone, longer) - np.logaddexp(gone, alive), 0.0))

    def log_odds(self, X: pd.DataFrame, *, horizon: float) -> np.ndarray:
        """Log-odds of no order within ``horizon`` days, shape (n,); held within 1e-6 of sure."""
        return logit(np.clip(self.p_no_order(X, horizon=horizon), EDGE, 1 - EDGE))

    def _take(self, theta: np.ndarray) -> None:
        self.r_, self.alpha_, self.a_, self.b_ = np.exp(theta)

    def _densities(
        self, repeats: np.ndarray, last: np.ndarray, silence: np.ndarray, silent: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Log densities of the history with the account gone after its last order, and alive but silent so long."""
        r, alpha, shape = self.r_, self.alpha_, self.r_ + self.k * repeats
        common = r * np.log(alpha) - gammaln(r) - betaln(self.a_, self.b_)
        gone = betaln(self.a_ + 1, self.b_ + repeats) + gammaln(shape) - shape * np.log(alpha + last)
        log_silent, log_end = np.log(np.maximum(silent, EDGE)), np.log(alpha + last + silent)
        alive = np.full(len(repeats), -np.inf)
        for j in range(self.k):
            alive = np.logaddexp(alive, gammaln(shape + j) - gammaln(j + 1) + j * log_silent - (shape + j) * log_end)
        return common + gone, common + alive + betaln(self.a_, self.b_ + repeats + 1)


def _history(X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Orders after the first, days from the first to the last, and days since; each of shape (n,)."""
    orders, age, recency = (X[name].to_numpy(dtype=float) for name in (F.orders, F.age, F.recency))
    return orders - 1, age - recency, recency


def _even(rows: int, most: int) -> np.ndarray:
    """Positions of at most so many rows, evenly apart."""
    return np.arange(rows) if rows <= most else np.linspace(0, rows - 1, most).astype(int)
