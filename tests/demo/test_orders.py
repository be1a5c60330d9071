"""The orders: coherent with accounts, deaths, closures and rates, and of the size that was asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.tables import TABLES


@pytest.fixture(scope="module")
def lines(made):
    return made.table("order_lines")


@pytest.fixture(scope="module")
def orders(lines):
    bought = lines[lines["kind"] == "order"]
    return bought.groupby(["account_id", "order_date"]).size().reset_index()


def test_the_table_keeps_the_contract(lines):
    TABLES["order_lines"].model.validate(lines)


def test_every_order_has_its_account(made, lines):
    assert set(lines["account_id"]) <= set(made.table("accounts")["account_id"])


def test_orders_stop_after_the_account_has_died(made, orders):
    accounts = made.truth("accounts")[["account_id", "died"]].dropna()
    dead = orders.merge(accounts, on="account_id")
    assert len(accounts) >= 8
    assert (dead["order_date"] <= dead["died"]).all()
    future = made.truth("future").merge(accounts, on="account_id")
    assert (future["order_date"] <= future["died"]).all()


def test_the_months_asked_for_are_filled_and_no_other(lines):
    assert lines["order_date"].min() >= pd.Timestamp("2023-05-01")
    assert lines["order_date"].max() <= pd.Timestamp("2026-10-31")
    assert lines["order_date"].dt.to_period("M").nunique() == 42
    assert (lines["recorded_at"].dropna() <= pd.Timestamp("2026-11-01")).all()


def test_the_company_has_the_size_that_was_asked_for(made, lines):
    assert 8_000 <= len(lines) <= 15_000
    per_order = lines[lines["kind"] == "order"].groupby("order_id").size()
    assert 3 <= per_order.median() <= 8
    rate = made.table("fx_rates").groupby("currency")["rate"].mean()
    euro = lines["quantity"] * lines["unit_price"] * (1 - lines["discount"]) * lines["currency"].map(rate).fillna(1.0)
    bought = lines["kind"] == "order"
    assert 9e6 <= euro[bought & (lines["order_date"] > "2025-10-31")].sum() <= 15e6
    per_day = euro[bought].groupby([lines["account_id"], lines["order_date"]]).sum()
    assert per_day.quantile(0.1) >= 5_000
    assert per_day.quantile(0.9) <= 60_000


def test_few_orders_and_no_order(made, orders):
    case = made.truth("accounts").set_index("account_id")["case"]
    count = orders["account_id"].value_counts().reindex(case.index, fill_value=0)
    assert count[case == "two orders"].tolist() == [2]
    assert count[case == "one order"].tolist() == [1]
    assert count[case == "no order"].tolist() == [0]


def test_I16_returns_are_negative_and_some_name_nothing(lines):
    back = lines[lines["kind"] == "return"]
    assert len(back) >= 50
    assert (back["quantity"] < 0).all()
    unnamed = back["order_id"].isna()
    assert unnamed.sum() >= 2
    assert back.loc[unnamed, "item_id"].isna().all()
    assert back.loc[~unnamed, "order_id"].str.startswith("C").all()


def test_freight_is_a_charge_and_samples_are_free(lines):
    assert (lines.loc[lines["kind"] == "charge", "item_id"] == "FREIGHT").all()
    assert (lines.loc[lines["kind"] == "free", "unit_price"] == 0).all()
    assert set(lines["kind"]) == {"order", "return", "charge", "free"}


def test_one_order_number_is_one_account_on_one_day(lines):
    named = lines.dropna(subset="order_id").groupby("order_id")
    assert (named["account_id"].nunique() == 1).all()
    assert (named["order_date"].nunique() == 1).all()
    assert not lines.dropna(subset="order_id").duplicated(["order_id", "line"]).any()


def test_cap_38_italian_accounts_hardly_order_during_their_closure(made, orders):
    accounts = made.truth("accounts")
    closing = accounts.loc[accounts["country"].eq("IT") & accounts["closes"], "account_id"]
    days = orders.loc[orders["account_id"].isin(closing), "order_date"]
    august = (days.dt.month == 8) & days.dt.day.between(3, 23)
    # 21 of 365 days would be 6% of the orders
    assert august.mean() < 0.02


def test_cap_37_the_fiscal_peak_shows_in_the_orders(made, orders):
    accounts = made.truth("accounts")
    peak = accounts.loc[accounts["case"] == "fiscal peak", "account_id"].item()
    days = orders.loc[orders["account_id"] == peak, "order_date"]
    late = ((days.dt.month == 3) | ((days.dt.month == 2) & (days.dt.day >= 18))).mean()
    # six weeks are 11.5% of a year
    assert late > 0.17


def test_cap_35_regular_accounts_keep_their_rhythm(made, orders):
    accounts = made.truth("accounts").set_index("account_id")
    accounts = accounts[accounts["died"].isna() & accounts["pause_from"].isna()]
    gaps = orders.sort_values(["account_id", "order_date"]).groupby("account_id")["order_date"].diff().dt.days
    spread = (gaps.groupby(orders["account_id"]).std() / gaps.groupby(orders["account_id"]).mean()).reindex(
        accounts.index
    )
    regular = spread[accounts["regularity"] > 8].median()
    irregular = spread[accounts["regularity"] < 3.5].median()
    assert regular < irregular


def test_cap_34_loyal_items_come_with_their_companion(made, lines):
    habits = made.truth("habits")
    first = habits["account_id"] == "A-001"
    loyal = habits.loc[first & (habits["kind"] == "loyal"), "item_id"]
    focus = set(habits.loc[first & (habits["kind"] == "focus"), "item_id"])
    successors = made.table("items").set_index("predecessor_id")["item_id"].to_dict()
    focus |= {successors[item] for item in focus if item in successors}
    baskets = (
        lines[(lines["account_id"] == "A-001") & (lines["kind"] == "order")].groupby("order_id")["item_id"].agg(set)
    )
    held = [item for item in loyal if sum(item in basket for basket in baskets) >= 8]
    assert held
    for item in held:
        assert np.mean([bool(basket & focus) for basket in baskets if item in basket]) > 0.9


def test_cap_33_a_seasonal_item_has_its_months(made, lines):
    habits = made.truth("habits")
    seasonal = habits[habits["kind"] == "seasonal"].merge(lines[lines["kind"] == "order"], on=["account_id", "item_id"])
    months = seasonal.groupby(["account_id", "item_id"])["order_date"].agg(lambda days: list(days.dt.month))
    shares = [max(sum((m - peak) % 12 in (0, 1, 11) for m in got) for peak in range(1, 13)) / len(got)
              for got in months if len(got) >= 6]  # fmt: skip
    assert len(shares) >= 8
    assert np.median(shares) > 0.7


def test_I17_a_single_account_has_orders_without_a_rate(made, lines):
    first = made.table("fx_rates").groupby("currency")["date"].min()
    early = lines[lines["order_date"] < lines["currency"].map(first)]
    assert early["account_id"].nunique() == 1
    assert set(early["currency"]) == {"SAR"}


def test_orders_of_won_deals_name_them(made, lines):
    deals = made.table("opportunities").set_index("opportunity_id")
    named = lines.dropna(subset="opportunity_id")
    assert len(named) >= 30
    deal = deals.loc[named["opportunity_id"]]
    assert (deal["account_id"].to_numpy() == named["account_id"].to_numpy()).all()
    won = deal["outcome"].to_numpy() == "won"
    assert won.all()
    assert (named["order_date"].to_numpy() > deal["closed_on"].to_numpy()).all()


def test_the_future_lies_after_the_last_day(made):
    future = made.truth("future")
    assert future["order_date"].min() > pd.Timestamp("2026-10-31")
    assert future["order_date"].max() > pd.Timestamp("2027-08-01")
    assert (future["amount"] > 0).all()
