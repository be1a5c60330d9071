import json

import pandas as pd

from accountbook.planning.changes import changes
from accountbook.planning.finding import Sign

ROLES = [
    {"role_code": "PUR", "role_name": "Head of purchasing", "decides": True, "required": True},
    {"role_code": "QA", "role_name": "Quality approver", "required": True},
]


def _slot(role, contact, on="2026-06-01", **more):
    return {"account_id": "A", "role_code": role, "assessed_on": on, "contact_id": contact, **more}


def _person(contact, **more):
    return {"contact_id": contact, "account_id": "A", "name": f"Name {contact}", **more}


def _deal(number, **more):
    return {"opportunity_id": number, "account_id": "A", "created_on": "2026-05-01", "amount": 50.0, **more}


def _change(number, field, on, old, new):
    return {"opportunity_id": number, "field": field, "changed_at": on, "old": old, "new": new}


def _codes(found):
    return [(one.code, one.sign) for one in found.found]


def test_a_person_who_left_is_told_once_and_first(view):
    gone = _person("C1", status="left", status_on="2026-10-09")
    found = changes(view(role_templates=ROLES, role_slots=[_slot("PUR", "C1")], contacts=[gone]))
    assert _codes(found) == [("person_left", Sign.WORSE)]
    facts = found.found[0].facts
    assert (facts["role"], facts["on"], facts["decides"]) == ("Head of purchasing", pd.Timestamp("2026-10-09"), True)
    assert found.since == pd.Timestamp("2026-09-30")


def test_one_who_left_before_the_month_is_no_news(view):
    gone = _person("C1", status="left", status_on="2026-09-30")
    assert changes(view(role_templates=ROLES, role_slots=[_slot("PUR", "C1")], contacts=[gone])).found == ()


def test_role_emptied_filled_and_person_turned(view):
    slots = [
        _slot("PUR", "C1"),
        _slot("PUR", None, on="2026-10-05"),
        _slot("QA", "C2", disposition="neutral"),
        _slot("QA", "C2", on="2026-10-05", disposition="negative"),
        _slot("MD", "C4"),
        _slot("MD", "C5", on="2026-10-05"),
    ]
    found = changes(view(role_templates=ROLES, role_slots=slots, contacts=[_person("C1"), _person("C2")]))
    assert _codes(found) == [("role_vacant", Sign.WORSE), ("turned", Sign.WORSE), ("role_filled", Sign.BETTER)]
    turned = found.found[1].facts
    assert (turned["was"], turned["now"], turned["role"]) == ("neutral", "negative", "Quality approver")


def test_the_first_list_of_people_is_not_news_of_the_account(view):
    assert changes(view(role_templates=ROLES, role_slots=[_slot("PUR", "C1", on="2026-10-05")])).found == ()


def test_deals_won_lost_new_moved_and_pushed(view, odds):
    rows = [
        _deal("D1", outcome="won", closed_on="2026-10-12", name="Spare parts"),
        _deal("D2", outcome="lost", closed_on="2026-10-13"),
        _deal("D3", created_on="2026-10-14"),
        _deal("D4", seller_stage="offer"),
        _deal("D5", expected_close="2026-12-31"),
    ]
    log = [
        _change("D4", "seller_stage", "2026-05-01", "", "need"),
        _change("D4", "seller_stage", "2026-10-12", "need", "offer"),
        _change("D5", "expected_close", "2026-05-01", "", "2026-11-30"),
        _change("D5", "expected_close", "2026-10-12", "2026-11-30", "2026-12-31"),
    ]
    book = view(opportunities=rows, opportunity_changes=log)
    now, before = odds({"D4": 0.61}), odds({"D4": 0.48}, as_of="2026-09-30")
    found = changes(book, deals=now, deal_history=before)
    assert _codes(found) == [
        ("deal_lost", Sign.WORSE),
        ("deal_won", Sign.BETTER),
        ("deal_pushed", Sign.WORSE),
        ("deal_moved", Sign.BETTER),
        ("deal_new", Sign.BETTER),
    ]
    assert found.found[1].facts["deal"] == "Spare parts"
    moved = found.found[3].facts
    assert (moved["was"], moved["now"], moved["p_before"], moved["p"]) == ("need", "offer", 0.48, 0.61)
    assert (found.found[2].facts["was"], found.found[2].facts["times"]) == (pd.Timestamp("2026-11-30"), 1)


