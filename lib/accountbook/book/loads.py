"""The loads that lie in a book: which is current, what each says of itself, which one another follows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book.errors import BookError
from accountbook.book.store import PARTITIONED, read_past, read_table
from accountbook.tables import TABLES

CURRENT = "current"


def current(path: Path) -> str:
    """Id of the last good load.

    Raises
    ------
    BookError
        If there is no book, or nothing was loaded into it.
    """
    try:
        return (path / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        what = "has no load yet" if path.is_dir() else "is not there"
        raise BookError(f"book {path} {what}: make one with accountbook load SOURCE --book {path}") from error


def read_report(path: Path, load_id: str) -> dict[str, Any]:
    """load.json of a load.

    Raises
    ------
    BookError
        If there is no such load or its load.json is damaged; the loads that there are, are named.
    """
    try:
        return json.loads((path / "loads" / load_id / "load.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        there = sorted(one.parent.name for one in path.glob("loads/*/load.json"))
        raise BookError(f"{path} has no load {load_id!r}; it has: {', '.join(there) or 'none'}") from error
    except ValueError as error:
        raise BookError(
            f"{path / 'loads' / load_id / 'load.json'} is damaged: restore it from a backup, or delete the load's "
            "folder and load the export again"
        ) from error


def last_report(path: Path | str) -> dict[str, Any] | None:
    """load.json of the last good load, or None where nothing was loaded yet."""
    path = Path(path)
    return read_report(path, current(path)) if (path / CURRENT).exists() else None


class Before:
    """The load that a new one follows: the last written of the newest earlier export.

    Another load of the same export is replaced by the new one, not followed.

    Parameters
    ----------
    path : folder of the book.
    exported_on : day of the new load's export.

    Attributes
    ----------
    report : its load.json; None where the new load is the first.
    number : how many loads the book ever had, at least.
    """

    def __init__(self, path: Path, exported_on: pd.Timestamp) -> None:
        reports = [read_report(path, one.parent.name) for one in (path / "loads").glob("[!.]*/load.json")]
        earlier = [one for one in reports if pd.Timestamp(one["exported_on"]) < exported_on]
        self.report = max(earlier, key=lambda one: (one["exported_on"], one["number"]), default=None)
        self.number = max((one["number"] for one in reports), default=0)
        self._loads = path / "loads"

    def rows(self, name: str) -> pd.DataFrame | None:
        """A table's rows in that load; None: there is no such load. Of order lines, all dated, none are needed."""
        if self.report is None:
            return None
        if name == PARTITIONED or name not in self.report["stored"]:
            return TABLES[name].frame()
        return read_table(self._folder, TABLES[name], self.report["stored"][name])

    def past(self, name: str) -> pd.DataFrame | None:
        """A table's superseded versions in that load."""
        if self.report is None or name not in self.report["stored"]:
            return None
        return read_past(self._folder, TABLES[name], self.report["stored"][name])

    @property
    def _folder(self) -> Path:
        return self._loads / self.report["load_id"] / "tables"
