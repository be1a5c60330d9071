"""Success stories like this case, and what was different there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import sentence
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.likeness import Stories, Story

MOST = 4
SHARES = {
    "vertical": N_("same industry"),
    "product": N_("same product line"),
    "bought": N_("a line they buy"),
    "country": N_("same country"),
}


def stories(judged: Stories, t: Words) -> Fragment | Fold | None:
    """The section "Success stories"; those that may not be told outside are counted and not shown."""
    state, name = str(judged.state), t("Success stories")
    if state == "no_table":
        return None
    if state == "none":
        return Fold(name, t("none of this industry or product line"))
    if state == "not_told":
        return Fold(
            name,
            t.plural(
                "{n} is like this case, and may not be told outside",
                "{n} are like this case, and none may be told outside",
                judged.kept,
            ),
        )
    rows = [_row(one, t) for one in judged.rows[:MOST]]
    columns = [
        Column(t("Story"), "name", phone=6),
        Column(t("Like this case"), phone=6, label=""),
        Column(t("What came of it"), "reason", label=t("What came of it")),
        Column(t("What was different there"), "reason", label=t("What was different there")),
    ]
    return section(stories_finding(judged, t), table(columns, rows, id="stories", stack=True), note=_note(judged, t))


def stories_finding(judged: Stories, t: Words) -> str:
    """Such as "3 stories to tell; the most alike shares industry, product line and country"."""
    shares = [t(_SHORT[code]) for code in judged.rows[0].shares]
    return t.plural(
        "{n} story to tell; it shares {what}",
        "{n} stories to tell; the most alike shares {what}",
        len(judged.rows),
        what=t.list(shares),
    )


_SHORT = {
    "vertical": N_("the industry"),
    "product": N_("the product line"),
    "bought": N_("a line they buy"),
    "country": N_("the country"),
}


def _row(one: Story, t: Words) -> list[Cell]:
    of = ", ".join(part for part in (one.customer or "", one.product or "") if part)
    year = str(one.on.year) if one.on is not None else ""
    return [
        Cell(one.title or one.customer or one.story_id, second=", ".join(part for part in (of, year) if part)),
        Cell(sentence(t.list([t(SHARES[code]) for code in one.shares]))),
        Cell(one.result or ""),
        Cell(one.differences or ""),
    ]


def _note(judged: Stories, t: Words) -> str:
    told = []
    if len(judged.rows) > MOST:
        left = len(judged.rows) - MOST
        told.append(t.plural("{n} more is less alike.", "{n} more are less alike.", left))
    if judged.kept:
        told.append(t.plural("{n} more may not be told outside.", "{n} more may not be told outside.", judged.kept))
    return " ".join(told)
