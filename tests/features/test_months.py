"""Orders by month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features.months import month_panel, run_rate_days
from accountbook.planning.memory import MemoryView

DAYS = pd.DataFrame(
    {
        "account_id": ["A", "A", "A", "B"],
        "order_date": pd.to_datetime(["2026-01-05", "2026-01-20", "2026-03-02", "2026-03-10"]),
        "amount": [10.0, 20.0, np.nan, -5.0],
    }
)


def test_panel_adds_up_by_month() -> None:
    """Two orders of 30 in January, one without an amount in March; a negative one counts and has no logarithm."""
    panel = month_panel(DAYS, end=pd.Timestamp("2026-03-31"))
    assert panel.orders.tolist() == [[2, 0, 1], [0, 0, 1]]
    assert panel.revenue.tolist() == [[30, 0, 0], [0, 0, -5]]
    assert panel.valued.sum() == 2
    assert np.isclose(panel.logs[0, 0], np.log(200))


def test_cut_knows_only_its_months() -> None:
    """B's first order lies after January; A's last known one then is that of the 20th."""
    panel = month_panel(DAYS, end=pd.Timestamp("2026-03-31")).until(1)
    assert panel.accounts.tolist() == ["A"]
    assert panel.end == pd.Timestamp("2026-01-31")
    assert panel.last[0, 0] == (pd.Timestamp("2026-01-20") - pd.Timestamp("1970-01-01")).days


def test_month_that_runs_is_not_whole() -> None:
    """Ten of March's 31 days are known, and two months are whole."""
    panel = month_panel(DAYS, end=pd.Timestamp("2026-03-10"))
    assert panel.whole == 2
    assert np.isclose(panel.length[2] / panel.length[0], 10 / 31)


def test_lines_of_deals_are_left_out() -> None:
    """Of a day with 100 as usual and 900 of a deal, 100 stay; a day with a deal's line alone is gone."""
    line = {"account_id": "A", "order_date": "2026-01-05", "item_id": "I", "quantity": 1, "unit_price": 100.0}
    rows = [
        line,
        line | {"unit_price": 900.0, "opportunity_id": "D-1"},
        line | {"order_date": "2026-02-01", "opportunity_id": "D-1"},
    ]
    days = run_rate_days(MemoryView("2026-02-28", {"order_lines": rows}))
    assert days["amount"].tolist() == [100.0]
