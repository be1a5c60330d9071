"""Their problems, tied to ours."""

import pandas as pd

from accountbook.planning.problems import ProblemsState, problems

GOALS = [
    {"goal_id": "G1", "version": 1, "account_id": "A", "level": "supply", "set_on": "2025-01-01",
     "text": "All filters"},
    {"goal_id": "G2", "version": 1, "account_id": "A", "level": "supply", "set_on": "2025-01-01", "text": "Old one",
     "reached_on": "2026-01-01"},
]  # fmt: skip


def voice(number, on, kind, **more):
    return {"voice_id": number, "account_id": "A", "said_on": on, "type": kind, "text": f"Voice {number}", **more}


def test_cap_15_what_touches_a_goal_that_stands_comes_first(view):
    rows = [
        voice("1", "2026-10-01", "complaint"),
        voice("2", "2026-05-01", "worry", goal_id="G1", contact_id="C", owner_id="E1"),
        voice("3", "2026-09-01", "need", goal_id="G2"),
        voice("4", "2026-09-01", "advice", goal_id="G1"),
    ]
    people = [{"contact_id": "C", "account_id": "A", "name": "Ferri"}]
    found = problems(
        view(voices=rows, goals=GOALS, contacts=people, employees=[{"employee_id": "E1", "name": "Keller"}])
    )
    assert [(one.text, one.goal, one.over) for one in found.open] == [
        ("Voice 2", "All filters", False),
        ("Voice 1", None, False),
        ("Voice 3", "Old one", True),
    ]
    assert (found.open[0].days, found.open[0].source, found.open[0].owner, found.loose) == (183, "Ferri", "Keller", 1)
    assert (found.finding.code, found.finding.facts["goal"], found.finding.facts["n"]) == ("tied", "All filters", 1)


def test_cap_15_a_problem_that_is_tied_to_no_goal_is_said(view):
    facts = [
        {"fact_id": "F1", "account_id": "A", "topic": "problem", "value": "Lines stand", "as_of": "2026-08-01"},
        {"fact_id": "F2", "account_id": "A", "topic": "problem", "value": "Two standards", "as_of": "2025-08-01"},
    ]
    found = problems(view(account_facts=facts, voices=[voice("1", "2026-10-01", "need", goal_id="G2")], goals=GOALS))
    # the fact of last year is too old to be open
    assert [one.text for one in found.open] == ["Lines stand", "Voice 1"]
    assert (found.old, found.loose) == (1, 1)
    assert found.finding.facts == {
        "text": "Lines stand",
        "on": pd.Timestamp("2026-08-01"),
        "kind": "problem",
        "n": 2,
        "loose": 1,
    }


def test_cap_15_how_it_was_closed_and_that_it_was_open_before(view):
    rows = [voice("1", "2026-08-01", "complaint", closed_on="2026-10-05", closed_how="Credit note")]
    found = problems(view(voices=rows))
    assert (found.state, found.finding.code, found.settled[0].how) == (ProblemsState.NONE, "settled", "Credit note")
    before = problems(view(voices=rows).at("2026-10-04"))
    assert (before.finding.code, before.open[0].how, before.settled) == ("untied", None, ())


def test_cap_15_the_first_trouble_asks_for_an_answer_and_a_need_does_not(view):
    rows = [
        voice("1", "2026-10-01", "complaint"),
        voice("2", "2026-05-01", "worry", goal_id="G1", owner_id="E1"),
        voice("3", "2026-09-01", "need"),
    ]
    owned = {
        "accounts": [{"account_id": "A", "name": "A", "owner_id": "E2"}],
        "employees": [{"employee_id": "E1", "name": "Keller"}, {"employee_id": "E2", "name": "Rossi"}],
    }
    [asked] = problems(view(voices=rows, goals=GOALS, **owned)).actions
    assert (asked.does.facts, asked.owner) == ({"text": "Voice 2", "kind": "worry", "goal": "All filters"}, "Keller")
    # nobody of ours is named on the complaint: it is for the account's owner
    [asked] = problems(view(voices=[rows[0], rows[2]], goals=GOALS, **owned)).actions
    assert (asked.does.facts["text"], asked.does.facts["goal"], asked.owner) == ("Voice 1", None, "Rossi")
    assert problems(view(voices=rows[2:], goals=GOALS, **owned)).actions == ()


def test_without_a_table_or_a_row(view):
    assert problems(view()).state == ProblemsState.NO_TABLE
    assert (problems(view(voices=[])).state, problems(view(voices=[])).finding) == (ProblemsState.NONE, None)
