"""The plan of a made-up company: its size, its dates, and the random numbers of each process."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

LAST_DAY = pd.Timestamp("2026-10-31")
"""The last day that the exports show."""
EXPORTED_ON = pd.Timestamp("2026-11-01")
"""The day on which the exports were made."""
FUTURE_DAYS = 365
"""How far the processes run on after the last day; only the truth shows that part."""
EPOCH = np.datetime64("1970-01-01", "D")

COMPANY = {
    "name": "Hanbit Flow Controls (invented)",
    "currency": "EUR",
    "country": "KR",
    "invented": True,
    "fiscal_year_end_month": 12,
}
"""The manufacturer itself. Its name says that it is invented."""


@dataclass(frozen=True)
class Plan:
    """What is asked of the made-up company.

    Attributes
    ----------
    accounts, months, seed, honest : as `accountbook.demo.make_company` takes them.

    Examples
    --------
    >>> Plan(accounts=60, months=42, seed=7).start
    Timestamp('2023-05-01 00:00:00')
    """

    accounts: int = 60
    months: int = 42
    seed: int = 7
    honest: bool = False

    def __post_init__(self) -> None:
        for name, low, high in (("accounts", 1, 20_000), ("months", 6, 120)):
            found = getattr(self, name)
            if not low <= found <= high:
                raise ValueError(f"{name} is {found}; the made-up company takes {low} to {high}")
        if self.seed < 0:
            raise ValueError(f"seed is {self.seed}; it must be 0 or larger")

    @property
    def start(self) -> pd.Timestamp:
        """First day of the exports."""
        return EXPORTED_ON - pd.DateOffset(months=self.months)

    @property
    def first(self) -> int:
        """First day, in days since 1970-01-01."""
        return day_number(self.start)

    @property
    def last(self) -> int:
        """Last day of the exports, in days since 1970-01-01."""
        return day_number(LAST_DAY)

    def rng(self, process: str, *numbers: int) -> np.random.Generator:
        """The random numbers of one process (of one account), so that no process moves another.

        Examples
        --------
        >>> plan = Plan()
        >>> bool(plan.rng("orders", 3).random() == plan.rng("orders", 3).random())
        True
        """
        return np.random.default_rng([self.seed, *process.encode(), 0, *numbers])


def day_number(day: pd.Timestamp | str) -> int:
    """Days since 1970-01-01.

    Examples
    --------
    >>> day_number("2026-10-31")
    20757
    """
    return int((np.datetime64(pd.Timestamp(day), "D") - EPOCH).astype(int))


def days(numbers: object) -> pd.DatetimeIndex:
    """Days (datetime64[us]) from numbers since 1970-01-01; a negative number is no day.

    Examples
    --------
    >>> days([20757, -1])
    DatetimeIndex(['2026-10-31', 'NaT'], dtype='datetime64[us]', freq=None)
    """
    found = np.asarray(numbers, dtype="int64")
    moments = EPOCH.astype("datetime64[us]") + found * np.timedelta64(86_400_000_000, "us")
    return pd.DatetimeIndex(np.where(found < 0, np.datetime64("NaT", "us"), moments))
