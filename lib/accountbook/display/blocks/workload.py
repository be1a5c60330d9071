"""Whether we can do by then what was asked: days of work against free days of the teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.workload import Work, Workload


def workload(judged: Workload, t: Words) -> Fragment | Fold | None:
    """The section "Can we do it": where days are missing; a folded line where all fits or nothing is asked."""
    state, name = str(judged.state), t("Can we do it")
    if state == "no_table":
        return None
    if state == "no_work":
        if not judged.unestimated:
            return Fold(name, t("nothing unanswered asks for work"))
        return Fold(
            name,
            t.plural(
                "nobody said how much work {n} open requirement is",
                "nobody said how much work {n} open requirements are",
                judged.unestimated,
            ),
        )
    if state == "uncounted":
        needed = t.number(judged.needed, digits=1)
        return Fold(name, t("{n} days asked; nobody counts the free days of who would do it", n=needed))
    if state == "fits":
        needed = t.number(judged.needed, digits=1)
        return Fold(name, t("yes: {n} days asked, and free in time", n=needed), _table(judged, t))
    return section(workload_finding(judged, t), _table(judged, t), note=_note(judged, t))


def workload_finding(judged: Workload, t: Words) -> str:
    """Such as "7.2 of the 10.5 days asked are missing; service can be done by 22 Nov"."""
    short, needed = t.number(judged.short, digits=1), t.number(judged.needed, digits=1)
    dates = [work.possible_on for work in judged.works]
    if judged.until is None:
        return t("{short} of the {needed} days asked are missing", short=short, needed=needed)
    if None in dates or not dates:
        return t(
            "{short} of the {needed} days asked are missing, and not free before {day}",
            short=short,
            needed=needed,
            day=on_day(judged.until, t),
        )
    last = max(day for day in dates if day is not None)
    return t(
        "{short} of the {needed} days asked are missing; all can be done by {day}",
        short=short,
        needed=needed,
        day=on_day(last, t),
    )


def _table(judged: Workload, t: Words) -> Fragment:
    columns = [
        Column(t("Who does it"), "name", phone=6),
        Column(t("Requirements"), "number"),
        Column(t("Days asked"), "number"),
        Column(t("Last due"), "number"),
        Column(t("Free until then"), "number"),
        Column(t("Days missing"), "number"),
        Column(t("Possible by"), gap=True),
    ]
    return table(columns, [_row(work, t) for work in judged.works], id="workload")


def _row(work: Work, t: Words) -> list[Cell]:
    who = t("{team}, {function}", team=work.team or "", function=work.function) if work.function else work.team or ""
    late = work.possible_on is None or (work.by is not None and work.possible_on > work.by)
    return [
        Cell(who),
        Cell(t.number(work.asks)),
        Cell(t.number(work.needed, digits=1)),
        Cell(on_day(work.by, t)),
        Cell(t.number(work.free, digits=1)),
        Cell(t.number(work.short, digits=1) if work.short else "", act=work.short > 0),
        Cell(on_day(work.possible_on, t) or t("not in sight"), act=late and work.short > 0),
    ]


def _note(judged: Workload, t: Words) -> str:
    told = [t("Free days spread evenly over the month; what is overdue is missing in full.")]
    if judged.unestimated:
        told.append(
            t.plural(
                "Of {n} more nobody said how much work it is.",
                "Of {n} more nobody said how much work they are.",
                judged.unestimated,
            )
        )
    if judged.uncounted:
        told.append(t("{n} days are asked of people whose free days nobody counts.",
                      n=t.number(judged.uncounted, digits=1)))  # fmt: skip
    return " ".join(told)
