"""Shrinkage: known variances are recovered, few values lean on everybody's."""

from __future__ import annotations

import numpy as np
import pytest

from accountbook.features.shrink import Pool, within_weight


def squares_of(rng: np.random.Generator, variance: np.ndarray, count: int) -> np.ndarray:
    """Sums of squares about the mean of ``count`` normal values of each variance."""
    return variance * rng.chisquare(count - 1, len(variance))


def test_groups_alike_lean_on_everybody_and_groups_apart_do_not() -> None:
    rng = np.random.default_rng(4)
    count = np.full(2000, 8)
    alike = squares_of(rng, np.full(2000, 0.5), 8)
    # variances drawn as 6 / chi-square with 6 degrees of freedom: that is what the weight stands for
    apart = squares_of(rng, 0.5 * 6 / rng.chisquare(6, 2000), 8)
    assert within_weight(alike, count) == 100
    assert within_weight(apart, count) == pytest.approx(6, rel=0.15)


def test_own_variance_by_hand() -> None:
    pool = Pool(mean=3.0, within=0.5, between=1.0)
    # (4 x 0.5 + 1) / (4 + 2), everybody's for a single value
    own = pool.own_within(np.array([1.0, 0.0]), np.array([3, 1]), weight=4.0)
    assert own.tolist() == [0.5, 0.5]
    assert pool.own_within(np.array([13.0]), np.array([3]), weight=4.0).tolist() == [2.5]
    # mean 5 of three values of variance 1.5 beside 3 +- 1: (3 x 5 + 1.5 x 3) / 4.5
    assert pool.centre(np.array([5.0]), np.array([3]), within=np.array([1.5])).tolist() == [pytest.approx(13 / 3)]
    assert pool.spread(np.array([3]), within=np.array([1.5]))[0] == pytest.approx(np.sqrt(1.5 + 1.5 / 4.5))
