"""What happens to an open deal week by week: it stays, moves on, or is lost."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from accountbook.features import DEAL_COLUMNS
from accountbook.features import DealFeature as F
from accountbook.models.deal_slices import SLICE, STAGES_AFTER, WEEK
from accountbook.tables.deals import BUYER_STAGES, SELLER_STAGES

STAY, ADVANCE, LOSE = 0, 1, 2
PENALTY = 0.3
LAST = len(SELLER_STAGES)
"""Beyond the last stage: won."""
JUMPS = 2.0
"""Moves to the next stage that are added to those seen from each."""
LEAST_EVENTS = 5
LONGEST = 156
"""Weeks that the chain is run: three years."""


def deal_weeks(slices: pd.DataFrame) -> pd.DataFrame:
    """The weeks that open deals lived through after each slice, and what came of each week.

    Parameters
    ----------
    slices : `accountbook.models.deal_slices.deal_slices`.

    Returns
    -------
    Frame with one row per deal, slice and week that has ended, at most four after a slice: `DEAL_COLUMNS` (the stage as
    the week began, the others as at the slice), ``ends``, ``event`` (0 stays, 1 moves on or is won, 2 is lost) and
    ``after``, the stage as the week ended (5: won). A deal still open is censored: it has weeks, and no end.
    """
    frames = []
    for week, name in enumerate(STAGES_AFTER):
        begins, ends = slices[SLICE] + week * WEEK, slices[SLICE] + (week + 1) * WEEK
        before = (slices[STAGES_AFTER[week - 1]] if week else slices[F.stage]).fillna(0.0)
        after = slices[name].fillna(before)
        ended = slices["decided_on"] <= ends
        won = ended & (slices["won"] == 1.0)
        event = np.where(won, ADVANCE, np.where(ended, LOSE, np.where(after > before, ADVANCE, STAY)))
        lived = slices[name].notna() & (slices["decided_on"].isna() | (slices["decided_on"] > begins))
        rows = slices.assign(**{F.stage: before, "ends": ends, "event": event, "after": after.where(~won, float(LAST))})
        frames.append(rows.loc[lived, [*DEAL_COLUMNS, "ends", "event", "after"]])
    return pd.concat(frames, ignore_index=True)


class DealChain:
    """A multinomial weekly hazard of open deals, and the chain of weeks that it makes.

    Attributes
    ----------
    jumps_ : where a deal that moves on lands, by the stage it leaves; shape (stages, stages + 1), the last is won.

    Notes
    -----
    Discrete-time competing risks (Singer & Willett 1993; for win propensity Yan et al. 2015). Stages are run through
    by `jumps_`; the buyer is taken to keep pace, all else to stay as it is.
    """

    def fit(self, weeks: pd.DataFrame) -> Self:
        """Learn from `deal_weeks`; with under five deals' moves or losses the rates of all weeks are used."""
        event = weeks["event"].to_numpy()
        values = weeks[DEAL_COLUMNS].to_numpy(float)
        known = np.isfinite(values)
        self.fill_ = np.array([np.median(v[k]) if k.any() else 0.0 for v, k in zip(values.T, known.T, strict=True)])
        values = np.where(known, values, self.fill_)
        self.mean_ = values.mean(axis=0) if len(values) else np.zeros(len(DEAL_COLUMNS))
        spread = values.std(axis=0) if len(values) else np.zeros(len(DEAL_COLUMNS))
        self.scale_ = np.where(spread > 1e-9, spread, np.inf)
        counts = np.bincount(event, minlength=3)
        # one event of each kind is added, so that none is impossible
        self.rates_ = (counts + np.array([10.0, 1.0, 1.0])) / (counts.sum() + 12.0)
        self.model_: LogisticRegression | None = None
        if counts.min() >= LEAST_EVENTS:
            self.model_ = LogisticRegression(C=PENALTY, max_iter=500).fit((values - self.mean_) / self.scale_, event)
        moved = weeks.loc[event == ADVANCE]
        self.jumps_ = np.zeros((LAST, LAST + 1))
        self.jumps_[np.arange(LAST), np.arange(LAST) + 1] = JUMPS
        np.add.at(self.jumps_, (moved[F.stage].astype(int), moved["after"].astype(int)), 1.0)
        self.jumps_ /= self.jumps_.sum(axis=1, keepdims=True)
        return self

    def run(self, X: pd.DataFrame, *, weeks: int = LONGEST) -> tuple[np.ndarray, np.ndarray]:
        """The chance of winning in the end, and of being decided by the end of each week.

        Parameters
        ----------
        X : `deal_features` of open deals.

        Returns
        -------
        Chances of winning, shape (n,), and of being decided, shape (n, weeks).
        """
        stage = np.clip(X[F.stage].fillna(0.0).to_numpy().astype(int), 0, LAST - 1)
        ahead = [self._week(X, stage, at) for at in range(LAST)]
        moves, losses = (np.column_stack([week[:, kind] for week in ahead]) for kind in (ADVANCE, LOSE))
        wins = np.ones((len(X), LAST + 1))
        for at in reversed(range(LAST)):
            wins[:, at] = moves[:, at] / (moves[:, at] + losses[:, at]) * (wins @ self.jumps_[at])
        standing = np.zeros((len(X), LAST + 1))
        standing[np.arange(len(X)), stage] = 1.0
        decided = np.zeros((len(X), weeks))
        for week in range(weeks):
            leaving = standing[:, :LAST] * moves
            standing[:, :LAST] -= leaving + standing[:, :LAST] * losses
            standing += leaving @ self.jumps_
            decided[:, week] = 1 - standing[:, :LAST].sum(axis=1)
        return wins[np.arange(len(X)), stage], decided

    def _week(self, X: pd.DataFrame, stage: np.ndarray, at: int) -> np.ndarray:
        """Chances of one week's events if the deals stood at a stage, shape (n, 3)."""
        if self.model_ is None or X.empty:
            return np.tile(self.rates_, (len(X), 1))
        buyer = np.clip(X[F.buyer] + at - stage, 0, len(BUYER_STAGES) - 1)
        values = X.assign(**{F.stage: float(at), F.buyer: buyer})[DEAL_COLUMNS].to_numpy(float)
        values = np.where(np.isfinite(values), values, self.fill_)
        return self.model_.predict_proba((values - self.mean_) / self.scale_)


def days_by(decided: np.ndarray, share: float) -> np.ndarray:
    """Days until a share of such deals is decided, from `DealChain.run`; NaN where it is not in the weeks run.

    Examples
    --------
    >>> days_by(np.array([[0.2, 0.4, 0.6], [0.1, 0.2, 0.3]]), 0.5).tolist()
    [17.5, nan]
    """
    before = np.hstack([np.zeros((len(decided), 1)), decided])
    reached = decided >= share
    week = np.argmax(reached, axis=1)
    rows = np.arange(len(decided))
    low, high = before[rows, week], before[rows, week + 1]
    part = (share - low) / np.where(high > low, high - low, 1.0)
    return np.where(reached.any(axis=1), 7.0 * (week + part), np.nan)
