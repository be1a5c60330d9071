"""A load's tables as they were read, for the next load that brings some of them anew; no door for reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book.changes import OURS
from accountbook.book.loads import current, read_report
from accountbook.book.store import read_rejected, read_table
from accountbook.tables import TABLES, Row
from accountbook.tables import OrderLines as L

ORDERS_EXPORTED_ON = "orders_exported_on"
"""Key of load.json: day of the export, where sheets that came later make the load's own day a later one."""


def stored_tables(
    book: Path | str, *, load: str | None = None, names: Iterable[str] | None = None
) -> dict[str, pd.DataFrame]:
    """The tables that a load was given, with nothing that the book filled in.

    Parameters
    ----------
    load : id of a load; None: the last good one.
    names : only these; those that the load lacks are left out.

    Raises
    ------
    BookError
        If there is no such load, or a file is damaged.
    """
    book = Path(book)
    load_id = load or current(book)
    report = read_report(book, load_id)
    wanted = [name for name in TABLES if names is None or name in set(names)]
    found = {}
    for name in wanted:
        stored = report["stored"].get(name)
        if stored is None or not stored["given"]:
            continue
        rows = read_table(book / "loads" / load_id / "tables", TABLES[name], stored)[TABLES[name].columns]
        if name == "opportunity_changes":
            rows = rows[(rows[Row.source] != OURS).to_numpy(dtype=bool)].reset_index(drop=True)
        found[name] = _as_read(name, rows)
    return found


def stored_rejected(book: Path | str, *, load: str | None = None) -> dict[str, pd.DataFrame]:
    """The rows that a load turned away, by table; tables without any are left out."""
    folder = Path(book) / "loads" / (load or current(Path(book)))
    found = {name: read_rejected(folder, name) for name in TABLES}
    return {name: rows for name, rows in found.items() if len(rows)}


def export_day(report: dict[str, Any]) -> pd.Timestamp:
    """Day of the export on which a load rests.

    Examples
    --------
    >>> export_day({"exported_on": "2026-11-05", "orders_exported_on": "2026-11-01"})
    Timestamp('2026-11-01 00:00:00')
    """
    return pd.Timestamp(report.get(ORDERS_EXPORTED_ON) or report["exported_on"])


def _as_read(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows without what the book fills in; what an order line is, the export said."""
    filled = [one for one, meaning in TABLES[name].meanings.items() if meaning.derived and one != L.kind]
    return rows.assign(**{one: pd.Series([None] * len(rows), dtype=TABLES[name].dtypes[one]) for one in filled})
