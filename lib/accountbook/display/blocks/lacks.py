"""What is empty in the tables that a book has, and what that takes from the reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import money_column
from accountbook.display.fragment import Fragment
from accountbook.display.page import section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.lacks import Lack

MOST = 8


def gaps_to_fill(found: Sequence[Lack], t: Words) -> Fragment:
    """The section of what is empty and would add most to the reports, most revenue first; empty where nothing is."""
    if not found:
        return Fragment()
    head, money = money_column([one.revenue for one in found], t)
    columns = [
        Column(t("Empty, and what it takes from the reports"), "name"),
        Column(t("Empty"), "number", phone=3),
        Column(t("Accounts"), "number", phone=3),
        Column(t("12 months, {unit}", unit=head), "number", phone=3),
        Column(t("Share"), "number", phone=3),
    ]
    rows = [
        [
            Cell(one.table if one.column is None else f"{one.table}.{one.column}", second=t(_taken(one))),
            Cell(t("{n} of {total}", n=t.number(one.empty), total=t.number(one.of))),
            Cell(t.number(one.accounts)),
            Cell("" if one.revenue is None else money(one.revenue)),
            Cell(t.share(one.share), strong=True),
        ]
        for one in found[:MOST]
    ]
    finding = t.plural(
        "{n} gap to fill: {first} concerns {share} of a year's orders",
        "{n} gaps to fill; the first, {first}, concerns {share} of a year's orders",
        len(found),
        first=found[0].column or found[0].table,
        share=t.share(found[0].share),
    )
    caption = t(
        "Most of a year's orders concerned first; where half of an account's rows lack it, half of its orders count."
    )
    left = len(found) - len(rows)
    note = t.plural("{n} smaller gap is left out.", "{n} smaller gaps are left out.", left) if left else ""
    return section(finding, table(columns, rows, id="gaps", caption=caption), note=note)


def _taken(one: Lack) -> str:
    return TAKES.get(one.code, N_("what reports say of it"))


TAKES = {
    "margin": N_("the margin of these orders"),
    "behind": N_("who buys behind the distributor, and why small items come back"),
    "family": N_("families, and which deals an order belongs to"),
    "owner": N_("whose account it is, and whose pages it is on"),
    "holidays": N_("holidays and shutdowns in the year ahead"),
    "roles": N_("the roles of its industry; only the general ones are asked for"),
    "peaks": N_("orders before the end of their fiscal year"),
    "asked": N_("the money asked and expected"),
    "close": N_("when a deal is decided, and whether it was pushed"),
    "budget": N_("odds: whether there is money for the deal"),
    "key_person": N_("odds: whether we know who decides"),
    "criteria": N_("what will decide the deal, one of its nine questions"),
    "verified": N_("whether the people are still there"),
    "disposition": N_("who is for us and who against"),
    "people": N_("who is there: these accounts have no contact"),
    "coverage": N_("which roles are known: these accounts have none assessed"),
}
