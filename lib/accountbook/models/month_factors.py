"""How the months of the year differ from each other, in orders and in what an order is worth."""

from __future__ import annotations

import numpy as np

from accountbook.features.months import MonthPanel

BELIEVED = 0.75
"""Share of a factor that is believed of a month of the year that was seen once."""
LEAST_MONTHS = 6
"""Months of the year that must be told, or none is."""
FEW = 1e-6
LEAST = 3
"""Months between an account's first and last order below which it cannot say when in the year it orders more."""


def month_factors(panel: MonthPanel) -> np.ndarray:
    """Factor of each month of the year on the number of orders, shape (12,), January first; their mean is 1.

    Parameters
    ----------
    panel : orders by month.

    Notes
    -----
    Classical multiplicative factors, of accounts that stay: for each account, the months strictly between its first
    and its last order, against its own mean of these, so that neither new accounts nor leaving ones look like a
    season. The logarithms are shrunk by the noise of counts (empirical Bayes, Efron & Morris 1975), and those of
    a month that was seen once by `BELIEVED` again, because one year cannot tell a season from an accident.

    Examples
    --------
    >>> import pandas as pd
    >>> from accountbook.features.months import month_panel
    >>> days = pd.DataFrame({"account_id": "A", "order_date": pd.date_range("2024-01-01", periods=30, freq="MS"),
    ...                      "amount": 5.0})
    >>> month_factors(month_panel(days, end=pd.Timestamp("2026-06-30"))).round(2).tolist() == [1.0] * 12
    True
    """
    seen = panel.orders > 0
    place = np.arange(len(panel.months))
    first = np.where(seen.any(axis=1), seen.argmax(axis=1), len(place))
    last = len(place) - 1 - seen[:, ::-1].argmax(axis=1)
    inside = (place > first[:, None]) & (place < last[:, None])
    inside &= (inside.sum(axis=1) >= LEAST)[:, None]
    inner = np.where(inside, panel.orders, 0.0)
    rate = inner.sum(axis=1) / np.maximum((inside * panel.length).sum(axis=1), 1e-9)
    count, given = inner.sum(axis=0), (inside * panel.length * rate[:, None]).sum(axis=0)
    return _shrunk(count, given, np.asarray(panel.months.month) - 1, _regularity(inner, inside))


def value_factors(panel: MonthPanel, factors: np.ndarray) -> np.ndarray:
    """Factor of each month of the year on what an order is worth, shape (12,); their mean over a year's orders is 1.

    Parameters
    ----------
    panel : orders by month. factors : of the number of orders, see `month_factors`.

    Notes
    -----
    The mean deviation of the logarithms of values from their account's mean, shrunk as the numbers are.

    Examples
    --------
    >>> import pandas as pd
    >>> from accountbook.features.months import month_panel
    >>> date = pd.date_range("2023-01-01", periods=36, freq="MS")
    >>> days = pd.DataFrame({"account_id": "A", "order_date": date, "amount": np.where(date.month == 12, 200.0, 100.0)})
    >>> value_factors(month_panel(days, end=pd.Timestamp("2025-12-31")), np.ones(12)).round(2).tolist()[-2:]
    [0.95, 1.5]
    """
    month = np.asarray(panel.months.month) - 1
    orders = panel.valued.sum(axis=1)
    mean = panel.logs.sum(axis=1) / np.maximum(orders, 1.0)
    apart = panel.logs - panel.valued * mean[:, None]
    free = np.maximum(orders - 1, 0.0).sum()
    within = float((panel.squares.sum(axis=1) - orders * mean**2).sum() / free) if free > 0 else 1.0
    count = np.bincount(month, panel.valued.sum(axis=0), minlength=12)
    ratio = np.bincount(month, apart.sum(axis=0), minlength=12) / np.maximum(count, 1.0)
    factor = _believed(ratio, max(within, FEW) / np.maximum(count, 1.0), count > 0, np.bincount(month, minlength=12))
    return factor / float((factors * factor).sum() / factors.sum())


def _regularity(inner: np.ndarray, inside: np.ndarray) -> float:
    """Variance of a month's count over its mean, pooled over accounts; 1 for orders that fall at random."""
    n = np.maximum(inside.sum(axis=1), 1)
    mean = inner.sum(axis=1) / n
    squares = np.where(inside, (inner - mean[:, None]) ** 2, 0.0).sum()
    free = np.maximum(inside.sum(axis=1) - 1, 0) @ mean
    return float(np.clip(squares / free, 0.1, 10.0)) if free > 0 else 1.0


def _shrunk(count: np.ndarray, given: np.ndarray, month: np.ndarray, spread: float) -> np.ndarray:
    count, given = np.bincount(month, count, minlength=12), np.bincount(month, given, minlength=12)
    years = np.bincount(month, minlength=12)
    ratio = np.log((count + 1.0) / (given + 1.0))
    noise = spread / (count + 1.0)
    factor = _believed(ratio, noise, given > 0, years)
    return factor / factor.mean()


def _believed(ratio: np.ndarray, noise: np.ndarray, told: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Factors out of logarithms with their noise's variances; 1 where a month is not told or most are not."""
    if told.sum() < LEAST_MONTHS:
        return np.ones(12)
    centre = np.average(ratio[told], weights=1 / noise[told])
    signal = max(float(np.mean((ratio[told] - centre) ** 2 - noise[told])), 0.0)
    share = signal / (signal + noise) * np.where(years > 1, 1.0, BELIEVED)
    return np.exp(np.where(told, share * (ratio - centre), 0.0))
