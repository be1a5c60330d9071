"""All that is to be done at an account, where the first screen has no room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.next_actions import MOST
from accountbook.display.blocks.terms import days, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.action import Action
    from accountbook.planning.actions import Actions


def to_do(judged: Actions, t: Words) -> Fragment | None:
    """The section "To do": what is late first, then the heaviest; None where the first screen shows it all."""
    every = [*judged.overdue, *judged.due]
    if len(judged.due) <= MOST and len(judged.overdue) <= 1:
        return None
    columns = [
        Column(t("What is to be done"), "name", phone=6),
        Column(t("Who")),
        Column(t("By when")),
        Column(t("Late by")),
    ]
    return section(to_do_finding(judged, t), table(columns, [_row(one, t) for one in every], id="to-do-list"))


def to_do_finding(judged: Actions, t: Words) -> str:
    """Such as "7 to do by 30 Nov, 2 of them late"."""
    n, late, day = len(judged.due) + len(judged.overdue), len(judged.overdue), on_day(judged.until, t)
    if not late:
        return t("{n} to do by {day}, the heaviest first", n=n, day=day)
    if late == n:
        return t("{n} to do, all of them late", n=n)
    return t("{n} to do by {day}, {late} of them late", n=n, day=day, late=late)


def _row(one: Action, t: Words) -> list[Cell]:
    late = days(one.days_late, t) if one.days_late is not None else ""
    return [
        Cell(action_sentence(one.does.code, one.does.facts, t)),
        Cell(one.owner or t("nobody named")),
        Cell(t.day(one.due) if one.due is not None else t("now")),
        Cell(late, act=bool(late)),
    ]
