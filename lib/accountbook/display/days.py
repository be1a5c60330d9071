"""Days and ranges as text."""

from __future__ import annotations

import math
from datetime import date, datetime

import pandas as pd
from babel import Locale
from babel.dates import format_date

__all__ = ["Days", "missing"]

Day = pd.Timestamp | datetime | date | None
MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"


def missing(value: object) -> bool:
    """Tell whether a value is None, NaN or NaT; raise ValueError if it is infinite."""
    if value is None or value is pd.NaT:
        return True
    if isinstance(value, float) and math.isinf(value):
        raise ValueError("An infinite number cannot be shown; find out which division by zero made it.")
    return bool(pd.isna(value))


class Days:
    """Days in one language, with their year where it is not the report's."""

    as_of: pd.Timestamp | None
    _locale: Locale

    def day(self, value: Day, *, year: bool | None = None, as_of: pd.Timestamp | None = None) -> str:
        """Give "12 Nov", with the year where it is not the report's.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> t = Words(as_of=pd.Timestamp("2026-10-31"))
        >>> t.day(pd.Timestamp("2026-11-12")), t.day(pd.Timestamp("2027-01-02")), t.day(pd.NaT)
        ('12 Nov', '2 Jan 2027', '')
        """
        if missing(value):
            return ""
        here = as_of if as_of is not None else self.as_of
        with_year = year if year is not None else here is not None and value.year != here.year
        return self._date(value, "d MMM y" if with_year else "d MMM")

    def day_range(self, first: Day, last: Day) -> str:
        """Give "3 Nov–4 Dec", "3–24 Aug", "17 Dec–6 Jan".

        Days up to six months beyond the report's day go without a year: it is plain which January is meant.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> t = Words(as_of=pd.Timestamp("2026-10-31"))
        >>> t.day_range(pd.Timestamp("2026-11-03"), pd.Timestamp("2026-12-04"))
        '3 Nov–4 Dec'
        >>> t.day_range(pd.Timestamp("2026-08-03"), pd.Timestamp("2026-08-24"))
        '3–24 Aug'
        """
        if missing(first) or missing(last):
            return ""
        near = self.as_of is None or all(abs((pd.Timestamp(d) - self.as_of).days) <= 183 for d in (first, last))
        year = False if near else None
        if (first.year, first.month) == (last.year, last.month):
            return self._range(self._date(first, "d"), self.day(last, year=year), whole=first == last)
        return self._range(self.day(first, year=year), self.day(last, year=year))

    def weekday(self, value: Day) -> str:
        """Give "Fri 6 Nov"."""
        return "" if missing(value) else self._date(value, "EEE d MMM")

    def month(self, value: Day, *, year: bool = False) -> str:
        """Give "October", or with `year` "October 2026"."""
        return "" if missing(value) else self._date(value, "LLLL y" if year else "LLLL")

    def month_short(self, value: Day, *, year: bool = False) -> str:
        """Give "Oct", or with `year` "Oct 2026"."""
        return "" if missing(value) else self._date(value, "LLL y" if year else "LLL")

    def _date(self, value: Day, pattern: str) -> str:
        return format_date(value, format=pattern, locale=self._locale)

    def _range(self, low: str, high: str, *, whole: bool | None = None) -> str:
        if not low or not high:
            return ""
        if whole if whole is not None else low == high:
            return high
        # a dash between negative numbers would read as a third minus
        return f"{low} to {high}" if MINUS in low + high else f"{low}{DASH}{high}"
