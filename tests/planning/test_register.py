import pandas as pd

from accountbook.planning.register import RegisterState, register

ROW = {"account_id": "A", "opportunity_id": "D"}


def test_cap_2_unanswered_come_first_and_the_longest_overdue_on_top(view):
    rows = [
        ROW | {"requirement_id": "R1", "text": "packing", "stated_on": "2026-09-01", "due_on": "2026-09-20",
               "answered_on": "2026-09-10", "response": "on deposit", "met": False, "met_on": "2026-10-01"},
        ROW | {"requirement_id": "R2", "text": "drawings", "stated_on": "2026-09-01", "due_on": "2026-11-20"},
        ROW | {"requirement_id": "R3", "text": "training", "stated_on": "2026-09-01", "due_on": "2026-10-25"},
        ROW | {"requirement_id": "R4", "text": "noise", "stated_on": "2026-09-01", "due_on": "2026-10-20",
               "in_scope": False},
    ]  # fmt: skip
    found = register(view(requirements=rows), "D")
    assert [(one.requirement_id, one.days_late) for one in found.rows] == [
        ("R4", 11), ("R3", 6), ("R2", None), ("R1", None)]  # fmt: skip
    assert (found.open, found.overdue, found.out_of_scope, found.unscoped, found.unmet) == (3, 2, 1, 3, 1)


def test_cap_2_each_meeting_refines_what_was_asked_before(view):
    rows = [
        ROW | {"requirement_id": f"R{n}", "text": f"stock of {n}0 pieces", "stated_on": f"2026-0{n}-01",
               "meeting_id": f"M{n}"} for n in (6, 7, 8)
    ]  # fmt: skip
    meetings = [{"meeting_id": "M8", "account_id": "A", "planned_on": "2026-07-20", "held_on": "2026-08-01"}]
    (one,) = register(view(requirements=rows, meetings=meetings), "D").rows
    assert (one.text, one.meeting_on) == ("stock of 80 pieces", pd.Timestamp("2026-08-01"))
    assert [(old.meeting_id, old.text) for old in one.refined] == [
        ("M7", "stock of 70 pieces"), ("M6", "stock of 60 pieces")]  # fmt: skip


def test_cap_2_of_no_deal_only_the_open_ones_of_a_year_are_carried_along(view):
    rows = [
        {"account_id": "A", "requirement_id": "R1", "text": "old", "stated_on": "2023-11-02"},
        {"account_id": "A", "requirement_id": "R2", "text": "labels", "stated_on": "2026-03-02"},
        {"account_id": "A", "requirement_id": "R3", "text": "boxes", "stated_on": "2026-03-02",
         "answered_on": "2026-03-05", "response": "yes"},
        {"account_id": "A", "opportunity_id": "X", "requirement_id": "R4", "text": "tools", "stated_on": "2026-03-02"},
    ]  # fmt: skip
    assert [(one.requirement_id, one.of_deal) for one in register(view(requirements=rows), "D").rows] == [("R2", False)]
    assert [one.requirement_id for one in register(view(requirements=rows)).rows] == ["R2", "R4", "R3"]


def test_an_answer_of_tomorrow_is_none_yet(view):
    rows = [ROW | {"requirement_id": "R", "text": "noise", "stated_on": "2026-09-01", "due_on": "2026-10-20",
                   "answered_on": "2026-10-29", "response": "63 dB"}]  # fmt: skip
    assert register(view(requirements=rows), "D").open == 0
    before = register(view(requirements=rows).at(pd.Timestamp("2026-10-25")), "D").rows[0]
    assert (before.response, before.days_late) == (None, 5)


def test_a_missing_table_is_not_an_empty_one(view):
    assert register(view(), "D").state == RegisterState.NO_TABLE
    assert register(view(requirements=[]), "D").state == RegisterState.NONE
