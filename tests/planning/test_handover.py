"""An account handed over: what to keep and to improve, promises, lessons, people, dates, worked out by hand."""

import pandas as pd
import pytest

from accountbook.features.people import people_features
from accountbook.planning.acquaintance import reach, who_knows
from accountbook.planning.cash import cash
from accountbook.planning.competition import competition
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.fiscal import fiscal
from accountbook.planning.handover import handed_over
from accountbook.planning.margin import margins
from accountbook.planning.met import met
from accountbook.planning.months import months
from accountbook.planning.next_order import next_order
from accountbook.planning.profile import profile
from accountbook.planning.rhythm import rhythm
from accountbook.planning.risk import risk
from accountbook.planning.traded import claims_open, conceded, deliveries, favourites
from accountbook.planning.view import staff

ACCOUNT = [{"account_id": "A", "name": "Nova", "owner_id": "E1", "vertical": "food", "fiscal_year_end_month": 3}]
STAFF = [{"employee_id": f"E{n}", "name": f"Ours {n}", "function": "sales"} for n in (1, 2, 3)]
ROLES = [
    {"role_code": "PUR", "role_name": "Head of purchasing", "required": True, "decides": True},
    {"role_code": "TEC", "role_name": "Technical director", "required": True, "decides": True},
    {"role_code": "QA", "role_name": "Quality approver", "required": True},
]
SLOTS = [
    {"account_id": "A", "role_code": "PUR", "assessed_on": "2026-03-01", "contact_id": "C1",
     "disposition": "favourable", "representative_id": "E1"},
    {"account_id": "A", "role_code": "TEC", "assessed_on": "2026-03-01", "contact_id": "C2", "disposition": "negative"},
]  # fmt: skip
PEOPLE = [
    {"contact_id": f"C{n}", "account_id": "A", "name": f"Theirs {n}", "email": f"c{n}@nova.example", **more}
    for n, more in (
        (1, {"birthday": "1980-05-04", "narrative_topic": "rowing", "consent": True}),
        (2, {"birthday": "1970-01-02", "narrative_topic": "chess", "consent": False}),
        (3, {"bounced_on": "2026-06-06"}),
        (4, {"status": "left", "status_on": "2026-10-09"}),
        (5, {"birthday": "1990-01-02", "narrative_topic": "opera"}),
    )
]


def _promise(number, side, due, **more):
    return {"commitment_id": number, "account_id": "A", "side": side, "text": f"text {number}",
            "made_on": "2025-01-01", "due_on": due, "owner_id": "E1", **more}  # fmt: skip


@pytest.fixture
def handed(view):
    def judge(accounts=None, about=(), **tables):
        known = view(accounts=[{**ACCOUNT[0], **dict(about)}], employees=STAFF, **tables)
        ahead = next_order(known, accounts)
        return handed_over(
            known, profile=profile(known), coverage=coverage(known), months=months(known), rhythm=rhythm(known),
            next_order=ahead, risk=risk(known, accounts), deals=open_deals(known), margins=margins(known),
            fiscal=fiscal(known), competition=competition(known), cash=cash(known),
        )  # fmt: skip

    return judge


def _codes(found):
    return [one.code for one in found]


def test_cap_39_what_carries_the_account_is_to_keep_and_what_fails_it_to_improve(handed):
    found = handed(
        role_templates=ROLES, role_slots=SLOTS, contacts=PEOPLE,
        concessions=[{"concession_id": "1", "account_id": "A", "granted_on": "2026-09-01", "cost": 50.0}],
        claims=[{"claim_id": "1", "account_id": "A", "opened_on": "2026-10-01", "text": "leaks"},
                {"claim_id": "2", "account_id": "A", "opened_on": "2025-10-01", "text": "dented"}],
    )  # fmt: skip
    assert [(one.code, dict(one.facts)) for one in found.keep] == [
        ("decider", {"name": "Theirs 1", "role": "Head of purchasing", "more": 0})
    ]
    assert [(one.code, dict(one.facts)) for one in found.improve] == [
        ("open_claim", {"text": "leaks", "days": 30, "more": 0}),
        ("against", {"name": "Theirs 2", "role": "Technical director"}),
        ("role_empty", {"role": "Quality approver", "since": None, "more": 0}),
        ("given_away", {"n": 1, "cost": 50.0}),
        ("old_claims", {"n": 1}),
    ]
    assert found.pressing and found.urgent.code == "open_claim"
    assert handed().keep == handed().improve == (), "nothing known, nothing said"


