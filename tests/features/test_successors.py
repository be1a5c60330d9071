"""Demand of discontinued items goes on under the numbers of their successors."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.features.successors import heirs, with_heirs
from accountbook.tables import TABLES

NOW = pd.Timestamp("2026-06-30")


def items(*rows: tuple[str, str | None, str | None, str | None]) -> pd.DataFrame:
    """Items of (number, predecessor, first day, last day)."""
    names = ["item_id", "predecessor_id", "launched_on", "ends_on"]
    return TABLES["items"].frame(dict(zip(names, row, strict=True)) for row in rows)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", None, None, "2026-06-30"), ("b", "a", "2026-01-01", None)], {"a": "b"}),
        ([("a", None, None, "2026-07-01"), ("b", "a", "2026-01-01", None)], {}),
        ([("a", None, None, "2026-01-31"), ("b", "a", "2026-07-01", None)], {}),
        ([("a", None, None, "2026-01-31"), ("c", "a", "2026-03-01", None), ("b", "a", "2026-04-01", None)], {"a": "c"}),
        ([("a", "b", None, "2026-01-31"), ("b", "a", None, "2026-02-28")], {}),
    ],
    ids=["ended", "still sold", "successor not yet on sale", "the first of two", "a circle"],
)
def test_cap_36_who_takes_over(rows: list, expected: dict[str, str]) -> None:
    assert heirs(items(*rows), NOW) == expected


def test_cap_36_both_on_a_day_are_one_purchase_and_nothing_is_lost() -> None:
    basket = pd.DataFrame(
        {
            "account_id": pd.Categorical(["A", "A", "A", "B"]),
            "order_date": pd.to_datetime(["2026-01-01", "2026-01-01", "2026-02-01", "2026-01-01"]),
            "item_id": pd.Categorical(["a", "b", "a", "c"]),
            "quantity": [1.0, 2.0, 4.0, 8.0],
            "amount": [10.0, 20.0, 40.0, 80.0],
        }
    )
    before = basket.copy()
    moved = with_heirs(basket, {"a": "d", "b": "d"})
    assert moved["item_id"].tolist() == ["d", "d", "c"]
    assert moved["quantity"].tolist() == [3.0, 4.0, 8.0]
    pd.testing.assert_frame_equal(basket, before)
    pd.testing.assert_frame_equal(with_heirs(basket, {"x": "y"}), basket)
