"""The rungs of the few-data ladder."""

from __future__ import annotations

import numpy as np
import pytest

from accountbook.models.ladder import BetaRate, Rung, accounts_rung, blend_share, deals_rung


@pytest.mark.parametrize(("count", "rung"), [(0, Rung.RATES), (19, Rung.RATES), (20, Rung.RIDGE), (5000, Rung.RIDGE)])
def test_accounts(count: int, rung: Rung) -> None:
    assert accounts_rung(count) == rung


@pytest.mark.parametrize(
    ("rarer", "rung"), [(0, Rung.FACTS), (9, Rung.FACTS), (10, Rung.RATES), (39, Rung.RATES), (40, Rung.RIDGE)]
)
def test_deals(rarer: int, rung: Rung) -> None:
    assert deals_rung(rarer) == rung


def test_more_accounts_trust_the_ridge_more() -> None:
    assert 0 < blend_share(20) < blend_share(200) < 1


def test_a_rate_of_one_try_stays_near_everybodys() -> None:
    rng = np.random.default_rng(8)
    trials = np.full(300, 10.0)
    rates = BetaRate.learn(rng.binomial(10, rng.beta(4, 6, 300)), trials)
    assert rates.a / (rates.a + rates.b) == pytest.approx(0.4, abs=0.04)
    assert rates.mean(np.array([1.0]), np.array([1.0]))[0] == pytest.approx(0.45, abs=0.05)
    low, high = rates.range(np.array([4.0, 40.0]), np.array([10.0, 100.0]))
    assert high[0] - low[0] > high[1] - low[1] > 0


def test_31_percent_of_22_deals_has_a_wide_range() -> None:
    low, high = BetaRate(1, 1).range(np.array([6.0]), np.array([22.0]))
    assert (low[0], high[0]) == pytest.approx((0.18, 0.42), abs=0.02)
