"""A workbook to follow figures by: totals that are live sums of the rows in the same file, and the rows.

A text never becomes a formula. Each total is a SUMIFS whose criteria stand in cells beside it, so that who changes a
day or a row sees the sum move; what the page says stands beside it as a number.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.totals import Criterion

__all__ = ["Sum", "rows_workbook"]

AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of every workbook that people get: a text stays the text that it is."""
TOTALS = "totals"
CREATED = datetime.datetime(2000, 1, 1)  # the same input gives the same bytes
INK, GREY, ACT, RULE = "#16191D", "#555C66", "#B23C00", "#D4D8DD"
WIDEST = 44
LONGEST_TEXT = 32_767
"""Characters that a cell can hold: what is longer is cut, where it would be left out."""
MOST_ROWS = 1_000_000
"""Rows of a sheet: Excel has 1,048,576. Of more, the newest stand in it, and its head says so."""


@dataclass(frozen=True)
class Sum:
    """A line of the totals.

    Parameters
    ----------
    text : what it is, in the reader's language.
    table, column : of the rows that are summed.
    criteria : all of which a row must meet.
    shown : the figure as the page has it.
    """

    text: str
    table: str
    column: str
    criteria: Sequence[Criterion]
    shown: float


def rows_workbook(title: str, sums: Sequence[Sum], rows: Mapping[str, pd.DataFrame], t: Words) -> bytes:
    """Give a workbook: a sheet of totals, and a sheet of rows for each table.

    Parameters
    ----------
    title : at the top of the totals.
    sums : the totals, in their order; each table and column they name is in `rows`.
    rows : frames by sheet name, at most 31 letters, digits and "_".
    t : words.

    Returns
    -------
    The file; the same input gives the same bytes.

    Examples
    --------
    >>> from accountbook.planning.totals import Criterion
    >>> rows = {"order_lines": pd.DataFrame({"kind": ["order", "return"], "amount": [10.0, -3.0]})}
    >>> ordered = Sum("Ordered", "order_lines", "amount", [Criterion("kind", "=", "order")], 10.0)
    >>> rows_workbook("Lumora", [ordered], rows, Words())[:2]
    b'PK'
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **AS_WRITTEN})
    book.set_properties({"title": title, "created": CREATED})
    writer = _Writer(book, t)
    writer.totals(title, sums, {name: frame.tail(MOST_ROWS) for name, frame in rows.items()})
    for name, frame in rows.items():
        writer.rows(name, frame)
    book.close()
    return buffer.getvalue()


class _Writer:
    """One workbook on its way."""

    def __init__(self, book: xlsxwriter.Workbook, t: Words) -> None:
        self._book, self._t = book, t

    @cached_property
    def _head(self) -> Any:
        return self._book.add_format({"font_color": GREY, "bottom": 1, "bottom_color": RULE, "text_wrap": True})

    @cached_property
    def _day(self) -> Any:
        return self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})

    @cached_property
    def _number(self) -> Any:
        return self._book.add_format({"num_format": "#,##0.00"})

    @cached_property
    def _plain(self) -> Any:
        return self._book.add_format({})

    def totals(self, title: str, sums: Sequence[Sum], rows: Mapping[str, pd.DataFrame]) -> None:
        """The first sheet: what it is, the live sum, what the page says, whether they differ, and the criteria."""
        t, sheet = self._t, self._book.add_worksheet(TOTALS)
        most = max((len(one.criteria) for one in sums), default=0)
        sheet.write_string(0, 0, title, self._book.add_format({"bold": True, "font_size": 14, "font_color": INK}))
        told = t("Each sum is live: it adds up the rows of the sheet named beside it that meet the conditions.")
        sheet.write_string(1, 0, told, self._book.add_format({"font_color": GREY}))
        heads = [t("Figure"), t("Sum of the rows"), t("On the page"), t("Rows"), t("Summed")]
        heads += [head for _ in range(most) for head in (t("Column"), t("Is"), t("Value"))]
        for column, head in enumerate(heads):
            sheet.write_string(3, column, head, self._head)
        for place, one in enumerate(sums, start=4):
            sheet.write_string(place, 0, one.text)
            sheet.write_number(place, 2, one.shown, self._number)
            sheet.write_url(place, 3, f"internal:'{one.table}'!A1", string=one.table)
            sheet.write_string(place, 4, one.column)
            self._criteria(sheet, place, one)
            sheet.write_formula(place, 1, self._formula(place, one, rows[one.table]), self._number, one.shown)
        if sums:
            off = self._book.add_format({"font_color": ACT, "bold": True})
            rule = {"type": "formula", "criteria": "=ABS($B5-$C5)>0.005", "format": off}
            sheet.conditional_format(4, 1, 3 + len(sums), 1, rule)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 2, 16)
        sheet.set_column(3, 4, 15)
        sheet.set_column(5, 4 + 3 * most, 12)
        sheet.freeze_panes(4, 1)
        sheet.hide_gridlines(2)

    def _criteria(self, sheet: Worksheet, place: int, one: Sum) -> None:
        for number, criterion in enumerate(one.criteria):
            column = 5 + 3 * number
            sheet.write_string(place, column, criterion.column)
            sheet.write_string(place, column + 1, criterion.op)
            value = criterion.value
            self._cell(sheet, place, column + 2, _literal(value) if isinstance(value, str) else value)

    def _formula(self, place: int, one: Sum, frame: pd.DataFrame) -> str:
        """SUMIFS of the column over its rows, each criterion taken from the cells of the line."""
        parts = [_range(one.table, frame, one.column)]
        for number, criterion in enumerate(one.criteria):
            op, value = (xl_rowcol_to_cell(place, 5 + 3 * number + step, col_abs=True) for step in (1, 2))
            parts += [_range(one.table, frame, criterion.column), f"{op}&{value}"]
        return f"=SUMIFS({','.join(parts)})" if one.criteria else f"=SUM({parts[0]})"

    def rows(self, name: str, frame: pd.DataFrame) -> None:
        """A sheet of rows: heads as the columns are called in the data dictionary, a filter, the first row kept."""
        sheet, shown = self._book.add_worksheet(name), frame.tail(MOST_ROWS)
        for column, head in enumerate(shown.columns):
            sheet.write_string(0, column, str(head), self._head)
            write, values = self._writer(sheet, shown[head])
            for place, value in enumerate(values, start=1):
                if value is not None:
                    write(place, column, value)
            sheet.set_column(column, column, min(max(len(str(head)) + 2, _width(shown[head])), WIDEST))
        if len(shown.columns):
            sheet.autofilter(0, 0, max(len(shown), 1), len(shown.columns) - 1)
        sheet.freeze_panes(1, 0)

    def _writer(self, sheet: Worksheet, column: pd.Series) -> tuple[Callable[..., Any], list[Any]]:
        """What writes a column's cells, and their values; None where a cell stays empty."""
        known = column.notna()
        if pd.api.types.is_datetime64_any_dtype(column):
            days = (column - pd.Timestamp("1899-12-30")) / pd.Timedelta(days=1)
            values = days.astype("float64").where(known).tolist()
            return lambda row, at, value: sheet.write_number(row, at, value, self._day), _none(values)
        if pd.api.types.is_bool_dtype(column):
            return sheet.write_boolean, [bool(one) if there else None for one, there in _pairs(column, known)]
        if pd.api.types.is_numeric_dtype(column):
            return sheet.write_number, _none(column.astype("float64").tolist())
        return sheet.write_string, [str(one)[:LONGEST_TEXT] if there else None for one, there in _pairs(column, known)]

    def _cell(self, sheet: Worksheet, row: int, column: int, value: object) -> None:
        if isinstance(value, pd.Timestamp):
            sheet.write_datetime(row, column, value.to_pydatetime(), self._day)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, float(value))  # type: ignore[arg-type]


def _literal(text: str) -> str:
    """A text as a criterion that means just itself: * and ? stand for anything there.

    Examples
    --------
    >>> _literal("VX*10?")
    'VX~*10~?'
    """
    return re.sub(r"([~*?])", r"~\1", text)


def _pairs(column: pd.Series, known: pd.Series) -> Iterable[tuple[Any, bool]]:
    """A column's values and whether they are known; as lists, which are quicker to go through."""
    return zip(column.tolist(), known.tolist(), strict=True)


def _none(values: Sequence[float]) -> list[float | None]:
    return [None if value != value else value for value in values]


def _range(table: str, frame: pd.DataFrame, column: str) -> str:
    """The cells of a column below its head, as ``'order_lines'!$K$2:$K$96``."""
    letter = xl_col_to_name(list(frame.columns).index(column), col_abs=True)
    return f"'{table}'!{letter}$2:{letter}${max(len(frame), 1) + 1}"


def _width(column: pd.Series) -> int:
    if pd.api.types.is_datetime64_any_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return 12
    known = column.dropna()
    return int(known.astype(str).str.len().quantile(0.9)) + 2 if len(known) else 10
