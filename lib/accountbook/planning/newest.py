"""The newest row of each thing that is noted again and again, beside the row before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

Row = dict[str, Any]


def newest(rows: pd.DataFrame, by: Sequence[str], on: str) -> list[tuple[Row, Row | None]]:
    """The newest row of each group and the one before, None where there is none; newest first, equal ones by group.

    Examples
    --------
    >>> rows = pd.DataFrame({"market": ["robots", "robots", "presses"], "status": ["wants", "in", "avoids"],
    ...                      "as_of": pd.to_datetime(["2025-01-02", "2026-03-04", "2024-05-06"])})
    >>> [(now["status"], before and before["status"]) for now, before in newest(rows, ["market"], "as_of")]
    [('in', 'wants'), ('avoids', None)]
    """
    if rows.empty:
        return []
    ordered = rows.sort_values([on, *by], kind="stable")
    found = []
    for _, group in ordered.groupby(list(by), sort=True):
        last = group.tail(2).to_dict("records")
        found.append((last[-1], last[0] if len(last) > 1 else None))
    return sorted(found, key=lambda pair: pair[0][on], reverse=True)
