"""Chances of silence when everybody is more, or less, active than usual."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
PRIOR = 2.0
"""Standard deviation of a slice's shift before it is looked at."""
FARTHEST = 4.0
FEW = 1e-9


def shifted(odds: np.ndarray, shift: float | np.ndarray, variance: float = 0.0) -> np.ndarray:
    """Chance of silence if everybody orders exp(shift) times as often as the log-odds say.

    Parameters
    ----------
    odds : log-odds of silence at the usual activity, shape (n,).
    shift, variance : mean and variance of the logarithm of the activity; the chance is averaged over it. A shift for
        each row, shape (n,), has no variance.

    Notes
    -----
    Orders at random with m expected leave silence with chance exp(-m); proportional hazards (Cox 1972).

    Examples
    --------
    >>> shifted(np.array([0.0]), np.log(2.0)).round(6).tolist()
    [0.25]
    """
    expected = np.logaddexp(0.0, -np.asarray(odds, dtype=float))
    if variance <= 0:
        return np.exp(-expected * np.exp(shift))
    steps = np.exp(shift + np.sqrt(variance) * NODES)
    return np.exp(-expected[:, None] * steps) @ WEIGHTS


def slice_shift(odds: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Logarithm of the activity that fits what came after one slice, and how sure that is.

    Parameters
    ----------
    odds : log-odds of silence, shape (n,). y : 1 where silence came.

    Returns
    -------
    The mode under a wide normal prior, and the information in the rows (the inverse of its variance).

    Examples
    --------
    >>> shift, information = slice_shift(np.zeros(400), np.repeat([1, 0], [100, 300]))
    >>> round(float(np.exp(shift)), 2), round(information)
    (2.0, 256)
    """
    expected = np.logaddexp(0.0, -np.asarray(odds, dtype=float))
    silent = np.asarray(y, dtype=float)

    def slope(shift: float) -> float:
        orders = expected * np.exp(shift)
        ordered = orders / np.maximum(np.expm1(np.minimum(orders, 500.0)), FEW)
        return float(((1 - silent) * ordered - silent * orders).sum() - shift / PRIOR**2)

    shift = FARTHEST if slope(FARTHEST) > 0 else -FARTHEST
    if slope(-FARTHEST) > 0 > slope(FARTHEST):
        shift = float(brentq(slope, -FARTHEST, FARTHEST))
    orders = expected * np.exp(shift)
    return shift, float((orders**2 / np.maximum(np.expm1(np.minimum(orders, 500.0)), FEW)).sum())
