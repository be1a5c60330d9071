"""Which file holds which table, and which header is which column."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.ingest.collection import read_raw
from accountbook.ingest.dates import parse_dates
from accountbook.ingest.errors import FileFault, NoRows
from accountbook.ingest.evidence import Choice, date_formats, looks_numeric, number_marks
from accountbook.ingest.exports import nested, of_export
from accountbook.ingest.files import PARQUET, TEXT, WORKBOOK, SourceFile, find_files
from accountbook.ingest.layout import layout_of
from accountbook.ingest.mapping import TableMapping
from accountbook.ingest.raw import Raw
from accountbook.ingest.sheets import Sheet, column_texts, in_hangul, match, shape_of
from accountbook.ingest.synonyms import is_amount, listed_columns, names_table
from accountbook.ingest.systems import recognised
from accountbook.ingest.workbook import sheet_names
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

LINE, ENOUGH = frozenset({L.order_id, L.item_id, L.quantity}), 0.9
"""What makes order lines of a file though its orders' headers are elsewhere, and the share that this counts for."""
KOREAN = "? 1,234 is taken for a thousand and more, as Korea writes it; no value of the file decides"
LEAST = 0.6
"""Share of a table's indispensable columns from which a file may be taken for it."""

SOME, PART = 3, 1 / 3
"""Fewer columns than both, the share of the file's, tell nothing of a file whose name says nothing either."""
ONCE, ONCE_NAMED = 0.9, 0.5
"""Share of rows with a key of their own, also where the file's name says the table: there rows may be old versions."""


def look_at(folder: Path) -> tuple[list[Sheet], list[str]]:
    """Every file and sheet of a folder, and what is wrong with those that cannot be read."""
    sheets, faults = [], []
    for file in find_files(folder, ["*"]):
        if not file.path.name.lower().endswith(TEXT + WORKBOOK + PARQUET) or file.path.name.startswith((".", "~$")):
            continue
        try:
            for one in _sheets(file):
                try:
                    raw, layout = _read(one)
                    sheets.append(recognise(one, raw, layout=layout))
                except FileFault as fault:
                    faults.append(str(fault))
        except FileFault as fault:
            faults.append(str(fault))
        except PermissionError:
            faults.append(f"{file.name}: may not be read by this user. Give it read permission.")
    return [settled(sheet) for sheet in sheets], faults


def _read(file: SourceFile) -> tuple[Raw, dict[str, Any]]:
    """A file's rows and the layout with which they were read."""
    layout = layout_of(file)
    try:
        raw = read_raw(file, TableMapping(files=["*"], **layout).resolved()[0])
        skipped = raw.furniture
    except NoRows:
        if "skip_rows" not in layout:
            raise
        skipped = sys.maxsize
    if not layout.get("framed") and skipped > len(layout.get("skip_rows", [])):
        # what looks like a footer looks like other rows, too: better a row turned away than rows left out unseen
        layout = {name: value for name, value in layout.items() if name != "skip_rows"}
        raw = read_raw(file, TableMapping(files=["*"], **layout).resolved()[0])
    return raw, layout


def _sheets(file: SourceFile) -> list[SourceFile]:
    if file.kind != "workbook":
        return [file]
    names = sheet_names(file)
    if len(names) == 1:
        return [file]
    return [SourceFile(file.path, f"{file.name}#{name}", name) for name in names]


def recognise(file: SourceFile, raw: Raw, *, layout: dict[str, Any] | None = None) -> Sheet:
    """Take a file for an export of a known system, or for the table whose columns it has most of.

    Parameters
    ----------
    layout : the settings with which it was read.

    Examples
    --------
    >>> import numpy as np
    >>> import pyarrow as pa
    >>> cells = pa.table({"통화": ["USD"], "기준일": ["2024-01-02"], "환율": ["1,300.50"]})
    >>> sheet = recognise(SourceFile(Path("a.csv"), "a.csv"), Raw(cells, np.array([2])))
    >>> sheet.table, sheet.columns
    ('fx_rates', {'currency': '통화', 'date': '기준일', 'rate': '환율'})
    """
    layout = dict(layout or {})
    export = recognised(raw.header, _stem(file))
    if export is not None:
        sheet = of_export(Sheet(file, raw, export.table, {}, export=export, settings=layout))
        if not _better_by_headers(sheet):
            return sheet
    shape = {header: shape_of(column_texts(raw, header)) for header in raw.header}
    candidates = []
    for table in listed_columns():
        columns = match(raw.header, shape, table)
        required = TABLES[table].required
        share = sum(column in columns for column in required) / len(required)
        if table == "order_lines" and {*columns} >= LINE:
            share = max(share, ENOUGH)
        named = names_table(_stem(file), table)
        score = 10 * share + len(columns) + 3 * named
        if share >= LEAST or (named and share > 0):
            candidates.append((score, named, table, columns))
    best, columns = _chosen(raw, candidates)
    return nested(_priced(Sheet(file, raw, best, columns, settings=layout)))


