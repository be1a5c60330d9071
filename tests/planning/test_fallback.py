import pandas as pd

from accountbook.planning.fallback import FallbackState, fallback
from accountbook.planning.scenarios import scenarios


def _way(n, kind, **columns):
    return {"scenario_id": n, "account_id": "A", "kind": kind, "set_on": "2026-06-01", "trigger": f"T{n}",
            "action": f"do {n}"} | columns  # fmt: skip


def test_cap_6_plan_b_and_exit_of_the_deal_come_before_those_of_the_account(view):
    rows = [
        _way("1", "B"),
        _way("2", "B", opportunity_id="D"),
        _way("3", "B", opportunity_id="D", set_on="2026-01-01"),
        _way("4", "exit", review_on="2026-10-01", owner_id="E"),
        _way("5", "exit", opportunity_id="X"),
        _way("6", "A", opportunity_id="D"),
    ]
    found = fallback(view(scenarios=rows, employees=[{"employee_id": "E", "name": "Keller"}]), "D")
    assert [(way.scenario_id, way.of_deal) for way in found.ways] == [("6", True), ("2", True), ("4", False)]
    assert (found.of("exit").owner, found.of("exit").review_late) == ("Keller", True)
    assert found.lacking == ("after",)


def test_cap_6_a_trigger_that_came_is_told_from_that_day_on(view):
    rows = [_way("1", "B", happened_on="2026-10-20"), _way("2", "A", happened_on="2026-10-20")]
    seen = view(scenarios=rows)
    assert [(way.scenario_id, way.happened_on) for way in fallback(seen).came] == [("1", pd.Timestamp("2026-10-20"))]
    assert fallback(seen.at(pd.Timestamp("2026-10-19"))).came == ()


def test_cap_7_what_comes_after_is_there_or_said_to_be_missing(view):
    assert fallback(view(scenarios=[_way("1", "after")])).of("after").action == "do 1"
    assert fallback(view(scenarios=[_way("1", "B")])).lacking == ("exit", "after")


def test_a_missing_table_is_not_an_empty_one(view):
    assert fallback(view()).state == FallbackState.NO_TABLE
    assert fallback(view(scenarios=[])).state == FallbackState.NONE


def test_cap_6_what_the_data_show_of_a_trigger_stands_beside_it(view):
    deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-05-01", "outcome": "lost",
            "closed_on": "2026-10-04"}  # fmt: skip
    seen = view(scenarios=[_way("1", "B", opportunity_id="D")], opportunities=[deal])
    (way,) = fallback(seen, "D", scenarios(seen)).ways
    assert [(one.code, one.on) for one in way.signals] == [("lost", pd.Timestamp("2026-10-04"))]
    (before,) = fallback(seen.at(pd.Timestamp("2026-10-03")), "D", scenarios(seen.at(pd.Timestamp("2026-10-03")))).ways
    assert [one.code for one in before.signals] == ["stalled"], "not yet lost"
