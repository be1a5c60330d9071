"""Who needs attention, and the order of the index.

Codes: ``risk`` (p), ``risk_jump`` (jump), ``missed`` (days_late), ``overdue`` (days_late).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.planning.finding import Finding
from accountbook.planning.next_order import NextState


@dataclass(frozen=True)
class Watch:
    """Whether an account needs attention.

    Attributes
    ----------
    needed : any reason holds.
    reasons : heaviest first.
    order : sorts the index: smaller stands higher.
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
    """Whether an account needs attention, by the thresholds of the book's settings."""
    raise NotImplementedError


def watch_frame(rows: pd.DataFrame, settings: Any) -> pd.DataFrame:
    """`watch` over rows: a new frame with ``needs_attention``, ``codes`` and sorted as the index is.

    Parameters
    ----------
    rows : columns among p, jump, state, days_late, revenue; one row per account. Failed pages (column
        ``failed``, bool) stand first whatever the sort.
    """
    raise NotImplementedError
