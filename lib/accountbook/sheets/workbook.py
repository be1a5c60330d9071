"""A workbook for people: a sheet to start with, one sheet per table, and hidden ones by which `load` reads it back."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from accountbook.display import Words
from accountbook.display.workbook import AS_WRITTEN
from accountbook.ingest.issued import META
from accountbook.sheets.columns import meaning, rule, width
from accountbook.sheets.content import Shown
from accountbook.sheets.labels import LINE, NUMBER, REMOVE, header, words_shown
from accountbook.sheets.layout import LAYOUTS, SAVED, SHORT, Layout, locked
from accountbook.sheets.lines import cells_of, digests_of, line_of
from accountbook.sheets.lists import Lists
from accountbook.sheets.names import Names, targets
from accountbook.sheets.start import Request
from accountbook.sheets.values import DATE
from accountbook.sheets.worded import takes_words, worded
from accountbook.tables import TABLES

LINES, LISTS = "_lines", "_lists"
"""Hidden sheets beside `META`: how each line was, the drop-downs."""
FORMAT = 1
EXAMPLE = "example"
EMPTY, FEW = 200, 60
"""Lines ready to be filled in, below those that there are: in the sheets of every evening, and in the others."""
MORE = 1_000
"""Rows below those in which the drop-downs still work."""
CHUNK = 30_000
INK, GREY, HEAD, PAPER, LINE_GREY = "#1F2933", "#7B8794", "#E8EDF2", "#F4F6F8", "#D5DBE1"


@dataclass(frozen=True)
class Facts:
    """What a workbook is.

    Attributes
    ----------
    book, sheet : numbers of the book and of this very workbook.
    owner : employee whose it is; empty: the company's.
    load, as_of, written_at : what it was written from, and when (UTC, without a zone).
    lang, company : its language, and whose book it is.
    accounts, items : the accounts that it may speak of, and the items that they buy.
    """

    book: str
    sheet: str
    owner: str
    load: str
    as_of: pd.Timestamp
    written_at: pd.Timestamp
    lang: str
    company: str
    accounts: tuple[str, ...]
    items: tuple[str, ...] = ()


def workbook(
    facts: Facts,
    lines: Mapping[str, list[Shown]],
    names: Names,
    t: Words,
    *,
    guidance: list[str],
    requests: list[Request],
    invented: bool,
) -> bytes:
    """Write a workbook; the same input gives the same bytes.

    Parameters
    ----------
    lines : per table, in the order of the sheets.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **AS_WRITTEN})
    moment = facts.written_at.to_pydatetime().replace(tzinfo=None)
    book.set_properties({"title": "Accountbook", "created": moment})
    writer = _Writer(book, facts, names, t)
    writer.start(guidance, requests, invented=invented)
    for place, (table, some) in enumerate(lines.items()):
        often = bool(facts.owner) and place < SHORT
        writer.table(table, some, ready=EMPTY if often else FEW, tab="#3E7CB1" if often else "")
    writer.hidden()
    book.close()
    return buffer.getvalue()


