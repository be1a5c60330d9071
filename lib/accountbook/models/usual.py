"""The items of every account, usual ones and ideas, by shares: order lines stay with whoever works on a share.

What needs everybody, how many accounts bought an item lately, the chance learned from all and what accounts alike
buy, is put together from what the shares found. The result is that of the whole book.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from accountbook.executors import mapped
from accountbook.features.dues import ItemDue as D
from accountbook.features.items import baskets
from accountbook.models.ideas import new_ideas
from accountbook.models.item_chance import learn_chance
from accountbook.models.items import Looked, baskets_within, looked, rank_items, view_dates, with_chances
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.book import Book, BookShare


class Ranked(NamedTuple):
    """`rank_items` of all accounts, ours and the naive rival's, and their `new_ideas` in both orders."""

    ours: pd.DataFrame
    rival: pd.DataFrame
    ideas: pd.DataFrame


def ranked_items(book: Book, *, executor: Executor | None = None) -> Ranked:
    """The first items of each account, usual ones and ideas; the same with an executor and without."""
    dates = view_dates(book)
    if executor is None:
        seen = looked(book, dates)
    else:
        seen = _whole(list(mapped(share_looked, [(share, dates) for share in book.shares()], executor=executor)))
    pairs = with_chances(seen.pairs, seen.totals, learn_chance(seen.past), book)
    return Ranked(rank_items(pairs), rank_items(pairs, popular=False), new_ideas(seen.pairs, book))


def baskets_after(
    book: Book, dates: Sequence[pd.Timestamp], *, horizon: int, executor: Executor | None = None
) -> list[Callable[[pd.Index], pd.DataFrame]]:
    """For each date, what gives the `baskets_within` of some accounts, as far as the book knows them."""
    if executor is None:
        came = baskets(book)
        return [lambda accounts, date=date: baskets_within(came, accounts, date, horizon=horizon) for date in dates]
    tasks = [(share, dates, horizon) for share in book.shares()]
    parts = list(mapped(share_baskets, tasks, executor=executor))
    whole = [
        pd.concat([part[place] for part in parts]).sort_values(L.account_id, kind="stable", ignore_index=True)
        for place in range(len(dates))
    ]
    return [
        lambda accounts, rows=rows: rows.loc[rows[L.account_id].isin(accounts)].reset_index(drop=True) for rows in whole
    ]


def share_looked(task: tuple[BookShare, Sequence[pd.Timestamp]]) -> Looked:
    """`looked` of a share of a book, by whoever works for an executor."""
    share, dates = task
    return looked(share.open(), dates)


def share_baskets(task: tuple[BookShare, Sequence[pd.Timestamp], int]) -> list[pd.DataFrame]:
    """`baskets_within` of all accounts of a share, for each date."""
    share, dates, horizon = task
    came = baskets(share.open())
    everybody = pd.Index(came[L.account_id].cat.categories)
    return [baskets_within(came, everybody, date, horizon=horizon) for date in dates]


def _whole(parts: list[Looked]) -> Looked:
    """What all shares show together: counts added up, rows in the order of the accounts."""
    past = []
    for same in zip(*(part.past for part in parts), strict=True):
        rows = pd.concat([_named(rows) for rows, _ in same], ignore_index=True)
        past.append((rows.sort_values(D.account_id, kind="stable", ignore_index=True), _sum([t for _, t in same])))
    pairs = pd.concat([part.pairs for part in parts]).sort_index()
    return Looked(pairs, _sum([part.totals for part in parts]), past)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with plain numbers of accounts and items, as each share counts its own categories."""
    return rows.assign(**{name: rows[name].astype("str") for name in (D.account_id, D.item_id)})


def _sum(totals: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(totals).groupby(level=D.item_id, sort=True).sum()
