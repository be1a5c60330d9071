"""The dates ahead: a page of the next weeks, and the calendar file of a whole year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.attachment import Attachment
from accountbook.display.blocks.sentences import Facts, Say
from accountbook.display.blocks.terms import days, on_day
from accountbook.display.calendar import Event, calendar_file
from accountbook.display.fragment import Fragment
from accountbook.display.page import block, footer, masthead
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.agenda import Entry

WEEKS = 13
"""How far the page looks; the calendar file holds a year."""
MOST = 60


def _late(f: Facts, t: Words) -> str:
    return t("Call: the order due {day} has not come", day=t.day(f["due"]))


def promise_text(f: Facts, t: Words) -> str:
    """A promise that falls due, of either side."""
    if f["side"] == "ours":
        return t("We promised: {text}", text=str(f["text"]))
    return t("They promised: {text}", text=str(f["text"]))


def meeting_text(f: Facts, t: Words) -> str:
    """A meeting that is planned."""
    return t("Meeting: {purpose}", purpose=str(f["purpose"])) if f["purpose"] else t("Meeting")


def plan_text(f: Facts, t: Words) -> str:
    """What is planned about a role by a day."""
    return t("{name}: {what}", name=str(f["role"]), what=str(f["text"]))


def offer_text(f: Facts, t: Words) -> str:
    """The last day on which an offer can be accepted."""
    return t("Offer {offer} on “{deal}” ends", offer=str(f["offer"]), deal=str(f["deal"]))


_SAY: Mapping[str, Say] = {
    "order": lambda f, t: t("Order expected"),
    "late_order": _late,
    "promise": promise_text,
    "late_promise": promise_text,
    "plan": plan_text,
    "offer_end": offer_text,
    "meeting": meeting_text,
    "close": lambda f, t: t("Decision on {deal}", deal=str(f["deal"])),
    "contract_end": lambda f, t: t("Contract ends: {contract}", contract=str(f["contract"])),
    "year_end": lambda f, t: t("Fiscal year ends, as the orders suggest") if f["inferred"] else t("Fiscal year ends"),
    "closure": lambda f, t: t("Closed: {name}", name=str(f["name"])) if f["name"] else t("They never order then"),
    "birthday": lambda f, t: t("Birthday of {name}", name=str(f["name"])),
}


def entry_text(entry: Entry, t: Words) -> str:
    """What a date is, without the account."""
    return _SAY[entry.what.code](entry.what.facts, t)


def entry_note(entry: Entry, t: Words) -> str:
    """What is known of it beside its day; empty: nothing."""
    f = entry.what.facts
    money = t.money_with_range(f.get("amount"), f.get("lo"), f.get("hi"), unit=True) if f.get("amount") else ""
    if entry.what.code == "order":
        between = (
            t.day_range(f["earliest"], f["latest"]) if f["earliest"] is not None and f["latest"] is not None else ""
        )
        return "; ".join(part for part in (money, t("8 in 10: {days}", days=between) if between else "") if part)
    if entry.what.code == "late_order":
        late = t("{late} late", late=days(int(f["days_late"] or 0), t))
        return "; ".join(part for part in (money, late) if part)
    if entry.what.code == "late_promise":
        late = t("due {day}, {late} late", day=on_day(f["due"], t), late=days(int(f["days_late"]), t))
        return "; ".join(part for part in (str(f["who"] or ""), late) if part)
    if entry.what.code == "promise":
        return str(f["who"] or "")
    if entry.what.code == "close":
        return t("{money} asked", money=money) if money else ""
    if entry.what.code == "closure" and entry.end > entry.start:
        return t.day_range(entry.start, entry.end)
    return ""


def agenda_masthead(
    owner: str, entries: Sequence[Entry], t: Words, *, accounts: int, invented: bool = False
) -> Fragment:
    """The top of an owner's page of dates: how many orders are due, and what they come to."""
    soon = _soon(entries, t)
    orders = [one for one in soon if one.what.code in ("order", "late_order")]
    worth = sum(float(one.what.facts.get("amount") or 0.0) for one in orders)
    if orders and worth:
        name = t.plural(
            "{owner}: {n} order is due in {weeks} weeks, about {money}",
            "{owner}: {n} orders are due in {weeks} weeks, about {money}",
            len(orders),
            owner=owner,
            weeks=WEEKS,
            money=t.money(worth, unit=True),
        )
    else:
        name = t.plural(
            "{owner}: {n} date in {weeks} weeks",
            "{owner}: {n} dates in {weeks} weeks",
            sum(one.what.code != "late_promise" for one in soon),
            owner=owner,
            weeks=WEEKS,
        )
    facts = t(
        "{accounts} as of {day}. The calendar file holds a year; give it to your calendar again each month.",
        accounts=t.plural("{n} account", "{n} accounts", accounts),
        day=t.day(t.as_of, year=True),
    )
    crumbs = [(t("Monthly edition, {month}", month=t.month(t.as_of, year=True)), "../index.html")]
    return masthead(name, facts=facts, crumbs=crumbs, notice=t("Invented company and data") if invented else "")


