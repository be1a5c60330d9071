"""What a load holds beside the one before: rows, money, columns, words.

Codes of `Drift.worse`, what an analyst should look at before anybody reads a report, and their facts:

- ``table_gone``: table; ``rows_fell``: table, before, now (by more than `FELL`)
- ``column_empty``: table, column, before (share filled); ``column_sank``: table, column, before, now
- ``money_fell``: currency, before, now (as written in the exports)
- ``rewritten``: changed, gone, rows (order lines of the load before, more than `REWRITTEN` of them)
- ``new_words``: table, column, words (tuple; empty where words may not be told), count
- ``unread``: table, columns (tuple): headers that the mapping does not read and that were not there before
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from accountbook.planning.finding import Finding, Sign
from accountbook.planning.values import day, text, whole
from accountbook.planning.view import View
from accountbook.tables import TABLES, Row, Table
from accountbook.tables import OrderLines as L

FELL, SANK, REWRITTEN = 0.1, 0.25, 0.01
MOST_WORDS, ROWS_A_WORD, EXAMPLES = 30, 5, 3
LINES = "order_lines"
Shares = Mapping[str, Mapping[str, float]]


class Loaded(View, Protocol):
    """A book that says what its load reported."""

    load_report: dict[str, Any]


@dataclass(frozen=True)
class TableDrift:
    """A table now and before.

    Attributes
    ----------
    rows, before : rows kept; None where the load has no such table.
    new, changed, gone : rows by key; None where the load did not compare them.
    came, went : columns that are filled and were empty, and the other way round.
    """

    table: str
    rows: int | None
    before: int | None
    new: int | None = None
    changed: int | None = None
    gone: int | None = None
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether anything differs."""
        return bool(self.rows != self.before or self.new or self.changed or self.gone or self.came or self.went)


@dataclass(frozen=True)
class MoneyDrift:
    """Money kept of one currency, as written in the exports, now and before; what lines new, changed, gone moved."""

    currency: str
    now: float
    before: float
    new: float | None = None
    changed: float | None = None
    gone: float | None = None


@dataclass(frozen=True)
class Drift:
    """A load beside the one before."""

    load_id: str | None
    exported_on: pd.Timestamp | None
    tables: tuple[TableDrift, ...]
    money: tuple[MoneyDrift, ...]
    worse: tuple[Finding, ...]

    @property
    def moved(self) -> bool:
        """Whether anything differs."""
        return any(one.moved for one in self.tables) or any(one.now != one.before for one in self.money)


def drift(
    now: Loaded,
    before: Loaded,
    *,
    filled: tuple[Shares, Shares] = ({}, {}),
    told: Collection[str] | None = None,
    quiet: bool = False,
) -> Drift:
    """What a load holds beside the one before.

    Parameters
    ----------
    now, before : the books of both loads, each as of its export.
    filled : the share of rows filled by table and column, now and before (`accountbook.book.filled`).
    told : currencies whose sums may be told; None: all.
    quiet : no word of a row is repeated, and no money of single lines.
    """
    report, last = now.load_report, before.load_report
    counted = report.get("drift") or {}
    names = [name for name in TABLES if name in report.get("tables", {}) or name in last.get("tables", {})]
    tables = tuple(_table(name, report, last, counted.get(name) or {}, filled) for name in names)
    moved = {} if quiet else (counted.get(LINES) or {}).get("money") or {}
    money = tuple(one for one in _money(report, last, moved) if told is None or one.currency in told)
    worse = [
        *(found for one in tables for found in _of_table(one, filled)),
        *_of_money(money),
        *_of_currencies(report, last, quiet=quiet),
        *_of_words(now, before, quiet=quiet),
        *_of_headers(report, last),
    ]
    return Drift(text(last.get("load_id")), day(last.get("exported_on")), tables, money, tuple(worse))


def _table(
    name: str, report: Mapping[str, Any], last: Mapping[str, Any], counted: Mapping[str, Any], filled: tuple
) -> TableDrift:
    rows, before = (whole(one.get("tables", {}).get(name, {}).get("kept")) for one in (report, last))
    shares, were = (one.get(name, {}) for one in filled)
    columns = [c for c in _own(TABLES[name]) if c in shares and c in were] if rows and before else []
    return TableDrift(
        name,
        rows,
        before,
        *(whole(counted.get(kind)) for kind in ("new", "changed", "gone")),
        came=tuple(c for c in columns if shares[c] and not were[c]),
        went=tuple(c for c in columns if were[c] and not shares[c]),
    )


