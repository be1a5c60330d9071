"""The meeting that a brief prepares: what for, what each side wants, and whether its plan is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import quoted
from accountbook.display.blocks.terms import days, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import block
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.meeting import NextMeeting, Quote


def meeting(judged: NextMeeting, t: Words) -> Fragment:
    """The block "The meeting"; where none is planned, what goals and strategies say that we want.

    Returns
    -------
    Fragment
        Empty where the book has no table of meetings and quotes nothing.
    """
    state = str(judged.state)
    rows = [Fact(t("Purpose"), judged.purpose)] if judged.purpose else []
    rows += [Fact(t("Our goal"), judged.our_goal, strong=True)] if judged.our_goal else []
    rows += [Fact(t("Their goal"), judged.their_goal)] if judged.their_goal else []
    rows += [Fact(t("Shared goal"), judged.shared_goal)] if judged.shared_goal else []
    plan = _plan(judged, t) if state == "planned" else None
    rows += [plan] if plan else []
    rows += [_quote(one, t) for one in judged.quotes]
    if state == "no_table" and not rows:
        return Fragment()
    note = _note(judged, t)
    return block(meeting_finding(judged, t), facts(rows) if rows else None, note=note)


def meeting_finding(judged: NextMeeting, t: Words) -> str:
    """Such as "In 12 days, on 12 Nov, with Carla Neri"."""
    if str(judged.state) == "no_table":
        return t("The book holds no meetings; what we want is quoted from our goals")
    if judged.held_on is None or judged.days is None:
        if judged.last_on is None:
            return t("No meeting is planned")
        return t("No meeting is planned; the last was on {day}", day=on_day(judged.last_on, t))
    day = on_day(judged.held_on, t)
    if not judged.days:
        return t("Today, with {who}", who=judged.contact) if judged.contact else t("Today")
    late = days(judged.days, t)
    if judged.contact:
        return t("In {days}, on {day}, with {who}", days=late, day=day, who=judged.contact)
    return t("In {days}, on {day}; nobody of theirs is named", days=late, day=day)


def _plan(judged: NextMeeting, t: Words) -> Fact | None:
    """Whether the plan came, in orange where it is overdue or was late."""
    state, due, got = str(judged.plan), on_day(judged.plan_due, t), on_day(judged.plan_received, t)
    late = days(judged.days_late or 0, t)
    name = t("Meeting plan")
    if state == "received":
        return Fact(name, t("received {day}", day=got))
    if state == "late":
        return Fact(name, t("received {day}, {late} late", day=got, late=late), act=True)
    if state == "overdue":
        return Fact(name, t("due {day}, {late} late", day=due, late=late), act=True)
    return Fact(name, t("due {day}", day=due)) if state == "awaited" else None


def _quote(one: Quote, t: Words) -> Fact:
    name = t("Goal") if one.source == "goals" else t("Strategy")
    due = t("{id}, due {day}", id=one.row_id, day=on_day(one.due_on, t)) if one.due_on is not None else one.row_id
    if one.passed:
        due = t("{id}, was due {day}", id=one.row_id, day=on_day(one.due_on, t))
    return Fact(name, quoted(one.text, t), range=due, act=one.passed)


def _note(judged: NextMeeting, t: Words) -> str:
    told = []
    if judged.about:
        told.append(t("It is about {deal}.", deal=judged.about))
    if judged.owner:
        told.append(t("{name} leads for us.", name=judged.owner))
    if judged.quotes:
        told.append(t("No goal of ours is written down for it; these are quoted from goals and strategies."))
    elif not judged.our_goal:
        told.append(t("No goal of ours is written down for it, and no goal of the account is open."))
    if str(judged.state) == "planned" and judged.last_on is not None:
        last = on_day(judged.last_on, t)
        told.append(
            t("Last met on {day}: {purpose}.", day=last, purpose=quoted(judged.last_purpose, t))
            if judged.last_purpose
            else t("Last met on {day}.", day=last)
        )
    return " ".join(told)
