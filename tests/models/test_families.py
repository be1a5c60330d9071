"""Shares of product families."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features.successors import heirs
from accountbook.models.families import draw_families, family_of, family_shares
from accountbook.planning.memory import MemoryView
from accountbook.tables import TABLES

ITEMS = [
    {"item_id": "v1", "family": "VX", "ends_on": "2026-06-30"},
    {"item_id": "v2", "family": "VY", "predecessor_id": "v1"},
    {"item_id": "s", "family": "SK"},
    {"item_id": "n"},
]


def _lines(account: str, item: str, count: int) -> list[dict]:
    line = {"account_id": account, "item_id": item, "quantity": 1, "unit_price": 10.0}
    return [line | {"order_date": f"2026-{month + 1:02}-10"} for month in range(count)]


def test_ended_item_counts_for_its_successors_family() -> None:
    """A bought v1 alone, which v2 replaced: its next orders are of v2's family, beside a little of everybody's."""
    view = MemoryView("2026-10-31", {"items": ITEMS, "order_lines": [*_lines("A", "v1", 9), *_lines("B", "s", 9)]})
    found = family_shares(view, pd.Index(["A", "B"]))
    assert set(found.names) == {"VY", "SK", ""}
    assert found.shares[0, found.names.index("VY")] > 0.95
    assert found.shares[1, found.names.index("SK")] > 0.95


def test_items_go_to_the_family_of_the_item_their_demand_goes_to() -> None:
    """Not to a successor that is not on sale yet, and of two to the one launched first: as everywhere."""
    ended = {"ends_on": "2026-06-30"}
    items = TABLES["items"].frame(
        [
            {"item_id": "a", "family": "A", **ended},
            {"item_id": "b", "family": "B", "predecessor_id": "a", "launched_on": "2026-12-01"},
            {"item_id": "c", "family": "C", **ended},
            {"item_id": "d", "family": "D", "predecessor_id": "c", "launched_on": "2026-07-01"},
            {"item_id": "e", "family": "E", "predecessor_id": "c", "launched_on": "2026-08-01"},
        ]
    )
    as_of = pd.Timestamp("2026-10-31")
    found = family_of(items, as_of=as_of)
    assert found == {"a": "A", "b": "B", "c": "D", "d": "D", "e": "E"}
    assert all(found[old] == found[new] for old, new in heirs(items, as_of).items())


def test_shares_add_up_to_one_whatever_items_say() -> None:
    """An item without a family is of "", and an account without orders has everybody's shares."""
    view = MemoryView("2026-10-31", {"items": ITEMS, "order_lines": [*_lines("A", "n", 4), *_lines("A", "s", 4)]})
    found = family_shares(view, pd.Index(["A", "Z"]))
    assert np.allclose(found.shares.sum(axis=1), 1)
    assert np.allclose(found.shares[1, found.names.index("")], 0.5)


def test_no_family_at_all_is_one_column() -> None:
    """Where items name none, there is nothing to split."""
    view = MemoryView("2026-10-31", {"items": ITEMS[3:], "order_lines": _lines("A", "n", 4)})
    assert family_shares(view, pd.Index(["A"])).names == ("",)


def test_draws_have_the_shares_as_their_mean() -> None:
    """And are the more even, the more orders a month has."""
    rng, shares = np.random.default_rng(4), np.array([[0.7, 0.3]])
    few, many = (draw_families(np.full((1, 5000, 1), n), shares, together=1.0, rng=rng)[..., 0] for n in (1, 50))
    assert abs(few.mean() - 0.7) < 0.02
    assert few.std() > 4 * many.std()
