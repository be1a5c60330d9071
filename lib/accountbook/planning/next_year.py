"""The next twelve months of an account (cap 86): what orders bring as they run, open deals apart, beside the target.

Frames of predictions come from the ledger; sums of them are told with ranges of their own, never with added ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.predicted import Shown
from accountbook.planning.values import change, number, text
from accountbook.planning.view import ORDER, View, lines
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L
from accountbook.tables import Targets as T

MONTHS = 12
NOTHING = 0.5
"""Under this amount a year is nothing, in the company's currency."""


class YearState(StrEnum):
    """What can be said of the next year."""

    NONE = "none"  # no prediction: no order so far, or none was made
    SILENT = "silent"  # nothing is expected
    EXPECTED = "expected"


@dataclass(frozen=True)
class Outlook:
    """What a time ahead brings: the mean and the range that holds it 8 times in 10."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class MonthAhead:
    """One month: what it brings, and what came from now to its end."""

    month: pd.Timestamp
    outlook: Outlook
    until: Outlook


@dataclass(frozen=True)
class FamilyYear:
    """A family's orders of the same months a year before, and of the year ahead; ``name`` None: none, or small."""

    name: str | None
    before: float
    outlook: Outlook


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


@dataclass(frozen=True)
class NextYear:
    """The next year of an account or of several.

    Attributes
    ----------
    start, end : first and last day of the twelve months; within a month, start is the day after as_of.
    total : orders as they run, those that name their deal left out. before : the same of the same days a year before.
    change : total over before, less 1.
    months, past : the twelve months ahead, and orders of the same twelve a year before, oldest first.
    families : most expected first; empty where items name none.
    deals : what open deals bring, None: there are none that say how much and how likely.
    deals_before : orders of the year before that name their deal.
    together : orders and deals.
    target : the period that runs now, or the next one that ends in these months.
    shown : "naive" where the model was not better than the year before.
    """

    state: YearState
    start: pd.Timestamp
    end: pd.Timestamp
    total: Outlook | None = None
    before: float = 0.0
    change: float | None = None
    months: tuple[MonthAhead, ...] = ()
    past: tuple[float, ...] = ()
    families: tuple[FamilyYear, ...] = ()
    deals: Outlook | None = None
    deals_before: float = 0.0
    together: Outlook | None = None
    target: TargetYear | None = None
    shown: Shown = Shown.NONE


def next_year(view: View, year: pd.DataFrame | None) -> NextYear:
    """The next year of the view's account.

    Parameters
    ----------
    year : predictions of kind ``year``; only the account's own rows are read.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> row = {"account_id": "A", "scope": "account", "whose": "A", "part": "orders", "family": "", "shown": "model",
    ...        "p10": 80.0, "p50": 95.0, "p90": 130.0, "mean": 100.0, "month": pd.NaT}
    >>> line = {"account_id": "A", "order_date": "2026-02-02", "item_id": "I", "quantity": 1, "unit_price": 125.0}
    >>> found = next_year(MemoryView("2026-10-31", {"order_lines": [line]}, account_id="A"), pd.DataFrame([row]))
    >>> found.total.value, found.before, round(found.change, 2), found.end
    (100.0, 125.0, -0.2, Timestamp('2027-10-31 00:00:00'))
    """
    start = view.as_of.normalize() + pd.Timedelta(days=1)
    end = start.replace(day=1) + pd.DateOffset(months=MONTHS) - pd.Timedelta(days=1)
    rows = _own(year, view.account_id)
    whole = rows[rows["month"].isna()]
    total, deals, together = (_outlook(whole, part) for part in ("orders", "deals", "all"))
    if total is None and deals is None:
        return NextYear(YearState.NONE, start, end)
    bought = lines(view, ORDER)
    bought = bought[(bought[L.order_date] >= back(start, MONTHS)) & (bought[L.order_date] <= back(end, MONTHS))]
    won = bought[L.opportunity_id].notna()
    run, before = bought[~won], float(bought.loc[~won, L.amount].sum())
    silent = max((one.high for one in (total, deals) if one is not None), default=0.0) < NOTHING
    months = _months(rows[rows["part"] == "orders"])
    expected = total or Outlook(0.0, 0.0, 0.0)
    return NextYear(
        state=YearState.SILENT if silent else YearState.EXPECTED,
        start=start,
        end=end,
        total=expected,
        before=before,
        change=change(expected.value, before),
        months=months,
        past=_past(run, start),
        families=_families(view, whole, run),
        deals=deals,
        deals_before=float(bought.loc[won, L.amount].sum()),
        together=together,
        target=_target(view, months, end),
        shown=Shown(text(whole["shown"].iloc[0]) or Shown.NONE),
    )


