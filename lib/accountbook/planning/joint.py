"""What several deals come to together: joint draws, never the sum of the ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

EXACT_UP_TO = 16


def joint_range(
    odds: Sequence[tuple[float, float]],
    *,
    quantiles: tuple[float, float] = (0.1, 0.9),
    draws: int = 20_000,
    seed: int = 0,
) -> tuple[float, float]:
    """The range of what a set of deals comes to together, each won or lost as a whole and by itself.

    Exact over all outcomes for up to 16 deals; else by seeded draws. That deals of one customer hang
    together is left out: the range is rather too narrow than too wide.

    Parameters
    ----------
    odds : (chance, amount) of each deal.

    Examples
    --------
    Two deals of 10 and 20 at even odds come to 0, 10, 20 or 30, each 1 in 4:

    >>> joint_range([(0.5, 10.0), (0.5, 20.0)])
    (0.0, 30.0)
    >>> joint_range([(0.95, 10.0)])
    (10.0, 10.0)
    """
    if len(odds) <= EXACT_UP_TO:
        sums, chances = np.zeros(1), np.ones(1)
        for p, amount in odds:
            sums = np.concatenate([sums, sums + amount])
            chances = np.concatenate([chances * (1 - p), chances * p])
        order = np.argsort(sums, kind="stable")
        reached = np.cumsum(chances[order])
        # 1e-9: a cumulative chance of exactly 0.9 must count as reached whatever the rounding
        ends = [sums[order][min(np.searchsorted(reached, q - 1e-9), len(sums) - 1)] for q in quantiles]
    else:
        chances, amounts = np.array(odds, dtype=float).T
        rng = np.random.default_rng(seed)
        totals = np.zeros(draws)
        for p, amount in zip(chances, amounts, strict=True):
            totals += (rng.random(draws) < p) * amount
        ends = np.quantile(totals, quantiles, method="inverted_cdf")
    return float(ends[0]), float(ends[1])
