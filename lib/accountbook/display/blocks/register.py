"""What they asked for: each requirement with its answer, dates, owner, scope, and how meetings refined it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import quoted
from accountbook.display.blocks.terms import days, lowered, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.register import Register, Requirement

MOST = 8


def register(judged: Register, t: Words) -> Fragment | Fold | None:
    """The section "Requirements": unanswered first; one folded line where all are answered and none is disputed."""
    state = str(judged.state)
    if state == "no_table":
        return None
    if state == "none":
        return Fold(t("Requirements"), _of_deal(t("none on record"), judged, t))
    shown = _table(judged, t)
    if not judged.open and not judged.unmet:
        n = len(judged.rows)
        reason = t.plural("the one on record is answered", "all {n} on record are answered", n)
        return Fold(t("Requirements"), _of_deal(reason, judged, t), shown)
    return section(_of_deal(register_finding(judged, t), judged, t), shown, note=_note(judged, t))


def _of_deal(said: str, judged: Register, t: Words) -> str:
    """The same with the word that it is about the deal, where it is: the plan counts those of the whole account."""
    return t("For this deal: {said}", said=lowered(said, t)) if judged.deal else said


def register_finding(judged: Register, t: Words) -> str:
    """Such as "2 of 5 requirements have no answer; the oldest is 11 days late"."""
    total = len(judged.rows)
    if not judged.open:
        if total == 1:
            return t("The one requirement is answered; they say it is not met")
        return t("All {total} requirements answered; they say {n} not met", total=total, n=judged.unmet)
    first = judged.rows[0]
    if first.days_late is not None:
        return t.plural(
            "{n} of {total} requirements has no answer; the first is {late} late",
            "{n} of {total} requirements have no answer; the first is {late} late",
            judged.open,
            total=total,
            late=days(first.days_late, t),
        )
    if first.due_on is None:
        return t.plural(
            "{n} of {total} requirements has no answer",
            "{n} of {total} requirements have no answer",
            judged.open,
            total=total,
        )
    return t.plural(
        "{n} of {total} requirements has no answer; the first is due {day}",
        "{n} of {total} requirements have no answer; the first is due {day}",
        judged.open,
        total=total,
        day=on_day(first.due_on, t),
    )


def _table(judged: Register, t: Words) -> Fragment:
    columns = [
        Column(t("They ask for"), "name", phone=6),
        Column(t("Our answer"), "reason"),
        Column(t("Due"), phone=3),
        Column(t("Days of work"), "number", phone=3),
        Column(t("Scope"), gap=True, phone=3),
        Column(t("Owner"), phone=3),
    ]
    rows = [_row(one, t) for one in judged.rows[:MOST]]
    total = len(judged.rows)
    caption = t("The first {shown} of {total}.", shown=MOST, total=t.number(total)) if total > MOST else ""
    return table(columns, rows, id="register", caption=caption)


def _row(one: Requirement, t: Words) -> list[Cell]:
    late = one.days_late is not None
    due = on_day(one.due_on, t)
    return [
        Cell(one.text, second=_came(one, t)),
        _answer(one, t),
        Cell(due, act=late, second=t("{late} late", late=days(one.days_late or 0, t)) if late else ""),
        Cell("" if one.effort_days is None else t.number(one.effort_days, digits=1)),
        Cell(_scope(one, t), act=one.in_scope is None, sign=""),
        Cell(one.owner or "", act=not one.owner and one.open),
    ]


def _came(one: Requirement, t: Words) -> str:
    """When and by whom it was put, and how it was put before."""
    on = on_day(one.meeting_on or one.on, t)
    if one.meeting_on is not None:
        came = t("{who}, meeting of {day}", who=one.by, day=on) if one.by else t("meeting of {day}", day=on)
    else:
        came = ", ".join(part for part in (one.by or "", on) if part)
    if not one.of_deal:
        came = t("{came}; of no deal", came=came) if came else t("of no deal")
    if not one.refined:
        return came
    if all(old.text == one.text for old in one.refined):
        return t("{came}; asked before on {day}", came=came, day=on_day(one.refined[0].on, t))
    before = [t("{day} {text}", day=on_day(old.on, t), text=quoted(old.text, t, most=60)) for old in one.refined[:2]]
    return t("{came}; before: {old}", came=came, old="; ".join(before))


def _answer(one: Requirement, t: Words) -> Cell:
    if one.open:
        return Cell(t("no answer"), act=True)
    day = on_day(one.answered_on, t)
    if one.met is False:
        return Cell(one.response or "", second=t("{day}; they say not met", day=day), second_act=True)
    met = t("{day}; they take it as met", day=day) if one.met else day
    return Cell(one.response or "", second=met)


def _scope(one: Requirement, t: Words) -> str:
    return t("nobody said") if one.in_scope is None else t("in scope") if one.in_scope else t("out of scope")


def _note(judged: Register, t: Words) -> str:
    told = []
    if judged.out_of_scope:
        told.append(t.plural("{n} is out of scope.", "{n} are out of scope.", judged.out_of_scope))
    if judged.unscoped:
        told.append(t.plural("Of {n} nobody said whether it is in scope.", "Of {n} nobody said whether they are in "
                             "scope.", judged.unscoped))  # fmt: skip
    if judged.unmet:
        told.append(t.plural("Of {n} they say that it is not met.", "Of {n} they say that they are not met.",
                             judged.unmet))  # fmt: skip
    return " ".join(told)
