"""Who needs attention, and the order of the index.

Codes: ``risk`` (p), ``risk_jump`` (jump), ``missed`` (days_late), ``overdue`` (days_late).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.planning.finding import Finding, Sign
from accountbook.planning.next_order import NextState
from accountbook.planning.values import flag, number, text, whole
from accountbook.planning.view import threshold

LATE = {NextState.MISSED: 0.15, NextState.OVERDUE: 0.1}
"""What a late order adds to the urgency, beside the chance that none comes: it can be acted on today."""


@dataclass(frozen=True)
class Watch:
    """Whether an account needs attention.

    Attributes
    ----------
    needed : any reason holds.
    reasons : heaviest first.
    order : sorts the index, smaller stands higher: those that need attention by urgency (chance of silence +
        its jump + what `LATE` says), the others by revenue.
    """

    needed: bool
    reasons: tuple[Finding, ...]
    order: tuple[float, ...]


def watch(
    settings: Any,
    *,
    p: float | None = None,
    jump: float | None = None,
    state: NextState | str | None = None,
    days_late: int | None = None,
    revenue: float | None = None,
) -> Watch:
    """Whether an account needs attention, by the thresholds of the book's settings.

    Examples
    --------
    >>> found = watch(None, p=0.31, jump=0.09, state="missed", days_late=74, revenue=306e3)
    >>> found.needed, [reason.code for reason in found.reasons]
    (True, ['risk', 'missed', 'risk_jump'])
    >>> watch(None, p=0.12, state="expected").needed
    False
    """
    p, jump, revenue = number(p), number(jump), number(revenue)
    found = []
    if p is not None and p >= threshold(settings, "risk"):
        found.append(Finding("risk", {"p": p}, Sign.WORSE, weight=p))
    if jump is not None and jump >= threshold(settings, "risk_jump"):
        found.append(Finding("risk_jump", {"jump": jump}, Sign.WORSE, weight=jump))
    if state is not None and state in LATE:
        found.append(Finding(str(state), {"days_late": whole(days_late)}, Sign.WORSE, weight=LATE[NextState(state)]))
    found.sort(key=lambda finding: -finding.weight)
    urgency = (p or 0.0) + max(jump or 0.0, 0.0) + sum(LATE.get(finding.code, 0.0) for finding in found)
    return Watch(bool(found), tuple(found), (0.0 if found else 1.0, -urgency if found else 0.0, -(revenue or 0.0)))


def watch_frame(rows: pd.DataFrame, settings: Any) -> pd.DataFrame:
    """`watch` over rows: a new frame with ``needs_attention``, ``codes`` and sorted as the index is.

    Parameters
    ----------
    rows : columns among p, jump, state, days_late, revenue; one row per account. Failed pages (column
        ``failed``, bool) stand first whatever the sort.

    Examples
    --------
    >>> rows = pd.DataFrame({"account_id": ["A", "B"], "p": [0.1, 0.4], "revenue": [9.0, 1.0]})
    >>> watch_frame(rows, None)[["account_id", "codes"]].values.tolist()
    [['B', 'risk'], ['A', '']]
    """
    found = [
        watch(
            settings,
            p=row.get("p"),
            jump=row.get("jump"),
            state=text(row.get("state")),
            days_late=row.get("days_late"),
            revenue=row.get("revenue"),
        )
        for row in rows.to_dict("records")
    ]
    failed = [flag(value) is True for value in rows["failed"]] if "failed" in rows else [False] * len(rows)
    order = sorted(range(len(rows)), key=lambda n: (not failed[n], *found[n].order))
    marked = rows.assign(
        needs_attention=pd.Series([one.needed for one in found], index=rows.index, dtype="bool"),
        codes=pd.Series([" ".join(f.code for f in one.reasons) for one in found], index=rows.index, dtype="str"),
    )
    return marked.iloc[order]
