"""Random cells are changed, and exactly those are found."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountbook.book.entries import with_entries
from accountbook.book.stored import stored_tables
from accountbook.sheets.accepting import accept
from accountbook.sheets.judged import Ground
from accountbook.sheets.labels import words_shown
from accountbook.sheets.layout import LAYOUTS, Kind, locked
from accountbook.sheets.names import names_of, targets
from accountbook.sheets.reading import Filled, read_workbook
from accountbook.sheets.values import plain
from accountbook.tables import TABLES


@pytest.fixture(scope="module")
def filled(issued, tmp_path_factory) -> Filled:
    """The first owner's workbook, read."""
    conftest = import_module("tests.sheets.conftest")
    return read_workbook(conftest.saved(issued["E1"], tmp_path_factory.mktemp("back") / "kim.xlsx"), name="kim.xlsx")


@pytest.fixture(scope="module")
def ground(marked_book, filled) -> Ground:
    tables = stored_tables(marked_book)
    names = names_of(tables, filled.facts["accounts"], filled.facts["items"])
    return Ground(
        tables, {}, names, pd.Timestamp("2026-11-01"), pd.Timestamp("2026-11-05"),
        forgotten=lambda ids: np.zeros(len(ids), dtype=bool), forgot_since=False,
    )  # fmt: skip


def others(table: str, column: str, ground: Ground) -> list[Any]:
    """Values that fit a column."""
    about = TABLES[table]
    if column in targets(table, LAYOUTS[table].columns):
        return [one.label for one in ground.names.lists.get(targets(table, [column])[column], [])]
    if column in about.words:
        return [words_shown(word) for word in about.words[column]]
    texts = ["=1+1", "<b>", "한글 메모", "two\nlines", "7"] if about.dtypes[column] == "str" else []
    more = {
        "datetime64[us]": [pd.Timestamp("2026-02-28").to_pydatetime(), "2026-09-30", "1.10.2026"],
        "boolean": ["yes", "no", False],
        "float64": [0, 0.25, "0.75", 1],
        "Int64": [1, 4, "5"],
    }
    return texts or more[about.dtypes[column]]


def free(filled: Filled, ground: Ground) -> list[tuple[int, str]]:
    """The cells that people may change: place of the line, and column."""
    return [
        (place, column)
        for place, line in enumerate(filled.lines)
        if line.token.startswith("b")
        for column in LAYOUTS[line.table].columns
        if column not in locked(line.table) and others(line.table, column, ground)
    ]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_exactly_the_changed_cells_are_found(filled, ground, data):
    cells = data.draw(st.lists(st.sampled_from(free(filled, ground)), max_size=6, unique=True))
    lines, wanted = list(filled.lines), set()
    for place, column in cells:
        line = lines[place]
        value = data.draw(st.sampled_from(others(line.table, column, ground)))
        before = plain(line.cells[column], TABLES[line.table].dtypes[column])
        lines[place] = replace(line, cells={**line.cells, column: value})
        if plain(value, TABLES[line.table].dtypes[column]) != before:
            wanted.add((line.table, line.row, column))
    accepted = accept(replace(filled, lines=lines), ground)
    assert accepted.refused == []
    by_line = {(one.table, one.row) for one in accepted.changes}
    assert by_line == {(table, row) for table, row, _ in wanted}
    for change, entry in zip(accepted.changes, accepted.entries, strict=True):
        mine = {column for table, row, column in wanted if (table, row) == (change.table, change.row)}
        layout = LAYOUTS[change.table]
        was = entry.was or next(row for row in keyed(ground, change.table) if same_group(layout, row, entry.now))
        different = {one for one in layout.columns if not alike(was[one], entry.now[one])}
        # a new state or version has its own day, too
        own = {layout.dated} if layout.kind is not Kind.EVENT else set()
        assert different - own == mine - own, change.table
        # and put over the export it is what the book then has
        rows = with_entries(TABLES[change.table], ground.tables[change.table], [entry], exported_on=ground.exported_on)
        assert len(rows) == len(ground.tables[change.table]) + (entry.what == "new")


def keyed(ground: Ground, table: str) -> list[dict[str, Any]]:
    from accountbook.book.entries import records_of

    return records_of(ground.tables[table])


def same_group(layout: Any, row: dict[str, Any], now: dict[str, Any]) -> bool:
    return all(alike(row[name], now[name]) for name in layout.group)


def alike(one: Any, other: Any) -> bool:
    return (one is None and other is None) or (one is not None and other is not None and bool(one == other))


def test_random_cells_through_a_file_in_every_sheet_at_once(opened, load, told, ground):
    """One cell of each sheet, through openpyxl, a file and the command's own way."""
    from accountbook.display import Words
    from accountbook.sheets.labels import header
    from accountbook.sheets.layout import layouts_of

    rng, wanted = np.random.default_rng(20261105), set()
    for table, layout in layouts_of("E1").items():
        sheet = opened[layout.title]
        rows = [row for row in range(3, 9) if sheet.line(row).startswith("b")]
        columns = [one for one in layout.columns if one not in locked(table) and len(others(table, one, ground)) > 1]
        row, column = rows[rng.integers(len(rows))], columns[rng.integers(len(columns))]
        head, dtype = header(table, column, Words()), TABLES[table].dtypes[column]
        before = plain(sheet[row, head], dtype)
        # the library takes a text that begins with = for a formula
        fit = [one for one in others(table, column, ground) if not str(one).startswith("=")]
        sheet[row, head] = next(one for one in fit if plain(one, dtype) != before)
        wanted.add((table, row))
    _, report = load(opened)
    assert [one for one in told(report) if one[2] == "rejected"] == []
    assert {(table, row) for table, row, _, _ in told(report)} == wanted
    assert len(wanted) == 22
