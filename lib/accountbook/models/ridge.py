"""A ridge logit that can say why and how sure."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import norm
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

FEW = 1e-9


class RidgeLogit(ClassifierMixin, BaseEstimator):
    """Logistic regression with a ridge penalty on standardised columns of a frame.

    Parameters
    ----------
    C : inverse strength of the penalty, for weights that sum to the number of groups.
    blend : share of the log-odds kept; the rest is drawn to the average row's.
    scale : divide columns by their standard deviation; not for columns that are on one scale already.

    Attributes
    ----------
    intercept_ : log-odds of the average row.
    coef_ : contribution to the log-odds per standard deviation, shape (columns,).

    Notes
    -----
    Empty values take the column's median. With one class only, the rate of (positives + 1/2) / (rows + 1) is
    predicted for all. Ranges are Laplace's, with a covariance robust to several rows of a group (Huber-White,
    clustered), to which the penalty is added as a prior.

    Examples
    --------
    >>> X = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0]})
    >>> model = RidgeLogit().fit(X, np.array([0, 0, 1, 1]))
    >>> model.predict_proba(X)[:, 1].round(2).tolist()
    [0.22, 0.4, 0.6, 0.78]
    >>> bool(np.allclose(model.contributions(X).sum(axis=1) + model.intercept_, model.log_odds(X)))
    True
    """

    def __init__(self, *, C: float = 1.0, blend: float = 1.0, scale: bool = True) -> None:
        self.C = C
        self.blend = blend
        self.scale = scale

    def fit(
        self,
        X: pd.DataFrame,
        y: np.ndarray,
        *,
        sample_weight: np.ndarray | None = None,
        groups: np.ndarray | pd.Series | None = None,
    ) -> Self:
        """Learn from rows.

        Parameters
        ----------
        X : numbers, empty where not known, shape (n, columns).
        y : 0 or 1, shape (n,).
        sample_weight : relative weights, shape (n,); they are scaled to sum to the number of groups.
        groups : whose row it is; rows of one group are not taken as independent. None: each its own.
        """
        y = np.asarray(y, dtype=float)
        self.columns_ = list(X.columns)
        self.classes_ = np.array([0, 1])
        codes = np.arange(len(X)) if groups is None else pd.factorize(pd.Series(np.asarray(groups)))[0]
        weight = np.ones(len(X)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        weight = weight / weight.sum() * (codes.max() + 1)
        values = X.to_numpy(dtype=float)
        known = np.isfinite(values)
        self.fill_ = np.array([np.median(v[k]) if k.any() else 0.0 for v, k in zip(values.T, known.T, strict=True)])
        values = np.where(known, values, self.fill_)
        self.mean_ = np.average(values, axis=0, weights=weight)
        scale = np.sqrt(np.average((values - self.mean_) ** 2, axis=0, weights=weight))
        self.scale_ = np.where(scale > FEW, scale if self.scale else 1.0, np.inf)
        Z = (values - self.mean_) / self.scale_
        if y.min() == y.max():
            self.coef_ = np.zeros(len(self.columns_))
            self.intercept_ = float(logit((weight @ y + 0.5) / (weight.sum() + 1)))
        else:
            inner = LogisticRegression(C=self.C, solver="newton-cholesky", max_iter=200)
            inner.fit(Z, y, sample_weight=weight)
            self.coef_ = self.blend * inner.coef_[0]
            self.intercept_ = float(inner.intercept_[0])
        self.covariance_ = self._covariance(Z, y, weight, codes)
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Chances of 0 and 1, shape (n, 2)."""
        p = expit(self.log_odds(X))
        return np.column_stack([1 - p, p])

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """The likelier class, shape (n,)."""
        return (self.log_odds(X) > 0).astype(int)

    def log_odds(self, X: pd.DataFrame) -> np.ndarray:
        """Log-odds of 1, shape (n,)."""
        return self.intercept_ + self._standard(X) @ self.coef_

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """What each column adds to the average row's log-odds, exactly; shape (n, columns)."""
        return pd.DataFrame(self._standard(X) * self.coef_, columns=self.columns_, index=X.index)

    def predict_range(self, X: pd.DataFrame, *, share: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the range that holds the chance of 1 with the given probability, each of shape (n,)."""
        reach = norm.ppf(0.5 + share / 2) * np.sqrt(self.variance(X))
        odds = self.log_odds(X)
        return expit(odds - reach), expit(odds + reach)

    def variance(self, X: pd.DataFrame) -> np.ndarray:
        """Variance of each row's log-odds, for how few rows the slopes were learned on; shape (n,)."""
        Z = np.column_stack([np.ones(len(X)), self._standard(X)])
        return np.einsum("ij,ij->i", Z @ self.covariance_, Z)

    def _standard(self, X: pd.DataFrame) -> np.ndarray:
        values = X[self.columns_].to_numpy(dtype=float)
        return (np.where(np.isfinite(values), values, self.fill_) - self.mean_) / self.scale_

    def _covariance(self, Z: np.ndarray, y: np.ndarray, weight: np.ndarray, codes: np.ndarray) -> np.ndarray:
        Z = np.column_stack([np.ones(len(Z)), Z])
        p = expit(Z @ np.concatenate([[self.intercept_], self.coef_]))
        prior = np.diag([0.0, *np.full(len(self.coef_), 1 / self.C)])
        bread = np.linalg.inv((Z * (weight * p * (1 - p))[:, None]).T @ Z + prior + FEW * np.eye(len(prior)))
        score = np.stack([np.bincount(codes, column) for column in (Z * (weight * (y - p))[:, None]).T], axis=1)
        return bread @ (score.T @ score + prior) @ bread
