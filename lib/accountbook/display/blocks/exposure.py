"""What was shown to whom and how they took it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import quoted
from accountbook.display.blocks.terms import on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.exposure import Exposure, Shown

MOST, MOST_TOPICS = 7, 5
REACTION = {"positive": N_("liked"), "neutral": N_("took note"), "negative": N_("did not like")}


def exposure(judged: Exposure, t: Words) -> Fragment | Fold | None:
    """The section "Shown before": people in the room first, what fits the deal, the newest; then topics."""
    state, name = str(judged.state), t("Shown before")
    if state == "no_table":
        return None
    if state == "none":
        return Fold(name, t("nothing on record"))
    columns = [
        Column(t("To whom"), "name", phone=6),
        Column(t("Document"), phone=6, label=""),
        Column(t("Times"), "number"),
        Column(t("Last time"), gap=True),
        Column(t("How they took it"), "reason"),
    ]
    rows = [_row(one, t) for one in judged.rows[:MOST]]
    total = len(judged.rows)
    caption = t("The first {shown} of {total}.", shown=MOST, total=t.number(total)) if total > MOST else ""
    return section(exposure_finding(judged, t), table(columns, rows, id="shown", caption=caption), _topics(judged, t))


def exposure_finding(judged: Exposure, t: Words) -> str:
    """Such as "Sample VX was shown 3 times to Sandra Brugnaro, who did not like it"."""
    again = next((one for one in judged.repeated if one.contact), None)
    if again is not None and again.reaction == "negative":
        return t(
            "{document} was shown {times} times to {name}, who did not like it",
            document=again.document,
            times=again.times,
            name=again.contact or "",
        )
    if again is not None:
        return t(
            "{document} was shown {times} times to {name}",
            document=again.document,
            times=again.times,
            name=again.contact or "",
        )
    fitting = sum(one.times for one in judged.rows if one.fits)
    if fitting:
        return t.plural(
            "Shown to {n} person so far: {shown} things, {fits} of them about this product line",
            "Shown to {n} people so far: {shown} things, {fits} of them about this product line",
            judged.people,
            shown=judged.shown,
            fits=fitting,
        )
    return t.plural(
        "Shown to {n} person so far: {shown} things, nothing twice",
        "Shown to {n} people so far: {shown} things, nothing twice to the same",
        judged.people,
        shown=judged.shown,
    )


def _row(one: Shown, t: Words) -> list[Cell]:
    took = said(REACTION, one.reaction, t) or t("not noted")
    return [
        Cell(one.contact or t("Name unknown"), second=t("in the room") if one.in_room else ""),
        Cell(one.document, second=one.topic or ""),
        Cell(t.number(one.times), act=one.times > 1, sign=""),
        Cell(on_day(one.on, t)),
        Cell(took, act=one.reaction == "negative", second=quoted(one.remark, t) if one.remark else ""),
    ]


def _topics(judged: Exposure, t: Words) -> Fragment | None:
    if not judged.topics:
        return None
    columns = [
        Column(t("Topic"), "name", phone=3),
        Column(t("Times"), "number", phone=1),
        Column(t("To how many"), "number", phone=1),
        Column(t("How they took it"), gap=True),
    ]
    cells = []
    for one in judged.topics[:MOST_TOPICS]:
        took = [
            t("{n} liked", n=one.positive) if one.positive else "",
            t("{n} took note", n=one.neutral) if one.neutral else "",
            t("{n} did not like", n=one.negative) if one.negative else "",
        ]
        told = ", ".join(part for part in took if part)
        cells.append([Cell(one.topic), Cell(t.number(one.times)), Cell(t.number(one.people)), Cell(told)])
    total = len(judged.topics)
    if total > MOST_TOPICS:
        caption = t("The {shown} topics shown most, of {total}.", shown=MOST_TOPICS, total=total)
    else:
        caption = t("By topic.")
    return table(columns, cells, id="topics", caption=caption)
