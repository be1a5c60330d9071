"""What the models of open deals say together: averaged by how good they were on past dates."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy.special import logit

from accountbook.models.blend import surely_gains
from accountbook.models.deal_slices import SLICE
from accountbook.models.judge import clip_days, log_losses
from accountbook.models.ladder import DEALS_RIDGE_FROM
from accountbook.models.log_pool import EDGE, LogPool
from accountbook.tables import Opportunities as O

MEMBERS = ["p_ridge", "p_chain"]
BOOSTED = [*MEMBERS, "p_boosting"]
DAYS = 90
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Weights of the day that the rep expects, beside the chain's."""
SHARE = 0.25
LEAST_DAYS = 30


class DealAverage:
    """The average of the members' chances, and of the chain's and the rep's days.

    Attributes
    ----------
    plain : the pool of `MEMBERS`. wider : that of `BOOSTED` where past dates speak for it; else None.
    share : weight of the day that the rep expects.
    """

    def __init__(self) -> None:
        self.plain = LogPool().fit(np.empty((0, len(MEMBERS))), np.empty(0))
        self.wider: LogPool | None = None
        self.share = SHARE

    def learn(self, rows: pd.DataFrame, *, origin: pd.Timestamp) -> Self:
        """Learn from what the members said on earlier dates.

        Parameters
        ----------
        rows : `accountbook.models.deal_odds.rolling_odds` of earlier dates; only what was decided by ``origin`` is
            looked at.
        """
        closed = rows.loc[rows["decided_on"] <= origin]
        if len(closed):
            self.plain = _pool(closed, MEMBERS)
        both = closed.loc[closed["p_boosting"].notna()]
        if rarer_outcome(both) >= DEALS_RIDGE_FROM:
            plain, wider = (_pool(both, names) for names in (MEMBERS, BOOSTED))
            y = both["won"].to_numpy(float)
            gain = log_losses(y, plain.mean(both[MEMBERS].to_numpy())) - log_losses(
                y, wider.mean(both[BOOSTED].to_numpy())
            )
            self.wider = wider if surely_gains(gain, both[O.opportunity_id]) else None
        passed = rows.loc[rows[SLICE] + pd.Timedelta(days=DAYS) <= origin]
        if len(passed) >= LEAST_DAYS:
            took = clip_days(passed["days_left"].where(passed["decided_on"] <= origin).to_numpy(float), DAYS)
            self.share = min(SHARES, key=lambda share: np.abs(clip_days(mixed_days(passed, share), DAYS) - took).mean())
        return self

    def pooled(self, members: pd.DataFrame) -> list[str]:
        """Which members are averaged: boosting only where it has spoken."""
        return MEMBERS if self.wider is None or members["p_boosting"].isna().any() else BOOSTED

    def mean(self, members: pd.DataFrame) -> np.ndarray:
        """The average chance of each row, shape (n,)."""
        names = self.pooled(members)
        return (self.plain if names is MEMBERS else self.wider).mean(members[names].to_numpy())

    def apart(self, members: pd.DataFrame) -> np.ndarray:
        """Standard deviation of the members' log-odds, shape (n,)."""
        return np.std(logit(np.clip(members[self.pooled(members)].to_numpy(), EDGE, 1 - EDGE)), axis=1)

    def days(self, members: pd.DataFrame) -> np.ndarray:
        """Days to the decision, shape (n,)."""
        return mixed_days(members, self.share)


def mixed_days(members: pd.DataFrame, share: float) -> np.ndarray:
    """Days by the chain and by the rep, averaged on the logarithmic scale; the chain's where the rep's are empty.

    Examples
    --------
    >>> mixed_days(pd.DataFrame({"days_chain": [10.0, 10.0], "days_rep": [40.0, np.nan]}), 0.5).round(9).tolist()
    [20.0, 10.0]
    """
    chain, rep = members["days_chain"].to_numpy(float), members["days_rep"].to_numpy(float)
    both = np.exp((1 - share) * np.log(np.maximum(chain, 1.0)) + share * np.log(np.maximum(rep, 1.0)))
    return np.where(np.isfinite(both), both, chain)


def rarer_outcome(closed: pd.DataFrame) -> int:
    """Deals of the rarer outcome, a deal's rows counted once."""
    won = closed.groupby(O.opportunity_id)["won"].first()
    return int(min(won.sum(), len(won) - won.sum()))


def _pool(closed: pd.DataFrame, members: list[str]) -> LogPool:
    """The average of members on rows of decided deals."""
    # a deal's months repeat one another: all rows together weigh as much as there are deals
    weight = np.full(len(closed), closed[O.opportunity_id].nunique() / len(closed))
    return LogPool().fit(closed[members].to_numpy(), closed["won"].to_numpy(), weight=weight)
