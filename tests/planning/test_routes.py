"""Routes by product and AIDA stage."""

import pandas as pd

from accountbook.planning.routes import RoutesState, routes


def route(product, as_of, stage, due=None, step="Bring a sample"):
    return {"account_id": "A", "product": product, "as_of": as_of, "aida_stage": stage, "next_step": step,
            "due_on": due, "route": "Direct", "owner_id": "E1"}  # fmt: skip


def test_cap_54_the_stage_how_it_moved_and_since_when(view):
    rows = [
        route("VX", "2026-01-01", "interest"),
        route("VX", "2026-06-01", "desire"),
        route("VX", "2026-09-01", "desire", "2026-11-20"),
        route("FL", "2026-01-01", "interest"),
        route("FL", "2026-09-15", "attention", "2026-12-20"),
        route("SK", "2026-09-15", None),
    ]
    where = [{"account_id": "A", "name": "A", "vertical": "food", "region": "South", "channel_type": "oem"}]
    found = routes(view(routes=rows, accounts=where))
    by = {one.product: one for one in found.routes}
    assert (by["VX"].was, by["VX"].moved, by["VX"].since) == ("interest", 1, pd.Timestamp("2026-06-01"))
    assert (by["FL"].was, by["FL"].moved, by["FL"].since) == ("interest", -1, pd.Timestamp("2026-09-15"))
    assert (by["SK"].moved, by["SK"].stage) == (0, None)
    assert (found.position, found.vertical, found.region) == ("oem", "food", "South")
    assert (found.finding.code, found.finding.facts["product"], found.finding.facts["now"]) == (
        "back",
        "FL",
        "attention",
    )


def test_cap_54_a_step_is_asked_for_when_it_is_near_or_late_and_not_when_the_plan_is_dead(view):
    rows = [
        route("A1", "2026-09-01", "desire", "2026-11-30"),  # within 30 days
        route("A2", "2026-09-01", "desire", "2026-12-01"),  # not yet
        route("A3", "2026-03-01", "desire", "2026-10-01"),  # 30 days late
        route("A4", "2025-03-01", "desire", "2026-04-30"),  # 184 days late: dead
    ]
    found = routes(view(routes=rows, employees=[{"employee_id": "E1", "name": "Keller"}]))
    assert [(one.does.facts["product"], one.owner, one.days_late) for one in found.actions] == [
        ("A3", "Keller", 30),
        ("A1", "Keller", None),
    ]
    assert [(one.product, one.dead) for one in found.routes] == [
        ("A3", False),
        ("A1", False),
        ("A2", False),
        ("A4", True),
    ]
    assert (found.finding.code, found.finding.facts["product"], found.finding.facts["days"]) == ("late", "A3", 30)


def test_cap_54_a_stage_that_nobody_left_for_a_year(view):
    rows = [route("VX", "2024-09-01", "interest"), route("VX", "2026-09-01", "interest", "2026-12-20")]
    found = routes(view(routes=rows)).finding
    assert (found.code, found.facts["since"], found.facts["days"]) == ("stuck", pd.Timestamp("2024-09-01"), 790)
    # before the newer plan was written
    assert routes(view(routes=rows).at("2026-08-31")).finding.code == "stuck"
    assert routes(view(routes=rows).at("2024-10-01")).finding.code == "next"


def test_without_a_table_or_a_row(view):
    assert routes(view()).state == RoutesState.NO_TABLE
    assert (routes(view(routes=[])).state, routes(view(routes=[])).finding) == (RoutesState.NONE, None)


def test_cap_54_an_account_that_sleeps_is_asked_for_no_step_unless_a_deal_is_open(view, bought):
    tables = {"routes": [route("VX", "2026-09-01", "desire", "2026-11-20")], "order_lines": bought({"2025-10-01": 9.0})}
    assert routes(view(**tables)).actions == ()
    deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01"}
    assert len(routes(view(**tables, opportunities=[deal])).actions) == 1
    lost = deal | {"outcome": "lost", "closed_on": "2026-10-01"}
    assert routes(view(**tables, opportunities=[lost])).actions == ()
    assert len(routes(view(**tables | {"order_lines": bought({"2025-11-01": 9.0})})).actions) == 1
