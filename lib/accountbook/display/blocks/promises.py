"""Promises of both sides: a section where one is overdue or a side rarely keeps its word, a folded line otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import FINDING, clipped, fitting
from accountbook.display.blocks.terms import days, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.kept import Kept
    from accountbook.planning.promises import Promises, Standing

MOST = 6
NAME = 30
"""Characters of a name in an action."""
WEAK = 0.6
"""A side that kept less than this of what fell due is worth a section."""


def promises(judged: Promises, t: Words) -> Fragment | Fold | None:
    """The section "Promises".

    Returns
    -------
    Fragment, Fold or None
        Folded where nothing is overdue and both sides keep their word; None where the book has no such table.
    """
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none":
        return Fold(t("Promises"), t("none of either side is on record"))
    listed = [*judged.overdue, *judged.their_overdue]
    if not listed and not _weak(judged):
        ledger = _ledger(judged, t)
        body = split(_left_open(judged, t), ledger) if judged.left_open else ledger
        return Fold(t("Promises"), _all_kept(judged, t), body)
    note = _note(judged, t)
    ledger = _ledger(judged, t)
    if not listed:
        return section(promises_finding(judged, t), ledger, note=note)
    return section(promises_finding(judged, t), split(_overdue(judged, t), ledger), note=note)


def promises_finding(judged: Promises, t: Words) -> str:
    """Such as "3 promises of ours are overdue, the longest 71 days; 8 of 12 we kept in time"."""
    ours, theirs = judged.ours, judged.theirs
    both = bool(judged.overdue) and bool(judged.their_overdue)
    if both:
        return t(
            "Promises overdue: {ours} of ours, up to {longest}; {theirs} of theirs, up to {their_longest}",
            ours=len(judged.overdue),
            longest=days(judged.overdue[0].days, t),
            theirs=len(judged.their_overdue),
            their_longest=days(judged.their_overdue[0].days, t),
        )
    if judged.overdue:
        late = days(judged.overdue[0].days, t)
        if not judged.enough[0]:
            return t.plural(
                "A promise of ours is {late} overdue",
                "{n} promises of ours are overdue, the longest {late}",
                len(judged.overdue),
                late=late,
            )
        if len(judged.overdue) == 1:
            return t("A promise of ours is {late} overdue; {kept} of {due} we kept in time", late=late, **_said(ours))
        return t(
            "{n} promises of ours are overdue, the longest {late}; {kept} of {due} we kept in time",
            n=len(judged.overdue),
            late=late,
            **_said(ours),
        )
    if judged.their_overdue:
        late = days(judged.their_overdue[0].days, t)
        if not judged.enough[1]:
            return t.plural(
                "A promise of theirs is {late} overdue",
                "{n} promises of theirs are overdue, the longest {late}",
                len(judged.their_overdue),
                late=late,
            )
        if len(judged.their_overdue) == 1:
            return t(
                "A promise of theirs is {late} overdue; {kept} of {due} they kept in time", late=late, **_said(theirs)
            )
        return t(
            "{n} promises of theirs are overdue, the longest {late}; {kept} of {due} they kept in time",
            n=len(judged.their_overdue),
            late=late,
            **_said(theirs),
        )
    return t(
        "We kept {kept} of {due} promises in time in 12 months, they {their_kept} of {their_due}",
        **_said(ours),
        their_kept=theirs.in_time,
        their_due=theirs.due,
    )


def _weak(judged: Promises) -> bool:
    sides = zip((judged.ours, judged.theirs), judged.enough, strict=True)
    return any(enough and one.in_time < WEAK * one.due for one, enough in sides)


def _said(one: Kept) -> dict[str, int]:
    return {"kept": one.in_time, "due": one.due}


def _all_kept(judged: Promises, t: Words) -> str:
    if not judged.ours.due and not judged.theirs.due:
        if judged.left_open:
            return t("{open}; no promise fell due in 12 months", open=_still_open(judged, t))
        return t("none fell due in 12 months, none is overdue")
    if judged.left_open:
        still = _still_open(judged, t)
        if not judged.theirs.due:
            return t("{open}; in 12 months we kept {kept} of {due} in time", open=still, **_said(judged.ours))
        if not judged.ours.due:
            return t("{open}; in 12 months they kept {kept} of {due} in time", open=still, **_said(judged.theirs))
        return t(
            "{open}; in 12 months we kept {kept} of {due} in time, they {their_kept} of {their_due}",
            open=still,
            **_said(judged.ours),
            their_kept=judged.theirs.in_time,
            their_due=judged.theirs.due,
        )
    if not judged.theirs.due:
        return t("none overdue; in 12 months we kept {kept} of {due} in time", **_said(judged.ours))
    if not judged.ours.due:
        return t("none overdue; in 12 months they kept {kept} of {due} in time", **_said(judged.theirs))
    return t(
        "none overdue; in 12 months we kept {kept} of {due} in time, they {their_kept} of {their_due}",
        **_said(judged.ours),
        their_kept=judged.theirs.in_time,
        their_due=judged.theirs.due,
    )


def _still_open(judged: Promises, t: Words) -> str:
    """Such as "3 older than a year and 1 action are still open: settle them or strike them off"."""
    ours = sum(one.side == "ours" for one in judged.stale)
    counted = [
        t.plural("{n} older than a year", "{n} older than a year", ours) if ours else "",
        t.plural("{n} of theirs older than a year", "{n} of theirs older than a year", theirs)
        if (theirs := len(judged.stale) - ours)
        else "",
        t.plural("{n} action", "{n} actions", len(judged.undone)) if judged.undone else "",
    ]
    return t.plural(
        "{what} is still open: settle it or strike it off",
        "{what} are still open: settle them or strike them off",
        len(judged.left_open),
        what=t.list([one for one in counted if one]),
    )


def _left_open(judged: Promises, t: Words) -> Fragment:
    """What is open beside the promises of the year."""
    shown = judged.left_open[:MOST]
    left = len(judged.left_open) - len(shown)
    told = t.plural("{n} more is open.", "{n} more are open.", left) if left else ""
    rows = [_row(one, t, act=one.side == "ours") for one in shown]
    return table(_columns(t), rows, id="promises-open", caption=told, stack=True)


def _columns(t: Words) -> list[Column]:
    return [
        Column(t("Promised"), "name"),
        Column(t("Due"), phone=2),
        Column(t("Days late"), "number", phone=2),
        Column(t("Who of ours"), gap=True, phone=2),
    ]


def _overdue(judged: Promises, t: Words) -> Fragment:
    """What is overdue, ours first, each side's longest first; most lines for our own."""
    ours = judged.overdue[: max(MOST - len(judged.their_overdue), MOST // 2)]
    theirs = judged.their_overdue[: MOST - len(ours)]
    rows = [*(_row(one, t, act=True) for one in ours), *(_row(one, t, act=False) for one in theirs)]
    left = len(judged.overdue) + len(judged.their_overdue) - len(rows)
    told = [t("Ours first, each side's longest overdue first.")]
    if left:
        told.append(t.plural("{n} more is overdue.", "{n} more are overdue.", left))
    return table(_columns(t), rows, id="promises-overdue", caption=" ".join(told), stack=True)


def _row(one: Standing, t: Words, *, act: bool) -> list[Cell]:
    if one.action:
        to = t("an action of ours")
    elif one.side == "ours":
        to = t("we, to {name}", name=one.name) if one.name else t("we")
    else:
        to = t("they: {name}", name=one.name) if one.name else t("they")
    return [
        Cell(one.text, second=to),
        Cell(on_day(one.due_on, t)),
        Cell(t.number(one.days), act=act),
        Cell(one.owner or t("nobody named")),
    ]


def _ledger(judged: Promises, t: Words) -> Fragment:
    sides: list[Kept] = [judged.ours, judged.theirs, judged.actions_kept]
    columns = [
        Column(t("Fell due in 12 months"), "name", phone=3),
        Column(t("Ours"), "number", phone=1),
        Column(t("Theirs"), "number", phone=1),
        Column(t("Our actions"), "number", phone=1),
    ]
    rows = [
        _counts(t("In all"), [one.due for one in sides]),
        _counts(t("Done in time"), [one.in_time for one in sides]),
        _counts(t("Done late"), [one.late for one in sides]),
        _counts(t("Given up"), [one.dropped for one in sides]),
        _counts(t("Not done"), [one.open for one in sides], act=True),
    ]
    return table(columns, [row for row in rows if any(row[1:])], id="promises-kept")


def _counts(name: str, values: Sequence[int], *, act: bool = False) -> list[Cell]:
    return [Cell(name), *(Cell(str(value) if value else "", act=act and value > 0) for value in values)]


def _note(judged: Promises, t: Words) -> str:
    told = []
    if judged.shipped:
        told.append(
            t(
                "Promised days of shipments: {kept} of {due} arrived in time in 12 months.",
                kept=judged.shipped_in_time,
                due=judged.shipped,
            )
        )
    if judged.claims_open:
        told.append(
            t.plural("{n} claim of theirs is not settled.", "{n} claims of theirs are not settled.", judged.claims_open)
        )
    if judged.left_open:
        told.append(f"{_still_open(judged, t)}.")
    return " ".join(told)


def _ours(f: Facts, t: Words) -> str:
    name = clipped(str(f["name"]), NAME) if f.get("name") else ""
    if name:
        return fitting(lambda text: t("Keep our promise to {name}: {text}", name=name, text=text), str(f["text"]))
    return fitting(lambda text: t("Keep our promise: {text}", text=text), str(f["text"]))


def _chase(f: Facts, t: Words) -> str:
    late, name = days(int(f["days"]), t), clipped(str(f["name"]), NAME) if f.get("name") else ""
    if name:
        return fitting(
            lambda text: t("Ask {name} for what was promised, {late} late: {text}", name=name, late=late, text=text),
            str(f["text"]),
        )
    return fitting(
        lambda text: t("Ask them for what was promised, {late} late: {text}", late=late, text=text), str(f["text"])
    )


def _broken(f: Facts, t: Words) -> str:
    day, more = on_day(f["due"], t), int(f["more"])
    if more:
        return fitting(
            lambda text: t("Our promise for {day} is not kept, nor {n} more: {text}", day=day, n=more, text=text),
            str(f["text"]),
        )
    return fitting(lambda text: t("Our promise for {day} is not kept: {text}", day=day, text=text), str(f["text"]))


def _their_broken(f: Facts, t: Words) -> str:
    day, more = on_day(f["due"], t), int(f["more"])
    if more:
        return fitting(
            lambda text: t(
                "They did not keep their promise for {day}, nor {n} more: {text}", day=day, n=more, text=text
            ),
            str(f["text"]),
        )
    return fitting(
        lambda text: t("They did not keep their promise for {day}: {text}", day=day, text=text), str(f["text"])
    )


ACTIONS: Mapping[str, Say] = {
    "our_promise": _ours,
    "agreed": lambda f, t: clipped(str(f["text"]), FINDING),
    "chase_promise": _chase,
}
NEWS: Mapping[str, Say] = {"promise_broken": _broken, "their_promise_broken": _their_broken}
SHORT: Mapping[str, Say] = {
    "promise_broken": lambda f, t: t("Our promise of {day} not kept", day=on_day(f["due"], t)),
    "their_promise_broken": lambda f, t: t("Their promise of {day} not kept", day=on_day(f["due"], t)),
}
