"""What the company's index tells of accounts that it may not name: sums by team, and links to the teams' own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from accountbook.display import Cell, Column, Fragment, IndexRow, Words, section, table
from accountbook.display.formats import missing
from accountbook.display.sums import sums_note, team_cell, team_name
from accountbook.planning.naming import Naming, Sums, team_sums
from accountbook.publish.places import folder_of
from accountbook.publish.summary import is_whole


@dataclass(frozen=True)
class Told:
    """The rows of an index, as far as they may be told.

    Attributes
    ----------
    named : rows of accounts that may be named.
    counted : those, and the rows that are counted in a sum.
    summed : of the counted ones, those whose money is in the total.
    sums : ``calls`` and ``failed`` by team.
    money : of 12 months, by the teams of a group; None where a plan is missing, or too few of them have bought.
    """

    named: list[IndexRow]
    counted: list[IndexRow]
    summed: list[IndexRow]
    sums: Sums
    money: Mapping[tuple[str, ...], float | None]


def told_of(rows: Sequence[IndexRow], scopes: Mapping[str, Collection[str]], *, least: int) -> Told:
    """Give what may be told of an index's rows.

    Parameters
    ----------
    rows : of all accounts.
    scopes : numbers of the active accounts of each team.
    least : accounts that a sum holds at least.

    Examples
    --------
    >>> rows = [IndexRow(f"A{n}", "Alfa", team="South", revenue=10.0, attention=n) for n in range(5)]
    >>> told = told_of([*rows, IndexRow("B", "Beta", team="North"), IndexRow("C", "Gamma")], {}, least=5)
    >>> [row.name for row in told.named], len(told.counted), told.money, told.sums.groups[0].values["calls"]
    (['Gamma'], 6, {('South',): 50.0}, 4.0)
    """
    naming = Naming(False, {row.account_id: row.team for row in rows}, least)
    values = {
        "calls": [float(row.attention > 0) for row in rows],
        "failed": [float(bool(row.failed)) for row in rows],
    }
    sums = team_sums(pd.DataFrame(values, index=[row.account_id for row in rows]), naming)
    money: dict[tuple[str, ...], float | None] = {}
    named = [row for row in rows if naming.allows(row.account_id)]
    summed = list(named)
    for group in sums.groups:
        own = [row for row in rows if row.team in group.teams]
        whole = is_whole(own, {account for team in group.teams for account in scopes.get(team, ())})
        enough = sum(not missing(row.revenue) and bool(row.revenue) for row in own) >= least
        money[group.teams] = sum(row.revenue for row in own) if whole and enough else None
        summed += own if whole and enough else []
    counted = [row for row in rows if row.account_id in sums.told or naming.allows(row.account_id)]
    return Told(named, counted, summed, sums, money)


def told_table(told: Told, t: Words) -> Fragment:
    """Give the table of the sums by team, most accounts that need a call first, with links to the teams' indexes."""
    note = sums_note(told.sums, t)
    if not told.sums.groups:
        return section(t("Too few accounts of teams to be summed up"), note=note)
    lost = told.sums.total("failed")
    groups = sorted(told.sums.groups, key=lambda group: (-group.values["calls"], group.teams))
    first = groups[0]
    finding = t(
        "Most calls to make: {team}, {n} of {total} accounts",
        team=team_name(first, told.sums, t),
        n=t.number(int(first.values["calls"])),
        total=t.number(first.accounts),
    )
    if not first.values["calls"]:
        finding = t("No account of a team needs a call")
    columns = [
        Column(t("Team"), "name", phone=6),
        Column(t("Accounts"), "number"),
        Column(t("Need a call"), "number"),
        *([Column(t("No plan"), "number")] if lost else []),
        Column(t("12 m, {unit}", unit=t.money_unit), "number"),
    ]
    rows = [
        [
            team_cell(group, told.sums, t, href=f"{folder_of(group.teams[0])}index.html"),
            Cell(t.number(group.accounts)),
            Cell(t.number(int(group.values["calls"]))),
            *([_failed(int(group.values["failed"]), t)] if lost else []),
            Cell(t.thousands(told.money[group.teams])) if told.money[group.teams] is not None else Cell(),
        ]
        for group in groups
    ]
    return section(finding, table(columns, rows, id="teams"), note=note)


def _failed(n: int, t: Words) -> Cell:
    return Cell(t.number(n), act=True, sign="×") if n else Cell()
