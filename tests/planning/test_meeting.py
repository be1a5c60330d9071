import pandas as pd

from accountbook.planning.meeting import MeetingState, PlanState, next_meeting

MEETING = {"account_id": "A", "planned_on": "2026-09-01", "owner_id": "E", "contact_id": "P"}
PEOPLE = {
    "employees": [{"employee_id": "E", "name": "Keller"}],
    "contacts": [{"contact_id": "P", "account_id": "A", "name": "Neri", "created_on": "2024-01-01"}],
}


def test_cap_1_the_meeting_of_the_deal_comes_before_an_earlier_one_of_the_account(view):
    rows = [
        MEETING | {"meeting_id": "M1", "held_on": "2026-11-05", "purpose": "Yearly talk"},
        MEETING | {"meeting_id": "M2", "held_on": "2026-11-03", "opportunity_id": "X"},
        MEETING | {"meeting_id": "M3", "held_on": "2026-11-20", "opportunity_id": "D", "purpose": "First samples",
                   "our_goal": "A date", "their_goal": "Longer to pay", "shared_goal": "Less stock"},
    ]  # fmt: skip
    found = next_meeting(view(meetings=rows, **PEOPLE), "D")
    assert (found.meeting_id, found.days, found.of_deal) == ("M3", 20, True)
    assert (found.purpose, found.our_goal, found.their_goal, found.shared_goal) == (
        "First samples", "A date", "Longer to pay", "Less stock")  # fmt: skip
    assert (found.owner, found.contact) == ("Keller", "Neri")
    assert next_meeting(view(meetings=rows, **PEOPLE)).meeting_id == "M1"


def test_cap_1_a_meeting_about_another_deal_says_which(view):
    rows = [MEETING | {"meeting_id": "M", "held_on": "2026-11-05", "opportunity_id": "X"}]
    deals = [{"opportunity_id": "X", "account_id": "A", "name": "Line 4", "created_on": "2026-01-01"}]
    found = next_meeting(view(meetings=rows, opportunities=deals), "D")
    assert (found.of_deal, found.about) == (False, "Line 4")


def test_cap_1_the_plan_is_received_late_awaited_or_overdue(view):
    def plan(**columns):
        row = MEETING | {"meeting_id": "M", "held_on": "2026-11-12"} | columns
        found = next_meeting(view(meetings=[row]))
        return found.plan, found.days_late

    assert plan() == (PlanState.NOT_ASKED, None)
    assert plan(plan_due="2026-11-05") == (PlanState.AWAITED, None)
    assert plan(plan_due="2026-10-28") == (PlanState.OVERDUE, 3)
    assert plan(plan_due="2026-10-20", plan_received="2026-10-20") == (PlanState.RECEIVED, None)
    assert plan(plan_due="2026-10-20", plan_received="2026-10-24") == (PlanState.LATE, 4)
    # received the day after the page's own: not known yet
    assert plan(plan_due="2026-10-28", plan_received="2026-11-01") == (PlanState.OVERDUE, 3)


def test_cap_1_without_a_meeting_goals_are_only_quoted(view):
    goals = [
        {"goal_id": "G1", "version": 1, "account_id": "A", "text": "Reached", "set_on": "2025-01-01",
         "reached_on": "2026-01-01"},
        {"goal_id": "G2", "version": 1, "account_id": "A", "text": "First source of pumps", "set_on": "2026-01-01",
         "due_on": "2026-12-31"},
        {"goal_id": "G3", "version": 1, "account_id": "A", "text": "Passed", "set_on": "2023-01-01",
         "due_on": "2023-12-31"},
    ]  # fmt: skip
    ways = [{"strategy_id": "S", "version": 1, "account_id": "A", "goal_id": "G2", "text": "Joint test",
             "set_on": "2026-02-01"}]  # fmt: skip
    held = [MEETING | {"meeting_id": "M", "held_on": "2026-10-14", "status": "held", "purpose": "Claims"}]
    found = next_meeting(view(goals=goals, strategies=ways, meetings=held), "D")
    assert found.state == MeetingState.NONE and found.our_goal is None
    assert [(q.source, q.row_id, q.text) for q in found.quotes] == [
        ("goals", "G2", "First source of pumps"), ("strategies", "S", "Joint test")]  # fmt: skip
    assert (found.last_on, found.last_purpose) == (pd.Timestamp("2026-10-14"), "Claims")


def test_cap_1_a_goal_whose_day_passed_is_quoted_as_such_and_only_where_there_is_no_other(view):
    goals = [{"goal_id": "G", "version": 1, "account_id": "A", "text": "Old", "set_on": "2023-01-01",
              "due_on": "2023-12-31"}]  # fmt: skip
    (quote,) = next_meeting(view(goals=goals)).quotes
    assert quote.passed


def test_cap_1_a_meeting_planned_later_or_cancelled_is_not_there(view):
    rows = [MEETING | {"meeting_id": "M", "held_on": "2026-11-12", "planned_on": "2026-10-30"}]
    assert next_meeting(view(meetings=rows)).state == MeetingState.PLANNED
    assert next_meeting(view(meetings=rows).at(pd.Timestamp("2026-10-29"))).state == MeetingState.NONE
    gone = [rows[0] | {"held_on": "2026-10-31", "status": "cancelled"}]
    assert next_meeting(view(meetings=gone)).state == MeetingState.NONE


def test_without_its_table_it_says_so(view):
    assert next_meeting(view(), "D").state == MeetingState.NO_TABLE
