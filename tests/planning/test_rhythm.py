import numpy as np
import pandas as pd
import pytest

from accountbook.planning.rhythm import Regularity, RhythmState, rhythm


def _days(first, gaps):
    return [f"{day:%Y-%m-%d}" for day in pd.Timestamp(first) + pd.to_timedelta(np.cumsum([0, *gaps]), "D")]


def test_cap_35_gaps_sizes_and_longest_silence(view, bought):
    # gaps 10 20 30 40 50 from 1 Jan 2026: last order on 31 May, 153 days before 31 October
    days = _days("2026-01-01", [10, 20, 30, 40, 50])
    found = rhythm(view(order_lines=bought(dict(zip(days, [10.0, 20.0, 30.0, 40.0, 50.0, 60.0], strict=True)))))
    assert found.state == RhythmState.KNOWN and found.orders == 6
    # 10th percentile of five values: 10 + 0.4 x 10
    assert (found.gap, found.gap_lo, found.gap_hi) == (30.0, pytest.approx(14.0), pytest.approx(46.0))
    assert (found.longest, found.silence, found.silence_record) == (50, 153, True)
    assert found.longest_to == pd.Timestamp("2026-05-31")
    assert (found.size, found.size_lo, found.size_hi) == (35.0, 15.0, 55.0)
    # sd of 10..50 is 15.8, mean 30
    assert found.variation == pytest.approx(0.527, abs=0.001) and found.regularity == Regularity.MIXED
    assert found.last_is_largest and not found.last_is_smallest


def test_cap_35_drift_compares_the_newest_third(view, bought):
    # six gaps of 20, then three of 50: they order 2.5 times less often
    days = _days("2025-06-01", [20] * 6 + [50] * 3)
    found = rhythm(view(order_lines=bought(dict.fromkeys(days, 10.0))))
    # mean 30, standard deviation 15
    assert (found.drift, found.variation, found.regularity) == (2.5, 0.5, Regularity.MIXED)
    assert rhythm(view(order_lines=bought(dict.fromkeys(days[:9], 10.0)))).drift is None


def test_cap_35_few_orders_say_so(view, bought):
    assert rhythm(view(order_lines=[])).state == RhythmState.NONE
    one = rhythm(view(order_lines=bought({"2026-10-01": 5.0})))
    assert (one.state, one.gap, one.silence, one.size_lo) == (RhythmState.ONE, None, 30, None)
    two = rhythm(view(order_lines=bought({"2026-09-01": 5.0, "2026-10-01": 5.0})))
    assert (two.state, two.gap, two.gap_lo, two.silence_record) == (RhythmState.FEW, 30.0, None, False)


def test_rows_of_the_chart_are_years_with_empty_ones_kept(view, bought):
    found = rhythm(view(order_lines=bought({"2023-05-01": 5.0, "2025-05-01": 7.0, "2026-10-01": 9.0})), years=3)
    assert [(row.year, len(row.orders)) for row in found.years] == [(2024, 0), (2025, 1), (2026, 1)]
    assert found.years[1].orders[0].amount == 7.0
