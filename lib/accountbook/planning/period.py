"""Periods: a month or a year back, months of history."""

from __future__ import annotations

import pandas as pd

from accountbook.book.period import back

__all__ = ["back", "between", "month_of"]


def month_of(day: pd.Timestamp) -> pd.Timestamp:
    """The first day of the month that holds a day."""
    return day.normalize().replace(day=1)


def between(days: pd.Series, start: pd.Timestamp, end: pd.Timestamp) -> pd.Series:
    """Which days lie after start and not after end, so that neighbouring windows share no day."""
    return (days > start) & (days <= end)
