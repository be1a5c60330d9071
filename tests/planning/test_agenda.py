"""The dates ahead: which stand in an owner's calendar, and which may not."""

import pandas as pd

from accountbook.planning.agenda import agenda
from accountbook.planning.closures import closures
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.fiscal import fiscal
from accountbook.planning.next_order import next_order


def _agenda(view, accounts=None):
    return agenda(
        view,
        next_order=next_order(view, accounts),
        deals=open_deals(view),
        fiscal=fiscal(view),
        coverage=coverage(view),
        closures=closures(view),
    )


def _told(found):
    return [(one.what.code, f"{one.start:%Y-%m-%d}", one.ref) for one in found]


def _person(number, **more):
    row = {"contact_id": number, "account_id": "A", "name": f"Name {number}", "birthday": "1980-02-29", "consent": True}
    return row | more


def test_cap_46_birthdays_of_those_who_agreed_and_are_there(view):
    people = [
        _person("1"),
        _person("2", consent=None),
        _person("3", consent=False),
        _person("4", status="left", status_on="2026-05-01"),
        _person("5", birthday="1990-10-31"),
        _person("6", birthday=None),
    ]
    found = _agenda(view(contacts=people))
    # 2027 has no 29 February; whose birthday is today has the next in a year
    assert _told(found) == [("birthday", "2027-02-28", "1"), ("birthday", "2027-10-31", "5")]


def test_cap_46_promises_of_both_sides_that_are_open_and_ahead(view):
    promise = {"account_id": "A", "side": "ours", "text": "Send the drawing", "made_on": "2026-10-01",
               "contact_id": "1"}  # fmt: skip
    rows = [
        promise | {"commitment_id": "due", "due_on": "2026-11-05"},
        promise | {"commitment_id": "theirs", "due_on": "2026-11-04", "side": "theirs"},
        promise | {"commitment_id": "past", "due_on": "2026-10-20"},
        promise | {"commitment_id": "done", "due_on": "2026-11-05", "done_on": "2026-10-10"},
        promise | {"commitment_id": "dropped", "due_on": "2026-11-05", "dropped_on": "2026-10-10"},
        promise | {"commitment_id": "far", "due_on": "2028-11-05"},
    ]
    found = _agenda(view(commitments=rows, contacts=[_person("1", birthday=None)]))
    # the 31st is a Saturday: what is late stands on the Monday after it
    assert _told(found) == [
        ("late_promise", "2026-11-02", "past"), ("promise", "2026-11-04", "theirs"), ("promise", "2026-11-05", "due"),
    ]  # fmt: skip
    assert found[1].what.facts["who"] == "Name 1"
    assert (found[0].what.facts["days_late"], found[0].what.facts["side"]) == (11, "ours")
    silent = _agenda(view(commitments=rows, contacts=[_person("1", birthday=None, consent=None)]))
    assert [one.what.facts["who"] for one in silent] == [None, None, None], "who did not agree is not named outside"


def test_cap_46_the_order_expected_its_range_and_the_one_that_is_late(view, forecast):
    line = {"account_id": "A", "item_id": "I", "quantity": 1, "unit_price": 9.0}
    lines = [line | {"order_date": f"2026-0{n}-01"} for n in range(2, 9)]
    days = {"next_order_p10": "2026-11-03", "next_order_p50": "2026-11-12", "next_order_p90": "2026-12-04"}
    told = forecast(**days, typical_amount=41e3, typical_lo=28e3, typical_hi=55e3, p_no_order=0.1)
    ahead = _agenda(view(order_lines=lines), told)
    assert _told(ahead) == [("order", "2026-11-12", "next")]
    assert ahead[0].what.facts["earliest"] == pd.Timestamp("2026-11-03") and ahead[0].what.facts["amount"] == 41e3
    late = forecast(**days, typical_amount=41e3, p_no_order=0.1, rhythm_p50="2026-09-20", rhythm_p90="2026-12-20")
    assert _told(_agenda(view(order_lines=lines), late)) == [("late_order", "2026-11-02", "next")], (
        "no call on a Sunday"
    )
    feast = _agenda(view("2026-12-24", order_lines=lines, accounts=[{"account_id": "A", "country": "IT"}]), late)
    assert [f"{one.start:%Y-%m-%d}" for one in feast if one.what.code == "late_order"] == ["2026-12-28"]


