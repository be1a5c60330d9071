"""New ideas: items that accounts alike buy and an account never bought, apart from its usual ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from accountbook.features import ItemFeature as F
from accountbook.features.dues import RECENT
from accountbook.features.view import View
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.items import CHANCE, IDEA, KIND, NEXT
from accountbook.models.ridge import RidgeLogit
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

TOP = 5
FEWEST_ACCOUNTS = 20
"""Below it, whose purchases are alike is chance."""
FEWEST_BUYERS = 5
"""Accounts that must have bought an item within a year: an idea's price and quantity are theirs, and with fewer would
tell what one of them pays. It is the rule for sums in `accountbook.planning.naming`."""
YEAR = 365
MOST_ITEMS = 500
"""Items that may be an idea at most: those that most accounts bought lately."""
SHRINK = 10.0
"""Buyers that two items must share before what they share counts half."""
SCORE = "score"
HIT = "hit"
ALIKE, POPULAR = "alike", "popular"
"""By what accounts alike buy; by what most accounts buy (the naive rival)."""


def new_ideas(pairs: pd.DataFrame, view: View) -> pd.DataFrame:
    """Up to five items per account that it never bought, in two orders.

    Parameters
    ----------
    pairs : `accountbook.models.items.looked` of all accounts, sorted by account and item; discontinued items stand
        under the numbers of their successors.
    view : its date, and its items table, which says what has ended.

    Returns
    -------
    Frame: account_id, item_id, ``rank`` from 1, ``score``, ``by`` ("alike" or "popular"), quantity with its 80% range
    among who buys it, unit_price. Accounts with two orders and one within a year; empty where fewer than twenty are.

    Notes
    -----
    Item-based collaborative filtering (Deshpande & Karypis 2004) on what was bought in the last 365 days: an idea's
    score is the sum, over the account's items, of the accounts that bought both, over (the geometric mean of the
    buyers of each + 10), times the root of the share of the idea's buyers that bought it in the last 60 days. The
    rival ranks by the accounts that bought in those 60 days.
    """
    account, accounts = pd.factorize(pairs.index.get_level_values(L.account_id))
    item, items = pd.factorize(pairs.index.get_level_values(L.item_id), sort=True)
    last = pairs[F.last_bought]
    year = (last > view.as_of - pd.Timedelta(days=YEAR)).to_numpy()
    recent = (last > view.as_of - pd.Timedelta(days=RECENT)).to_numpy()
    whose = np.unique(account[year & (pairs[F.orders] >= 2).to_numpy()])
    buyers, lately = (np.bincount(item[some], minlength=len(items)).astype(float) for some in (year, recent))
    table = view.table("items")
    ended = items.isin(table.loc[table[I.ends_on] <= view.as_of, I.item_id].astype("str"))
    wanted = np.flatnonzero((buyers >= FEWEST_BUYERS) & ~ended)
    wanted = wanted[np.lexsort((wanted, -lately[wanted]))][:MOST_ITEMS]
    if len(whose) < FEWEST_ACCOUNTS or not len(wanted):
        return _priced(pd.DataFrame({L.account_id: [], L.item_id: [], "rank": [], SCORE: [], "by": []}), pairs, year)
    shape = (len(accounts), len(items))
    bought = sparse.csr_matrix((np.ones(year.sum()), (account[year], item[year])), shape=shape)
    both = (bought.T @ bought[:, wanted]).toarray()
    likeness = both / (np.sqrt(buyers[:, None] * buyers[wanted]) + SHRINK)
    fresh = np.sqrt((lately[wanted] + 1) / (buyers[wanted] + 1))
    ever = sparse.csr_matrix((np.ones(len(item)), (account, item)), shape=shape)[whose][:, wanted].toarray() > 0
    popular = np.broadcast_to(lately[wanted], ever.shape)
    found = []
    for by, score in ((ALIKE, bought[whose] @ likeness * fresh), (POPULAR, popular)):
        open_to = np.where(ever, 0.0, score)
        first = np.argsort(-open_to, axis=1, kind="stable")[:, :TOP]
        value = np.take_along_axis(open_to, first, axis=1)
        row, place = np.nonzero(value > 0)
        found.append(
            pd.DataFrame(
                {
                    L.account_id: accounts[whose[row]],
                    L.item_id: items[wanted[first[row, place]]],
                    "rank": place + 1,
                    SCORE: value[row, place],
                    "by": by,
                }
            )
        )
    return _priced(pd.concat(found, ignore_index=True), pairs, year)


def _priced(ideas: pd.DataFrame, pairs: pd.DataFrame, year: np.ndarray) -> pd.DataFrame:
    """Ideas with how many pieces their buyers take, and at what price; none where too few of these say theirs."""
    sold = pairs.loc[year & pairs.index.get_level_values(L.item_id).isin(ideas[L.item_id].unique())]
    taken = sold.groupby(level=L.item_id)
    quantity = taken[F.quantity_median].quantile([0.1, 0.5, 0.9]).unstack()
    at = quantity.reindex(columns=[0.1, 0.5, 0.9]).reindex(ideas[L.item_id])
    price = taken[F.unit_price].median().where(taken[F.unit_price].count() >= FEWEST_BUYERS).reindex(ideas[L.item_id])
    return ideas.assign(
        **{
            L.quantity: at[0.5].to_numpy(),
            "quantity_lo": at[0.1].to_numpy(),
            "quantity_hi": at[0.9].to_numpy(),
            F.unit_price: price.to_numpy(),
        }
    ).astype({L.account_id: "str", L.item_id: "str", "rank": "int64", "by": "str"})


def tried_ideas(ideas: pd.DataFrame, came: pd.DataFrame) -> pd.DataFrame:
    """Ideas of a past date beside what came.

    Parameters
    ----------
    ideas : `new_ideas` of then. came : account_id, item_id and ``next`` (whether it was in the next order) of all that
        was bought within the horizon by the accounts that are judged.

    Returns
    -------
    The ideas of the judged accounts that ordered, with ``hit``: bought within the horizon; and ``next``.

    Examples
    --------
    >>> ideas = pd.DataFrame({"account_id": ["A", "A", "B"], "item_id": ["x", "y", "x"]})
    >>> came = pd.DataFrame({"account_id": ["A", "A"], "item_id": ["y", "z"], "next": [False, True]})
    >>> tried_ideas(ideas, came)[["item_id", "hit", "next"]].to_numpy().tolist()
    [['x', 0.0, 0.0], ['y', 1.0, 0.0]]
    """
    key = [L.account_id, L.item_id]
    made = ideas.loc[ideas[L.account_id].isin(came[L.account_id])]
    found = made.merge(came.groupby(key, as_index=False)[NEXT].max().assign(**{HIT: 1.0}), on=key, how="left")
    return found.assign(**{HIT: found[HIT].fillna(0.0), NEXT: found[NEXT].eq(True).astype(float)})


def shown_ideas(ideas: pd.DataFrame, *, by: str = ALIKE) -> pd.DataFrame:
    """The ideas of one of the two orders."""
    return ideas.loc[ideas["by"] == by].reset_index(drop=True)


def after_usual(ideas: pd.DataFrame, usual: pd.DataFrame) -> pd.DataFrame:
    """The usual items, and after each account's the ideas, ranks going on.

    Parameters
    ----------
    ideas, usual : account_id, item_id, rank and more; columns that only one of them has are empty for the other.

    Examples
    --------
    >>> usual = pd.DataFrame({"account_id": ["A", "A"], "item_id": ["x", "y"], "rank": [1, 2]})
    >>> ideas = pd.DataFrame({"account_id": ["A"], "item_id": ["z"], "rank": [1]})
    >>> after_usual(ideas, usual)[["item_id", "rank"]].to_numpy().tolist()
    [['x', 1], ['y', 2], ['z', 3]]
    """
    count = usual.groupby(L.account_id).size().reindex(ideas[L.account_id]).fillna(0)
    later = ideas.assign(rank=ideas["rank"].to_numpy() + count.to_numpy(dtype="int64"))
    if later.empty or usual.empty:
        return (usual if later.empty else later).reset_index(drop=True)
    both = pd.concat([usual, later], ignore_index=True)
    return both.sort_values([L.account_id, "rank"], kind="stable", ignore_index=True)


def priced_ideas(ideas: pd.DataFrame, chance: np.ndarray) -> pd.DataFrame:
    """`new_ideas` of one order as rows of kind "items", with their chance; ranks from 1."""
    amount = ideas[L.quantity].to_numpy() * ideas[F.unit_price].to_numpy()
    names = [L.account_id, L.item_id, "rank", CHANCE, L.quantity, "quantity_lo", "quantity_hi", L.amount, KIND]
    return ideas.assign(**{CHANCE: chance, L.amount: amount, KIND: IDEA})[names]


def ideas_verdict(tried: pd.DataFrame) -> Verdict:
    """The gate's verdict by ideas that were not bought; tried ideas of past dates, with a column ``origin``."""
    missed = (1 - tried[HIT]).groupby([tried["by"], tried["origin"], tried[L.account_id]]).mean()
    sides = [missed.loc[missed.index.get_level_values("by") == by].droplevel("by") for by in (ALIKE, POPULAR)]
    both = pd.concat(sides, axis=1, keys=(ALIKE, POPULAR)).dropna()
    return judge_gate(
        both[ALIKE].to_numpy(),
        both[POPULAR].to_numpy(),
        both.index.get_level_values(L.account_id),
        both.index.get_level_values("origin"),
    )


def idea_chance(ideas: pd.DataFrame, tried: pd.DataFrame) -> np.ndarray:
    """Chance that each idea is in the account's next order, from such ideas of past dates, shape (n,).

    Parameters
    ----------
    ideas : of one order. tried : `tried_ideas` of the same order; empty: every chance is empty.
    """
    if tried.empty or ideas.empty:
        return np.full(len(ideas), np.nan)
    model = RidgeLogit().fit(_columns(tried), tried[NEXT].to_numpy(), groups=tried[L.account_id])
    return np.clip(model.predict_proba(_columns(ideas))[:, 1], 1e-4, 1 - 1e-4)


def _columns(ideas: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({SCORE: np.log(ideas[SCORE].to_numpy(float))})
