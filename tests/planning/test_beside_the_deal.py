"""Follow-on sales, the reference, a proposal's readiness, the work it asks: each apart, each worked out by hand."""

import pandas as pd
import pytest

from accountbook.book import Profit, Settings
from accountbook.planning.burdens import effort
from accountbook.planning.follow_on import FollowState, follow_on
from accountbook.planning.premises import Premises
from accountbook.planning.profit import profit
from accountbook.planning.readiness import ReadyState, readiness

DEAL = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01", "product_line": "VX", "amount": 200.0}
QUOTE = {"quote_id": "Q", "version": 1, "account_id": "A", "opportunity_id": "D", "quoted_on": "2026-10-01",
         "price": 200.0, "currency": "EUR", "cost": 150.0}  # fmt: skip


def _won(number, family, closed="2024-10-31", amount=100.0):
    return {"opportunity_id": number, "account_id": "A", "created_on": "2024-01-01", "closed_on": closed,
            "outcome": "won", "product_line": family, "amount": amount}  # fmt: skip


def _line(item, on, price, **more):
    return {"account_id": "A", "order_date": on, "item_id": item, "quantity": 1.0, "unit_price": price,
            "unit_cost": price * 0.6, **more}  # fmt: skip


WINS = {
    "opportunities": [DEAL, _won("W1", "VX"), _won("W2", "PU"), _won("W3", "SN")],
    "items": [{"item_id": family, "family": family} for family in ("VX", "PU", "SN")],
    # two years of history; VX 40 before and 90 after, PU nothing and 50 after, SN 30 and 30
    "order_lines": [
        _line("SN", "2022-10-01", 1.0), _line("VX", "2024-06-01", 40.0), _line("VX", "2025-06-01", 90.0),
        _line("PU", "2025-06-01", 50.0), _line("SN", "2024-06-01", 30.0), _line("SN", "2026-06-01", 30.0),
        _line("VX", "2024-12-01", 500.0, opportunity_id="W1"),
    ],
}  # fmt: skip


def test_cap_98_what_follows_a_first_win_is_what_came_more_without_the_deals_own_order(view):
    found = follow_on(view(**WINS), "A")
    assert found.state == FollowState.COUNTED
    assert {one.family: one.lift for one in found.wins} == pytest.approx({"VX": 0.5, "PU": 0.5, "SN": 0.0})
    assert {one.months for one in found.wins} == {24}


def test_cap_98_follow_on_and_reference_stand_apart_and_never_in_the_deals_own_margin(view):
    told = Settings(company="A", currency="EUR", profit=Profit(reference_low=10.0, reference_high=30.0))
    rows = {**WINS, "quotes": [QUOTE]}
    one = profit(view(**rows, settings=told), "D").simulated
    bare = profit(view(opportunities=[DEAL], quotes=[QUOTE]), "D").simulated
    # lifts of 0.5, 0.5, 0 of a deal of 200, at a margin of 40%: 40 in two of three draws, else nothing
    assert (one.follow_on.p10, one.follow_on.p50, one.follow_on.p90) == pytest.approx((0.0, 40.0, 40.0))
    assert one.reference == (10.0, 30.0)
    assert one.with_reference.p50 == pytest.approx(one.left.p50 + 20, abs=1.0)
    assert one.with_both.p50 > one.with_follow_on.p50 > one.left.p50
    assert bare.with_both is bare.follow_on is bare.reference is None
    # claims and concessions are those of no history in both: the deal alone is the same
    assert one.left.p50 == pytest.approx(bare.left.p50, rel=0.02)
    assert profit(view(**rows, settings=told), "D", reference_high=0, reference_low=0).simulated.left == one.left


