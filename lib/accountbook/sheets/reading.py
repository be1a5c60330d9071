"""A workbook that came back: its lines as they stand, whoever saved it, and what cannot be read in it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from accountbook.ingest.errors import FileFault
from accountbook.ingest.files import SourceFile
from accountbook.ingest.issued import META, is_ours
from accountbook.ingest.workbook import DAMAGE, guard
from accountbook.sheets.values import text_of
from accountbook.sheets.worded import takes_words, unworded
from accountbook.sheets.workbook import EXAMPLE, FORMAT, LINES, LISTS

XLSX, OTHERS = ".xlsx", (".xlsm", ".ods", ".xls")
HEAD_ROWS = 20
"""Rows from the top in which the headers are looked for: people write a title above them."""
MAX_BYTES = 60 << 20
"""What a workbook of ours may unpack to."""
LAST_ROW = 20_000


@dataclass(frozen=True)
class Line:
    """A line of a sheet.

    Attributes
    ----------
    table, sheet, row : where it stands: table, name of the sheet, number of the row.
    token : what its last column says; empty: nothing.
    cells : content of each column that the sheet still has.
    faults : columns that cannot be read, with the reason.
    remove : whether it is to be taken out.
    """

    table: str
    sheet: str
    row: int
    token: str
    cells: dict[str, Any]
    faults: dict[str, str]
    remove: bool


@dataclass(frozen=True)
class Filled:
    """A workbook that came back.

    Attributes
    ----------
    name : of the file, as messages call it.
    facts : what it says of itself, see `accountbook.sheets.workbook.Facts`.
    saved_at : moment in which it was saved, UTC; None: it does not say.
    lines : those that hold anything or were written by us.
    was : how the cells of each line were when it was written, as digests.
    flags : what people should know: sheets and columns that are gone.
    """

    name: str
    facts: Mapping[str, Any]
    saved_at: pd.Timestamp | None
    lines: list[Line]
    was: dict[tuple[str, str], dict[str, str]]
    flags: list[str] = field(default_factory=list)


def find_workbooks(folder: Path) -> list[Path]:
    """The workbooks of ours in a folder and below it; Excel's own lock files are left out."""
    return [path for path in _files(folder, XLSX) if is_ours(path)]


def unread_workbooks(folder: Path, *, mapped: bool) -> list[str]:
    """What may be a sheet of ours and cannot be read as one: a sentence for each.

    Parameters
    ----------
    mapped : whether there is a mapping. Then what is no sheet may be an export, and is the mapping's business.
    """
    root = folder if folder.is_dir() else folder.parent
    sheets, said = bool(find_workbooks(folder)), []
    for path in _files(folder, XLSX) if sheets or not mapped else []:
        if not _opens(path):
            said.append(
                f"{path.relative_to(root).as_posix()}: will not open: damaged, or locked by a password. Save it again "
                "in Excel without a password, or take it out of the folder."
            )
    for path in _files(folder, *OTHERS):
        if _was_ours(path) or (sheets and not mapped):
            said.append(
                f"{path.relative_to(root).as_posix()}: sheets are read as .xlsx only. Save it as .xlsx, or take it out "
                "of the folder."
            )
    return said


def _files(folder: Path, *endings: str) -> list[Path]:
    """Files with some endings, in capitals or not, but for hidden ones and lock files."""
    there = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    return [
        path for path in there
        if path.suffix.lower() in endings and not path.name.startswith((".", "~$")) and path.is_file()
    ]  # fmt: skip


def _opens(path: Path) -> bool:
    """Whether a file is a workbook at all."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open("xl/workbook.xml") as part:
            return bool(part.read(1 << 20))
    except (RuntimeError, *DAMAGE):
        return False


def _was_ours(path: Path) -> bool:
    """Whether a workbook of another kind was one of ours before it was saved so."""
    mark = META.encode("ascii")
    try:
        if path.suffix.lower() == ".ods":
            with zipfile.ZipFile(path) as packed, packed.open("content.xml") as part:
                return mark in part.read(MAX_BYTES)
        if path.suffix.lower() == ".xls":
            with path.open("rb") as file:
                content = file.read(MAX_BYTES)
            return mark in content or META.encode("utf-16-le") in content
    except (RuntimeError, *DAMAGE):
        return False
    return is_ours(path)


def read_workbook(path: Path, *, name: str) -> Filled:
    """Read a workbook that came back.

    Raises
    ------
    FileFault
        If it is damaged, made to harm, or its hidden sheets are gone.
    """
    guard(SourceFile(path, name))
    with zipfile.ZipFile(path) as packed:
        if sum(one.file_size for one in packed.infolist()) > MAX_BYTES:
            raise FileFault(f"{name}: unpacks to more than {MAX_BYTES / 1e6:,.0f} MB; ask for new sheets.")
    content = path.read_bytes()
    try:
        book = openpyxl.load_workbook(BytesIO(content), keep_links=False)
        saved_at = _saved_at(content)
    except DAMAGE as error:
        raise FileFault(f"{name}: the workbook is damaged ({type(error).__name__}). Save it again in Excel.") from None
    facts, was = _hidden(book, name)
    reader = _Reader(name, facts, content)
    for sheet in book.worksheets:
        if sheet.title not in (META, LINES, LISTS):
            reader.sheet(sheet)
    return Filled(name, facts, saved_at, reader.lines, was, reader.said())


def _hidden(book: Any, name: str) -> tuple[dict[str, Any], dict[tuple[str, str], dict[str, str]]]:
    """What the hidden sheets say."""
    missing = [one for one in (META, LINES) if one not in book.sheetnames]
    if missing:
        raise FileFault(
            f"{name}: its hidden sheet {missing[0]} is gone, without which no line is known again. Ask for new sheets "
            "and copy your lines into them."
        )
    try:
        facts = json.loads("".join(str(row[0]) for row in book[META].iter_rows(values_only=True) if row and row[0]))
        was = {
            (row[0], row[1]): {str(column): str(one) for column, one in json.loads(row[2]).items()}
            for row in book[LINES].iter_rows(values_only=True)
            if row and row[0]
        }
        whole = facts["format"] == FORMAT and isinstance(facts["tables"], dict) and pd.Timestamp(facts["written_at"])
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise FileFault(f"{name}: its hidden sheets were changed. Ask for new sheets and copy your lines into them.")
    return facts, was


def _saved_at(content: bytes) -> pd.Timestamp | None:
    """When a workbook was last saved, UTC."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        try:
            text = packed.read("docProps/core.xml")
        except KeyError:
            return None
    found = re.search(rb"<dcterms:modified[^>]*>([0-9T:.+-]+Z?)<", text)
    try:
        moment = pd.Timestamp(found[1].decode("ascii")) if found else None
    except ValueError:
        return None
    return None if moment is None else (moment.tz_localize("UTC") if moment.tz is None else moment.tz_convert("UTC"))


