"""What a time ahead brings, read from predictions of kind "year": means with ranges, by month, beside targets."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.values import change, number
from accountbook.tables import OrderLines as L
from accountbook.tables import Targets as T

MONTHS = 12


@dataclass(frozen=True)
class Outlook:
    """The mean of what comes, and the range that should hold it 8 times in 10; it never leaves the mean out."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class MonthAhead:
    """One month: what it brings, and what comes from now to its end."""

    month: pd.Timestamp
    outlook: Outlook
    until: Outlook


@dataclass(frozen=True)
class TargetYear:
    """A target's period: what was ordered so far, what its rest brings, and what was to be sold.

    Attributes
    ----------
    ordered : of all orders from its first day to as_of, those of deals too.
    outlook : at its end: ordered and the rest as orders run, open deals left out.
    gap : outlook over target, less 1.
    """

    starts_on: pd.Timestamp
    ends_on: pd.Timestamp
    target: float
    ordered: float
    outlook: Outlook
    gap: float | None


def whole_year(as_of: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of the twelve months that follow a day; within a month, its rest is the first of them.

    Examples
    --------
    >>> [f"{day:%Y-%m-%d}" for day in whole_year(pd.Timestamp("2026-10-31"))]
    ['2026-11-01', '2027-10-31']
    """
    start = as_of.normalize() + pd.Timedelta(days=1)
    return start, start.replace(day=1) + pd.DateOffset(months=MONTHS) - pd.Timedelta(days=1)


def outlook(rows: pd.DataFrame, part: str, family: str | None = None) -> Outlook | None:
    """The twelve months together of a part of an account or sum, or None where there is no such row.

    Parameters
    ----------
    rows : of kind ``year``, of one account or sum, without month.
    """
    found = rows[rows["part"] == part]
    if family is not None:
        found = found[found["family"] == family]
    return None if found.empty else _of(found.iloc[0])


def months_ahead(rows: pd.DataFrame) -> tuple[MonthAhead, ...]:
    """The months of the orders of one account or sum."""
    found, so_far = [], 0.0
    rows = rows[(rows["part"] == "orders") & rows["month"].notna()]
    for _, row in rows.sort_values("month").iterrows():
        one = _of(row)
        so_far += one.value
        low, high = number(row["until_p10"]) or 0.0, number(row["until_p90"]) or 0.0
        found.append(MonthAhead(row["month"], one, Outlook(so_far, min(low, so_far), max(high, so_far))))
    return tuple(found)


def months_before(run: pd.DataFrame, start: pd.Timestamp) -> tuple[float, ...]:
    """Orders of the same twelve months a year before, oldest first.

    Parameters
    ----------
    run : order lines. start : see `whole_year`.
    """
    first = start.replace(day=1) - pd.DateOffset(months=MONTHS)
    sums = run[L.amount].groupby(run[L.order_date].dt.to_period("M").dt.to_timestamp()).sum()
    return tuple(float(sums.get(one, 0.0)) for one in pd.date_range(first, periods=MONTHS, freq="MS"))


def target_year(
    targets: pd.DataFrame, bought: pd.DataFrame, months: tuple[MonthAhead, ...], *, as_of: pd.Timestamp
) -> TargetYear | None:
    """The target whose period runs now and ends with one of the months ahead; None where there is none.

    Parameters
    ----------
    targets : rows for one account or sum, all families. bought : its order lines, of all dates.

    Examples
    --------
    >>> targets = pd.DataFrame({"starts_on": [pd.Timestamp("2026-01-01")], "ends_on": [pd.Timestamp("2026-11-30")],
    ...                         "set_on": [pd.Timestamp("2026-01-01")], "amount": [200.0]})
    >>> bought = pd.DataFrame({"order_date": [pd.Timestamp("2026-05-05")], "amount": [120.0]})
    >>> ahead = MonthAhead(pd.Timestamp("2026-11-01"), Outlook(30, 10, 60), Outlook(30, 10, 60))
    >>> found = target_year(targets, bought, (ahead,), as_of=pd.Timestamp("2026-10-31"))
    >>> found.outlook, found.gap
    (Outlook(value=150.0, low=130.0, high=180.0), -0.25)
    """
    ends = {one.month + pd.offsets.MonthEnd(): one.until for one in months}
    row = running_target(targets[targets[T.ends_on].isin(list(ends))], as_of)
    if row is None:
        return None
    ordered = float(bought.loc[bought[L.order_date] >= row[T.starts_on], L.amount].sum())
    rest, target = ends[row[T.ends_on]], float(row[T.amount])
    comes = Outlook(ordered + rest.value, ordered + rest.low, ordered + rest.high)
    return TargetYear(row[T.starts_on], row[T.ends_on], target, ordered, comes, change(comes.value, target))


def running_target(targets: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series | None:
    """The target whose period runs on a day: of the longest period, the version that was set last; None: there is none.

    Parameters
    ----------
    targets : rows for one account or sum, all families.
    """
    rows = targets[(targets[T.amount] > 0) & (targets[T.starts_on] <= as_of + pd.Timedelta(days=1))]
    rows = rows[rows[T.ends_on] >= as_of]
    if rows.empty:
        return None
    return rows.sort_values([T.ends_on, T.starts_on, T.set_on], ascending=[True, False, True], kind="stable").iloc[-1]


def _of(row: pd.Series) -> Outlook:
    value = number(row["mean"]) or 0.0
    return Outlook(value, min(number(row["p10"]) or 0.0, value), max(number(row["p90"]) or 0.0, value))
