"""How accounts stand at a month's end: how often they order, what an order is worth, how long they have been silent."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from accountbook.features.accounts import DEFAULT_VALUE
from accountbook.features.months import MEAN_MONTH, MonthPanel
from accountbook.features.shrink import Pool, pool

MONTHS = 12
"""Months ahead."""
HALF_LIFE = 24.0
"""Months in which an order's weight halves. Error of a year's revenue is flat from 12 to 48 on trades of all kinds."""
OWN = 3.0
"""Orders that everybody's value counts for beside an account's own mean."""
SHAPE = (0.3, 3.0)
"""Bounds of the shape of the rates' distribution over accounts: how much everybody's rate counts for, in orders."""
WIDEST = 25.0
"""Variance of the logarithms of values at most: beyond it they are nonsense, and their sums overflow."""
FEW = 1e-9


@dataclass(frozen=True, eq=False)
class Standing:
    """How each account stands.

    Attributes
    ----------
    rate : orders in a mean month of the year, shape (n,).
    value : mean value of an order, shape (n,); its logarithm's uncertainty has variance ``own``, shape (n,).
    within : variance of the logarithm of an order's value about its account's mean.
    orders : order days so far, shape (n,).
    missed : orders that the silence since the last one should have held by the rate, shape (n,).
    columns : what the rate is corrected by, shape (n, 6).
    months : first days of the twelve months ahead.
    ahead : orders of the twelve months ahead by rate and month of the year alone, shape (n, 12).
    """

    rate: np.ndarray
    value: np.ndarray
    own: np.ndarray
    within: float
    orders: np.ndarray
    missed: np.ndarray
    columns: np.ndarray
    months: pd.DatetimeIndex
    ahead: np.ndarray


def months_after(end: pd.Timestamp) -> pd.DatetimeIndex:
    """First days of the twelve months that follow a day; within a month, the rest of it is the first of them.

    Examples
    --------
    >>> months_after(pd.Timestamp("2026-10-31"))[0], months_after(pd.Timestamp("2026-11-01"))[0]
    (Timestamp('2026-11-01 00:00:00'), Timestamp('2026-11-01 00:00:00'))
    """
    following = (end + pd.Timedelta(days=1)).normalize().replace(day=1)
    return pd.date_range(following, periods=MONTHS, freq="MS")


def first_part(end: pd.Timestamp) -> float:
    """How much of the first of `months_after` is still to come, 0 to 1.

    Examples
    --------
    >>> first_part(pd.Timestamp("2026-10-31")), round(first_part(pd.Timestamp("2026-11-06")), 2)
    (1.0, 0.8)
    """
    return 1.0 if end.is_month_end else 1 - end.day / end.days_in_month


def standing(panel: MonthPanel, factors: np.ndarray) -> Standing:
    """How the panel's accounts stand at its end.

    Parameters
    ----------
    panel : orders by month. factors : of the months of the year, shape (12,).

    Notes
    -----
    Rates are Gamma-Poisson (Ehrenberg 1959): orders after the first over the time since, both weighted by age, and
    time counted by the month of the year. Values are a shrunk log-normal beside the account's own mean.
    """
    month = np.asarray(panel.months.month) - 1
    span = panel.length * factors[month]
    rows, first = np.arange(len(panel.accounts)), (panel.last >= 0).argmax(axis=1)
    exposed = np.where(panel.last >= 0, span, 0.0)
    exposed[rows, first] /= 2
    again = panel.orders.copy()
    again[rows, first] -= 1.0
    weight = 0.5 ** (np.arange(len(panel.months))[::-1] / HALF_LIFE)
    rate = _rates(again, exposed, weight)
    silent = _silence(panel, span, factors)
    missed = rate * silent
    recent = slice(max(len(panel.months) - 3, 0), None)
    columns = [
        np.log1p(missed),
        np.log1p(silent),
        np.log(rate),
        np.log1p(again.sum(axis=1)),
        np.log1p(exposed.sum(axis=1)),
        np.log((again[:, recent].sum(axis=1) + 1) / (rate * exposed[:, recent].sum(axis=1) + 1)),
    ]
    value, own, within = _values(panel, weight)
    after = months_after(panel.end)
    ahead = after.days_in_month.to_numpy(float) / MEAN_MONTH * factors[after.month.to_numpy() - 1]
    ahead[0] *= first_part(panel.end)
    return Standing(
        rate=rate,
        value=value,
        own=own,
        within=within,
        orders=panel.orders.sum(axis=1),
        missed=missed,
        columns=np.column_stack(columns),
        months=after,
        ahead=rate[:, None] * ahead,
    )


def _rates(again: np.ndarray, exposed: np.ndarray, weight: np.ndarray) -> np.ndarray:
    count, time = again.sum(axis=1), exposed.sum(axis=1)
    mean = (count.sum() + 1.0) / (time.sum() + 3.0)
    given = mean * time
    spread = ((count - given) ** 2 - given).sum() / max(given @ given, FEW)
    shape = float(np.clip(1 / max(spread, FEW), *SHAPE))
    return (shape + again @ weight) / (shape / mean + exposed @ weight)


def _silence(panel: MonthPanel, span: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Months since the last order, counted by the month of the year."""
    last = panel.last[:, -1].astype("datetime64[D]")
    start = last.astype("datetime64[M]")
    place = (start - np.datetime64(panel.months[0], "M")).astype(np.int64) if len(last) else np.empty(0, np.int64)
    into = ((last - start.astype("datetime64[D]")).astype(np.int64) + 1) / MEAN_MONTH
    since = np.concatenate([np.cumsum(span[::-1])[::-1], [0.0]])[place]
    return np.maximum(since - into * factors[np.asarray(panel.months.month)[place] - 1], 0.0)


def _values(panel: MonthPanel, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    count = panel.valued.sum(axis=1)
    mean = panel.logs.sum(axis=1) / np.maximum(count, 1.0)
    squares = np.maximum(panel.squares.sum(axis=1) - count * mean**2, 0.0)
    values: Pool = pool(mean, squares, count, default=DEFAULT_VALUE)
    values = replace(values, within=min(values.within, WIDEST))
    newer = panel.valued @ weight
    centre = values.centre((panel.logs @ weight) / np.maximum(newer, FEW), newer)
    shrunk = np.exp(centre + values.within / 2)
    total = np.maximum(panel.revenue @ weight, 0.0)
    value = (total + OWN * shrunk) / (panel.orders @ weight + OWN)
    return value, values.within / (newer + values.weight), values.within
