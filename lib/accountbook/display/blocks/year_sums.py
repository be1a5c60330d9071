"""The next twelve months of the company and its teams, with ranges of the sums' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.next_year import LITTLE, outlook_cell, period_name, year_finding, year_notes
from accountbook.display.blocks.terms import money_column
from accountbook.display.charts import year_chart
from accountbook.display.fragment import Fragment
from accountbook.display.page import section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from accountbook.planning.next_year import YearRecord
    from accountbook.planning.year_sums import YearSum, YearSums


def company_year(judged: YearSums, t: Words, *, record: YearRecord | None = None) -> Fragment:
    """The section "Next year" of the company: its months, and the teams with their targets.

    Parameters
    ----------
    record : how such predictions of accounts did on past dates; None: cannot be told.

    Returns
    -------
    Fragment
        A sentence alone where no order is known.
    """
    company = judged.company
    if company is None:
        return section(t("No order is known from which a year could be expected"))
    finding = year_finding(company.total, company.change, company.target, judged.end, t)
    ahead = [(one.outlook.value, one.outlook.low, one.outlook.high) for one in judged.months]
    drawn = [year_chart(judged.past, ahead, first=judged.start.replace(day=1), words=t, alt=finding)] if ahead else []
    note = year_notes(record, str(judged.shown), t)
    note.append(t("Orders of accounts that are known today, as they run; open deals stand apart and are in no sum."))
    if judged.untold:
        note.append(t("A team has too few accounts for a sum of its own, so teams are not told."))
    if judged.deals_untold:
        note.append(t("Open deals are left out where they are those of too few accounts for a sum."))
    return section(finding, *drawn, _table(judged, t), note=" ".join(note))


def _table(judged: YearSums, t: Words) -> Fragment:
    rows = [*judged.teams, judged.company]
    head, money = money_column([*(row.total.value for row in rows), *(row.before for row in rows)], t)
    targets = any(row.target is not None for row in rows)
    deals = any(row.deals is not None for row in rows)
    columns = [
        Column(t("Team"), "name", phone=6),
        Column(t("Accounts"), "number"),
        Column(t("Year before, {unit}", unit=head), "number"),
        Column(t("Year ahead, {unit}", unit=head), "number"),
        *([Column(t("Open deals, {unit}", unit=head), "number")] if deals else []),
        *([Column(t("Target, {unit}", unit=head), "number"), Column(t("Comes to"), "number")] if targets else []),
    ]
    cells = [
        [
            Cell(row.team or t("All accounts")),
            Cell(t.number(row.accounts)),
            Cell(money(row.before)),
            outlook_cell(row.total, money, t, strong=row.team is None),
            *([outlook_cell(row.deals, money, t)] if deals else []),
            *(_target(row, money, t) if targets else []),
        ]
        for row in rows
    ]
    return table(columns, cells, id="year-teams", caption=t("Most expected first."))


def _target(row: YearSum, money: Callable[..., str], t: Words) -> list[Cell]:
    """The target of a period, and what it comes to; orange where that lies under it."""
    if row.target is None or row.target.gap is None:
        return [Cell(""), Cell("")]
    gap = row.target.gap
    comes = Cell(money(row.target.outlook.value), second=t.change(gap), expected=gap > -LITTLE, act=gap <= -LITTLE)
    return [Cell(money(row.target.target), second=period_name(row.target, t)), comes]
