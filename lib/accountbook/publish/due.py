"""When an edition is due: pure functions of a rule, a day and a country's working days.

An edition's rule stands in ``editions.toml``::

    [edition.monthly]
    every = "month"     # about the month past: its day is the month's last
    business_day = 3    # due on the third business day after that

    [edition.weekly]
    every = "week"      # about the week past: its day is the Sunday
    business_day = 1    # due on Monday, or on the first business day after it where Monday is a holiday
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

Working = Callable[[pd.Timestamp], bool]
"""Says of a day whether people are at work on it."""

_DAY = pd.Timedelta(days=1)


class Rule(BaseModel):
    """How often an edition is published, and on which business day after its period has ended.

    Attributes
    ----------
    every : ``"month"`` or ``"week"``; a week ends on Sunday.
    business_day : counted from the first one after the period's end.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    every: Literal["month", "week"]
    business_day: int = Field(ge=1, le=15)


@dataclass(frozen=True)
class Period:
    """A month or week that an edition is about.

    Attributes
    ----------
    as_of : its last day, which is the edition's.
    due : the day from which the edition is to be published.
    """

    as_of: pd.Timestamp
    due: pd.Timestamp


def has_holidays(country: str | None) -> bool:
    """Whether the public holidays of a country are known; without them only weekends are no business days.

    Examples
    --------
    >>> has_holidays("KR"), has_holidays(None), has_holidays("ZZ")
    (True, False, False)
    """
    import holidays  # takes half a second, which the workers, who import this room, need not spend

    return country in holidays.list_supported_countries(include_aliases=False)


def working_days(country: str | None) -> Working:
    """Give a country's business days: no weekend of its own, no public holiday, or a holiday that is worked.

    Parameters
    ----------
    country : ISO 3166-1 alpha-2. Where it is None or its holidays are unknown, Saturdays and Sundays are free.

    Examples
    --------
    >>> epiphany = pd.Timestamp("2027-01-06")
    >>> working_days("KR")(epiphany), working_days("IT")(epiphany)
    (True, False)
    """
    import holidays

    if not has_holidays(country):
        return lambda day: day.weekday() < 5
    calendar = holidays.country_holidays(country)
    return lambda day: bool(calendar.is_working_day(day))


def last_period(rule: Rule, today: pd.Timestamp, working: Working) -> Period:
    """Give the newest period that is due on a day.

    Examples
    --------
    >>> rule, days = Rule(every="month", business_day=3), working_days("IT")
    >>> for today in ("2027-01-06", "2027-01-07"):  # the first is Epiphany, and New Year was a Friday
    ...     print(last_period(rule, pd.Timestamp(today), days).as_of.date())
    2026-11-30
    2026-12-31
    """
    end = _end_before(rule, today)
    while (period := _period(rule, end, working)).due > today:
        end = _end_before(rule, end)
    return period


def next_period(rule: Rule, today: pd.Timestamp, working: Working) -> Period:
    """Give the first period that is due after a day.

    Examples
    --------
    >>> rule, days = Rule(every="week", business_day=1), working_days("KR")
    >>> coming = next_period(rule, pd.Timestamp("2027-02-05"), days)  # Monday and Tuesday are holidays
    >>> coming.as_of.date().isoformat(), coming.due.date().isoformat()
    ('2027-02-07', '2027-02-10')
    """
    return _period(rule, _end_after(rule, last_period(rule, today, working).as_of), working)


def periods_due(rule: Rule, today: pd.Timestamp, working: Working, *, most: int) -> list[Period]:
    """Give the newest periods that are due on a day, so many at most, oldest first.

    Examples
    --------
    >>> rule, days = Rule(every="month", business_day=3), working_days(None)
    >>> [f"{one.as_of:%m-%d}" for one in periods_due(rule, pd.Timestamp("2026-11-25"), days, most=3)]
    ['08-31', '09-30', '10-31']
    """
    found = [last_period(rule, today, working)]
    while len(found) < most:
        found.append(_period(rule, _end_before(rule, found[-1].as_of), working))
    return found[::-1]


def _period(rule: Rule, end: pd.Timestamp, working: Working) -> Period:
    day, left = end, rule.business_day
    while left:
        day += _DAY
        left -= working(day)
    return Period(end, day)


def _end_before(rule: Rule, day: pd.Timestamp) -> pd.Timestamp:
    """The newest end of a period that lies before a day."""
    return day - _DAY * (day.day if rule.every == "month" else day.weekday() + 1)


def _end_after(rule: Rule, end: pd.Timestamp) -> pd.Timestamp:
    """The end of the period that follows one."""
    return end + (pd.offsets.MonthEnd(1) if rule.every == "month" else 7 * _DAY)
