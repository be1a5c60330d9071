"""On which days an account orders: a renewal process in the account's own time.

Gaps are gamma with mean 1 and the account's regularity as shape; the account's time runs at
``rate(day) / gap``, where rate is season x fiscal peak x closures x holidays x weekend x fading x pauses,
scaled to a mean of 1 over a year before the last three are laid on. Days come from inverting the
cumulated rate, so each process bends the rhythm without breaking it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import holidays
import numpy as np

from accountbook.demo.places import BY_CODE, PLACES
from accountbook.demo.plan import FUTURE_DAYS, Plan

LEAD = 150
"""Days before the first month in which the processes already run, so that they begin in full swing."""
PEAK_DAYS = 42
FADE_DAYS = 130


@dataclass(frozen=True)
class Calendar:
    """The days of a plan, from `LEAD` days before its first to `FUTURE_DAYS` after its last."""

    plan: Plan

    @cached_property
    def days(self) -> np.ndarray:
        """Day numbers."""
        return np.arange(self.plan.first - LEAD, self.plan.last + FUTURE_DAYS + 1)

    @cached_property
    def dates(self) -> np.ndarray:
        """The days as datetime64[D]."""
        return self.days.astype("datetime64[D]")

    @cached_property
    def month(self) -> np.ndarray:
        """Months, 1 to 12."""
        return self.dates.astype("datetime64[M]").astype(int) % 12 + 1

    @cached_property
    def year(self) -> np.ndarray:
        """Years."""
        return self.dates.astype("datetime64[Y]").astype(int) + 1970

    @cached_property
    def working(self) -> dict[str, np.ndarray]:
        """By country: whether a day is neither weekend nor public holiday."""
        years = range(int(self.year[0]), int(self.year[-1]) + 1)
        weekday = (self.days + 3) % 7
        found = {}
        for place in PLACES:
            public = np.array(sorted(holidays.country_holidays(place.code, years=years)), dtype="datetime64[D]")
            found[place.code] = ~np.isin(weekday, place.weekend) & ~np.isin(self.dates, public)
        return found

    @cached_property
    def open(self) -> dict[str, np.ndarray]:
        """By country: whether a day lies outside the usual closures."""
        return {place.code: self._open(place.closed) for place in PLACES}

    def _open(self, closed: tuple[tuple[int, int, int], ...]) -> np.ndarray:
        mask = np.ones(len(self.days), dtype=bool)
        for month, day, length in closed:
            for year in range(int(self.year[0]) - 1, int(self.year[-1]) + 1):
                first = int(np.datetime64(f"{year}-{month:02d}-{day:02d}", "D").astype(int)) - int(self.days[0])
                mask[max(0, first) : max(0, first + length)] = False
        return mask

    def to_year_end(self, month: int) -> np.ndarray:
        """Days left to the end of the fiscal year that ends with `month`."""
        months = self.dates.astype("datetime64[M]")
        ahead = (month - self.month) % 12
        ends = (months + ahead + 1).astype("datetime64[D]")
        return (ends - self.dates).astype(int) - 1


def rate(calendar: Calendar, account: object) -> np.ndarray:
    """How fast an account's own time runs on each day, without its death and pauses.

    Parameters
    ----------
    account : a row of the traits, as itertuples gives it.

    Returns
    -------
    array of the calendar's length, mean 1 per year.
    """
    wave = 1 + account.season * np.cos((calendar.month - account.season_month) * (2 * np.pi / 12))
    peak = 1 + (account.fiscal_peak - 1) * (calendar.to_year_end(int(account.fiscal_month)) < PEAK_DAYS)
    speed = wave * peak * calendar.working[account.country]
    if account.closes:
        # a purchase during the closure is rare, not impossible
        speed = speed * np.where(calendar.open[account.country], 1.0, 0.03)
    return speed / speed.mean()


def order_days(calendar: Calendar, account: object, rng: np.random.Generator) -> np.ndarray:
    """The day numbers on which an account orders, also after the last day of the exports.

    Returns
    -------
    sorted, without repetitions; none before `account.first` or after `account.died`.
    """
    speed = rate(calendar, account)
    numbers = calendar.days
    alive = numbers >= account.first
    if account.died > 0:
        alive = alive & (numbers <= account.died)
        if account.fades:
            speed = np.where(numbers > account.died - FADE_DAYS, 0.55 * speed, speed)
    if account.pause_from > 0:
        paused = (numbers >= account.pause_from) & (numbers < account.pause_from + account.pause_days)
        speed = np.where(paused, 0.0, speed)
    time = np.cumsum(speed * alive) / account.gap
    wanted = int(time[-1] * 1.6) + 40
    shape = account.regularity
    steps = rng.gamma(shape, 1 / shape, wanted)
    # a newcomer begins with an order; the others are somewhere within a gap
    steps[0] = 1e-9 if account.first > numbers[0] else steps[0] * rng.random()
    at = np.searchsorted(time, np.cumsum(steps))
    found = np.unique(numbers[at[at < len(numbers)]])
    return found[calendar.working[account.country][found - numbers[0]]]


def closures(country: str) -> tuple[tuple[int, int, int], ...]:
    """The usual closures of a country, as (month, day, days)."""
    return BY_CODE[country].closed
