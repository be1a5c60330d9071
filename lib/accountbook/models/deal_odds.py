"""The odds of open deals: the ridge and the weekly chain, averaged by how good they were on past dates."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from accountbook.features import DEAL_COLUMNS
from accountbook.features import DealFeature as F
from accountbook.models.blend import surely_gains
from accountbook.models.boosting import boosted, boosted_odds
from accountbook.models.deal_chain import DealChain, days_by, deal_weeks
from accountbook.models.deal_doubt import DealDoubt
from accountbook.models.deal_slices import LEAST_CLOSED, SLICE
from accountbook.models.judge import REACH_80, clip_days, log_losses
from accountbook.models.ladder import DEALS_FULL_FROM, DEALS_RIDGE_FROM, Rung
from accountbook.models.log_pool import EDGE, LogPool
from accountbook.models.wins import WinModel
from accountbook.tables import Opportunities as O

ORIGINS = 12
BEFORE = 6
"""Past dates before those that are scored: the first averages learn from them."""
MEMBERS = ["p_ridge", "p_chain"]
BOOSTED = [*MEMBERS, "p_boosting"]
DAYS = 90
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Weights of the day that the rep expects, beside the chain's."""
SHARE = 0.25
LEAST_DAYS = 30
CLOSE = ["close_p10", "close_p50", "close_p90"]


