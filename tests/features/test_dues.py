"""How due an item is, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features.dues import Purchases, item_totals

ROWS = [
    ("A", "2026-01-01", "x"),
    ("A", "2026-01-11", "x"),
    ("A", "2026-01-11", "y"),
    ("A", "2026-01-21", "y"),
    ("A", "2026-01-31", "x"),
    ("A", "2026-03-01", "y"),
    ("B", "2026-01-25", "x"),
]


def purchases(rows: list[tuple[str, str, str]]) -> Purchases:
    frame = pd.DataFrame(rows, columns=["account_id", "order_date", "item_id"])
    types = {"account_id": "category", "item_id": "category", "order_date": "datetime64[us]"}
    return Purchases(frame.astype(types))


@pytest.fixture
def dues() -> pd.DataFrame:
    found = purchases(ROWS).at(pd.Timestamp("2026-01-31"))
    return found.astype({"account_id": "str", "item_id": "str"}).set_index(["account_id", "item_id"])


def test_cap_35_how_often_an_item_came(dues) -> None:
    x, y = dues.loc[("A", "x")], dues.loc[("A", "y")]
    assert (x["times"], x["orders"], x["since"]) == (3, 4, 4)
    assert (y["times"], y["orders"], y["since"]) == (2, 4, 3)
    # five items on four days, of two kinds
    assert (x["lines"], x["variety"]) == (1.25, 2)


def test_cap_35_newer_orders_weigh_more(dues) -> None:
    # orders weigh 1, .8, .64, .512 from the last one back; x in the last, third and fourth
    whole = 1 + 0.8 + 0.64 + 0.512
    assert dues.loc[("A", "x"), "decayed"] == pytest.approx((1 + 0.64 + 0.512 + 0.1) / (whole + 1))
    assert dues.loc[("A", "y"), "decayed"] == pytest.approx((0.8 + 0.64 + 0.1) / (whole + 1))


def test_cap_35_overdue_is_against_the_items_own_cycle(dues) -> None:
    # an order every 10 days. y every 10, silent for 10: 20 days at the next order. x every 15, just bought: not late
    assert dues.loc[("A", "y"), "overdue"] == pytest.approx(np.log(2))
    assert dues.loc[("A", "x"), "overdue"] == 0.0
    assert dues.loc[("B", "x"), "overdue"] == 0.0


def test_what_comes_next_is_told_apart_from_nothing_known(dues) -> None:
    assert dues["came"].tolist() == [True, True, False]
    assert dues["bought"].tolist() == [False, True, False]


def test_sums_of_shares_are_those_of_all() -> None:
    date = pd.Timestamp("2026-01-31")
    whole = item_totals(purchases(ROWS).at(date))
    shares = [item_totals(purchases([row for row in ROWS if row[0] == who]).at(date)) for who in "AB"]
    pd.testing.assert_frame_equal(pd.concat(shares).groupby(level=0).sum(), whole)
    # x: two buyers, bought again in two of three later orders, in the last 20 days at both
    assert whole.loc["x", ["buyers", "repeats", "chances", "lately"]].tolist() == [2, 2, 3, 2]


def test_I18_nothing_bought_gives_an_empty_frame() -> None:
    assert purchases([]).at(pd.Timestamp("2026-01-31")).empty
    assert purchases(ROWS).at(pd.Timestamp("2025-01-31")).empty