def test_cap_39_open_promises_of_both_sides_and_the_late_one_presses_unless_it_is_old(handed):
    rows = [
        _promise("1", "ours", "2026-10-21"), _promise("2", "ours", "2026-11-20"), _promise("3", "theirs", "2026-10-01"),
        _promise("4", "ours", "2026-10-01", done_on="2026-10-02"), _promise("5", "ours", "2025-02-01"),
        _promise("6", "theirs", "2026-10-01", dropped_on="2026-10-20"),
    ]  # fmt: skip
    found = handed(commitments=rows)
    assert [(one.text, one.late, one.owner) for one in found.ours] == [
        ("text 5", 637, "Ours 1"), ("text 1", 10, "Ours 1"), ("text 2", None, "Ours 1"),
    ]  # fmt: skip
    assert [one.text for one in found.theirs] == ["text 3"]
    told = {one.code: dict(one.facts) for one in found.improve}
    assert told["late_promise"] == {"text": "text 1", "days": 10, "more": 0}
    assert told["chase"] == {"text": "text 3", "days": 30, "more": 0}
    assert told["old_promises"] == {"n": 1, "text": "text 5"}
    told = {"n": 2, "text": "text 5", "least": 10, "longest": 637}
    assert (found.urgent.code, dict(found.urgent.facts), found.pressing) == ("late_promises", told, True)


def test_cap_39_promises_late_for_years_press_unless_a_fresh_claim_weighs_more(handed):
    rows = [_promise("1", "ours", "2023-10-04"), _promise("2", "ours", "2025-01-17"),
            _promise("3", "ours", "2026-11-05")]  # fmt: skip
    found = handed(commitments=rows)
    told = {"n": 2, "text": "text 1", "least": 652, "longest": 1123}
    assert (found.urgent.code, dict(found.urgent.facts)) == ("late_promises", told), "not the one due in five days"
    claim = {"claim_id": "1", "account_id": "A", "opened_on": "2026-10-01", "text": "leaks"}
    with_claim = handed(commitments=rows, claims=[claim])
    assert (with_claim.urgent.code, with_claim.pressing) == ("open_claim", True)
    ahead = handed(commitments=rows[2:])
    assert (ahead.urgent.code, ahead.pressing) == ("promise", False)


def test_cap_39_what_falls_due_in_two_weeks_is_urgent_where_nothing_is_late(handed):
    found = handed(commitments=[_promise("1", "ours", "2026-11-10"), _promise("2", "ours", "2027-01-10")])
    assert (found.urgent.code, found.urgent.facts["on"]) == ("promise", pd.Timestamp("2026-11-10"))
    assert handed(commitments=[_promise("2", "ours", "2027-01-10")]).urgent is None


def test_cap_39_an_order_that_did_not_come_weighs_more_than_one_that_was_given_up(handed, bought, forecast):
    orders = bought({f"2026-{month:02}-01": 100.0 for month in range(1, 9)})
    late = forecast(next_order_p50="2026-11-10", rhythm_p50="2026-10-20", rhythm_p90="2026-11-20", typical_amount=90.0,
                    p_no_order=0.2)  # fmt: skip
    found = handed(late, order_lines=orders)
    facts = {"due": pd.Timestamp("2026-10-20"), "days": 11, "amount": 90.0}
    assert (found.urgent.code, dict(found.urgent.facts)) == ("order_overdue", facts)
    old = handed(forecast(rhythm_p50="2025-03-01", rhythm_p90="2025-04-01", p_no_order=0.9),
                 order_lines=bought({f"2024-{month:02}-01": 100.0 for month in range(1, 9)}))  # fmt: skip
    assert [(one.code, one.facts["days"]) for one in old.improve] == [("dormant", 821)]


def test_cap_39_a_regular_rhythm_is_to_keep_only_while_it_lasts(handed, bought):
    regular = {f"2026-{month:02}-01": 100.0 for month in range(1, 11)}
    assert ("rhythm", 31.0) in [(one.code, one.facts.get("gap")) for one in handed(order_lines=bought(regular)).keep]
    ended = {day: amount for day, amount in regular.items() if day < "2026-08-01"}
    assert "rhythm" not in _codes(handed(order_lines=bought(ended)).keep)


