"""Prediction frames, read into plain values: the one place that names their columns.

The columns are those that ``accountbook.models`` writes to the ledger; planning must not import it,
because pages must not load scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

HORIZON_DAYS = 90


class Shown(StrEnum):
    """What may be shown: the model, the naive figure (the model did not win), or nothing."""

    MODEL = "model"
    NAIVE = "naive"
    NONE = "none"


class Ladder(StrEnum):
    """How much data there is: facts only, shrunk rates, a model."""

    FACTS = "facts"
    RATES = "rates"
    RIDGE = "ridge"


@dataclass(frozen=True)
class Reason:
    """One reason of a prediction.

    Attributes
    ----------
    code : stable, e.g. ``recency``.
    points : percentage points of probability it adds (negative: takes away); None where not given.
    log_odds : its exact contribution to the linear model.
    facts : raw facts, e.g. ``{"days": 47, "usual": 21, "longest": 38}``.
    """

    code: str
    points: float | None
    log_odds: float | None
    facts: dict[str, object]


@dataclass(frozen=True)
class AccountForecast:
    """One row of kind ``accounts``; fields as the contract names them, missing ones None."""

    account_id: str
    as_of: pd.Timestamp
    horizon_days: int
    p_no_order: float | None
    p_no_order_lo: float | None
    p_no_order_hi: float | None
    p_naive: float | None
    shown: Shown
    ladder: Ladder
    orders: int
    next_order_p10: pd.Timestamp | None
    next_order_p50: pd.Timestamp | None
    next_order_p90: pd.Timestamp | None
    rhythm_p50: pd.Timestamp | None
    rhythm_p90: pd.Timestamp | None
    typical_amount: float | None
    typical_lo: float | None
    typical_hi: float | None
    expected_amount: float | None
    expected_lo: float | None
    expected_hi: float | None
    revenue_365: float | None
    revenue_prev_365: float | None
    share_of_sales: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class DealForecast:
    """One row of kind ``deals``."""

    opportunity_id: str
    as_of: pd.Timestamp
    p_win: float | None
    p_win_lo: float | None
    p_win_hi: float | None
    close_p50: pd.Timestamp | None
    expected_amount: float | None
    shown: Shown
    ladder: Ladder
    reasons: tuple[Reason, ...]


def account_forecast(
    accounts: pd.DataFrame | None, account_id: str | None, *, horizon: int = HORIZON_DAYS
) -> AccountForecast | None:
    """The newest prediction of an account for a horizon, or None."""
    raise NotImplementedError


def deal_forecasts(deals: pd.DataFrame | None) -> dict[str, DealForecast]:
    """The newest prediction of each deal, by opportunity_id."""
    raise NotImplementedError


def earlier(history: pd.DataFrame | None, as_of: pd.Timestamp) -> pd.DataFrame | None:
    """Of earlier predictions, those made nearest to a month before as_of (20 to 45 days), or None."""
    raise NotImplementedError


def held(quality: pd.DataFrame | None, target: str) -> float | None:
    """How often the 8-in-10 range of a target held what came (metric ``coverage``), or None."""
    raise NotImplementedError
