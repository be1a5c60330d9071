"""Twelve months of orders, with the same months a year before."""

from __future__ import annotations

import pandas as pd

from accountbook.display.fragment import Fragment
from accountbook.display.words import Words


def months_chart(
    this_year: pd.Series, year_before: pd.Series, *, words: Words, alt: str, low: bool = False, width: int = 474
) -> Fragment:
    """Draw bars for this year's months and a line for the same month a year before.

    Parameters
    ----------
    this_year : Series
        Money in company currency (not thousands), indexed by the first day of each of 12 consecutive months;
        the last is the as-of month. Missing is 0.
    year_before : Series
        The same, one value per index of `this_year` (indexed by the same 12 days, or by those a year earlier).
    words : Words
    alt : str
        The finding with numbers.
    low : bool
        Draws the last month in orange: less than usual.
    width : int
        474 (5 columns), 676 (7 columns) or 779 (8 columns).
    """
    raise NotImplementedError