class DealOdds:
    """P(win in the end) and the day of the decision of open deals, as one date knew them.

    Attributes
    ----------
    wins : the ladder's `WinModel`. chain : the weekly `DealChain`; None below the ladder's ridge.
    trees : the small boosting, from 200 closed deals of the rarer outcome on; else None.
    pool : averages ``pooled``, the members that past dates speak for.
    doubt : widens their range by how far past ones were off.

    Notes
    -----
    Ridge on monthly snapshots and discrete-time hazard with open deals censored (Yan et al. 2015), averaged on the
    log-odds scale.
    """

    def fit(self, slices: pd.DataFrame, *, origin: pd.Timestamp) -> Self:
        """Learn from `deal_slices` what was known on a date.

        Parameters
        ----------
        origin : slices before it whose deal was closed by then, and weeks that had ended, are learned from.
        """
        past = slices.loc[(slices["decided_on"] <= origin) & (slices[SLICE] < origin)].reset_index(drop=True)
        self.wins = WinModel().fit(past, past["won"].to_numpy())
        self.chain: DealChain | None = None
        self.trees = None
        self.pool, self.pooled = LogPool().fit(np.empty((0, len(MEMBERS))), np.empty(0)), MEMBERS
        self.doubt = DealDoubt()
        self.share = SHARE
        if self.wins.rung_ == Rung.RIDGE:
            weeks = deal_weeks(slices.loc[slices[SLICE] < origin])
            self.chain = DealChain().fit(weeks.loc[weeks["ends"] <= origin])
            if _rarer(past) >= DEALS_FULL_FROM:
                rows = past.groupby(O.opportunity_id)[SLICE].transform("size").to_numpy(float)
                self.trees = boosted(past[DEAL_COLUMNS], past["won"].to_numpy(), len(rows) / rows / self.wins.deals_)
        return self

    def learn(self, rows: pd.DataFrame, *, origin: pd.Timestamp) -> Self:
        """Learn the average from what the members said on earlier dates.

        Parameters
        ----------
        rows : `rolling_odds` of earlier dates; only what was decided by ``origin`` is looked at.
        """
        closed = rows.loc[rows["decided_on"] <= origin]
        if len(closed):
            self.pool = _pool(closed, MEMBERS)
        both = closed.loc[closed["p_boosting"].notna()]
        if self.trees is not None and _rarer(both) >= DEALS_RIDGE_FROM:
            plain, wider = (_pool(both, names) for names in (MEMBERS, BOOSTED))
            y = both["won"].to_numpy(float)
            gain = log_losses(y, plain.mean(both[MEMBERS].to_numpy())) - log_losses(
                y, wider.mean(both[BOOSTED].to_numpy())
            )
            if surely_gains(gain, both[O.opportunity_id]):
                self.pool, self.pooled = wider, BOOSTED
        self.doubt = DealDoubt().learn(rows, origin=origin)
        passed = rows.loc[rows[SLICE] + pd.Timedelta(days=DAYS) <= origin]
        if len(passed) >= LEAST_DAYS:
            took = clip_days(passed["days_left"].where(passed["decided_on"] <= origin).to_numpy(float), DAYS)
            self.share = min(
                SHARES,
                key=lambda share: np.abs(
                    clip_days(_mixed(passed["days_chain"], passed["days_rep"], share), DAYS) - took
                ).mean(),
            )
        return self

    def members(self, now: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
        """What each says: `BOOSTED`, and the days to the decision by the chain and by the rep."""
        found = pd.DataFrame(index=now.index)
        found["p_ridge"] = self.wins.predict_proba(now)[:, 1]
        found["p_boosting"] = np.nan if self.trees is None else expit(boosted_odds(self.trees, now[DEAL_COLUMNS]))
        if self.chain is None:
            return found.assign(p_chain=found["p_ridge"], days_chain=np.nan, days_rep=np.nan)
        found["p_chain"], decided = self.chain.run(now)
        for share, name in zip((0.1, 0.5, 0.9), ("days_early", "days_chain", "days_late"), strict=True):
            found[name] = days_by(decided, share)
        ahead = (now[F.expected_close] - as_of).dt.days.to_numpy(float)
        # a day that has passed says nothing of when
        return found.assign(days_rep=np.where(ahead > 0, ahead, np.nan))

    def predict(self, members: pd.DataFrame) -> np.ndarray:
        """P(win) of what `members` gives, shape (n,)."""
        if self.chain is None:
            return members["p_ridge"].to_numpy(float)
        return self.pool.mean(members[self.pooled].to_numpy())

    def predict_range(self, now: pd.DataFrame, members: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80% range of P(win), each of shape (n,).

        Notes
        -----
        Wide enough for both: the ridge's own variance with the members' distance and `DealDoubt.variance`, and cross
        Venn-Abers on what was said of past deals.
        """
        low, high = self.wins.predict_range(now)
        if self.chain is None:
            return low, high
        apart = np.std(logit(np.clip(members[self.pooled].to_numpy(), EDGE, 1 - EDGE)), axis=1)
        own = ((logit(high) - logit(low)) / 2) ** 2
        reach = np.sqrt(own + REACH_80**2 * (apart**2 + self.doubt.variance))
        p = self.predict(members)
        low, high = self.doubt.calibrated(p)
        return np.minimum(low, expit(logit(p) - reach)), np.maximum(high, expit(logit(p) + reach))

    def close_days(self, members: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
        """Days by which the deal is decided with chances of 10, 50 and 90%: `CLOSE`, NaT beyond three years."""
        middle = _mixed(members["days_chain"], members["days_rep"], self.share)
        # the rep's day moves the chain's range with the middle
        ratio = middle / members["days_chain"].to_numpy(float)
        days = [members["days_early"] * ratio, middle, members["days_late"] * ratio]
        made = {
            name: (as_of + pd.to_timedelta(np.ceil(np.maximum(one, 1.0)), unit="D"))
            for name, one in zip(CLOSE, days, strict=True)
        }
        return pd.DataFrame(made, index=members.index).astype("datetime64[us]")


def rolling_odds(slices: pd.DataFrame, *, origins: int = ORIGINS) -> pd.DataFrame:
    """What would have been said on past dates, each time from what was known then.

    Returns
    -------
    Rows of ``slices`` of the last dates with the ladder's ridge, oldest first, with `BOOSTED`, days_chain and days_rep,
    p, p_naive (the funnel), p_rep (the rep's own figure) and ``judged`` (not one of the dates before those scored).
    """
    known = slices.loc[slices["won"].notna()].groupby(SLICE).size()
    # the newest months' deals that are closed by now closed fast; months with few say little
    dates = sorted(known.index[known >= LEAST_CLOSED])[-(origins + BEFORE) :]
    found: list[pd.DataFrame] = []
    for number, origin in enumerate(dates):
        odds = DealOdds().fit(slices, origin=origin)
        if odds.chain is None:
            continue
        if found:
            odds.learn(pd.concat(found, ignore_index=True), origin=origin)
        now = slices.loc[slices[SLICE] == origin].reset_index(drop=True)
        members = odds.members(now, as_of=origin)
        found.append(
            pd.concat([now, members], axis=1).assign(
                p=odds.predict(members),
                p_naive=odds.wins.funnel(now),
                p_rep=now[F.rep_probability],
                judged=number >= len(dates) - origins,
            )
        )
    if not found:
        names = [*BOOSTED, "days_chain", "days_rep", "p", "p_naive", "p_rep"]
        return slices.iloc[:0].assign(**dict.fromkeys(names, np.nan), judged=False)
    return pd.concat(found, ignore_index=True)


def _rarer(closed: pd.DataFrame) -> int:
    """Deals of the rarer outcome."""
    won = closed.groupby(O.opportunity_id)["won"].first()
    return int(min(won.sum(), len(won) - won.sum()))


def _pool(closed: pd.DataFrame, members: list[str]) -> LogPool:
    """The average of members on rows of decided deals."""
    # a deal's months repeat one another: all rows together weigh as much as there are deals
    weight = np.full(len(closed), closed[O.opportunity_id].nunique() / len(closed))
    return LogPool().fit(closed[members].to_numpy(), closed["won"].to_numpy(), weight=weight)


def _mixed(chain: pd.Series, rep: pd.Series, share: float) -> np.ndarray:
    """Days by the chain and by the rep, averaged on the logarithmic scale; the chain's where the rep's are empty."""
    chain, rep = chain.to_numpy(float), rep.to_numpy(float)
    both = np.exp((1 - share) * np.log(np.maximum(chain, 1.0)) + share * np.log(np.maximum(rep, 1.0)))
    return np.where(np.isfinite(both), both, chain)
