"""What the lines of a workbook come to, and what they are held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.book.entries import Entry
from accountbook.sheets.names import Names

ERASED = "erased"
"""Why a line of somebody who was forgotten is turned away; its content is not kept."""
MEANWHILE = "was changed in the book after the sheet was saved; what the book has counts"
FORGOTTEN = "was changed in the book, and somebody was forgotten since the sheet was written; ask for new sheets"
FIXED = "may not be changed; to take the line out write x under Remove, and write a new line"
EMPTIED = "the line was emptied; to take it out write x under Remove"
HELD = "lies after the day on which the sheet was saved, and the meeting is said to have been held"
GONE = "the line is no longer in the book"
OLDER = "a copy of this file that was saved later says something else in this line, and counts"
TWICE = "the line stands twice; clear the last column of a copied line, and it counts as a new one"


class Refusal(Exception):
    """Why a line is turned away."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass(frozen=True)
class Change:
    """A line that changed the book.

    Attributes
    ----------
    table, what : ``"new"``, ``"changed"``, ``"next"`` (state or version) or ``"removed"``.
    file, sheet, row : where it stands.
    columns, headers : what it changed, and how the sheet calls that; no values.
    note : what people should know of it; empty: nothing.
    """

    table: str
    what: str
    file: str
    sheet: str
    row: int
    columns: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Refused:
    """A line that was turned away.

    Attributes
    ----------
    content : the line's cells as JSON; empty where it names somebody who was forgotten, or may have been.
    """

    table: str
    file: str
    sheet: str
    row: int
    column: str
    reason: str
    content: str


@dataclass
class Accepted:
    """What a workbook came to."""

    entries: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Ground:
    """What a workbook is held against.

    Attributes
    ----------
    tables : the book as it stands, export and entries.
    entries : what was accepted before, by table.
    names : the names that the workbook may use.
    exported_on : day of the export.
    saved_at : moment in which the workbook was saved, by people's clock.
    forgotten : tells which contacts were forgotten.
    forgot_since : whether anybody was forgotten since the workbook was written.
    """

    tables: Mapping[str, pd.DataFrame]
    entries: Mapping[str, list[Entry]]
    names: Names
    exported_on: pd.Timestamp
    saved_at: pd.Timestamp
    forgotten: Callable[[pd.Series], np.ndarray]
    forgot_since: bool

    @property
    def saved_on(self) -> pd.Timestamp:
        """The day of `saved_at`."""
        return self.saved_at.normalize()
