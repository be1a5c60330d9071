"""Whether a proposal is ready: the five questions, their answers and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import block
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.burdens import Effort
    from accountbook.planning.readiness import Check, Readiness

QUESTION = {
    "above_expectation": N_("Is it above what they expect?"),
    "story_told": N_("Does it tell the story?"),
    "profit": N_("Does it earn?"),
    "customers_view": N_("Is it seen from their side?"),
    "solution": N_("Does it solve their problem?"),
}
ASPECT = {
    "above_expectation": N_("above what they expect"),
    "story_told": N_("the story"),
    "profit": N_("the profit"),
    "customers_view": N_("their side"),
    "solution": N_("the solution"),
}
ANSWER = {"yes": N_("yes"), "partly": N_("partly"), "no": N_("no")}


def proposal_ready(judged: Readiness, t: Words, *, effort: Effort | None = None) -> Fragment:
    """The five questions that a proposal must stand.

    Parameters
    ----------
    effort : the work that the deal's requirements ask, for one line below.

    Returns
    -------
    Fragment
        Empty where the book lacks the table and no requirement asks for work.
    """
    work = effort_line(effort, t)
    if str(judged.state) in ("no_deal", "no_table"):
        return block(effort_finding(effort, t), work) if effort is not None and effort.days else Fragment()
    columns = [
        Column(t("Question"), "name", phone=4),
        Column(t("Answer"), phone=2, label=""),
        Column(t("What it rests on"), "reason"),
    ]
    rows = [_row(one, t) for one in judged.checks]
    return block(ready_finding(judged, t), table(columns, rows, id="ready", stack=True), note=work)


def ready_finding(judged: Readiness, t: Words) -> str:
    """Such as "3 of 5 questions stand; open: the story and the profit"."""
    n, total = judged.stand, len(judged.checks)
    if str(judged.state) == "unasked":
        return t("None of the {total} questions to a proposal is answered", total=total)
    if str(judged.state) == "ready":
        return t("The proposal stands all {total} questions", total=total)
    names = [t(ASPECT[one.question]) for one in judged.missing[:3]]
    if len(judged.missing) > 3:
        return t("{n} of {total} questions stand", n=n, total=total)
    return t("{n} of {total} questions stand; open: {names}", n=n, total=total, names=t.list(names))


def _row(one: Check, t: Words) -> list[Cell]:
    if one.answer is None:
        return [Cell(t(QUESTION[one.question])), Cell(t("not answered"), act=True), Cell("")]
    day = on_day(one.checked_on, t)
    before = said(ANSWER, one.before, t)
    second = t("{day}; before: {answer}", day=day, answer=before) if before and day else day
    answer = Cell(said(ANSWER, one.answer, t), act=one.answer != "yes", second=second)
    return [Cell(t(QUESTION[one.question])), answer, Cell(one.evidence or "")]


def effort_finding(effort: Effort, t: Words) -> str:
    """Such as "Their requirements ask 12 days of work, 9.5 are free"."""
    days = t.number(effort.days, digits=_digits(effort.days))
    if effort.free is None:
        return t("Their requirements ask {days} days of work", days=days)
    free = t.number(effort.free, digits=_digits(effort.free))
    return t("Their requirements ask {days} days of work, {free} are free", days=days, free=free)


def effort_line(effort: Effort | None, t: Words) -> str:
    """What the requirements ask beside what is free, in one sentence; "" where nothing asks for work."""
    if effort is None or not effort.asked:
        return ""
    if effort.unknown == effort.asked:
        return t.plural(
            "{n} requirement is not met yet; its effort is unknown.",
            "{n} requirements are not met yet; their effort is unknown.",
            effort.asked,
        )
    words = {"days": t.number(effort.days, digits=_digits(effort.days))}
    if effort.free is None or effort.until is None:
        told = t.plural(
            "{n} requirement asks {days} days of work.",
            "{n} requirements ask {days} days of work.",
            effort.asked,
            **words,
        )
    else:
        words |= {"free": t.number(effort.free, digits=_digits(effort.free)), "day": on_day(effort.until, t)}
        told = _beside_free(effort, t, words)
    if not effort.unknown:
        return told
    return told + " " + t.plural("Of {n} the effort is unknown.", "Of {n} the effort is unknown.", effort.unknown)


def _beside_free(effort: Effort, t: Words, words: dict[str, str]) -> str:
    if effort.short:
        return t.plural(
            "{n} requirement asks {days} days of work; only {free} are free until {day}.",
            "{n} requirements ask {days} days of work; only {free} are free until {day}.",
            effort.asked,
            **words,
        )
    return t.plural(
        "{n} requirement asks {days} days of work; {free} are free until {day}.",
        "{n} requirements ask {days} days of work; {free} are free until {day}.",
        effort.asked,
        **words,
    )


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 1
