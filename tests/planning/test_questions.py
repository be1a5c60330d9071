import json

import pandas as pd
import pytest

from accountbook.planning.assortment import assortment
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.next_order import next_order
from accountbook.planning.questions import Moves, questions
from accountbook.planning.risk import risk

DEAL = {
    "opportunity_id": "D1",
    "account_id": "A",
    "name": "Line 4",
    "created_on": "2026-09-01",
    "amount": 96e3,
    "key_contact_id": "C1",
    "channel_open": True,
    "expected_close": "2026-12-01",
    "decision_criteria": "price",
    "competitor_knew_on": "2026-09-02",
    "product_line": "VX",
    "how_obtained": "visit",
    "buyer_stage": "comparing",
    "budget_status": "approved",
}


def _ask(view, *, deals=None, accounts=None):
    return questions(
        view,
        coverage=coverage(view),
        deals=open_deals(view, deals),
        next_order=next_order(view, accounts),
        risk=risk(view, accounts),
        assortment=assortment(view),
    )


def test_cap_3_every_unknown_of_a_deal_is_one_question_the_heaviest(view, odds):
    unknown = DEAL | {"budget_status": None, "channel_open": None, "competitor_knew_on": None}
    found = _ask(view(opportunities=[unknown]), deals=odds({"D1": 0.4}))
    assert [one.asks.code for one in found.found] == ["budget"]
    one = found.found[0]
    # 96k x .4 x .6 x 1
    assert one.money == pytest.approx(23_040) and (one.moves, one.size) == (Moves.MONEY, 96e3)
    assert one.asks.facts["deal"] == "Line 4"


def test_cap_3_odds_with_the_budget_and_without(view, odds):
    reason = {"code": "budget", "log_odds": -0.4, "points": -9, "facts": {"p_yes": 0.57, "p_no": 0.19}}
    frame = odds({"D1": 0.38}).assign(reasons=json.dumps([reason]))
    [one] = _ask(view(opportunities=[DEAL | {"budget_status": "requested"}]), deals=frame).found
    assert (one.moves, one.size) == (Moves.ODDS, pytest.approx(38.0))
    assert one.money == pytest.approx(96e3 * 0.38)
    assert (one.asks.facts["p_yes"], one.asks.facts["p_no"]) == (0.57, 0.19)


def test_cap_3_a_sure_deal_is_asked_about_after_an_open_one(view, odds):
    rows = [DEAL | {"budget_status": None}, DEAL | {"opportunity_id": "D2", "name": "Sure", "decision_criteria": None}]
    found = _ask(view(opportunities=rows), deals=odds({"D1": 0.5, "D2": 0.95}))
    assert [(one.asks.facts["deal"], one.asks.code) for one in found.found] == [
        ("Line 4", "budget"),
        ("Sure", "criteria"),
    ]


def test_cap_3_nothing_unknown_nothing_asked(view):
    assert _ask(view(opportunities=[DEAL])).found == ()


def test_cap_3_roles_deals_and_the_late_order_ranked_by_money(view, bought, forecast, odds):
    roles = [{"role_code": "PUR", "role_name": "Head of purchasing", "decides": True, "required": True}]
    roles.append({"role_code": "QA", "role_name": "Quality approver", "required": True})
    friend = {"contact_id": "C1", "account_id": "A", "name": "Name C1"}
    slots = [{"account_id": "A", "role_code": "QA", "assessed_on": "2026-01-01", "contact_id": "C1"}]
    slots[0]["disposition"] = "favourable"
    book = view(
        role_templates=roles,
        role_slots=slots,
        contacts=[friend],
        opportunities=[DEAL | {"budget_status": None, "amount": 10e3}],
        order_lines=bought({"2025-06-05": 1.0, "2026-01-05": 60e3, "2026-03-05": 40e3}),
    )
    accounts = forecast(p_no_order=0.5, rhythm_p50="2026-05-05", rhythm_p90="2026-07-05", typical_amount=50e3)
    found = _ask(book, deals=odds({"D1": 0.5}), accounts=accounts)
    # 100k x .25 x .9; (100k + 10k) x .25 x .6; 10k x .25 x 1
    assert [(one.asks.code, one.money) for one in found.found] == [
        ("late_order", pytest.approx(22_500)),
        ("who_fills_role", pytest.approx(16_500)),
        ("budget", pytest.approx(2_500)),
    ]
    assert found.found[1].asks.facts["ask"] == "Name C1" and found.found[1].asks.facts["since"] is None
    assert found.found[0].asks.facts["days_late"] == 179
    # what the late order moves is a part of the year's 100k, not of the 50k that it usually is
    late = found.found[0]
    assert (late.asks.facts["stake"], late.size, late.asks.facts["amount"]) == ("orders", 100e3, 50e3)
    # ranked by 110k, but only the year's 100k of orders are shown: deals are never added to orders
    assert (found.found[1].asks.facts["stake"], found.found[1].size) == ("orders", 100e3)


