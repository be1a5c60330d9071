"""The rows behind a page: its workbook, and the line under a section that leads to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from accountbook.display.attachment import ROWS, Attachment
from accountbook.display.blocks.sentences import Facts, Say
from accountbook.display.blocks.terms import item_name
from accountbook.display.fragment import Fragment, render
from accountbook.display.page import link
from accountbook.display.words import Words
from accountbook.display.workbook import Sum, rows_workbook

if TYPE_CHECKING:
    import pandas as pd

    from accountbook.display.blocks.parts import Parts

_SAY: Mapping[str, Say] = {
    "ordered_12": lambda f, t: t("Ordered in twelve months"),
    "ordered_before": lambda f, t: t("Ordered in the twelve months before"),
    "returned_12": lambda f, t: t("Returned in twelve months"),
    "net_12": lambda f, t: t("Sales less returns, of known cost, twelve months"),
    "margin_12": lambda f, t: t("Margin of these sales"),
    "ordered_month": lambda f, t: t("Ordered in {month}", month=t.month(f["month"], year=True)),
    "ordered_item": lambda f, t: t("Ordered of {item} in twelve months", item=item_name(f["item_id"], f.get("item"))),
    "asked": lambda f, t: t("Asked in open deals"),
    "expected": lambda f, t: t("Expected of open deals: amount times odds"),
    "next_item": lambda f, t: t(
        "Pieces of {item} in the next order, expected", item=item_name(f["item_id"], f.get("item"))
    ),
    "ordered_period": lambda f, t: t("Ordered of the target's period so far, from {day}", day=_day(f, t)),
    "target": lambda f, t: t("Target of the period from {day}", day=_day(f, t)),
}


def _day(f: Facts, t: Words) -> str:
    return t.day(f["starts_on"], year=True)


def total_text(code: str, facts: Facts, t: Words) -> str:
    """What a total is."""
    return _SAY[code](facts, t)


def workbook(plan: Parts, t: Words) -> Attachment:
    """The workbook of an account's page: its sums, live, and the rows that they sum.

    Parameters
    ----------
    plan : its profile, rows and totals.
    """
    sums = [
        Sum(total_text(one.what.code, one.what.facts, t), one.table, one.column, one.criteria, one.shown)
        for one in plan.totals
    ]
    name = plan.profile.name or plan.profile.account_id
    title = t("{name}, as of {day}", name=name, day=t.day(plan.profile.as_of, year=True))
    return Attachment(".xlsx", rows_workbook(title, sums, plan.rows, t))


def rows_line(tables: Sequence[str], rows: Mapping[str, pd.DataFrame], t: Words) -> Fragment:
    """The grey line under a section: links to the sheets of rows that its figures come from.

    Returns
    -------
    Fragment
        Empty where none of the tables has a row.
    """
    links = [
        Fragment(link(f"{ROWS}#{name}!A1", name), f" {t.number(len(rows[name]))}") for name in tables if name in rows
    ]
    if not links:
        return Fragment()
    return render("rows", text=t.rich("Rows behind it: {links}", links=Fragment(", ").join(links)))
