"""What became of commitments: done in time, done late, given up, or open; one rule for every page (caps 12, 13, 94)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.tables import Commitments as C


@dataclass(frozen=True)
class Kept:
    """What one side was to do: how much was done in time, late, given up (and not done), and is open."""

    side: str
    due: int
    in_time: int
    late: int
    dropped: int
    open: int


def kept(side: str, rows: pd.DataFrame) -> Kept:
    """What became of some commitments of a side.

    Parameters
    ----------
    rows : commitments that have fallen due.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> made = {"account_id": "A", "side": "ours", "text": "Drawing", "made_on": "2026-03-01", "due_on": "2026-03-20"}
    >>> rows = [made | {"commitment_id": "1", "done_on": "2026-03-20"}, made | {"commitment_id": "2"}]
    >>> kept("ours", TABLES["commitments"].frame(rows))
    Kept(side='ours', due=2, in_time=1, late=0, dropped=0, open=1)
    """
    done = rows[C.done_on].notna()
    dropped = rows[C.dropped_on].notna() & ~done
    late = done & (rows[C.done_on] > rows[C.due_on])
    return Kept(
        side,
        len(rows),
        int((done & ~late).sum()),
        int(late.sum()),
        int(dropped.sum()),
        int(standing(rows).sum()),
    )


def fell_due(rows: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> pd.Series:
    """Which commitments fell due after `since` and before `until`'s end: the due day itself has not passed."""
    passed = rows[C.due_on] + pd.Timedelta(days=1)
    return (passed > since) & (passed <= until)


def standing(rows: pd.DataFrame) -> pd.Series:
    """Which commitments are neither done nor given up."""
    return rows[C.done_on].isna() & rows[C.dropped_on].isna()