def test_cap_46_plans_about_roles_and_the_end_of_an_offer_stand_on_their_days(view):
    templates = [{"role_code": code, "role_name": code, "required": True} for code in ("PUR", "QA")]
    slots = [{"account_id": "A", "role_code": code, "assessed_on": "2026-03-01", "plan": "visit", "plan_due": on}
             for code, on in (("PUR", "2026-11-13"), ("QA", "2026-10-13"))]  # fmt: skip
    deals = [{"opportunity_id": "D", "account_id": "A", "created_on": "2026-08-01", "name": "Valves"},
             {"opportunity_id": "L", "account_id": "A", "created_on": "2026-08-01", "outcome": "lost",
              "closed_on": "2026-10-01"}]  # fmt: skip
    quote = {"account_id": "A", "quoted_on": "2026-10-02", "opportunity_id": "D", "quote_id": "Q-7", "version": 1}
    quotes = [quote | {"quoted_on": "2026-09-01", "valid_until": "2026-11-30"},
              quote | {"version": 2, "valid_until": "2026-11-16"},
              quote | {"quote_id": "Q-8", "opportunity_id": "L", "valid_until": "2026-12-02"}]  # fmt: skip
    found = _agenda(view(role_templates=templates, role_slots=slots, opportunities=deals, quotes=quotes))
    assert _told(found) == [("plan", "2026-11-13", "PUR"), ("offer_end", "2026-11-16", "Q-7")]
    assert dict(found[1].what.facts) == {"offer": "Q-7", "deal": "Valves"}


def test_of_an_account_silent_for_more_than_a_year_no_order_is_due(view, forecast):
    line = {"account_id": "A", "item_id": "I", "quantity": 1, "unit_price": 9.0, "order_date": "2025-10-01"}
    told = forecast(rhythm_p50="2025-11-20", rhythm_p90="2025-12-20", typical_amount=41e3)
    assert _agenda(view(order_lines=[line]), told) == ()


def test_cap_46_year_end_closures_meetings_decisions_and_contracts(view):
    tables = {
        "accounts": [{"account_id": "A", "name": "Lumora", "country": "KR", "fiscal_year_end_month": 3}],
        "meetings": [
            {"meeting_id": "M1", "account_id": "A", "planned_on": "2026-10-01", "held_on": "2026-11-09",
             "purpose": "Visit", "status": "planned"},
            {"meeting_id": "M2", "account_id": "A", "planned_on": "2026-09-01", "held_on": "2026-10-09"},
        ],
        "opportunities": [{"opportunity_id": "D", "account_id": "A", "created_on": "2026-08-01", "amount": 9e3,
                           "expected_close": "2026-12-01", "outcome": "open"}],
        "contracts": [{"contract_id": "K", "account_id": "A", "signed_on": "2026-01-01", "ends_on": "2027-01-15"}],
    }  # fmt: skip
    found = _agenda(view(**tables))
    told = {(code, day) for code, day, _ in _told(found)}
    assert {("meeting", "2026-11-09"), ("close", "2026-12-01"), ("contract_end", "2027-01-15"),
            ("year_end", "2027-03-31")} <= told  # fmt: skip
    # the Korean new year of 2027 falls on 7 February and is kept for days
    assert [one.what.code for one in found if one.start <= pd.Timestamp("2027-02-07") <= one.end] == ["closure"]
    assert {one.name for one in found} == {"Lumora"}
    assert not [one for one in found if one.ref == "M2"]
