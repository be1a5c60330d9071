"""The company's activity: counts by hand, and a season that comes back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models.hazard import shifted, slice_shift
from accountbook.models.level import learn_level
from accountbook.models.season import ERROR, PRIOR, Activity

START = pd.Timestamp("2023-01-01")


def order_days(rows: list[tuple[str, int]]) -> pd.DataFrame:
    """Order days from (account, days after START)."""
    frame = pd.DataFrame(rows, columns=["account_id", "day"]).sort_values(["account_id", "day"], ignore_index=True)
    return frame.assign(order_date=START + pd.to_timedelta(frame["day"], unit="D"))


def seasonal(days: int, *, low: int = 120, high: int = 240) -> pd.DataFrame:
    """60 accounts that order every 10 days from day ``low`` to ``high`` of each year, and every 30 days otherwise."""
    rows = []
    for account in range(60):
        day = account % 10
        while day < days:
            rows.append((f"A-{account:02}", day))
            day += 10 if low <= day % 365 < high else 30
    return order_days(rows)


def test_orders_are_counted_between_two_days_and_for_accounts_known_before() -> None:
    days = order_days([("A", 0), ("A", 10), ("A", 20), ("B", 15), ("B", 20)])
    activity = Activity(days, START + pd.Timedelta(days=20))
    # after day 10 up to day 20: A's second and B's two; of those who had ordered by day 10, only A's
    assert (activity.orders(10, 0), activity.orders(10, 0, first=10)) == (3, 1)
    assert activity.orders(20, 10) == 1


def test_days_known_later_do_not_count() -> None:
    days = order_days([("A", 0), ("A", 10), ("A", 20)])
    later = days.assign(known_on=days["order_date"] + pd.Timedelta(days=5))
    as_of = START + pd.Timedelta(days=12)
    assert (Activity(days, as_of).orders(13, 0), Activity(later, as_of).orders(13, 0)) == (2, 1)


def test_last_years_turn_is_expected_again() -> None:
    days = seasonal(3 * 365 + 119)
    before, within = (
        Activity(days, START + pd.Timedelta(days=2 * 365 + day)).outlook(horizon=60).mean for day in (119, 239)
    )
    # three times as many orders a day, and back again: the logarithm is 1.1
    assert before > 0.7 and within < -0.5
    flat = Activity(
        order_days([(f"A-{k}", d) for k in range(40) for d in range(k % 30, 1000, 30)]), START + pd.Timedelta(days=999)
    )
    assert abs(flat.outlook(horizon=60).mean) < 0.1


def test_new_customers_are_no_season() -> None:
    rows = [(f"A-{k:03}", day) for k in range(200) for day in range(4 * k, 800, 20)]
    turn, _ = Activity(order_days(rows), START + pd.Timedelta(days=799)).turn(
        START + pd.Timedelta(days=700), horizon=60
    )
    assert turn == pytest.approx(0.0, abs=0.05)


def test_without_history_the_outlook_is_the_prior() -> None:
    activity = Activity(order_days([("A", 0)]), START)
    found = activity.outlook(horizon=60)
    assert np.isfinite(found.mean) and found.variance == ERROR**2
    none = Activity(order_days([("A", 0)]).iloc[:0], START).outlook(horizon=60)
    assert none.mean == pytest.approx(float(PRIOR[0]), abs=0.3)


def test_twice_the_activity_squares_the_chance_of_silence_and_is_found_again() -> None:
    odds = np.linspace(-2, 2, 4000)
    twice = shifted(odds, np.log(2.0))
    np.testing.assert_allclose(twice, shifted(odds, 0.0) ** 2)
    came = (np.random.default_rng(3).random(4000) < twice).astype(float)
    shift, information = slice_shift(odds, came)
    assert shift == pytest.approx(np.log(2.0), abs=3 / np.sqrt(information))


def test_without_activity_the_newest_slices_level_lasts() -> None:
    dates = pd.Series(np.repeat(pd.date_range("2025-01-01", periods=6, freq="30D"), 500))
    y = np.random.default_rng(4).random(3000) < np.where(dates >= "2025-05-01", 0.7, 0.5)
    found = learn_level(np.zeros(3000), y.astype(float), dates, horizon=60)
    p = shifted(np.zeros(1), found.shift)[0]
    assert 0.55 < p < 0.72
    assert shifted(np.zeros(1), found.past[pd.Timestamp("2025-05-31")])[0] == pytest.approx(0.7, abs=0.07)
