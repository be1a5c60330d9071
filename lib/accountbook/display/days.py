"""Days and ranges as text."""

from __future__ import annotations

import math
from datetime import date, datetime

import pandas as pd
from babel import Locale
from babel.dates import format_date

from accountbook.display.customs import Customs

__all__ = ["Days", "missing"]

Day = pd.Timestamp | datetime | date | None
MINUS = "\N{MINUS SIGN}"


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
    _customs: Customs

    def day(self, value: Day, *, year: bool | None = None, as_of: pd.Timestamp | None = None) -> str:
        """Give "12 Nov", with the year where it is not the report's.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> t = Words(as_of=pd.Timestamp("2026-10-31"))
        >>> t.day(pd.Timestamp("2026-11-12")), t.day(pd.Timestamp("2027-01-02")), t.day(pd.NaT)
        ('12 Nov', '2 Jan 2027', '')
        >>> t = Words("ko", as_of=pd.Timestamp("2026-10-31"))
        >>> t.day(pd.Timestamp("2026-11-12")), t.day(pd.Timestamp("2027-01-02"))
        ('11월 12일', '2027년 1월 2일')
        """
        if missing(value):
            return ""
        here = as_of if as_of is not None else self.as_of
        with_year = year if year is not None else here is not None and value.year != here.year
        return self._date(value, self._customs.day_year if with_year else self._customs.day)

    def tick(self, value: Day) -> str:
        """Give a day of a chart, without its year: "12 Nov", "11/12"."""
        return "" if missing(value) else self._date(value, self._customs.tick)

    def tick_range(self, first: Day, last: Day) -> str:
        """Give days of a chart: "3 Nov–4 Dec", "11/3~12/4"."""
        if missing(first) or missing(last):
            return ""
        # where a chart writes days as a text does, days of one month share its name
        return (
            self.day_range(first, last)
            if self._customs.tick == self._customs.day
            else self._range(self.tick(first), self.tick(last), whole=first == last)
        )

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
        >>> Words("ko").day_range(pd.Timestamp("2026-08-03"), pd.Timestamp("2026-08-24"))
        '8월 3~24일'
        """
        if missing(first) or missing(last):
            return ""
        near = self.as_of is None or all(abs((pd.Timestamp(d) - self.as_of).days) <= 183 for d in (first, last))
        year = False if near else None
        if (first.year, first.month) == (last.year, last.month):
            if first == last:
                return self.day(last, year=year)
            dated = self.day(last, year=year) != self.day(last, year=False)
            how = self._customs
            start = self._date(first, how.within_month_year if dated else how.within_month)
            end = self._date(last, how.within_month_end) if how.within_month_end else self.day(last, year=year)
            return self._range(start, end, whole=False)
        return self._range(self.day(first, year=year), self.day(last, year=year))

    def weekday(self, value: Day) -> str:
        """Give "Fri 6 Nov", "11월 6일(금)"."""
        return "" if missing(value) else self._date(value, self._customs.weekday)

    def month(self, value: Day, *, year: bool = False) -> str:
        """Give "October", or with `year` "October 2026"."""
        return "" if missing(value) else self._date(value, self._customs.month_year if year else self._customs.month)

    def month_short(self, value: Day, *, year: bool = False) -> str:
        """Give "Oct", or with `year` "Oct 2026"."""
        return (
            ""
            if missing(value)
            else self._date(value, self._customs.month_short_year if year else self._customs.month_short)
        )

    def _date(self, value: Day, pattern: str) -> str:
        return format_date(value, format=pattern, locale=self._locale)

    def _range(self, low: str, high: str, *, whole: bool | None = None) -> str:
        if not low or not high:
            return ""
        if whole if whole is not None else low == high:
            return high
        return f"{low}{self._customs.negative_dash if MINUS in low + high else self._customs.dash}{high}"
