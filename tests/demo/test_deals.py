"""The deals: the log replays to the present, and only honest people say what is so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.demo.deal_page import TRACKED
from accountbook.tables import TABLES


def _replayed(changes: pd.DataFrame) -> pd.DataFrame:
    newest = changes.sort_values("changed_at", kind="stable").drop_duplicates(["opportunity_id", "field"], keep="last")
    return newest.pivot(index="opportunity_id", columns="field", values="new")


def _pushes(made) -> pd.DataFrame:
    changes = made.table("opportunity_changes")
    moved = changes[(changes["field"] == "expected_close") & changes["old"].notna()]
    return moved[moved["new"] > moved["old"]]


@pytest.mark.parametrize("name", ["opportunities", "opportunity_changes"])
def test_the_tables_keep_the_contract(made, name):
    frame = made.table(name)
    TABLES[name].model.validate(frame)
    assert not frame.duplicated(list(TABLES[name].about.key)).any()


def test_the_log_replays_to_the_present_value_of_every_tracked_field(made):
    deals = made.table("opportunities").set_index("opportunity_id")
    replay = _replayed(made.table("opportunity_changes")).loc[deals.index]
    for field in TRACKED:
        new, present = replay[field], deals[field]
        assert (new.isna() == present.isna()).all(), field
        there = present.notna()
        if field in ("expected_close", "expected_ship"):
            same = pd.to_datetime(new[there], format="%Y-%m-%d") == present[there]
        elif field == "channel_open":
            same = new[there] == present[there].map({True: "true", False: "false"})
        elif pd.api.types.is_float_dtype(present.dtype):
            same = np.isclose(new[there].astype(float), present[there])
        else:
            same = new[there] == present[there]
        assert np.asarray(same).all(), field


def test_every_tracked_field_has_an_entry_on_the_day_the_deal_was_written_down(made):
    changes = made.table("opportunity_changes")
    first = changes.sort_values("changed_at", kind="stable").drop_duplicates(["opportunity_id", "field"])
    created = made.table("opportunities").set_index("opportunity_id")["created_on"]
    assert len(first) == len(created) * len(TRACKED)
    assert (first["changed_at"].dt.normalize() == first["opportunity_id"].map(created)).all()
    assert first["old"].isna().all()


def test_each_entry_begins_where_the_last_one_ended(made):
    changes = made.table("opportunity_changes").sort_values(["opportunity_id", "field", "changed_at"], kind="stable")
    before = changes.groupby(["opportunity_id", "field"])["new"].shift()
    assert (before.fillna("") == changes["old"].fillna("")).all()


def test_decided_deals_have_their_day_and_open_ones_none(made):
    deals = made.table("opportunities")
    decided = deals["outcome"] != "open"
    assert (decided == deals["closed_on"].notna()).all()
    assert (deals.loc[decided, "closed_on"] > deals.loc[decided, "created_on"]).all()
    assert decided.sum() >= 150
    assert deals["outcome"].value_counts()["won"] >= 60
    assert (~decided).sum() >= 25


def test_the_log_of_a_deal_ends_with_its_decision(made):
    changes = made.table("opportunity_changes")
    deals = made.table("opportunities").set_index("opportunity_id")
    last = changes.groupby("opportunity_id")["changed_at"].max().dt.normalize()
    closed = deals["closed_on"].dropna()
    assert (last.loc[closed.index] == closed).all()


def test_what_was_won_was_won_by_a_living_account_that_orders(made):
    accounts = made.truth("accounts").set_index("account_id")
    won = (
        made.truth("deals")
        .query("won and decided <= '2026-10-31'")
        .merge(accounts[["died", "case"]], left_on="account_id", right_index=True)
    )
    assert ((won["decided"] <= won["died"]) | won["died"].isna()).all()
    assert (won["case"] != "no order").all()


def test_the_odds_mean_what_they_say(tmp_path):
    from accountbook.demo.accounts import draw_accounts
    from accountbook.demo.deals import draw_deals
    from accountbook.demo.plan import Plan

    plan = Plan(accounts=900)
    traits = draw_accounts(plan).traits
    deals = draw_deals(plan, traits, [[(plan.first, 10**6, "P")]] * len(traits))
    done = deals.table["decided"] <= plan.last
    odds = np.array([events[0][3] for events in deals.events])[done]
    won = deals.table.loc[done, "won"].to_numpy()
    low, high = odds < np.quantile(odds, 0.25), odds > np.quantile(odds, 0.75)
    # what comes to light later moves the odds, so they needn't hit: they must rank, and be near
    assert won[high].mean() - won[low].mean() > 0.3
    assert abs(won.mean() - odds.mean()) < 0.12


def test_a_known_key_contact_and_an_approved_budget_help(made):
    deals = made.table("opportunities").query("outcome != 'open'")
    won = deals["outcome"] == "won"
    strong = deals["key_contact_id"].notna() & (deals["budget_status"] == "approved")
    assert won[strong].mean() > won[~strong].mean() + 0.15


def test_key_contacts_are_people_of_the_account_known_by_then(made):
    changes = made.table("opportunity_changes").query("field == 'key_contact_id'").dropna(subset="new")
    account = made.table("opportunities").set_index("opportunity_id")["account_id"]
    both = changes.merge(made.table("contacts"), left_on="new", right_on="contact_id")
    assert len(both) == len(changes)
    assert (both["opportunity_id"].map(account) == both["account_id"]).all()
    assert (both["changed_at"] >= both["created_on"]).all()


def test_reps_hide_push_overstate_and_leave_deals_open(made):
    truth = made.truth("deals")
    assert (truth["hidden"] == "never written").sum() >= 2
    assert (truth["hidden"] == "written late").sum() >= 5
    assert truth["left_open"].sum() >= 5
    assert len(_pushes(made)) >= 100
    written = truth[truth["hidden"] != "never written"].set_index("opportunity_id")
    present = made.table("opportunities").set_index("opportunity_id")
    ranks = {stage: rank for rank, stage in enumerate(("lead", "need", "offer", "negotiation", "verbal"))}
    ahead = present["seller_stage"].map(ranks) > written.loc[present.index, "seller_stage"].map(ranks)
    assert ahead.sum() >= 10
    # a rep who bends by b adds b x .30 on the average; where the odds are high, .95 is the end of it
    bent = written.loc[present.index].query("bending > 0.4 and odds < 0.6")
    assert len(bent) >= 20
    assert (present.loc[bent.index, "rep_probability"] - bent["odds"]).mean() > 0.4 * 0.30


def test_honest_nobody_hides_pushes_or_overstates(honest):
    truth = honest.truth("deals").set_index("opportunity_id")
    present = honest.table("opportunities").set_index("opportunity_id")
    assert (honest.truth("reps")["bending"] == 0).all()
    assert (truth["hidden"] == "").all()
    assert not truth["left_open"].any()
    assert set(present.index) == set(truth.index)
    assert _pushes(honest).empty
    same = truth.loc[present.index]
    assert (present["seller_stage"] == same["seller_stage"]).all()
    assert (present["created_on"] == same["began"]).all()
    decided = present["outcome"] != "open"
    assert (present.loc[decided, "closed_on"] == same.loc[decided, "decided"]).all()
    assert (present["expected_close"] > pd.Timestamp("2026-10-31"))[~decided].all()


def test_honest_probabilities_are_the_true_odds_of_their_day(honest):
    from accountbook.demo.accounts import draw_accounts
    from accountbook.demo.deals import draw_deals
    from accountbook.demo.people import draw_people
    from accountbook.demo.plan import Plan
    from accountbook.demo.staff import draw_staff

    plan = Plan(honest=True)
    accounts = draw_accounts(plan)
    crowd = draw_people(plan, accounts.traits, draw_staff(plan, accounts.table))
    events = draw_deals(plan, accounts.traits, crowd.deciders).events
    stated = honest.table("opportunity_changes").query("field == 'rep_probability'")
    for name, rows in list(stated.groupby("opportunity_id"))[:60]:
        odds = [odd for *_, odd in events[int(name[2:]) - 1]]
        for said in rows["new"].astype(float):
            assert min(abs(np.clip(odd, 0.05, 0.95) - said) for odd in odds) <= 0.0251
