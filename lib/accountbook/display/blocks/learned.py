"""Lessons that still hold in this market or for this product, and how often each was paid for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import shortened
from accountbook.display.blocks.terms import on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.learned import Learned, Lesson

MOST = 5


def lessons(judged: Learned, t: Words) -> Fragment | Fold | None:
    """The section "Lessons"; those that no longer hold are counted and not shown."""
    state, name = str(judged.state), t("Lessons")
    if state == "no_table":
        return None
    if state == "none":
        if judged.obsolete:
            return Fold(name, t.plural("{n} on record, which no longer holds", "{n} on record, none of which holds",
                                       judged.obsolete))  # fmt: skip
        return Fold(name, t("none of this market or product line"))
    columns = [
        Column(t("Lesson"), "name", phone=6),
        Column(t("Paid for"), "number", phone=2),
        Column(t("Last time"), gap=True, phone=2),
        Column(t("About"), phone=2),
        Column(t("Last checked"), phone=6),
    ]
    rows = [_row(one, t) for one in judged.rows[:MOST]]
    return section(lessons_finding(judged, t), table(columns, rows, id="lessons"), note=_note(judged, t))


def lessons_finding(judged: Learned, t: Words) -> str:
    """Such as "Paid for 3 times here: the approval takes four months, not six weeks"."""
    first = judged.rows[0]
    text = shortened(first.text, most=52)
    if first.times > 1:
        return t("Paid for {n} times: {lesson}", n=first.times, lesson=text)
    return t.plural("{n} lesson still holds: {lesson}", "{n} lessons still hold; first: {lesson}", len(judged.rows),
                    lesson=text)  # fmt: skip


def _row(one: Lesson, t: Words) -> list[Cell]:
    about = t("market and product line") if one.market and one.product else t("market") if one.market else \
        t("product line")  # fmt: skip
    return [
        Cell(one.text),
        Cell(t.plural("{n} time", "{n} times", one.times), act=one.times > 1, sign=""),
        Cell(on_day(one.last_on, t)),
        Cell(about),
        Cell(t("held on {day}", day=on_day(one.checked_on, t)) if one.checked_on is not None else t("not since")),
    ]


def _note(judged: Learned, t: Words) -> str:
    told = []
    left = len(judged.rows) - MOST
    if left > 0:
        told.append(t.plural("{n} more holds.", "{n} more hold.", left))
    if judged.obsolete:
        told.append(t.plural("{n} no longer holds and is left out.", "{n} no longer hold and are left out.",
                             judged.obsolete))  # fmt: skip
    return " ".join(told)
