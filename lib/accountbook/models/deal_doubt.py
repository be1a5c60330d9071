"""How far the chances of open deals are off, as past dates show it."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy.special import logit

from accountbook.features import DealFeature as F
from accountbook.models.deal_slices import SLICE
from accountbook.models.log_pool import EDGE
from accountbook.models.venn_abers import venn_abers
from accountbook.tables import Opportunities as O

NEWS, NEWS_ROWS = 0.25, 30.0
"""Variance of a month's news in log-odds that is expected, and the months of deals that it counts for."""
LEVEL, LEVEL_ORIGINS = 0.05, 6.0
"""Variance of the level from one date to the next that is expected, and the dates that it counts for."""
LONGEST = pd.Timedelta(days=45)
FOLDS = 4
SURE = 0.005
"""No chance is told as nearer to 0 or 1 than this by what came of past deals."""


class DealDoubt:
    """What widens the range of an open deal's chance, beside how few deals were learned from.

    Attributes
    ----------
    news_ : variance of what a month's news does to the log-odds of a deal that stays in its stage: it stands for what
        is true of the deal already and written down nowhere yet.
    level_ : variance, in log-odds, of how far all deals of one date were off together.

    Notes
    -----
    Each is drawn to what is expected where past dates say little. The level's comes from products of different deals'
    errors on one date, of which chance alone makes nothing (method of moments; DerSimonian & Laird 1986).
    """

    def __init__(self) -> None:
        self.news_, self.level_ = NEWS, LEVEL
        self.past_: pd.DataFrame | None = None

    def learn(self, rows: pd.DataFrame, *, origin: pd.Timestamp) -> Self:
        """Learn from what was said on past dates.

        Parameters
        ----------
        rows : `accountbook.models.deal_odds.rolling_odds` of dates before ``origin``; outcomes after it are not used.
        """
        closed = rows.loc[rows["decided_on"] <= origin]
        self.news_, self.level_ = news_variance(rows), level_variance(closed)
        if closed["won"].nunique() > 1:
            self.past_ = closed
        return self

    @property
    def variance(self) -> float:
        """Of a deal's log-odds, added to that of the models."""
        return self.news_ + self.level_

    def calibrated(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper chance by cross Venn-Abers on the past rows, a deal's rows in one fold; p where none are."""
        if self.past_ is None or not len(p):
            return p, p
        folds = pd.factorize(self.past_[O.opportunity_id], sort=True)[0] % FOLDS
        said, won = self.past_["p"].to_numpy(float), self.past_["won"].to_numpy(float)
        low, high = venn_abers(said, won, folds, p)
        return np.clip(low, SURE, 1 - SURE), np.clip(high, SURE, 1 - SURE)


def news_variance(rows: pd.DataFrame) -> float:
    """Mean square of a month's change in the log-odds of deals that stayed in their stage.

    Parameters
    ----------
    rows : opportunity_id, slice, seller_stage and ``p``, what was said then.

    Examples
    --------
    >>> dates = pd.to_datetime(["2026-01-31", "2026-02-28"])
    >>> rows = pd.DataFrame({"opportunity_id": "D1", "slice": dates, "seller_stage": "need", "p": [0.5, 0.5]})
    >>> round(news_variance(rows), 3)
    0.242
    """
    rows = rows.sort_values([O.opportunity_id, SLICE], kind="stable")
    before = rows.groupby(O.opportunity_id)[[SLICE, F.seller_stage]].shift()
    odds = pd.Series(logit(np.clip(rows["p"].to_numpy(float), EDGE, 1 - EDGE)), index=rows.index)
    stayed = (before[F.seller_stage] == rows[F.seller_stage]) & (rows[SLICE] - before[SLICE] <= LONGEST)
    moves = (odds - odds.groupby(rows[O.opportunity_id]).shift())[stayed].to_numpy()
    return float((moves @ moves + NEWS_ROWS * NEWS) / (len(moves) + NEWS_ROWS))


def level_variance(closed: pd.DataFrame) -> float:
    """Variance in log-odds of how far all deals of one date were off together, 0 at least.

    Parameters
    ----------
    closed : opportunity_id, slice, ``p`` and ``won`` of deals that are decided, one row per deal and date.

    Examples
    --------
    >>> rows = pd.DataFrame({"opportunity_id": ["D1", "D2"], "slice": 1, "p": [0.5, 0.5], "won": [1.0, 1.0]})
    >>> round(level_variance(rows), 4)  # (0.5 + 6 x 0.05 x 0.125) / (0.125 + 6 x 0.125)
    0.6143
    """
    p = closed["p"].to_numpy(float)
    parts = pd.DataFrame({SLICE: closed[SLICE], "off": closed["won"].to_numpy(float) - p, "scale": p * (1 - p)})
    sums = parts.groupby(SLICE)[["off", "scale"]].sum()
    squares = (parts[["off", "scale"]] ** 2).groupby(parts[SLICE]).sum()
    # over pairs of different deals of a date
    off, scale = ((sums[name] ** 2 - squares[name]) for name in ("off", "scale"))
    weight = float(scale.mean()) if len(scale) else 0.0
    if weight <= 0:
        return LEVEL
    found = (off.sum() + LEVEL_ORIGINS * LEVEL * weight) / (scale.sum() + LEVEL_ORIGINS * weight)
    return float(max(found, 0.0))
