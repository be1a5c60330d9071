"""The chance that an item bought before is in the next order, learned from past orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from accountbook.features.dues import ItemDue as D
from accountbook.models.ridge import RidgeLogit
from accountbook.models.slices import STEP, slice_dates

PAST = 6
"""Past dates, a month apart, whose next orders are learned from; twelve rank no better."""
MOST_PAIRS = 30_000
"""Rows that are learned from at most; more move ten numbers no further."""
SEED = 20260103
LATEST = 365
"""Accounts silent for longer are not learned from."""
LOYALTY = 20.0
"""Later orders that everybody's rate of buying again counts for beside an item's own."""
FREQUENCY = ["frequency", "orders"]
COLUMNS = [*FREQUENCY, "since", "decayed", "overdue", "share", "others", "trend", "buyers", "loyalty"]


@dataclass(frozen=True)
class ItemChance:
    """P(item in the next order), for items bought before.

    Attributes
    ----------
    due : the ridge on `COLUMNS`. frequency : that on how often the account bought it, alone. None where no past
        order could be learned from: then it is how often, of one order more than there were.
    """

    due: RidgeLogit | None = None
    frequency: RidgeLogit | None = None

    def __call__(self, columns: pd.DataFrame, *, plain: bool = False) -> np.ndarray:
        """Chances, shape (n,), off 0 and 1.

        Parameters
        ----------
        columns : `chance_columns`. plain : by frequency alone.
        """
        model = self.frequency if plain else self.due
        if model is None:
            return expit(columns["frequency"].to_numpy())
        odds = np.full(len(columns), model.intercept_)
        # column by column: a row's sum must not depend on which rows stand beside it
        for part in model.contributions(columns).to_numpy().T:
            odds = odds + part
        return np.clip(expit(odds), 1e-4, 1 - 1e-4)


def past_dates(first: pd.Timestamp, as_of: pd.Timestamp) -> list[pd.Timestamp]:
    """Dates whose next orders may be learned from, newest first.

    Examples
    --------
    >>> [f"{date:%m-%d}" for date in past_dates(pd.Timestamp("2026-01-01"), pd.Timestamp("2026-04-30"))]
    ['03-31']
    """
    return slice_dates(first, as_of, horizon=STEP, count=PAST)


def learnable(dues: pd.DataFrame, date: pd.Timestamp) -> pd.DataFrame:
    """The rows of `Purchases.at` of accounts that had two orders, the last within a year, and have ordered since."""
    last = dues.groupby(D.account_id, observed=True)[D.last_bought].transform("max")
    alive = (last > date - pd.Timedelta(days=LATEST)) & (dues[D.orders] >= 2) & dues[D.came]
    return dues.loc[alive].reset_index(drop=True)


def chance_columns(dues: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """What the chance of an item is made of, shape (n, columns).

    Parameters
    ----------
    dues : rows of `Purchases.at`. totals : `item_totals` of everybody on the same date.

    Notes
    -----
    How often: of all the account's orders, of those since the item was first bought, and with decay (Hu et al. 2020).
    How due: the item's own cycle beside the account's. What share of all it ever bought an order of the account holds.
    What others do, the account itself taken off: how many bought the item in the last 20 days, whether that grows, how
    many ever did, and how faithful they stayed. Ten columns; on a wholesaler's orders each of the groups left out
    costs one to four thousandths of recall.
    """
    held = _held(totals)
    ids = dues[D.item_id].astype("category").cat
    item = totals.reindex(ids.categories.astype("str")).take(ids.codes.to_numpy())
    times, orders, since = (dues[name].to_numpy(float) for name in (D.times, D.orders, D.since))
    lately, recent = (item[name].to_numpy() - dues[name].to_numpy(float) for name in (D.lately, D.recent))
    again = totals[D.repeats].sum() / max(totals[D.chances].sum(), 1.0)
    repeats = item[D.repeats].to_numpy() - (times - 1) + LOYALTY * again
    chances = item[D.chances].to_numpy() - (since - 1) + LOYALTY
    return pd.DataFrame(
        {
            "frequency": _odds(times / (orders + 1)),
            "orders": np.log(orders),
            "since": _odds((times - 0.5) / (since + 0.5)),
            "decayed": _odds(dues[D.decayed].to_numpy()),
            "overdue": dues[D.overdue].to_numpy(),
            "share": np.log(dues[D.lines].to_numpy() / dues[D.variety].to_numpy()),
            "others": np.log1p(lately) - held[D.lately],
            "trend": np.log1p(recent) - held[D.recent] - (np.log1p(item[D.before].to_numpy()) - held[D.before]),
            "buyers": np.log1p(item[D.buyers].to_numpy()) - held[D.buyers],
            "loyalty": _odds(repeats / chances),
        },
        index=dues.index,
    )


def learn_chance(past: Sequence[tuple[pd.DataFrame, pd.DataFrame]]) -> ItemChance:
    """Fit the chance on what accounts ordered next after past dates.

    Parameters
    ----------
    past : of each date, the `learnable` rows and the `item_totals` of everybody.

    Examples
    --------
    >>> learn_chance([])
    ItemChance(due=None, frequency=None)
    """
    parts = [(rows, totals) for rows, totals in past if len(rows)]
    if not parts:
        return ItemChance()
    ends = np.cumsum([len(rows) for rows, _ in parts])
    drawn = np.arange(ends[-1])
    if len(drawn) > MOST_PAIRS:
        drawn = np.sort(np.random.default_rng(SEED).choice(len(drawn), MOST_PAIRS, replace=False))
    places = np.split(drawn, np.searchsorted(drawn, ends[:-1]))
    some = [rows.iloc[own - end + len(rows)] for (rows, _), own, end in zip(parts, places, ends, strict=True)]
    columns = pd.concat([chance_columns(rows, totals) for rows, (_, totals) in zip(some, parts, strict=True)])
    bought = np.concatenate([rows[D.bought].to_numpy(float) for rows in some])
    accounts = np.concatenate([rows[D.account_id].to_numpy(str) for rows in some])
    return ItemChance(
        RidgeLogit().fit(columns[COLUMNS], bought, groups=accounts),
        RidgeLogit().fit(columns[FREQUENCY], bought, groups=accounts),
    )


def _held(totals: pd.DataFrame) -> pd.Series:
    """Log counts of the item behind the average pair.

    Counts are taken against it: a busy month, or a book that only begins, moves those of all items alike and would
    move every chance.
    """
    buyers = totals[D.buyers].to_numpy(dtype=float)
    # column by column: a sum over a whole table takes its rows in an order that hangs on how the table lies in memory,
    # which is another where totals were put together from shares
    held = {name: float((np.log1p(column.to_numpy(dtype=float)) * buyers).sum()) for name, column in totals.items()}
    return pd.Series(held) / max(buyers.sum(), 1.0)


def _odds(p: np.ndarray) -> np.ndarray:
    """Log-odds of shares, off 0 and 1."""
    return logit(np.clip(p, 1e-4, 1 - 1e-4))
