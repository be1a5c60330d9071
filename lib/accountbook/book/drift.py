"""How far a load has drifted from the one before: rows and money new, changed and gone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from accountbook.book.versions import Versions
from accountbook.tables import OrderLines as L
from accountbook.tables import Table

NONE = {"new": 0, "changed": 0, "gone": 0}
"""The drift of what is as it was."""
MANY_OLDER = 0.1
"""Share of a table's rows from which rows older than the export before are worth a flag."""


def older_rows(table: Table, count: int, rows: int, *, exported_on: pd.Timestamp, before: Sequence[str]) -> list[str]:
    """A flag, if many rows of a table are older than the export before, which did not show them; else none.

    Parameters
    ----------
    count, rows : of those rows, and of all in this load.
    before : days of the exports before.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> older_rows(TABLES["contacts"], 1, 90, exported_on=pd.Timestamp("2026-07-01"), before=["2026-06-01"])
    []
    """
    if count <= MANY_OLDER * rows:
        return []
    return [
        f"{count:,} of {rows:,} rows of {table.name} are dated before the export of {before[-1]}, which did not show "
        f"them: they count as known since {exported_on:%Y-%m-%d}, and what is reckoned for earlier days does without "
        "them. If the earlier export was only a part, load this one into a new book"
    ]


def added_up(drifts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The rows new, changed and gone of all partitions.

    Examples
    --------
    >>> added_up([{"new": 1, "changed": 0, "gone": 2}, {"new": 3, "changed": 0, "gone": 0}])
    {'new': 4, 'changed': 0, 'gone': 2}
    """
    drifts = list(drifts)
    return {kind: sum(one[kind] for one in drifts) for kind in NONE}


def money_moved(moneys: Iterable[Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    """The money new, changed and gone of all partitions, by currency."""
    moneys = list(moneys)
    return {
        currency: {kind: math.fsum(one[currency][kind] for one in moneys if currency in one) for kind in NONE}
        for currency in sorted({name for one in moneys for name in one})
    }


def money_of(found: Versions, before: pd.DataFrame) -> dict[str, dict[str, float]]:
    """The money of lines new and gone, and by how much those changed differ, in each currency that any of them is in.

    The sums of a currency are exact before they are rounded, whatever the order of the lines.
    """
    was, now = found.changed
    moved = [("new", found.rows, found.new, 1), ("gone", before, found.gone, 1)]
    moved += [("changed", before, was, -1), ("changed", found.rows, now, 1)]
    values: dict[str, dict[str, list[float]]] = {}
    for kind, frame, places, sign in moved:
        some = frame.iloc[places]
        net = sign * some[L.quantity] * some[L.unit_price] * (1 - some[L.discount].fillna(0.0))
        for currency, mine in net.groupby(some[L.currency]):
            values.setdefault(str(currency), {"new": [], "changed": [], "gone": []})[kind] += mine.tolist()
    return {
        currency: {kind: math.fsum(one) for kind, one in kinds.items()} for currency, kinds in sorted(values.items())
    }
