"""The quality of a load: what came in, what was kept, merged and turned away, and how fresh it is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import pandas as pd

from accountbook.planning.finding import Finding
from accountbook.planning.margin import COST, costed
from accountbook.planning.naming import Naming, team_sums
from accountbook.planning.values import day, share, text, whole
from accountbook.planning.view import FREE, ORDER, View, lines
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

EXAMPLES = 3


class LoadView(View, Protocol):
    """What the quality of a load needs beyond a view."""

    load_report: dict[str, Any]

    def rejected(self, name: str) -> pd.DataFrame: ...


@dataclass(frozen=True)
class MoneyBalance:
    """Money of one currency: in = kept + merged + rejected, to a cent.

    Attributes
    ----------
    told : False where the sums would tell of fewer accounts than they may; they are 0 then.
    """

    currency: str
    rows_in: float
    kept: float
    merged: float
    rejected: float
    balanced: bool
    told: bool = True


@dataclass(frozen=True)
class TableBalance:
    """Rows of one table: in = kept + merged + rejected."""

    table: str
    rows_in: int
    kept: int
    merged: int
    rejected: int
    balanced: bool
    money: tuple[MoneyBalance, ...]


@dataclass(frozen=True)
class Rejection:
    """Rows turned away for one reason.

    Attributes
    ----------
    share : of the table's rows.
    examples : up to three (file, row, column); never a value, because it may be personal.
    """

    table: str
    reason: str
    column: str | None
    rows: int
    share: float
    examples: tuple[tuple[str, int, str | None], ...]


@dataclass(frozen=True)
class Source:
    """A file that was read."""

    file: str
    table: str | None
    rows: int | None
    size: int | None
    encoding: str | None


class Freshness(StrEnum):
    """Whether the newest order is from the days before the export, or the export seems old."""

    FRESH = "fresh"
    OLD = "old"  # the newest order is older than seven usual steps between order days, and than a week
    EMPTY = "empty"


@dataclass(frozen=True)
class LoadQuality:
    """How good a load is.

    Attributes
    ----------
    balanced : every table's rows and money add up.
    rows_in, kept, merged, rejected : over all tables.
    flags : sentences of the load itself, as reported; without those that a doubt says in its own words.
    doubts : codes: ``no_rate`` (lines, currencies), ``no_cost`` (share), ``unknown_item`` (lines, items),
        ``unknown_account`` (lines, accounts), ``below_cost`` (lines, share).
    newest_order, days_old, freshness : against the day of the export, not as_of; of as_of where no export day is known.
    """

    load_id: str | None
    exported_on: pd.Timestamp | None
    balanced: bool
    rows_in: int
    kept: int
    merged: int
    rejected: int
    tables: tuple[TableBalance, ...]
    rejections: tuple[Rejection, ...]
    sources: tuple[Source, ...]
    flags: tuple[str, ...]
    doubts: tuple[Finding, ...]
    newest_order: pd.Timestamp | None
    days_old: int | None
    freshness: Freshness


def load_quality(book: LoadView, naming: Naming | None = None) -> LoadQuality:
    """The quality of a whole book's load (``book.load_report``, ``book.rejected``, its tables).

    Parameters
    ----------
    book : as of the export's day or later: it is the load that is judged, not what was known on some earlier day.
    naming : who may be named; None: everyone. Where accounts may not be, no word of a row is repeated.
    """
    report = book.load_report
    reported = report.get("tables", {})
    tables = tuple(_balance(name, reported[name], book, naming) for name in TABLES if name in reported)
    dates = book.order_days()[L.order_date].drop_duplicates().sort_values()
    newest = day(dates.iloc[-1]) if len(dates) else None
    exported_on = day(report.get("exported_on"))
    told_on = book.as_of if exported_on is None else exported_on
    doubts = _doubts(book)
    return LoadQuality(
        load_id=text(report.get("load_id")),
        exported_on=exported_on,
        balanced=all(table.balanced and all(money.balanced for money in table.money) for table in tables),
        rows_in=sum(table.rows_in for table in tables),
        kept=sum(table.kept for table in tables),
        merged=sum(table.merged for table in tables),
        rejected=sum(table.rejected for table in tables),
        tables=tables,
        rejections=_rejections(book, tables),
        sources=tuple(_source(source) for source in report.get("sources", ())),
        flags=_flags(report, doubts, quiet=naming is not None and not naming.everyone),
        doubts=doubts,
        newest_order=newest,
        days_old=None if newest is None else (told_on - newest).days,
        freshness=_freshness(dates, told_on),
    )


def _balance(name: str, counts: Mapping[str, Any], book: LoadView, naming: Naming | None) -> TableBalance:
    rows = book.table(name)
    rows_in, kept, merged, rejected = (int(counts.get(key, 0)) for key in ("rows_in", "kept", "merged", "rejected"))
    money = []
    for currency, sums in sorted((counts.get("money") or {}).items()):
        parts = [float(sums.get(key, 0.0)) for key in ("in", "kept", "merged", "rejected")]
        even = math.isclose(parts[0], sum(parts[1:]), rel_tol=1e-9, abs_tol=0.005)
        told = naming is None or naming.everyone or _may_sum(rows, currency, naming)
        money.append(MoneyBalance(currency, *(parts if told else [0.0] * 4), even, told))
    return TableBalance(
        table=name,
        rows_in=rows_in,
        kept=kept,
        merged=merged,
        rejected=rejected,
        balanced=rows_in == kept + merged + rejected,
        money=tuple(money),
    )


def _may_sum(rows: pd.DataFrame, currency: str, naming: Naming) -> bool:
    """Whether a sum over all lines in a currency tells of no account: none of theirs is left out of sums by team."""
    lines = rows[rows[L.currency] == currency]
    return not team_sums(lines.groupby(L.account_id).size().to_frame("lines"), naming).left_out


def _rejections(book: LoadView, tables: tuple[TableBalance, ...]) -> tuple[Rejection, ...]:
    found = []
    for table in tables:
        rows = book.rejected(table.table)
        for (reason, column), group in rows.groupby(["reason", "column"], dropna=False, sort=True):
            examples = group.sort_values(["file", "row"]).head(EXAMPLES)
            found.append(
                Rejection(
                    table=table.table,
                    reason=str(reason),
                    column=text(column),
                    rows=len(group),
                    share=len(group) / max(table.rows_in, 1),
                    examples=tuple(
                        (str(one["file"]), int(one["row"]), text(one["column"])) for one in examples.to_dict("records")
                    ),
                )
            )
    # order lines are money; of the other tables, what loses the largest part of its rows
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.table != "order_lines",
                -one.share,
                -one.rows,
                one.table,
                one.reason,
                one.column or "",
            ),
        )
    )


def _source(source: Mapping[str, Any]) -> Source:
    return Source(
        file=str(source.get("file")),
        table=text(source.get("table")),
        rows=whole(source.get("rows")),
        size=whole(source.get("bytes")),
        encoding=text(source.get("encoding")),
    )


def _doubts(book: LoadView) -> tuple[Finding, ...]:
    """What was kept but cannot be used in full."""
    bought, rows = lines(book), book.table("order_lines")
    found = []
    unpriced = rows[rows[L.amount].isna()]
    if len(unpriced):
        currencies = tuple(sorted(unpriced[L.currency].unique()))
        found.append(Finding("no_rate", {"lines": len(unpriced), "currencies": currencies}))
    costs = costed(book)
    revenue = float(costs[L.amount].sum())
    uncosted = share(float(costs.loc[costs[COST].isna(), L.amount].sum()), revenue)
    if uncosted is not None and uncosted >= 0.005:
        found.append(Finding("no_cost", {"share": min(uncosted, 1.0)}))
    below = costs[(costs[L.kind] == ORDER) & (costs[COST] > costs[L.amount])]
    if len(below):
        found.append(Finding("below_cost", {"lines": len(below), "share": len(below) / max(len(bought), 1)}))
    for name, column, code in (("items", L.item_id, "unknown_item"), ("accounts", L.account_id, "unknown_account")):
        if book.has(name):
            # a charge has no item, and a return's stands with its order
            named = lines(book, ORDER, FREE) if name == "items" else rows
            unknown = named[named[column].notna() & ~named[column].isin(book.table(name)[column])]
            if len(unknown):
                kinds = {"lines": len(unknown), name: int(unknown[column].nunique())}
                found.append(Finding(code, kinds))
    return tuple(found)


def _flags(report: Mapping[str, Any], doubts: tuple[Finding, ...], *, quiet: bool) -> tuple[str, ...]:
    """The load's own sentences, without those that a doubt tells of the same rows; quiet: without words of rows."""
    said = [words for one in doubts for words in _SAME.get(one.code, ())]
    flags = (str(flag) for flag in report.get("flags", ()))
    kept = (flag for flag in flags if not any(re.search(words, flag) for words in said))
    return tuple(re.sub(r'"[^"]*"', "…", flag) if quiet else flag for flag in kept)


_SAME: Mapping[str, tuple[str, ...]] = {
    "no_rate": (r"order lines in \S+ have no amount",),
    "unknown_item": (rf"^order_lines: .* {L.item_id} that items does not have",),
    "unknown_account": (rf"^order_lines: .* {L.account_id} that accounts does not have",),
}
"""How the load words what a doubt of ours says."""


def _freshness(dates: pd.Series, told_on: pd.Timestamp) -> Freshness:
    if dates.empty:
        return Freshness.EMPTY
    step = float(dates.diff().dt.days.median()) if len(dates) > 1 else 1.0
    return Freshness.OLD if (told_on - dates.iloc[-1]).days > max(7 * step, 7) else Freshness.FRESH
