"""The chance that no order comes in the next days."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, ClassifierMixin

from accountbook.features import AccountFeature as F
from accountbook.features import OrderDays as D
from accountbook.models.columns import FEW, FULL
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.hazard import shifted
from accountbook.models.judge import REACH_80, log_losses
from accountbook.models.ladder import FULL_FROM, BetaRate, Rung, accounts_rung, blend_share
from accountbook.models.level import Level, learn_level
from accountbook.models.ranking import SilenceRanking
from accountbook.models.ridge import RidgeLogit
from accountbook.models.season import Activity
from accountbook.models.slices import STEP, Outcome

EDGE = 1e-6
ORIGINS = 6


class ChurnModel(ClassifierMixin, BaseEstimator):
    """P(no order in H days): the few-data ladder's candidate, with ranges and exact contributions.

    Parameters
    ----------
    horizon : H, days.

    Attributes
    ----------
    rung_ : "rates" below 20 accounts with three orders, else "ridge".
    base_rate_ : share of past rows without an order, the naive rival; 0.5 for none.
    ranking_ : the `SilenceRanking`, or None for no rows.
    level_ : `Level` of the next window and of the past ones.
    learned_ : account and slice of the rows learned on.

    Notes
    -----
    Many past slices weighted by age (Gattermann-Itschert & Thonemann 2021). The ridge is given the log-odds of two
    MBG/CNBD-k (Platzer & Reutterer 2016) as columns (stacking, Wolpert 1992), with seven columns in all below 200
    accounts with three orders and 15 from there on; with few it is blended with them once more, with many with
    boosting where that wins (`SilenceRanking`). Below its rung they stand halfway to the account's own shrunk rate.
    This ranks; how active everybody is going to be is foretold apart (`learn_level`) and moves all chances together,
    the regular buyers' most.
    """

    def __init__(self, *, horizon: int = 60) -> None:
        self.horizon = horizon

    def fit(self, X: pd.DataFrame, y: np.ndarray, *, activity: Activity | None = None) -> Self:
        """Learn from slices with closed windows.

        Parameters
        ----------
        X : rows of `training_slices`: account_id, slice and `account_features`.
        y : 1 where no order came within the horizon, shape (n,).
        activity : of the company up to the day of prediction; None: the newest level is taken to last.
        """
        y = np.asarray(y, dtype=float)
        self.classes_ = np.array([0, 1])
        self.rows_ = len(X)
        self.base_rate_ = float((y.sum() + 1) / (len(y) + 2))
        accounts = X.drop_duplicates(D.account_id, keep="last")
        repeat = int((accounts[F.orders] >= 3).sum())
        self.rung_ = accounts_rung(repeat)
        many = repeat >= FULL_FROM
        self.columns_ = FULL if many else FEW
        self.ranking_: SilenceRanking | None = None
        self.level_ = Level()
        self._learn_rates(X, y)
        self.learned_ = X[[D.account_id, Outcome.slice]]
        if len(X):
            kept = blend_share(repeat) if self.rung_ == Rung.RIDGE else 0.0
            self.ranking_ = SilenceRanking(horizon=self.horizon, columns=self.columns_, kept=kept, trees=many).fit(X, y)
            self.level_ = learn_level(self.ranking_.odds_, y, X[Outcome.slice], horizon=self.horizon, activity=activity)
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Chances of an order and of none in the window that begins on the day of prediction, shape (n, 2)."""
        p = self._at_level(X, self._log_odds(X), self.level_.shift, self.level_.variance)
        return np.column_stack([1 - p, p])

    def hindcast(self) -> np.ndarray:
        """Chance of none of the rows learned on, at the level that each slice turned out to have; shape (n,).

        For what is learned on closed windows beside the chances: it must not mix their levels up with the next one's.
        """
        past = self.learned_[Outcome.slice].map(self.level_.past).to_numpy(float)
        return self._at_level(self.learned_, None if self.ranking_ is None else self.ranking_.odds_, past)

    def predict_range(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80% range of the chance of none, each of shape (n,)."""
        p = self.predict_proba(X)[:, 1]
        if self.ridge_ is None:
            low, high = self.rates_.range(*self._own(X))
            return np.minimum(low, p), np.maximum(high, p)
        # what a step of the level moves a chance's log-odds by
        slope = -np.log(p) / (1 - p)
        spread = np.sqrt(self.ridge_.variance(self.ranking_.frame(X)) + self.level_.variance * slope**2)
        return expit(logit(p) - REACH_80 * spread), expit(logit(p) + REACH_80 * spread)

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """What each column adds to the average row's log-odds; zeros below the ridge's rung."""
        if self.ridge_ is None:
            return pd.DataFrame(0.0, index=X.index, columns=self.columns_)
        return self.ridge_.contributions(self.ranking_.frame(X))

    @property
    def ridge_(self) -> RidgeLogit | None:
        """The fitted ridge, or None below its rung."""
        return None if self.ranking_ is None else self.ranking_.ridge_

    @property
    def level(self) -> float:
        """Log-odds of the average row."""
        if self.ridge_ is None:
            return float(logit(self.base_rate_))
        average = np.array([self.ridge_.intercept_])
        return float(logit(shifted(average, self.level_.shift, self.level_.variance))[0])

    def _learn_rates(self, X: pd.DataFrame, y: np.ndarray) -> None:
        """Each account's share of silent windows that don't overlap, and the distribution of these shares."""
        if X.empty:
            self.tally_ = pd.DataFrame({"silent": [], "windows": []}, index=pd.Index([], dtype="str"))
        else:
            newest = X[Outcome.slice].max()
            place = (newest - X[Outcome.slice]).dt.days.to_numpy() // STEP
            apart = place % max(-(-self.horizon // STEP), 1) == 0
            rows = pd.DataFrame({D.account_id: X[D.account_id].astype("str"), "silent": y, "windows": 1.0}).loc[apart]
            self.tally_ = rows.groupby(D.account_id)[["silent", "windows"]].sum()
        self.rates_ = BetaRate.learn(self.tally_["silent"].to_numpy(), self.tally_["windows"].to_numpy())

    def _log_odds(self, X: pd.DataFrame) -> np.ndarray | None:
        return None if self.ranking_ is None else self.ranking_.log_odds(X)

    def _at_level(
        self, X: pd.DataFrame, odds: np.ndarray | None, shift: float | np.ndarray, variance: float = 0.0
    ) -> np.ndarray:
        """Chance of none at a level; below the ridge's rung, halfway between the buyers' and the account's own rate."""
        if odds is None:
            return self._rate(X)
        p = np.clip(shifted(odds, shift, variance), EDGE, 1 - EDGE)
        return p if self.rung_ == Rung.RIDGE else expit((logit(p) + logit(self._rate(X))) / 2)

    def _own(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        tally = self.tally_.reindex(X[D.account_id].astype("str")).fillna(0.0)
        return tally["silent"].to_numpy(), tally["windows"].to_numpy()

    def _rate(self, X: pd.DataFrame) -> np.ndarray:
        return self.rates_.mean(*self._own(X))


def no_order(slices: pd.DataFrame, *, horizon: int) -> np.ndarray:
    """1 where no order came within the horizon, shape (n,); only for rows whose window is closed."""
    return (~(slices[Outcome.days_to_next] <= horizon)).to_numpy(dtype=int)


def closed(slices: pd.DataFrame, *, horizon: int, by: pd.Timestamp | None = None) -> pd.DataFrame:
    """The rows of the judged population whose window had closed.

    Parameters
    ----------
    by : a past date; None: the day up to which the outcomes are known.
    """
    shut = slices[Outcome.days_known] >= horizon
    if by is not None:
        shut &= slices[Outcome.slice] + pd.Timedelta(days=horizon) <= by
    return slices.loc[shut & slices[F.repeats]].reset_index(drop=True)


def verdict(scored: pd.DataFrame) -> Verdict:
    """The gate's verdict over rows with y, p, p_naive, account_id and slice, by log loss."""
    y = scored["y"].to_numpy()
    return judge_gate(
        log_losses(y, scored["p"].to_numpy()),
        log_losses(y, scored["p_naive"].to_numpy()),
        scored[D.account_id],
        scored[Outcome.slice],
        outcome=y,
    )


def lapsed_rate(slices: pd.DataFrame, *, horizon: int) -> tuple[float, float, float]:
    """Chance of no order for an account silent for over a year, with its 80% range, from past such rows.

    Examples
    --------
    >>> empty = pd.DataFrame({F.orders: [], F.repeats: pd.Series([], dtype=bool), Outcome.days_known: [],
    ...                       Outcome.days_to_next: [], D.account_id: []})
    >>> [round(x, 2) for x in lapsed_rate(empty, horizon=60)]
    [0.95, 0.89, 0.99]
    """
    rows = slices.loc[~slices[F.repeats].astype(bool) & (slices[Outcome.days_known] >= horizon)]
    silent = no_order(rows, horizon=horizon)
    # rows of one account repeat each other: count each account once
    share = max(rows[D.account_id].nunique(), 1) / max(len(rows), 1)
    rate = BetaRate(19.0, 1.0)
    tally = np.array([silent.sum() * share]), np.array([len(rows) * share])
    low, high = rate.range(*tally)
    return float(rate.mean(*tally)[0]), float(low[0]), float(high[0])
