"""Goals and strategies: versions in order, each change with its cause, nothing known before its day."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.tables import TABLES

LAST = pd.Timestamp("2026-10-31")


@pytest.mark.parametrize("name", ["goals", "strategies"])
def test_the_tables_keep_the_contract(made, name):
    frame = made.table(name)
    TABLES[name].model.validate(frame)
    assert not frame.duplicated(list(TABLES[name].about.key)).any()
    assert (frame["set_on"] <= LAST).all()


@pytest.mark.parametrize(("name", "key"), [("goals", "goal_id"), ("strategies", "strategy_id")])
def test_versions_count_from_one_and_days_go_forward(made, name, key):
    frame = made.table(name).sort_values([key, "version"])
    assert (frame["version"] == frame.groupby(key).cumcount() + 1).all()
    steps = frame.groupby(key)["set_on"].diff().dropna()
    assert (steps > pd.Timedelta(0)).all()
    assert frame.loc[frame["version"] > 1, "why_changed"].notna().all()


def test_cap_11_the_first_rungs_are_mostly_supply_and_only_go_up(made):
    rungs = made.table("goals").query("horizon == 'long' and version == 1").sort_values("set_on")
    ranks = rungs["level"].map({"supply": 0, "development_partner": 1, "market_partner": 2})
    first = ranks.groupby(rungs["account_id"]).first()
    assert 0.5 < (first == 0).mean() < 0.9
    assert (ranks.groupby(rungs["account_id"]).diff().dropna() == 1).all()
    assert (ranks.groupby(rungs["account_id"]).size() > 1).sum() >= 5


def test_cap_19_a_change_names_the_deal_that_was_lost_before_it(made):
    goals, deals = made.table("goals"), made.table("opportunities")
    caused = made.truth("goals").query("cause == 'lost'").merge(goals, on=["goal_id", "version"])
    assert len(caused) >= 40
    lost = deals[deals["outcome"] == "lost"]
    for row in caused.itertuples():
        there = lost[(lost["account_id"] == row.account_id) & (lost["closed_on"] < row.set_on)]
        near = there[(row.set_on - there["closed_on"]).dt.days < 20]
        assert len(near), row.goal_id
    english = caused[caused["why_changed"].str.isascii()]
    names = set(deals["name"])
    assert sum(any(name in why or name[0].lower() + name[1:] in why for name in names) for why in
               english["why_changed"]) > 0.9 * len(english)  # fmt: skip


def test_cap_19_a_lost_deal_lowers_the_figure_and_a_new_person_does_not(made):
    goals = made.table("goals").sort_values(["goal_id", "version"])
    ratio = (goals["target"] / goals.groupby("goal_id")["target"].shift()).rename("ratio")
    both = (
        pd.concat([goals, ratio], axis=1).merge(made.truth("goals"), on=["goal_id", "version"]).dropna(subset="ratio")
    )
    yearly = both[both["horizon"] == "short"]
    assert yearly.loc[yearly["cause"] == "lost", "ratio"].between(0.69, 0.96).all()
    assert yearly.loc[yearly["cause"] == "person", "ratio"].between(0.98, 1.22).all()
    assert set(both["cause"]) == {"lost", "person"}


def test_cap_19_the_scope_moves_with_the_version(made):
    ways = made.table("strategies").sort_values(["strategy_id", "version"])
    before = ways.groupby("strategy_id")["scope"].shift()
    assert (ways["scope"] != before)[ways["version"] > 1].all()
    moved = ways["version"].gt(1).sum() / made.table("goals")["version"].gt(1).sum()
    assert 0.65 < moved < 0.92
    assert set(ways["goal_id"]) <= set(made.table("goals")["goal_id"])


def test_a_years_goal_is_reached_on_the_day_on_which_its_orders_reach_it(made):
    goals = made.table("goals")
    reached = goals[goals["horizon"].eq("short") & goals["reached_on"].notna()]
    assert len(reached) >= 15
    lines = made.table("order_lines")
    euro = lines[lines["account_id"].isin(made.table("accounts").query("currency == 'EUR'")["account_id"])]
    euro = euro[euro["kind"].eq("order") & euro["item_id"].ne("VX-9999")]
    value = (euro["quantity"] * euro["unit_price"] * (1 - euro["discount"].fillna(0))).rename("value")
    lines = pd.concat([euro, value], axis=1)
    checked = 0
    for goal in reached[reached["account_id"].isin(lines["account_id"])].itertuples():
        year = lines[(lines["account_id"] == goal.account_id) & (lines["order_date"].dt.year == goal.due_on.year)]
        sums = year[year["order_date"] <= goal.reached_on]["value"].sum()
        # the three lines with an unknown item and the few contradicted ones are not in the load
        assert sums >= goal.target * 0.97
        assert year[year["order_date"] < goal.reached_on]["value"].sum() < goal.target
        checked += 1
    assert checked >= 8


def test_supersedes_names_a_goal_of_the_same_account_that_was_set_before(made):
    goals = made.table("goals")
    first = goals[goals["version"] == 1].set_index("goal_id")
    named = first.dropna(subset="supersedes")
    before = first.loc[named["supersedes"]]
    assert (before["account_id"].to_numpy() == named["account_id"].to_numpy()).all()
    assert (before["set_on"].to_numpy() < named["set_on"].to_numpy()).all()


def test_goals_of_dead_accounts_are_dropped_or_reached(made):
    goals, accounts = made.table("goals"), made.truth("accounts").set_index("account_id")
    died = goals["account_id"].map(accounts["died"])
    old = goals[(died < LAST - pd.Timedelta(days=130))].sort_values("version").drop_duplicates("goal_id", keep="last")
    assert len(old) >= 10
    assert (old["dropped_on"].notna() | old["reached_on"].notna()).all()
    assert goals.loc[died.isna(), "dropped_on"].isna().all()
