"""Targets, forecasts and capacity: who sets what, and how far the reps' own forecasts can be trusted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.tables import TABLES

LAST = pd.Timestamp("2026-10-31")


@pytest.mark.parametrize("name", ["targets", "forecasts", "capacity"])
def test_the_tables_keep_the_contract(made, name):
    frame = made.table(name)
    TABLES[name].model.validate(frame)
    assert not frame.duplicated(list(TABLES[name].about.key)).any()
    assert (frame[TABLES[name].about.known_on] <= LAST).all()


def test_every_rep_has_a_target_and_some_accounts_never_get_one(made):
    targets, accounts = made.table("targets"), made.table("accounts")
    year = targets[targets["starts_on"] == "2026-01-01"]
    assert set(accounts["owner_id"]) == set(year[year["account_id"].isna()]["owner_id"].dropna())
    missing = set(accounts["account_id"]) - set(year["account_id"].dropna())
    assert 5 <= len(missing) <= 35
    assert (targets["ends_on"] - targets["starts_on"]).dt.days.between(364, 365).all()


def test_cap_30_a_forecast_is_made_before_its_month(made):
    guesses = made.table("forecasts")
    before = (guesses["starts_on"] - guesses["submitted_on"]).dt.days
    assert before.between(1, 6).all()
    assert (guesses["starts_on"].dt.day == 1).all() and guesses["ends_on"].dt.is_month_end.all()
    # what is expected falls into the month, what is not lies beyond it
    lines = guesses.dropna(subset=["account_id", "order_on"])
    inside = lines["order_on"] <= lines["ends_on"]
    assert (lines["amount"] > 0)[inside].mean() > 0.99
    assert (lines.loc[~inside, "amount"] == 0).all()


def test_cap_30_items_are_named_that_were_on_sale(made):
    named = made.table("forecasts").dropna(subset="item_id")
    launched = named["item_id"].map(made.table("items").set_index("item_id")["launched_on"])
    assert (launched <= named["submitted_on"]).all()
    assert named["quantity"].ge(1).all()
    assert len(named) >= 200


def _said_to_came(made) -> pd.Series:
    """Per rep, what was forecast for accounts in EUR over what their orders of those months came to."""
    orders = made.table("order_lines")
    accounts = made.table("accounts").query("currency == 'EUR'")
    orders = orders[orders["kind"].eq("order") & orders["account_id"].isin(accounts["account_id"])]
    value = orders["quantity"] * orders["unit_price"] * (1 - orders["discount"].fillna(0))
    came = value.groupby([orders["account_id"], orders["order_date"].dt.to_period("M")]).sum()
    guesses = made.table("forecasts")
    guesses = guesses[guesses["account_id"].isin(accounts["account_id"]) & guesses["item_id"].isna()]
    guesses = guesses[(guesses["ends_on"] <= LAST) & (guesses["amount"] > 0)]
    at = pd.MultiIndex.from_arrays([guesses["account_id"], guesses["starts_on"].dt.to_period("M")])
    real = pd.Series(came.reindex(at).fillna(0).to_numpy(), index=guesses.index)
    both = pd.DataFrame({"said": guesses["amount"], "real": real})[real > 0]
    return np.log(both["said"] / both["real"]).groupby(guesses["owner_id"]).median()


def test_cap_30_who_bends_says_more_than_comes_but_the_ranges_overlap(made):
    truth = made.truth("forecasts").set_index("employee_id")["forecast_bias"]
    found = _said_to_came(made)
    assert truth.between(0.9, 1.75).all()
    assert np.corrcoef(found, np.log(truth.reindex(found.index)))[0, 1] > 0.4
    assert found.median() > 0


def test_cap_30_honest_reps_have_no_bias(honest):
    assert honest.truth("forecasts")["forecast_bias"].between(0.94, 1.07).all()
    assert abs(_said_to_came(honest).median()) < 0.12


def test_cap_4_free_days_become_fewer_as_the_month_comes_near(made):
    free = made.table("capacity").sort_values("as_of")
    by = free.groupby(["team", "function", "starts_on"])["free_days"]
    assert (by.last() <= by.first())[by.size() == 2].all()
    assert set(free["team"]) == {"South Europe", "North and East", "Asia", "Overseas", "Service"}