def test_risk_jump_with_its_heaviest_reason(view, bought, forecast):
    reasons = [{"code": "recency", "log_odds": 0.5, "points": 5}, {"code": "service", "log_odds": 0.7, "points": 7}]
    book = view(order_lines=bought({"2026-08-02": 5.0}))
    now = forecast(p_no_order=0.14, p_naive=0.02, reasons=json.dumps(reasons))
    found = changes(book, accounts=now, account_history=forecast(p_no_order=0.06, as_of="2026-09-30"))
    assert [(one.code, one.facts["before"], one.facts["now"], one.facts["reason"]) for one in found.found] == [
        ("risk_jump", 0.06, 0.14, "service")
    ]
    fell = changes(
        book, accounts=forecast(p_no_order=0.05), account_history=forecast(p_no_order=0.2, as_of="2026-09-30")
    )
    assert _codes(fell) == [("risk_fell", Sign.BETTER)]


def test_usual_item_missing_and_item_bought_for_the_first_time(view, bought):
    orders = {f"2026-0{month}-05": {"V": (1, 5.0), "W": (1, 5.0)} for month in range(1, 10)}
    lines = bought(orders | {"2026-10-02": {"W": (1, 5.0), "N": (1, 1.0), "O": (1, 2.0)}})
    found = {one.code: one for one in changes(view(order_lines=lines)).found}
    assert found["item_missing"].facts["item_id"] == "V" and found["item_missing"].facts["orders"] == 9
    assert (found["item_first"].facts["item_id"], found["item_first"].facts["others"]) == ("O", 1)


def test_the_first_order_ever_is_no_list_of_first_items(view, bought):
    assert changes(view(order_lines=bought({"2026-10-02": {"V": (1, 5.0)}}))).found == ()


def test_order_outside_its_predicted_range(view, bought, forecast):
    book = view(order_lines=bought({"2026-08-20": 42.0, "2026-10-02": 18.0}))
    said = forecast(as_of="2026-09-30", typical_lo=29.0, typical_hi=58.0)
    found = changes(book, account_history=said)
    assert [(one.code, one.facts["amount"], one.facts["lo"]) for one in found.found] == [("order_below", 18.0, 29.0)]
    inside = changes(book, account_history=forecast(as_of="2026-09-30", typical_lo=17.0, typical_hi=58.0))
    assert inside.found == ()


def test_order_smaller_than_all_before_where_nothing_was_predicted(view, bought):
    orders = {"2026-05-01": 40.0, "2026-06-01": 42.0, "2026-07-01": 44.0, "2026-08-01": 41.0, "2026-10-02": 18.0}
    found = changes(view(order_lines=bought(orders)))
    assert [(one.code, one.facts["usual"]) for one in found.found] == [("order_below", 41.5)]


def test_order_that_became_overdue_or_missed_this_month(view, bought, forecast):
    book = view(order_lines=bought({"2026-06-20": 42.0, "2026-07-20": 42.0, "2026-08-20": 42.0}))
    missed = changes(book, accounts=forecast(rhythm_p50="2026-09-20", rhythm_p90="2026-10-20"))
    assert [(one.code, one.facts["days_late"]) for one in missed.found] == [("order_missed", 41)]
    overdue = changes(book, accounts=forecast(rhythm_p50="2026-10-20", rhythm_p90="2026-11-20"))
    assert [(one.code, one.facts["days_late"]) for one in overdue.found] == [("order_overdue", 11)]
    # missed since August already: no news of this month
    assert changes(book, accounts=forecast(rhythm_p50="2026-08-20", rhythm_p90="2026-09-20")).found == ()


def test_order_after_a_long_silence(view, bought):
    days = ["2026-01-01", "2026-01-31", "2026-03-02", "2026-04-01", "2026-05-01", "2026-10-05"]
    found = changes(view(order_lines=bought(dict.fromkeys(days, 5.0))))
    assert [(one.code, one.facts["days"]) for one in found.found] == [("silent_before", 157)]


def test_at_most_five_and_two_of_a_code(view):
    rows = [_deal(f"D{n}", created_on="2026-10-14") for n in range(4)]
    people = [_person(f"C{n}", status="left", status_on="2026-10-09", title="Buyer") for n in range(4)]
    lost = [_deal(f"L{n}", outcome="lost", closed_on="2026-10-13") for n in range(3)]
    found = changes(view(opportunities=rows + lost, contacts=people))
    assert [one.code for one in found.found] == ["deal_lost", "deal_lost", "person_left", "person_left", "deal_new"]
    assert found.more == 6


def test_nothing_at_all(view):
    found = changes(view(order_lines=[]))
    assert (found.found, found.more) == ((), 0)
