"""Amounts in the company's currency, each at the latest rate that was known on the day of the order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.book.known import known_dates
from accountbook.tables import TABLES
from accountbook.tables import FxRates as F
from accountbook.tables import OrderLines as L

OLDEST = np.timedelta64(45, "D")
"""A rate older than this says nothing of the day: monthly rates that come late still count."""


def rates_on(currencies: pd.Series, dates: pd.Series, fx_rates: pd.DataFrame, *, currency: str) -> np.ndarray:
    """The rate of each row's currency on its day.

    Parameters
    ----------
    currencies, dates : currency and day of each row.
    fx_rates : rows of the table; a rate counts from the later of its date and the day it was recorded.
    currency : the company's own, whose rate is 1.

    Returns
    -------
    numpy.ndarray
        float; NaN where no rate of at most 45 days was known on the day.

    Examples
    --------
    >>> fx = TABLES["fx_rates"].frame([{"currency": "USD", "date": "2026-01-02", "rate": 0.85}])
    >>> day = pd.Series(pd.to_datetime(["2026-01-01", "2026-01-09", "2026-03-01"]))
    >>> rates_on(pd.Series(["USD"] * 3), day, fx, currency="EUR").tolist()
    [nan, 0.85, nan]
    """
    rates = np.full(len(currencies), np.nan)
    wanted = dates.to_numpy(dtype="datetime64[us]")
    known = known_dates(fx_rates, TABLES["fx_rates"])
    codes, names = pd.factorize(currencies)
    for code, name in enumerate(names):
        rows = np.flatnonzero(codes == code)
        if name == currency:
            rates[rows] = 1.0
            continue
        mine = np.flatnonzero((fx_rates[F.currency] == name).to_numpy(dtype=bool, na_value=False))
        if not len(mine):
            continue
        since, day = known[mine], fx_rates[F.date].to_numpy(dtype="datetime64[us]")[mine]
        value = fx_rates[F.rate].to_numpy()[mine]
        order = np.lexsort((value, day, since))
        since, day, value = since[order], day[order], value[order]
        # the newest date among the rates known so far; of two for one date, the one recorded later corrects the other
        newest = np.maximum.accumulate(day)
        best = np.maximum.accumulate(np.where(day == newest, np.arange(len(day)), 0))
        place = np.searchsorted(since, wanted[rows], side="right") - 1
        found = place >= 0
        chosen = best[place[found]]
        fresh = wanted[rows[found]] - day[chosen] <= OLDEST
        rates[rows[found]] = np.where(fresh, value[chosen], np.nan)
    return rates


def amounts(order_lines: pd.DataFrame, fx_rates: pd.DataFrame, *, currency: str) -> pd.Series:
    """Each line's amount in the company's currency; an empty discount is none, an unknown rate leaves it empty.

    Parameters
    ----------
    order_lines, fx_rates : rows of the two tables.
    currency : the company's own.

    Returns
    -------
    pandas.Series
        float, quantity x unit_price x (1 - discount) x rate, index of `order_lines`.
    """
    rates = rates_on(order_lines[L.currency], order_lines[L.order_date], fx_rates, currency=currency)
    net = order_lines[L.quantity] * order_lines[L.unit_price] * (1 - order_lines[L.discount].fillna(0.0))
    return (net * rates).rename(L.amount)
