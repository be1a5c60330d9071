"""The chance of no order as it may be shown: with its range, its rung and its reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.features import AccountFeature as F
from accountbook.models.churn import ChurnModel, lapsed_rate
from accountbook.models.columns import codes_of
from accountbook.models.gate import Verdict
from accountbook.models.ladder import Rung
from accountbook.models.reasons import reasons


@dataclass(frozen=True)
class Risk:
    """Chance of no order with its range, which rung gave it, and why; arrays of shape (n,)."""

    p: np.ndarray
    low: np.ndarray
    high: np.ndarray
    naive: float
    shown: np.ndarray
    ladder: np.ndarray
    reasons: list[str]


def risk_of(rows: pd.DataFrame, churn: ChurnModel, judged: Verdict, slices: pd.DataFrame) -> Risk:
    """The model's chance where it may be shown, else the base rate; the lapsed ones' own rate for them.

    Parameters
    ----------
    rows : `account_features` of accounts with two orders or more, indexed by account. churn : fitted.
    judged : whether the model may be shown. slices : `training_slices`, for how often lapsed accounts stay silent.
    """
    X = rows.reset_index()
    lapsed = ~rows[F.repeats].to_numpy()
    base = churn.base_rate_
    if judged.open:
        p, (low, high) = churn.predict_proba(X)[:, 1], churn.predict_range(X)
        why = _reasons(churn, rows)
    else:
        low, high = _base_range(churn)
        p, low, high = (np.full(len(rows), figure) for figure in (base, low, high))
        why = ["[]"] * len(rows)
    gone = lapsed_rate(slices, horizon=churn.horizon)
    p, low, high = (np.where(lapsed, figure, own) for figure, own in zip(gone, (p, low, high), strict=True))
    return Risk(
        p,
        low,
        high,
        base,
        np.where(lapsed | judged.open, "model", "naive"),
        np.where(lapsed, str(Rung.RATES), str(churn.rung_)),
        ["[]" if out else text for out, text in zip(lapsed, why, strict=True)],
    )


def _base_range(churn: ChurnModel) -> tuple[float, float]:
    """80% range of the base rate, from as many accounts as there were."""
    accounts = max(len(churn.tally_), 1)
    low, high = churn.rates_.range(np.array([churn.base_rate_ * accounts]), np.array([float(accounts)]))
    return min(float(low[0]), churn.base_rate_), max(float(high[0]), churn.base_rate_)


def _reasons(churn: ChurnModel, rows: pd.DataFrame) -> list[str]:
    """Reasons with their raw facts, in days and orders."""
    usual = rows[F.gap_median].round()
    facts = {
        "recency": pd.DataFrame({"days": rows[F.recency], "usual": usual, "longest": rows[F.gap_longest]}),
        "rhythm": pd.DataFrame({"usual": usual}),
        "orders": pd.DataFrame({"orders": rows[F.orders], "days": rows[F.age]}),
        "age": pd.DataFrame({"days": rows[F.age]}),
    }
    return reasons(churn.contributions(rows), level=churn.level, codes=codes_of(churn.columns_), facts=facts)
