"""The usual items, taken by shares of the accounts, are those of the whole book."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.executors import local_processes
from accountbook.models.orders import predict_orders
from accountbook.models.usual import baskets_after, ranked_items
from accountbook.tables import TABLES


@pytest.fixture
def book(make_book) -> Book:
    """Forty accounts, 150 items, the first ones widely liked, of which each account likes five; one item has ended.

    So many, because sums of few numbers come out the same in whichever order they are taken.
    """
    random = np.random.default_rng(5)
    rows = []
    liking = 1 / np.arange(1, 151)
    for account in range(40):
        liked = random.choice(150, 5, replace=False, p=liking / liking.sum())
        for order, day in enumerate(np.sort(random.integers(0, 700, 12))):
            rows += [
                {
                    "order_id": f"{account}-{order}", "line": str(place), "account_id": f"A-{account:02}",
                    "order_date": pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(day)), "kind": "order",
                    "item_id": f"P-{item:02}", "quantity": float(random.integers(1, 40)), "unit_price": 2.5 + item,
                    "currency": "EUR",
                }
                for place, item in enumerate(random.choice(liked, 3, replace=False))
            ]  # fmt: skip
    items = TABLES["items"].frame([{"item_id": "P-03", "ends_on": "2025-06-30"}])
    return make_book(TABLES["order_lines"].frame(rows), "2025-11-30", items=items)


def test_items_are_the_same_whoever_did_the_work(book) -> None:
    dates = [pd.Timestamp("2025-06-30"), pd.Timestamp("2025-08-31")]
    some = pd.Index([f"A-{number:02}" for number in range(0, 40, 2)])
    whole, made = ranked_items(book), predict_orders(book)
    after = [one(some) for one in baskets_after(book, dates, horizon=60)]
    with local_processes(2) as executor:
        shared, made_shared = ranked_items(book, executor=executor), predict_orders(book, executor=executor)
        after_shared = [one(some) for one in baskets_after(book, dates, horizon=60, executor=executor)]
    for mine, theirs in zip([*whole, *after], [*shared, *after_shared], strict=True):
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
    for kind, frame in made.items():
        pd.testing.assert_frame_equal(frame, made_shared[kind], check_exact=True)
    assert len(whole.ideas) > 40
    # five liked items an account, less the one that has ended
    assert whole[0].groupby("account_id").size().between(3, 5).all()
    assert "P-03" not in set(whole[0]["item_id"])
    assert set(after[0]["account_id"]) <= set(some)
    assert after[0].groupby("account_id").size().between(1, 6).all()
