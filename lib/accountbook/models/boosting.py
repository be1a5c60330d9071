"""Gradient boosting, held small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logit
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

ROUNDS, LEAVES, RATE = 40, 6, 0.1
SMALLEST = 20
SHARE_OF_ROWS = 200
"""A leaf holds so many rows at least, and one row in `SHARE_OF_ROWS`."""
MOST_ROWS = 8_000
"""Rows learned from; more add time and no accuracy to trees this small."""
BINS = 32
"""Steps that a column is cut into, each holding about as many rows as the next."""
SEED = 20260103
EDGE = 1e-6


@dataclass(frozen=True)
class Boosting:
    """A fitted boosting.

    Attributes
    ----------
    edges : of each column, between its steps. trees : the model, of steps.
    """

    edges: list[np.ndarray]
    trees: HistGradientBoostingClassifier

    def log_odds(self, X: pd.DataFrame) -> np.ndarray:
        """Log-odds of 1, shape (n,); held within 1e-6 of sure."""
        if X.empty:
            return np.empty(0)
        with threadpool_limits(limits=1):
            p = self.trees.predict_proba(_stepped(X.to_numpy(dtype=float), self.edges))[:, 1]
        return logit(np.clip(p, EDGE, 1 - EDGE))


def boosted(X: pd.DataFrame, y: np.ndarray, weight: np.ndarray) -> Boosting:
    """Fit a small boosting of trees (Friedman 2001).

    Parameters
    ----------
    X : numbers, empty where not known, shape (n, columns). y : 0 or 1, of both kinds. weight : of each row, shape (n,).

    Notes
    -----
    Columns are cut into steps beforehand: to find steps of equal weight takes the library longer than its trees do.
    Fitted in one thread: several add a leaf's rows in another order, and the last digits differ between machines.
    """
    if len(X) > MOST_ROWS:
        some = np.linspace(0, len(X) - 1, MOST_ROWS).astype(int)
        X, y, weight = X.iloc[some], y[some], weight[some]
    values = X.to_numpy(dtype=float)
    edges = [_edges(column[np.isfinite(column)]) for column in values.T]
    trees = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        max_leaf_nodes=LEAVES,
        learning_rate=RATE,
        min_samples_leaf=max(len(X) // SHARE_OF_ROWS, SMALLEST),
        l2_regularization=1.0,
        max_bins=BINS,
        early_stopping=False,
        random_state=SEED,
    )
    with threadpool_limits(limits=1):
        return Boosting(edges, trees.fit(_stepped(values, edges), y, sample_weight=weight))


def _edges(column: np.ndarray) -> np.ndarray:
    """Ends of the steps but the last's."""
    return np.unique(np.quantile(column, np.arange(1, BINS) / BINS, method="lower")) if len(column) else column


def _stepped(values: np.ndarray, edges: list[np.ndarray]) -> np.ndarray:
    """The step that each number lies in, from 0; what is empty stays empty."""
    steps = [np.searchsorted(ends, column, side="left") for ends, column in zip(edges, values.T, strict=True)]
    return np.where(np.isfinite(values), np.column_stack(steps), np.nan)
