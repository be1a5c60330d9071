"""Closures (cap 38): public holidays of the account's country, and the weeks in which it never orders.

Holidays come from the ``holidays`` library, observed closures from `accountbook.features.closures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import holidays
import pandas as pd

from accountbook.features.closures import ClosedWeeks, closed_weeks
from accountbook.planning.values import text
from accountbook.planning.view import View, account
from accountbook.tables import Accounts as A

FEWEST_DAYS = 4


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
    Observed: see `accountbook.features.closures`. Countries without a calendar give none.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> korea = {"accounts": [{"account_id": "A", "name": "A", "country": "KR"}]}
    >>> view = MemoryView("2026-09-01", korea, account_id="A")
    >>> [(one.start.date().isoformat(), one.end.date().isoformat()) for one in closures(view)][:1]
    [('2026-09-24', '2026-09-27')]
    """
    start = view.as_of if start is None else start
    end = start + pd.DateOffset(years=1) if end is None else end
    row = account(view)
    country = None if row is None else text(row[A.country])
    found = [*_holidays(country, start, end), *_observed(view, start, end)]
    return tuple(sorted(found, key=lambda closure: (closure.start, closure.kind)))


def working_day(on: pd.Timestamp, country: str | None) -> pd.Timestamp:
    """A day, or the next one on which a country works; where its calendar is not known, Monday to Friday.

    Examples
    --------
    >>> [f"{working_day(pd.Timestamp(on), 'IT'):%d %b}" for on in ("2026-10-30", "2026-11-01", "2026-12-25")]
    ['30 Oct', '02 Nov', '28 Dec']
    >>> f"{working_day(pd.Timestamp('2026-10-31'), None):%d %b}"
    '02 Nov'
    """
    known = country in holidays.list_supported_countries(include_aliases=False)
    calendar = holidays.country_holidays(country, years=(on.year, on.year + 1)) if known else None
    while not (calendar.is_working_day(on.date()) if calendar is not None else on.weekday() < 5):
        on += pd.Timedelta(days=1)
    return on


def _holidays(country: str | None, start: pd.Timestamp, end: pd.Timestamp) -> list[Closure]:
    """Runs of days off that hold a public holiday and touch the period."""
    supported = holidays.list_supported_countries(include_aliases=False)
    if country not in supported:
        return []
    years = range(start.year - 1, end.year + 2)
    english = [name for name in holidays.list_localized_countries().get(country, ()) if name.startswith("en")]
    calendar = holidays.country_holidays(country, years=years, language=english[0] if english else None)
    days = pd.date_range(start - pd.Timedelta(days=20), end + pd.Timedelta(days=20), freq="D")
    runs: list[list[pd.Timestamp]] = []
    for day in days:
        if calendar.is_working_day(day.date()):
            continue
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    found = []
    for run in runs:
        names = [calendar[day.date()] for day in run if day.date() in calendar]
        if len(run) >= FEWEST_DAYS and names and run[-1] >= start and run[0] <= end:
            found.append(Closure(run[0], run[-1], ClosureKind.HOLIDAY, name=names[0]))
    return found


def _observed(view: View, start: pd.Timestamp, end: pd.Timestamp) -> list[Closure]:
    """Weeks of the year that stayed empty in every year of the history."""
    found = []
    for run in closed_weeks(view.order_days(), view.as_of).to_dict("records"):
        first, length = run[ClosedWeeks.first_week], run[ClosedWeeks.weeks]
        for year in range(start.year - 1, end.year + 1):
            opens = pd.Timestamp(year, 1, 1) + pd.Timedelta(days=7 * first)
            closes = opens + pd.Timedelta(days=7 * length - 1)
            if closes >= start and opens <= end:
                years, expected = run[ClosedWeeks.years], run[ClosedWeeks.expected_orders]
                found.append(Closure(opens, closes, ClosureKind.OBSERVED, years=years, expected_orders=expected))
    return found
