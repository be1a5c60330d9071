"""The chance that no order comes in the next days."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy.special import logit
from sklearn.base import BaseEstimator, ClassifierMixin

from accountbook.features import AccountFeature as F
from accountbook.features import OrderDays as D
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.judge import log_losses
from accountbook.models.ladder import BetaRate, Rung, accounts_rung, blend_share
from accountbook.models.ridge import LEVEL_SPREAD, RidgeLogit
from accountbook.models.slices import STEP, Outcome, age_weight

COLUMNS = [F.log_recency, F.log_orders, F.log_age, F.log_gap, F.log_overdue]
CODES = {
    "recency": [F.log_recency, F.log_overdue],
    "rhythm": [F.log_gap],
    "orders": [F.log_orders],
    "age": [F.log_age],
}
"""Reason codes: how long ago the last order is beside the usual gap, how long that gap is, how many orders,
how long a customer."""
SLOPES_HALF_LIFE = 90
LEVEL_HALF_LIFE = 30
"""Days in which a slice's weight halves. Ranks hold over seasons, levels don't: the level is taken from the newest."""
PENALTY = 2.0
"""Inverse strength of the ridge; log loss on closed slices is flat from 1 to 10, with 30 accounts and with 3,000."""
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
    ridge_ : the fitted `RidgeLogit`, or None.

    Notes
    -----
    Many past slices weighted by age (Gattermann-Itschert & Thonemann 2021), five features.
    """

    def __init__(self, *, horizon: int = 60) -> None:
        self.horizon = horizon

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        """Learn from slices with closed windows.

        Parameters
        ----------
        X : rows of `training_slices`: account_id, slice and `COLUMNS`.
        y : 1 where no order came within the horizon, shape (n,).
        """
        y = np.asarray(y, dtype=float)
        self.classes_ = np.array([0, 1])
        self.rows_ = len(X)
        self.base_rate_ = float((y.sum() + 1) / (len(y) + 2))
        accounts = X.drop_duplicates(D.account_id, keep="last")
        repeat = int((accounts[F.orders] >= 3).sum())
        self.rung_ = accounts_rung(repeat)
        self.ridge_: RidgeLogit | None = None
        self._learn_rates(X, y)
        if self.rung_ == Rung.RIDGE:
            self._learn_ridge(X, y, blend_share(repeat))
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Chances of an order and of none, shape (n, 2)."""
        p = self._rate(X) if self.ridge_ is None else self.ridge_.predict_proba(X[COLUMNS])[:, 1]
        return np.column_stack([1 - p, p])

    def predict_range(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80% range of the chance of none, each of shape (n,)."""
        if self.ridge_ is not None:
            return self.ridge_.predict_range(X[COLUMNS])
        low, high = self.rates_.range(*self._own(X))
        p = self._rate(X)
        return np.minimum(low, p), np.maximum(high, p)

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """What each column adds to the average row's log-odds; zeros below the ridge's rung."""
        if self.ridge_ is None:
            return pd.DataFrame(0.0, index=X.index, columns=COLUMNS)
        return self.ridge_.contributions(X[COLUMNS])

    @property
    def level(self) -> float:
        """Log-odds of the average row."""
        return float(logit(self.base_rate_)) if self.ridge_ is None else self.ridge_.intercept_

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

    def _learn_ridge(self, X: pd.DataFrame, y: np.ndarray, blend: float) -> None:
        newest = X[Outcome.slice].max()
        slopes = age_weight(X[Outcome.slice], newest, half_life=SLOPES_HALF_LIFE)
        level = age_weight(X[Outcome.slice], newest, half_life=LEVEL_HALF_LIFE)
        self.ridge_ = RidgeLogit(C=PENALTY, blend=blend).fit(
            X[COLUMNS], y, sample_weight=slopes, groups=X[D.account_id].astype("str")
        )
        self.ridge_.relevel(X[COLUMNS], y, weight=level, variance=0.0)
        self.ridge_.level_variance_ = self._level_variance(X, y)

    def _level_variance(self, X: pd.DataFrame, y: np.ndarray) -> float:
        """How much the level moved over one horizon in the past, in squared log-odds, sampling noise taken off."""
        dates, codes = np.unique(X[Outcome.slice].to_numpy(), return_inverse=True)
        p = self.predict_proba(X)[:, 1]
        know = np.bincount(codes, p * (1 - p)) + 1 / LEVEL_SPREAD**2
        shift = np.bincount(codes, y - p) / know
        lag = max(-(-self.horizon // STEP), 1)
        if len(dates) <= lag:
            return LEVEL_SPREAD**2 / 4
        noise = 1 / know[lag:] + 1 / know[:-lag]
        return float(max(np.mean((shift[lag:] - shift[:-lag]) ** 2 - noise), 0.0))

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


def rolling(
    slices: pd.DataFrame, *, horizon: int, origins: int = ORIGINS
) -> tuple[pd.DataFrame, dict[pd.Timestamp, ChurnModel]]:
    """What the model would have said on past dates, each time knowing only the windows closed by then.

    Returns
    -------
    Frame with a row per account and past origin: the row of ``slices``, y, p and p_naive; and each origin's model.
    """
    known = closed(slices, horizon=horizon)
    found, models = [], {}
    for origin in sorted(known[Outcome.slice].unique())[::-1]:
        past = closed(known, horizon=horizon, by=origin)
        if past.empty or len(found) == origins:
            break
        # the labels of `past` are those known at the origin: their windows closed by then
        model = ChurnModel(horizon=horizon).fit(past, no_order(past, horizon=horizon))
        now = known.loc[known[Outcome.slice] == origin].reset_index(drop=True)
        p = model.predict_proba(now)[:, 1]
        found.append(now.assign(y=no_order(now, horizon=horizon), p=p, p_naive=model.base_rate_))
        models[origin] = model
    if not found:
        return known.iloc[:0].assign(y=0, p=0.0, p_naive=0.0), models
    return pd.concat(found, ignore_index=True), models


def verdict(scored: pd.DataFrame) -> Verdict:
    """The gate's verdict over rows of `rolling`, by log loss."""
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
