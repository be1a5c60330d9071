"""Plan B, the exit, and what comes after, with what sets each off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import shortened
from accountbook.display.blocks.scenarios import signal_sentence
from accountbook.display.blocks.terms import on_day, sentence
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.fallback import Fallback, Way

KIND = {"A": N_("Plan A"), "B": N_("Plan B"), "exit": N_("Exit"), "after": N_("What comes after")}
LACKING = {"B": N_("plan B"), "exit": N_("an exit"), "after": N_("what comes after")}


def fallback(judged: Fallback, t: Words) -> Fragment | Fold | None:
    """The section "Plan B and exit"; a folded line where nothing was drafted."""
    state, name = str(judged.state), t("Plan B and exit")
    if state == "no_table":
        return None
    if state == "none":
        return Fold(name, t("nothing drafted"))
    columns = [
        Column(t("Scenario"), "name", phone=6),
        Column(t("What sets it off"), "reason", label=t("What sets it off")),
        Column(t("What we do then"), "reason", label=t("What we do then")),
        Column(t("Owner"), phone=3),
        Column(t("Look again"), phone=3),
    ]
    return section(fallback_finding(judged, t), table(columns, [_row(way, t) for way in judged.ways], id="fallback"),
                   note=_note(judged, t))  # fmt: skip


def fallback_finding(judged: Fallback, t: Words) -> str:
    """Such as "The trigger of plan B came on 28 Sep: offer the smaller lot with an option"."""
    came = next(iter(judged.came), None)
    if came is not None:
        kind, day = t(KIND[came.kind]), on_day(came.happened_on, t)
        if came.action:
            return t("{way}: its trigger came on {day}; {action}", way=kind, day=day,
                     action=shortened(came.action, most=50))  # fmt: skip
        return t("{way}: its trigger came on {day}", way=kind, day=day)
    second = judged.of("B") or judged.of("exit")
    if second is not None and second.trigger and second.action:
        return t(
            "If “{trigger}”: {action}",
            trigger=shortened(second.trigger, most=36),
            action=shortened(second.action, most=42),
        )
    if judged.lacking:
        return t("Nobody drafted {ways}", ways=t.list([t(LACKING[kind]) for kind in judged.lacking]))
    return t.plural("{n} way drafted, no trigger has come", "{n} ways drafted, no trigger has come", len(judged.ways))


def _row(way: Way, t: Words) -> list[Cell]:
    scope = t("of this deal") if way.of_deal else t("of the account")
    seen = [sentence(signal_sentence(one.code, one.facts, one.on, t)) for one in way.signals[:1]]
    came = t("came {day}", day=on_day(way.happened_on, t)) if way.happened_on is not None else "".join(seen)
    return [
        Cell(t(KIND[way.kind]), second=scope),
        Cell(way.trigger or "", second=came, second_act=way.kind != "A"),
        Cell(way.action or ""),
        Cell(way.owner or ""),
        Cell(on_day(way.review_on, t), act=way.review_late),
    ]


def _note(judged: Fallback, t: Words) -> str:
    if not judged.lacking:
        return ""
    return t("Nobody drafted {ways}.", ways=t.list([t(LACKING[kind]) for kind in judged.lacking]))
