"""A file or sheet on its way into a proposal: its rows, and what each of its columns is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from accountbook.ingest.evidence import Choice, looks_dated, looks_numeric
from accountbook.ingest.files import SourceFile
from accountbook.ingest.raw import Raw
from accountbook.ingest.synonyms import likeness, listed_columns
from accountbook.ingest.systems import Export
from accountbook.tables import TABLES

NONE = Choice()


@dataclass(frozen=True)
class Sheet:
    """A file or sheet and what it is taken for.

    Attributes
    ----------
    raw : its rows, with the columns that the settings add.
    table : the table, or empty.
    columns : column of the contract = header.
    dates, marks : how its dates and numbers are written.
    export : the kind of export of a known system that it is, or None.
    settings : other settings of mapping.toml that reading it needs, in the order in which they are written.
    why : column = the evidence for it, where no header says it.
    notes : what the user should know of it.
    """

    file: SourceFile
    raw: Raw
    table: str
    columns: dict[str, str]
    dates: Choice = NONE
    marks: Choice = NONE
    export: Export | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def system(self) -> str:
        """The system that it comes from, or empty."""
        return self.export.system if self.export else ""

    def texts(self, column: str) -> pd.Series:
        """The values of a mapped column, as text."""
        return column_texts(self.raw, self.columns[column])

    def values(self, header: str) -> pd.Series:
        """The values of any column of the file, as text."""
        return column_texts(self.raw, header)

    def left(self) -> list[str]:
        """Headers that are not taken."""
        taken = {*self.columns.values(), *self.settings.get("where", {}), *self.settings.get("derive", {}).values()}
        taken |= {one["by"] for one in self.settings.get("lookup", {}).values()}
        taken |= {header for headers in self.settings.get("join", {}).values() for header in headers}
        taken |= {self.settings.get("kinds", {}).get("document_type")}
        return [header for header in self.raw.header if header not in taken]

    def given(self, **parts: Any) -> Sheet:
        """The same sheet with further settings; a table of settings is laid over the one that is there."""
        settings = dict(self.settings)
        for name, value in parts.items():
            settings[name] = {**settings.get(name, {}), **value} if isinstance(value, dict) else value
        return replace(self, settings={name: value for name, value in settings.items() if value})


def in_hangul(headers: Sequence[str]) -> bool:
    """Whether most headers are Korean.

    Examples
    --------
    >>> in_hangul(["수주번호", "거래처", "Qty"]), in_hangul(["No", "Qty"])
    (True, False)
    """
    return sum(bool(re.search("[가-힣]", header)) for header in headers) > len(headers) / 2


def column_texts(raw: Raw, header: str) -> pd.Series:
    """A column's values that are not empty."""
    texts = raw.cells.select([header]).to_pandas().iloc[:, 0]
    return texts[texts != ""]


def shape_of(texts: pd.Series) -> set[str]:
    """Which types a column's values allow."""
    if texts.empty:
        return {"str", "datetime64[us]", "float64", "Int64", "boolean"}
    shape = {"str", "boolean"}
    if looks_numeric(texts):
        shape |= {"float64", "Int64"}
    if looks_dated(texts):
        shape |= {"datetime64[us]"}
    return shape


def match(header: list[str], shape: dict[str, set[str]], table: str, *, least: float = 0) -> dict[str, str]:
    """The best assignment of headers to a table's columns: surest first, each once, types allowing.

    Parameters
    ----------
    least : how sure a header must be at least, 0 to 1; see `likeness`.

    Examples
    --------
    >>> match(["Cust No", "Name"], {"Cust No": {"str"}, "Name": {"str"}}, "accounts")
    {'account_id': 'Cust No', 'name': 'Name'}
    """
    dtypes = TABLES[table].dtypes
    columns = listed_columns()[table]
    pairs = [
        (-likeness(one, table, column), columns.index(column), header.index(one), one, column)
        for one in header
        for column in columns
        if dtypes[column] in shape[one]
    ]
    found: dict[str, str] = {}
    for sure, _, _, one, column in sorted(pairs):
        if sure < 0 and -sure >= least and column not in found and one not in found.values():
            found[column] = one
    return {column: found[column] for column in columns if column in found}
