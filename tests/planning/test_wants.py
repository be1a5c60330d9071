"""Intent, can we, how, or give up."""

import pandas as pd

from accountbook.planning.wants import Outcome, WantsState, wants


def intent(number, as_of, value):
    return {"fact_id": number, "account_id": "A", "topic": "intent", "value": value, "as_of": as_of, "told_by": "fair"}


def decision(number, on, **more):
    return {"decision_id": number, "account_id": "A", "decided_on": on, "intent": f"Wants {number}", **more}


def test_cap_25_intent_can_we_how_or_the_reason_why_not(view):
    rows = [
        decision("1", "2026-01-10", feasible=True, how="One variant"),
        decision("2", "2026-02-10", feasible=False, give_up_reason="Below our cost"),
        decision("3", "2026-03-10", feasible=True),
        decision("4", "2026-04-10"),
        decision("5", "2026-10-10", feasible=True, how="Reports as files", decided_by="E1"),
    ]
    found = wants(view(decisions=rows, employees=[{"employee_id": "E1", "name": "Keller"}]))
    assert [(one.intent, one.outcome) for one in found.decided] == [
        ("Wants 5", Outcome.DO),
        ("Wants 4", Outcome.UNKNOWN),
        ("Wants 3", Outcome.NO_HOW),
        ("Wants 2", Outcome.GAVE_UP),
        ("Wants 1", Outcome.DO),
    ]
    assert (found.decided[0].by, found.decided[3].reason) == ("Keller", "Below our cost")
    assert (found.finding.code, found.finding.facts["intent"]) == ("no_how", "Wants 3")
    assert [(one.code, one.facts["how"], one.sign.value) for one in found.news] == [
        ("decided", "Reports as files", "better")
    ]


def test_cap_25_an_intent_that_nobody_decided_is_asked_for_only_while_it_is_recent(view):
    facts = [
        intent("F1", "2025-06-01", "Wants fewer suppliers"),  # decided later, whether this or another
        intent("F2", "2026-02-01", "Wants an open book"),  # older than half a year
        intent("F3", "2026-09-01", "Wants stock at the gate"),
    ]
    found = wants(view(account_facts=facts, decisions=[decision("1", "2025-12-01", feasible=True, how="So")]))
    assert [(one.intent, one.pressing) for one in found.undecided] == [
        ("Wants stock at the gate", True),
        ("Wants an open book", False),
    ]
    assert (found.finding.code, found.finding.facts["days"], found.finding.facts["n"]) == ("undecided", 60, 1)
    assert [one.does.facts["intent"] for one in found.actions] == ["Wants stock at the gate"]


def test_cap_25_a_decision_of_tomorrow_leaves_it_open_today(view):
    facts = [intent("F3", "2026-09-01", "Wants stock at the gate")]
    whole = view(account_facts=facts, decisions=[decision("1", "2026-10-20", feasible=False, give_up_reason="Cost")])
    assert (wants(whole).undecided, wants(whole).finding.code) == ((), "decided")
    assert wants(whole.at("2026-10-19")).finding.facts["on"] == pd.Timestamp("2026-09-01")


def test_without_a_table_or_a_row(view):
    assert wants(view()).state == WantsState.NO_TABLE
    assert (wants(view(decisions=[])).state, wants(view(decisions=[])).finding) == (WantsState.NONE, None)
