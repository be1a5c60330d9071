"""Usual items: order, chances, ranges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.models.items import learn_chance, rank_items, score_items, usual_items, with_quantities
from accountbook.tables import TABLES

DAYS = [f"2026-0{month}-10" for month in range(1, 7)]


def usual(book: Book, *, popular: bool = True) -> pd.DataFrame:
    """The usual items of every account, with quantities."""
    return with_quantities(rank_items(usual_items(book), popular=popular))


@pytest.fixture
def basket_lines(order_lines) -> pd.DataFrame:
    """A buys x six times, y and z twice; five others buy z; x2 ended."""
    parts = [
        order_lines([("A", day, 10.0) for day in DAYS], item="x"),
        order_lines([("A", day, 10.0) for day in DAYS[:2]], item="y"),
        order_lines([("A", day, 10.0) for day in DAYS[1:3]], item="z"),
        order_lines([("A", day, 10.0) for day in DAYS[:5]], item="x2"),
        *[order_lines([(f"B{k}", day, 10.0) for day in DAYS[4:]], item="z") for k in range(5)],
    ]
    lines = pd.concat(parts, ignore_index=True)
    return lines.assign(order_id=[f"O{number}" for number in range(len(lines))])


def test_cap_36_frequency_first_then_what_others_buy(make_book, basket_lines) -> None:
    book = make_book(basket_lines, "2026-06-30")
    own = usual(book).query("account_id == 'A'")
    assert own["item_id"].tolist() == ["x", "x2", "z", "y"]
    assert own["rank"].tolist() == [1, 2, 3, 4]
    assert own["p"].is_monotonic_decreasing
    plain = usual(book, popular=False).query("account_id == 'A'")
    assert plain["item_id"].tolist() == ["x", "x2", "y", "z"]
    assert plain["p"].is_monotonic_decreasing and plain["p"].iloc[2] == plain["p"].iloc[3]


def test_an_item_that_ended_is_not_expected(make_book, basket_lines) -> None:
    items = TABLES["items"].frame(
        [{"item_id": "x2", "ends_on": "2026-06-01"}, {"item_id": "x", "ends_on": "2026-08-01"}]
    )
    found = usual(make_book(basket_lines, "2026-06-30", items=items)).query("account_id == 'A'")
    assert found["item_id"].tolist() == ["x", "z", "y"]


def test_an_item_nobody_bought_twice_has_a_small_chance(make_book, order_lines) -> None:
    lines = pd.concat([order_lines([("A", day, 10.0)], item=f"i{k}") for k, day in enumerate(DAYS)], ignore_index=True)
    found = usual(make_book(lines.assign(order_id=DAYS), "2026-06-30"))
    assert len(found) == 6
    assert ((found["p"] > 0) & (found["p"] < 0.3)).all()
    assert (found["quantity_lo"] <= found["quantity"]).all() and (found["quantity"] <= found["quantity_hi"]).all()


def test_the_chance_is_what_happened() -> None:
    rng = np.random.default_rng(12)
    rate = rng.beta(2, 3, 6000)
    times = rng.binomial(10, rate).astype(float)
    bought = (rng.random(6000) < rate).astype(float)
    seen = times > 0
    chance = learn_chance(times[seen], np.full(seen.sum(), 10.0), np.zeros(seen.sum()), bought[seen])
    p = chance(times[seen], np.full(seen.sum(), 10.0), np.zeros(seen.sum()))
    for share in (1, 4, 8):
        rows = times[seen] == share
        assert abs(p[rows].mean() - bought[seen][rows].mean()) < 0.06


def test_an_order_of_nothing_known_scores_zero() -> None:
    ranked = pd.DataFrame({"account_id": ["A"], "item_id": ["x"], "rank": [1]})
    found = score_items(ranked, pd.DataFrame({"account_id": ["A", "B"], "item_id": ["x", "x"]}))
    assert found["recall"].to_dict() == {"A": 1.0, "B": 0.0}
    assert found["hit"].to_dict() == {"A": 1.0, "B": 0.0}
