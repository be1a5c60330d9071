"""The chance of winning from any table of closed deals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from threadpoolctl import threadpool_limits

from accountbook.models.judge import REACH_80, log_losses
from accountbook.models.ladder import DEALS_RATES_FROM, blend_share
from accountbook.models.log_pool import LogPool
from accountbook.models.ridge import RidgeLogit
from accountbook.models.tabular import LevelRates, MixedTable, column_kinds, read_columns, same_inputs
from accountbook.models.venn_abers import venn_abers

PENALTIES = (0.03, 0.1, 0.3, 1.0)
FOLDS = 4
TREES = 100
SEED = 20260101
MANY = 1000
"""Rows from which larger trees are tried."""
EDGE = 1e-4
MEMBERS = ("ridge", "forest", "boosting")


class TableWinModel(ClassifierMixin, BaseEstimator):
    """P(won) from any mixed-type table: a ridge, a forest and a small boosting, averaged.

    Attributes
    ----------
    pool_ : their `LogPool`, learned on rows that they have not learned from; None with under ten of the rarer outcome,
        or without a column that tells rows apart: everybody gets the rate of all.

    Notes
    -----
    Inner folds keep rows with the same inputs together. The ridge's penalty is the one with the least log loss in them,
    and so is the size of the boosting.

    Examples
    --------
    >>> table = pd.DataFrame({"budget": ["yes", "no"] * 20, "size": range(40)})
    >>> model = TableWinModel().fit(table, np.array([1, 0] * 20))
    >>> bool(model.predict_proba(table)[0, 1] > 0.7)
    True
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        """Learn from closed deals.

        Parameters
        ----------
        X : any columns; `column_kinds` tells what they hold. y : 1 won, 0 lost, shape (n,).
        """
        X, y = X.reset_index(drop=True), np.asarray(y, dtype=int)
        self.kinds_ = column_kinds(X)
        X = read_columns(X, self.kinds_)
        self.classes_ = np.array([0, 1])
        self.pool_: LogPool | None = None
        rarer = int(min(y.sum(), len(y) - y.sum()))
        self.base_rate_ = float((y.sum() + 1) / (len(y) + 2))
        if rarer < DEALS_RATES_FROM:
            return self
        self.y_, self.folds_ = y, _folds(X, y)
        self.table_ = MixedTable().fit(X)
        numbers, levels = self.table_.transform(X), self.table_.long_levels(X)
        if numbers.empty:
            return self
        makers = _makers(len(y), blend_share(rarer))
        outside = {name: np.empty(len(y)) for name in makers}
        for fold in np.unique(self.folds_):
            train, test = self.folds_ != fold, self.folds_ == fold
            members = _Members(makers, numbers[train], levels[train], y[train], self.folds_[train])
            for name, chances in members.chances(numbers[test], levels[test]):
                outside[name][test] = chances
        losses = {name: float(log_losses(y, chances).mean()) for name, chances in outside.items()}
        self.chosen_ = [
            min((name for name in losses if name.startswith(member)), key=losses.__getitem__) for member in MEMBERS
        ]
        chances = np.column_stack([outside[name] for name in self.chosen_])
        self.pool_ = LogPool().fit(chances, y)
        self.outside_ = self.pool_.mean(chances)
        self.members_ = _Members({name: makers[name] for name in self.chosen_}, numbers, levels, y, self.folds_)
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Chances of losing and winning, shape (n, 2)."""
        p, _ = self._said(X)
        return np.column_stack([1 - p, p])

    def predict_range(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80% range of the chance of winning, each of shape (n,).

        Notes
        -----
        Wide enough for both: what `venn_abers` says of the average, and the ridge's own range with the members'
        distance from one another.
        """
        p, reach = self._said(X)
        if self.pool_ is None:
            return p, p
        low, high = venn_abers(self.outside_, self.y_, self.folds_, p)
        return np.minimum(low, expit(logit(p) - reach)), np.maximum(high, expit(logit(p) + reach))

    def _said(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """The average, and half its 80% range in log-odds: the ridge's own, and how far the members are apart."""
        if self.pool_ is None:
            return np.full(len(X), self.base_rate_), np.zeros(len(X))
        X = read_columns(X, self.kinds_)
        numbers = self.table_.transform(X)
        chances = dict(self.members_.chances(numbers, self.table_.long_levels(X)))
        members = np.column_stack([chances[name] for name in self.chosen_])
        low, high = self.members_.models[self.chosen_[0]].predict_range(numbers)
        apart = np.std(logit(np.clip(members, EDGE, 1 - EDGE)), axis=1)
        return self.pool_.mean(members), np.hypot((logit(high) - logit(low)) / 2, REACH_80 * apart)


class _Members:
    """The members, each fitted on the same rows; names begin with one of `MEMBERS`."""

    def __init__(
        self, makers: dict, numbers: pd.DataFrame, levels: pd.DataFrame, y: np.ndarray, folds: np.ndarray
    ) -> None:
        self.rates = LevelRates()
        split = np.hstack([numbers.to_numpy(), self.rates.fit_transform(levels, y, folds)])
        # one thread: the same bytes everywhere, and threads that wait for one another cost more than such small fits
        with threadpool_limits(limits=1):
            self.models = {
                name: make().fit(numbers if name.startswith("ridge") else split, y) for name, make in makers.items()
            }

    def chances(self, numbers: pd.DataFrame, levels: pd.DataFrame) -> Iterator[tuple[str, np.ndarray]]:
        """Each member's name and chances of winning, shape (n,)."""
        split = np.hstack([numbers.to_numpy(), self.rates.transform(levels)])
        for name, model in self.models.items():
            with threadpool_limits(limits=1):
                chances = model.predict_proba(numbers if name.startswith("ridge") else split)[:, 1]
            yield name, chances


def _makers(rows: int, blend: float) -> dict:
    """What makes each candidate, by its name."""
    makers = {f"ridge {C}": lambda C=C: RidgeLogit(C=C, blend=blend, scale=False) for C in PENALTIES}
    makers["forest"] = lambda: RandomForestClassifier(
        TREES, min_samples_leaf=max(3, rows // 1000), max_features="sqrt", random_state=SEED, n_jobs=1
    )
    sizes = {"boosting": (100, 4, 0.05)}
    if rows >= MANY:
        sizes |= {"boosting 8": (200, 8, 0.05), "boosting 16": (200, 16, 0.08)}
    for name, (rounds, leaves, rate) in sizes.items():
        makers[name] = lambda rounds=rounds, leaves=leaves, rate=rate: HistGradientBoostingClassifier(
            max_iter=rounds,
            max_leaf_nodes=leaves,
            learning_rate=rate,
            min_samples_leaf=max(5, min(rows // 20, 50)),
            early_stopping=False,
            random_state=SEED,
        )
    return makers


def _folds(X: pd.DataFrame, y: np.ndarray) -> np.ndarray:
    """Number of the inner fold of each row, rows with the same inputs together and wins in equal shares.

    Where inputs are so few that what a fold leaves would lack wins or losses, each row is dealt out by itself.
    """
    fold = _dealt(same_inputs(X), y)
    wins, rows = (np.bincount(fold, weights, minlength=FOLDS) for weights in (y, np.ones(len(y))))
    left, kept = rows.sum() - rows, wins.sum() - wins
    sound = rows.all() and kept.all() and (left - kept).all()
    return fold if sound else _dealt(np.arange(len(y)), y)


def _dealt(same: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Number of the fold of each row; rows of the same group, numbered from 0, lie in one."""
    share = pd.Series(y).groupby(same).mean().to_numpy()
    drawn = np.random.default_rng(SEED).random(len(share))
    # dealt out in turn, the groups with the most wins first
    fold = np.empty(len(share), dtype=int)
    fold[np.lexsort((drawn, share))] = np.arange(len(share)) % FOLDS
    return fold[same]