class _Reader:
    """Sheet after sheet of one workbook."""

    def __init__(self, name: str, facts: Mapping[str, Any], content: bytes) -> None:
        self.name, self.tables, self._content = name, facts["tables"], content
        self.lines: list[Line] = []
        self._flags: list[str] = []
        self._seen: set[str] = set()
        self._values: Any = None

    def said(self) -> list[str]:
        gone = [about["title"] for table, about in self.tables.items() if table not in self._seen]
        if gone:
            listed = ", ".join(f'"{one}"' for one in gone)
            self._flags.append(
                f"{self.name}: without {listed}; nothing was read from there, and the book keeps its rows."
            )
        return self._flags

    def sheet(self, sheet: Any) -> None:
        """Read the lines of a sheet, if it is one of ours; people's own sheets are theirs."""
        found = self._head(sheet)
        if found is None:
            return
        table, top, places = found
        about = self.tables[table]
        self._seen.add(table)
        lost = [head for column, head in about["columns"].items() if column not in places]
        if lost:
            listed = ", ".join(f'"{one}"' for one in lost)
            self._flags.append(f"{self.name}#{sheet.title}: no column {listed}; what stood there counts as unchanged.")
        merged = {row for one in sheet.merged_cells.ranges for row in range(one.min_row, one.max_row + 1)}
        for cells in sheet.iter_rows(min_row=top + 1):
            self._line(sheet, table, places, cells, merged)

    def _head(self, sheet: Any) -> tuple[str, int, dict[str, int]] | None:
        """The table of a sheet, the row of its headers and the places of its columns."""
        by_line = {about["line"]: table for table, about in self.tables.items()}
        for row, cells in enumerate(sheet.iter_rows(max_row=HEAD_ROWS, values_only=True), start=1):
            texts = [" ".join(text_of(str(cell)).split()) if cell is not None else "" for cell in cells]
            table = next((by_line[text] for text in texts if text in by_line), None)
            if table is None:
                continue
            about = self.tables[table]
            wanted = {**about["columns"], "": about["remove"], LINES: about["line"]}
            return table, row, {column: texts.index(head) for column, head in wanted.items() if head in texts}
        title = next((table for table, about in self.tables.items() if about["title"] == sheet.title), None)
        if title is not None:
            self._flags.append(
                f'{self.name}#{sheet.title}: no column "{self.tables[title]["line"]}", by which lines are known again; '
                "nothing was read. Ask for new sheets and copy your lines into them."
            )
            self._seen.add(title)
        return None

    def _line(self, sheet: Any, table: str, places: Mapping[str, int], row: tuple[Any, ...], merged: set[int]) -> None:
        number = row[0].row if row else 0
        token = _text(row, places.get(LINES))
        if number > LAST_ROW or token == EXAMPLE:
            return
        cells, faults = {}, {}
        for column, place in places.items():
            if column in ("", LINES) or place >= len(row):
                continue
            cell, fault = self._cell(sheet, row[place])
            cells[column] = unworded(cell) if takes_words(table, column) else cell
            if fault:
                faults[column] = fault
        if number in merged:
            faults = {
                next(iter(cells), ""): "stands in cells that were merged; undo that, and write each line by itself"
            }
        remove = bool(_text(row, places.get("")))
        if token or remove or faults or any(cell is not None and str(cell).strip() for cell in cells.values()):
            self.lines.append(Line(table, sheet.title, number, token, cells, faults, remove))

    def _cell(self, sheet: Any, cell: Any) -> tuple[Any, str]:
        """A cell's content, and why it cannot be read."""
        if cell.data_type == "e":
            return None, f"is an error of the spreadsheet ({cell.value})"
        if cell.data_type != "f":
            return cell.value, ""
        if self._values is None:
            self._values = openpyxl.load_workbook(BytesIO(self._content), data_only=True, keep_links=False)
        found = self._values[sheet.title].cell(cell.row, cell.column)
        if found.value is None or found.data_type == "e":
            return None, "is a formula without a value; write what it comes to"
        return found.value, ""


def _text(row: tuple[Any, ...], place: int | None) -> str:
    if place is None or place >= len(row) or row[place].value is None:
        return ""
    return text_of(str(row[place].value))
