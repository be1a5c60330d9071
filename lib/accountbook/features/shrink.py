"""Shrinkage: what an account's own few values and everybody's say together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, polygamma

FEW = 1e-6
STEPS = 30


@dataclass(frozen=True)
class Pool:
    """A normal population of normal groups.

    Attributes
    ----------
    mean : mean of the groups' means.
    within : variance of a value about its group's mean.
    between : variance of the groups' means.
    """

    mean: float
    within: float
    between: float

    @property
    def weight(self) -> float:
        """How many own values the population's mean is worth."""
        return self.within / self.between

    def centre(self, mean: np.ndarray, count: np.ndarray, *, within: np.ndarray | None = None) -> np.ndarray:
        """Posterior mean of each group, from its own mean and count (0: the population's mean).

        Parameters
        ----------
        within : each group's own variance of a value, as `own_within` gives it; None: everybody's.
        """
        own = np.where(count > 0, mean, 0.0)
        weight = self.weight if within is None else within / self.between
        return (count * own + weight * self.mean) / (count + weight)

    def spread(self, count: np.ndarray, *, within: np.ndarray | None = None) -> np.ndarray:
        """Predictive standard deviation of a group's next value; ``within`` as for `centre`."""
        own = self.within if within is None else within
        return np.sqrt(own + own / (count + own / self.between))

    def own_within(self, squares: np.ndarray, count: np.ndarray, *, weight: float) -> np.ndarray:
        """Variance of a value about its group's mean, the group's own shrunk to everybody's.

        Parameters
        ----------
        squares, count : per group, the sum of squares about its mean and how many values.
        weight : degrees of freedom that everybody's variance counts for, as `within_weight` gives it.
        """
        return (weight * self.within + squares) / (weight + np.maximum(count - 1, 0))


def within_weight(squares: np.ndarray, count: np.ndarray, *, default: float = 6.0) -> float:
    """Degrees of freedom that everybody's variance counts for beside a group's own, between 2 and 100.

    Parameters
    ----------
    squares, count : per group, the sum of squares about its mean and how many values.
    default : taken with under five groups of three values.

    Notes
    -----
    Smyth (2004), moments of the logarithms of the groups' variances: the less these differ beyond chance, the more
    everybody's counts.

    Examples
    --------
    >>> within_weight(np.full(50, 2.0), np.full(50, 5))
    100.0
    """
    some = count >= 3
    if some.sum() < 5:
        return default
    free = count[some] - 1.0
    log_own = np.log(np.maximum(squares[some] / free, 1e-3)) - digamma(free / 2) + np.log(free / 2)
    beyond = float(log_own.var(ddof=1) - polygamma(1, free / 2).mean())
    if beyond <= polygamma(1, 50.0):
        return 100.0
    half = 0.5 + 1 / beyond
    for _ in range(STEPS):
        now = polygamma(1, half)
        half = max(half + now * (1 - now / beyond) / polygamma(2, half), 0.1)
    return float(np.clip(2 * half, 2.0, 100.0))


def pool(mean: np.ndarray, squares: np.ndarray, count: np.ndarray, *, default: Pool) -> Pool:
    """Estimate a `Pool` by the method of moments (one-way analysis of variance, unequal counts).

    Parameters
    ----------
    mean, squares, count : per group, its mean, the sum of squares about it, and how many values, shape (groups,).
    default : what is taken where the groups cannot say; it counts as ten values and three groups.

    Returns
    -------
    Pool with positive variances.

    Notes
    -----
    Searle, Casella & McCulloch, Variance Components (1992), section 3.6.

    Examples
    --------
    >>> prior = Pool(mean=3.0, within=1.0, between=1.0)
    >>> pool(np.array([]), np.array([]), np.array([]), default=prior) == prior
    True
    """
    some = count > 0
    mean, squares, count = mean[some], squares[some], count[some].astype(float)
    groups, total = len(count), count.sum()
    within = (squares.sum() + 10 * default.within) / ((total - groups if groups else 0.0) + 10)
    if groups == 0:
        return Pool(default.mean, within, default.between)
    between = default.between
    if groups > 1:
        size = (total - (count**2).sum() / total) / (groups - 1)
        centre = (count * mean).sum() / total
        raw = ((count * (mean - centre) ** 2).sum() / (groups - 1) - within) / max(size, FEW)
        between = (max(raw, 0.02 * within) * (groups - 1) + 3 * default.between) / (groups + 2)
    precision = 1 / (between + within / count)
    prior = 1 / (between + within)
    centre = ((precision * mean).sum() + prior * default.mean) / (precision.sum() + prior)
    return Pool(float(centre), float(within), float(between))
