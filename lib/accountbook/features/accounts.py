"""What an account's order days say of its rhythm and value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features.groups import group_max, group_median, group_starts, group_sum
from accountbook.features.shrink import Pool, pool
from accountbook.features.view import OrderDays as D
from accountbook.features.view import View

YEAR = 365
MONTH = 30
DEFAULT_GAP = Pool(mean=float(np.log(45)), within=0.6, between=0.6)
"""Gaps of a company that has none yet: around 45 days, widely spread; worth ten gaps."""
DEFAULT_VALUE = Pool(mean=float(np.log(500)), within=0.6, between=1.2)
"""Order values of a company that has none yet."""


class AccountFeature:
    """Names of the columns of `account_features`; days are whole days, money the company's currency.

    The ``*_log_mean``, ``*_log_squares`` and counts are what shrinkage needs: mean of the logarithms
    and the sum of squares about it. ``overdue`` = recency / shrunk gap. ``months_active`` counts those of the last
    twelve stretches of thirty days that hold an order.
    """

    orders = "orders"
    first_order = "first_order"
    last_order = "last_order"
    recency = "recency"
    age = "age"
    gaps = "gaps"
    gap_log_mean = "gap_log_mean"
    gap_log_squares = "gap_log_squares"
    gap_longest = "gap_longest"
    gap_median = "gap_median"
    gap_shrunk = "gap_shrunk"
    overdue = "overdue"
    values = "values"
    value_log_mean = "value_log_mean"
    value_log_squares = "value_log_squares"
    value_median = "value_median"
    value_last = "value_last"
    revenue = "revenue"
    revenue_365 = "revenue_365"
    revenue_prev_365 = "revenue_prev_365"
    revenue_180 = "revenue_180"
    revenue_60 = "revenue_60"
    orders_365 = "orders_365"
    orders_30 = "orders_30"
    months_active = "months_active"
    repeats = "repeats"
    log_recency = "log_recency"
    log_orders = "log_orders"
    log_age = "log_age"
    log_gap = "log_gap"
    log_overdue = "log_overdue"


F = AccountFeature


def account_features(view: View) -> pd.DataFrame:
    """Rhythm and value of every account that ever ordered, as known on the view's date.

    Parameters
    ----------
    view : a book or a snapshot of one; only ``as_of`` and ``order_days()`` are used.

    Returns
    -------
    Frame indexed by account_id, sorted; columns `AccountFeature`. ``repeats`` marks the population that
    predictions are judged on: two order days or more and the last one at most 365 days back.
    Every number is finite; what an account does not have (a gap, a value) counts 0.

    Notes
    -----
    One pass over the sorted order days; no loop over accounts. Gaps are shrunk towards the population's
    (`accountbook.features.shrink`); an account without a gap gets the population's.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> days = pd.DataFrame({"account_id": ["A", "A"], "order_date": pd.to_datetime(["2026-01-01", "2026-01-31"]),
    ...                      "amount": [100.0, 300.0], "quantity": [1.0, 1.0], "lines": [1, 1]})
    >>> view = SimpleNamespace(as_of=pd.Timestamp("2026-02-10"), order_days=lambda: days)
    >>> account_features(view).loc["A", ["orders", "recency", "age", "gap_longest", "revenue_365"]].tolist()
    [2.0, 10.0, 40.0, 30.0, 400.0]
    """
    return with_rhythm(account_facts(view))


def account_facts(view: View) -> pd.DataFrame:
    """The features of each account that need no other account, for a view that may hold only some of them.

    Returns
    -------
    Frame as `account_features` gives it, without the columns that `with_rhythm` adds.
    """
    days = view.order_days()
    starts = group_starts(days[D.account_id])
    counts = np.diff(np.append(starts, len(days)))
    ends = starts + counts - 1
    date = days[D.order_date].to_numpy().astype("datetime64[us]", copy=False)
    back = np.datetime64(view.as_of, "D").astype(np.int64) - date.astype("datetime64[D]").astype(np.int64)
    amount = _finite(days[D.amount].to_numpy(dtype=float))

    frame = {F.orders: counts, F.first_order: date[starts], F.last_order: date[ends]}
    frame |= {F.recency: back[ends], F.age: back[starts]}
    frame |= _gaps(back, starts, counts)
    frame |= _values(amount, starts, ends)
    frame[F.revenue] = group_sum(amount, starts)
    for name, newest, oldest in (
        (F.revenue_365, 0, YEAR),
        (F.revenue_prev_365, YEAR, 2 * YEAR),
        (F.revenue_180, 0, 180),
        (F.revenue_60, 0, 60),
    ):
        frame[name] = group_sum(amount * ((back >= newest) & (back < oldest)), starts)
    frame[F.orders_365] = group_sum((back < YEAR).astype(float), starts)
    frame[F.orders_30] = group_sum((back < MONTH).astype(float), starts)
    frame[F.months_active] = _months(back, starts)
    frame[F.repeats] = (counts >= 2) & (frame[F.recency] <= YEAR)

    index = pd.Index(days[D.account_id].array[starts], dtype="str", name=D.account_id)
    return pd.DataFrame(frame, index=index)


def with_rhythm(facts: pd.DataFrame) -> pd.DataFrame:
    """Add what needs everybody: gaps shrunk towards the population's, how overdue that is, and the logarithms.

    Parameters
    ----------
    facts : `account_facts` of one date, of all accounts in their order; those without a gap may be left out.

    Returns
    -------
    The same rows with the remaining columns of `account_features`.
    """
    mean, squares, count = (facts[name].to_numpy() for name in (F.gap_log_mean, F.gap_log_squares, F.gaps))
    log_gap = pool(mean, squares, count, default=DEFAULT_GAP).centre(mean, count)
    recency = facts[F.recency].to_numpy()
    overdue = recency / np.exp(log_gap)
    return facts.assign(
        **{
            F.log_gap: log_gap,
            F.gap_shrunk: np.exp(log_gap),
            F.overdue: overdue,
            F.log_recency: np.log1p(recency),
            F.log_orders: np.log(facts[F.orders].to_numpy()),
            F.log_age: np.log1p(facts[F.age].to_numpy()),
            F.log_overdue: np.log1p(overdue),
        }
    )


def _gaps(back: np.ndarray, starts: np.ndarray, counts: np.ndarray) -> dict[str, np.ndarray]:
    """Moments of the logarithms of the days between an account's order days."""
    gap = np.zeros(len(back))
    gap[1:] = back[:-1] - back[1:]
    gap[starts] = 0
    inner = np.ones(len(back), dtype=bool)
    inner[starts] = False
    log_gap = np.where(inner, np.log(np.maximum(gap, 1)), 0.0)
    count = counts - 1
    mean = group_sum(log_gap, starts) / np.maximum(count, 1)
    away = np.where(inner, log_gap - np.repeat(mean, counts), 0.0)
    return {
        F.gaps: count,
        F.gap_log_mean: mean,
        F.gap_log_squares: group_sum(away**2, starts),
        F.gap_longest: group_max(gap, starts),
        F.gap_median: _medians(gap[inner], np.repeat(np.arange(len(starts)), counts)[inner], len(starts)),
    }


