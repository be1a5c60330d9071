"""Which items the next order holds, and how many."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logit
from scipy.stats import norm

from accountbook.features import ItemFeature as F
from accountbook.features.items import RECENT, baskets, item_features
from accountbook.features.shrink import Pool, pool
from accountbook.features.view import View
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.judge import log_losses
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

TOP = 15
CHANCE = "p"
FREQUENCY = "p_frequency"
MOST_PAIRS = 20_000
"""Pairs that the chance is learned on at most; more move three numbers no further."""
SEED = 20260103
JUDGED = 10
OWN_SPREAD = 5
"""Purchases that everybody's spread of quantities counts for beside the pair's own."""
QUANTITY = Pool(mean=2.0, within=0.5, between=1.5)


@dataclass(frozen=True)
class ItemChance:
    """P(item in the next order), for items bought before: a shrunk frequency, moved by what others buy now.

    log-odds = those of (times + a) / (orders + a + b), plus ``pull`` x log(1 + other accounts that bought the item in
    the last 60 days), centred. ``a`` may be below 0: having been bought at all is how an item came to be asked about.
    """

    a: float
    b: float
    pull: float = 0.0
    centre: float = 0.0

    def __call__(self, times: np.ndarray, orders: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Chances, shape (n,), off 0 and 1."""
        plain = np.clip((times + self.a) / (orders + self.a + self.b), 1e-4, 1 - 1e-4)
        return np.clip(expit(logit(plain) + self.pull * (np.log1p(others) - self.centre)), 1e-4, 1 - 1e-4)


def learn_chance(times: np.ndarray, orders: np.ndarray, others: np.ndarray, bought: np.ndarray) -> ItemChance:
    """Fit the chance on each account's last order, from the orders before it.

    Parameters
    ----------
    times, orders : how often, of how many orders before the last; times at least 1; shape (n,).
    others : other accounts that bought the item in the last 60 days.
    bought : whether the last order held the item.

    Examples
    --------
    >>> nothing = np.array([])
    >>> learn_chance(nothing, nothing, nothing, nothing)
    ItemChance(a=0.0, b=1.0, pull=0.0, centre=0.0)
    """
    if not len(times):
        return ItemChance(0.0, 1.0)
    if len(times) > MOST_PAIRS:
        drawn = np.random.default_rng(SEED).choice(len(times), MOST_PAIRS, replace=False)
        times, orders, others, bought = times[drawn], orders[drawn], others[drawn], bought[drawn]
    centre = float(np.log1p(others).mean())

    def chance(x: np.ndarray) -> ItemChance:
        return ItemChance(float(np.exp(x[0]) - 0.9), float(np.exp(x[1])), float(x[2]), centre)

    def loss(x: np.ndarray) -> float:
        return float(
            log_losses(bought, chance(x)(times, orders, others)).sum() + (((x - start) / spread) ** 2).sum() / 2
        )

    start, spread = np.array([np.log(0.9), 0.0, 0.0]), np.array([1.0, 1.0, 0.3])
    found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-2, "maxiter": 200})
    return chance(found.x)


def usual_items(view: View) -> pd.DataFrame:
    """`item_features` of accounts with two orders or more, with two chances of each item in the next order.

    ``p`` heeds what other accounts buy now, ``p_frequency`` only how often the account bought it. Items whose last day
    of sale has come are left out.
    """
    basket = baskets(view)
    pairs = item_features(view, basket=basket)
    chance = chance_of(hidden_orders(pairs, basket, view.as_of), pairs[F.popularity].groupby(level=L.item_id).first())
    return with_chances(pairs, chance, view)


