"""Markets, facts and routes: stated ranges, ages, and only what could be known then."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.tables import TABLES

LAST = pd.Timestamp("2026-10-31")


@pytest.mark.parametrize("name", ["markets", "account_facts", "routes"])
def test_the_tables_keep_the_contract(made, name):
    frame = made.table(name)
    TABLES[name].model.validate(frame)
    assert not frame.duplicated(list(TABLES[name].about.key)).any()
    assert frame["as_of"].between("2023-05-01", LAST).all()


def test_cap_14_two_to_four_markets_and_wanted_ones_are_entered(made):
    markets = made.table("markets").sort_values("as_of")
    count = markets.groupby("account_id")["market"].nunique()
    assert count.between(1, 4).all() and count.max() == 4
    by = markets.groupby(["account_id", "market"])["status"]
    first, last = by.first(), by.last()
    moved = first != last
    assert (first[moved] == "wants").all() and (last[moved] == "in").all()
    assert 5 <= moved.sum() <= 40
    shares = markets["status"].value_counts(normalize=True)
    assert 0.4 < shares["in"] < 0.65 and 0.1 < shares["avoids"] < 0.3


def test_cap_85_some_facts_are_fresh_and_some_are_stale(made):
    facts = made.table("account_facts").query("topic != 'item'")
    newest = facts.groupby(["account_id", "topic"])["as_of"].max()
    age = (LAST - newest).dt.days
    assert 0.25 < (age > 365).mean() < 0.65
    assert (age < 120).mean() > 0.15
    # nine topics of which each is known with probability .55
    known = facts.groupby("account_id")["topic"].nunique()
    assert 4 < known.mean() < 6
    assert facts.query("topic == 'finances'")["number"].gt(0).all()


def test_cap_34_why_a_small_item_is_bought_is_told_after_its_first_order(made):
    why = made.table("account_facts").query("topic == 'item'")
    habits = made.truth("habits").query("kind == 'loyal'")
    loyal = set(zip(habits["account_id"], habits["item_id"], strict=True))
    assert set(zip(why["account_id"], why["item_id"], strict=True)) <= loyal
    assert len(why) >= 0.3 * len(loyal)
    first = made.table("order_lines").groupby(["account_id", "item_id"])["order_date"].min()
    told = why.set_index(["account_id", "item_id"])["as_of"]
    assert (told > first.reindex(told.index)).all()


def test_cap_54_a_route_moves_one_step_at_a_time_and_more_on_than_back(made):
    routes = made.table("routes").sort_values("as_of")
    rank = routes["aida_stage"].map({"attention": 0, "interest": 1, "desire": 2, "action": 3})
    keys = [routes["account_id"], routes["product"]]
    steps = rank.groupby(keys).diff().dropna()
    assert steps.between(-1, 1).all()
    assert (steps > 0).sum() > 2.5 * (steps < 0).sum() > 0
    # the way itself stays
    assert (routes["route"].groupby(keys).nunique() == 1).all()
    assert routes.groupby("account_id")["product"].nunique().between(1, 3).all()
