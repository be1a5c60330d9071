"""The quality of a load at a glance: whether rows and money add up, and what is odd in the exports, worst first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.beside import odd_sentence
from accountbook.display.blocks.terms import days
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Change, Fact, Text, changes, facts
from accountbook.display.page import act, block, masthead, section, strong
from accountbook.display.stored import retold
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.parts import LoadParts
    from accountbook.planning.freshness import TableAge
    from accountbook.planning.quality import LoadQuality, TableBalance

Facts = Mapping[str, object]
MOST, MOST_ODD = 20, 8


def load_masthead(parts: LoadParts, t: Words, *, company: str, invented: bool = False) -> Fragment:
    """The top of the data_quality page: whether the load can be trusted, and what to mend first."""
    judged = parts.load
    told = [company + "."]
    if judged.load_id:
        told.append(t("Load {load}.", load=judged.load_id))
    if judged.exported_on is not None:
        told.append(t("Exported on {day}.", day=t.day(judged.exported_on, year=True)))
    told.append(t("As of {day}.", day=t.day(t.as_of, year=True)))
    return masthead(
        load_finding(parts, t),
        facts=" ".join(told),
        lead=_lead(parts, t),
        crumbs=((t("Monthly edition, {month}", month=t.month(t.as_of, year=True)), "../index.html"),),
        notice=t("Invented company and data") if invented else "",
    )


def load_finding(parts: LoadParts, t: Words) -> str:
    """Such as "41,208 of 41,245 rows kept, 37 turned away; rows and money add up"."""
    judged = parts.load
    if not judged.rows_in:
        return t("The load holds no rows")
    kept, rows, rejected = (t.number(n) for n in (judged.kept, judged.rows_in, judged.rejected))
    if not judged.balanced:
        wrong = [one.table for one in judged.tables if not one.balanced]
        return t("Rows or money do not add up in {tables}", tables=t.list(wrong) or t("the load"))
    missing = len(_missing(parts, t))
    if missing and not judged.rejected:
        return t.plural(
            "All {rows} rows accounted for, but {n} thing seems to be missing",
            "All {rows} rows accounted for, but {n} things seem to be missing",
            missing,
            rows=rows,
        )
    if missing:
        return t.plural(
            "{rejected} of {rows} rows turned away, and {n} thing seems to be missing",
            "{rejected} of {rows} rows turned away, and {n} things seem to be missing",
            missing,
            rejected=rejected,
            rows=rows,
        )
    if not judged.rejected:
        return t("All {rows} rows accounted for, none turned away", rows=rows)
    return t(
        "{kept} rows kept, {rejected} of {rows} turned away; rows and money add up",
        kept=kept,
        rejected=rejected,
        rows=rows,
    )


def _lead(parts: LoadParts, t: Words) -> Text:
    judged = parts.load
    fresh = str(judged.freshness)
    if fresh == "empty" or judged.newest_order is None:
        return t("There is no order in it, so no plan can say anything.")
    day = t.day(judged.newest_order)
    if fresh == "old":
        told = t(
            "The newest order is of {day}, {days} before the export: the export seems old.",
            day=day,
            days=days(judged.days_old or 0, t),
        )
    else:
        told = t("The newest order is of {day}: the export is fresh.", day=day)
    if judged.exported_on is not None and t.as_of is not None and t.as_of < judged.exported_on:
        told = told + " " + t("All on this page is of this load, not of the date.")
    worst = next((one.text for one in oddities(parts, t) if one.direction == "down"), None)
    if worst is None:
        return told + " " + t("There is nothing that must be mended.")
    return Fragment(told, " ", t.rich("{first} {what}.", first=strong(t("Look first at this.")), what=worst))


def reconciliation(judged: LoadQuality, t: Words) -> Fragment:
    """The section of rows and money that don't add up; empty where all do, and `balance_tables` is folded."""
    if judged.balanced:
        return Fragment()
    wrong = sum(not (one.balanced and all(money.balanced for money in one.money)) for one in judged.tables)
    finding = t.plural("{n} table does not add up", "{n} tables do not add up", wrong)
    return section(finding, balance_tables(judged, t), note=t("A fault of the load, not of the exports: report it."))


def balance_tables(judged: LoadQuality, t: Words) -> Fragment:
    """Rows and money of each table: in = kept + merged + turned away."""
    columns = [
        Column(t("Table"), "name", phone=6),
        Column(t("Rows in"), "number"),
        Column(t("Kept"), "number"),
        Column(t("Merged"), "number"),
        Column(t("Turned away"), "number"),
        Column(t("Adds up"), gap=True),
    ]
    total = [
        t("All tables"),
        *(t.number(n) for n in (judged.rows_in, judged.kept, judged.merged, judged.rejected)),
        "",
    ]
    rows = table(columns, [_balance(one, t) for one in judged.tables], id="balance", total=total)
    return Fragment(rows, _money(judged, t) or "")


def _balance(one: TableBalance, t: Words) -> list[Cell]:
    return [
        Cell(one.table),
        Cell(t.number(one.rows_in)),
        Cell(t.number(one.kept)),
        Cell(t.number(one.merged) if one.merged else ""),
        Cell(t.number(one.rejected) if one.rejected else ""),
        Cell(t("yes")) if one.balanced else Cell(act(t("no"), sign="×")),
    ]


