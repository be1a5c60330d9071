"""Why a page could not be made, in words that hold nobody's data."""

from __future__ import annotations

import re
from typing import Any

from accountbook.display.words import N_

REASONS = {
    "error": N_("A calculation stopped with an error."),
    "died": N_("The calculation was ended by the system, most often for lack of memory."),
    "time": N_("The calculation took longer than it may."),
    "unfinished": N_("The calculation ended before its last step."),
    "mixed up": N_("The result was about somebody else and was thrown away."),
    "start": N_("The calculation could not be started."),
    "erased": N_("Somebody whom this page named was forgotten, and the page could not be made again without them."),
    "not shown": N_("The page held something that a page may not show."),
    "not printed": N_("The page could not be printed as a PDF."),
}
"""What a reader of a stub is told, by code."""

AGAIN = frozenset({"died", "start"})
"""The reasons that may be the machine's; everything else would only happen again."""


class NotebookFailure(Exception):
    """A notebook's run that gives no page.

    Parameters
    ----------
    reason : a code of `REASONS`.
    detail : class of the error and where; never the error's own text.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def error_class(name: str) -> str:
    """Give the name of an error's class, or ``"Error"`` where it is not a plain name.

    Examples
    --------
    >>> error_class("ValueError"), error_class("kim@example.com is not a number")
    ('ValueError', 'Error')
    """
    return name if re.fullmatch(r"[A-Za-z_]\w{0,60}", name, flags=re.ASCII) else "Error"


def redact(notebook: Any) -> None:
    """Take all outputs out of a failed notebook but the class of its error and the places it passed.

    A failed notebook is kept for whoever mends it. Its sources and parameters say what to run again; its
    outputs and the texts of its errors may name people.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            kept = [output for output in cell.outputs if output.output_type == "error"]
            for output in kept:
                output.ename, output.evalue = error_class(output.ename), ""
                output.traceback = [line for line in output.traceback if _PLACE.fullmatch(line)]
            cell.outputs = kept
        cell.metadata = {"tags": list(cell.metadata.get("tags", []))}
    notebook.metadata.pop("papermill", None)


_PLACE = re.compile(r"[\w.<>-]+:\d+ in [\w.<>]+", flags=re.ASCII)


def describe(notebook: Any) -> str:
    """Say which error stopped a notebook, in which of its cells and at which line: ``"ValueError, cell 7"``."""
    position = 0
    for cell in notebook.cells:
        if "papermill-error-cell-tag" in cell.metadata.get("tags", []):
            continue
        position += "injected-parameters" not in cell.metadata.get("tags", [])
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                places = [line for line in output.traceback if _PLACE.fullmatch(line) and ".py:" in line]
                where = f", {places[-1].split(' in ')[0]}" if places else ""
                return f"{error_class(output.ename)}, cell {position}{where}"
    return ""
