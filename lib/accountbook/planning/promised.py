"""Last month's words (cap 94): what was to be done by now, by either side, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.kept import Kept, fell_due, kept, standing
from accountbook.planning.naming import Naming, told_rows
from accountbook.planning.period import back
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import Accounts as A
from accountbook.tables import Commitments as C

__all__ = ["Kept", "Open", "Promised", "promised"]

MOST = 8


@dataclass(frozen=True)
class Open:
    """Something that was due in the month and is not done."""

    account_id: str
    name: str | None
    side: str
    text: str
    due_on: pd.Timestamp


@dataclass(frozen=True)
class Promised:
    """What was due between a month before and now.

    Attributes
    ----------
    since : the month before. sides : ours first. undone : open ones of accounts that may be named, longest due first.
    left_out : accounts that are left out of a figure, because they are too few to be told in it.
    """

    since: pd.Timestamp
    sides: tuple[Kept, ...]
    undone: tuple[Open, ...]
    left_out: int = 0


def promised(view: View, naming: Naming | None = None, *, most: int = MOST) -> Promised:
    """What was due in the month before the view's date, and what became of it.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"commitment_id": "1", "account_id": "A", "side": "ours", "text": "Send the drawing",
    ...          "made_on": "2026-09-20", "due_on": "2026-10-10", "done_on": "2026-10-12"}]
    >>> promised(MemoryView("2026-10-31", {"order_lines": [], "commitments": rows})).sides
    (Kept(side='ours', due=1, in_time=0, late=1, dropped=0, open=0),)
    """
    since, naming = back(view.as_of, 1), naming or Naming(True, {})
    rows = view.table("commitments")
    rows = rows[fell_due(rows, since, view.as_of)].reset_index(drop=True)
    due, rows = rows, told_rows(rows, naming, by=C.side)
    left_out = due.loc[~due.index.isin(rows.index), C.account_id].nunique()
    undone = rows[standing(rows)]
    undone = undone[undone[C.account_id].map(naming.allows).astype(bool)]
    undone = undone.sort_values([C.due_on, C.account_id, C.commitment_id]).head(most)
    names = view.table("accounts").drop_duplicates(A.account_id, keep="last").set_index(A.account_id)[A.name]
    return Promised(
        since,
        tuple(kept(side, mine) for side in ("ours", "theirs") if len(mine := rows[rows[C.side] == side])),
        tuple(
            Open(
                str(row[C.account_id]),
                text(names.get(row[C.account_id])),
                str(row[C.side]),
                str(row[C.text]),
                day(row[C.due_on]) or since,
            )
            for row in undone.to_dict("records")
        ),
        left_out,
    )
