"""mapping.toml: which file and column becomes which column of the contract.

The simple form says everything once per table::

    exported_on = 2026-11-01
    [company]
    name = "Example"
    currency = "EUR"
    country = "KR"
    [tables.order_lines]
    files = ["orders_*.csv"]
    date_formats = ["%d.%m.%Y", "excel"]
    [tables.order_lines.columns]
    order_id = "Belegnummer"

A table may come from a database instead, see `accountbook.ingest.query`: ``source = "orders"``.

Where files differ, each ``[[tables.order_lines.sources]]`` names its ``files`` and overrides what is
different; ``columns``, ``constants`` and ``values`` are laid over those of the table, key by key.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from accountbook.ingest.declared import DateFormats, Day, Encoding, Mark, Pattern, Zone
from accountbook.ingest.errors import nearest
from accountbook.ingest.query import Query, query_faults
from accountbook.tables import TABLES
from accountbook.tables.column import ONE_LINE

NO_LINES = "tables.order_lines: missing; it is the one table that every book needs"


def _header(text: str) -> str:
    """A header or word as it stands in the file once that has been read: NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Company(_Strict):
    """``[company]``: whose book it is.

    Attributes
    ----------
    time_zone : of the company's own clock, e.g. "Asia/Seoul"; None: that of the country, if it has only one.
    """

    name: str = Field(pattern=ONE_LINE)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    time_zone: Zone | None = None
    invented: bool = False
    fiscal_year_end_month: int = Field(default=12, ge=1, le=12)


class Gate(_Strict):
    """``[gate]``: what stops a load that looks too small.

    Attributes
    ----------
    max_drop : largest fall of the order lines' rows or money (per currency) against the previous load, share.
    max_rejected : largest share of the order lines' rows that may be rejected.
    max_age_days : largest number of days from the newest order to `exported_on`; None: only flagged from 45 on.
    """

    max_drop: float = Field(default=0.5, ge=0, le=1)
    max_rejected: float = Field(default=0.5, ge=0, le=1)
    max_age_days: int | None = Field(default=None, ge=0)


class Sum(_Strict):
    """``[manifest]`` ``"orders.csv" = {sha256 = "...", rows = 120}``: what the exporter says of a file."""

    sha256: str | None = Field(default=None, pattern=r"^[0-9a-fA-F]{64}$")
    rows: int | None = Field(default=None, ge=0)


class Kinds(_Strict):
    """``[tables.order_lines.kinds]``: the sign table.

    Attributes
    ----------
    return_order_id : pattern found in the order_id of returns and credit notes.
    product_item_id : pattern found in the item_id of products; other lines are charges. None: every item is one.
    document_type : header of the column with the document's type, if there is one.
    returns, charges : the document types that are returns or charges.
    returns_written : how returns' quantities are written; "positive" ones have their sign turned.
    """

    return_order_id: Pattern | None = None
    product_item_id: Pattern | None = None
    document_type: str | None = None
    returns: list[str] = []
    charges: list[str] = []
    returns_written: Literal["negative", "positive"] = "negative"

    @model_validator(mode="after")
    def _types_need_their_column(self) -> Kinds:
        if (self.returns or self.charges) and not self.document_type:
            raise ValueError("returns and charges list document types: name their column in document_type")
        return self


class SourceMapping(_Strict):
    """What may differ from file to file; None: as the table says.

    Attributes
    ----------
    files : patterns relative to the source folder; a sheet as ``"book.xlsx#Sheet"``.
    source : a query of ``[source.<name>]``, beside the files or instead of them.
    optional : no file, and no row, is no fault.
    encoding : "auto" tries utf-8 (BOM or not), utf-16 (BOM), cp949, each strictly; or one of `declared.ENCODINGS`.
    delimiter : one character, or "auto".
    header_row : row in which the column names stand, from 1.
    date_formats : the only formats read: "iso", "excel", "excel1904" or strptime's, e.g. "%d.%m.%Y".
    decimal, thousands : marks in numbers; thousands "" where there is none.
    percent : columns written in percent (60 for 0.6); a percent sign says so by itself.
    upper : columns turned to upper case.    strip_decimal : ids exported as numbers: "13085.0" is "13085".
    empty : words that stand for nothing, e.g. ["-", "N/A"].
    columns : column of the contract = header in the file; "" takes back what the table says.
    constants : column of the contract = value of every row.
    values : per column, word in the file = word of the contract; "" for empty. Applied before all else is read.
    """

    files: list[Annotated[str, Field(min_length=1)]] | None = None
    source: Annotated[str, Field(min_length=1)] | None = None
    optional: bool | None = None
    encoding: Encoding | None = None
    delimiter: Annotated[str, Field(pattern=r"^(auto|.|\t)$")] | None = None
    header_row: int | None = Field(default=None, ge=1, le=1000)
    date_formats: DateFormats | None = None
    decimal: Annotated[str, Field(pattern=r"^[.,]$")] | None = None
    thousands: Mark | None = None
    percent: list[str] | None = None
    upper: list[str] | None = None
    strip_decimal: list[str] | None = None
    empty: list[str] | None = None
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    kinds: Kinds | None = None


