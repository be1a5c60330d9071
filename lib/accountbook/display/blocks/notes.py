"""Old notes that speak of the deal that is open now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import shortened
from accountbook.display.blocks.terms import said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.notes import Note, Notes

KIND = {"heard": N_("heard"), "worry": N_("worry"), "complaint": N_("complaint"), "learned": N_("learned")}


def notes(judged: Notes, t: Words, *, deal: bool = True) -> Fragment | Fold | None:
    """The section "Old notes": sentences of more than 90 days ago, the rarest words first.

    Parameters
    ----------
    deal : whether the brief is about a deal; without one there is nothing to hold the notes against.
    """
    state, name = str(judged.state), t("Old notes")
    if state == "no_table":
        return None
    if state == "none":
        n = judged.looked_at
        if not deal:
            return Fold(name, t("no deal to hold them against"))
        if not n:
            return Fold(name, t("none older than 90 days"))
        return Fold(name, t.plural("{n} sentence, which does not speak of this deal",
                                   "{n} sentences, none of which speaks of this deal", n))  # fmt: skip
    columns = [
        Column(t("Who"), "name", phone=6),
        Column(t("Day"), phone=6, label=""),
        Column(t("What was said"), "reason"),
        Column(t("Speaks of"), phone=6),
    ]
    rows = [_row(one, t) for one in judged.rows]
    note = t.plural("{n} more is older or speaks of it less.", "{n} more are older or speak of it less.", judged.more) \
        if judged.more else ""  # fmt: skip
    return section(notes_finding(judged, t), table(columns, rows, id="notes", stack=True), note=note)


def notes_finding(judged: Notes, t: Words) -> str:
    """Such as "On 30 Apr 2024 Emilio Baroffio worried: That manifolds will be late again in August"."""
    first = judged.rows[0]
    day, text = t.day(first.on, year=True), shortened(first.text, most=50)
    if first.by:
        return t("{who} on {day}: “{text}”", who=first.by, day=day, text=text)
    return t("Noted on {day}: “{text}”", day=day, text=text)


def _row(one: Note, t: Words) -> list[Cell]:
    kind = said(KIND, one.kind, t)
    about = ", ".join(one.shared) or t("this deal")
    return [
        Cell(one.by or t("Name unknown"), second=t("to {name}", name=one.ours) if one.ours else ""),
        Cell(t.day(one.on, year=True)),
        Cell(one.text, second=kind, act=one.kind == "complaint"),
        Cell(about, second=t("in the room") if one.in_room else ""),
    ]