def test_cap_39_deals_claims_and_money_late_are_handed_over(handed):
    bill = {"account_id": "A", "issued_on": "2026-08-01", "currency": "EUR"}
    found = handed(
        opportunities=[{"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01", "amount": 40.0},
                       {"opportunity_id": "E", "account_id": "A", "created_on": "2026-09-01", "amount": 9.0,
                        "outcome": "lost", "closed_on": "2026-10-01"}],
        invoices=[bill | {"invoice_id": "1", "due_on": "2026-10-12", "amount": 24e3},
                  bill | {"invoice_id": "2", "due_on": "2026-09-12", "amount": 6e3},
                  bill | {"invoice_id": "3", "due_on": "2026-11-12", "amount": 5e3}],
        claims=[{"claim_id": "1", "account_id": "A", "opened_on": "2025-10-01", "text": "dented"}],
        commitments=[_promise("1", "ours", "2023-10-04")],
    )  # fmt: skip
    assert ([one.opportunity_id for one in found.deals.deals], found.deals.asked) == (["D"], 40.0)
    assert [(one.text, one.days) for one in found.claims] == [("dented", 395)]
    told = {one.code: dict(one.facts) for one in found.improve}
    assert told["money_late"] == {"n": 2, "amount": 30e3, "days": 49}
    assert found.urgent.code == "money_late", "heavier than a promise of years ago"


def test_cap_39_who_is_not_the_only_source_any_more_is_not_told_to_keep_it(handed):
    sole = {"sole_source": True}
    assert _codes(handed(about=sole).keep) == ["sole_source"]
    seen = {"account_id": "A", "competitor": "Stemerra", "product": "SK", "as_of": "2026-10-15", "share": 0.08}
    found = handed(about=sole, competitors=[seen])
    assert found.keep == ()
    assert [(one.code, dict(one.facts)) for one in found.improve] == [
        ("not_sole", {"competitor": "Stemerra", "share": 0.08, "product": "SK"})
    ]
    assert handed(competitors=[seen]).improve == ()


def test_cap_39_people_are_reached_only_as_the_book_allows(view):
    known = view(contacts=PEOPLE, role_templates=ROLES, role_slots=SLOTS, employees=STAFF, contact_events=[
        {"event_id": "1", "account_id": "A", "met_on": "2026-10-02", "employee_id": "E1", "contact_id": "C3"},
        {"event_id": "2", "account_id": "A", "met_on": "2026-11-02", "employee_id": "E1", "contact_id": "C5"},
    ])  # fmt: skip
    people = {one.contact_id: one for one in reach(known, coverage(known), met(known), staff(known))}
    assert list(people) == ["C1", "C2", "C3", "C5"], "who decides first; who left is not there"
    assert (people["C1"].topic, people["C1"].birthday) == ("rowing", pd.Timestamp("1980-05-04"))
    for without in ("C2", "C5"):
        assert people[without].topic is people[without].birthday is None, "no consent, or nobody asked"
    assert (people["C1"].email, people["C3"].email) == ("c1@nova.example", None)
    assert people["C3"].bounced_on == pd.Timestamp("2026-06-06")
    assert (people["C3"].met_on, people["C3"].met_by) == (pd.Timestamp("2026-10-02"), "Ours 1")
    assert people["C5"].met_on is None, "a meeting of next month is not known yet"
    assert (people["C1"].representative, people["C1"].roles) == ("Ours 1", ("Head of purchasing",))


def test_cap_39_who_was_seen_when_is_told_by_the_rule_of_the_plan(view):
    events = [{"event_id": "1", "account_id": "A", "met_on": "2026-09-30", "employee_id": "E1", "contact_id": "C1"}]
    said = [{"voice_id": "V", "account_id": "A", "contact_id": "C1", "said_on": "2026-10-03", "text": "late again"}]
    known = view(contacts=PEOPLE, role_templates=ROLES, role_slots=SLOTS, employees=STAFF, contact_events=events,
                 voices=said)  # fmt: skip
    roles = coverage(known)
    (person,) = [one for one in reach(known, roles, met(known), staff(known)) if one.contact_id == "C1"]
    assert (
        person.seen_on == pd.Timestamp("2026-10-03") and person.seen_on == people_features(known)["confirmed_on"]["C1"]
    )
    assert (person.met_on, person.met_by) == (pd.Timestamp("2026-09-30"), "Ours 1")
    slots = {one.role_code: (one.met_on, one.met_by) for one in roles.slots}
    assert slots["PUR"] == (pd.Timestamp("2026-09-30"), "Ours 1") and slots["TEC"] == (None, None)


