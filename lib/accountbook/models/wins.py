"""The chance that an open deal is won in the end."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin

from accountbook.features import DEAL_COLUMNS
from accountbook.features import DealFeature as F
from accountbook.models.ladder import BetaRate, Rung, blend_share, deals_rung
from accountbook.models.ridge import RidgeLogit
from accountbook.tables import Opportunities as O

PENALTY = 0.2
STRENGTH = 10.0
"""Deals that everybody's rate counts for beside a stage's own."""
UNKNOWN = "unknown"


class WinModel(ClassifierMixin, BaseEstimator):
    """P(win in the end) of an open deal: the few-data ladder's candidate.

    Attributes
    ----------
    rung_ : "facts", "rates" or "ridge", by closed deals of the rarer outcome.
    base_rate_ : share of closed deals that were won.
    stages_ : per seller stage, how many deals that stood there were closed and how many of them won: the funnel.

    Notes
    -----
    Learned from monthly snapshots of deals while they were open, labelled once they closed (Yan et al. 2015); ten
    columns at most.
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        """Learn from snapshots of deals that are closed by now.

        Parameters
        ----------
        X : `deal_features` of past dates with opportunity_id as a column; y : 1 won, 0 lost, shape (n,).
        """
        y = np.asarray(y, dtype=float)
        self.classes_ = np.array([0, 1])
        deals = X[O.opportunity_id].astype("str")
        outcome = pd.Series(y).groupby(deals.to_numpy()).first()
        self.deals_, self.won_ = len(outcome), float(outcome.sum())
        rarer = int(min(self.won_, self.deals_ - self.won_))
        self.rung_ = deals_rung(rarer)
        self.base_rate_ = (self.won_ + 1) / (self.deals_ + 2)
        seen = pd.DataFrame({"deal": deals.to_numpy(), "stage": stages(X), "won": y})
        self.stages_ = seen.drop_duplicates(["deal", "stage"]).groupby("stage")["won"].agg(["sum", "count"])
        self.rates_ = BetaRate(STRENGTH * self.base_rate_, STRENGTH * (1 - self.base_rate_))
        self.ridge_: RidgeLogit | None = None
        if self.rung_ == Rung.RIDGE:
            # a deal's months repeat one another: together they weigh as much as one deal (`groups`)
            self.ridge_ = RidgeLogit(C=PENALTY, blend=blend_share(rarer)).fit(X[DEAL_COLUMNS], y, groups=deals)
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Chances of losing and winning, shape (n, 2)."""
        p = self.funnel(X) if self.ridge_ is None else self.ridge_.predict_proba(X[DEAL_COLUMNS])[:, 1]
        return np.column_stack([1 - p, p])

    def predict_range(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80% range of the chance of winning."""
        if self.ridge_ is not None:
            return self.ridge_.predict_range(X[DEAL_COLUMNS])
        return self.funnel_range(X)

    def funnel(self, X: pd.DataFrame) -> np.ndarray:
        """The naive rival: how many that reached the stage were won, shrunk to the rate of all; shape (n,)."""
        return self.rates_.mean(*self._tally(X))

    def funnel_range(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """80% range of `funnel`."""
        return self.rates_.range(*self._tally(X))

    def _tally(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        own = self.stages_.reindex(stages(X)).fillna(0.0)
        return own["sum"].to_numpy(), own["count"].to_numpy()


def stages(X: pd.DataFrame) -> np.ndarray:
    """Seller stage of each deal, "unknown" where nobody wrote it down; shape (n,)."""
    return X[F.seller_stage].fillna(UNKNOWN).astype("str").to_numpy()
