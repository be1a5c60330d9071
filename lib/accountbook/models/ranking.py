"""Log-odds of silence that rank accounts: a ridge, the buyers' models behind it and, where it wins, boosting."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from accountbook.features import OrderDays as D
from accountbook.models.blend import SHARE, TREES, Blend, boosting_wins, buyers_share
from accountbook.models.boosting import Boosting, boosted
from accountbook.models.columns import ChurnColumn as C
from accountbook.models.columns import churn_columns
from accountbook.models.hazard import shifted, slice_shift
from accountbook.models.judge import log_loss
from accountbook.models.mbg import MbgCnbd
from accountbook.models.ridge import RidgeLogit
from accountbook.models.slices import Outcome, age_weight

HALF_LIFE = 180
"""Days in which a slice's weight halves when slopes are learned: ranks hold over seasons, levels don't."""
PENALTY = 2.0
"""Inverse strength of the ridge; log loss on closed slices is flat from 1 to 10, with 30 accounts and with 3,000."""
REGULAR = (2, 3, 5)
"""Regularities that are tried beside 1."""
HELD = 2
"""Newest closed slices on which shares are chosen."""


class SilenceRanking(BaseEstimator):
    """Log-odds of no order within the horizon, at the level of the rows learned on.

    Parameters
    ----------
    horizon : days.
    columns : of `churn_columns`, for the ridge and boosting.
    kept : share of the ridge's log-odds kept, see `RidgeLogit`; 0: no ridge, the buyers' models alone.
    trees : whether boosting may be tried; where it may, there are rows enough for the ridge to weigh its columns, and
        the buyers' models have no share beside it.

    Attributes
    ----------
    buyers_ : the MBG/CNBD-k with k = 1 and with the larger k that did best on the newest closed slice.
    ridge_ : the fitted `RidgeLogit`, or None.
    blend_ : the `Blend`. trees_ : the boosting, or None.
    odds_ : log-odds of the rows learned on, shape (n,).
    """

    def __init__(self, *, horizon: int, columns: list[str], kept: float = 1.0, trees: bool = False) -> None:
        self.horizon = horizon
        self.columns = columns
        self.kept = kept
        self.trees = trees

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        """Learn from closed slices, one row or more; X and y as for `ChurnModel`."""
        self._learn_buyers(X, y)
        self.ridge_: RidgeLogit | None = None
        self.trees_: Boosting | None = None
        self.blend_, self.offset_ = Blend(buyers=1.0), 0.0
        columns = self.frame(X)
        if self.kept > 0:
            self._learn_ridge(X, y, columns)
        self.odds_ = self._odds(columns)
        return self

    def log_odds(self, X: pd.DataFrame) -> np.ndarray:
        """Log-odds of none, shape (n,)."""
        return self._odds(self.frame(X))

    def frame(self, X: pd.DataFrame) -> pd.DataFrame:
        """The columns that the ridge sees."""
        return churn_columns(X, self.buyers_, horizon=self.horizon)[self.columns]

    def _odds(self, columns: pd.DataFrame) -> np.ndarray:
        buyers = _mean(columns) + self.offset_
        if self.ridge_ is None:
            return buyers
        trees = None if self.trees_ is None else self.trees_.log_odds(columns)
        return self.blend_.odds(self.ridge_.log_odds(columns), buyers, trees)

    def _learn_buyers(self, X: pd.DataFrame, y: np.ndarray) -> None:
        newest = (X[Outcome.slice] == X[Outcome.slice].max()).to_numpy()
        rows, came = X.loc[newest], y[newest]
        random, *others = (MbgCnbd(k=k).fit(rows) for k in (1, *REGULAR))
        losses = []
        for model in others:
            odds = model.log_odds(rows, horizon=self.horizon)
            losses.append(log_loss(came, shifted(odds, slice_shift(odds, came)[0])))
        self.buyers_ = random, others[int(np.argmin(losses))]

    def _learn_ridge(self, X: pd.DataFrame, y: np.ndarray, columns: pd.DataFrame) -> None:
        """Fit the ridge on all slices; on the newest, find what one fitted on those before is worth beside the rest."""
        buyers = _mean(columns)
        weight = age_weight(X[Outcome.slice], X[Outcome.slice].max(), half_life=HALF_LIFE)
        groups = X[D.account_id].astype("str")

        def ridge(rows: np.ndarray) -> RidgeLogit:
            model = RidgeLogit(C=PENALTY, blend=self.kept)
            return model.fit(columns.loc[rows], y[rows], sample_weight=weight[rows], groups=groups[rows])

        self.ridge_ = ridge(np.ones(len(X), dtype=bool))
        odds = self.ridge_.log_odds(columns)
        self.offset_ = float(np.average(odds - buyers, weights=weight))
        self.blend_ = Blend(buyers=0.0 if self.trees else SHARE)
        dates = sorted(X[Outcome.slice].unique())[-HELD:]
        held = X[Outcome.slice].isin(dates).to_numpy()
        past = (X[Outcome.slice] + pd.Timedelta(days=self.horizon) <= dates[0]).to_numpy()
        if not past.any() or y[past].min() == y[past].max():
            return
        plain = ridge(past).log_odds(columns.loc[held])
        when, who = X.loc[held, Outcome.slice], groups[held]
        if not self.trees:
            share = buyers_share(plain, buyers[held] + self.offset_, y[held], slices=when, groups=who)
            self.blend_ = Blend(buyers=share)
            return
        trees = boosted(columns.loc[past], y[past], weight[past])
        if boosting_wins(plain, trees.log_odds(columns.loc[held]), y[held], slices=when, groups=who):
            self.blend_ = Blend(boosting=TREES)
            self.trees_ = boosted(columns, y, weight)


def _mean(columns: pd.DataFrame) -> np.ndarray:
    """The log-odds of the buyers' models, half each."""
    return columns[[C.random, C.regular]].mean(axis=1).to_numpy()
