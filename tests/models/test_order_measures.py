"""Measures over past dates, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models.gate import judge_gate
from accountbook.models.order_measures import amount_measures
from accountbook.models.rolling import OrderScores

NONE = judge_gate(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


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
