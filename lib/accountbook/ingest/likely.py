"""Files that no header tells: recognised by what their values look like and how they refer to each other."""

from __future__ import annotations

from accountbook.ingest.sheets import Sheet


def likely(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets, those that were not recognised guessed."""
    return sheets
