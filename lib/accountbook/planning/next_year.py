"""The next twelve months of an account (cap 86): what orders bring as they run, open deals apart, beside the target.

Frames of predictions come from the ledger; sums of them are told with ranges of their own, never with added ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.outlook import (
    MONTHS,
    MonthAhead,
    Outlook,
    TargetYear,
    months_ahead,
    months_before,
    outlook,
    target_year,
    whole_year,
)
from accountbook.planning.period import back
from accountbook.planning.predicted import Shown, measured
from accountbook.planning.values import change, text
from accountbook.planning.view import ORDER, View, lines
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L
from accountbook.tables import Targets as T

FEWEST = 2
"""Order days that make a rate of an account's own."""
NOTHING = 0.5
"""Under this amount a year is nothing, in the company's currency."""


class YearState(StrEnum):
    """What can be said of the next year."""

    NONE = "none"  # no prediction: no order so far, or none was made
    SILENT = "silent"  # nothing is expected
    EXPECTED = "expected"


@dataclass(frozen=True)
class FamilyYear:
    """A family's orders of the same months a year before, and of the year ahead; ``name`` None: none, or small."""

    name: str | None
    before: float
    outlook: Outlook


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
    target : see `target_year`.
    shown : "naive" where the model was not better than the year before.
    few : order days so far where they are too few for a rate of the account's own: its year is that of accounts alike.
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
    few: int | None = None


@dataclass(frozen=True)
class YearRecord:
    """How such predictions did on past dates, over ``months`` months each.

    Attributes
    ----------
    held : how often the range of an account's sum held what came.
    error, rival : absolute errors of these sums over what came; the rival repeats the year before.
    """

    months: int
    held: float
    error: float
    rival: float


def year_record(quality: pd.DataFrame | None) -> YearRecord | None:
    """What is shown now, on past dates; None where history was too short to tell.

    Parameters
    ----------
    quality : predictions of kind ``quality_year``.

    Examples
    --------
    >>> rows = [("months", 12.0, 12.0), ("coverage", 0.88, 0.8), ("wape", 0.31, 0.35)]
    >>> frame = pd.DataFrame(rows, columns=["metric", "value", "naive"]).assign(target="year", shown="model")
    >>> year_record(frame)
    YearRecord(months=12, held=0.88, error=0.31, rival=0.35)
    """
    found = {name: measured(quality, "year", name) for name in ("months", "coverage", "wape")}
    if any(one is None for one in found.values()):
        return None
    error = found["wape"]
    ours, rival = (error.figure, error.figure) if error.shown == Shown.NAIVE else (error.figure, error.other)
    if rival is None:
        return None
    return YearRecord(round(found["months"].figure), found["coverage"].figure, ours, rival)


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
    start, end = whole_year(view.as_of)
    rows = _own(year, view.account_id)
    whole = rows[rows["month"].isna()]
    total, deals, together = (outlook(whole, part) for part in ("orders", "deals", "all"))
    if total is None and deals is None:
        return NextYear(YearState.NONE, start, end)
    orders = lines(view, ORDER)
    bought = orders[orders[L.order_date].between(start - pd.DateOffset(years=1), back(end, MONTHS))]
    won = bought[L.opportunity_id].notna()
    run, before = bought[~won], float(bought.loc[~won, L.amount].sum())
    silent = max((one.high for one in (total, deals) if one is not None), default=0.0) < NOTHING
    months = months_ahead(rows)
    expected = total or Outlook(0.0, 0.0, 0.0)
    return NextYear(
        state=YearState.SILENT if silent else YearState.EXPECTED,
        start=start,
        end=end,
        total=expected,
        before=before,
        change=change(expected.value, before),
        months=months,
        past=months_before(run, start),
        families=_families(view, whole, run),
        deals=deals,
        deals_before=float(bought.loc[won, L.amount].sum()),
        together=together,
        target=target_year(own_targets(view), orders, months, as_of=view.as_of),
        shown=Shown(text(whole["shown"].iloc[0]) or Shown.NONE),
        few=ordered if (ordered := len(view.order_days())) < FEWEST else None,
    )


def _own(year: pd.DataFrame | None, account_id: str | None) -> pd.DataFrame:
    if year is None:
        return pd.DataFrame({"month": pd.Series(dtype="datetime64[us]"), "part": pd.Series(dtype="str")})
    return year[(year["scope"] == "account") & (year["whose"] == account_id)]


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
    outlooks = {name: outlook(told, "family", name) for name in (*names, "")}
    rows = [
        FamilyYear(name or None, float(before.get(name, 0.0)), one or Outlook(0.0, 0.0, 0.0))
        for name, one in outlooks.items()
        if one is not None or before.get(name, 0.0)
    ]
    return tuple(sorted(rows, key=lambda row: (row.name is None, -row.outlook.value, row.name or "")))


def own_targets(view: View) -> pd.DataFrame:
    """The account's own, for all families."""
    table = view.table("targets")
    return table[(table[T.account_id] == view.account_id) & table[T.product].isna()]
