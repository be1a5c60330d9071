"""The company's judgements: a last month where there was one, and groups of past chances."""

import numpy as np

from accountbook.company import Company, grouped
from accountbook.planning.memory import MemoryView


def test_last_month_is_not_predicted_where_nothing_was_known_then():
    line = {"account_id": "A", "order_date": "2026-10-20", "item_id": "I", "quantity": 1.0, "unit_price": 1.0}
    assert Company(MemoryView("2026-10-31", {"order_lines": [line]})).before("accounts") is None
    assert Company(MemoryView("2026-10-31", {"order_lines": []})).before("deals") is None


def test_groups_hold_every_prediction_once_and_their_range_holds_the_share():
    rng = np.random.default_rng(1)
    p = rng.uniform(0, 0.6, 620)
    groups = grouped(p, rng.uniform(size=620) < p)
    assert len(groups) == 10
    assert groups["n"].sum() == 620
    assert groups["predicted"].is_monotonic_increasing
    assert ((groups["lo"] <= groups["happened"]) & (groups["happened"] <= groups["hi"])).all()
    assert grouped([0.5] * 59, [1] * 59).empty
