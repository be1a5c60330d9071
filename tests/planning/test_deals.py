import itertools
import math

import numpy as np
import pandas as pd
import pytest

from accountbook.planning.deals import DealsState, Doubt, Missing, open_deals
from accountbook.planning.joint import joint_range
from accountbook.planning.predicted import Shown


def _deal(number, **more):
    return {"opportunity_id": number, "account_id": "A", "created_on": "2026-05-01", "amount": 96.0, **more}


def _change(number, field, on, old, new):
    return {"opportunity_id": number, "field": field, "changed_at": on, "old": old, "new": new}


COMPLETE = {
    "budget_status": "approved",
    "key_contact_id": "C1",
    "channel_open": True,
    "expected_close": "2026-12-15",
    "decision_criteria": "price",
    "competitor_knew_on": "2026-06-01",
    "product_line": "VX",
    "how_obtained": "visit",
    "seller_stage": "offer",
    "buyer_stage": "defining",
}


def test_cap_17_deals_are_asked_and_expected_and_never_added_to_orders(view, odds, bought):
    rows = view(opportunities=[_deal("D1"), _deal("D2", amount=54.0)], order_lines=bought({"2026-10-02": 18.0}))
    found = open_deals(rows, odds({"D1": 0.5, "D2": 0.5}))
    assert (found.state, found.asked, found.expected) == (DealsState.OPEN, 150.0, 75.0)
    # 0, 54, 96, 150, each 1 in 4
    assert (found.lo, found.hi, found.p_none) == (0.0, 150.0, 0.25)
    assert not hasattr(found, "total")


def test_range_of_the_sum_is_joint_not_the_sum_of_the_ends():
    odds = [(0.38, 96.0), (0.61, 54.0), (0.15, 36.0)]
    sums = sorted(
        (
            sum(amount for (_, amount), won in zip(odds, wins, strict=True) if won),
            math.prod(p if won else 1 - p for (p, _), won in zip(odds, wins, strict=True)),
        )
        for wins in itertools.product([False, True], repeat=3)
    )
    reached = list(itertools.accumulate(chance for _, chance in sums))
    lo = next(amount for (amount, _), total in zip(sums, reached, strict=True) if total >= 0.1)
    hi = next(amount for (amount, _), total in zip(sums, reached, strict=True) if total >= 0.9)
    assert joint_range(odds) == (lo, hi) == (0.0, 150.0)


def test_many_deals_are_drawn_and_come_near_the_exact_range():
    odds = [(0.3 + 0.02 * n, 10.0 + n) for n in range(20)]
    mean = sum(p * a for p, a in odds)
    sd = math.sqrt(sum(p * (1 - p) * a * a for p, a in odds))
    lo, hi = joint_range(odds)
    # twenty deals are nearly normal: 1.2816 standard deviations either side
    assert lo == pytest.approx(mean - 1.2816 * sd, rel=0.05) and hi == pytest.approx(mean + 1.2816 * sd, rel=0.05)
    assert joint_range(odds) == (lo, hi)


def test_cap_77_nine_questions(view):
    found = open_deals(view(opportunities=[_deal("D1", **COMPLETE), _deal("D2", amount=None, budget_status="unknown")]))
    full, bare = found.deals
    assert (full.answered, full.questions, full.missing) == (9, 9, ())
    assert bare.answered == 0 and bare.missing == tuple(Missing)
    # "none" is an answer to the question of the budget
    none = open_deals(view(opportunities=[_deal("D3", **COMPLETE | {"budget_status": "none"})])).deals[0]
    assert none.answered == 9 and Doubt.NO_BUDGET in none.doubts


def test_cap_78_stages_of_both_sides(view):
    ahead = COMPLETE | {"seller_stage": "negotiation", "buyer_stage": "interested"}
    found = open_deals(view(opportunities=[_deal("D1", **ahead), _deal("D2", **COMPLETE)]))
    assert [(deal.ahead, Doubt.AHEAD_OF_BUYER in deal.doubts) for deal in found.deals] == [(2, True), (0, False)]


def test_cap_83_no_gate_without_budget_and_close(view):
    rows = [_deal("D1", **COMPLETE), _deal("D2", **COMPLETE | {"expected_close": None}), _deal("D3")]
    assert [deal.gated for deal in open_deals(view(opportunities=rows)).deals] == [True, False, False]


