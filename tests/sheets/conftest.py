"""A book of two owners with rows of every table, and their sheets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from accountbook.book import write_load
from accountbook.loading import load_source
from accountbook.sheets.issue import issue
from accountbook.tables import TABLES

EXPORTED = pd.Timestamp("2026-11-01")
WRITTEN = pd.Timestamp("2026-11-03 19:00")
SAVED = pd.Timestamp("2026-11-05 12:00")
COMPANY = {"name": "Nova Valves (invented)", "currency": "EUR", "country": "KR", "invented": True}
COUNTS = {"rows_in": 16, "kept": 16, "merged": 0, "rejected": 0}
MARKS = {"avelta": {"team": "South", "owner_id": "E1"}, "bornum": {"team": "North", "owner_id": "E2"}}


def saved(content: bytes, path: Path, moment: pd.Timestamp = SAVED) -> Path:
    """Write a workbook to a file as if it had been saved in a moment."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            part = old.read(one.filename)
            if one.filename == "docProps/core.xml":
                stamp = f"{moment:%Y-%m-%dT%H:%M:%S}Z".encode()
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*<", rb"\g<1>" + stamp + b"<", part)
            new.writestr(one.filename, part)
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(out.getvalue())
    return path


class Sheet:
    """One sheet of an open workbook, by the headers that people see.

    ``sheet[3, "Heard"] = "..."`` writes row 3; the first line after the example is row 3.
    """

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.places = {cell.value: cell.column for cell in sheet[1] if cell.value}

    def __getitem__(self, at: tuple[int, str]) -> Any:
        return self.sheet.cell(at[0], self.places[at[1]]).value

    def __setitem__(self, at: tuple[int, str], value: Any) -> None:
        self.sheet.cell(at[0], self.places[at[1]]).value = value

    def line(self, row: int) -> str:
        """What the last column says."""
        return str(self.sheet.cell(row, max(self.places.values())).value)

    @property
    def first_empty(self) -> int:
        """The first row that is to be filled in by people."""
        return next(row for row in range(3, self.sheet.max_row + 1) if self.line(row).startswith("n"))


class Workbook:
    """A workbook in somebody's hands."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(content))

    def __getitem__(self, title: str) -> Sheet:
        return Sheet(self.book[title])

    def save(self, path: Path, moment: pd.Timestamp = SAVED) -> Path:
        """Save it."""
        out = BytesIO()
        self.book.save(out)
        return saved(out.getvalue(), path, moment)


@pytest.fixture(scope="session")
def marked_book(once, marked_tables) -> Path:
    """A book whose rows of each account hold the account's mark in every text."""

    def make(folder: Path) -> None:
        tables = marked_tables(MARKS)
        for name in ("lessons", "success_stories", "arguments"):
            table = TABLES[name]
            row = {column: f"shared {column}" for column, dtype in table.dtypes.items() if dtype == "str"}
            day = {column: "2026-03-02" for column, dtype in table.dtypes.items() if dtype.startswith("datetime")}
            day |= {"first_loaded_on": None, "recorded_at": None}
            tables[name] = table.frame([{**row, **day, **({"recurrence_of": None} if name == "lessons" else {})}])
        never = pd.Series(pd.NaT, index=range(len(MARKS)), dtype="datetime64[us]")
        tables["commitments"] = tables["commitments"].assign(done_on=never, dropped_on=never)
        tables["contacts"] = tables["contacts"].assign(created_on=pd.Timestamp("2025-01-02").as_unit("us"))
        write_load(folder, tables, rejected={}, report={"tables": {"order_lines": COUNTS}},
                   company=COMPANY, exported_on=EXPORTED)  # fmt: skip

    return once("marked-book", make)


@pytest.fixture
def book(marked_book: Path, tmp_path: Path) -> Path:
    """A copy of `marked_book`."""
    import shutil

    return Path(shutil.copytree(marked_book, tmp_path / "book"))


@pytest.fixture(scope="session")
def issued(marked_book: Path) -> dict[str, bytes]:
    """Every workbook of `marked_book`, by owner."""
    return {one.owner: one.content for one in issue(marked_book, EXPORTED, written_at=WRITTEN)}


@pytest.fixture
def load(book: Path, tmp_path: Path) -> Callable[..., tuple[str, dict[str, Any]]]:
    """``load(Workbook, ...)`` saves workbooks into a folder and loads it into `book`."""

    def run(*books: Workbook | bytes, moment: pd.Timestamp = SAVED, **options: Any) -> tuple[str, dict[str, Any]]:
        folder = tmp_path / "sheets"
        for place, one in enumerate(books):
            one.save(folder / f"{place}.xlsx", moment) if isinstance(one, Workbook) else saved(
                one, folder / f"{place}.xlsx", moment
            )
        return load_source(folder, book, **options)

    return run


def changed(report: dict[str, Any]) -> set[tuple[str, int, str, tuple[str, ...]]]:
    """What a report says of lines: table, row, what, columns."""
    return {
        (sheet["table"], line["row"], line["what"], tuple(line["columns"]))
        for sheet in report["sheets"]
        for line in sheet["lines"]
    }


@pytest.fixture
def told() -> Callable[[dict[str, Any]], set]:
    """`changed`."""
    return changed


@pytest.fixture
def opened(issued: dict[str, bytes]) -> Iterator[Workbook]:
    """The first owner's workbook, open."""
    yield Workbook(issued["E1"])
