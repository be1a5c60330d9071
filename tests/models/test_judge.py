"""The measures, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from accountbook.models import judge


def test_log_loss_and_brier_of_two_rows() -> None:
    y, p = np.array([1, 0]), np.array([0.8, 0.4])
    assert judge.log_loss(y, p) == pytest.approx(-(np.log(0.8) + np.log(0.6)) / 2)
    assert judge.brier(y, p) == pytest.approx((0.04 + 0.16) / 2)


def test_sure_and_wrong_costs_much_but_not_infinity() -> None:
    assert judge.log_loss(np.array([1]), np.array([0.0])) == pytest.approx(-np.log(1e-6))


def test_ece_takes_ten_bins_of_equal_count() -> None:
    p = np.repeat(np.linspace(0.05, 0.95, 10), 10)
    y = np.concatenate([np.repeat([1, 0], [k, 10 - k]) for k in (1, 1, 3, 3, 5, 5, 7, 7, 9, 9)])
    # per bin |rate - p| is .05 everywhere
    assert judge.ece(y, p) == pytest.approx(0.05)


def test_auc_counts_ties_half_and_knows_its_limits() -> None:
    assert judge.auc(np.array([0, 0, 1, 1]), np.array([0.1, 0.5, 0.5, 0.9])) == 0.875
    assert np.isnan(judge.auc(np.array([1, 1]), np.array([0.1, 0.2])))


def test_lift_is_capped_by_the_base_rate() -> None:
    y = np.array([1] * 2 + [0] * 18)
    assert judge.lift(y, -np.arange(20.0)) == 10.0


def test_days_are_clipped_to_one_and_the_day_after_the_horizon() -> None:
    assert judge.clip_days(np.array([-5.0, 61.0, 200.0, np.nan, 7.0]), 60).tolist() == [1, 61, 61, 61, 7]


def test_pinball_weighs_late_and_early_by_level() -> None:
    # actual 20 against 10, 20, 40: .1 x 10, 0, .1 x 20
    assert judge.pinballs(np.array([20.0]), np.array([[10.0, 20.0, 40.0]]))[0] == pytest.approx((1 + 0 + 2) / 3)


def test_sums_use_means_so_medians_show_a_bias() -> None:
    values = np.exp(np.random.default_rng(1).normal(0, 1, 50_000))
    assert judge.bias(values, np.full_like(values, np.median(values))) == pytest.approx(np.exp(-0.5) - 1, abs=0.02)
    assert judge.bias(values, np.full_like(values, values.mean())) == pytest.approx(0.0, abs=1e-9)


def test_ndcg_divides_by_the_ideal_over_all_items() -> None:
    bought = {f"i{k}" for k in range(12)}
    recall, ndcg, hit = judge.ranking(bought, [f"i{k}" for k in range(10)])
    ideal = sum(1 / np.log2(k + 2) for k in range(12))
    assert (recall, ndcg, hit) == pytest.approx((10 / 12, sum(1 / np.log2(k + 2) for k in range(10)) / ideal, 1.0))


@pytest.mark.parametrize("measure", [judge.wape, judge.bias])
def test_nothing_came_is_not_a_division(measure) -> None:
    assert np.isnan(measure(np.zeros(3), np.ones(3)))


def test_the_80_percent_range_leaves_a_tenth_on_either_side() -> None:
    drawn = np.random.default_rng(1).standard_normal(200_000)
    assert (drawn > judge.REACH_80).mean() == pytest.approx(0.1, abs=0.003)
    assert (np.abs(drawn) <= judge.REACH_80).mean() == pytest.approx(0.8, abs=0.004)