def dates_ahead(entries: Sequence[Entry], t: Words) -> Fragment:
    """The dates of the next weeks, soonest first.

    Returns
    -------
    Fragment
        Says so where there is none.
    """
    soon = _soon(entries, t)
    if not soon:
        return block(t("Nothing lies ahead in {weeks} weeks", weeks=WEEKS))
    shown = soon[:MOST]
    columns = [Column(t("Day"), phone=1), Column(t("Account"), "name", phone=2), Column(t("What"), "reason", phone=3)]
    rows = [
        [
            Cell(t("late") if one.what.code == "late_promise" else _day(one, t)),
            Cell(one.name),
            Cell(entry_text(one, t), act=_ours_late(one), second=entry_note(one, t)),
        ]
        for one in shown
    ]
    left = len(soon) - len(shown)
    note = t.plural("{n} more stands in the calendar.", "{n} more stand in the calendar.", left) if left else ""
    late = [one for one in soon if one.what.code == "late_promise"]
    first = next((one for one in shown if one not in late), None)
    if first is None:
        finding = t.plural("{n} promise is late", "{n} promises are late", len(late))
    else:
        words = {"what": entry_text(first, t), "name": first.name, "day": _day(first, t)}
        finding = t("Next: {what}, {name}, {day}", **words)
        if late:
            finding = t.plural(
                "{n} promise is late; next: {what}, {name}, {day}",
                "{n} promises are late; next: {what}, {name}, {day}",
                len(late),
                **words,
            )
    return block(finding, table(columns, rows, id="dates-ahead"), note=note)


def agenda_footer(t: Words, *, load_id: str, version: str) -> Fragment:
    """The end: what the words mean, as-of and load."""
    words = t(
        "Late: its day has passed; such promises stand on the page and not in the calendar file. A call about a late "
        "order stands on their next working day. People are named only where they agreed."
    )
    as_of = t(
        "{day}. Load {load}. accountbook {version}.", day=t.day(t.as_of, year=True), load=load_id, version=version
    )
    return footer([(t("Words used"), words), (t("As of"), as_of)])


def calendar(owner: str, entries: Sequence[Entry], t: Words) -> Attachment:
    """The calendar file of an owner."""
    events = [
        Event(
            key=f"{one.account_id}\0{one.what.code}\0{one.ref}",
            start=one.start,
            end=one.end,
            title=t("{name}: {what}", name=one.name, what=entry_text(one, t)),
            note=entry_note(one, t),
            busy=one.what.code == "meeting",
        )
        for one in entries
        if one.what.code != "late_promise"  # a calendar moves what has a day: this one has passed
    ]
    name = t("Accounts of {owner}", owner=owner)
    return Attachment(".ics", calendar_file(name, events, as_of=pd.Timestamp(t.as_of)))


def agenda_values(owner_id: str, owner: str, entries: Sequence[Entry], t: Words) -> dict[str, object]:
    """The values of the page's ``results`` cell."""
    soon = _soon(entries, t)
    return {
        "title": t("{owner}, dates ahead", owner=owner),
        "as_of": f"{t.as_of:%Y-%m-%d}",
        "owner": owner_id,
        "dates": sum(one.what.code != "late_promise" for one in entries),
        "promises_late": sum(one.what.code == "late_promise" for one in entries),
        "soon": [[f"{one.start:%Y-%m-%d}", one.account_id, one.what.code] for one in soon],
    }


def _soon(entries: Sequence[Entry], t: Words) -> list[Entry]:
    until = t.as_of + pd.Timedelta(weeks=WEEKS)
    soon = [one for one in entries if one.start <= until]
    return sorted(soon, key=_place)


def _place(one: Entry) -> tuple[object, ...]:
    """What is late first: orders, then promises of ours, then theirs, each the newest first; then by day."""
    code, facts = one.what.code, one.what.facts
    if code == "late_order":
        return (0, facts["days_late"] or 0)
    if code == "late_promise":
        return (1, facts["side"] != "ours", facts["days_late"])
    return (2, one.start, one.name, code, one.ref)


def _ours_late(one: Entry) -> bool:
    """Whether it is late and ours to do."""
    return one.what.code == "late_order" or (one.what.code == "late_promise" and one.what.facts["side"] == "ours")


def _day(one: Entry, t: Words) -> str:
    return t.weekday(max(one.start, t.as_of))
