"""Who is worth a call where the page may not name accounts: the money at risk and the deals, by team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import money_column
from accountbook.display.fragment import Fragment
from accountbook.display.sums import team_cell, team_name
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.naming import Group, Sums
    from accountbook.planning.portfolio import Calls


def risk_finding(judged: Calls, t: Words) -> str:
    """Such as "9 of 41 accounts stand out; EUR 640k of a year's orders is at risk"."""
    if not judged.predicted:
        return t("Too few accounts to be summed up")
    return t.plural(
        "{n} of {total} accounts stands out; {money} of a year's orders is at risk",
        "{n} of {total} accounts stand out; {money} of a year's orders is at risk",
        judged.standing_out,
        total=t.number(judged.predicted),
        money=t.money(judged.total, unit=True),
    )


def risk_by_team(sums: Sums, t: Words) -> tuple[str, Fragment | None]:
    """The finding and the table of the money at risk by team, most first; no table where no team may be told."""
    groups = _sorted(sums, "at_risk")
    if not groups:
        return t("Too few accounts of teams to be summed up"), None
    first = groups[0]
    finding = t(
        "Most at risk: {team}, {money} over {n} accounts",
        team=team_name(first, sums, t),
        money=t.money(first.values["at_risk"], unit=True),
        n=t.number(first.accounts),
    )
    head, money = money_column([group.values["at_risk"] for group in groups], t)
    columns = [
        Column(t("Team"), "name", phone=6),
        Column(t("Accounts predicted"), "number", label=t("Accounts")),
        Column(t("Stand out"), "number"),
        Column(t("At risk, {unit}", unit=head), "number"),
    ]
    rows = [
        [
            team_cell(group, sums, t),
            Cell(t.number(group.accounts)),
            Cell(t.number(int(group.values["standing_out"]))),
            Cell(money(group.values["at_risk"]), strong=True),
        ]
        for group in groups
    ]
    return finding, table(columns, rows, id="teams", caption=t("Most money at risk first."))


def deals_by_team(sums: Sums, t: Words) -> tuple[str, Fragment | None]:
    """The finding and the table of the open deals by team, most expected money first; see `risk_by_team`."""
    by = "expected" if sums.groups and "expected" in sums.groups[0].values else "asked"
    groups = _sorted(sums, by)
    if not groups:
        return t("Too few accounts of teams have deals to be summed up"), None
    first = groups[0]
    values = {"team": team_name(first, sums, t), "asked": t.money(first.values["asked"], unit=True)}
    if by == "expected":
        about = t.money(first.values["expected"], unit=True)
        finding = t("Most expected: {team}, {about} of the {asked} asked", about=about, **values)
    else:
        finding = t("Most asked: {team}, {asked}", **values)
    head, money = money_column([group.values["asked"] for group in groups], t)
    columns = [
        Column(t("Team"), "name", phone=6),
        Column(t("Accounts with deals"), "number", label=t("Accounts")),
        Column(t("Deals"), "number"),
        Column(t("With a doubt"), "number"),
        Column(t("{unit} asked", unit=head), "number"),
        *([Column(t("{unit} expected", unit=head), "number")] if by == "expected" else []),
    ]
    rows = [
        [
            team_cell(group, sums, t),
            Cell(t.number(group.accounts)),
            Cell(t.number(int(group.values["deals"]))),
            Cell(t.number(int(group.values["doubtful"]))),
            Cell(money(group.values["asked"])),
            *([Cell(money(group.values["expected"]), expected=True)] if by == "expected" else []),
        ]
        for group in groups
    ]
    return finding, table(columns, rows, id="teams", caption=t("Most money first. A deal is asked and expected."))


def _sorted(sums: Sums, name: str) -> list[Group]:
    return sorted(sums.groups, key=lambda group: (-group.values[name], group.teams))
