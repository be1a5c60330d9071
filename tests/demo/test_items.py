"""The items: 150, in families, with successors that start before their predecessors end."""

from __future__ import annotations

import pytest

from accountbook.tables import TABLES


@pytest.fixture(scope="module")
def items(made):
    return made.table("items")


def test_a_hundred_and_fifty_items_in_eight_families(items):
    assert len(items) == 150
    assert set(items["family"]) == {"VX", "MF", "CL", "SN", "SK", "TB", "PU", "FL"}
    assert (items["item_id"].str[:2] == items["family"]).all()
    TABLES["items"].model.validate(items)


def test_successors_start_when_their_predecessors_end(items):
    pairs = items.merge(items, left_on="predecessor_id", right_on="item_id", suffixes=("", "_before"))
    assert len(pairs) >= 12
    overlap = (pairs["ends_on_before"] - pairs["launched_on"]).dt.days
    # launched 30 to 150 days before the last day of sale of what they replace, in the same family
    assert overlap.between(0, 150).all()
    assert (pairs["family"] == pairs["family_before"]).all()


def test_every_item_that_ends_has_a_successor(items):
    ended = items.loc[items["ends_on"].notna(), "item_id"]
    assert set(ended) == set(items["predecessor_id"].dropna())


def test_items_cost_less_than_they_are_listed_at(items):
    assert (items["unit_cost"] < items["list_price"]).all()


def test_nothing_is_ordered_before_its_launch_or_after_its_end(made, items):
    lines = made.table("order_lines").merge(items, on="item_id", suffixes=("", "_standard"))
    lines = lines[lines["kind"] == "order"]
    assert (lines["order_date"] >= lines["launched_on"]).all()
    assert ((lines["order_date"] <= lines["ends_on"]) | lines["ends_on"].isna()).all()


def test_accounts_follow_the_change_over(made, items):
    lines = made.table("order_lines")
    replaced = items.dropna(subset="predecessor_id").iloc[0]
    before = lines[lines["item_id"] == replaced["predecessor_id"]]
    after = lines[lines["item_id"] == replaced["item_id"]]
    both = set(before["account_id"]) & set(after["account_id"])
    assert len(both) >= 3
