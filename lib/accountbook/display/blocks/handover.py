"""One owner's accounts for whoever takes them over: all of them at a glance, then each on its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from accountbook.display.blocks.handing import date_sentence, handed_sentence
from accountbook.display.blocks.pending import pending
from accountbook.display.blocks.reachable import lessons_block, others_block, people_block
from accountbook.display.blocks.terms import days, money_column, on_day
from accountbook.display.blocks.top import profile_line
from accountbook.display.fragment import Fragment, render
from accountbook.display.lists import Change, changes
from accountbook.display.page import block, footer, grey, link, masthead, section, split, strong
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.handover import Account
    from accountbook.planning.open_promises import Promise

MOST, MOST_DATES = 6, 6


class Handed(Protocol):
    """What the blocks ask for; `accountbook.handover.Handover` has it."""

    owner: str
    name: str
    owned: bool
    accounts: Sequence[Account]


def handover_masthead(handed: Handed, t: Words, *, invented: bool = False) -> Fragment:
    """The top: whose accounts, how much they order, what is promised, where to start."""
    accounts = handed.accounts
    n, late = len(accounts), sum(promise.late is not None for one in accounts for promise in one.ours)
    revenue = sum(one.profile.revenue_12 or 0.0 for one in accounts)
    ordered = t("{money} ordered in 12 months.", money=t.money(revenue, unit=True))
    told = [
        ordered if revenue else t("Nothing ordered in 12 months."),
        t.plural(
            "{n} promise of ours is open, {late} late.",
            "{n} promises of ours are open, {late} of them late.",
            sum(len(one.ours) for one in accounts),
            late=late,
        ),
        t("As of {day}.", day=t.day(t.as_of, year=True)),
    ]
    if not accounts:
        told = told[-1:]
    return masthead(
        t.plural("{n} account of {name} to hand over", "{n} accounts of {name} to hand over", n, name=handed.name)
        if accounts
        else t("Handover"),
        facts=" ".join(told),
        lead=_start(accounts, t) if accounts else "",
        crumbs=((t("Handover"), "../index.html"),),
        notice=t("Invented company and data") if invented else "",
    )


def _start(accounts: Sequence[Account], t: Words) -> Fragment | str:
    """Where to start: the account whose urgent thing weighs most, of equal ones the largest."""
    pressing = [one for one in accounts if one.urgent is not None]
    if not pressing:
        return t("Nothing presses at any of them.")
    first = max(pressing, key=lambda one: one.urgent.weight if one.urgent else 0.0)
    return t.rich("Start with {name}: {urgent}.", name=_name(first), urgent=strong(_urgent(first, t)))


def _urgent(one: Account, t: Words) -> str:
    """The one thing that cannot wait, without a full stop, also where what users wrote ends in one; "" for none."""
    if one.urgent is None:
        return ""
    return handed_sentence(one.urgent.code, one.urgent.facts, t).rstrip(". ")


def at_a_glance(handed: Handed, t: Words) -> Fragment:
    """Every account in one row: what it orders, the next day, the one thing that cannot wait."""
    accounts = handed.accounts
    if not handed.owned:
        return section(
            t("Nobody is written down as the owner of any account"),
            t("A handover needs {column} of {table}.", column="owner_id", table="accounts"),
        )
    if not accounts:
        return section(t("No account is of {name}", name=handed.name))
    head, money = money_column([one.profile.revenue_12 for one in accounts], t)
    columns = [
        Column(t("Account"), "name", phone=4),
        Column(t("12 months, {unit}", unit=head), "number", phone=2),
        Column(t("The most urgent"), "reason", gap=True),
        Column(t("Next day"), phone=6),
    ]
    rows = [_glance(one, place, money, t) for place, one in enumerate(accounts, 1)]
    n = sum(one.pressing for one in accounts)
    finding = (
        t.plural("{n} account has something late or at risk", "{n} accounts have something late or at risk", n)
        if n
        else t("Nothing is late or at risk at any of them")
    )
    caption = t("By what they ordered in 12 months; the name leads to the account's own page.")
    return section(finding, table(columns, rows, id="glance", caption=caption, stack=True))


def _glance(one: Account, place: int, money: object, t: Words) -> list[Cell]:
    name = Fragment(link(f"#{anchor(place)}", _name(one)))
    coming = one.dates[0] if one.dates else None
    following = Fragment()
    if coming is not None:
        on, what = coming
        said = one.urgent is not None and (one.urgent.code, one.urgent.facts) == (what.code, {**what.facts, "on": on})
        following = Fragment(on_day(on, t), *(() if said else (" ", grey(date_sentence(what.code, what.facts, t)))))
    beside = handed_sentence(one.late.code, one.late.facts, t) if one.late is not None else ""
    return [
        Cell(name),
        Cell(money(one.profile.revenue_12)),
        Cell(_urgent(one, t), act=one.pressing, second=beside),
        Cell(following),
    ]


def anchor(place: int) -> str:
    """The id of an account's page within the handover, by its place."""
    return f"account-{place}"


def _name(one: Account) -> str:
    return one.profile.name or one.profile.account_id


