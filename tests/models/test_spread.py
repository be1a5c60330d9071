"""Draws of orders, and how far they scatter."""

from __future__ import annotations

import numpy as np

from accountbook.models.spread import Spread, draw_amounts, draw_common, draw_orders, learn_spread

TIGHT = (1e-6, 1e-6, 1e-6)


def test_random_orders_scatter_as_a_poisson_count_does() -> None:
    """With no other scatter, a count with mean 6 has variance 6."""
    rng = np.random.default_rng(1)
    spread = Spread(regular=1, own=TIGHT, common=0.0)
    drawn = draw_orders(np.full((1, 12), 0.5), np.ones(20_000), spread=spread, rng=rng).sum(axis=2)
    assert abs(drawn.mean() - 6) < 0.1
    assert abs(drawn.var() / 6 - 1) < 0.05


def test_regular_orders_scatter_less() -> None:
    """Every fourth beat of a process with mean 24: variance about 24 / 16, and a sixth for where it stands."""
    rng = np.random.default_rng(1)
    spread = Spread(regular=4, own=TIGHT, common=0.0)
    drawn = draw_orders(np.full((1, 12), 0.5), np.ones(20_000), spread=spread, rng=rng).sum(axis=2)
    assert abs(drawn.mean() - 6) < 0.1
    # floor of a beat count from a random phase adds (k^2 - 1) / 6 / k^2
    assert abs(drawn.var() / (24 / 16 + 15 / 96) - 1) < 0.06


def test_common_level_makes_sums_wider_than_independent_ones() -> None:
    """A hundred accounts of 10 orders: by themselves they come to 1,000 +- 32, with 20% in common to +- 200."""
    rng = np.random.default_rng(2)
    spread = Spread(regular=1, own=TIGHT, common=0.2)
    common = draw_common(spread, draws=4000, rng=rng)
    total = draw_orders(np.full((100, 1), 10.0), common, spread=spread, rng=rng).sum(axis=(0, 2))
    assert abs(common.mean() - 1) < 0.02
    assert 180 < total.std() < 230


def test_amounts_keep_their_mean() -> None:
    """Five orders of 100 come to 500 in the mean; no order comes to nothing."""
    rng = np.random.default_rng(3)
    counts = np.concatenate([np.full((1, 20_000, 1), 5), np.zeros((1, 20_000, 1), dtype=int)])
    drawn = draw_amounts(counts, np.full((2, 1), 100.0), own=np.full(2, 0.1), within=0.5, rng=rng)
    assert abs(drawn[0].mean() / 500 - 1) < 0.02
    assert drawn[1].max() == 0


def test_spread_is_learned_from_counts() -> None:
    """Accounts that bring 0 or 20 where 10 were expected: their level's variance is (100 - 10) / 100, drawn to .2."""
    expected, came = np.full(990, 10.0), np.tile([0.0, 20.0], 495)
    found = learn_spread([expected], [came], regular=1, believed=1.0, ratios=np.array([[1.0, 0.0, 1.0]]))
    assert np.isclose(found.own[2], 0.99 * 0.9 + 0.01 * 0.2)
    assert np.isclose(found.common, 0.12 / np.sqrt(2))


def test_what_was_never_seen_is_wide() -> None:
    """Without a past date the common spread is the prior's, the wider the less past months are believed."""
    none = np.empty((0, 3))
    believed, doubted = (learn_spread([], [], regular=1, believed=share, ratios=none) for share in (1.0, 0.0))
    assert (believed.common, doubted.common) == (0.12, 0.32)
