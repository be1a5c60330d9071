"""Naive rivals of the chance of no order, of revenue and of deals, on the same rows as what a backtest scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features import AccountFeature as F
from accountbook.models import judge
from accountbook.models.amounts import naive_revenue
from accountbook.models.churn import closed, no_order
from accountbook.models.ridge import RidgeLogit
from accountbook.tables import OrderLines as L


class Rival:
    """Columns that `rival_columns` adds to judged rows.

    ``p_recency`` is the chance of no order by the days of silence alone, ``overdue`` the silence over the usual gap (no
    chance, a rank), ``worth`` the revenue of the past year, ``last_60`` that of the last 60 days for the horizon.
    """

    p_recency = "p_recency"
    overdue = "overdue"
    worth = "worth"
    last_60 = "last_60"


def rival_columns(slices: pd.DataFrame, features: pd.DataFrame, *, horizon: int) -> dict[str, np.ndarray]:
    """What the rivals say of accounts, as columns of `Rival`.

    Parameters
    ----------
    slices : `training_slices` as of the day of prediction. features : `account_features` of that day, n rows.
    """
    return {
        Rival.p_recency: recency_chance(closed(slices, horizon=horizon), features, horizon=horizon),
        Rival.overdue: features[F.overdue].to_numpy(float),
        Rival.worth: np.maximum(features[F.revenue_365].to_numpy(float), 0.0),
        Rival.last_60: naive_revenue(features, horizon=horizon, days=60),
    }


def recency_chance(past: pd.DataFrame, features: pd.DataFrame, *, horizon: int) -> np.ndarray:
    """Chance of no order by a logit on the logarithm of the days since the last order alone, shape (n,).

    Parameters
    ----------
    past : closed rows of `training_slices`; without any the chance is one half.

    Examples
    --------
    >>> recency_chance(pd.DataFrame({F.log_recency: []}), pd.DataFrame({F.log_recency: [3.0]}), horizon=60).tolist()
    [0.5]
    """
    if past.empty:
        return np.full(len(features), 0.5)
    model = RidgeLogit().fit(past[[F.log_recency]], no_order(past, horizon=horizon), groups=past[L.account_id])
    return model.predict_proba(features[[F.log_recency]])[:, 1]


def churn_rivals(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Measures of the rivals of the chance of no order: the base rate, recency alone, the overdue ratio.

    Parameters
    ----------
    rows : judged rows with y, p_naive and the columns of `Rival`.

    Returns
    -------
    {rival: {measure: value}}. The overdue ratio ranks and gives no chance; the base rate is a chance and ranks nothing.
    """
    y = rows["y"].to_numpy()
    return {
        "base_rate": _chances(y, rows["p_naive"].to_numpy(float)),
        "recency": _chances(y, rows[Rival.p_recency].to_numpy(float)) | _ranks(rows, Rival.p_recency),
        "overdue": _ranks(rows, Rival.overdue),
    }


def revenue_rivals(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """WAPE and total bias of the revenue of the last 180 and of the last 60 days, drawn out over the horizon.

    Examples
    --------
    >>> rows = pd.DataFrame({"revenue": [10.0, 30.0], "naive_expected": [20.0, 30.0], Rival.last_60: [0.0, 40.0]})
    >>> revenue_rivals(rows)
    {'last_180_days': {'wape': 0.25, 'bias': 0.25}, 'last_60_days': {'wape': 0.5, 'bias': 0.0}}
    """
    came = rows["revenue"].to_numpy(float)
    return {
        name: {"wape": judge.wape(came, said), "bias": judge.bias(came, said)}
        for name, said in (
            ("last_180_days", rows["naive_expected"].to_numpy(float)),
            ("last_60_days", rows[Rival.last_60].to_numpy(float)),
        )
    }


def at_stake(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """What the chance of no order is worth to those who can call a tenth: the lift's cap, and the revenue caught.

    Returns
    -------
    ``lift10_cap``: 1 over the share that stayed silent. ``revenue_caught``: see `judge.caught`; its rival ranks by
    revenue alone, as the base rate does.
    """
    y, worth = rows["y"].to_numpy(float), rows[Rival.worth].to_numpy(float)
    cap = 1 / y.mean() if y.any() else float("nan")
    ours, theirs = (judge.caught(y, rows[name].to_numpy(float), worth) for name in ("p", "p_naive"))
    return {
        "lift10_cap": {"value": cap, "naive": cap, "rows": float(len(y))},
        "revenue_caught": {"value": ours, "naive": theirs, "rows": float(len(y))},
    }


def lapsed_measures(rows: pd.DataFrame) -> dict[str, float]:
    """Of accounts silent for over a year, apart: how many, the share that stayed silent, and the log loss.

    Parameters
    ----------
    rows : y, p (their own rate), p_naive (the judged population's base rate). Without rows only their number is told.
    """
    if rows.empty:
        return {"rows": 0.0}
    y = rows["y"].to_numpy()
    ours, theirs = (judge.log_loss(y, rows[name].to_numpy(float)) for name in ("p", "p_naive"))
    return {"rows": float(len(y)), "silent": float(y.mean()), "log_loss": ours, "log_loss_base_rate": theirs}


def deal_rivals(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Measures of the funnel of stages reached, and of the rep's own figure on the rows that have one.

    Parameters
    ----------
    rows : decided deals with won, p_naive, p_rep (empty where the rep says nothing) and amount.
    """
    found = {}
    for name, column in (("funnel", "p_naive"), ("rep", "p_rep")):
        own = rows.loc[rows[column].notna()]
        if own.empty:
            continue
        won, p = own["won"].to_numpy(float), own[column].to_numpy(float)
        amount = own["amount"].fillna(0.0).to_numpy(float)
        found[name] = _chances(won, p) | {
            "auc": judge.auc(won, p),
            "value_bias": judge.bias(won * amount, p * amount),
            "rows": float(len(own)),
        }
    return found


def close_errors(days: pd.DataFrame, *, horizon: int) -> pd.DataFrame:
    """Absolute errors in days of the day of decision as we said it and as the CRM stated it.

    Parameters
    ----------
    days : ahead of the origin: took, said, stated; beyond the horizon counts as horizon + 1, and so does nothing said.

    Returns
    -------
    Frame with said and stated; stated is empty where the CRM had no day.

    Examples
    --------
    >>> days = pd.DataFrame({"took": [30.0, 95.0], "said": [40.0, np.nan], "stated": [-5.0, np.nan]})
    >>> close_errors(days, horizon=90).fillna(-1.0).to_numpy().tolist()
    [[10.0, 29.0], [0.0, -1.0]]
    """
    took = judge.clip_days(days["took"].to_numpy(), horizon)
    errors = {name: np.abs(took - judge.clip_days(days[name].to_numpy(), horizon)) for name in ("said", "stated")}
    return pd.DataFrame(errors).assign(stated=np.where(days["stated"].isna(), np.nan, errors["stated"]))


def _chances(y: np.ndarray, p: np.ndarray) -> dict[str, float]:
    return {"log_loss": judge.log_loss(y, p), "brier": judge.brier(y, p), "ece": judge.ece(y, p)}


def _ranks(rows: pd.DataFrame, score: str) -> dict[str, float]:
    y, said = rows["y"].to_numpy(), rows[score].to_numpy(float)
    return {
        "auc": judge.auc(y, said),
        "lift10": judge.lift(y, said),
        "revenue_caught": judge.caught(y, said, rows[Rival.worth].to_numpy(float)),
    }
