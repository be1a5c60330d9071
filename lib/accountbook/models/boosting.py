"""Gradient boosting, held small."""

from __future__ import annotations

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
"""Steps that a column is cut into: finding weighted quantiles takes longer than the trees do."""
SEED = 20260103
EDGE = 1e-6


def boosted(X: pd.DataFrame, y: np.ndarray, weight: np.ndarray) -> HistGradientBoostingClassifier:
    """Fit a small boosting of trees (Friedman 2001).

    Parameters
    ----------
    X : numbers, shape (n, columns). y : 0 or 1, of both kinds. weight : of each row, shape (n,).

    Notes
    -----
    Fitted in one thread: several add a leaf's rows in another order, and the last digits differ between machines.
    """
    if len(X) > MOST_ROWS:
        some = np.linspace(0, len(X) - 1, MOST_ROWS).astype(int)
        X, y, weight = X.iloc[some], y[some], weight[some]
    model = HistGradientBoostingClassifier(
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
        return model.fit(X.to_numpy(dtype=float), y, sample_weight=weight)


def boosted_odds(model: HistGradientBoostingClassifier, X: pd.DataFrame) -> np.ndarray:
    """Log-odds of 1, shape (n,); held within 1e-6 of sure."""
    with threadpool_limits(limits=1):
        p = model.predict_proba(X.to_numpy(dtype=float))[:, 1]
    return logit(np.clip(p, EDGE, 1 - EDGE))
