"""The worst misses by name: what we said, what it came to, and what anybody would have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.scorecard import CHANCES, target_name
from accountbook.display.blocks.terms import days, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.graded import Miss
    from accountbook.planning.scorecard import Scorecard


def worst_misses(judged: Scorecard, t: Words) -> Fragment:
    """The section of the worst misses by name; where names may not be told, that they are not."""
    if not judged.scores:
        return Fragment()
    unnamed = t("Misses of teams' accounts are named on no page about the company.") if judged.unnamed else ""
    if not judged.misses:
        return (
            section(t("No miss to name: every range held or every miss is unnamed"), note=unnamed)
            if unnamed
            else (section(t("No prediction that fell due was far off")))
        )
    n = len(judged.misses)
    columns = [
        Column(t("Account or deal"), "name"),
        Column(t("What")),
        Column(t("We said"), "number"),
        Column(t("It came to"), "number"),
        Column(t("Naive said"), "number"),
        Column(t("In words"), "reason", gap=True),
    ]
    finding = t.plural("The worst miss, by name", "The {n} worst misses, by name", n)
    rows = [_miss(one, t) for one in judged.misses]
    note = t("Chances that gave one in four or less to what happened; dates and amounts outside their range.")
    return section(finding, table(columns, rows, id="misses"), note=f"{note} {unnamed}".strip())


def _miss(one: Miss, t: Words) -> list[Cell]:
    name = one.name or one.opportunity_id or one.account_id
    head = Cell(name, second=t("said on {day}", day=on_day(one.made, t)))
    what = Cell(target_name(one.target, t))
    if one.target == "deals":
        told = t("It was won all the same.") if one.happened else t("It was lost all the same.")
        return [head, what, *_shares(one, t), Cell(told)]
    if one.target in CHANCES:
        told = t("No order came.") if one.happened else t("An order came all the same.")
        return [head, what, *_shares(one, t), Cell(told)]
    if one.target == "date":
        said, came, naive = (_day(value, one, t) for value in (one.said, one.happened, one.naive))
        cells = [Cell(said, expected=True), Cell(came, strong=True), Cell(naive)]
        if one.happened > one.horizon_days:
            told = t("No order came within {n} days.", n=one.horizon_days)
        elif one.happened < one.lo:
            told = t("It came {days} before the range.", days=days(one.lo - one.happened, t))
        else:
            told = t("It came {days} after the range.", days=days(one.happened - one.hi, t))
        return [head, what, *cells, Cell(told)]
    money = [t.money(value, unit=True) if value else t("nothing") for value in (one.said, one.happened, one.naive)]
    cells = [Cell(money[0], expected=True), Cell(money[1], strong=True), Cell(money[2])]
    above = one.happened > one.hi
    told = t("More came than the range allowed.") if above else t("Less came than the range allowed.")
    return [head, what, *cells, Cell(told)]


def _shares(one: Miss, t: Words) -> list[Cell]:
    around = t.number_range(100 * one.lo, 100 * one.hi)
    happened = t("yes") if one.happened else t("no")
    return [Cell(t.share(one.said), range=around, expected=True), Cell(happened, strong=True), Cell(t.share(one.naive))]


def _day(value: float, one: Miss, t: Words) -> str:
    return t("later") if value > one.horizon_days else t.day(one.made + pd.Timedelta(days=round(value)))