def with_chances(pairs: pd.DataFrame, chance: ItemChance, view: View) -> pd.DataFrame:
    """`usual_items` of `item_features`, given the chance.

    Parameters
    ----------
    pairs : of all accounts or of some, with the popularity that all give them.
    """
    items = view.table("items")
    ended = items.loc[items[I.ends_on] <= view.as_of, I.item_id]
    pairs = pairs.loc[(pairs[F.orders] >= 2).to_numpy() & ~pairs.index.get_level_values(L.item_id).isin(ended)]
    times, orders = pairs[F.times].to_numpy(float), pairs[F.orders].to_numpy(float)
    plain = replace(chance, pull=0.0)
    others = _others(pairs[F.popularity].to_numpy(), _recent(pairs, view.as_of))
    return pairs.assign(**{CHANCE: chance(times, orders, others), FREQUENCY: plain(times, orders, others)})


def rank_items(pairs: pd.DataFrame, *, popular: bool = True, top: int = TOP) -> pd.DataFrame:
    """The first items of each account, with ``rank`` from 1.

    Parameters
    ----------
    pairs : `usual_items`, sorted by account and item.
    popular : by ``p``, which heeds what other accounts buy now; else by frequency alone, ties by the item's number
        (the naive rival), and ``p`` is that of the frequency.

    Returns
    -------
    Frame with account_id and item_id as columns.
    """
    codes = np.unique(pairs.index.codes[0], return_inverse=True)[1] if len(pairs) else np.empty(0, dtype=int)
    order = np.lexsort((-pairs[CHANCE if popular else F.times].to_numpy(), codes))
    counts = np.bincount(codes)
    place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    first = order[place <= top]
    ranked = pairs.iloc[first].reset_index().assign(rank=place[place <= top])
    return ranked if popular else ranked.assign(**{CHANCE: ranked[FREQUENCY]})


def with_quantities(pairs: pd.DataFrame) -> pd.DataFrame:
    """The items of `rank_items` of all accounts, with how many of each.

    Returns
    -------
    Frame: account_id, item_id, rank (from 1), p, quantity (pieces, median) with its 80% range, amount (last unit price
    x quantity), kind "usual".
    """
    times = pairs[F.times].to_numpy(float)
    squares = pairs[F.quantity_log_squares].to_numpy()
    spread = pool(pairs[F.quantity_log_mean].to_numpy(), squares, times, default=QUANTITY)
    own = (squares + OWN_SPREAD * spread.within) / (times - 1 + OWN_SPREAD)
    reach = np.exp(norm.ppf(0.9) * np.sqrt(own * (1 + 1 / times)))
    quantity = pairs[F.quantity_median].to_numpy()
    return pd.DataFrame(
        {
            L.account_id: pairs[L.account_id].to_numpy(),
            L.item_id: pairs[L.item_id].to_numpy(),
            "rank": pairs["rank"].to_numpy(),
            "p": pairs[CHANCE].to_numpy(),
            L.quantity: quantity,
            "quantity_lo": quantity / reach,
            "quantity_hi": quantity * reach,
            L.amount: quantity * pairs[F.unit_price].to_numpy(),
            "kind": "usual",
        }
    )


def score_items(ranked: pd.DataFrame, bought: pd.DataFrame) -> pd.DataFrame:
    """Recall, nDCG and hit at 10 of each account that ordered.

    Parameters
    ----------
    ranked : account_id, item_id, rank. bought : account_id, item_id of the order that came.

    Returns
    -------
    Frame indexed by account_id: recall, ndcg, hit. nDCG divides by the ideal over all items of that order.

    Examples
    --------
    >>> ranked = pd.DataFrame({"account_id": ["A", "A"], "item_id": ["x", "a"], "rank": [1, 2]})
    >>> bought = pd.DataFrame({"account_id": ["A", "A"], "item_id": ["a", "b"]})
    >>> score_items(ranked, bought).round(3).loc["A"].tolist()
    [0.5, 0.387, 1.0]
    """
    bought = bought[[L.account_id, L.item_id]].drop_duplicates()
    size = bought.groupby(L.account_id).size()
    top = ranked.loc[ranked["rank"] <= JUDGED, [L.account_id, L.item_id, "rank"]]
    hits = top.merge(bought, on=[L.account_id, L.item_id])
    gain = (1 / np.log2(hits["rank"] + 1)).groupby(hits[L.account_id]).sum().reindex(size.index).fillna(0.0)
    count = hits.groupby(L.account_id).size().reindex(size.index).fillna(0.0)
    ideal = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(size.max() if len(size) else 0) + 2))])
    best = ideal[size.to_numpy()]
    return pd.DataFrame({"recall": count / size, "ndcg": gain / best, "hit": (count > 0).astype(float)})


