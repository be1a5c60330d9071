"""How a table is exported: its file, headers, words, encoding and dates, and its cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.tables import Accounts as A

YES_NO = {"True": "예", "False": "아니오"}


@dataclass(frozen=True)
class Sheet:
    """How one table is exported.

    Attributes
    ----------
    file : its name.
    headers : column of the contract = header; columns that are not named are not exported.
    words : per column, word of the contract = word in the file.
    date : strftime's pattern; `times` adds hours and minutes.
    decimal : mark in numbers.    percent : columns in percent.
    ends : column whose empty days are written as 9999-12-31.
    page : name of the sheet in an Excel file, which may hold several tables.
    """

    file: str
    headers: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str = "utf-8"
    delimiter: str = ","
    date: str = "%Y-%m-%d"
    decimal: str = "."
    percent: tuple[str, ...] = ()
    ends: str = ""
    page: str = ""

    @property
    def excel(self) -> bool:
        """Whether the file is an Excel file, with typed cells."""
        return self.file.endswith(".xlsx")


def heads(*pairs: str) -> dict[str, str]:
    """Headers from ``"column=header"``.

    Examples
    --------
    >>> heads("order_id=Order no.")
    {'order_id': 'Order no.'}
    """
    return dict(pair.split("=", 1) for pair in pairs)


def sheet_cells(frame: pd.DataFrame, sheet: Sheet, *, rng: np.random.Generator) -> pd.DataFrame:
    """A table's rows as its sheet writes them, under the sheet's headers; text but for Parquet's numbers."""
    typed = sheet.file.endswith(".parquet")
    columns: dict[str, object] = {}
    for name, header in sheet.headers.items():
        values = frame[name]
        if name in sheet.words:
            columns[header] = _worded(values, sheet.words[name], some=name == A.country, rng=rng)
        elif sheet.excel and not pd.api.types.is_string_dtype(values.dtype):
            columns[header] = [_cell(value) for value in values.tolist()]
        elif pd.api.types.is_datetime64_dtype(values.dtype):
            text = values.dt.strftime(sheet.date)
            columns[header] = text.where(values.notna(), "9999-12-31" if name == sheet.ends else "")
        elif pd.api.types.is_float_dtype(values.dtype) and not typed:
            columns[header] = _numbers(values, sheet, percent=name in sheet.percent)
        elif typed:
            columns[header] = values
        else:
            columns[header] = values.astype(object).where(values.notna(), "")
    return pd.DataFrame(columns, dtype=object) if sheet.excel else pd.DataFrame(columns)


def decomposed(names: pd.Series, *, rng: np.random.Generator) -> tuple[pd.Series, int]:
    """Names, some of them in decomposed letters as a Mac writes them, and how many that are."""
    swap: Callable[[str], str] = lambda name: unicodedata.normalize("NFD", name)  # noqa: E731
    mac = pd.Series(rng.random(len(names)) < 0.15, index=names.index) & (names.map(swap) != names)
    return names.where(~mac, names.map(swap)), int(mac.sum())


def _cell(value: object) -> object:
    """A typed cell of an Excel file: a day, a number, or nothing."""
    if pd.isna(value):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else float(value)


def _worded(values: pd.Series, words: Mapping[str, str], *, some: bool, rng: np.random.Generator) -> pd.Series:
    text = values.astype(object).where(values.notna(), "").astype(str)
    there = text.map(lambda word: words.get(word, word))
    # a third of the countries were typed as codes
    return there.where(rng.random(len(text)) > 0.33, text) if some else there


def _numbers(values: pd.Series, sheet: Sheet, *, percent: bool) -> list[str]:
    scaled = (values * 100).round(6) if percent else values
    text = ["" if value != value else f"{value:.10g}" for value in scaled.tolist()]
    return [one.replace(".", sheet.decimal) for one in text]
