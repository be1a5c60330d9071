"""The odds of open deals: the ridge and the weekly chain, averaged by how good they were on past dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from threadpoolctl import threadpool_limits

from accountbook.features import DEAL_COLUMNS
from accountbook.features import DealFeature as F
from accountbook.models.boosting import Boosting, boosted
from accountbook.models.deal_average import BOOSTED, DealAverage, rarer_outcome
from accountbook.models.deal_chain import DealChain, days_by, deal_weeks
from accountbook.models.deal_doubt import DealDoubt
from accountbook.models.deal_slices import (
    CLOSE,
    DECIDED_BY,
    LEAST_CLOSED,
    SLICE,
    deal_slices,
    decided_deals,
    open_deals,
)
from accountbook.models.judge import REACH_80
from accountbook.models.ladder import DEALS_FULL_FROM, Rung
from accountbook.models.wins import WinModel
from accountbook.tables import Opportunities as O

if TYPE_CHECKING:
    from accountbook.book import Book

ORIGINS = 12
BEFORE = 6
"""Past dates before those that are scored: the first averages learn from them."""


class DealOdds:
    """P(win in the end) and the day of the decision of open deals, as one date knew them.

    Attributes
    ----------
    wins : the ladder's `WinModel`. chain : the weekly `DealChain`; None below the ladder's ridge.
    trees : the small boosting, from 200 closed deals of the rarer outcome on; else None.
    average : of the members, as past dates speak for them. doubt : widens its range by how far past ones were off.

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
        self.trees: Boosting | None = None
        self.average, self.doubt = DealAverage(), DealDoubt()
        if self.wins.rung_ == Rung.RIDGE:
            weeks = deal_weeks(slices.loc[slices[SLICE] < origin])
            self.chain = DealChain().fit(weeks.loc[weeks["ends"] <= origin])
            if rarer_outcome(past) >= DEALS_FULL_FROM:
                rows = past.groupby(O.opportunity_id)[SLICE].transform("size").to_numpy(float)
                self.trees = boosted(past[DEAL_COLUMNS], past["won"].to_numpy(), len(rows) / rows / self.wins.deals_)
        return self

    def learn(self, rows: pd.DataFrame, *, origin: pd.Timestamp) -> Self:
        """Learn the average and its doubt from what the members said on earlier dates.

        Parameters
        ----------
        rows : `rolling_odds` of earlier dates; only what was decided by ``origin`` is looked at.
        """
        self.average, self.doubt = DealAverage().learn(rows, origin=origin), DealDoubt().learn(rows, origin=origin)
        return self

    def members(self, now: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
        """What each says: `BOOSTED`, and the days to the decision by the chain and by the rep."""
        found = pd.DataFrame(index=now.index)
        found["p_ridge"] = self.wins.predict_proba(now)[:, 1]
        found["p_boosting"] = np.nan if self.trees is None else expit(self.trees.log_odds(now[DEAL_COLUMNS]))
        if self.chain is None:
            return found.assign(p_chain=found["p_ridge"], days_chain=np.nan, days_rep=np.nan)
        found["p_chain"], decided = self.chain.run(now)
        for share, name in zip(DECIDED_BY, ("days_early", "days_chain", "days_late"), strict=True):
            found[name] = days_by(decided, share)
        ahead = (now[F.expected_close] - as_of).dt.days.to_numpy(float)
        # a day that has passed says nothing of when
        return found.assign(days_rep=np.where(ahead > 0, ahead, np.nan))

    def predict(self, members: pd.DataFrame) -> np.ndarray:
        """P(win) of what `members` gives, shape (n,)."""
        if self.chain is None:
            return members["p_ridge"].to_numpy(float)
        return self.average.mean(members)

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
        own = ((logit(high) - logit(low)) / 2) ** 2
        reach = np.sqrt(own + REACH_80**2 * (self.average.apart(members) ** 2 + self.doubt.variance))
        p = self.predict(members)
        low, high = self.doubt.calibrated(p)
        return np.minimum(low, expit(logit(p) - reach)), np.maximum(high, expit(logit(p) + reach))

    def close_days(self, members: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
        """Days by which the deal is decided with chances of 10, 50 and 90%: `CLOSE`, NaT beyond three years."""
        middle = self.average.days(members)
        # the rep's day moves the chain's range with the middle
        ratio = middle / members["days_chain"].to_numpy(float)
        days = [members["days_early"] * ratio, middle, members["days_late"] * ratio]
        made = {
            name: (as_of + pd.to_timedelta(np.ceil(np.maximum(one, 1.0)), unit="D"))
            for name, one in zip(CLOSE, days, strict=True)
        }
        return pd.DataFrame(made, index=members.index).astype("datetime64[us]")


def rolling_odds(book: Book, slices: pd.DataFrame, *, origins: int = ORIGINS) -> pd.DataFrame:
    """What would have been said on past dates, each time from what was known then.

    Parameters
    ----------
    slices : `deal_slices` of the book. origins : past dates that are scored, at most.

    Returns
    -------
    Rows of ``slices`` of the last dates with the ladder's ridge, oldest first, with `BOOSTED`, days_chain and days_rep,
    p, p_naive (the funnel), p_rep (the rep's own figure) and ``judged`` (not one of the dates before those scored).
    """
    known = slices.loc[slices["won"].notna()].groupby(SLICE).size()
    # the newest months' deals that are closed by now closed fast; months with few say little
    dates = sorted(known.index[known >= LEAST_CLOSED])[-(origins + BEFORE) :]
    found: list[pd.DataFrame] = []
    for number, view in enumerate(book.snapshots(dates)):
        said = view.once("deal_members", said_members)
        if said.empty:
            continue
        average = DealAverage()
        if found:
            average.learn(_as_known(pd.concat(found, ignore_index=True), view), origin=view.as_of)
        now = slices.loc[slices[SLICE] == view.as_of].reset_index(drop=True)
        now = pd.concat([now, said.reindex(now[O.opportunity_id]).reset_index(drop=True)], axis=1)
        judged = number >= len(dates) - origins
        found.append(now.assign(p=average.mean(now), p_rep=now[F.rep_probability], judged=judged))
    if not found:
        names = [*BOOSTED, "days_chain", "days_rep", "p", "p_naive", "p_rep"]
        return slices.iloc[:0].assign(**dict.fromkeys(names, np.nan), judged=False)
    return pd.concat(found, ignore_index=True)


def said_members(book: Book) -> pd.DataFrame:
    """What each member says of a book's open deals, and the funnel (``p_naive``); empty below the ladder's ridge."""
    # in one thread: it may be kept by whoever asks later
    with threadpool_limits(limits=1):
        odds = DealOdds().fit(deal_slices(book), origin=book.as_of)
        if odds.chain is None:
            return pd.DataFrame()
        now = open_deals(book)
        return odds.members(now, as_of=book.as_of).assign(p_naive=odds.wins.funnel(now))


def _as_known(rows: pd.DataFrame, view: Book) -> pd.DataFrame:
    """Rows of earlier dates as the view's date knew them: a decision recorded later had not come then."""
    known = rows[O.opportunity_id].isin(decided_deals(view).index)
    return rows.assign(decided_on=rows["decided_on"].where(known))