def account_pages(handed: Handed, t: Words) -> Fragment:
    """Every account on its own page; on paper each starts one."""
    accounts = handed.accounts
    pages = [
        {
            "anchor": anchor(place),
            "label": t("{place} of {n}", place=place, n=len(accounts)),
            "name": _name(one),
            "facts": profile_line(one.profile, t),
            "lead": strong(_urgent(one, t), ".") if one.urgent is not None else "",
            "rows": [row for row in _rows(one, place, t) if row],
        }
        for place, one in enumerate(accounts, 1)
    ]
    return render("handed", pages=pages)


def _rows(one: Account, place: int, t: Words) -> list[Fragment]:
    rest = [part for part in (lessons_block(one.lessons, t), others_block(one.others, t)) if part]
    return [
        split(_keep(one, t), _improve(one, t), widths=(6, 6)),
        pending(one, t),
        split(_promises(one, place, t), _dates(one, t), widths=(6, 6)),
        people_block(one.people, place, t),
        split(*rest, widths=(6, 6)) if len(rest) == 2 else Fragment(*rest),
    ]


def _keep(one: Account, t: Words) -> Fragment:
    if not one.keep:
        return block(t("Nothing stands out that must be kept"))
    lines = [Change(handed_sentence(each.code, each.facts, t), "up") for each in one.keep[:MOST]]
    n = len(one.keep)
    return block(t.plural("Keep {n} thing as it is", "Keep {n} things as they are", n), changes(lines))


def _improve(one: Account, t: Words) -> Fragment:
    if not one.improve:
        return block(t("Nothing was found to improve"))
    lines = [Change(handed_sentence(each.code, each.facts, t), "down") for each in one.improve[:MOST]]
    n, more = len(one.improve), len(one.improve) - len(lines)
    note = t.plural("{n} more weighs less.", "{n} more weigh less.", more) if more else ""
    return block(t.plural("Improve {n} thing", "Improve {n} things", n), changes(lines), note=note)


def _promises(one: Account, place: int, t: Words) -> Fragment:
    promises = sorted((*one.ours, *one.theirs), key=_pressing)
    if not promises:
        return block(t("No promise is open on either side"))
    ours, theirs = len(one.ours), len(one.theirs)
    finding = t("Open promises: {ours} of ours, {theirs} of theirs", ours=ours, theirs=theirs)
    columns = [
        Column(t("Promised"), "name", phone=6),
        Column(t("By"), phone=2),
        Column(t("Due"), "number", phone=4),
    ]
    rows = [_promise(each, t) for each in promises[:MOST]]
    more = len(promises) - len(rows)
    note = t.plural("{n} more is open.", "{n} more are open.", more) if more else ""
    return block(finding, table(columns, rows, id=f"promises-{place}", stack=True), note=note)


def _pressing(promise: Promise) -> tuple[object, ...]:
    """Those of ours that are late first, the newest of them on top; then what comes due."""
    late = promise.late is not None
    return (not late, promise.side != "ours", promise.late or 0, promise.due_on is None, promise.due_on)


def _promise(promise: Promise, t: Words) -> list[Cell]:
    who = promise.owner or t("ours") if promise.side == "ours" else t("them")
    due = on_day(promise.due_on, t) or t("no day")
    late = t("{days} late", days=days(promise.late, t)) if promise.late is not None else ""
    return [Cell(promise.text), Cell(who), Cell(due, second=late, second_act=bool(late) and promise.side == "ours")]


def _dates(one: Account, t: Words) -> Fragment:
    if not one.dates:
        return block(t("No day is known on which something comes"))
    first = one.dates[0][0]
    lines = [
        Change(Fragment(strong(on_day(on, t)), " ", date_sentence(each.code, each.facts, t)))
        for on, each in one.dates[:MOST_DATES]
    ]
    n = len(one.dates)
    finding = t.plural("{n} date ahead, on {day}", "{n} dates ahead, the next on {day}", n, day=on_day(first, t))
    more = len(one.dates) - len(lines)
    note = t.plural("{n} more within a year.", "{n} more within a year.", more) if more else ""
    return block(finding, changes(lines), note=note)


def handover_footer(t: Words, *, load_id: str, version: str) -> Fragment:
    """The end: what the words mean, as-of and load."""
    words = t(
        "Late: its day has passed. What is open for over half a year is told as old: settle it or strike it off. "
        "Addresses are left out where mails come back; birthdays and topics are shown only of people who agreed."
    )
    day = t.day(t.as_of, year=True)
    as_of = t("{day}. Load {load}. accountbook {version}.", day=day, load=load_id, version=version)
    return footer([(t("Words used"), words), (t("As of"), as_of)])


def handover_values(handed: Handed, t: Words) -> dict[str, object]:
    """The values of a handover's ``results`` cell; money in the company's currency."""
    accounts = handed.accounts
    return {
        "title": t("{name}, handover", name=handed.name) if handed.name else t("Handover"),
        "as_of": f"{t.as_of:%Y-%m-%d}" if t.as_of is not None else None,
        "owner": handed.owner,
        "name": handed.name,
        "accounts": [one.profile.account_id for one in accounts],
        "revenue": sum(one.profile.revenue_12 or 0.0 for one in accounts),
        "promises_open": sum(len(one.ours) for one in accounts),
        "promises_late": sum(promise.late is not None for one in accounts for promise in one.ours),
        "urgent": {one.profile.account_id: _urgent(one, t) for one in accounts if one.urgent is not None},
    }
