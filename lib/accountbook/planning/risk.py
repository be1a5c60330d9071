"""The risk that an account falls silent, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.predicted import HORIZON_DAYS, Ladder, Reason
from accountbook.planning.view import View


class RiskState(StrEnum):
    """What is said: the model's figure, the base rate (the model did not win), too few orders, or nothing."""

    MODEL = "model"
    NAIVE = "naive"
    FEW = "few"
    UNPREDICTED = "unpredicted"


@dataclass(frozen=True)
class Risk:
    """Chance that no order comes by the horizon's end.

    Attributes
    ----------
    p, lo, hi : chance 0-1 and its range; the base rate without a range where the state is ``naive``.
    p_before, before_as_of : the same chance as predicted about a month ago, and when.
    jump : p - p_before.
    base : points (0-100) of accounts like this one: the naive rate.
    reasons : signed points, in the model's order.
    rest : points not covered by the reasons, so that base + reasons + rest = 100 p; 0.0 where none is left.
    high, jumped : over the book's thresholds.
    at_risk : p x orders of the last 12 months, in the company's currency.
    """

    state: RiskState
    horizon_days: int
    horizon_end: pd.Timestamp
    p: float | None
    lo: float | None
    hi: float | None
    p_before: float | None
    before_as_of: pd.Timestamp | None
    jump: float | None
    base: float | None
    reasons: tuple[Reason, ...]
    rest: float
    ladder: Ladder
    orders: int
    high: bool
    jumped: bool
    at_risk: float | None


def risk(
    view: View, accounts: pd.DataFrame | None, history: pd.DataFrame | None = None, *, horizon: int = HORIZON_DAYS
) -> Risk:
    """The risk block of the view's account.

    Parameters
    ----------
    view : one account's slice.
    accounts : predictions of kind ``accounts`` at the view's as_of.
    history : earlier predictions of the same kind (``book.ledger.history``); None: none yet.
    """
    raise NotImplementedError
