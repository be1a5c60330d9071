"""What they want: intent, can we, how, or why we gave up; and what nobody decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import fitting, heading
from accountbook.display.blocks.terms import on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.wants import Want, Wants

MOST, MOST_OPEN = 8, 4


def wants(judged: Wants, t: Words) -> Fragment | Fold | None:
    """The section "What they want", where something is undecided or was decided within a year."""
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none":
        return Fold(t("What they want"), t("nothing noted"))
    shown = _table(judged, t)
    if judged.finding is None:
        if judged.decided:
            reason = t("nothing open; last decided on {day}", day=t.day(judged.decided[0].on))
        else:
            reason = t("nothing new since {day}", day=t.day(judged.undecided[0].on))
        return Fold(t("What they want"), reason, shown)
    return section(wants_finding(judged.finding, t), shown, note=_note(judged, t))


@heading
def wants_finding(finding: Finding, t: Words) -> str:
    """Such as "“Wants stock at the gate”, known since 6 Oct, and nothing decided"."""
    f = finding.facts
    intent, day = str(f["intent"]), on_day(f["on"], t)
    if finding.code == "undecided":
        more = int(str(f["n"])) - 1
        if more:
            return fitting(
                lambda text: t.plural(
                    "Undecided since {day}: “{intent}”, and {n} more",
                    "Undecided since {day}: “{intent}”, and {n} more",
                    more,
                    intent=text,
                    day=day,
                ),
                intent,
            )
        return fitting(lambda text: t("Undecided since {day}: “{intent}”", intent=text, day=day), intent)
    if finding.code == "no_how":
        return fitting(lambda text: t("We said yes to “{intent}” on {day}, and not how", intent=text, day=day), intent)
    return _decided(f, t)


def _decided(f: Facts, t: Words) -> str:
    intent, day = str(f["intent"] or t("a request")), on_day(f["on"], t)
    if f["outcome"] == "gave_up":
        if not f["reason"]:
            return fitting(lambda text: t("“{intent}”: given up on {day}", intent=text, day=day), intent)
        return fitting(
            lambda told: t("“{intent}”: given up on {day}, {reason}", intent=intent, day=day, reason=told),
            _inner(str(f["reason"])),
        )
    if f["outcome"] == "do" and f["how"]:
        return fitting(
            lambda told: t("“{intent}”: yes, decided {day}, {how}", intent=intent, day=day, how=told),
            _inner(str(f["how"])),
        )
    return fitting(lambda text: t("“{intent}” was decided on {day}", intent=text, day=day), intent)


def _inner(text: str) -> str:
    """A phrase within a sentence: small letter first, unless it is a name or an abbreviation that stands there."""
    words = text.split(" ", 1)
    return text[:1].lower() + text[1:] if words[0][1:].islower() or len(words[0]) == 1 else text


def _table(judged: Wants, t: Words) -> Fragment:
    open_ = judged.undecided[:MOST_OPEN]
    rows = [*open_, *judged.decided[: MOST - len(open_)]]
    left = len(judged.undecided) + len(judged.decided) - len(rows)
    caption = t.plural("{n} older one is not shown.", "{n} older ones are not shown.", left) if left else ""
    columns = [
        Column(t("What they want"), "name", phone=6),
        Column(t("Day")),
        Column(t("Can we")),
        Column(t("How, or why not"), "reason", label=t("How, or why not")),
        Column(t("Known from, or decided by"), phone=6),
    ]
    return table(columns, [_row(one, t) for one in rows], id="wants", caption=caption)


def _row(one: Want, t: Words) -> list[Cell]:
    answers = {
        "do": Cell(t("Yes")),
        "no_how": Cell(t("Yes, but not how"), act=True),
        "gave_up": Cell(t("No")),
        "unknown": Cell(""),
    }
    answer = Cell(t("nothing decided"), act=one.pressing) if one.outcome is None else answers[str(one.outcome)]
    return [
        Cell(one.intent or t("a request"), second=one.deal or ""),
        Cell(t.day(one.on)),
        answer,
        Cell(one.reason or one.how or ""),
        Cell(one.by or ""),
    ]


def _note(judged: Wants, t: Words) -> str:
    if not judged.undecided:
        return ""
    return t("Undecided is what became known after the last decision; the book does not tie the two together.")


def _do(f: Facts, t: Words) -> str:
    return fitting(lambda text: t("Decide whether we can, and say so: {intent}", intent=text), str(f["intent"]))


DOES: dict[str, Say] = {"decide": _do}
NEWS: dict[str, Say] = {"decided": _decided}
SHORT: dict[str, Say] = {
    "decided": lambda f, t: t("A request given up") if f["outcome"] == "gave_up" else t("A request decided"),
}
