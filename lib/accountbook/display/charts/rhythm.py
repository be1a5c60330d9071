"""Orders of several years, one row per year, so that a rhythm is seen as a column."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from accountbook.display.fragment import Fragment
from accountbook.display.words import Words


def rhythm_chart(
    orders: pd.DataFrame,
    *,
    as_of: pd.Timestamp,
    words: Words,
    alt: str,
    next_dates: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None = None,
    next_amount: float | None = None,
    year_end_month: int | None = None,
    closures: Sequence[tuple[pd.Timestamp, pd.Timestamp, str]] = (),
    low_last: bool = False,
    years: int = 4,
    width: int = 779,
) -> Fragment:
    """Draw one row per year, the day of the year across, an order as a dot whose area is its amount.

    Parameters
    ----------
    orders : DataFrame
        Columns `order_date` and `amount`; the last `years` calendar years are drawn.
    next_dates : (p10, p50, p90), optional
        The next order, in blue in its row; NaT p90 opens the band, NaT p50 leaves it out. A range that crosses
        the turn of the year goes on in the next row.
    next_amount : float, optional
        Its typical amount.
    year_end_month : int, optional
        1 to 12: a dashed line at the end of this month.
    closures : sequence of (first day, last day, words)
        Grey bands in every row, by day of the year.
    low_last : bool
        Draws and labels the last order in orange.
    """
    raise NotImplementedError
