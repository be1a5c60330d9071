"""The usual items by shares of the accounts: order lines stay with whoever works on a share.

What needs everybody, how many accounts bought an item lately and the chance learned from all, is put together from
what the shares found; then each share ranks its own accounts' items. The result is that of the whole book.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

import pandas as pd

from accountbook.executors import mapped
from accountbook.features.items import ItemFeature as F
from accountbook.features.items import baskets, item_features
from accountbook.models.items import (
    ItemChance,
    chance_of,
    hidden_orders,
    next_baskets,
    rank_items,
    usual_items,
    with_chances,
)
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.book import Book, BookShare

Ranked = tuple[pd.DataFrame, pd.DataFrame]
"""`rank_items` of all accounts: ours, and the naive rival's."""


def ranked_items(book: Book, *, executor: Executor | None = None) -> Ranked:
    """The first items of each account in both orders, see `rank_items`; the same with an executor and without."""
    if executor is None:
        return _both(usual_items(book))
    shares = book.shares()
    seen = list(mapped(share_seen, shares, executor=executor))
    popularity = pd.concat([one for one, _ in seen]).groupby(level=L.item_id).sum()
    hidden = pd.concat([one for _, one in seen])
    chance = chance_of(hidden.sort_values(L.account_id, kind="stable", ignore_index=True), popularity)
    tasks = [(share, chance, popularity) for share in shares]
    parts = list(mapped(share_ranked, tasks, executor=executor))
    ours, rival = (_together([part[place] for part in parts]) for place in (0, 1))
    return ours, rival


def baskets_after(
    book: Book, dates: Sequence[pd.Timestamp], *, horizon: int, executor: Executor | None = None
) -> list[Callable[[pd.Index], pd.DataFrame]]:
    """For each date, what gives the `next_baskets` of some accounts, as far as the book knows them."""
    if executor is None:
        came = baskets(book)
        return [lambda accounts, date=date: next_baskets(came, accounts, date, horizon=horizon) for date in dates]
    tasks = [(share, dates, horizon) for share in book.shares()]
    parts = list(mapped(share_baskets, tasks, executor=executor))
    whole = [_together([part[place] for part in parts]) for place in range(len(dates))]
    return [
        lambda accounts, rows=rows: rows.loc[rows[L.account_id].isin(accounts)].reset_index(drop=True) for rows in whole
    ]


def share_seen(share: BookShare) -> tuple[pd.Series, pd.DataFrame]:
    """How many accounts of a share bought each item lately, and its `hidden_orders`."""
    view = share.open()
    basket = baskets(view)
    pairs = item_features(view, basket=basket)
    return pairs[F.popularity].groupby(level=L.item_id).first(), hidden_orders(pairs, basket, view.as_of)


def share_ranked(task: tuple[BookShare, ItemChance, pd.Series]) -> Ranked:
    """`ranked_items` of a share, given what all shares say."""
    share, chance, popularity = task
    view = share.open()
    pairs = item_features(view)
    lately = popularity.reindex(pairs.index.get_level_values(L.item_id)).to_numpy()
    return _both(with_chances(pairs.assign(**{F.popularity: lately}), chance, view))


def share_baskets(task: tuple[BookShare, Sequence[pd.Timestamp], int]) -> list[pd.DataFrame]:
    """`next_baskets` of all accounts of a share, for each date."""
    share, dates, horizon = task
    came = baskets(share.open())
    everybody = pd.Index(came[L.account_id].cat.categories)
    return [next_baskets(came, everybody, date, horizon=horizon) for date in dates]


def _both(pairs: pd.DataFrame) -> Ranked:
    return rank_items(pairs), rank_items(pairs, popular=False)


def _together(parts: list[pd.DataFrame]) -> Any:
    """The rows of all shares, accounts in order, each account's rows in theirs."""
    return pd.concat(parts).sort_values(L.account_id, kind="stable", ignore_index=True)
