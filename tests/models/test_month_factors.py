"""Months of the year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features.months import MonthPanel, month_panel
from accountbook.models.month_factors import month_factors


def _panel(counts: list[int], *, accounts: int = 40, start: str = "2023-01-01") -> MonthPanel:
    """Accounts that order as often in each month of a year as told, over three years."""
    months = pd.date_range(start, periods=36, freq="MS")
    rows = [
        (f"A{account:02}", month + pd.Timedelta(days=n * 3), 100.0)
        for account in range(accounts)
        for month in months
        for n in range(counts[month.month - 1])
    ]
    days = pd.DataFrame(rows, columns=["account_id", "order_date", "amount"])
    return month_panel(days.sort_values(["account_id", "order_date"]), end=months[-1] + pd.offsets.MonthEnd())


def test_double_december_is_seen() -> None:
    """Two orders a month and four in December: factors 2 : 4, whose mean is 1."""
    found = month_factors(_panel([2] * 11 + [4]))
    assert abs(found.mean() - 1) < 1e-9
    assert abs(found[11] / found[5] - 2) < 0.1


def test_even_trade_has_no_season() -> None:
    """The same every month: 1 throughout."""
    assert np.allclose(month_factors(_panel([2] * 12)), 1, atol=0.03)


def test_new_accounts_are_no_season() -> None:
    """Accounts that start in September look the same all year round, though the company sells more since."""
    old, months = (
        pd.date_range("2024-01-01", "2025-12-01", freq="MS"),
        pd.date_range("2025-09-01", "2025-12-01", freq="MS"),
    )
    rows = [(f"A{n}", month, 1.0) for n in range(20) for month in old]
    rows += [(f"N{n}", month, 1.0) for n in range(60) for month in months]
    days = pd.DataFrame(rows, columns=["account_id", "order_date", "amount"])
    found = month_factors(month_panel(days, end=pd.Timestamp("2025-12-31")))
    assert np.allclose(found, 1, atol=0.03)
