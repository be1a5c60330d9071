"""How sure a chance is: cross Venn-Abers predictors."""

from __future__ import annotations

import numpy as np
from sklearn.isotonic import isotonic_regression

POSITIONS = 200
"""Scores at which the two isotonic fits are made at most; between them they are interpolated."""


def venn_abers(scores: np.ndarray, y: np.ndarray, folds: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two chances that a new row gets if it is counted among the past ones as lost, and as won.

    Parameters
    ----------
    scores : chances of past rows by a model that did not learn from them, shape (n,). y : what came, 0 or 1.
    folds : which model said it; each fold calibrates by itself. new : scores of new rows, shape (m,).

    Returns
    -------
    Lower and upper chance, each of shape (m,): geometric means over the folds. One of the two is calibrated, whatever
    the model; far apart means that few past rows had such a score.

    Notes
    -----
    Vovk, Petej & Fedorova 2015 (cross Venn-Abers predictors).

    Examples
    --------
    >>> scores, y = np.tile([0.2, 0.8], 50), np.tile([0, 1], 50)
    >>> low, high = venn_abers(scores, y, np.repeat([0, 1], 50), np.array([0.8]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.96], [1.0])
    """
    new = np.asarray(new, dtype=float)
    given = np.unique(new)
    if len(given) > POSITIONS:
        given = np.unique(np.quantile(given, np.linspace(0, 1, POSITIONS)))
    lost, won = [], []
    for fold in np.unique(folds):
        mine = folds == fold
        order = np.argsort(scores[mine], kind="stable")
        low, high = _bounds(scores[mine][order], np.asarray(y, dtype=float)[mine][order], given)
        lost.append(np.log(np.maximum(1 - low, 1e-9)))
        won.append(np.log(np.maximum(high, 1e-9)))
    low, high = 1 - np.exp(np.mean(lost, axis=0)), np.exp(np.mean(won, axis=0))
    return np.interp(new, given, low), np.interp(new, given, high)


def _bounds(scores: np.ndarray, y: np.ndarray, new: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Isotonic fits at each new score with it added as 0 and as 1; past scores come sorted."""
    levels, first = np.unique(scores, return_index=True)
    count = np.diff(np.append(first, len(scores))).astype(float)
    share = np.add.reduceat(y, first) / count
    found = np.empty((2, len(new)))
    for column, score in enumerate(new):
        place = int(np.searchsorted(levels, score))
        same = place < len(levels) and levels[place] == score
        for label in (0, 1):
            if same:
                values, weights = share.copy(), count.copy()
                values[place] = (values[place] * weights[place] + label) / (weights[place] + 1)
                weights[place] += 1
            else:
                values, weights = np.insert(share, place, float(label)), np.insert(count, place, 1.0)
            found[label, column] = isotonic_regression(values, sample_weight=weights)[place]
    return found[0], found[1]