def _own(year: pd.DataFrame | None, account_id: str | None) -> pd.DataFrame:
    if year is None:
        return pd.DataFrame({"month": pd.Series(dtype="datetime64[us]"), "part": pd.Series(dtype="str")})
    return year[(year["scope"] == "account") & (year["whose"] == account_id)]


def _outlook(rows: pd.DataFrame, part: str, family: str | None = None) -> Outlook | None:
    found = rows[rows["part"] == part]
    if family is not None:
        found = found[found["family"] == family]
    return None if found.empty else _of(found.iloc[0])


def _of(row: pd.Series, low: str = "p10", high: str = "p90") -> Outlook:
    """A row's mean with its range, which never leaves it out."""
    value = number(row["mean"]) or 0.0
    return Outlook(value, min(number(row[low]) or 0.0, value), max(number(row[high]) or 0.0, value))


def _months(rows: pd.DataFrame) -> tuple[MonthAhead, ...]:
    found, so_far = [], 0.0
    for _, row in rows[rows["month"].notna()].sort_values("month").iterrows():
        one = _of(row)
        so_far += one.value
        low, high = number(row["until_p10"]) or 0.0, number(row["until_p90"]) or 0.0
        found.append(MonthAhead(row["month"], one, Outlook(so_far, min(low, so_far), max(high, so_far))))
    return tuple(found)


def _past(run: pd.DataFrame, start: pd.Timestamp) -> tuple[float, ...]:
    first = start.replace(day=1) - pd.DateOffset(months=MONTHS)
    month = run[L.order_date].dt.to_period("M").dt.to_timestamp()
    sums = run[L.amount].groupby(month).sum()
    return tuple(float(sums.get(one, 0.0)) for one in pd.date_range(first, periods=MONTHS, freq="MS"))


def _families(view: View, whole: pd.DataFrame, run: pd.DataFrame) -> tuple[FamilyYear, ...]:
    """The families told by name, most expected first; the rest last, under None."""
    told = whole[whole["part"] == "family"]
    if told.empty:
        return ()
    items = view.table("items")
    family = run[L.item_id].map(dict(zip(items[I.item_id], items[I.family], strict=True)))
    names = [one for one in told["family"] if one]
    family = family.where(family.isin(names), "")
    before = run[L.amount].groupby(family).sum()
    outlooks = {name: _outlook(told, "family", name) for name in (*names, "")}
    rows = [
        FamilyYear(name or None, float(before.get(name, 0.0)), outlook or Outlook(0.0, 0.0, 0.0))
        for name, outlook in outlooks.items()
        if outlook is not None or before.get(name, 0.0)
    ]
    return tuple(sorted(rows, key=lambda row: (row.name is None, -row.outlook.value, row.name or "")))


def _target(view: View, months: tuple[MonthAhead, ...], end: pd.Timestamp) -> TargetYear | None:
    """The account's target for all families whose period runs now, or the next one that ends in the months ahead."""
    table = view.table("targets")
    rows = table[(table[T.account_id] == view.account_id) & table[T.product].isna() & (table[T.amount] > 0)]
    rows = rows[(rows[T.ends_on] > view.as_of) & (rows[T.ends_on] <= end) & rows[T.ends_on].dt.is_month_end]
    if rows.empty or not months:
        return None
    # the version set last counts
    rows = rows.sort_values([T.starts_on, T.ends_on, T.set_on], kind="stable")
    row = rows[rows[T.starts_on] == rows[T.starts_on].iloc[0]].iloc[-1]
    starts_on, ends_on, target = row[T.starts_on], row[T.ends_on], float(row[T.amount])
    if starts_on > view.as_of + pd.Timedelta(days=1):
        return None
    bought = lines(view, ORDER)
    ordered = float(bought.loc[bought[L.order_date] >= starts_on, L.amount].sum())
    rest = [one.until for one in months if one.month <= ends_on][-1]
    outlook = Outlook(ordered + rest.value, ordered + rest.low, ordered + rest.high)
    return TargetYear(starts_on, ends_on, target, ordered, outlook, change(outlook.value, target))
