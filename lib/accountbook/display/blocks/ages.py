"""How fresh each table is beside how often it usually moves, and what each owner's accounts last brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import days
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import block
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.freshness import OwnerAge, TableAge

MOST = 6


def fresh(ages: Sequence[TableAge], t: Words) -> Fragment:
    """The block of how fresh the tables are: stale ones first, or the newest of each."""
    dated = [one for one in ages if one.newest is not None]
    stale = [one for one in dated if one.stale]
    if not dated:
        return block(t("No table says of which day it is"))
    if stale:
        finding = t.plural(
            "{n} table stands still: {table} since {day}",
            "{n} tables stand still, {table} since {day}",
            len(stale),
            table=stale[0].table,
            day=t.day(stale[0].newest),
        )
    else:
        finding = t.plural("{n} table is fresh", "All {n} tables with days are fresh", len(dated))
    shown = [*stale, *sorted((one for one in dated if not one.stale), key=lambda one: -(one.silent or 0))][:MOST]
    left = len(dated) - len(shown)
    note = t("Stale: silent for over seven usual steps, a week, and twice the longest pause of two years.")
    if left:
        told = t.plural("{n} fresher table is folded below.", "{n} fresher tables are folded below.", left)
        note = f"{told} {note}"
    rows = [
        Fact(one.table, t.day(one.newest), aside=_usual(one, t), act=one.stale)
        for one in shown
    ]  # fmt: skip
    return block(finding, facts(rows, head=(t("Table, how often it moves"), t("Newest day"))), note=note)


def _usual(one: TableAge, t: Words) -> str:
    if one.step is None:
        return ""
    return t("usually every day") if one.step <= 1 else t("usually every {days}", days=days(one.step, t))


def ages_table(ages: Sequence[TableAge], t: Words) -> Fragment:
    """The table of every table's newest day, usual step, longest pause, and rows without a day."""
    columns = [
        Column(t("Table"), "name"),
        Column(t("Rows"), "number"),
        Column(t("Newest day"), "number"),
        Column(t("Usual step, days"), "number"),
        Column(t("Silent, days"), "number"),
        Column(t("Longest pause, days"), "number"),
        Column(t("Rows without a day"), "number"),
    ]
    rows = [
        [
            Cell(one.table),
            Cell(t.number(one.rows)),
            Cell("" if one.newest is None else t.day(one.newest)),
            Cell("" if one.step is None else t.number(one.step)),
            Cell("" if one.silent is None else t.number(one.silent), act=one.stale),
            Cell("" if one.longest is None else t.number(one.longest)),
            Cell(t.number(one.undated) if one.undated else ""),
        ]
        for one in ages
    ]
    caption = t("A row without a day counts as always known, or as known since the load that first showed it.")
    return table(columns, rows, id="ages", caption=caption)


def owners_table(owners: Sequence[OwnerAge], t: Words) -> Fragment:
    """The table of what each owner's accounts last brought, by name."""
    columns = [
        Column(t("Owner or team"), "name"),
        Column(t("Accounts"), "number"),
        Column(t("Newest contact event"), "number", phone=3),
        Column(t("Newest assessment of a role"), "number", phone=3),
        Column(t("Accounts without one in a year"), "number", phone=6),
    ]
    rows = [
        [
            Cell(one.name),
            Cell(t.number(one.accounts)),
            Cell("" if one.event is None else t.day(one.event)),
            Cell("" if one.role is None else t.day(one.role)),
            Cell(t.number(one.unassessed) if one.unassessed else ""),
        ]
        for one in owners
    ]
    return table(columns, rows, id="owners", caption=t("By name, so that whoever mends the notes finds theirs."))