def next_baskets(basket: pd.DataFrame, accounts: pd.Index, as_of: pd.Timestamp, *, horizon: int) -> pd.DataFrame:
    """Items of each account's first order day within the horizon after a date: account_id, item_id.

    Parameters
    ----------
    basket : `baskets` of a later view.
    """
    end = as_of + pd.Timedelta(days=horizon)
    rows = basket.loc[(basket[L.order_date] > as_of) & (basket[L.order_date] <= end)]
    rows = rows.astype({L.account_id: "str", L.item_id: "str"})
    rows = rows.loc[rows[L.account_id].isin(accounts)]
    first = rows.groupby(L.account_id)[L.order_date].transform("min")
    return rows.loc[rows[L.order_date] == first, [L.account_id, L.item_id]].reset_index(drop=True)


def items_verdict(scored: list[tuple[pd.Timestamp, pd.DataFrame, pd.DataFrame]]) -> Verdict:
    """The gate's verdict by missed recall: (origin, scores, the rival's scores) of past origins."""
    if not scored:
        return judge_gate(np.empty(0), np.empty(0), np.empty(0), np.empty(0))
    ours = pd.concat([mine.assign(origin=origin) for origin, mine, _ in scored])
    theirs = pd.concat([rival for _, _, rival in scored])
    return judge_gate(
        1 - ours["recall"].to_numpy(), 1 - theirs["recall"].to_numpy(), ours.index.to_numpy(), ours["origin"].to_numpy()
    )


def hidden_orders(pairs: pd.DataFrame, basket: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """What the chance is learned on: each account's last order hidden, and whether it held the item.

    Parameters
    ----------
    pairs : `item_features` of all accounts or of some. basket : `baskets` of the same.

    Returns
    -------
    Frame with account_id, item_id, times and orders before the last, ``recent`` (bought in the last 60 days) and
    ``bought``, of pairs bought before, sorted as `pairs` is.
    """
    last = basket.groupby(L.account_id, observed=True)[L.order_date].max()
    newest = last.rename(index=str).reindex(pairs.index.get_level_values(L.account_id))
    bought = (pairs[F.last_bought].to_numpy() == newest.to_numpy()).astype(float)
    frame = pd.DataFrame(
        {
            F.times: pairs[F.times].to_numpy(float) - bought,
            F.orders: pairs[F.orders].to_numpy(float) - 1,
            "recent": _recent(pairs, as_of),
            "bought": bought,
        },
        index=pairs.index,
    )
    return frame.loc[frame[F.times] > 0].reset_index()


def chance_of(hidden: pd.DataFrame, popularity: pd.Series) -> ItemChance:
    """Learn the chance from `hidden_orders` of all accounts, and how many accounts bought each item lately."""
    others = _others(popularity.reindex(hidden[L.item_id]).to_numpy(), hidden["recent"].to_numpy())
    times, orders, bought = (hidden[name].to_numpy() for name in (F.times, F.orders, "bought"))
    return learn_chance(times, orders, others, bought)


def _recent(pairs: pd.DataFrame, as_of: pd.Timestamp) -> np.ndarray:
    """Whether each pair's own account is among those that bought its item in the last 60 days."""
    return pairs[F.last_bought].to_numpy() > np.datetime64(as_of - pd.Timedelta(days=RECENT))


def _others(popularity: np.ndarray, recent: np.ndarray) -> np.ndarray:
    """Other accounts that bought each pair's item in the last 60 days; the pair's own account is taken off."""
    return np.maximum(popularity - recent, 0).astype(float)
