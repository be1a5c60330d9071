"""The quality of a load: rows and money that add up, what was turned away, how fresh it is, what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import days
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Change, Fact, changes, facts
from accountbook.display.page import act, block, masthead, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.quality import LoadQuality, Rejection, TableBalance

Facts = Mapping[str, object]
MOST = 20


def load_masthead(judged: LoadQuality, t: Words, *, company: str, invented: bool = False) -> Fragment:
    """The top of the data_quality page: whether the load can be trusted."""
    told = [company + "."]
    if judged.load_id:
        told.append(t("Load {load}.", load=judged.load_id))
    if judged.exported_on is not None:
        told.append(t("Exported on {day}.", day=t.day(judged.exported_on, year=True)))
    told.append(t("As of {day}.", day=t.day(t.as_of, year=True)))
    return masthead(
        load_finding(judged, t),
        facts=" ".join(told),
        lead=_lead(judged, t),
        crumbs=((t("Monthly edition, {month}", month=t.month(t.as_of, year=True)), "../index.html"),),
        notice=t("Invented company and data") if invented else "",
    )


def load_finding(judged: LoadQuality, t: Words) -> str:
    """Such as "41,208 of 41,245 rows kept, 37 turned away; rows and money add up"."""
    if not judged.rows_in:
        return t("The load holds no rows")
    kept, rows = t.number(judged.kept), t.number(judged.rows_in)
    if not judged.balanced:
        wrong = [one.table for one in judged.tables if not one.balanced]
        return t("Rows or money do not add up in {tables}", tables=t.list(wrong) or t("the load"))
    if not judged.rejected:
        return t("All {rows} rows accounted for, none turned away", rows=rows)
    rejected = t.number(judged.rejected)
    return t(
        "{kept} rows kept, {rejected} of {rows} turned away; rows and money add up",
        kept=kept,
        rejected=rejected,
        rows=rows,
    )


def _lead(judged: LoadQuality, t: Words) -> str:
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
        return told + " " + t("All on this page is of this load, not of the date.")
    return told


def reconciliation(judged: LoadQuality, t: Words) -> Fragment:
    """The section that balances rows and money: in = kept + merged + turned away."""
    columns = [
        Column(t("Table"), "name", phone=6),
        Column(t("Rows in"), "number"),
        Column(t("Kept"), "number"),
        Column(t("Merged"), "number"),
        Column(t("Turned away"), "number"),
        Column(t("Newest day"), "number"),
        Column(t("Adds up"), gap=True),
    ]
    rows = [_balance(one, t) for one in judged.tables]
    total = [
        t("All tables"),
        *(t.number(n) for n in (judged.rows_in, judged.kept, judged.merged, judged.rejected)),
        "",
        "",
    ]
    wrong = sum(not one.balanced for one in judged.tables)
    if wrong:
        finding = t.plural("{n} table does not add up", "{n} tables do not add up", wrong)
    else:
        finding = t("In = kept + merged + turned away, in every table")
    return section(finding, table(columns, rows, id="balance", total=total), _money(judged, t))


def _balance(one: TableBalance, t: Words) -> list[Cell]:
    return [
        Cell(one.table),
        Cell(t.number(one.rows_in)),
        Cell(t.number(one.kept)),
        Cell(t.number(one.merged) if one.merged else ""),
        Cell(t.number(one.rejected) if one.rejected else ""),
        Cell("" if one.newest is None else t.day(one.newest)),
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


def turned_away(judged: LoadQuality, t: Words) -> Fragment:
    """The section of the rows turned away, by reason; empty where none was."""
    if not judged.rejections:
        return Fragment()
    columns = [
        Column(t("Reason"), "name", phone=6),
        Column(t("Table")),
        Column(t("Column")),
        Column(t("Rows"), "number"),
        Column(t("Share"), "number"),
        Column(t("Where, for example"), "reason", gap=True),
    ]
    rows = [_rejection(one, t) for one in judged.rejections[:MOST]]
    finding = t.plural(
        "{rejected} of {rows} rows turned away, for {n} reason",
        "{rejected} of {rows} rows turned away, for {n} reasons",
        len(judged.rejections),
        rejected=t.number(judged.rejected),
        rows=t.number(judged.rows_in),
    )
    note = t("Every row turned away is kept in the load's folder, with file, row, column and reason.")
    return section(finding, table(columns, rows, id="turned-away"), note=note)


def _rejection(one: Rejection, t: Words) -> list[Cell]:
    places = [t("{file}, row {row}", file=file, row=t.number(row)) for file, row, _ in one.examples]
    return [
        Cell(one.reason),
        Cell(one.table),
        Cell(one.column or ""),
        Cell(t.number(one.rows)),
        Cell(t.share(one.share, digits=1)),
        Cell("; ".join(places)),
    ]


def freshness(judged: LoadQuality, t: Words) -> Fragment:
    """The block of the files that were read, and how new they are."""
    rows = [
        Fact(
            one.file,
            "" if one.rows is None else t.plural("{n} row", "{n} rows", one.rows),
            aside=_about(one.table, one.encoding, t),
        )
        for one in judged.sources[:MOST]
    ]
    n = len(judged.sources)
    left = n - len(rows)
    finding = t.plural("{n} file was read", "{n} files were read", n)
    note = t.plural("{n} more is in load.json.", "{n} more are in load.json.", left) if left > 0 else ""
    return block(finding, facts(rows) if rows else None, note=note)


def _about(name: str | None, encoding: str | None, t: Words) -> str:
    return ", ".join(part for part in (name, encoding) if part)


def doubts(judged: LoadQuality, t: Words) -> Fragment:
    """The block of what the load itself flags, and what its tables don't agree on."""
    told = [Change(doubt_sentence(one.code, one.facts, t), "down") for one in judged.doubts]
    told += [Change(flag, "same") for flag in judged.flags]
    if not told:
        return block(t("Nothing in the load looks doubtful"))
    return block(
        t.plural("{n} thing to look at in the exports", "{n} things to look at in the exports", len(told)),
        changes(told),
    )


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
        "{n} order line names {items} item that the items table lacks",
        "{n} order lines name {items} items that the items table lacks",
        int(f["lines"]),
        items=t.number(f["items"]),
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


def filled(judged: LoadQuality, t: Words, *, under: float = 0.5) -> Fragment:
    """The block of the columns that are mostly empty: filling them would say more."""
    rows = sorted(
        (
            (share, one.table, column)
            for one in judged.tables
            for column, share in one.filled
            if share < under and one.kept
        ),
    )[:10]
    if not rows:
        return block(t("Every column that reports use is filled in most rows"))
    finding = t.plural("{n} column is empty in most rows", "{n} columns are empty in most rows", len(rows))
    told = [Fact(f"{name}.{column}", t.share(share)) for share, name, column in rows]
    return block(finding, facts(told, head=(t("Column"), t("Filled"))))
