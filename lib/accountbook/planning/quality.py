"""The quality of a load: what came in, what was kept, merged and turned away, and how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.finding import Finding
from accountbook.planning.view import View


@dataclass(frozen=True)
class MoneyBalance:
    """Money of one currency: in = kept + merged + rejected, to a cent."""

    currency: str
    rows_in: float
    kept: float
    merged: float
    rejected: float
    balanced: bool


@dataclass(frozen=True)
class TableBalance:
    """Rows of one table: in = kept + merged + rejected.

    Attributes
    ----------
    newest : the newest day that a row speaks of; None where rows have no day.
    filled : (column, share of rows filled) of the table's own optional columns, emptiest first.
    """

    table: str
    rows_in: int
    kept: int
    merged: int
    rejected: int
    balanced: bool
    money: tuple[MoneyBalance, ...]
    newest: pd.Timestamp | None
    filled: tuple[tuple[str, float], ...]


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
    """Whether the newest order is from the days before as_of, or the export seems old."""

    FRESH = "fresh"
    OLD = "old"  # newest order more than seven times the usual step between order days before as_of
    EMPTY = "empty"


@dataclass(frozen=True)
class LoadQuality:
    """How good a load is.

    Attributes
    ----------
    balanced : every table's rows and money add up.
    rows_in, kept, merged, rejected : over all tables.
    flags : sentences of the load itself, as reported.
    doubts : codes: ``no_rate`` (lines, currencies), ``no_cost`` (share), ``unknown_item`` (lines, items),
        ``unknown_account`` (accounts), ``future_orders`` (lines), ``negative_margin`` (lines).
    newest_order, days_old, freshness : against as_of.
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


def load_quality(book: View) -> LoadQuality:
    """The quality of a whole book's load (``book.load_report``, ``book.rejected``, its tables)."""
    raise NotImplementedError