def test_cap_3_what_the_account_row_lacks(view, bought):
    accounts = [{"account_id": "A", "name": "A", "channel_type": "distributor"}]
    found = _ask(view(accounts=accounts, order_lines=bought({"2026-10-02": 100.0})))
    assert [one.asks.code for one in found.found] == ["sole_source", "end_customers", "fiscal_year_end"]
    known = [accounts[0] | {"sole_source": False, "fiscal_year_end_month": 3}]
    assert _ask(view(accounts=known, order_lines=bought({"2026-10-02": 100.0}, end_customer="X"))).found == ()


def test_cap_3_passed_close_is_asked_with_its_day(view, odds):
    [one] = _ask(view(opportunities=[DEAL | {"expected_close": "2026-10-01"}]), deals=odds({"D1": 0.5})).found
    assert (one.asks.code, one.asks.facts["passed"]) == ("close", pd.Timestamp("2026-10-01"))


@pytest.mark.parametrize(("status", "asked"), [("active", "Ferri"), ("left", None)])
def test_cap_3_nobody_is_asked_who_has_left(view, odds, status, asked):
    people = [{"contact_id": "C1", "account_id": "A", "name": "Ferri", "status": status}]
    rows = [DEAL | {"channel_open": None}]
    [one] = _ask(view(opportunities=rows, contacts=people), deals=odds({"D1": 0.5})).found
    assert (one.asks.code, one.asks.facts["ask"], one.asks.facts["name"]) == ("channel", asked, asked)


def test_more_than_three(view):
    rows = [DEAL | {"opportunity_id": f"D{n}", "budget_status": None} for n in range(5)]
    found = _ask(view(opportunities=rows))
    assert (len(found.found), found.more) == (3, 2)


def test_a_third_question_about_people_only_where_nothing_else_is_open(view, bought):
    roles = [{"role_code": f"R{n}", "role_name": f"Role {n}", "decides": True, "required": True} for n in range(4)]
    slots = [{"account_id": "A", "role_code": "X", "assessed_on": "2026-01-01", "contact_id": "C9"}]
    book = view(role_templates=roles, role_slots=slots, order_lines=bought({"2026-10-02": 100.0}))
    assert [one.asks.code for one in _ask(book).found] == ["who_fills_role"] * 3
    named = view(
        accounts=[{"account_id": "A", "name": "A", "fiscal_year_end_month": 3}],
        role_templates=roles,
        role_slots=slots,
        order_lines=bought({"2026-10-02": 100.0}),
    )
    assert [one.asks.code for one in _ask(named).found] == ["who_fills_role", "who_fills_role", "sole_source"]


def _roles(*, pur_decides=True):
    return [
        {"role_code": "QA", "role_name": "Quality approver", "required": True},
        {"role_code": "PUR", "role_name": "Head of purchasing", "decides": pur_decides, "required": True},
    ]


def test_cap_61_where_nobody_is_noted_the_deciding_roles_are_asked_for(view, bought):
    book = view(role_templates=_roles(), order_lines=bought({"2026-10-02": 100.0}))
    [one] = _ask(book).found
    assert (one.asks.code, one.asks.facts["role"], one.size) == ("who_fills_role", "Head of purchasing", 100.0)
    undecided = view(role_templates=_roles(pur_decides=False), order_lines=bought({"2026-10-02": 100.0}))
    assert [(one.asks.facts["stake"], one.size) for one in _ask(undecided).found] == [(None, None), (None, None)]


def test_a_role_of_an_account_without_orders_shows_what_its_deals_ask(view):
    found = _ask(view(role_templates=_roles(), opportunities=[DEAL])).found
    assert [(one.asks.facts["stake"], one.size) for one in found] == [("asked", 96e3)]


def test_order_lines_alone_leave_nothing_to_ask(view, bought):
    assert _ask(view(order_lines=bought({"2026-10-02": 100.0}))).found == ()
