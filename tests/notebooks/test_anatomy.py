"""The form of every notebook: thin cells, one parameters cell, no outputs, an end that is shown."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from accountbook.display.page import WIDTHS
from accountbook.publish.parameters import KNOWN

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST = 12
"""Lines of a code cell."""


def _read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def _code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in _read(path).cells if cell.cell_type == "code"]


pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_it_starts_with_a_title_and_one_line_of_purpose(path):
    first = _read(path).cells[0]
    assert first.cell_type == "markdown"
    title, blank, purpose = first.source.split("\n")
    assert title.startswith("# ") and blank == "" and purpose.endswith(".")


def test_its_cells_are_thin(path):
    for cell in _code(path):
        tree = ast.parse(cell.source)
        assert len(cell.source.splitlines()) <= LONGEST, cell.source
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
        assert not re.search(r"[\"'](\.{0,2}/|~|[A-Z]:\\)", cell.source), "a notebook names no path"


def test_every_cell_ends_in_one_thing_that_is_shown(path):
    for cell in _code(path):
        if "parameters" not in cell.metadata.get("tags", []):
            assert isinstance(ast.parse(cell.source).body[-1], ast.Expr), cell.source


def test_its_parameters_are_typed_unset_and_explained(path):
    cells = [cell for cell in _code(path) if "parameters" in cell.metadata.get("tags", [])]
    assert len(cells) == 1
    for line in cells[0].source.splitlines():
        assert re.fullmatch(r"[a-z_]+: str = (None|\"en\")  # .+", line), line
    names = [line.split(":")[0] for line in cells[0].source.splitlines()]
    assert names[:3] == ["book", "as_of", "lang"] and set(names[3:]) <= set(KNOWN)


def test_it_computes_nothing_itself(path):
    for cell in _code(path):
        imports = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert all(isinstance(node, ast.ImportFrom) and node.module.startswith("accountbook") for node in imports)


def test_its_last_cell_records_the_results(path):
    assert _code(path)[-1].source.startswith("results(")


def test_tags_are_widths_and_headings_have_a_cell(path):
    cells = _read(path).cells
    for cell in cells:
        assert set(cell.metadata.get("tags", [])) <= {*WIDTHS, "parameters"}
    for cell, after in pairwise(cells):
        assert cell.cell_type != "markdown" or after.cell_type == "code"


def test_it_is_committed_clean(path):
    notebook = _read(path)
    assert notebook.metadata.kernelspec.name == "python3"
    assert [cell.id for cell in notebook.cells] == [str(number) for number in range(len(notebook.cells))]
    for cell in _code(path):
        assert cell.outputs == [] and cell.execution_count is None
