"""Item features, worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.features import ItemFeature as F
from accountbook.features import baskets, item_features
from accountbook.tables import TABLES

LINES = [
    ("A", "2025-01-01", "x", 2.0, 10.0, "order"),
    ("A", "2025-01-01", "x", 3.0, 15.0, "order"),
    ("A", "2025-02-01", "x", 7.0, 42.0, "order"),
    ("A", "2025-02-01", "y", 1.0, 9.0, "order"),
    ("A", "2025-02-10", "x", -5.0, -25.0, "return"),
    ("B", "2025-02-20", "y", 4.0, 36.0, "order"),
    ("B", "2025-02-21", None, 1.0, 8.0, "order"),
]


def view(rows: list[tuple]) -> SimpleNamespace:
    names = ["account_id", "order_date", "item_id", "quantity", "amount", "kind"]
    lines = TABLES["order_lines"].frame(dict(zip(names, row, strict=True)) for row in rows)
    return SimpleNamespace(as_of=pd.Timestamp("2025-03-10"), table=lambda name: lines)


def test_lines_of_a_day_are_one_purchase_and_returns_none() -> None:
    found = baskets(view(LINES))
    assert found["quantity"].tolist() == [5.0, 7.0, 1.0, 4.0]


def test_cap_36_how_often_how_much_at_what_price() -> None:
    found = item_features(view(LINES))
    x = found.loc[("A", "x")]
    assert (x[F.times], x[F.orders], x[F.quantity_median], x[F.unit_price]) == (2, 2, 6.0, 6.0)
    assert found.loc[("A", "y"), F.last_bought] == pd.Timestamp("2025-02-01")


@pytest.mark.parametrize("rows", [[], LINES[4:5]], ids=["none", "only returns"])
def test_I18_nothing_bought_gives_an_empty_frame(rows: list[tuple]) -> None:
    assert item_features(view(rows)).empty