def _money(judged: LoadQuality, t: Words) -> Fragment | None:
    rows = [
        [
            Cell(f"{one.table}, {money.currency}"),
            Cell(t.number(money.rows_in, digits=2) if money.told else ""),
            Cell(t.number(money.kept, digits=2) if money.told else ""),
            Cell(t.number(money.merged, digits=2) if money.merged else ""),
            Cell(t.number(money.rejected, digits=2) if money.rejected else ""),
            Cell(t("yes")) if money.balanced else Cell(act(t("no"), sign="×")),
        ]
        for one in judged.tables
        for money in one.money
    ]
    if not rows:
        return None
    columns = [
        Column(t("Table, currency"), "name", phone=6),
        Column(t("In"), "number"),
        Column(t("Kept"), "number"),
        Column(t("Merged"), "number"),
        Column(t("Turned away"), "number"),
        Column(t("Adds up"), gap=True),
    ]
    caption = t("Money as written in the exports, to a cent.")
    if not all(money.told for one in judged.tables for money in one.money):
        caption += " " + t("Left out where it would tell of too few accounts.")
    return table(columns, rows, id="money", caption=caption)


def to_look_at(parts: LoadParts, t: Words) -> Fragment:
    """The block of what is odd in the exports, worst first."""
    told = oddities(parts, t)
    if not told:
        return block(t("Nothing in the load looks doubtful"))
    finding = t.plural("{n} thing to look at in the exports", "{n} things to look at in the exports", len(told))
    left = len(told) - MOST_ODD
    note = t.plural("{n} more is folded below.", "{n} more are folded below.", left) if left > 0 else ""
    return block(finding, changes(told[:MOST_ODD]), note=note)


def oddities(parts: LoadParts, t: Words) -> list[Change]:
    """What is odd in the exports, worst first: missing parts, stale tables, doubts, the load's own flags."""
    beside = parts.drift.worse if parts.drift is not None else ()
    told = _missing(parts, t)
    told += [Change(doubt_sentence(one.code, one.facts, t), "down") for one in parts.load.doubts]
    told += [Change(odd_sentence(one.code, one.facts, t)) for one in beside if str(one.sign) != "worse"]
    return told + [Change(retold(flag, t), "same") for flag in parts.load.flags]


def _missing(parts: LoadParts, t: Words) -> list[Change]:
    """What seems to be missing from the exports, or read wrongly."""
    beside = parts.drift.worse if parts.drift is not None else ()
    odd = [*parts.alarms, *(one for one in beside if str(one.sign) == "worse")]
    told = [Change(odd_sentence(one.code, one.facts, t), "down") for one in odd]
    return told + [Change(_stale(one, t), "down") for one in parts.ages if one.stale]


def _stale(one: TableAge, t: Words) -> str:
    day = t.day(one.newest)
    if (one.step or 1) <= 1:
        return t("{table} stands still since {day} and usually moves daily: export it again", table=one.table, day=day)
    return t(
        "{table} stands still since {day} and usually moves every {days}: export it again",
        table=one.table,
        day=day,
        days=days(one.step or 1, t),
    )


def files_table(judged: LoadQuality, t: Words) -> Fragment:
    """The files that were read."""
    rows = [
        Fact(
            one.file,
            "" if one.rows is None else t.plural("{n} row", "{n} rows", one.rows),
            aside=", ".join(part for part in (one.table, one.encoding) if part),
        )
        for one in judged.sources[:MOST]
    ]
    left = len(judged.sources) - len(rows)
    note = t.plural("{n} more is in load.json.", "{n} more are in load.json.", left) if left > 0 else ""
    return facts(rows, note=note)


def doubt_sentence(code: str, f: Facts, t: Words) -> str:
    """A doubt about a load in words; codes and facts as `accountbook.planning.quality` lists them."""
    say = _DOUBT.get(code)
    return say(f, t) if say else code.replace("_", " ")


_DOUBT: dict[str, Callable[[Facts, Words], str]] = {
    "no_rate": lambda f, t: t.plural(
        "{n} order line has no exchange rate and no amount: {currencies}",
        "{n} order lines have no exchange rate and no amount: {currencies}",
        int(f["lines"]),
        currencies=t.list(f["currencies"]) if f.get("currencies") else t("currency unknown"),
    ),
    "no_cost": lambda f, t: t("{share} of a year's sales has no cost, so no margin", share=t.share(f["share"])),
    "unknown_item": lambda f, t: t.plural(
        "{n} order line names {items} that the items table lacks",
        "{n} order lines name {items} that the items table lacks",
        int(f["lines"]),
        items=t.plural("{n} item", "{n} items", int(f["items"])),
    ),
    "unknown_account": lambda f, t: t.plural(
        "{n} account orders and is not in the accounts table",
        "{n} accounts order and are not in the accounts table",
        int(f["accounts"]),
    ),
    "below_cost": lambda f, t: t.plural(
        "{n} order line was sold below its cost, {share} of all",
        "{n} order lines were sold below their cost, {share} of all",
        int(f["lines"]),
        share=t.share(f["share"], digits=1),
    ),
}
