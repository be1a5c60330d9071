"""Which items the next order holds, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.features import ItemFeature as F
from accountbook.features.dues import Purchases, item_totals
from accountbook.features.items import baskets, item_features
from accountbook.features.shrink import Pool, pool
from accountbook.features.successors import heirs, with_heirs
from accountbook.features.view import View
from accountbook.models.item_chance import ItemChance, chance_columns, learn_chance, learnable, past_dates
from accountbook.models.judge import REACH_80
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

TOP = 15
CHANCE = "p"
FREQUENCY = "p_frequency"
JUDGED = 10
KIND, USUAL, IDEA = "kind", "usual", "idea"
NEXT, AGAIN = "next", "again"
OWN_SPREAD = 5
"""Purchases that everybody's spread of quantities counts for beside the pair's own."""
QUANTITY = Pool(mean=2.0, within=0.5, between=1.5)


@dataclass(frozen=True)
class Looked:
    """What accounts, all of them or a share, show on a date; sums of shares add up, rows stand one after another.

    Attributes
    ----------
    pairs : `item_features` with `ItemDue`, on the date itself. totals : their `item_totals`.
    past : of each past date, the `learnable` rows and the `item_totals`.
    """

    pairs: pd.DataFrame
    totals: pd.DataFrame
    past: list[tuple[pd.DataFrame, pd.DataFrame]]


def looked(view: View, dates: Sequence[pd.Timestamp]) -> Looked:
    """Look at the orders of a view's accounts, discontinued items under the numbers of their successors.

    Parameters
    ----------
    dates : past dates, see `past_dates`.
    """
    basket = with_heirs(baskets(view), heirs(view.table("items"), view.as_of))
    purchases = Purchases(basket)
    now = purchases.at(view.as_of)
    pairs = item_features(view, basket=basket)
    due = [name for name in now if name not in (L.account_id, L.item_id, *pairs)]
    past = []
    for date in dates:
        then = purchases.at(date)
        past.append((learnable(then, date), item_totals(then)))
    return Looked(pairs.assign(**{name: now[name].to_numpy() for name in due}), item_totals(now), past)


def usual_items(view: View) -> pd.DataFrame:
    """`item_features` of accounts with two orders or more, with two chances of each item in the next order.

    ``p`` heeds how due the item is and what other accounts buy now, ``p_frequency`` only how often the account bought
    it. Items whose last day of sale has come are left out; what was bought of them counts for their successors.
    """
    seen = looked(view, view_dates(view))
    return with_chances(seen.pairs, seen.totals, learn_chance(seen.past), view)


def view_dates(view: View) -> list[pd.Timestamp]:
    """The past dates that a view's chances are learned from."""
    days = view.order_days()
    return past_dates(days[L.order_date].min(), view.as_of) if len(days) else []


def with_chances(pairs: pd.DataFrame, totals: pd.DataFrame, chance: ItemChance, view: View) -> pd.DataFrame:
    """`usual_items` of what was looked at, given the chance.

    Parameters
    ----------
    pairs : of all accounts or of some. totals : `item_totals` of all.
    """
    items = view.table("items")
    ended = items.loc[items[I.ends_on] <= view.as_of, I.item_id]
    pairs = pairs.loc[(pairs[F.orders] >= 2).to_numpy() & ~pairs.index.get_level_values(L.item_id).isin(ended)]
    columns = chance_columns(pairs.reset_index(), totals)
    return pairs.assign(**{CHANCE: chance(columns), FREQUENCY: chance(columns, plain=True)})


def rank_items(pairs: pd.DataFrame, *, popular: bool = True, top: int = TOP) -> pd.DataFrame:
    """The first items of each account, with ``rank`` from 1.

    Parameters
    ----------
    pairs : `usual_items`, sorted by account and item.
    popular : by ``p``, which heeds how due an item is and what other accounts buy now; else by frequency alone, ties
        by the item's number (the naive rival), and ``p`` is that of the frequency.

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
    reach = np.exp(REACH_80 * np.sqrt(own * (1 + 1 / times)))
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
            KIND: USUAL,
        }
    )


def score_items(ranked: pd.DataFrame, bought: pd.DataFrame) -> pd.DataFrame:
    """Recall, nDCG, hit and precision at 10 of each account that ordered.

    Parameters
    ----------
    ranked : account_id, item_id, rank. bought : account_id, item_id of the order that came.

    Returns
    -------
    Frame indexed by account_id: recall, ndcg, hit, precision (hits of ten, however many were named). nDCG divides by
    the ideal over all items of that order.

    Examples
    --------
    >>> ranked = pd.DataFrame({"account_id": ["A", "A"], "item_id": ["x", "a"], "rank": [1, 2]})
    >>> bought = pd.DataFrame({"account_id": ["A", "A"], "item_id": ["a", "b"]})
    >>> score_items(ranked, bought).round(3).loc["A"].tolist()
    [0.5, 0.387, 1.0, 0.1]
    """
    bought = bought[[L.account_id, L.item_id]].drop_duplicates()
    size = bought.groupby(L.account_id).size()
    top = ranked.loc[ranked["rank"] <= JUDGED, [L.account_id, L.item_id, "rank"]]
    hits = top.merge(bought, on=[L.account_id, L.item_id])
    gain = (1 / np.log2(hits["rank"] + 1)).groupby(hits[L.account_id]).sum().reindex(size.index).fillna(0.0)
    count = hits.groupby(L.account_id).size().reindex(size.index).fillna(0.0)
    ideal = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(size.max() if len(size) else 0) + 2))])
    best = ideal[size.to_numpy()]
    return pd.DataFrame(
        {"recall": count / size, "ndcg": gain / best, "hit": (count > 0).astype(float), "precision": count / JUDGED}
    )


def baskets_within(basket: pd.DataFrame, accounts: pd.Index, as_of: pd.Timestamp, *, horizon: int) -> pd.DataFrame:
    """Items that accounts bought within the horizon after a date.

    Parameters
    ----------
    basket : `baskets` of a later view.

    Returns
    -------
    Frame with one row per account and item, sorted: account_id, item_id, ``next`` (in the first order day of the
    horizon) and ``again`` (the account had bought it by the date).
    """
    rows = basket.loc[
        basket[L.order_date] <= as_of + pd.Timedelta(days=horizon), [L.account_id, L.item_id, L.order_date]
    ]
    rows = rows.loc[rows[L.account_id].isin(accounts)].astype({L.account_id: "str", L.item_id: "str"})
    key = [L.account_id, L.item_id]
    later = rows[L.order_date] > as_of
    known = pd.MultiIndex.from_frame(rows.loc[~later, key])
    rows = rows.loc[later]
    first = rows.groupby(L.account_id)[L.order_date].transform("min")
    found = rows.assign(**{NEXT: rows[L.order_date] == first}).groupby(key, as_index=False)[NEXT].any()
    return found.assign(**{AGAIN: pd.MultiIndex.from_frame(found[key]).isin(known)})