def _own(table: Table) -> list[str]:
    return [c for c, meaning in table.meanings.items() if not meaning.derived and c not in Row.__annotations__]


def _money(report: Mapping[str, Any], last: Mapping[str, Any], moved: Mapping[str, Any]) -> Iterator[MoneyDrift]:
    sums, were = (one.get("tables", {}).get(LINES, {}).get("money") or {} for one in (report, last))
    for currency in sorted({*sums, *were}):
        kept = [float(one.get(currency, {}).get("kept", 0.0)) for one in (sums, were)]
        yield MoneyDrift(currency, *kept, **{kind: float(money) for kind, money in moved.get(currency, {}).items()})


def _of_table(one: TableDrift, filled: tuple[Shares, Shares]) -> Iterator[Finding]:
    shares, were = (each.get(one.table, {}) for each in filled)
    if one.rows is None:
        yield Finding("table_gone", {"table": one.table}, Sign.WORSE)
        return
    if one.before and one.rows < one.before * (1 - FELL):
        facts = {"table": one.table, "before": one.before, "now": one.rows}
        yield Finding("rows_fell", facts, Sign.WORSE)
    for column in one.went:
        yield Finding("column_empty", {"table": one.table, "column": column, "before": were[column]}, Sign.WORSE)
    for column in _own(TABLES[one.table]):
        if one.before and column not in one.went and were.get(column, 0) - shares.get(column, 0) > SANK:
            facts = {"table": one.table, "column": column, "before": were[column], "now": shares.get(column, 0.0)}
            yield Finding("column_sank", facts, Sign.WORSE)
    moved = (one.changed or 0) + (one.gone or 0)
    if one.table == LINES and one.before and moved > REWRITTEN * one.before:
        facts = {"changed": one.changed or 0, "gone": one.gone or 0, "rows": one.before}
        yield Finding("rewritten", facts, Sign.WORSE)


def _of_money(money: tuple[MoneyDrift, ...]) -> Iterator[Finding]:
    for one in money:
        if one.before > 0 and one.now < one.before * (1 - FELL):
            facts = {"currency": one.currency, "before": one.before, "now": one.now}
            yield Finding("money_fell", facts, Sign.WORSE)


def _of_currencies(report: Mapping[str, Any], last: Mapping[str, Any], *, quiet: bool) -> Iterator[Finding]:
    """Currencies of order lines that are new; the reports know them, so that no line is read again."""
    sums, were = (one.get("tables", {}).get(LINES, {}).get("money") or {} for one in (report, last))
    if were and (new := sorted(set(sums) - set(were))):
        yield _words(LINES, L.currency, new, quiet=quiet)


def _of_words(now: View, before: View, *, quiet: bool) -> Iterator[Finding]:
    """Words that a column of few words did not have before."""
    for name, table in TABLES.items():
        if name == LINES or not (now.has(name) and before.has(name)):
            continue
        rows, were = now.table(name), before.table(name)
        for column in (c for c in _own(table) if _is_word(table, c)):
            known = {str(word) for word in were[column].dropna().unique()}
            if not 0 < len(known) <= MOST_WORDS or len(were) < ROWS_A_WORD * len(known):
                continue
            if new := sorted({str(word) for word in rows[column].dropna().unique()} - known):
                yield _words(name, column, new, quiet=quiet)


def _words(table: str, column: str, new: list[str], *, quiet: bool) -> Finding:
    facts = {"table": table, "column": column, "count": len(new), "words": () if quiet else tuple(new[:EXAMPLES])}
    return Finding("new_words", facts)


def _is_word(table: Table, column: str) -> bool:
    meaning = table.meanings[column]
    told = meaning.personal or meaning.prose or meaning.refers or meaning.person
    return table.dtypes[column] == "str" and not told and column not in table.about.key


def _of_headers(report: Mapping[str, Any], last: Mapping[str, Any]) -> Iterator[Finding]:
    headers, were = (_ignored(one) for one in (report, last))
    for name, found in headers.items():
        if name in were and (new := sorted(found - were[name])):
            yield Finding("unread", {"table": name, "columns": tuple(new)})


def _ignored(report: Mapping[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source in report.get("sources", ()):
        found.setdefault(str(source.get("table")), set()).update(map(str, source.get("ignored", ())))
    return found
