"""Revenue by month, against the same months of the year before.

Rule for short histories: an account's history begins with the month of its first known order. Months
before it are unknown, not zero; months after it without an order are zero. A comparison is made only
where its earlier half lies wholly inside the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.period import back, month_of
from accountbook.planning.values import change
from accountbook.planning.view import RETURN, View, lines
from accountbook.tables import OrderLines as L


class MonthsState(StrEnum):
    """How much history there is."""

    NONE = "none"
    SHORT = "short"  # no month a year before
    FULL = "full"


@dataclass(frozen=True)
class Month:
    """One calendar month.

    Attributes
    ----------
    month : its first day.
    ordered : amount of orders; None before the history.
    returned : amount of returns, zero or negative.
    year_before : orders of the same whole month a year earlier; None outside the history.
    partial : as_of lies before its end.
    """

    month: pd.Timestamp
    ordered: float | None
    returned: float
    year_before: float | None
    partial: bool


@dataclass(frozen=True)
class Comparison:
    """Orders of a period against an earlier one of the same length; both ends included.

    Attributes
    ----------
    change : value / before - 1; None where before is 0 or unknown.
    """

    start: pd.Timestamp
    end: pd.Timestamp
    value: float
    before: float | None
    change: float | None


@dataclass(frozen=True)
class Months:
    """Revenue by month.

    Attributes
    ----------
    months : oldest first, the one of as_of last.
    this_month : the month of as_of to date against the same days a year before; None without history.
    last_12 : the twelve months to as_of against the twelve before.
    highest, lowest : of the shown whole months inside the history; lowest only where it is unlike the others.
    returned_12 : returns of the last twelve months, zero or negative.
    unpriced : order lines in the shown months that have no amount (no exchange rate).
    history : months of history, the first and the last included.
    unpriced_orders : order days of the last twelve months, where none of them has an amount; else 0.
    """

    state: MonthsState
    months: tuple[Month, ...]
    this_month: Comparison | None
    last_12: Comparison | None
    highest: Month | None
    lowest: Month | None
    returned_12: float
    unpriced: int
    history: int
    unpriced_orders: int = 0


def months(view: View, *, count: int = 24) -> Months:
    """Revenue by month for the last `count` months, the month of as_of included.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "item_id": "I", "quantity": 1, "unit_price": 18.0}
    >>> rows = [line | {"order_date": "2025-10-02", "unit_price": 44.0}, line | {"order_date": "2026-10-02"}]
    >>> october = months(MemoryView("2026-10-31", {"order_lines": rows}, account_id="A")).this_month
    >>> october.value, october.before, round(october.change, 2)
    (18.0, 44.0, -0.59)
    """
    days = view.order_days()
    this = month_of(view.as_of)
    starts = pd.date_range(end=this, periods=count, freq="MS")
    ordered, returned = _by_month(days), _by_month(lines(view, RETURN))
    first = None if days.empty else month_of(days[L.order_date].min())

    def known(month: pd.Timestamp) -> float | None:
        return None if first is None or month < first else float(ordered.get(month, 0.0))

    shown = tuple(
        Month(
            month=month,
            ordered=known(month),
            returned=float(returned.get(month, 0.0)),
            year_before=known(month - pd.DateOffset(years=1)),
            partial=month == this and not view.as_of.is_month_end,
        )
        for month in starts
    )
    compared = None if first is None else _compare(days, this, view.as_of, first)
    whole = [month for month in shown if month.ordered is not None and not month.partial]
    shown_lines = lines(view)
    year = days.loc[days[L.order_date] > back(view.as_of, 12), L.amount]
    return Months(
        state=MonthsState.NONE
        if compared is None
        else MonthsState.SHORT
        if compared.before is None
        else MonthsState.FULL,
        months=shown,
        this_month=compared,
        last_12=None
        if first is None
        else _compare(days, back(view.as_of, 12) + pd.Timedelta(days=1), view.as_of, first),
        highest=_odd(whole, highest=True),
        lowest=_odd(whole, highest=False),
        returned_12=_between(lines(view, RETURN), back(view.as_of, 12) + pd.Timedelta(days=1), view.as_of),
        unpriced=int((shown_lines[L.amount].isna() & (shown_lines[L.order_date] >= starts[0])).sum()),
        history=0 if first is None else (this.year - first.year) * 12 + this.month - first.month + 1,
        unpriced_orders=len(year) if year.isna().all() else 0,
    )


def _by_month(rows: pd.DataFrame) -> pd.Series:
    month = rows[L.order_date].dt.to_period("M").dt.to_timestamp()
    return rows[L.amount].groupby(month).sum()


def _between(rows: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> float:
    return float(rows.loc[rows[L.order_date].between(start, end), L.amount].sum())


def _compare(days: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, first: pd.Timestamp) -> Comparison:
    """A period against the same days a year before, which must lie inside the history."""
    earlier = back(start - pd.Timedelta(days=1), 12) + pd.Timedelta(days=1)
    value = _between(days, start, end)
    before = None if earlier < first else _between(days, earlier, back(end, 12))
    return Comparison(start, end, value, before, change(value, before))


def _odd(whole: list[Month], *, highest: bool) -> Month | None:
    """The one month that stands out at an end, or None where several share it."""
    amounts = [month.ordered for month in whole if month.ordered is not None]
    if len(amounts) < 2:
        return None
    end = max(amounts) if highest else min(amounts)
    found = [month for month in whole if month.ordered == end]
    return found[0] if len(found) == 1 else None
