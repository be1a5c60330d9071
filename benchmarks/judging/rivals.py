"""Naive rivals of the predictions of accounts: what anybody would do in a spreadsheet, or in one line."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from judging.history import History

FIVE = ["recency", "orders", "age", "gap", "overdue"]
SEED = 20260110


def base_rate(training: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """The share of past rows without an order."""
    return np.full(len(rows), (training["silent"].sum() + 1) / (len(training) + 2))


def recency_logit(training: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """A logit on the logarithm of the days since the last order."""
    if training["silent"].nunique() < 2:
        return base_rate(training, rows)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(np.log1p(training[["recency"]].to_numpy()), training["silent"])
    return model.predict_proba(np.log1p(rows[["recency"]].to_numpy()))[:, 1]


def five_logit(training: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """A logit on the logarithms of recency, orders, age, shrunk gap and overdue ratio, all slices alike."""
    if training["silent"].nunique() < 2:
        return base_rate(training, rows)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1_000))
    model.fit(np.log1p(training[FIVE].to_numpy(float)), training["silent"])
    return model.predict_proba(np.log1p(rows[FIVE].to_numpy(float)))[:, 1]


def boosting(training: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """Boosted trees, held small, on the five features and what the last 60 and 180 days came to."""
    if training["silent"].nunique() < 2:
        return base_rate(training, rows)
    columns = [*FIVE, "revenue_60", "revenue_180"]
    model = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=50, random_state=SEED
    )
    model.fit(training[columns].to_numpy(float), training["silent"])
    return model.predict_proba(rows[columns].to_numpy(float))[:, 1]


CHURN = {"base rate": base_rate, "recency": recency_logit, "five-feature logit": five_logit, "boosting": boosting}


def median_rhythm(history: History, origin: pd.Timestamp, rows: pd.DataFrame) -> np.ndarray:
    """Days ahead, shape (n, 3): the account's own gaps' quantiles from its last order, never a day that is past."""
    ahead = history.gap_quantiles(origin, rows.index) - rows["recency"].to_numpy(float)[:, None]
    return np.maximum(ahead, 1.0)


def mean_180(rows: pd.DataFrame, *, horizon: int) -> np.ndarray:
    """Revenue ahead: the mean of the last 180 days."""
    return (rows["revenue_180"] * horizon / 180).to_numpy(float)


def last_60(rows: pd.DataFrame, *, horizon: int) -> np.ndarray:
    """Revenue ahead: the last 60 days' once more."""
    return (rows["revenue_60"] * horizon / 60).to_numpy(float)


REVENUE = {"180-day mean": mean_180, "last 60 days": last_60}
VALUE = {"last order": "value_last", "account median": "value_median"}


def top_items(history: History, origin: pd.Timestamp, accounts: pd.Index, *, how: str) -> pd.DataFrame:
    """P-TopFreq: each account's most frequent items.

    Parameters
    ----------
    how : "arbitrary" ties by the item's number; "filled" then popular items where an account knows fewer than ten;
        "popular" filled, and ties by the accounts that bought the item in the last 60 days.

    Returns
    -------
    Frame with account_id, item_id and rank from 1 to 10.
    """
    past = history.baskets.loc[history.baskets["day"] <= origin]
    recent = past.loc[past["day"] > origin - pd.Timedelta(days=60)]
    popular = recent.groupby("item_id")["account_id"].nunique()
    own = past.loc[past["account_id"].isin(accounts)]
    times = own.groupby(["account_id", "item_id"]).size().rename("times").reset_index()
    times["popular"] = times["item_id"].map(popular).fillna(0.0)
    if how != "arbitrary":
        most = popular.sort_values(ascending=False, kind="stable").index[:10]
        fill = pd.MultiIndex.from_product([accounts, most], names=["account_id", "item_id"]).to_frame(index=False)
        times = pd.concat([times, fill.assign(times=0, popular=fill["item_id"].map(popular))], ignore_index=True)
    ties = ["popular"] if how == "popular" else []
    if how == "filled":
        times["popular"] = times["popular"].where(times["times"] == 0, 0.0)
        ties = ["popular"]
    order = ["account_id", "times", *ties, "item_id"]
    times = times.sort_values(order, ascending=[True, False, *[False] * len(ties), True])
    times = times.drop_duplicates(["account_id", "item_id"])
    times["rank"] = times.groupby("account_id").cumcount() + 1
    return times.loc[times["rank"] <= 10, ["account_id", "item_id", "rank"]]


ITEMS = {"most frequent": "arbitrary", "then popular": "filled", "ties by popularity": "popular"}
