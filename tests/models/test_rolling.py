"""Measures over past dates, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.models.amounts import Range, value_ranges
from accountbook.models.gate import judge_gate
from accountbook.models.rolling import OrderScores, amount_measures

NONE = judge_gate(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


def test_the_rivals_value_has_the_models_relative_range() -> None:
    typical = Range(np.array([100.0, 80.0]), np.array([50.0, 20.0]), np.array([200.0, 320.0]))
    found = value_ranges(pd.DataFrame({F.value_median: [120.0, 0.0]}), typical)
    assert (found["typical_lo"].tolist(), found["typical_hi"].tolist()) == ([50, 20], [200, 320])
    # half to double of 120; without a median above 0 the model's own
    assert (found["naive_lo"].tolist(), found["naive_hi"].tolist()) == ([60, 20], [240, 320])
    assert found["naive_value"].tolist() == [120, 0]


def test_amounts_inside_the_range_among_the_next_orders_that_came() -> None:
    rows = pd.DataFrame(
        {
            # the last two: a next order beyond the horizon, and one without an amount
            "days_to_next": [5.0, 20.0, 60.0, 31.0, 61.0, 8.0],
            "next_value": [90.0, 49.0, 200.0, 230.0, 100.0, 0.0],
            "revenue": 100.0,
            "expected": 100.0,
            "naive_expected": 100.0,
            "typical": 100.0,
            "typical_lo": 50.0,
            "typical_hi": 200.0,
            "naive_value": 120.0,
            "naive_lo": 60.0,
            "naive_hi": 240.0,
        }
    )
    measures = amount_measures(OrderScores(60, rows, NONE, NONE, NONE, NONE))
    found = {name: (value, naive, count) for _, name, value, naive, _, count, _, _ in measures}
    # 90 and 200 of 90, 49, 200, 230 lie in 50-200; all but 49 in 60-240
    assert found["coverage"] == (0.5, 0.75, 4)
    assert found["wape_next"][0] == pytest.approx((10 + 51 + 100 + 130) / 569)