def test_cap_91_stalled_deal_and_its_reason(view):
    log = [
        _change("D1", "seller_stage", "2026-09-01", "need", "offer"),
        _change("D2", "amount", "2026-08-31", "90", "96"),
    ]
    rows = [_deal("D1", **COMPLETE), _deal("D2", **COMPLETE | {"key_contact_id": None})]
    found = {deal.opportunity_id: deal for deal in open_deals(view(opportunities=rows, opportunity_changes=log)).deals}
    # 60 days is the threshold, 61 is past it
    assert (found["D1"].since_change, found["D1"].in_stage, found["D1"].stalled) == (60, 60, False)
    assert (found["D2"].since_change, found["D2"].stalled, found["D2"].stalled_for) == (61, True, Missing.KEY_PERSON)
    # nothing logged of its stage: since the deal was written down
    assert found["D2"].in_stage == 183


def test_pushed_three_times(view):
    log = [
        _change("D1", "expected_close", "2026-05-01", "", "2026-06-30"),
        _change("D1", "expected_close", "2026-06-20", "2026-06-30", "2026-08-31"),
        _change("D1", "expected_close", "2026-08-20", "2026-08-31", "2026-10-31"),
        _change("D1", "expected_close", "2026-09-20", "2026-10-31", "2026-10-15"),
        _change("D1", "expected_close", "2026-10-20", "2026-10-15", "2026-12-15"),
    ]
    deal = open_deals(view(opportunities=[_deal("D1", **COMPLETE)], opportunity_changes=log)).deals[0]
    # 62 + 61 + 61 days later; once it was pulled in, which is no push
    assert (deal.pushed, deal.pushed_days) == (3, 184)
    assert deal.doubts == (Doubt.PUSHED,)


def test_key_person_who_left_weighs_most(view):
    people = [{"contact_id": "C1", "account_id": "A", "name": "Name C1", "status": "left", "status_on": "2026-10-09"}]
    rows = view(opportunities=[_deal("D1", **COMPLETE | {"budget_status": "requested"})], contacts=people)
    deal = open_deals(rows).deals[0]
    assert deal.doubts == (Doubt.KEY_PERSON_LEFT, Doubt.STALLED, Doubt.NO_BUDGET)
    assert deal.key_contact == "Name C1"


def test_rep_beside_the_model_and_a_month_ago(view, odds):
    rows = view(opportunities=[_deal("D1", rep_probability=0.7)])
    deal = open_deals(rows, odds({"D1": 0.38}), odds({"D1": 0.48}, as_of="2026-09-30")).deals[0]
    assert (deal.p, deal.rep_p, deal.p_before) == (0.38, 0.7, 0.48)
    assert deal.gap == pytest.approx(0.32)


def test_closed_deals_of_twelve_months_stand_apart(view):
    rows = [
        _deal("D1", outcome="won", closed_on="2026-10-12", amount=22.0),
        _deal("D2", outcome="lost", closed_on="2025-11-01", amount=40.0),
        _deal("D3", outcome="lost", closed_on="2025-10-31", amount=7.0),
        _deal("D4", outcome="won", closed_on="2026-11-02"),
    ]
    found = open_deals(view(opportunities=rows))
    assert (found.closed.won, found.closed.lost, found.closed.won_amount, found.closed.lost_amount) == (
        1,
        1,
        22.0,
        40.0,
    )
    # won two days after as_of: still open, as known then
    assert [deal.opportunity_id for deal in found.deals] == ["D4"]


def test_states_without_deals_or_odds(view):
    assert open_deals(view(order_lines=[])).state == DealsState.NO_TABLE
    none = open_deals(view(opportunities=[]))
    assert (none.state, none.expected, none.p_none, none.lo) == (DealsState.NONE, None, None, None)
    blind = open_deals(view(opportunities=[_deal("D1"), _deal("D2", amount=None)]))
    assert (blind.expected, blind.p_none, blind.without_odds, blind.without_amount) == (None, None, 2, 1)
    assert blind.deals[0].shown == Shown.NONE


def test_sums_leave_out_what_has_no_amount(view, odds):
    found = open_deals(view(opportunities=[_deal("D1"), _deal("D2", amount=None)]), odds({"D1": 0.5, "D2": 0.5}))
    assert (found.asked, found.expected, found.p_none, found.without_amount) == (96.0, 48.0, 0.25, 1)


def test_prediction_without_a_number_is_none(view, odds):
    frame = odds({"D1": np.nan}).assign(close_p50=pd.NaT)
    deal = open_deals(view(opportunities=[_deal("D1")]), frame).deals[0]
    assert (deal.p, deal.close_p50, deal.expected) == (None, None, None)
