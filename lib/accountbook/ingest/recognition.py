"""Which file holds which table, and which header is which column."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from accountbook.ingest.collection import read_raw
from accountbook.ingest.dates import parse_dates
from accountbook.ingest.errors import FileFault
from accountbook.ingest.evidence import Choice, date_formats, looks_dated, looks_numeric, number_marks
from accountbook.ingest.files import PARQUET, TEXT, WORKBOOK, SourceFile, find_files
from accountbook.ingest.mapping import TableMapping
from accountbook.ingest.raw import Raw
from accountbook.ingest.synonyms import likeness, listed_columns, names_table
from accountbook.ingest.workbook import sheet_names
from accountbook.tables import TABLES

LEAST = 0.6
"""Share of a table's indispensable columns from which a file may be taken for it."""


@dataclass(frozen=True)
class Sheet:
    """A file or sheet and what it is taken for.

    Attributes
    ----------
    table : the table, or empty.
    columns : column of the contract = header.
    dates, marks : how its dates and numbers are written.
    """

    file: SourceFile
    raw: Raw
    table: str
    columns: dict[str, str]
    dates: Choice
    marks: Choice

    def texts(self, column: str) -> pd.Series:
        """The values of a mapped column, as text."""
        return column_texts(self.raw, self.columns[column])

    def left(self) -> list[str]:
        """Headers that are not taken."""
        return [header for header in self.raw.header if header not in self.columns.values()]


def column_texts(raw: Raw, header: str) -> pd.Series:
    """A column's values that are not empty."""
    texts = raw.cells.select([header]).to_pandas().iloc[:, 0]
    return texts[texts != ""]


def look_at(folder: Path) -> tuple[list[Sheet], list[str]]:
    """Every file and sheet of a folder, and what is wrong with those that cannot be read."""
    sheets, faults = [], []
    source = TableMapping(files=["*"]).resolved()[0]
    for file in find_files(folder, ["*"]):
        if not file.path.name.lower().endswith(TEXT + WORKBOOK + PARQUET) or file.path.name.startswith((".", "~$")):
            continue
        try:
            for one in _sheets(file):
                try:
                    sheets.append(recognise(one, read_raw(one, source)))
                except FileFault as fault:
                    faults.append(str(fault))
        except FileFault as fault:
            faults.append(str(fault))
        except PermissionError:
            faults.append(f"{file.name}: may not be read by this user. Give it read permission.")
    return sheets, faults


def _sheets(file: SourceFile) -> list[SourceFile]:
    if file.kind != "workbook":
        return [file]
    names = sheet_names(file)
    if len(names) == 1:
        return [file]
    return [SourceFile(file.path, f"{file.name}#{name}", name) for name in names]


def recognise(file: SourceFile, raw: Raw) -> Sheet:
    """Take a file for the table whose columns it has most of.

    Examples
    --------
    >>> import numpy as np
    >>> import pyarrow as pa
    >>> cells = pa.table({"통화": ["USD"], "기준일": ["2024-01-02"], "환율": ["1,300.50"]})
    >>> sheet = recognise(SourceFile(Path("a.csv"), "a.csv"), Raw(cells, np.array([2])))
    >>> sheet.table, sheet.columns
    ('fx_rates', {'currency': '통화', 'date': '기준일', 'rate': '환율'})
    """
    shape = {header: _shape(column_texts(raw, header)) for header in raw.header}
    best, best_score = "", 0.0
    for table in listed_columns():
        columns = match(raw.header, shape, table)
        required = TABLES[table].required
        share = sum(column in columns for column in required) / len(required)
        named = names_table(_stem(file), table)
        score = 10 * share + len(columns) + 3 * named
        if (share >= LEAST or (named and share > 0)) and score > best_score:
            best, best_score = table, score
    columns = match(raw.header, shape, best) if best else {}
    dated = [c for c in columns if TABLES[best].dtypes[c] == "datetime64[us]"]
    numeric = [c for c in columns if TABLES[best].dtypes[c] in ("float64", "Int64")]
    dates = date_formats([column_texts(raw, columns[c]) for c in dated])
    marks = number_marks([column_texts(raw, columns[c]) for c in numeric])
    if raw.typed:
        # real dates and numbers need no settings; only texts beside them do
        dates = Choice(tuple(one for one in dates.taken if one != "iso"), dates.undecided)
    return Sheet(file, raw, best, columns, dates, marks)


def _stem(file: SourceFile) -> str:
    return file.sheet or file.path.name.split(".")[0]


def _shape(texts: pd.Series) -> set[str]:
    """Which types a column's values allow."""
    if texts.empty:
        return {"str", "datetime64[us]", "float64", "Int64", "boolean"}
    shape = {"str", "boolean"}
    if looks_numeric(texts):
        shape |= {"float64", "Int64"}
    if looks_dated(texts):
        shape |= {"datetime64[us]"}
    return shape


def match(header: list[str], shape: dict[str, set[str]], table: str) -> dict[str, str]:
    """The best assignment of headers to a table's columns: surest first, each once, types allowing.

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
        if sure < 0 and column not in found and one not in found.values():
            found[column] = one
    return {column: found[column] for column in columns if column in found}


def read_sheet_dates(sheet: Sheet, column: str) -> pd.DatetimeIndex:
    """A mapped date column as far as the decided formats read it."""
    texts = pd.Series(sheet.texts(column).unique(), dtype="str")
    days = parse_dates(texts, list(sheet.dates.taken) or ["iso"], typed=sheet.raw.typed, date1904=sheet.raw.date1904)
    return days[days.notna()]
