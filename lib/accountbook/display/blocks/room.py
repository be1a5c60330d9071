"""Who will be in the room: how they stand, what they care about, the shared story and the argument for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import quoted, shortened
from accountbook.display.blocks.terms import DISPOSITION, lowered, on_day, said, sentence
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.room import Person, Room

MOST = 8
REASON = {"key": N_("decides on this deal"), "leads": N_("leads for them"), "decides": N_("decides")}
VOICE = {
    "need": N_("need"),
    "complaint": N_("complaint"),
    "suggestion": N_("suggestion"),
    "advice": N_("advice"),
    "worry": N_("worry"),
}
GONE = {"left": N_("left"), "retired": N_("retired"), "role_changed": N_("changed role")}


def room(judged: Room, t: Words, *, known: bool = True, invited: bool = True) -> Fragment | Fold | None:
    """The section "In the room".

    Parameters
    ----------
    known : whether the book holds people at all; without them there is nothing to look at.
    invited : whether a meeting is planned; without one, those who decide are told, and nobody is in a room.
    """
    if not judged.people:
        if not known:
            return None
        return Fold(t("In the room"), t("nobody is named for it, and nobody known decides"))
    rows = [_row(one, t) for one in judged.people[:MOST]]
    columns = [
        Column(t("Who"), "name", phone=6),
        Column(t("Stands"), phone=6, label=""),
        Column(t("Cares about"), "reason", label=t("Cares about")),
        Column(t("Argument for them"), "reason", label=t("Argument for them")),
    ]
    return section(
        room_finding(judged, t, invited=invited), table(columns, rows, id="room", stack=True), note=_note(judged, t)
    )


def room_finding(judged: Room, t: Words, *, invited: bool = True) -> str:
    """Such as "4 in the room, 1 of them against us; Carla Neri has an open complaint"."""
    n = len(judged.people)
    against = sum(one.disposition == "negative" for one in judged.people)
    gone = next((one for one in judged.people if one.gone and one.name), None)
    sore = next((one for one in judged.people if one.name and any(c.kind == "complaint" for c in one.cares)), None)
    if gone is not None:
        return t("Who decides on it has left: {name}; ask first who follows", name=gone.name or "")
    if not invited:
        return _uninvited(n, against, sore.name if sore is not None else None, judged, t)
    if against == n:
        return t.plural("The one in the room is against us", "All {n} in the room are against us", n)
    if against and sore is not None:
        return t(
            "{against} of the {n} in the room against us; {name} has an open complaint",
            against=against,
            n=n,
            name=sore.name or "",
        )
    if against:
        return t("{against} of the {n} in the room against us", against=against, n=n)
    if sore is not None:
        return t.plural(
            "{n} in the room; {name} has an open complaint",
            "{n} in the room; {name} has an open complaint",
            n,
            name=sore.name or "",
        )
    ours = sum(one.disposition == "favourable" for one in judged.people)
    if ours == n:
        return t.plural("The one in the room is on our side", "All {n} in the room are on our side", n)
    if not ours:
        return t.plural("Nobody in the room is on our side yet", "Of the {n} in the room nobody is on our side yet", n)
    return t("{ours} of the {n} in the room on our side", ours=ours, n=n)


def _uninvited(n: int, against: int, sore: str | None, judged: Room, t: Words) -> str:
    """Such as "1 of the 2 who decide is against us; nobody is invited yet"."""
    if against and sore:
        return t.plural(
            "{n} of the {all} who decide is against us; {name} has an open complaint",
            "{n} of the {all} who decide are against us; {name} has an open complaint",
            against,
            all=n,
            name=sore,
        )
    if against == n:
        return t.plural(
            "The one who decides is against us; nobody is invited yet",
            "All {n} who decide are against us; nobody is invited yet",
            n,
        )
    if against:
        return t.plural(
            "{n} of the {all} who decide is against us; nobody is invited yet",
            "{n} of the {all} who decide are against us; nobody is invited yet",
            against,
            all=n,
        )
    if sore:
        return t("{name} has an open complaint; nobody is invited yet", name=sore)
    ours = sum(one.disposition == "favourable" for one in judged.people)
    if ours == n:
        return t.plural(
            "The one who decides is on our side; nobody is invited yet",
            "All {n} who decide are on our side; nobody is invited yet",
            n,
        )
    if not ours:
        return t.plural(
            "The one who decides is not on our side yet, nor invited",
            "Of the {n} who decide nobody is on our side yet, nor invited",
            n,
        )
    return t.plural(
        "{n} of the {all} who decide is on our side; nobody is invited yet",
        "{n} of the {all} who decide are on our side; nobody is invited yet",
        ours,
        all=n,
    )


def _row(one: Person, t: Words) -> list[Cell]:
    roles = one.roles or ((one.title,) if one.title else ())
    # who decides on this deal need not be said to decide once more
    reasons = [code for code in one.reasons if str(code) != "decides" or "key" not in [str(r) for r in one.reasons]]
    why = ", ".join(said(REASON, str(code), t) for code in reasons)
    return [
        Cell(one.name or one.contact_id, second="; ".join(part for part in (_roles(roles, t), why) if part)),
        _stands(one, t),
        _cares(one, t),
        _argument(one, t),
    ]


def _roles(roles: tuple[str, ...], t: Words) -> str:
    return sentence(t.list([roles[0], *(lowered(role, t) for role in roles[1:])])) if roles else ""


def _stands(one: Person, t: Words) -> Cell:
    if one.gone:
        return Cell(said(GONE, one.gone, t), act=True)
    seen = t("met {day}", day=on_day(one.met_on, t)) if one.met_on is not None else t("never met on record")
    ours = t("{seen}; {name}", seen=seen, name=one.ours) if one.ours else seen
    word = said(DISPOSITION, one.disposition, t)
    since = on_day(one.assessed_on, t)
    stands = t("{word}, {day}", word=word, day=since) if since else word
    evidence = shortened(one.evidence, most=70) if one.evidence else ""
    second = "; ".join(part for part in (evidence, ours) if part)
    return Cell(stands, second=second, act=one.disposition == "negative", sign="−")


def _cares(one: Person, t: Words) -> Cell:
    told = [
        t("{kind}, {day}: {text}", kind=sentence(said(VOICE, care.kind, t)), day=on_day(care.on, t),
          text=quoted(care.text, t))
        for care in one.cares
    ]  # fmt: skip
    story = t("Shared story: {topic}", topic=one.topic) if one.topic else ""
    if not told:
        return Cell(story)
    second = "; ".join(part for part in (*told[1:], story) if part)
    return Cell(told[0], second=second, act=one.cares[0].kind == "complaint")


def _argument(one: Person, t: Words) -> Cell:
    if one.argument is None:
        return Cell("")
    result = one.argument.result
    second = t("Elsewhere: {result}", result=shortened(result)) if result else t("No result on record yet")
    return Cell(quoted(one.argument.text, t), second=second)


def _note(judged: Room, t: Words) -> str:
    told = []
    if len(judged.people) > MOST:
        left = len(judged.people) - MOST
        told.append(t.plural("{n} more decides.", "{n} more decide.", left))
    if judged.unfilled:
        roles = t.list([lowered(role, t) for role in judged.unfilled])
        told.append(t("Also decides, and nobody known: {roles}.", roles=roles))
    told.append(t("A shared story stands here only where the person agreed that it is kept."))
    return " ".join(told)
