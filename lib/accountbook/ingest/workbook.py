"""Excel workbooks: a sheet as text, with guards against files made to harm."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from accountbook.ingest.errors import FileFault, nearest
from accountbook.ingest.files import SourceFile
from accountbook.ingest.raw import CHUNK, Gathering, Raw, clean_header

DAMAGE = (InvalidFileException, zipfile.BadZipFile, KeyError, ParseError, EOFError, OSError, ValueError, zlib.error)
MAX_UNPACKED = 2 << 30
SHEET_ROWS = 1_048_576
BOMB_BYTES, BOMB_RATIO = 20 << 20, 100
"""A workbook that unpacks to more than `BOMB_BYTES` at more than `BOMB_RATIO` times its size is refused."""


def read_sheet(file: SourceFile, *, decimal: str = ".", header_row: int = 1, skip_rows: Sequence[str] = ()) -> Raw:
    """Read one sheet of a workbook.

    Parameters
    ----------
    decimal : mark that the file's numbers in text use: typed numbers are written with it, too.
    header_row, skip_rows : see `read_delimited`.

    Raises
    ------
    FileFault
        If the workbook is damaged, locked by a password or made to harm, or the sheet isn't there.
    """
    with _opened(file) as book:
        return _rows(book, file, decimal=decimal, header_row=header_row, skip_rows=skip_rows)


@contextmanager
def _opened(file: SourceFile) -> Iterator[Any]:
    """A workbook for reading; what goes wrong with it while it is open becomes one `FileFault`."""
    guard(file)
    try:
        # opened here, because openpyxl leaves a file open that it fails on
        with (
            file.path.open("rb") as stream,
            closing(openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)) as book,
        ):
            yield book
    except FileFault:
        raise
    except DAMAGE as error:
        # openpyxl wraps what the parser found in an error of its own
        if isinstance(error, DefusedXmlException) or isinstance(error.__cause__, DefusedXmlException):
            raise FileFault(f"{file.name}: declares XML entities, as only files made to harm do. Not opened.") from None
        raise FileFault(
            f"{file.name}: the workbook is damaged ({type(error).__name__}). Save it again in Excel."
        ) from None


def guard(file: SourceFile) -> None:
    """Refuse what would unpack to far more than it is.

    Raises
    ------
    FileFault
        If the file is no zip, or declares an absurd size.
    """
    if not openpyxl.DEFUSEDXML:
        raise FileFault(f"{file.name}: not opened: defusedxml is not installed. Install the locked dependencies.")
    try:
        with zipfile.ZipFile(file.path) as packed:
            declared = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        raise FileFault(f"{file.name}: no whole .xlsx file: cut off, or locked by a password. Save it again.") from None
    ratio = declared / max(1, file.path.stat().st_size)
    if declared > MAX_UNPACKED or (declared > BOMB_BYTES and ratio > BOMB_RATIO):
        raise FileFault(
            f"{file.name}: unpacks to {declared / 1e6:,.0f} MB, {ratio:,.0f} times its size, as files made to harm do. "
            "Not opened; export it as CSV."
        )


def sheet_names(file: SourceFile) -> list[str]:
    """The visible sheets of a workbook.

    Raises
    ------
    FileFault
        See `read_sheet`.
    """
    with _opened(file) as book:
        return _visible(book)


def first_rows(file: SourceFile, count: int) -> list[list[str]]:
    """The first rows of a sheet, as texts.

    Raises
    ------
    FileFault
        See `read_sheet`.
    """
    with _opened(file) as book:
        sheet = _sheet(book, file)
        return [
            _trimmed([_text(cell, ".") for cell in row]) for row in sheet.iter_rows(max_row=count, values_only=True)
        ]


def _visible(book: Any) -> list[str]:
    return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _sheet(book: Any, file: SourceFile) -> Any:
    names = [sheet.title for sheet in book.worksheets]
    # what a system hides beside its export is not meant for readers
    shown = _visible(book) or names
    if not file.sheet and len(shown) > 1:
        listed = ", ".join(f'"{file.path.name}#{name}"' for name in shown)
        raise FileFault(f"{file.name}: has {len(shown)} sheets; name one in `files`: {listed}.")
    if file.sheet and file.sheet not in names:
        raise FileFault(f"{file.name}: no such sheet.{nearest(file.sheet, names)} Sheets: {', '.join(names)}.")
    sheet = book[file.sheet or shown[0]]
    sheet.reset_dimensions()  # a stale dimension in the file would hide rows and columns
    return sheet


def _rows(book: Any, file: SourceFile, *, decimal: str, header_row: int, skip_rows: Sequence[str]) -> Raw:
    sheet = _sheet(book, file)
    rows = sheet.iter_rows(min_row=header_row, values_only=True)
    header = _trimmed([_text(cell, decimal) for cell in next(rows, ())])
    gathering = Gathering(clean_header(header or [""], name=file.name), name=file.name, skip=skip_rows)
    width, first = len(header), header_row + 1
    while chunk := list(islice(rows, CHUNK)):
        records = [_trimmed([_text(cell, decimal) for cell in row], least=width) for row in chunk]
        gathering.add(records, range(first, first + len(records)))
        first += len(records)
    if gathering.last[0] >= SHEET_ROWS:
        raise FileFault(
            f"{file.name}: is full to the last of its {SHEET_ROWS:,} rows; what did not fit was cut off. "
            "Export it as CSV."
        )
    return gathering.finish(encoding="xlsx", typed=True, date1904=book.epoch == CALENDAR_MAC_1904)


def _trimmed(cells: list[str], *, least: int = 0) -> list[str]:
    while len(cells) > least and not cells[-1]:
        cells.pop()
    return cells + [""] * (least - len(cells))


def _text(cell: Any, decimal: str) -> str:
    """A cell as text: whole numbers without a mark, dates in ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else plain(cell).replace(".", decimal)
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    text = str(cell)
    # Excel writes a control character as _x000D_ and openpyxl leaves it so
    return unescape(text) if "_x" in text else text


def plain(number: float) -> str:
    """A float's shortest text without an exponent.

    Examples
    --------
    >>> plain(1e-07), plain(0.1)
    ('0.0000001', '0.1')
    """
    return np.format_float_positional(number, trim="-")
