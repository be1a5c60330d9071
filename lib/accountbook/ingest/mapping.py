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

from babel.numbers import get_territory_currencies
from pydantic import BaseModel, Field, model_validator

from accountbook.ingest.declared import DateFormats, Day, Encoding, Mark, Pattern, as_day
from accountbook.ingest.lookups import Lookup
from accountbook.ingest.named import name_faults
from accountbook.ingest.query import Query
from accountbook.ingest.sections import STRICT, Company, Derive, Gate, Kinds, Sum
from accountbook.tables import TABLES

NO_LINES = "tables.order_lines: missing; it is the one table that every book needs"


def _header(text: str) -> str:
    """A header or word as it stands in the file once that has been read: NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class SourceMapping(BaseModel):
    """What may differ from file to file; None: as the table says.

    Attributes
    ----------
    files : patterns relative to the source folder; a sheet as ``"book.xlsx#Sheet"``.
    source : a query of ``[source.<name>]``, beside the files or instead of them.
    optional : no file, and no row, is no fault.
    encoding : "auto" tries utf-8 (BOM or not), utf-16 (BOM), cp949, each strictly; or one of `declared.ENCODINGS`.
    delimiter : one character, or "auto".
    header_row : row in which the column names stand, from 1.
    framed : rows stand between two delimiters; titles, rulings and repeats of the header are left out.
    skip_rows : patterns; rows below the header whose first filled cell has one are left out (totals, footers).
    fill_down : headers that a nested list fills in the first row of a group only; the first names the group.
    join : column = headers whose texts make it up, with a space between; without one where all is Hangul.
    lookup : column of the contract, or a new header, fetched from another file; see `Lookup`.
    where : header = pattern; rows in which it isn't found are left out and counted.
    derive : see `Derive`; order_lines only.
    unless : column = {other column = pattern}: it is emptied where the other one, in our words, has the pattern.
    date_formats : the only formats read: "iso", "excel", "excel1904" or strptime's, e.g. "%d.%m.%Y".
    decimal, thousands : marks in numbers; thousands "" where there is none.
    percent : columns written in percent (60 for 0.6); a percent sign says so by itself.
    upper : columns turned to upper case.    strip_decimal : ids exported as numbers: "13085.0" is "13085".
    strip_zeros : ids that one list shows with leading zeros and another without: "0000100017" is "100017".
    id18 : Salesforce's ids: those of 15 characters are written with 18, as other exports have them.
    first_of : column = mark: of several values between such marks the first counts ("123;456").
    empty : words that stand for nothing, e.g. ["-", "N/A"].
    columns : column of the contract = header in the file; "" takes back what the table says.
    constants : column of the contract = value of every row; currency = "company" is the company's own.
    values : per column, word in the file = word of the contract; "" for empty. Applied before all else is read.
    """

    model_config = STRICT

    files: list[Annotated[str, Field(min_length=1)]] | None = None
    source: Annotated[str, Field(min_length=1)] | None = None
    optional: bool | None = None
    encoding: Encoding | None = None
    delimiter: Annotated[str, Field(pattern=r"^(auto|.|\t)$")] | None = None
    header_row: int | None = Field(default=None, ge=1, le=1000)
    framed: bool | None = None
    skip_rows: list[Pattern] | None = None
    fill_down: list[str] | None = None
    join: dict[str, list[str]] = {}
    lookup: dict[str, Lookup] = {}
    where: dict[str, Pattern] = {}
    derive: Derive | None = None
    unless: dict[str, dict[str, Pattern]] = {}
    date_formats: DateFormats | None = None
    decimal: Annotated[str, Field(pattern=r"^[.,]$")] | None = None
    thousands: Mark | None = None
    percent: list[str] | None = None
    upper: list[str] | None = None
    strip_decimal: list[str] | None = None
    strip_zeros: list[str] | None = None
    id18: list[str] | None = None
    first_of: dict[str, Mark] | None = None
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
    "framed": False,
    "skip_rows": [],
    "fill_down": [],
    "derive": Derive(),
    "date_formats": ["iso"],
    "decimal": ".",
    "thousands": "",
    "percent": [],
    "upper": [],
    "strip_decimal": [],
    "strip_zeros": [],
    "id18": [],
    "first_of": {},
    "empty": [],
    "kinds": Kinds(),
}


def _plain(lookup: Lookup) -> Lookup:
    headers = {"by": lookup.by, "key": lookup.key, "take": lookup.take}
    return lookup.model_copy(update={name: _header(text) for name, text in headers.items() if text})


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
        mine = frozenset(column for table in TABLES.values() for column in table.columns)
        last = [self._over(own, mine)] if self.files or self.source else []
        return [self._over(one, mine) for one in self.sources] + last

    def _over(self, source: SourceMapping, own: frozenset[str]) -> SourceMapping:
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
        whole["derive"] = Derive(**{k: _header(v) for k, v in whole["derive"].model_dump().items() if v})
        whole["fill_down"] = [_header(one) for one in whole["fill_down"]]
        lookup = {_header(k): _plain(one) for k, one in {**self.lookup, **source.lookup}.items()}
        join = {k: [_header(one) for one in many] for k, many in {**self.join, **source.join}.items()}
        where = {_header(k): one for k, one in {**self.where, **source.where}.items()}
        # what is joined or looked up under the name of a column fills it
        columns |= {k: k for k in (*join, *lookup) if k in own and k not in columns and k not in constants}
        return SourceMapping.model_construct(
            **whole,
            columns=columns,
            constants=constants,
            values=values,
            join=join,
            lookup=lookup,
            where=where,
            unless={**self.unless, **source.unless},
        )


class Mapping(BaseModel):
    """The whole of mapping.toml.

    Attributes
    ----------
    exported_on : day of the export: the load's date.
    """

    model_config = STRICT

    exported_on: Day
    company: Company
    gate: Gate = Gate()
    manifest: dict[str, Sum] = {}
    source: dict[str, Query] = {}
    tables: dict[str, TableMapping]

    @model_validator(mode="before")
    @classmethod
    def _currency_of_the_country(cls, content: Any) -> Any:
        """The currency of the company's country on the day of the export, where the company names none."""
        company = content.get("company") if isinstance(content, dict) else None
        if not isinstance(company, dict) or "currency" in company or not isinstance(company.get("country"), str):
            return content
        try:
            day = as_day(content.get("exported_on"))
            codes = get_territory_currencies(company["country"], start_date=day, end_date=day)
        except (ValueError, TypeError):
            return content
        return content | {"company": company | {"currency": codes[0]}} if codes else content

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
