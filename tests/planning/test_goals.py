"""Goals: the ladder, its versions, and the strategy of their time."""

import pandas as pd

from accountbook.planning.goals import GoalsState, goals

LADDER = [
    {"goal_id": "G1", "version": 1, "account_id": "A", "level": "market_partner", "target": 3.0, "metric": "won",
     "set_on": "2025-01-10", "due_on": "2027-12-31", "text": "Three end customers together"},
    {"goal_id": "G1", "version": 2, "account_id": "A", "level": "development_partner", "target": 2.0, "metric": "won",
     "set_on": "2026-10-12", "due_on": "2027-06-30", "text": "Two joint projects", "why_changed": "Line 37 was lost",
     "owner_id": "E1"},
]  # fmt: skip
PLANS = [
    {"strategy_id": "S1", "version": 1, "account_id": "A", "goal_id": "G1", "set_on": "2025-01-24",
     "scope": "all sites", "text": "Director to director"},
    {"strategy_id": "S1", "version": 2, "account_id": "A", "goal_id": "G1", "set_on": "2026-10-20",
     "scope": "main plant", "text": "Start with the test bench"},
]  # fmt: skip
ORDER = {"account_id": "A", "order_date": "2026-08-03", "item_id": "I", "quantity": 1, "unit_price": 5.0}


def test_cap_11_the_rung_today_the_next_one_and_that_it_was_lowered(view):
    found = goals(view(goals=LADDER, order_lines=[ORDER]))
    assert (found.today, found.finding.code) == ("supply", "climb")
    assert found.finding.facts["level"] == "development_partner"
    assert found.finding.facts["due"] == pd.Timestamp("2027-06-30")
    assert (found.finding.facts["moved"], found.finding.facts["moved_on"]) == ("lowered", pd.Timestamp("2026-10-12"))
    assert [(one.code, one.facts["how"], one.facts["why"]) for one in found.news] == [
        ("goal_changed", "lowered", "Line 37 was lost")
    ]


def test_cap_19_each_version_has_the_strategy_that_was_in_force_with_it(view):
    first, second = goals(view(goals=LADDER, strategies=PLANS)).goals[0].steps
    assert (first.scope, first.strategy_on, first.new_strategy) == ("all sites", pd.Timestamp("2025-01-24"), True)
    assert (second.scope, second.strategy_on, second.new_strategy) == ("main plant", pd.Timestamp("2026-10-20"), True)
    # a strategy that nobody changed with the goal is the old one still
    [first, second] = goals(view(goals=LADDER, strategies=PLANS[:1])).goals[0].steps
    assert (second.scope, second.new_strategy) == ("all sites", False)


def test_cap_19_nothing_of_a_later_version_is_known_before_its_day(view):
    before = goals(view(goals=LADDER, strategies=PLANS).at("2026-10-11"))
    assert [step.version for step in before.goals[0].steps] == [1]
    assert (before.goals[0].steps[0].scope, before.finding.facts["level"], before.news) == (
        "all sites",
        "market_partner",
        (),
    )


def test_cap_11_a_reached_goal_is_the_rung_of_today_and_a_replaced_one_is_not_overdue(view):
    rows = [
        {"goal_id": "G1", "version": 1, "account_id": "A", "level": "development_partner", "set_on": "2025-01-10",
         "due_on": "2025-12-31", "reached_on": "2025-11-02"},
        {"goal_id": "G2", "version": 1, "account_id": "A", "level": "supply", "target": 100.0, "set_on": "2025-01-10",
         "due_on": "2025-12-31"},
        {"goal_id": "G3", "version": 1, "account_id": "A", "level": "supply", "target": 120.0, "set_on": "2026-01-10",
         "due_on": "2026-12-31", "supersedes": "G2"},
    ]  # fmt: skip
    found = goals(view(goals=rows))
    assert (found.today, found.finding.code) == ("development_partner", "hold")
    assert [(goal.steps[-1].goal_id, goal.state) for goal in found.goals] == [("G3", "standing"), ("G1", "reached")]
    assert [(step.target, step.moved) for step in found.goals[0].steps] == [(100.0, None), (120.0, "raised")]
    assert found.actions == ()


def test_cap_11_an_overdue_goal_asks_for_a_day_or_an_end(view):
    rows = [{**LADDER[1], "version": 1, "due_on": "2026-09-30"}]
    found = goals(view(goals=rows, employees=[{"employee_id": "E1", "name": "Keller"}]))
    assert (found.finding.code, found.finding.facts["days"]) == ("overdue", 31)
    [asked] = found.actions
    assert (asked.does.code, asked.owner, asked.days_late) == ("overdue_goal", "Keller", None)
    dropped = goals(view(goals=[{**rows[0], "dropped_on": "2026-10-15"}]))
    assert (dropped.state, dropped.actions, dropped.finding.facts["how"]) == (GoalsState.OVER, (), "dropped")
    # the day on which it was dropped was not known before
    assert goals(view(goals=[{**rows[0], "dropped_on": "2026-10-15"}]).at("2026-10-14")).goals[0].state == "overdue"


def test_cap_19_a_goal_that_moved_alone_asks_for_its_strategy_after_a_month(view):
    def asked(day, plans):
        found = goals(view(day, goals=LADDER, strategies=plans)).actions
        return [(one.does.code, one.does.facts["on"], one.does.facts["since"]) for one in found]

    moved, old = pd.Timestamp("2026-10-12"), pd.Timestamp("2025-01-24")
    assert asked("2026-11-12", PLANS[:1]) == [("renew_strategy", moved, old)]
    assert asked("2026-11-12", []) == [("renew_strategy", moved, None)]
    assert asked("2026-11-11", PLANS[:1]) == []
    assert asked("2026-11-12", PLANS) == []


def test_without_a_table_or_a_row(view):
    assert goals(view(order_lines=[ORDER])).state == GoalsState.NO_TABLE
    assert goals(view(goals=[])).state == GoalsState.NONE


def test_goals_that_replace_each_other_in_a_ring_end(view):
    rows = [
        {
            "goal_id": one,
            "version": 1,
            "account_id": "A",
            "level": "supply",
            "set_on": "2026-01-10",
            "supersedes": two,
        }
        for one, two in (("G1", "G2"), ("G2", "G1"))
    ]
    assert [[step.goal_id for step in goal.steps] for goal in goals(view(goals=rows)).goals] == [["G1", "G2"]]
