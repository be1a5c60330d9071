"""The next twelve months of the company and its teams (cap 86), with ranges of the sums' own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from accountbook.planning.naming import Naming
from accountbook.planning.next_year import YearState
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
from accountbook.planning.predicted import Shown
from accountbook.planning.values import change, text
from accountbook.planning.view import ORDER, View, lines
from accountbook.tables import OrderLines as L
from accountbook.tables import Targets as T


@dataclass(frozen=True)
class YearSum:
    """The year of the company (``team`` None) or a team.

    Attributes
    ----------
    accounts : of which something is expected.
    total : orders as they run. before : of the same days a year before. change : total over before, less 1.
    deals : what open deals bring; None where there are none, or they would tell of too few accounts.
    target : see `target_year`.
    """

    team: str | None
    accounts: int
    total: Outlook
    before: float
    change: float | None
    deals: Outlook | None
    target: TargetYear | None


@dataclass(frozen=True)
class YearSums:
    """The next year of a whole book.

    Attributes
    ----------
    company : None where nothing is predicted. months, past : of the company, see `NextYear`.
    teams : most expected first; empty where there is one at most, or where `untold` says that they may not be told.
    untold : a team is too small for a sum, and what is left of the company's less the others' would be its own.
    deals_untold : deals are left out of the lines of teams, or of all, as too few accounts have any.
    """

    state: YearState
    start: pd.Timestamp
    end: pd.Timestamp
    company: YearSum | None = None
    months: tuple[MonthAhead, ...] = ()
    past: tuple[float, ...] = ()
    teams: tuple[YearSum, ...] = ()
    untold: bool = False
    deals_untold: bool = False
    shown: Shown = Shown.NONE


def year_sums(view: View, year: pd.DataFrame | None, naming: Naming) -> YearSums:
    """The next year of a whole book, by team where teams may be told.

    Parameters
    ----------
    view : a whole book. year : predictions of kind ``year``. naming : whom the page may name.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> row = {"account_id": "", "scope": "company", "whose": "", "part": "orders", "family": "", "shown": "model",
    ...        "p10": 80.0, "p50": 95.0, "p90": 130.0, "mean": 100.0, "month": pd.NaT}
    >>> found = year_sums(MemoryView("2026-10-31", {"order_lines": []}), pd.DataFrame([row]), Naming(True, {}))
    >>> found.company.total, found.teams
    (Outlook(value=100.0, low=80.0, high=130.0), ())
    """
    start, end = whole_year(view.as_of)
    if year is None or year.empty:
        return YearSums(YearState.NONE, start, end)
    orders, targets = lines(view, ORDER), view.table("targets")
    targets = targets[targets[T.account_id].isna() & targets[T.owner_id].isna() & targets[T.product].isna()]
    each = year[(year["scope"] == "account") & year["month"].isna() & (year["p90"] > 0)]
    expected = set(each["account_id"])
    own = year[(year["scope"] == "company")]
    company = _sum(None, own, expected, orders, targets[targets[T.team].isna()], view)
    sizes = {team: set() for team in year.loc[year["scope"] == "team", "whose"].unique()}
    for account in expected:
        sizes.setdefault(naming.teams.get(account, ""), set()).add(account)
    named = {team: some for team, some in sizes.items() if team}
    untold = not naming.everyone and any(len(some) < naming.least for some in named.values())
    counts = _dealt(year, naming)
    company_told = naming.everyone or not counts or sum(counts.values()) >= naming.least
    teams_told = naming.everyone or all(count >= naming.least for count in counts.values())
    if company is not None and not company_told:
        company = replace(company, deals=None)
    teams = []
    for team in [] if untold or len(named) < 2 else named:
        rows = year[(year["scope"] == "team") & (year["whose"] == team)]
        if not teams_told:
            rows = rows[rows["part"] != "deals"]
        theirs = orders[orders[L.account_id].map(naming.teams).eq(team)]
        found = _sum(team, rows, named[team], theirs, targets[targets[T.team] == team], view)
        teams += [] if found is None else [found]
    run = _year_before(orders, start, end)
    return YearSums(
        state=YearState.NONE if company is None else YearState.EXPECTED if company.total.high else YearState.SILENT,
        start=start,
        end=end,
        company=company,
        months=months_ahead(own),
        past=months_before(run, start),
        teams=tuple(sorted(teams, key=lambda one: (-one.total.value, one.team or ""))),
        untold=untold,
        deals_untold=not company_told or (not teams_told and not untold and len(named) > 1),
        shown=Shown(text(own["shown"].iloc[0]) or Shown.NONE) if len(own) else Shown.NONE,
    )


def _dealt(year: pd.DataFrame, naming: Naming) -> Mapping[str, int]:
    """Of each team, how many accounts its open deals are with; those of no team may be named, and are not counted."""
    deals = year[(year["scope"] == "account") & (year["part"] == "deals") & year["month"].isna() & (year["mean"] > 0)]
    teams = (naming.teams.get(account) for account in set(deals["account_id"]))
    return Counter(team for team in teams if team)


def _year_before(orders: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Order lines of the same days a year before that no deal brought."""
    days = orders[L.order_date].between(start - pd.DateOffset(years=1), back(end, MONTHS))
    return orders[days & orders[L.opportunity_id].isna()]


def _sum(
    team: str | None,
    rows: pd.DataFrame,
    accounts: set[str],
    orders: pd.DataFrame,
    targets: pd.DataFrame,
    view: View,
) -> YearSum | None:
    whole = rows[rows["month"].isna()]
    total = outlook(whole, "orders")
    if total is None:
        return None
    before = float(_year_before(orders, *whole_year(view.as_of))[L.amount].sum())
    return YearSum(
        team=team,
        accounts=len(accounts),
        total=total,
        before=before,
        change=change(total.value, before),
        deals=outlook(whole, "deals"),
        target=target_year(targets, orders, months_ahead(rows), as_of=view.as_of),
    )
