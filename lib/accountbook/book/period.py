"""Months back from a day."""

from __future__ import annotations

import pandas as pd


def back(as_of: pd.Timestamp, months: int) -> pd.Timestamp:
    """The day some months earlier; the end of a month stays the end of a month.

    Examples
    --------
    >>> back(pd.Timestamp("2026-10-31"), 1).date(), back(pd.Timestamp("2025-02-28"), 12).date()
    (datetime.date(2026, 9, 30), datetime.date(2024, 2, 29))
    >>> back(pd.Timestamp("2026-10-14"), 1).date()
    datetime.date(2026, 9, 14)
    """
    moved = as_of - pd.DateOffset(months=months)
    return moved + pd.offsets.MonthEnd(0) if as_of.is_month_end else moved
