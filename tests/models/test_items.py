"""Usual items: order, chances, ranges."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.models.items import baskets_within, rank_items, score_items, usual_items, with_quantities
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


def test_cap_29_at_one_frequency_what_is_wanted_now_comes_first(make_book, order_lines) -> None:
    """Everybody buys x; y went out of use when z came in; A bought y and z twice each."""
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2025-01-03", periods=36, freq="10D")]
    rows = [("A", day, "x") for day in days]
    rows += [("A", days[place], item) for place, item in ((15, "y"), (16, "y"), (32, "z"), (34, "z"))]
    for k in range(30):
        out = 8 + k % 20
        mine = days[k % 3 :: 2]
        rows += [(f"B{k:02}", day, "x") for day in mine]
        rows += [(f"B{k:02}", day, "y" if place < out // 2 else "z") for place, day in enumerate(mine)]
    lines = pd.concat([order_lines([(who, day, 10.0)], item=item) for who, day, item in rows], ignore_index=True)
    book = make_book(lines.assign(order_id=[f"O{number}" for number in range(len(lines))]), "2025-12-31")
    own = usual(book).query("account_id == 'A'")
    assert own["item_id"].tolist() == ["x", "z", "y"]
    assert own["rank"].tolist() == [1, 2, 3] and own["p"].is_monotonic_decreasing
    plain = usual(book, popular=False).query("account_id == 'A'")
    assert plain["item_id"].tolist() == ["x", "y", "z"]
    assert plain["p"].iloc[1] == plain["p"].iloc[2]


def test_cap_36_demand_of_an_ended_item_is_its_successors(make_book, basket_lines) -> None:
    items = TABLES["items"].frame(
        [{"item_id": "x2", "ends_on": "2026-06-01"}, {"item_id": "x3", "predecessor_id": "x2"}]
    )
    found = usual(make_book(basket_lines, "2026-06-30", items=items)).query("account_id == 'A'").set_index("item_id")
    assert set(found.index) == {"x", "x3", "y", "z"}
    # five orders of one piece at 10 each, all of the predecessor
    assert found.loc["x3", "quantity"] == 1.0 and found.loc["x3", "amount"] == 10.0
    assert found.loc["x3", "rank"] == 2


def test_an_item_that_ended_is_not_expected(make_book, basket_lines) -> None:
    items = TABLES["items"].frame(
        [{"item_id": "x2", "ends_on": "2026-06-01"}, {"item_id": "x", "ends_on": "2026-08-01"}]
    )
    found = usual(make_book(basket_lines, "2026-06-30", items=items)).query("account_id == 'A'")
    assert found["item_id"].iloc[0] == "x" and set(found["item_id"]) == {"x", "y", "z"}


def test_an_item_nobody_bought_twice_has_a_small_chance(make_book, order_lines) -> None:
    lines = pd.concat([order_lines([("A", day, 10.0)], item=f"i{k}") for k, day in enumerate(DAYS)], ignore_index=True)
    found = usual(make_book(lines.assign(order_id=DAYS), "2026-06-30"))
    assert len(found) == 6
    assert ((found["p"] > 0) & (found["p"] < 0.3)).all()
    assert (found["quantity_lo"] <= found["quantity"]).all() and (found["quantity"] <= found["quantity_hi"]).all()


def test_an_order_of_nothing_known_scores_zero() -> None:
    ranked = pd.DataFrame({"account_id": ["A"], "item_id": ["x"], "rank": [1]})
    found = score_items(ranked, pd.DataFrame({"account_id": ["A", "B"], "item_id": ["x", "x"]}))
    assert found["recall"].to_dict() == {"A": 1.0, "B": 0.0}
    assert found["hit"].to_dict() == {"A": 1.0, "B": 0.0}


def test_what_came_says_what_is_in_the_next_order_and_what_was_bought_before() -> None:
    basket = pd.DataFrame(
        [("A", "2026-01-01", "x"), ("A", "2026-02-01", "x"), ("A", "2026-02-01", "y"), ("A", "2026-02-20", "z"),
         ("A", "2026-05-01", "w"), ("B", "2026-02-01", "x")],
        columns=["account_id", "order_date", "item_id"],
    ).astype({"order_date": "datetime64[us]"})  # fmt: skip
    found = baskets_within(basket, pd.Index(["A"]), pd.Timestamp("2026-01-31"), horizon=60)
    assert found.to_numpy().tolist() == [["A", "x", True, True], ["A", "y", True, False], ["A", "z", False, False]]