def test_cap_98_a_second_win_of_a_family_is_no_first_and_a_young_one_says_nothing_yet(view):
    deals = [*WINS["opportunities"], _won("W4", "VX", closed="2025-01-31"), _won("W5", "CL", closed="2026-01-31")]
    found = follow_on(view(**{**WINS, "opportunities": deals}), "A")
    assert [one.opportunity_id for one in found.wins] == ["W1", "W2", "W3"]
    assert found.young == 1
    few = follow_on(view(**{**WINS, "opportunities": deals[:2]}), "A")
    assert (few.state, len(few.wins)) == (FollowState.FEW, 1)
    assert follow_on(view(opportunities=[DEAL]), "A").state == FollowState.NONE


def test_cap_98_a_reference_value_is_the_users_range_and_a_wrong_one_is_refused(view):
    known = view(opportunities=[DEAL], quotes=[QUOTE])
    assert profit(known, "D", reference_low=5, reference_high=5).simulated.reference == (5.0, 5.0)
    with pytest.raises(ValueError, match="reference_high is under reference_low"):
        profit(known, "D", reference_low=9, reference_high=5)


def _check(question, answer, on="2026-10-01", **more):
    return {"opportunity_id": "D", "question": question, "checked_on": on, "answer": answer, **more}


def test_cap_99_the_newest_answer_to_each_of_five_questions_counts(view):
    rows = [
        _check("profit", "yes"),
        _check("profit", "no", "2026-10-20", evidence="start-up not priced"),
        _check("solution", "yes"),
        _check("story_told", "partly"),
        _check("profit", "yes", "2026-11-02"),
        {**_check("customers_view", "yes"), "opportunity_id": "E"},
    ]
    found = readiness(view(proposal_checks=rows), "D")
    assert (found.state, found.stand) == (ReadyState.OPEN, 1)
    assert [(one.question, one.answer) for one in found.missing] == [
        ("profit", "no"), ("story_told", "partly"), ("above_expectation", None), ("customers_view", None),
    ]  # fmt: skip
    earned = found.checks[2]
    assert (earned.evidence, earned.before) == ("start-up not priced", "yes")


def test_cap_99_all_five_stand_or_none_is_asked_or_there_is_no_table(view):
    five = [_check(one, "yes") for one in ("above_expectation", "story_told", "profit", "customers_view", "solution")]
    assert readiness(view(proposal_checks=five), "D").state == ReadyState.READY
    assert readiness(view(proposal_checks=[]), "D").state == ReadyState.UNASKED
    assert readiness(view(), "D").state == ReadyState.NO_TABLE
    assert readiness(view(), None).checks == ()


def test_cap_4_what_the_requirements_ask_stands_beside_what_is_free(view):
    asked = [
        {"requirement_id": n, "account_id": "A", "opportunity_id": "D", "text": "x", "stated_on": "2026-10-01", **more}
        for n, more in (("1", {"effort_days": 12.0}), ("2", {}), ("3", {"effort_days": 4.0, "in_scope": False}),
                        ("4", {"effort_days": 3.0, "met": True, "met_on": "2026-10-10"}))
    ]  # fmt: skip
    free = [
        {"team": "South", "function": "sales", "starts_on": start, "ends_on": end, "free_days": days, "as_of": on}
        for start, end, days, on in (
            ("2026-10-01", "2026-10-31", 99.0, "2026-10-01"), ("2026-11-01", "2026-11-30", 20.0, "2026-09-30"),
            ("2026-11-01", "2026-11-30", 6.5, "2026-10-30"), ("2026-12-01", "2026-12-31", 5.0, "2026-10-30"),
            ("2027-01-01", "2027-01-31", 50.0, "2026-10-30"),
        )
    ]  # fmt: skip
    known = view(requirements=asked, capacity=free)
    found = effort(known, "D", "South", pd.Timestamp("2026-12-15"), Premises(known, {"day_cost": 400}))
    assert (found.asked, found.unknown, found.days, found.free, found.short) == (2, 1, 12.0, 11.5, True)
    assert found.cost == 15 * 400, "what was already done costs too"
    assert effort(known, "D", None, pd.Timestamp("2026-12-15"), Premises(known, {})).free is None
