"""Closures (cap 38): public holidays of the account's country, and the weeks in which it never orders.

Holidays come from the ``holidays`` library. Observed closures: the year is cut into 52 weeks of 7 days; a run
of weeks without an order in at least two years counts where (a) an account of its rate would have ordered
more than once in the run every year, and (b) the chance of so long a silence at a constant rate, times the
number of such runs in a year, is under 0.1. So an account that orders every six weeks shows none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.view import View


class ClosureKind(StrEnum):
    """A run of public holidays and weekends, or weeks observed to be empty every year."""

    HOLIDAY = "holiday"
    OBSERVED = "observed"


@dataclass(frozen=True)
class Closure:
    """A stretch of days without orders, both ends included.

    Attributes
    ----------
    name : the holiday's own name in English (its country's calendar); None for observed ones.
    years : for observed ones, in how many years the weeks were empty; 0 for holidays.
    expected_orders : for observed ones, how many orders these weeks would have held by the account's rate.
    """

    start: pd.Timestamp
    end: pd.Timestamp
    kind: ClosureKind
    name: str | None = None
    years: int = 0
    expected_orders: float | None = None


def closures(view: View, *, start: pd.Timestamp | None = None, end: pd.Timestamp | None = None) -> tuple[Closure, ...]:
    """Closures that touch start to end (default: the year after as_of), oldest first.

    Holidays: runs of four and more days off (weekend days of the country included) that hold a public holiday.
    Observed: see the module's docstring. Countries without a calendar give none.
    """
    raise NotImplementedError