def _months(back: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """How many of the last twelve stretches of thirty days hold an order day."""
    month = back // MONTH
    new = np.ones(len(back), dtype=bool)
    new[1:] = month[1:] != month[:-1]
    new[starts] = True
    return group_sum((new & (month < 12)).astype(float), starts)


def _values(amount: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> dict[str, np.ndarray]:
    """Moments of the logarithms of an account's order values; orders without a positive value don't count."""
    paid = amount > 0
    log_value = np.where(paid, np.log(np.where(paid, amount, 1.0)), 0.0)
    count = group_sum(paid.astype(float), starts)
    mean = group_sum(log_value, starts) / np.maximum(count, 1)
    sizes = np.diff(np.append(starts, len(amount)))
    away = np.where(paid, log_value - np.repeat(mean, sizes), 0.0)
    return {
        F.values: count,
        F.value_log_mean: mean,
        F.value_log_squares: group_sum(away**2, starts),
        F.value_median: _medians(amount[paid], np.repeat(np.arange(len(starts)), sizes)[paid], len(starts)),
        F.value_last: amount[ends],
    }


def _medians(values: np.ndarray, codes: np.ndarray, groups: int) -> np.ndarray:
    """Median of each group, 0 where it has no value."""
    return np.nan_to_num(group_median(values, codes, groups))


def _finite(values: np.ndarray) -> np.ndarray:
    """Amounts with unknown or infinite ones as 0: an order whose worth is not known still is an order."""
    return np.where(np.isfinite(values), values, 0.0)
