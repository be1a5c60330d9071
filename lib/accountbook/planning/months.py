"""Revenue by month, against the same months of the year before.

Rule for short histories: an account's history begins with the month of its first known order. Months
before it are unknown, not zero; months after it without an order are zero. A comparison is made only
where its earlier half lies wholly inside the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.view import View


class MonthsState(StrEnum):
    """How much history there is."""

    NONE = "none"
    SHORT = "short"  # no month a year before
    FULL = "full"


@dataclass(frozen=True)
class Month:
    """One calendar month.

    Attributes
    ----------
    month : its first day.
    ordered : amount of orders; None before the history.
    returned : amount of returns, zero or negative.
    year_before : orders of the same whole month a year earlier; None outside the history.
    partial : as_of lies before its end.
    """

    month: pd.Timestamp
    ordered: float | None
    returned: float
    year_before: float | None
    partial: bool


@dataclass(frozen=True)
class Comparison:
    """Orders of a period against an earlier one of the same length; both ends included.

    Attributes
    ----------
    change : value / before - 1; None where before is 0 or unknown.
    """

    start: pd.Timestamp
    end: pd.Timestamp
    value: float
    before: float | None
    change: float | None


@dataclass(frozen=True)
class Months:
    """Revenue by month.

    Attributes
    ----------
    months : oldest first, the one of as_of last.
    this_month : the month of as_of to date against the same days a year before; None without history.
    last_12 : the twelve months to as_of against the twelve before.
    highest, lowest : of the shown whole months inside the history; lowest only where it is unlike the others.
    returned_12 : returns of the last twelve months, zero or negative.
    unpriced : order lines in the shown months that have no amount (no exchange rate).
    history : months of history, the first and the last included.
    """

    state: MonthsState
    months: tuple[Month, ...]
    this_month: Comparison | None
    last_12: Comparison | None
    highest: Month | None
    lowest: Month | None
    returned_12: float
    unpriced: int
    history: int


def months(view: View, *, count: int = 24) -> Months:
    """Revenue by month for the last `count` months, the month of as_of included."""
    raise NotImplementedError
