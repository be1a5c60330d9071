import pandas as pd
import pytest

from accountbook.planning.asked import asked
from accountbook.planning.changes import Changes
from accountbook.planning.contest import contest
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.exposure import exposure
from accountbook.planning.fallback import fallback
from accountbook.planning.finding import Finding
from accountbook.planning.inquiries import inquiries
from accountbook.planning.learned import lessons
from accountbook.planning.likeness import stories
from accountbook.planning.meeting import next_meeting
from accountbook.planning.months import months
from accountbook.planning.next_order import next_order
from accountbook.planning.people_changes import deciders_left
from accountbook.planning.persuasion import arguments
from accountbook.planning.points import points
from accountbook.planning.questions import questions
from accountbook.planning.register import register
from accountbook.planning.risk import risk
from accountbook.planning.room import room
from accountbook.planning.staying import staying

DEAL = {"opportunity_id": "D", "account_id": "A", "name": "Line 4", "created_on": "2026-09-01", "amount": 20e3,
        "product_line": "VX", "key_contact_id": "P", "our_difference": "no new flange",
        "decision_criteria": "price"}  # fmt: skip
FULL = {
    "accounts": [{"account_id": "A", "name": "A", "vertical": "marine"}],
    "contacts": [{"contact_id": "P", "account_id": "A", "name": "Neri", "created_on": "2024-01-01"}],
    "opportunities": [DEAL],
    "meetings": [{"meeting_id": "M", "account_id": "A", "opportunity_id": "D", "planned_on": "2026-10-01",
                  "held_on": "2026-11-12", "our_goal": "A date for the decision"}],
    "requirements": [{"requirement_id": "R", "account_id": "A", "opportunity_id": "D", "text": "a test certificate",
                      "stated_on": "2026-09-20", "due_on": "2026-10-21"}],
    "installed_base": [{"installation_id": "I", "account_id": "A", "competitor": "Hällfoss", "product": "valve",
                        "installed_on": "2020-01-01", "failure_cost": 8000.0}],
    "items": [{"item_id": "V", "family": "VX", "name": "valve, pilot"}],
    "lessons": [{"lesson_id": "L", "learned_on": "2024-01-01", "market": "marine", "text": "Two sources, price only"}],
    "scenarios": [{"scenario_id": "S", "account_id": "A", "kind": "B", "set_on": "2026-01-01", "trigger": "They wait",
                   "action": "Offer the smaller lot"}],
}  # fmt: skip


@pytest.fixture
def told(view, bought):
    """The talking points of a view with these tables, about deal D where there is one."""

    def make(deal="D", found=(), left_since="2026-07-31", **tables):
        seen = view(**tables)
        deals = open_deals(seen, only={deal})
        who = contest(seen, deal)
        library = arguments(seen, who.family if who else None)
        people = room(seen, coverage(seen), key=who.key_contact_id if who else None, arguments=library)
        asks = questions(seen, coverage=coverage(seen), deals=deals, next_order=next_order(seen, None),
                         risk=risk(seen, None), most=None)  # fmt: skip
        return points(
            changes=Changes(pd.Timestamp("2026-09-30"), tuple(found), 0),
            months=months(seen),
            deal=next(iter(deals.deals), None),
            contest=who,
            meeting=next_meeting(seen, deal),
            inquiries=inquiries(asks, asked(seen, deal)),
            register=register(seen, deal),
            staying=staying(seen, family=who.family if who else None, price=who.amount if who else None),
            stories=stories(seen),
            arguments=library,
            room=people,
            left=deciders_left(seen, coverage(seen), pd.Timestamp(left_since), key=who.key_contact_id if who else None),
            exposure=exposure(seen, room=people.contacts),
            fallback=fallback(seen, deal),
            lessons=lessons(seen, who.family if who else None),
        )

    return make


def test_cap_40_the_sentences_in_the_order_of_saying_them(told, bought):
    orders = bought({"2024-10-05": 1.0, "2025-03-01": 100.0, "2026-03-01": 150.0})
    found = told(order_lines=orders, **FULL)
    assert [(one.part.value, one.says.code) for one in found] == [
        ("changed", "year"),
        ("deal", "deal_stands"),
        ("want", "want_goal"),
        ("ask", "budget"),
        ("offer", "offer_answer"),
        ("offer", "offer_staying"),
        ("avoid", "avoid_lesson"),
    ]
    assert found[0].says.facts["change"] == pytest.approx(0.5)
    assert found[2].says.facts["text"] == "A date for the decision"
    assert (found[4].says.facts["text"], found[4].says.facts["days_late"]) == ("a test certificate", 10)
    assert found[5].says.facts["family"] == "VX"
    # 20k asked against 8k of failures a year
    assert found[5].says.facts["years"] == 2.5


