"""The people of an account that is handed over: how to reach each, who of ours knows them, and the lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import DISPOSITION, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Change, changes
from accountbook.display.page import block
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.acquaintance import Knows, Reach
    from accountbook.planning.learned import Lesson

MOST_PEOPLE, MOST_OTHERS, MOST_LESSONS = 7, 3, 3


def people_block(people: Sequence[Reach], place: int, t: Words) -> Fragment:
    """The people of theirs who are still there, and how to reach each.

    Parameters
    ----------
    place : the account's place in the handover, for the table's id.
    """
    if not people:
        return block(t("Nobody of theirs is noted"))
    reached = sum(one.email is not None for one in people)
    finding = t.plural(
        "{n} person known, {reached} with an address that works",
        "{n} people known, {reached} with an address that works",
        len(people),
        reached=reached,
    )
    columns = [
        Column(t("Person"), "name", phone=6),
        Column(t("Role"), phone=3),
        Column(t("Stands"), phone=3),
        Column(t("Last seen"), phone=3),
        Column(t("How to reach"), "reason"),
    ]
    rows = [_person(one, t) for one in people[:MOST_PEOPLE]]
    more = len(people) - len(rows)
    note = t.plural("{n} more is noted.", "{n} more are noted.", more) if more else ""
    return block(finding, table(columns, rows, id=f"people-{place}"), note=note)


def _person(one: Reach, t: Words) -> list[Cell]:
    role = t.list(one.roles) if one.roles else one.title or ""
    decides = t("decides") if one.decides else ""
    against = one.disposition == "negative"
    stands = said(DISPOSITION, one.disposition, t) if one.roles else ""
    met = ""
    if one.met_by and one.met_on == one.seen_on:
        met = t("met by {name}", name=one.met_by)
    elif one.met_by:
        met = t("met by {name} {day}", name=one.met_by, day=on_day(one.met_on, t))
    return [
        Cell(one.name or t("Name unknown")),
        Cell(role, second=decides),
        Cell(stands, act=against),
        Cell(on_day(one.seen_on, t), second=met),
        Cell(_address(one, t), second=_personal(one, t), act=one.email is None and one.bounced_on is not None),
    ]


def _address(one: Reach, t: Words) -> str:
    if one.email is not None:
        return one.email
    if one.bounced_on is not None:
        return t("mails come back since {day}", day=on_day(one.bounced_on, t))
    return t("no address noted")


def _personal(one: Reach, t: Words) -> str:
    """Language, and with the person's consent topic and birthday."""
    told = []
    if one.language:
        told.append(_language(one.language, t))
    if one.topic:
        told.append(t("likes to talk of {topic}", topic=one.topic))
    if one.birthday is not None:
        told.append(t("birthday {day}", day=t.day(one.birthday, year=False)))
    return "; ".join(told)


def _language(code: str, t: Words) -> str:
    """A language's name in the reader's language."""
    from babel import Locale

    return str(Locale.parse("en_GB" if t.lang == "en" else t.lang).languages.get(code, code))


def others_block(others: Sequence[Knows], t: Words) -> Fragment:
    """Who else of ours met them; "" where nobody did."""
    if not others:
        return Fragment()
    n = len(others)
    finding = t.plural("{n} more of ours knows them", "{n} more of ours know them", n)
    lines = []
    for one in others[:MOST_OTHERS]:
        words = {"name": one.name, "day": on_day(one.last, t)}
        whom = t.list(one.whom)
        if whom:
            text = t.plural("{name} met {whom}, {n} time, last {day}", "{name} met {whom}, {n} times, last {day}",
                            one.times, whom=whom, **words)  # fmt: skip
        else:
            text = t.plural("{name} was there {n} time, last {day}", "{name} was there {n} times, last {day}",
                            one.times, **words)  # fmt: skip
        lines.append(Change(text))
    more = n - len(lines)
    note = t.plural("{n} more met them in two years.", "{n} more met them in two years.", more) if more else ""
    return block(finding, changes(lines), note=note)


def lessons_block(lessons: Sequence[Lesson], t: Words) -> Fragment:
    """Lessons of their market that still hold; "" where there are none."""
    if not lessons:
        return Fragment()
    again = sum(one.times > 1 for one in lessons)
    n = len(lessons)
    if again:
        finding = t.plural(
            "{n} lesson of their market holds, {again} was paid for twice",
            "{n} lessons of their market hold, {again} paid for twice",
            n,
            again=again,
        )
    else:
        finding = t.plural("{n} lesson of their market holds", "{n} lessons of their market hold", n)
    lines = [Change(_lesson(one, t), "down" if one.times > 1 else "same") for one in lessons[:MOST_LESSONS]]
    more = n - len(lines)
    note = t.plural("{n} more is in the library.", "{n} more are in the library.", more) if more else ""
    return block(finding, changes(lines), note=note)


def _lesson(one: Lesson, t: Words) -> str:
    day = on_day(one.first_on, t) or t("no day")
    if one.times > 1:
        return t.plural(
            "{text} ({day}; forgotten once since)", "{text} ({day}; forgotten {n} times since)",
            one.times - 1, text=one.text, day=day,
        )  # fmt: skip
    return f"{one.text} ({day})"
