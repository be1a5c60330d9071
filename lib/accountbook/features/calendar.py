"""Which days of those ahead an account orders on at all: weekdays, public holidays, its own closed weeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays
import numpy as np
import pandas as pd

from accountbook.features.closures import ClosedWeeks as C
from accountbook.features.closures import closed_weeks, week_of_year
from accountbook.features.view import OrderDays as D
from accountbook.features.view import View
from accountbook.tables import Accounts as A

if TYPE_CHECKING:
    from accountbook.book import Book

RECENT = 730
"""Days of history that weekdays are counted in."""
CALM = 14
"""Days on each side of a holiday that say how many orders it would have held."""
PRIOR = 5.0
"""Orders on holidays that no difference counts for."""
NEVER = 0.02
"""Of a usual day's orders; fewer is none."""
ENOUGH = 7.0
"""Expected orders from which none at all is no accident (chance under .001)."""


@dataclass(frozen=True)
class Calendar:
    """How much of a usual day's orders each day ahead holds, learned from a company's own order days.

    A day that nobody orders on counts 0, so that no expected day falls on it: Saturdays where none is sold on, the
    holidays of an account's country where those show in the orders, and weeks in which an account, or everybody,
    has stayed away every year. Where the history does not show it, a holiday is a day like others.

    Attributes
    ----------
    as_of : the last day known.
    weekday : share of a usual day's orders by weekday from Monday, mean 1, shape (7,).
    holiday : what a public holiday holds of what it would without.
    countries : country by account_id.
    closed : `closed_weeks`; those of everybody under the account "".
    """

    as_of: pd.Timestamp
    weekday: np.ndarray
    holiday: float
    countries: pd.Series
    closed: pd.DataFrame

    @classmethod
    def of(cls, view: View) -> Calendar:
        """Learn it from what a view knows."""
        days = view.order_days()
        parties = view.table("accounts")
        countries = parties.set_index(A.account_id)[A.country].dropna().astype("str")
        date = days[D.order_date].to_numpy().astype("datetime64[D]")
        weekday = _weekdays(date[date > np.datetime64(view.as_of, "D") - RECENT])
        everybody = days[[D.order_date]].sort_values(D.order_date).assign(**{D.account_id: ""})
        return cls(
            as_of=view.as_of,
            weekday=weekday,
            holiday=_holiday(date, days[D.account_id].astype("str").map(countries), weekday),
            countries=countries,
            closed=pd.concat(
                [closed_weeks(days, view.as_of), closed_weeks(everybody, view.as_of)],
                ignore_index=True,
            ),
        )

    def ahead(self, accounts: pd.Series | pd.Index, *, horizon: int) -> np.ndarray:
        """Share of a usual day's orders on each of the next days, shape (n, horizon).

        Examples
        --------
        >>> none = pd.DataFrame({C.account_id: [], C.first_week: [], C.weeks: []})
        >>> weekday = np.array([1, 1, 1, 1, 1, 0, 0])
        >>> week = Calendar(pd.Timestamp("2026-12-23"), weekday, 0.0, pd.Series({"A": "DE"}), none)
        >>> week.ahead(pd.Index(["A"]), horizon=7).tolist()  # Christmas Eve is a Thursday
        [[1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]]
        """
        asked = pd.Index(accounts).astype("str")
        date = np.datetime64(self.as_of, "D") + 1 + np.arange(horizon)
        share = np.tile(self.weekday[_weekday(date)].astype(float), (len(asked), 1))
        country = self.countries.reindex(asked).to_numpy(dtype=object)
        for name in sorted({one for one in country if isinstance(one, str)}):
            off = np.isin(date, public_holidays(name, *_years(date)))
            share[np.ix_(country == name, off)] *= self.holiday
        week = week_of_year(date)
        for account, first, weeks in zip(
            *(self.closed[name] for name in (C.account_id, C.first_week, C.weeks)), strict=True
        ):
            shut = (week - first) % 52 < weeks
            share[np.ix_((asked == account) | (account == ""), shut)] = 0.0
        return share


def calendars(book: Book, dates: Iterable[pd.Timestamp]) -> dict[pd.Timestamp, Calendar]:
    """The calendar of each past date, as known then."""
    return {view.as_of: Calendar.of(view) for view in book.snapshots(sorted(dates))}


def public_holidays(country: str, first_year: int, last_year: int) -> np.ndarray:
    """Public holidays of a country (ISO 3166-1 alpha-2) in some years, sorted; none without a calendar of it.

    Examples
    --------
    >>> public_holidays("DE", 2026, 2026)[-2:].astype(str).tolist(), len(public_holidays("XX", 2026, 2026))
    (['2026-12-25', '2026-12-26'], 0)
    """
    return np.unique(np.concatenate([_of_year(country, year) for year in range(first_year, last_year + 1)]))


@lru_cache(maxsize=4096)
def _of_year(country: str, year: int) -> np.ndarray:
    if country not in holidays.list_supported_countries(include_aliases=False):
        return np.empty(0, dtype="datetime64[D]")
    return np.array(list(holidays.country_holidays(country, years=year)), dtype="datetime64[D]")


def _weekday(date: np.ndarray) -> np.ndarray:
    """Weekday from Monday, 0 to 6."""
    return (date.astype("datetime64[D]").astype(np.int64) + 3) % 7


def _years(date: np.ndarray) -> tuple[int, int]:
    first, last = (pd.Timestamp(day).year for day in (date.min(), date.max()))
    return first, last


def _weekdays(date: np.ndarray) -> np.ndarray:
    """Orders by weekday over their mean, two orders of the mean added; 0 where there are next to none."""
    count = np.bincount(_weekday(date), minlength=7).astype(float)
    mean = count.sum() / 7
    share = np.where((count < NEVER * mean) & (mean > ENOUGH), 0.0, (count + 2) / (mean + 2))
    return share / share.mean()


def _holiday(date: np.ndarray, country: pd.Series, weekday: np.ndarray) -> float:
    """Orders on holidays of the accounts' own countries over those that such weekdays hold around them."""
    came = expected = 0.0
    for name, rows in country.groupby(country, sort=True).indices.items():
        own = date[rows]
        first, last = own.min(), own.max()
        off = public_holidays(name, *_years(own))
        off = off[(off >= first) & (off <= last)]
        daily = np.bincount((own - first).astype(int), minlength=int((last - first).astype(int)) + 1)
        around = np.convolve(daily, np.full(2 * CALM + 1, 1 / (2 * CALM + 1)), "full")[CALM : CALM + len(daily)]
        place = (off - first).astype(int)
        came += daily[place].sum()
        expected += (around[place] * weekday[_weekday(off)]).sum()
    if came < 0.1 * expected and expected > ENOUGH:
        return 0.0
    return float((came + PRIOR) / (expected + PRIOR))