def test_cap_40_a_change_of_the_orders_and_of_this_deal_is_told_before_anything_else(told):
    news = [Finding("person_left", {"role": "CFO"}), Finding("deal_pushed", {"deal": "Line 9"}),
            Finding("item_missing", {"item": "VX-210"}), Finding("deal_moved", {"deal": "Line 4"})]  # fmt: skip
    found = told(found=news, **FULL)
    assert [one.says.code for one in found[:2]] == ["item_missing", "deal_moved"]


def test_cap_40_who_decides_and_left_is_the_first_point_and_takes_the_second_offers_place(told):
    gone = FULL["contacts"][0] | {"title": "Buyer", "status": "left", "status_on": "2026-10-09"}
    news = [Finding("person_left", {"name": "Neri"}), Finding("order_overdue", {})]
    found = told(found=news, **FULL | {"contacts": [gone]})
    assert [one.says.code for one in found[:3]] == ["decider_left", "order_overdue", "deal_stands"]
    assert (found[0].says.facts["name"], found[0].says.facts["key"]) == ("Neri", True)
    assert sum(one.part == "offer" for one in found) == 1
    # but an offer that runs out before the decision stays beside the answer that they wait for
    quote = {"quote_id": "Q", "version": 1, "account_id": "A", "opportunity_id": "D", "quoted_on": "2026-10-01",
             "price": 20e3, "currency": "EUR", "valid_until": "2026-11-16"}  # fmt: skip
    deal = DEAL | {"expected_close": "2026-11-30"}
    hurry = told(**FULL | {"contacts": [gone], "quotes": [quote], "opportunities": [deal]})
    assert [one.says.code for one in hurry if one.part == "offer"] == ["offer_answer", "offer_extend"]
    # three months later it is no news, and one who is no key person and filled no role that decides is none at all
    late = told(left_since="2026-10-09", found=news, **FULL | {"contacts": [gone]})
    assert late[0].says.code != "decider_left"
    other = gone | {"contact_id": "Q"}
    assert "decider_left" not in [one.says.code for one in told(**FULL | {"contacts": [*FULL["contacts"], other]})]


def test_cap_40_a_trigger_that_came_takes_the_place_of_the_second_offer(told, bought):
    came = FULL["scenarios"][0] | {"happened_on": "2026-10-20"}
    found = told(order_lines=bought({"2026-03-01": 9.0}), **FULL | {"scenarios": [came]})
    assert [one.part.value for one in found] == ["changed", "deal", "want", "ask", "offer", "plan_b", "avoid"]
    assert found[5].says.facts["action"] == "Offer the smaller lot"


def test_cap_40_a_complaint_of_somebody_in_the_room_is_what_to_avoid_first(told):
    voices = [{"voice_id": "1", "account_id": "A", "contact_id": "P", "said_on": "2026-10-06", "type": "complaint",
               "text": "Three mails without an answer"}]  # fmt: skip
    avoided = [one.says.facts["text"] for one in told(voices=voices, **FULL) if one.part == "avoid"]
    assert avoided == ["Three mails without an answer", "Two sources, price only"]


def test_cap_40_a_price_that_no_failures_pay_is_no_argument(told):
    dear = DEAL | {"amount": 90e3}
    codes = [one.says.code for one in told(**FULL | {"opportunities": [dear]})]
    assert "offer_staying" not in codes and "offer_difference" in codes


def test_cap_40_without_a_meeting_the_goal_is_a_quote(told):
    goals = [{"goal_id": "G", "version": 1, "account_id": "A", "text": "First source", "set_on": "2026-01-01",
              "due_on": "2026-12-31"}]  # fmt: skip
    (want,) = [one for one in told(deal=None, goals=goals) if one.part == "want"]
    assert (want.says.code, want.says.facts["row_id"]) == ("want_quote", "G")
    passed = [goals[0] | {"due_on": "2025-12-31"}]
    assert not [one for one in told(deal=None, goals=passed) if one.part == "want"]


def test_of_nothing_known_nothing_is_said(told):
    assert told(deal=None) == ()