def test_cap_39_who_else_of_ours_knows_them(view):
    events = [
        {"event_id": "1", "account_id": "A", "met_on": "2026-10-02", "employee_id": "E1", "contact_id": "C1",
         "other_employees": "E2", "other_contacts": "C2"},
        {"event_id": "2", "account_id": "A", "met_on": "2026-08-01", "employee_id": "E3", "contact_id": "C1"},
        {"event_id": "3", "account_id": "A", "met_on": "2026-09-01", "employee_id": "E3", "contact_id": "C2"},
        {"event_id": "4", "account_id": "A", "met_on": "2023-09-01", "employee_id": "E3", "contact_id": "C1"},
    ]  # fmt: skip
    known = view(contacts=PEOPLE, employees=STAFF, contact_events=events)
    found = who_knows(known, met(known), owner="E1")
    assert [(one.name, one.times, f"{one.last:%d %b}", one.whom) for one in found] == [
        ("Ours 2", 1, "02 Oct", ("Theirs 1", "Theirs 2")), ("Ours 3", 2, "01 Sep", ("Theirs 2", "Theirs 1")),
    ]  # fmt: skip


def test_cap_39_the_next_days_are_those_ahead_the_first_first(handed, forecast):
    found = handed(
        commitments=[_promise("1", "theirs", "2026-11-20"), _promise("2", "ours", "2026-10-20")],
        contracts=[{"contract_id": "K", "account_id": "A", "signed_on": "2026-01-01", "ends_on": "2026-12-31"},
                   {"contract_id": "L", "account_id": "A", "signed_on": "2025-01-01", "ends_on": "2028-12-31"}],
        opportunities=[{"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01", "name": "Valves",
                        "expected_close": "2026-11-05", "amount": 40.0}],
    )  # fmt: skip
    assert [(f"{on:%Y-%m-%d}", one.code) for on, one in found.dates] == [
        ("2026-11-05", "close"), ("2026-11-20", "promise"), ("2026-12-31", "contract_end"), ("2027-03-31", "year_end"),
    ]  # fmt: skip


def test_cap_16_lessons_of_their_market_are_handed_over_the_most_often_paid_for_first(handed):
    rows = [
        {"lesson_id": "1", "market": "food", "learned_on": "2022-01-01", "text": "ask for the budget"},
        {"lesson_id": "2", "market": "food", "learned_on": "2024-01-01", "text": "ask first", "recurrence_of": "1"},
        {"lesson_id": "3", "market": "marine", "learned_on": "2025-01-01", "text": "other market"},
        {"lesson_id": "4", "market": "food", "learned_on": "2026-01-01", "text": "two sources, price only"},
    ]
    assert [(one.text, one.times) for one in handed(lessons=rows).lessons] == [
        ("ask first", 2), ("two sources, price only", 1),
    ]  # fmt: skip


def test_a_year_of_trade_in_a_few_figures(view, bought):
    late = [{"shipment_id": str(n), "account_id": "A", "confirmed_on": "2026-09-01", "promised_on": "2026-10-10",
             "arrived_on": on} for n, on in enumerate(["2026-10-09", "2026-10-10", "2026-10-11", None])]  # fmt: skip
    assert deliveries(view(shipments=late)) == (None, 4), "four are too few"
    assert deliveries(view(shipments=[*late, {**late[0], "shipment_id": "9"}])) == (0.6, 5)
    today = {**late[3], "shipment_id": "8", "promised_on": "2026-10-31"}
    assert deliveries(view(shipments=[*late, {**late[0], "shipment_id": "9"}, today])) == (0.6, 5), "not late yet"
    given = [{"concession_id": n, "account_id": "A", "granted_on": on, "cost": cost, "got_in_return": got}
             for n, on, cost, got in (("1", "2026-01-01", 9.0, " "), ("2", "2026-02-01", 4.0, "a reference"),
                                      ("3", "2025-01-01", 7.0, None))]  # fmt: skip
    found = conceded(view(concessions=given))
    assert (found.free, found.cost, found.returned, found.got) == (1, 9.0, 1, "a reference")
    orders = bought({"2026-03-01": {"V": (1, 40.0), "W": (1, 35.0), "X": (1, 25.0)}})
    items = [{"item_id": "V", "name": "valve, 24 V"}]
    assert favourites(view(order_lines=orders, items=items)) == (("V valve", "W"), 0.75)
    assert claims_open(view()) == () and favourites(view()) == ((), None)
