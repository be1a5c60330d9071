import pandas as pd

from accountbook.planning.contest import contest
from accountbook.planning.standing import standing, standings

DEAL = {"opportunity_id": "D", "account_id": "A", "name": "Line 4", "created_on": "2026-01-01", "amount": 201e3,
        "expected_close": "2026-11-30"}  # fmt: skip
QUOTE = {"quote_id": "Q", "version": 1, "account_id": "A", "opportunity_id": "D", "quoted_on": "2026-09-16",
         "price": 209e3, "currency": "EUR", "valid_until": "2026-11-16"}  # fmt: skip


def test_cap_40_an_offer_that_runs_out_before_the_decision_is_to_be_extended(view):
    found = standings(view(opportunities=[DEAL], quotes=[QUOTE]))
    one = found.offers[0]
    assert (one.early, one.value, one.recorded, one.expired) == (14, 209e3, 201e3, False)
    does = found.actions[0]
    assert (does.does.code, does.weight, does.due) == ("extend_offer", 68, pd.Timestamp("2026-11-16"))
    assert standings(view(opportunities=[DEAL])).actions == ()


def test_cap_40_one_that_ran_out_is_renewed_now(view):
    found = standings(view(opportunities=[DEAL], quotes=[QUOTE | {"valid_until": "2026-10-15"}]))
    assert (found.offers[0].early, found.offers[0].expired, found.actions[0].due) == (46, True, None)
    assert found.actions[0].does.facts["expired"] is True


def test_an_offer_that_holds_until_then_or_runs_out_far_ahead_asks_for_nothing(view):
    holds = standings(view(opportunities=[DEAL], quotes=[QUOTE | {"valid_until": "2026-11-30"}]))
    assert holds.offers[0].early is None and holds.actions == ()
    late = DEAL | {"expected_close": "2027-06-30"}
    ahead = standings(view(opportunities=[late], quotes=[QUOTE | {"valid_until": "2027-05-31"}]))
    assert ahead.offers[0].early == 30 and ahead.actions == ()


def test_of_a_passed_or_unknown_day_of_decision_nothing_is_said(view):
    for close in ("2026-10-30", None):
        found = standings(view(opportunities=[DEAL | {"expected_close": close}], quotes=[QUOTE]))
        assert found.offers[0].early is None and found.actions == ()


def test_the_newest_official_version_stands_and_one_percent_is_the_same_price(view):
    draft = QUOTE | {"version": 2, "quoted_on": "2026-10-01", "price": 150e3, "official": False}
    near = QUOTE | {"price": 203_010.0}
    found = standings(view(opportunities=[DEAL], quotes=[near, draft])).offers[0]
    assert (found.price, found.recorded) == (203_010.0, None)
    assert standings(view(opportunities=[DEAL], quotes=[near | {"price": 203_011.0}])).offers[0].recorded == 201e3
    row = view(opportunities=[DEAL]).table("opportunities").iloc[0].to_dict()
    assert standing(view(opportunities=[DEAL], quotes=[draft]), row) is None


def test_a_foreign_price_is_compared_at_the_rate_of_its_day(view):
    rates = [{"currency": "USD", "date": "2026-09-16", "rate": 0.5}]
    quote = QUOTE | {"currency": "USD", "price": 402e3}
    found = standings(view(opportunities=[DEAL], quotes=[quote], fx_rates=rates)).offers[0]
    assert (found.value, found.recorded) == (201e3, None)


def test_a_later_offer_is_not_known_earlier(view):
    seen = view(opportunities=[DEAL], quotes=[QUOTE])
    assert standings(seen.at(pd.Timestamp("2026-09-15"))).offers == ()


def test_cap_40_a_step_after_the_decision_says_by_how_many_days(view):
    steps = [{"opportunity_id": "D", "step": "Solution", "position": 1, "due_on": "2027-02-04"}]
    assert contest(view(opportunities=[DEAL], deal_steps=steps), "D").step_after == 66
    assert contest(view(opportunities=[DEAL], deal_steps=[steps[0] | {"due_on": "2026-11-30"}]), "D").step_after is None
    won = DEAL | {"outcome": "won", "closed_on": "2026-10-20"}
    assert contest(view(opportunities=[won], deal_steps=steps), "D").step_after is None