class _Writer:
    """One workbook on its way."""

    def __init__(self, book: xlsxwriter.Workbook, facts: Facts, names: Names, t: Words) -> None:
        self.book, self.facts, self.names, self.t = book, facts, names, t
        self.tables: dict[str, dict[str, Any]] = {}
        self.lines: list[tuple[str, str, str]] = []
        self.lists = Lists(LISTS, names)
        self._formats: dict[tuple[Any, ...], Any] = {}

    def start(self, guidance: list[str], requests: list[Request], *, invented: bool) -> None:
        """The first sheet."""
        sheet = self.book.add_worksheet(self.t("Start"))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 110)
        owner = self.names.label("employees", self.facts.owner) if self.facts.owner else self.facts.company
        title = self.t("Sheets of {owner}, as of {day}", owner=owner, day=f"{self.facts.as_of:%Y-%m-%d}")
        sheet.write_string(0, 1, title, self.format(bold=True, font_size=16))
        place = 1
        if invented:
            sheet.write_string(place, 1, self.t("The company is made up."), self.format(italic=True, font_color=GREY))
            place += 1
        for text in guidance:
            sheet.write_string(place, 1, text, self.format(text_wrap=True, valign="top"))
            place += 1
        for request in requests:
            sheet.write_string(place + 1, 1, request.title, self.format(bold=True))
            for row, text in enumerate(request.lines, start=place + 2):
                sheet.write_string(row, 1, text, self.format(text_wrap=True, valign="top", indent=1))
            place += 2 + len(request.lines)
        sheet.protect("", {"select_locked_cells": True})

    def table(self, table: str, lines: list[Shown], *, ready: int, tab: str) -> None:
        """One table's sheet."""
        layout, title = LAYOUTS[table], self.t(LAYOUTS[table].title)[:31]
        sheet = self.book.add_worksheet(title)
        if tab:
            sheet.set_tab_color(tab)
        heads = {name: header(table, name, self.t) for name in layout.columns}
        extra = [self.t(REMOVE), *([self.t(NUMBER)] if layout.number else []), f"{self.t(LINE)} {table}"]
        self.tables[table] = {"title": title, "columns": heads, "remove": extra[0], "line": extra[-1]}
        for place, text in enumerate([*heads.values(), *extra]):
            sheet.write_string(
                0, place, text, self.format(bold=True, bg_color=HEAD, bottom=1, text_wrap=True, valign="vcenter")
            )
        last = 1 + len(lines) + ready
        for place, name in enumerate(layout.columns):
            sheet.write_comment(0, place, meaning(table, name, self.t), {"x_scale": 2.2, "y_scale": 1.4})
            # a whole column's cells are free, so that a line below the ready ones can be filled in, too
            sheet.set_column(place, place, width(table, name), self._look(table, name, fixed=False))
            if taken := rule(table, name, self.t, self.lists):
                sheet.data_validation(2, place, last + MORE, place, taken)
        places = {name: place for place, name in enumerate(layout.columns)}
        self._example(sheet, table, layout, places, extra)
        for row, line in enumerate(lines, start=2):
            self._line(sheet, row, table, line, places)
        for row in range(2 + len(lines), last + 1):
            self._begin(sheet, row, table, {}, places, f"n{row - 1:04d}")
        sheet.set_column(len(places), len(places), 9, self._free())
        sheet.set_column(len(places) + 1, len(places) + len(extra) - 1, 10, self._grey())
        sheet.freeze_panes(1, places.get("account_id", 0) + 1)
        sheet.set_row(0, 32)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, last, len(places) + len(extra) - 1)
        sheet.protect("", {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True,
                           "format_cells": True, "select_locked_cells": True})  # fmt: skip
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(places) + len(extra))}{last + 1}"})

    def _line(self, sheet: Any, row: int, table: str, line: Shown, places: dict[str, int]) -> None:
        """A line that is there, or one that is begun."""
        if line.row is None:
            self._begin(sheet, row, table, line.begun, places, f"n{row - 1:04d}")
            return
        layout = LAYOUTS[table]
        cells, fixed = cells_of(table, line.row, self.names), locked(table)
        for name, place in places.items():
            self._cell(sheet, row, place, self._said(table, name, cells), self._look(table, name, fixed=name in fixed))
        sheet.write_blank(row, len(places), None, self._free())
        token = line_of(table, tuple(line.row[name] for name in TABLES[table].about.key))
        self._tail(sheet, row, len(places), layout, token, number=str(line.row.get(layout.number) or ""))
        self.lines.append((table, token, json.dumps(digests_of(table, cells), separators=(",", ":"))))

    def _said(self, table: str, name: str, cells: Mapping[str, Any]) -> Any:
        """A cell's content in the language of the sheet."""
        cell = cells[name]
        return worded(cell, self.t) if takes_words(table, name) and isinstance(cell, str) else cell

    def _begin(
        self, sheet: Any, row: int, table: str, begun: Mapping[str, Any], places: dict[str, int], token: str
    ) -> None:
        """A line to be filled in."""
        self._tail(sheet, row, len(places), LAYOUTS[table], token)
        if begun:
            cells = cells_of(table, begun, self.names)
            for name in begun:
                self._cell(
                    sheet, row, places[name], self._said(table, name, cells), self._look(table, name, fixed=True)
                )
            self.lines.append((table, token, json.dumps(digests_of(table, cells), separators=(",", ":"))))

    def _tail(self, sheet: Any, row: int, place: int, layout: Layout, token: str, *, number: str = "") -> None:
        """The columns that the book fills in."""
        if layout.number:
            place += 1
            if number:
                sheet.write_string(row, place, number, self._grey())
        sheet.write_string(row, place + 1, token, self._grey())

    def _free(self) -> Any:
        return self.format(locked=False, border=1, border_color=LINE_GREY)

    def _grey(self) -> Any:
        return self.format(font_color=GREY, bg_color=PAPER)

    def _example(self, sheet: Any, table: str, layout: Layout, places: dict[str, int], extra: list[str]) -> None:
        look = {"italic": True, "font_color": GREY, "bg_color": PAPER, "text_wrap": True, "valign": "top"}
        refers, about = targets(table, layout.columns), TABLES[table]
        account = self.names.lists.get("accounts", [])
        for name, place in places.items():
            if name in layout.example:
                text = self.t(layout.example[name])
            elif name in refers and not about.meanings[name].several:
                of = [
                    one
                    for one in self.names.lists.get(refers[name], [])
                    if one.account in ("", account[0].id if account else "")
                ]
                text = of[0].label if of and name in ("account_id", "contact_id", "role_code") else ""
            elif name in about.words:
                text = worded(words_shown(str(layout.defaults.get(name) or about.words[name][0])), self.t)
            elif layout.defaults.get(name) == SAVED:
                text = f"{self.facts.as_of:%Y-%m-%d}"
            else:
                text = ""
            sheet.write_string(1, place, text, self.format(**look))
        for place in range(len(places), len(places) + len(extra)):
            is_last = place == len(places) + len(extra) - 1
            sheet.write_string(1, place, EXAMPLE if is_last else "", self.format(**look))

    def _look(self, table: str, name: str, *, fixed: bool) -> Any:
        about = TABLES[table]
        look: dict[str, Any] = {"valign": "top", "border": 1, "border_color": LINE_GREY, "locked": fixed}
        if fixed:
            look |= {"bg_color": PAPER, "font_color": GREY}
        if about.dtypes[name] == DATE:
            look["num_format"] = "yyyy-mm-dd"
        elif about.dtypes[name] == "float64":
            look["num_format"] = "0%" if about.meanings[name].unit.startswith("share") else "#,##0.##"
        elif about.dtypes[name] == "str" and name in ("order_id", "role_code") and name not in targets(table, [name]):
            look["num_format"] = "@"
        elif about.dtypes[name] == "str":
            look["text_wrap"] = about.meanings[name].prose
        return self.format(**look)

    def _cell(self, sheet: Any, row: int, place: int, value: Any, look: Any) -> None:
        if value is None:
            sheet.write_blank(row, place, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, place, value, look)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, look)
        else:
            sheet.write_datetime(row, place, value, look)

    def hidden(self) -> None:
        """What `load` needs, and the drop-downs."""
        facts = self.facts
        meta = self.book.add_worksheet(META)
        told = {
            "format": FORMAT, "book": facts.book, "sheet": facts.sheet, "owner": facts.owner, "load": facts.load,
            "as_of": f"{facts.as_of:%Y-%m-%d}", "written_at": facts.written_at.isoformat(), "lang": facts.lang,
            "accounts": list(facts.accounts), "items": list(facts.items), "tables": self.tables,
        }  # fmt: skip
        text = json.dumps(told)
        for row, start in enumerate(range(0, len(text), CHUNK)):
            meta.write_string(row, 0, text[start : start + CHUNK])
        lines = self.book.add_worksheet(LINES)
        for row, cells in enumerate(self.lines):
            for place, cell in enumerate(cells):
                lines.write_string(row, place, cell)
        lists = self.book.add_worksheet(LISTS)
        for place, column in enumerate(self.lists.columns):
            for row, cell in enumerate(column):
                lists.write(row, place, cell) if isinstance(cell, int) else lists.write_string(row, place, cell)
        for sheet in (meta, lines, lists):
            sheet.very_hidden()

    def format(self, **look: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(
                {"font_name": "Calibri", "font_size": 11, "font_color": INK, **look}
            )
        return self._formats[key]
