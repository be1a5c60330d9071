"""A load beside the one before, and its order lines beside what is usual."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from accountbook.display.fragment import Fragment
from accountbook.display.page import section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.drift import Drift, MoneyDrift, TableDrift

Facts = Mapping[str, object]


def last_load(judged: Drift | None, t: Words) -> Fragment:
    """The section of what differs from the load before; empty where nothing does or there is none."""
    if judged is None or not judged.moved:
        return Fragment()
    moved = [one for one in judged.tables if one.moved]
    compared = any(one.new is not None for one in moved)
    rows = [_table(one, t, compared) for one in moved]
    columns = [
        Column(t("Table"), "name"),
        Column(t("Rows before"), "number", phone=3),
        Column(t("Rows now"), "number", phone=3),
        *([Column(t("New"), "number"), Column(t("Changed"), "number"), Column(t("Gone"), "number")] * compared),
        Column(t("Columns filled or emptied"), "reason", gap=True),
    ]
    day = t.day(judged.exported_on) if judged.exported_on is not None else t("the load before")
    n = sum(str(one.sign) == "worse" for one in judged.worse)
    if n:
        finding = t.plural(
            "{n} thing is worse than in the load of {day}", "{n} things are worse than in the load of {day}", n, day=day
        )
    else:
        finding = t("Nothing is worse than in the load of {day}", day=day)
    told = table(columns, rows, id="drift", stack=True) if rows else None
    return section(finding, told, _money(judged.money, t))


def _table(one: TableDrift, t: Words, compared: bool) -> list[Cell]:
    came = [f"+ {column}" for column in one.came]
    went = [f"− {column}" for column in one.went]
    return [
        Cell(one.table),
        Cell("" if one.before is None else t.number(one.before)),
        Cell(t("gone"), act=True, sign="×") if one.rows is None else Cell(t.number(one.rows)),
        *([Cell(t.number(count) if count else "") for count in (one.new, one.changed, one.gone)] * compared),
        Cell(", ".join([*came, *went]), act=bool(went)),
    ]


def _money(money: Sequence[MoneyDrift], t: Words) -> Fragment | None:
    moved = [one for one in money if one.now != one.before or one.changed or one.gone]
    if not moved:
        return None
    compared = any(one.new is not None for one in moved)
    columns = [
        Column(t("Currency"), "name", phone=6),
        Column(t("Before"), "number", phone=3),
        Column(t("Now"), "number", phone=3),
        *([Column(t("New"), "number"), Column(t("Changed"), "number"), Column(t("Gone"), "number")] * compared),
    ]
    rows = [
        [
            Cell(one.currency),
            Cell(t.number(one.before)),
            Cell(t.number(one.now)),
            *([Cell(t.number(value) if value else "") for value in (one.new, one.changed, one.gone)] * compared),
        ]
        for one in moved
    ]
    return table(
        columns, rows, id="drift-money", caption=t("Money of the order lines kept, as written in the exports.")
    )


def odd_sentence(code: str, f: Facts, t: Words) -> str:
    """What is odd beside the load before or beside what is usual, in words.

    Codes and facts as `accountbook.planning.drift` and `accountbook.planning.alarms` list them.
    """
    say = _ODD.get(code)
    return say(f, t) if say else code.replace("_", " ")


def _group(f: Facts, t: Words) -> str:
    return t.plural(
        "{group} {value}: no order of its {n} account since {day}, though some {due} were due: a part may be missing",
        "{group} {value}: no order of its {n} accounts since {day}, though some {due} were due: a part may be missing",
        int(f["accounts"]),
        group=str(f["column"]).replace("_", " ").capitalize(),
        value=str(f["value"]),
        day=t.day(f["since"]),
        due=t.number(f["expected"]),
    )


def _words(f: Facts, t: Words) -> str:
    column = f"{f['table']}.{f['column']}"
    if not f["words"]:
        return t.plural("{column} has {n} new word", "{column} has {n} new words", int(f["count"]), column=column)
    return t.plural(
        "{column} has {n} new word: {words}",
        "{column} has {n} new words: {words}",
        int(f["count"]),
        column=column,
        words=t.list(f["words"]),
    )


_ODD: dict[str, Callable[[Facts, Words], str]] = {
    "few_orders": lambda f, t: t.plural(
        "{n} order day in the last {days} days, never under {least} in two years: the export may not be whole",
        "{n} order days in the last {days} days, never under {least} in two years: the export may not be whole",
        int(f["orders"]),
        days=t.number(f["days"]),
        least=t.number(f["least"]),
    ),
    "group_stopped": _group,
    "price_level": lambda f, t: t(
        "Prices in {currency} are {ratio} times what they were: look at the decimal mark and the column",
        currency=str(f["currency"]),
        ratio=t.number(f["ratio"], digits=2 if f["ratio"] < 1 else 1),
    ),
    "many_returns": lambda f, t: t(
        "{share} of the last lines are returns, usually {usual}: look at how returns are told apart",
        share=t.share(f["share"]),
        usual=t.share(f["usual"]),
    ),
    "no_returns": lambda f, t: t(
        "No return in {days}, though some {due} were due: the export may leave them out",
        days=t.days(f["days"]),
        due=t.number(f["expected"]),
    ),
    "table_gone": lambda f, t: t("{table} is no longer in the exports", table=str(f["table"])),
    "rows_fell": lambda f, t: t(
        "{table} has {now} rows, the load before had {before}",
        table=str(f["table"]),
        now=t.number(f["now"]),
        before=t.number(f["before"]),
    ),
    "column_empty": lambda f, t: t(
        "{table}.{column} is empty; it was filled in {before} of the rows",
        table=str(f["table"]),
        column=str(f["column"]),
        before=t.share(f["before"]),
    ),
    "column_sank": lambda f, t: t(
        "{table}.{column} is filled in {now} of the rows, before in {before}",
        table=str(f["table"]),
        column=str(f["column"]),
        now=t.share(f["now"]),
        before=t.share(f["before"]),
    ),
    "money_fell": lambda f, t: t(
        "Order lines in {currency} add up to {now}, before to {before}",
        currency=str(f["currency"]),
        now=t.number(f["now"]),
        before=t.number(f["before"]),
    ),
    "rewritten": lambda f, t: t(
        "Of {rows} earlier order lines, {changed} were changed and {gone} are gone",
        rows=t.number(f["rows"]),
        changed=t.number(f["changed"]),
        gone=t.number(f["gone"]),
    ),
    "new_words": _words,
    "unread": lambda f, t: t.plural(
        "{table} has {n} new column that mapping.toml does not read: {columns}",
        "{table} has {n} new columns that mapping.toml does not read: {columns}",
        len(f["columns"]),
        table=str(f["table"]),
        columns=t.list(f["columns"][:3]),
    ),
}
