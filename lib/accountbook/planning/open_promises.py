"""What is promised and neither done nor dropped, on both sides, as whoever takes an account over must know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.kept import standing
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import Commitments as C


@dataclass(frozen=True)
class Promise:
    """An open promise or action; ``late``: days past its day, None where that has not come or is unknown."""

    side: str
    text: str
    due_on: pd.Timestamp | None
    late: int | None
    owner: str | None


def open_promises(view: View) -> pd.DataFrame:
    """Commitments that are neither done nor dropped, the oldest day first.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"commitment_id": n, "account_id": "A", "side": "ours", "text": n, "made_on": "2026-09-01", **more}
    ...         for n, more in (("x", {}), ("y", {"done_on": "2026-10-01"}), ("z", {"due_on": "2026-10-01"}))]
    >>> open_promises(MemoryView("2026-10-31", {"commitments": rows}))["text"].tolist()
    ['z', 'x']
    """
    table = view.table("commitments")
    return table[standing(table)].sort_values([C.due_on, C.commitment_id], kind="stable")


def of_side(promises: pd.DataFrame, side: str, ours: Mapping[str, str], as_of: pd.Timestamp) -> tuple[Promise, ...]:
    """The open promises of a side, "ours" or "theirs"; ``ours``: names of our people by number."""
    found = []
    for row in promises[promises[C.side] == side].to_dict("records"):
        due, said = day(row[C.due_on]), text(row[C.text])
        late = (as_of - due).days if due is not None and due < as_of else None
        found.append(Promise(side, said or str(row[C.commitment_id]), due, late, ours.get(text(row[C.owner_id]) or "")))
    return tuple(found)
