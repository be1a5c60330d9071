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


def test_no_event_in_7_accounts_is_a_small_rate_inside_its_range() -> None:
    rates = BetaRate.learn(np.zeros(7), np.full(7, 6.0))
    # half an event and 42 + half a non-event
    assert (rates.a, rates.b) == (0.5, 42.5)
    # an account with its own 6 windows: .5 / (.5 + 42.5 + 6)
    p = rates.mean(np.zeros(1), np.array([6.0]))[0]
    low, high = rates.range(np.zeros(1), np.array([6.0]))
    assert p == pytest.approx(0.5 / 49)
    # nearly a chi-squared with 1 degree over 2 x 48.5: its .1 and .9 are .0158 and 2.706
    assert low[0] == pytest.approx(0.0158 / 97, rel=0.05) and high[0] == pytest.approx(2.706 / 97, rel=0.05)


def test_nothing_but_events_mirrors_none() -> None:
    trials = np.array([6.0, 2.0, 4.0])
    rates = BetaRate.learn(trials, trials)
    assert (rates.a, rates.b) == (12.5, 0.5)
    low, high = rates.range(np.array([6.0]), np.array([6.0]))
    p = rates.mean(np.array([6.0]), np.array([6.0]))[0]
    assert p == pytest.approx(18.5 / 19)
    assert 0.9 < low[0] < p < high[0] < 1


def test_no_event_in_very_many_counts_for_200_trials_at_most() -> None:
    rates = BetaRate.learn(np.zeros(1000), np.full(1000, 6.0))
    assert (rates.a, rates.b) == (0.5, 199.5)


@pytest.mark.parametrize(
    "silent", [[1, 0, 0, 0, 0, 0, 0], [6, 0, 0, 0, 0, 0, 0], [6] + [0] * 400, [5, 6, 6, 6, 6, 6, 6]]
)
def test_a_range_holds_its_mean(silent: list[int]) -> None:
    successes, trials = np.array(silent, dtype=float), np.full(len(silent), 6.0)
    rates = BetaRate.learn(successes, trials)
    p, (low, high) = rates.mean(successes, trials), rates.range(successes, trials)
    assert ((p > 0) & (p < 1) & (low <= p) & (p <= high)).all()
    assert p[0] == (p.min() if silent[0] == 5 else p.max())