def _chosen(raw: Raw, candidates: list[tuple[float, bool, str, dict[str, str]]]) -> tuple[str, dict[str, str]]:
    """The table that a file is taken for and its columns, of (score, whether the file's name says so, both)."""
    sound = [one for one in candidates if _bears(raw, one[2], one[3], named=one[1])]
    if not sound:
        return "", {}
    best = max(sound, key=lambda one: one[0])
    if not best[1]:
        # "id, name" may be anybody's: between tables that take as many columns the name of the file decides
        called = [one for one in sound if one[1] and len(one[3]) >= len(best[3])]
        best = max(called, key=lambda one: one[0], default=best)
    return best[2:]


def _bears(raw: Raw, table: str, columns: dict[str, str], *, named: bool) -> bool:
    """Whether a file is more than one that mentions a table: it takes some of its columns, and its key is one."""
    if not named and len(columns) < SOME and len(columns) < PART * len(raw.header):
        return False
    key = TABLES[table].about.key
    if table == "order_lines" or not {*key} <= {*columns}:
        return True
    rows = raw.cells.to_pandas().drop_duplicates()[[columns[one] for one in key]]
    rows = rows[(rows != "").all(axis=1)]
    return rows.empty or float((~rows.duplicated()).mean()) >= (ONCE_NAMED if named else ONCE)


def _better_by_headers(sheet: Sheet) -> bool:
    """Whether the general lists of headers find indispensable columns that the preset of a system does not."""
    if not sheet.table:
        return False
    derived = {L.currency, *([L.unit_price] if sheet.settings.get("derive") else [])}
    missing = {*TABLES[sheet.table].required} - {*sheet.columns} - derived
    if not sheet.export.part("heads", []):
        return bool(missing)
    shape = {header: shape_of(sheet.values(header)) for header in sheet.raw.header}
    return bool(missing) and missing <= {*match(sheet.raw.header, shape, sheet.table)}


def _priced(sheet: Sheet) -> Sheet:
    """Order lines without a price of a piece, but with the amount of the line: one gives the other."""
    if sheet.table != "order_lines" or L.unit_price in sheet.columns or L.quantity not in sheet.columns:
        return sheet
    header = next((one for one in sheet.left() if is_amount(one) and looks_numeric(sheet.values(one))), None)
    why = {"derive.amount": "? looks like the amount of the whole line: the price is this by the quantity"}
    return replace(sheet, why=why).given(derive={"amount": header}) if header else sheet


def settled(sheet: Sheet) -> Sheet:
    """The sheet with how its dates and numbers are written, as all its columns say together."""
    if not sheet.table:
        return sheet
    dtypes = TABLES[sheet.table].dtypes
    dated = [c for c in sheet.columns if dtypes[c] == "datetime64[us]"]
    numeric = [sheet.columns[c] for c in sheet.columns if dtypes[c] in ("float64", "Int64")]
    numeric += sheet.settings.get("derive", {}).values()
    dates = date_formats([sheet.texts(c) for c in dated])
    marks = number_marks([sheet.values(header) for header in numeric])
    if marks.undecided and (".", ",") in marks.undecided and in_hangul(sheet.raw.header):
        marks = Choice(taken=(".", ","))
        sheet = replace(sheet, notes=tuple(dict.fromkeys([*sheet.notes, KOREAN])))
    if marks.taken and not marks.taken[1] and sheet.export and sheet.export.part("grouped", False):
        marks = Choice(taken=(marks.taken[0], {",": ".", ".": ","}[marks.taken[0]]))
    if sheet.raw.typed:
        # real dates and numbers need no settings; only texts beside them do
        dates = Choice(tuple(one for one in dates.taken if one != "iso"), dates.undecided)
    return replace(sheet, dates=dates, marks=marks)


def _stem(file: SourceFile) -> str:
    return file.sheet or file.path.name.split(".csv")[0].split(".xlsx")[0].split(".txt")[0].split(".tsv")[0]


def read_sheet_dates(sheet: Sheet, column: str) -> pd.DatetimeIndex:
    """A mapped date column as far as the decided formats read it."""
    texts = pd.Series(sheet.texts(column).unique(), dtype="str")
    days = parse_dates(texts, list(sheet.dates.taken) or ["iso"], typed=sheet.raw.typed, date1904=sheet.raw.date1904)
    return days[days.notna()]
