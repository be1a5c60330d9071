"""Shrinkage: what an account's own few values and everybody's say together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEW = 1e-6


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

    def centre(self, mean: np.ndarray, count: np.ndarray) -> np.ndarray:
        """Posterior mean of each group, from its own mean and count (0: the population's mean)."""
        own = np.where(count > 0, mean, 0.0)
        return (count * own + self.weight * self.mean) / (count + self.weight)

    def spread(self, count: np.ndarray) -> np.ndarray:
        """Predictive standard deviation of a group's next value."""
        return np.sqrt(self.within + self.within / (count + self.weight))


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
