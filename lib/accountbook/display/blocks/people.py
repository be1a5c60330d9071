"""Who must be known and is not: the roles first, then the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.presence import presence_sentence
from accountbook.display.blocks.terms import DISPOSITION, lowered, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Department, RoleCard, RoleLine, role_grid, roles
from accountbook.display.page import Fold, block, section
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.coverage import Coverage, Slot

MOST = 3
COLUMNS = 4
"""Departments beside each other; smaller ones share a column."""


def must_know(judged: Coverage, t: Words) -> Fragment:
    """The block "Who must be known and is not".

    Returns
    -------
    Fragment
        Empty where the book has no list of roles: the box of missing tables says so, once.
    """
    if str(judged.state) == "no_roles":
        return Fragment()
    finding = coverage_finding(judged, t)
    if str(judged.state) != "known":
        return block(finding, t("The first names matter most: who decides, who uses, who pays."))
    wanting = [*judged.attention, *(slot for slot in judged.doubtful if slot not in judged.attention)]
    lines = [_line(slot, t) for slot in wanting[:MOST]]
    left = len(wanting) - len(lines)
    note = t.plural("{n} more stands under People.", "{n} more stand under People.", left) if left > 0 else ""
    if not lines:
        note = t("Every role that must be known has a name, and nobody is against us.")
    return block(finding, roles(lines) if lines else None, note=note)


def coverage_finding(judged: Coverage, t: Words) -> str:
    """Such as "10 of 12 roles known; the empty one that matters decides"."""
    if str(judged.state) == "no_slots":
        return t.plural(
            "{n} role must be known; nobody is noted yet",
            "{n} roles must be known; nobody is noted yet",
            judged.required,
        )
    known, total = judged.known, judged.required
    empty_deciding = [s for s in judged.attention if s.decides and str(s.state) != "known"]
    if len(empty_deciding) == 1:
        return t("{known} of {total} roles known; an empty one decides", known=known, total=total)
    if empty_deciding:
        return t(
            "{known} of {total} roles known; {empty} empty ones decide",
            known=known,
            total=total,
            empty=len(empty_deciding),
        )
    against = [s for s in judged.attention if s.decides]
    if against:
        return t("{known} of {total} roles known; someone who decides is against us", known=known, total=total)
    if judged.negative:
        return t(
            "{known} of {total} roles known; {negative} against us", known=known, total=total, negative=judged.negative
        )
    unsure = sum(slot.decides for slot in judged.doubtful)
    if unsure:
        return t.plural(
            "{known} of {total} roles known; {n} who decides may be gone",
            "{known} of {total} roles known; {n} who decide may be gone",
            unsure,
            known=known,
            total=total,
        )
    if known < total:
        return t("{known} of {total} roles known; all who decide are", known=known, total=total)
    return t("All {total} roles known, {favourable} favourable", total=total, favourable=judged.favourable)


def _mark(slot: Slot) -> str:
    if str(slot.state) != "known":
        return "nobody"
    return slot.disposition if slot.disposition in ("favourable", "negative") else "neutral"


def _line(slot: Slot, t: Words) -> RoleLine:
    if str(slot.state) == "known":
        who = t(
            "{name}, {role}",
            name=slot.name or t("Name unknown"),
            role=lowered(slot.role, t) if slot.name else slot.role,
        )
    else:
        who = slot.role
    return RoleLine(_mark(slot), who, _state(slot, t), _plan(slot, t))


def _state(slot: Slot, t: Words) -> str:
    """What is wrong with a slot, in words."""
    state = str(slot.state)
    if state == "known" and slot.disposition != "negative" and slot.presence is not None:
        return presence_sentence(slot.presence, t)
    if state == "known":
        since = slot.history[-1].on if slot.history else slot.since
        if slot.evidence and len(slot.evidence) <= 40:
            return t("negative: {evidence}", evidence=slot.evidence)
        return (
            t("negative since {day}", day=on_day(since, t))
            if since is not None
            else said(DISPOSITION, slot.disposition, t)
        )
    if state == "never" or slot.since is None:
        return t("never known; decides") if slot.decides else t("never known")
    day = on_day(slot.since, t)
    return t("nobody since {day}; decides", day=day) if slot.decides else t("nobody since {day}", day=day)


def _plan(slot: Slot, t: Words) -> str:
    """Who opens the path, and by when; or that nobody has said."""
    if slot.plan is None and str(slot.state) == "known" and slot.disposition not in ("negative", "neutral"):
        name = slot.representative
        return t("Make sure; {name}", name=name) if name else t("Make sure; no one of ours is assigned")
    if slot.plan is None:
        return t("No plan yet; {why}", why=slot.why) if slot.why else t("No plan yet")
    told = [slot.plan]
    if slot.representative:
        told.append(slot.representative)
    if slot.plan_due is not None:
        told.append(
            t("was due {day}", day=on_day(slot.plan_due, t))
            if slot.plan_late
            else t("by {day}", day=on_day(slot.plan_due, t))
        )
    return "; ".join(told)


def people(judged: Coverage, t: Words) -> Fragment:
    """The section "People": every role by department, the deciding ones on top.

    Returns
    -------
    Fragment
        Empty where no list of roles or no assessment exists.
    """
    if str(judged.state) != "known" or not judged.slots:
        return Fragment()
    legend = [
        (mark, t("{word} {n}", word=word, n=n))
        for mark, word, n in (
            ("favourable", t("favourable"), judged.favourable),
            ("neutral", t("neutral"), judged.neutral),
            ("neutral", t("unknown where they stand"), judged.unknown),
            ("negative", t("negative"), judged.negative),
            ("nobody", t("nobody known"), judged.empty),
        )
        if n
    ]
    note = t("Thick line: decides. Dashed line: empty.")
    return section(
        people_finding(judged, t), role_grid(_departments(judged, t), legend=legend, note=note), note=_notes(judged, t)
    )


def people_fold(judged: Coverage, t: Words) -> Fold | None:
    """The folded line where nobody is noted; None where somebody is, or where there is no list of roles."""
    return Fold(t("People"), t("nobody is noted in any role")) if str(judged.state) == "no_slots" else None


def people_finding(judged: Coverage, t: Words) -> str:
    """Such as "6 of 12 roles on our side, 1 of the 3 who decide; of these 1 against, 1 unknown"."""
    ours = t("{n} of {total} roles on our side", n=judged.favourable, total=judged.required)
    if not judged.deciding:
        return ours
    empty = judged.deciding - judged.deciding_known
    against = sum(slot.decides and slot.disposition == "negative" for slot in judged.slots)
    values = {
        "n": judged.favourable,
        "total": judged.required,
        "ours": t.number(judged.deciding_for_us) if judged.deciding_for_us else t("none"),
        "deciding": judged.deciding,
    }
    if against and empty:
        return t(
            "{n} of {total} roles on our side, {ours} of the {deciding} who decide; "
            "of these {against} against, {empty} unknown",
            **values,
            against=against,
            empty=empty,
        )
    if against:
        return t(
            "{n} of {total} roles on our side, {ours} of the {deciding} who decide; {against} of these against us",
            **values,
            against=against,
        )
    if empty:
        return t(
            "{n} of {total} roles on our side, {ours} of the {deciding} who decide; {empty} of these unknown",
            **values,
            empty=empty,
        )
    return t("{n} of {total} roles on our side, {ours} of the {deciding} who decide", **values)


def _departments(judged: Coverage, t: Words) -> list[Department]:
    """Columns by department: those with a deciding role first, small ones together, the last holding the rest."""
    groups: dict[str, list[Slot]] = {}
    for slot in judged.slots:
        groups.setdefault(slot.department or t("Others"), []).append(slot)
    order = sorted(groups, key=lambda name: (-sum(s.decides for s in groups[name]), -len(groups[name]), name))
    columns = [[name] for name in order[:COLUMNS]]
    for name in order[COLUMNS:]:
        min(columns, key=lambda names: sum(len(groups[n]) for n in names)).append(name)
    return [
        Department(t.list(names), tuple(_card(slot, t) for name in names for slot in _ranked(groups[name])))
        for names in columns
    ]


def _ranked(slots: list[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (not slot.decides, not slot.required))


def _card(slot: Slot, t: Words) -> RoleCard:
    role = t("{role}, decides", role=slot.role) if slot.decides else slot.role
    if str(slot.state) == "known":
        name = slot.name or t("Name unknown")
        low = slot.presence is not None and slot.presence.low
        return RoleCard(role, _mark(slot), name, _seen(slot, t), decides=slot.decides, act=low)
    if str(slot.state) == "never" or slot.since is None:
        person = t("never known")
    else:
        person = t("nobody since {day}", day=on_day(slot.since, t))
    second = "; ".join(part for part in (slot.plan or t("no plan yet"), slot.representative) if part)
    return RoleCard(role, "nobody", person, second, decides=slot.decides)


def _seen(slot: Slot, t: Words) -> str:
    """The newest evidence of a known person: its date, and who of ours answers for it; that it says no side."""
    seen = _confirmed(slot, t)
    return t("unknown where they stand; {seen}", seen=seen) if slot.disposition == "unknown" else seen


def _confirmed(slot: Slot, t: Words) -> str:
    if slot.presence is not None:
        return t("{there}; {name}", there=presence_sentence(slot.presence, t), name=_whose(slot, t))
    if slot.also and slot.verified_on is None:
        return t("more than one role")
    ours = _whose(slot, t)
    if slot.verified_on is None:
        return t("never confirmed; {name}", name=ours)
    day = on_day(slot.verified_on, t)
    if slot.stale:
        return t("last confirmed {day}; {name}", day=day, name=ours)
    return t("confirmed {day}; {name}", day=day, name=ours)


def _whose(slot: Slot, t: Words) -> str:
    """Who of ours answers for a person; where nobody does, who met the person last."""
    if slot.representative:
        return slot.representative
    if slot.met_by is None:
        return t("no one of ours is assigned")
    if slot.presence is not None and slot.presence.seen_on == slot.met_on:
        return t("no one of ours is assigned; last met by {name}", name=slot.met_by)
    return t("no one of ours is assigned; last met by {name} {day}", name=slot.met_by, day=on_day(slot.met_on, t))


def _notes(judged: Coverage, t: Words) -> str:
    told = []
    unplanned = sum(slot.unplanned for slot in judged.slots)
    if unplanned:
        told.append(t.plural("{n} of them has no plan yet.", "{n} of them have no plan yet.", unplanned))
    if judged.unrepresented:
        told.append(
            t.plural(
                "To {n} known person no one of ours is assigned.",
                "To {n} known people no one of ours is assigned.",
                judged.unrepresented,
            )
        )
    return " ".join(told)
