"""Every notebook executed once on a small made-up book, as the publisher would set it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from accountbook.book import Book
from accountbook.company import Company
from accountbook.display import Words
from accountbook.publish.export import blocks_of, results_of

FOLDER = Path(__file__).parents[2] / "notebooks"
AS_OF = pd.Timestamp("2026-10-31")
MODULES = "import sys; print(sorted(name for name in sys.modules if '.' not in name and name in ('sklearn', 'scipy')))"


class Executed:
    """A notebook after its run.

    Attributes
    ----------
    notebook : with its outputs. results : what its last cell recorded. modules : of sklearn and scipy, what it
        imported.
    """

    def __init__(self, notebook: nbformat.NotebookNode) -> None:
        self.modules = notebook.cells.pop().outputs[0]["text"].strip()
        self.notebook = notebook
        self.results: dict[str, Any] = results_of(notebook)

    @property
    def blocks(self) -> dict[str, str]:
        """The text of each block by its label; blocks without one by their place."""
        found = blocks_of(self.notebook, Words("en"))
        return {block["label"] or str(place): block["content"].text() for place, block in enumerate(found)}


@pytest.fixture(scope="session")
def whole(once, demo_book: Path) -> Path:
    """A copy of the small made-up book with its predictions in the ledger."""

    def make(folder: Path) -> None:
        import shutil

        shutil.copytree(demo_book, folder)
        Company(Book.open(folder, AS_OF)).predict()

    return once("foreseen", make)


@pytest.fixture(scope="session")
def slice_of(once, whole: Path) -> Callable[[str], Path]:
    """One account's slice of `whole`."""

    def export(account: str) -> Path:
        book = Book.open(whole, AS_OF)
        number = book.accounts().index(account)
        return once(f"slice-{number}", lambda folder: book.export_slice(account, folder))

    return export


@pytest.fixture(scope="session")
def run(once) -> Callable[..., Executed]:
    """``run("account_plan", book=..., account=...)``: the notebook, executed by nbclient with these parameters."""

    def execute(name: str, **parameters: str) -> Executed:
        given = {"as_of": f"{AS_OF:%Y-%m-%d}", "lang": "en", **{key: str(value) for key, value in parameters.items()}}
        notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
        place = next(n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
        set_to = "\n".join(f"{key} = {json.dumps(value)}" for key, value in given.items())
        notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(set_to))
        notebook.cells.append(nbformat.v4.new_code_cell(MODULES))
        NotebookClient(notebook, timeout=240, kernel_name="python3").execute()
        return Executed(notebook)

    return execute
