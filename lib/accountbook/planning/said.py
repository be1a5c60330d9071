"""What we said a month ago, and what came: the page grades itself (cap 29)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.predicted import HORIZON_DAYS
from accountbook.planning.view import View


class SaidState(StrEnum):
    """No prediction of a month ago; too early to tell; an order came; none came although due."""

    NOTHING = "nothing"
    OPEN = "open"
    CAME = "came"
    SILENT = "silent"  # the whole date range passed without an order


@dataclass(frozen=True)
class Said:
    """Last month's prediction beside what happened.

    Attributes
    ----------
    as_of : when it was said. p10, p50, p90, amount, amount_lo, amount_hi : what was said of the next order.
    came, came_amount : the first order since.
    date_inside, amount_inside : whether it lay in the ranges; None where that cannot be told yet.
    """

    state: SaidState
    as_of: pd.Timestamp | None
    p10: pd.Timestamp | None
    p50: pd.Timestamp | None
    p90: pd.Timestamp | None
    amount: float | None
    amount_lo: float | None
    amount_hi: float | None
    came: pd.Timestamp | None
    came_amount: float | None
    date_inside: bool | None
    amount_inside: bool | None


def said(view: View, history: pd.DataFrame | None, *, horizon: int = HORIZON_DAYS) -> Said:
    """What the prediction of about a month before said, against the view's orders.

    Parameters
    ----------
    history : earlier predictions of kind ``accounts`` (``book.ledger.history``).
    """
    raise NotImplementedError
