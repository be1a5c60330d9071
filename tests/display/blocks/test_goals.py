"""The section "Goals"."""

import pytest

from accountbook.display.blocks.goals import goals, goals_finding
from accountbook.planning.finding import Finding
from accountbook.planning.goals import goals as judge
from accountbook.planning.memory import MemoryView

FACTS = {"level": "development_partner", "today": "supply", "text": "Two joint projects", "top": False, "ordered": True,
         "moved": None, "moved_on": None}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("climb", {"moved": "lowered"}, "Supplier today, development partner by June 2027; lowered on 12 Oct"),
        ("climb", {"moved": "raised"}, "Supplier today, development partner by June 2027; raised on 12 Oct"),
        ("climb", {}, "Supplier today, development partner by June 2027"),
        ("climb", {"today": None, "ordered": False}, "No order yet; the goal is development partner, by June 2027"),
        ("climb", {"today": None}, "No order in twelve months; the goal is development partner, by June 2027"),
        ("overdue", {"days": 31}, "“Two joint projects” was the goal for June 2027: 31 days over, still open"),
        ("overdue", {"days": 31, "text": None},
         "Development partner was the goal for June 2027: 31 days over, neither reached nor dropped"),
        ("hold", {}, "Supplier today, and no goal beyond it; for June 2027: “Two joint projects”"),
        ("hold", {"today": "market_partner", "top": True},
         "Market partner today; the goal for June 2027: “Two joint projects”"),
    ],
)  # fmt: skip
def test_cap_11_the_finding_is_the_rung_the_next_and_by_when(code, facts, said, t, day):
    given = {**FACTS, "due": day("2027-06-30"), **facts}
    given["moved_on"] = day("2026-10-12") if given["moved"] else None
    assert goals_finding(Finding(code, given), t) == said
    assert len(said) <= 90


def test_cap_19_versions_with_why_and_the_strategy_then(t, read):
    rows = [
        {"goal_id": "G", "version": 1, "account_id": "A", "level": "market_partner", "target": 3.0,
         "metric": "customers won together", "set_on": "2025-01-10", "due_on": "2027-12-31", "text": "Three together"},
        {"goal_id": "G", "version": 2, "account_id": "A", "level": "development_partner", "target": 2.0,
         "metric": "joint projects", "set_on": "2026-10-12", "due_on": "2027-06-30", "text": "Two joint projects",
         "why_changed": "Line 37 was lost"},
    ]  # fmt: skip
    plan = {"strategy_id": "S", "version": 1, "account_id": "A", "goal_id": "G", "set_on": "2025-01-24",
            "scope": "all sites", "text": "Director to director"}  # fmt: skip
    view = MemoryView("2026-10-31", {"goals": rows, "strategies": [plan]}, account_id="A")
    text = read(goals(judge(view), t))
    assert "12 Oct Development partner 30 Jun 2027 Two joint projects joint projects: 2 Line 37 was lost" in text
    assert "all sites as before 10 Jan 2025 Market partner 31 Dec 2027 replaced Three together" in text
    assert text.endswith("all sites Director to director")


def test_goals_that_are_over_are_one_folded_line(t):
    row = {"goal_id": "G", "version": 1, "account_id": "A", "level": "supply", "set_on": "2025-01-10"}
    found = goals(judge(MemoryView("2026-10-31", {"goals": [row | {"reached_on": "2026-10-01"}]}, account_id="A")), t)
    assert (found.name, found.reason) == ("Goals", "none stands; supplier was reached on 1 Oct")


def test_every_goal_that_stands_is_in_the_table_however_many_versions_the_first_has(t, read):
    rows = [
        {"goal_id": "G1", "version": n, "account_id": "A", "level": "market_partner", "set_on": f"2025-{n:02}-01"}
        for n in range(1, 12)
    ]
    rows.append({"goal_id": "G2", "version": 1, "account_id": "A", "level": "supply", "set_on": "2026-01-01",
                 "text": "Every call-off from us"})  # fmt: skip
    text = read(goals(judge(MemoryView("2026-10-31", {"goals": rows}, account_id="A")), t))
    assert "Every call-off from us" in text and "4 older versions are not shown." in text
