"""The loads that lie in a book: which is current, what each says of itself, which one another follows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from accountbook.book.errors import BookError
from accountbook.book.lastlines import LastLines
from accountbook.book.store import PARTITIONED, columns_lying, portions, read_past, read_rejected, read_table
from accountbook.book.versions import Earlier
from accountbook.tables import TABLES

CURRENT = "current"
FORMAT = 3
"""Raised whenever what a load holds for the same input changes, so that loading again makes a new load."""


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


def lines_before(
    path: Path | str, report: Mapping[str, Any]
) -> tuple[pd.DataFrame, Callable[[Sequence[str]], Iterator[pa.Table]]] | None:
    """The order lines of a load, for the load that goes on from it and for nobody else.

    Parameters
    ----------
    report : load.json of that load.

    Returns
    -------
    rejected, lines : the lines that were turned away; what gives columns of the others, in portions. None: the load
        does not say of what its lines were made, as loads of earlier formats do not.
    """
    folder = Path(path) / "loads" / report["load_id"]
    if report["format"] != FORMAT or "content" not in report:
        return None
    return read_rejected(folder, PARTITIONED), partial(portions, folder / "tables", report["stored"][PARTITIONED])


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

    def has(self, name: str) -> bool:
        """Whether that load says anything of a table, if only what it was once."""
        return self.report is not None and name in self.report["stored"]

    def table(self, name: str) -> Earlier | None:
        """A table in that load, empty where that load lacked it; None: there is no such load.

        A table that reaches its account by another has the account beside its own columns.
        """
        if self.report is None:
            return None
        table, on = TABLES[name], pd.Timestamp(self.report["exported_on"]).as_unit("us")
        stored = self.report["stored"].get(name, {"rows": 0, "past": 0, "partitions": 0})
        rows = read_table(self._folder, table, stored, columns=columns_lying(table))
        return Earlier(rows, read_past(self._folder, table, stored), on)

    def lines(self) -> LastLines | None:
        """The order lines of that load, to be compared partition by partition."""
        if self.report is None:
            return None
        on = pd.Timestamp(self.report["exported_on"]).as_unit("us")
        return LastLines(self._folder, self.report["stored"][PARTITIONED], on)

    def exports(self) -> list[str]:
        """Days of its export and of those before it, in their order."""
        return [] if self.report is None else exports_of(self.report)

    def given_since(self, name: str, given: bool, *, exported_on: pd.Timestamp) -> list[list[Any]]:
        """Since when a table is among the sources, and when it was not, with the load that follows; see `given_since`.

        Parameters
        ----------
        given : whether that load has it. exported_on : day of its export.
        """
        if self.report is None:
            return [["", given]]
        known = given_since(self.report["stored"].get(name, {"given": False}))
        return known if known[-1][1] == given else [*known, [f"{exported_on:%Y-%m-%d}", given]]

    @property
    def _folder(self) -> Path:
        return self._loads / self.report["load_id"] / "tables"


def exports_of(report: Mapping[str, Any]) -> list[str]:
    """Days of a load's export and of those that it follows; loads of the second format know their own only.

    Examples
    --------
    >>> exports_of({"exported_on": "2026-07-01"})
    ['2026-07-01']
    """
    return list(report.get("exports") or [report["exported_on"]])


def given_since(stored: Mapping[str, Any]) -> list[list[Any]]:
    """Since when a table was among the sources of the loads, and when not: days ("": ever) and truths.

    Examples
    --------
    >>> given_since({"given": True})
    [['', True]]
    """
    return [list(one) for one in stored.get("given_since") or [["", stored["given"]]]]
