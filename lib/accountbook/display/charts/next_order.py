"""The orders of the last year and the next one, as dates and money."""

from __future__ import annotations

import pandas as pd

from accountbook.display.fragment import Fragment
from accountbook.display.words import Words


def next_order_chart(
    orders: pd.DataFrame,
    *,
    as_of: pd.Timestamp,
    dates: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None,
    amounts: tuple[float, float, float] | None,
    words: Words,
    alt: str,
    note: str = "",
    low_last: bool = False,
    largest: str = "",
    width: int = 676,
) -> Fragment:
    """Draw past orders as thin bars and the next one as a rectangle of dates by money.

    Parameters
    ----------
    orders : DataFrame
        Columns `order_date` (datetime64) and `amount` (company currency), as Book.order_days gives; the last
        365 days before `as_of` are drawn.
    as_of : Timestamp
    dates : (p10, p50, p90), optional
        Timestamps; NaT (later than the horizon) in p90 opens the rectangle to the right; NaT in p50 or None
        leaves the rectangle out, and `note` says why.
    amounts : (lo, typical, hi), optional
    words : Words
    alt : str
        The finding with numbers.
    note : str
        Words in place of the rectangle: "later than 31 Jan", "too few orders".
    low_last : bool
        Draws and labels the last order in orange.
    largest : str
        What to write beside the largest order after its amount, such as "before the year-end in March".
    """
    raise NotImplementedError
