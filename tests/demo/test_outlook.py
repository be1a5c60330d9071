"""Scenarios, risks and decisions: their days, their chains to the deals, their stated shares."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.tables import TABLES

LAST = pd.Timestamp("2026-10-31")


@pytest.mark.parametrize("name", ["scenarios", "risks", "decisions"])
def test_the_tables_keep_the_contract(made, name):
    frame = made.table(name)
    TABLES[name].model.validate(frame)
    assert (frame[TABLES[name].about.known_on] <= LAST).all()
    assert set(frame["opportunity_id"].dropna()) <= set(made.table("opportunities")["opportunity_id"])


def test_cap_6_a_larger_account_has_all_four_kinds_at_once(made):
    whole = made.table("scenarios").query("opportunity_id.isna()")
    kinds = whole.groupby(["account_id", "set_on"])["kind"].agg(sorted)
    assert all(one == ["A", "B", "after", "exit"] for one in kinds)
    assert whole["account_id"].nunique() >= 25


def test_cap_6_plan_b_comes_when_a_deal_is_lost_and_never_before(made):
    deals = made.table("opportunities").set_index("opportunity_id")
    plans = made.table("scenarios").dropna(subset="opportunity_id")
    closed, outcome = plans["opportunity_id"].map(deals["closed_on"]), plans["opportunity_id"].map(deals["outcome"])
    due = outcome.eq("lost") & plans["kind"].eq("B") | outcome.eq("won") & plans["kind"].eq("A")
    assert (plans.loc[due, "happened_on"] == closed[due]).all()
    assert plans.loc[~due, "happened_on"].isna().all()
    assert (plans["set_on"] < closed)[closed.notna()].all()
    assert due.sum() >= 60


def test_cap_6_an_exit_that_came_says_that_orders_stopped(made):
    came = made.table("scenarios").query("kind == 'exit' and happened_on.notna()")
    died = came["account_id"].map(made.truth("accounts").set_index("account_id")["died"])
    assert len(came) >= 1
    assert came["trigger"].str.startswith("No order of").all()
    assert (came["happened_on"] > died).all()


def test_cap_5_some_risks_are_settled_and_some_reviews_are_overdue(made):
    risks = made.table("risks")
    assert 0.45 < risks["closed_on"].notna().mean() < 0.65
    overdue = risks["closed_on"].isna() & (risks["review_on"] <= LAST)
    assert 0.2 < overdue.mean() < 0.5
    assert ((risks["review_on"] - risks["noted_on"]).dt.days).between(30, 120).all()
    assert (risks["closed_on"] > risks["noted_on"])[risks["closed_on"].notna()].all()
    assert 0.2 < (risks["kind"] == "future_variable").mean() < 0.45
    assert risks["probability"].between(0.05, 0.60).all()


def test_cap_25_a_decision_says_how_or_why_not(made):
    decisions = made.table("decisions")
    assert (decisions["how"].notna() ^ decisions["give_up_reason"].notna()).all()
    assert decisions.loc[decisions["how"].notna(), "feasible"].all()
    assert 0.2 < decisions["give_up_reason"].notna().mean() < 0.55


def test_cap_25_a_deal_is_given_up_shortly_before_it_is_lost(made):
    deals = made.table("opportunities").set_index("opportunity_id")
    up = made.table("decisions").dropna(subset=["opportunity_id", "give_up_reason"])
    closed = up["opportunity_id"].map(deals["closed_on"])
    assert len(up) >= 8
    assert (up["opportunity_id"].map(deals["outcome"]) == "lost").all()
    assert (closed - up["decided_on"]).dt.days.between(0, 12).all()
