"""How predictions are judged: the measures of the protocol, in plain NumPy."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm, rankdata

EDGE = 1e-6
REACH_80 = float(norm.ppf(0.9))
"""Standard deviations from the middle of a bell curve to either end of its 80% range: 1.28."""


def log_losses(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Log loss of each row, shape (n,); p is kept off 0 and 1 by 1e-6.

    Examples
    --------
    >>> log_losses(np.array([1, 0]), np.array([0.5, 0.75])).round(3).tolist()
    [0.693, 1.386]
    """
    p = np.clip(p, EDGE, 1 - EDGE)
    return -np.where(np.asarray(y) > 0, np.log(p), np.log1p(-p))


def log_loss(y: np.ndarray, p: np.ndarray) -> float:
    """Mean log loss."""
    return float(log_losses(y, p).mean())


def brier(y: np.ndarray, p: np.ndarray) -> float:
    """Mean squared error of the chances.

    Examples
    --------
    >>> brier(np.array([1, 0]), np.array([0.5, 0.0]))
    0.125
    """
    return float(((np.asarray(p) - np.asarray(y)) ** 2).mean())


def ece(y: np.ndarray, p: np.ndarray, *, bins: int = 10) -> float:
    """Expected calibration error over bins of equal count, by rank of p.

    Examples
    --------
    >>> ece(np.array([0, 0, 1, 1]), np.array([0.1, 0.1, 0.7, 0.7]), bins=2)
    0.2
    """
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    parts = [part for part in np.array_split(np.argsort(p, kind="stable"), bins) if len(part)]
    return round(float(sum(abs((y[part] - p[part]).sum()) for part in parts) / len(y)), 12)


def auc(y: np.ndarray, p: np.ndarray) -> float:
    """Chance that a positive ranks above a negative, ties half; NaN with one class.

    Examples
    --------
    >>> auc(np.array([0, 1, 1]), np.array([0.2, 0.2, 0.9]))
    0.75
    """
    y = np.asarray(y) > 0
    positive, negative = int(y.sum()), int((~y).sum())
    if not positive or not negative:
        return float("nan")
    return float((rankdata(p)[y].sum() - positive * (positive + 1) / 2) / (positive * negative))


def lift(y: np.ndarray, p: np.ndarray, *, share: float = 0.1) -> float:
    """Rate of positives in the top share of p over the rate of all; its cap is 1 / base rate; NaN without positives.

    Examples
    --------
    >>> lift(np.array([1, 0, 0, 0]), np.array([0.9, 0.1, 0.2, 0.3]), share=0.25)
    4.0
    """
    y = np.asarray(y, dtype=float)
    top = np.argsort(-np.asarray(p), kind="stable")[: max(round(share * len(y)), 1)]
    return float(y[top].mean() / y.mean()) if y.any() else float("nan")


def caught(y: np.ndarray, p: np.ndarray, worth: np.ndarray, *, share: float = 0.1) -> float:
    """Share of what the positives are worth that lies in the top share of rows by p x worth; NaN where it is nothing.

    Parameters
    ----------
    y, p, worth : outcome, chance or any score not below 0, and worth not below 0, each of shape (n,).

    Examples
    --------
    >>> y, p, worth = np.array([1, 1, 0, 0]), np.array([0.5, 0.9, 0.2, 0.1]), np.array([30.0, 10.0, 50.0, 20.0])
    >>> caught(y, p, worth, share=0.25)
    0.75
    """
    lost = np.asarray(y, dtype=float) * worth
    top = np.argsort(-np.asarray(p) * worth, kind="stable")[: max(round(share * len(lost)), 1)]
    return float(lost[top].sum() / lost.sum()) if lost.sum() > 0 else float("nan")


def clip_days(days: np.ndarray, horizon: int) -> np.ndarray:
    """Days ahead, clipped to [1, horizon + 1]; empty (later, never) is horizon + 1.

    Examples
    --------
    >>> clip_days(np.array([0.0, 30.0, 99.0, np.nan]), 60).tolist()
    [1.0, 30.0, 61.0, 61.0]
    """
    days = np.asarray(days, dtype=float)
    return np.clip(np.where(np.isnan(days), horizon + 1.0, days), 1.0, horizon + 1.0)


def pinballs(actual: np.ndarray, quantiles: np.ndarray, levels: tuple[float, ...] = (0.1, 0.5, 0.9)) -> np.ndarray:
    """Pinball loss of each row, averaged over the levels, shape (n,).

    Parameters
    ----------
    actual : shape (n,). quantiles : predictions, shape (n, levels).

    Examples
    --------
    >>> pinballs(np.array([10.0]), np.array([[10.0, 14.0, 20.0]])).round(6).tolist()
    [1.0]
    """
    gap = np.asarray(actual, dtype=float)[:, None] - np.asarray(quantiles, dtype=float)
    level = np.asarray(levels)
    return np.maximum(level * gap, (level - 1) * gap).mean(axis=1)


def coverage(actual: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """Share of rows inside [low, high]; NaN for no rows.

    Examples
    --------
    >>> coverage(np.array([1.0, 5.0]), np.array([1.0, 1.0]), np.array([2.0, 2.0]))
    0.5
    """
    return float(((actual >= low) & (actual <= high)).mean()) if len(actual) else float("nan")


def wape(actual: np.ndarray, predicted: np.ndarray) -> float:
    """Sum of absolute errors over the sum of what came; NaN where nothing came.

    Examples
    --------
    >>> wape(np.array([10.0, 30.0]), np.array([20.0, 30.0]))
    0.25
    """
    total = np.abs(actual).sum()
    return float(np.abs(np.asarray(predicted) - actual).sum() / total) if total > 0 else float("nan")


def bias(actual: np.ndarray, predicted: np.ndarray) -> float:
    """Total predicted over total that came, less 1; NaN where nothing came.

    Examples
    --------
    >>> bias(np.array([10.0, 30.0]), np.array([20.0, 30.0]))
    0.25
    """
    total = np.sum(actual)
    return float(np.sum(predicted) / total - 1) if total > 0 else float("nan")


def ranking(bought: set[str], ranked: list[str], *, top: int = 10) -> tuple[float, float, float]:
    """Recall, nDCG and hit (0 or 1) of the first ``top`` items of a ranking.

    nDCG divides by the ideal over all items that were bought, also beyond ``top``.

    Examples
    --------
    >>> ranking({"a", "b"}, ["x", "a"])
    (0.5, 0.38685280723454163, 1.0)
    """
    gains = [1 / np.log2(place + 2) for place, item in enumerate(ranked[:top]) if item in bought]
    ideal = sum(1 / np.log2(place + 2) for place in range(len(bought)))
    return len(gains) / len(bought), float(sum(gains) / ideal), float(bool(gains))
