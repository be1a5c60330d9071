"""The renewal process: mean gap, closed days, death and pauses as stated."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from accountbook.demo.plan import Plan, day_number
from accountbook.demo.rhythm import Calendar, order_days, rate


@pytest.fixture(scope="module")
def calendar():
    return Calendar(Plan())


def _account(**changes):
    plain = {"country": "DE", "season": 0.0, "season_month": 1, "fiscal_month": 12, "fiscal_peak": 1.0,
             "closes": False, "first": 0, "died": -1, "fades": False, "pause_from": -1, "pause_days": 0,
             "gap": 30.0, "regularity": 5.0}  # fmt: skip
    return SimpleNamespace(**{**plain, **changes})


def test_the_rate_has_mean_one(calendar):
    speed = rate(calendar, _account(season=0.5, fiscal_peak=2.0, closes=True))
    assert speed.mean() == pytest.approx(1)
    assert speed.min() == 0


def test_the_mean_gap_is_the_one_stated(calendar):
    gaps = [np.diff(order_days(calendar, _account(), np.random.default_rng(seed))).mean() for seed in range(40)]
    assert np.mean(gaps) == pytest.approx(30, rel=0.05)


def test_no_order_on_weekends_or_public_holidays(calendar):
    found = np.concatenate([order_days(calendar, _account(gap=5.0), np.random.default_rng(seed)) for seed in range(10)])
    assert set((found + 3) % 7) == {0, 1, 2, 3, 4}
    assert day_number("2024-10-03") not in found
    assert day_number("2025-12-25") not in found


def test_nothing_before_the_first_day_during_a_pause_or_after_death(calendar):
    first, pause, died = day_number("2024-01-10"), day_number("2024-09-02"), day_number("2025-06-30")
    account = _account(gap=8.0, first=first, pause_from=pause, pause_days=90, died=died, fades=True)
    found = order_days(calendar, account, np.random.default_rng(3))
    assert found.min() >= first
    assert found.max() <= died
    assert not ((found >= pause) & (found < pause + 90)).any()


def test_a_newcomer_begins_with_an_order(calendar):
    first = day_number("2024-01-10")
    assert order_days(calendar, _account(first=first, gap=60.0), np.random.default_rng(1))[0] == first


def test_the_days_to_the_end_of_a_fiscal_year(calendar):
    left = dict(zip(calendar.days.tolist(), calendar.to_year_end(3).tolist(), strict=True))
    assert left[day_number("2024-03-31")] == 0
    assert left[day_number("2024-03-01")] == 30
    assert left[day_number("2024-04-01")] == 364
