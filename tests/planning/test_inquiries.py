import json

from accountbook.planning.asked import AskedState, asked
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.inquiries import inquiries
from accountbook.planning.next_order import next_order
from accountbook.planning.questions import Moves, questions
from accountbook.planning.risk import risk

DEAL = {"opportunity_id": "D", "account_id": "A", "name": "Line 4", "created_on": "2026-09-01", "amount": 100e3,
        "buyer_stage": "comparing", "product_line": "VX", "how_obtained": "visit", "competitor_knew_on": "2026-09-02",
        "channel_open": True}  # fmt: skip
ASKED = {"account_id": "A", "opportunity_id": "D", "raised_on": "2026-08-01"}


def _all(view, odds=None):
    return questions(view, coverage=coverage(view), deals=open_deals(view, odds), next_order=next_order(view, None),
                     risk=risk(view, None), most=None)  # fmt: skip


def test_cap_3_all_that_a_deal_leaves_open_is_asked_heaviest_first(view, odds):
    found = _all(view(opportunities=[DEAL]), odds({"D": 0.5}))
    # 100k x 0.5 x 0.5 x how far each bears on it: 1.0, 0.9, 0.7, 0.5
    assert [(one.asks.code, round(one.money)) for one in found.found] == [
        ("budget", 25000), ("key_person", 22500), ("close", 17500), ("criteria", 12500)]  # fmt: skip
    assert found.more == 0


def test_cap_3_where_the_model_says_what_not_knowing_costs_that_is_what_the_answer_moves(view, odds):
    why = [{"code": "pushes", "log_odds": -1.0, "points": -20.0, "facts": {}},
           {"code": "person", "log_odds": 0.3, "points": 6.0, "facts": {}}]  # fmt: skip
    made = odds({"D": 0.5}).assign(reasons=json.dumps(why))
    late = DEAL | {"expected_close": "2026-10-01"}
    moved = {one.asks.code: (one.moves, one.size, one.money) for one in _all(view(opportunities=[late]), made).found}
    assert moved["close"] == (Moves.ODDS, 20.0, 20000.0)
    assert moved["key_person"][0] == Moves.MONEY  # what is known of the person speaks for the deal already


def test_cap_3_an_answered_question_is_not_asked_again_and_an_unanswered_one_says_since_when(view):
    people = [{"contact_id": "P", "account_id": "A", "name": "Neri", "created_on": "2024-01-01"}]
    record = [
        ASKED | {"question_id": "1", "gap_field": "opportunities.budget_status", "text": "Which budget?",
                 "asked_on": "2026-09-01", "answer": "next year's", "answered_on": "2026-09-05"},
        ASKED | {"question_id": "2", "gap_field": "opportunities.expected_close", "text": "When?",
                 "asked_on": "2026-09-01", "contact_id": "P"},
        ASKED | {"question_id": "3", "gap_field": "sellout.stock", "text": "What lies longest?"},
    ]  # fmt: skip
    seen = view(opportunities=[DEAL], questions=record, contacts=people)
    found = inquiries(_all(seen), asked(seen, "D"))
    codes = [one.question.asks.code if one.question else one.recorded.text for one in found.found]
    assert codes == ["key_person", "close", "criteria", "What lies longest?"]
    when = found.found[1].recorded
    assert (when.state, when.whom, when.days) == (AskedState.UNANSWERED, "Neri", 60)
    assert [one.answer for one in found.answered] == ["next year's"]


def test_an_answer_that_came_later_leaves_the_question_open_until_then(view):
    record = [ASKED | {"question_id": "1", "gap_field": "opportunities.budget_status", "text": "Which budget?",
                       "asked_on": "2026-09-01", "answer": "next year's", "answered_on": "2026-10-20"}]  # fmt: skip
    seen = view(opportunities=[DEAL], questions=record)
    assert "budget" not in [one.question.asks.code for one in inquiries(_all(seen), asked(seen, "D")).found]
    before = seen.at("2026-10-10")
    first = inquiries(_all(before), asked(before, "D")).found[0]
    assert (first.question.asks.code, first.recorded.days) == ("budget", 39)


def test_a_question_of_another_deal_or_of_long_ago_is_left_alone(view):
    record = [
        ASKED | {"question_id": "1", "opportunity_id": "X", "text": "Who?"},
        ASKED | {"question_id": "2", "opportunity_id": None, "text": "When?", "raised_on": "2024-01-01"},
    ]
    assert asked(view(questions=record), "D").rows == ()
    assert asked(view(), "D").rows == ()