DEFAULTS: dict[str, Any] = {
    "optional": False,
    "encoding": "auto",
    "delimiter": "auto",
    "header_row": 1,
    "date_formats": ["iso"],
    "decimal": ".",
    "thousands": "",
    "percent": [],
    "upper": [],
    "strip_decimal": [],
    "empty": [],
    "kinds": Kinds(),
}


class TableMapping(SourceMapping):
    """``[tables.<name>]``: the table's settings and its sources.

    Attributes
    ----------
    duplicates : rows equal in every source column are merged into one, or kept (order_lines only).
    distinct : the table is drawn from another table's file: one row per key, each other column its most
        frequent value (the first one among equals); rows that name no key are skipped.
    only : with distinct: column = pattern; rows in which it isn't found are skipped.
    sources : files or queries with settings of their own. A file named here is not read by the table's own pattern.
    """

    duplicates: Literal["merge", "keep"] = "merge"
    distinct: bool = False
    only: dict[str, Pattern] = {}
    sources: list[SourceMapping] = []

    def resolved(self) -> list[SourceMapping]:
        """Every source with nothing left out, those of ``sources`` first.

        Examples
        --------
        >>> table = TableMapping(files=["a*.csv"], decimal=",", columns={"order_id": "No"},
        ...     sources=[SourceMapping(files=["a1.csv"], columns={"line": "Pos"})])
        >>> [(one.files, one.decimal, one.columns) for one in table.resolved()]
        [(['a1.csv'], ',', {'order_id': 'No', 'line': 'Pos'}), (['a*.csv'], ',', {'order_id': 'No'})]
        """
        names = SourceMapping.model_fields
        own = SourceMapping.model_construct(**{name: getattr(self, name) for name in names})
        return [self._over(one) for one in self.sources] + ([self._over(own)] if self.files or self.source else [])

    def _over(self, source: SourceMapping) -> SourceMapping:
        whole = {
            name: next(v for v in (getattr(source, name), getattr(self, name), default) if v is not None)
            for name, default in DEFAULTS.items()
        }
        # what is read is never handed down: each source names its own
        whole |= {"files": source.files or [], "source": source.source}
        columns = {k: _header(v) for k, v in {**self.columns, **source.columns}.items() if v}
        constants = {k: v for k, v in {**self.constants, **source.constants}.items() if v}
        values = {k: {**self.values.get(k, {}), **source.values.get(k, {})} for k in {*self.values, *source.values}}
        values = {k: {_header(word): ours for word, ours in words.items()} for k, words in values.items()}
        if whole["kinds"].document_type:
            whole["kinds"] = whole["kinds"].model_copy(update={"document_type": _header(whole["kinds"].document_type)})
        return SourceMapping.model_construct(**whole, columns=columns, constants=constants, values=values)


class Mapping(_Strict):
    """The whole of mapping.toml.

    Attributes
    ----------
    exported_on : day of the export: the load's date.
    """

    exported_on: Day
    company: Company
    gate: Gate = Gate()
    manifest: dict[str, Sum] = {}
    source: dict[str, Query] = {}
    tables: dict[str, TableMapping]

    @model_validator(mode="after")
    def _names_are_known(self) -> Mapping:
        wrong = [fault for name, table in self.tables.items() for fault in name_faults(name, table, self.source)]
        drawn = {one.source for table in self.tables.values() for one in table.resolved()}
        if not wrong:  # a name that is written wrong is said once
            wrong += [f"source.{name}: no table draws on it; take it out" for name in self.source if name not in drawn]
        if "order_lines" not in self.tables:
            wrong.append(NO_LINES)
        if wrong:
            raise ValueError("\n".join(wrong))
        return self


def name_faults(name: str, table: TableMapping, queries: dict[str, Query | None]) -> list[str]:
    """Tables, columns and queries that there are not, and settings that a table cannot have."""
    if name not in TABLES:
        return [f"tables.{name}: unknown table.{nearest(name, TABLES)} Tables: {', '.join(TABLES)}."]
    meanings, where = TABLES[name].meanings, f"tables.{name}"
    own = [column for column in meanings if not meanings[column].derived]
    faults = []
    for source in [table, *table.sources]:
        named = {*source.columns, *source.constants, *source.values, *(source.percent or []), *(source.upper or [])}
        named |= {*(source.strip_decimal or []), *table.only}
        faults += [f"{where}: no column {c} to fill.{nearest(c, own)}" for c in sorted(named - set(own))]
        if source.kinds and name != "order_lines":
            faults.append(f"{where}.kinds: only order_lines has kinds; take it out")
    if not any(source.files or source.source for source in [table, *table.sources]):
        faults.append(f'{where}: names no files; write files = ["..."], or source = "..." for a query')
    if any(not source.files and not source.source for source in table.sources):
        faults.append(f"{where}.sources: every source names its own files, or its query")
    faults += query_faults(name, table, queries)
    if table.duplicates == "keep" and name != "order_lines":
        faults.append(f'{where}.duplicates: only order_lines may keep duplicates; use "merge"')
    if table.distinct and name == "order_lines":
        faults.append(f"{where}.distinct: order_lines are never distinct; take it out")
    if table.only and not table.distinct:
        faults.append(f"{where}.only: leaving rows out is for tables with distinct = true; take it out")
    return list(dict.fromkeys(faults))
