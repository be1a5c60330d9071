"""Naive rivals of the chance that a deal is won."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

ONCE_SEEN = 0.1
"""What Odoo's counts of a value begin with."""


def base_rate(won: np.ndarray, rows: int) -> np.ndarray:
    """The share won of closed deals."""
    return np.full(rows, (won.sum() + 1) / (len(won) + 2))


def odoo(train: pd.DataFrame, won: np.ndarray, test: pd.DataFrame) -> np.ndarray:
    """Naive Bayes as Odoo's crm_lead.py does it: shares of each value among won and lost, counts from 0.1 on.

    A value never seen says nothing; chances are kept within .01% and 99.99%.
    """
    for_won = np.full(len(test), float(won.sum()))
    for_lost = np.full(len(test), float(len(won) - won.sum()))
    total = for_won + for_lost
    for_won, for_lost = for_won / total, for_lost / total
    for name in train.columns:
        counts = pd.crosstab(train[name], won).reindex(columns=[0, 1], fill_value=0) + ONCE_SEEN
        share = counts / counts.sum()
        for_won = for_won * test[name].map(share[1]).fillna(1.0).to_numpy()
        for_lost = for_lost * test[name].map(share[0]).fillna(1.0).to_numpy()
    return np.clip(for_won / (for_won + for_lost), 0.0001, 0.9999)


def ridge(train: pd.DataFrame, won: np.ndarray, test: pd.DataFrame, *, C: float = 1.0) -> np.ndarray:
    """Logistic regression with a ridge on one column a value."""
    model = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression(C=C, max_iter=1_000))
    return model.fit(train, won).predict_proba(test)[:, 1]


def funnel(stage: pd.Series, won: np.ndarray, open_stage: pd.Series) -> np.ndarray:
    """The share won of the closed deals that reached an open deal's stage.

    Parameters
    ----------
    stage : the furthest stage of each closed deal, ordered numbers. open_stage : likewise of each open one.
    """
    rate = {one: (won[stage >= one].sum() + 1) / ((stage >= one).sum() + 2) for one in open_stage.unique()}
    return open_stage.map(rate).to_numpy(float)
