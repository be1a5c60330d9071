"""The risk register."""

from accountbook.planning.risks import RisksState, risks


def risk(number, p, impact, **more):
    return {"risk_id": number, "account_id": "A", "text": f"Risk {number}", "probability": p, "impact": impact,
            "noted_on": "2026-03-01", "kind": "risk", **more}  # fmt: skip


def test_cap_5_by_probability_times_impact_with_future_variables_apart(view):
    rows = [
        risk("R1", 0.5, 20e3),
        risk("R2", 0.1, 200e3),
        risk("R3", 0.4, 90e3, kind="future_variable"),
        risk("R4", None, 1e6),
        risk("R5", 0.9, 90e3, closed_on="2026-09-01"),
    ]
    found = risks(view(risks=rows))
    assert [(one.risk_id, one.cost) for one in found.risks] == [("R2", 20e3), ("R1", 10e3), ("R4", None)]
    assert [(one.risk_id, one.cost) for one in found.variables] == [("R3", 36e3)]
    assert (found.settled, found.left, found.finding.code, found.finding.facts["text"]) == (1, 0, "heaviest", "Risk R2")
    # on the day before it was settled it stood first
    assert risks(view(risks=rows).at("2026-08-31")).risks[0].risk_id == "R5"


def test_cap_5_a_passed_review_is_asked_for_of_the_heaviest(view):
    rows = [risk(f"R{n}", 0.1 * n, 100e3, review_on="2026-10-01", owner_id="E1") for n in (1, 2, 3)]
    found = risks(view(risks=rows, employees=[{"employee_id": "E1", "name": "Keller"}]))
    assert (found.finding.code, found.finding.facts["n"], found.finding.facts["days"]) == ("unwatched", 3, 30)
    assert [(one.does.facts["text"], one.owner) for one in found.actions] == [("Risk R3", "Keller")]


def test_cap_5_of_a_decided_deal_nothing_stands(view):
    deals = [
        {"opportunity_id": "D1", "account_id": "A", "name": "Line 4", "created_on": "2026-01-01"},
        {"opportunity_id": "D2", "account_id": "A", "created_on": "2026-01-01", "outcome": "lost",
         "closed_on": "2026-06-01"},
    ]  # fmt: skip
    rows = [
        risk("R1", 0.5, 1e3, opportunity_id="D1"),
        risk("R2", 0.5, 9e3, opportunity_id="D2", review_on="2026-07-01"),
    ]
    found = risks(view(risks=rows, opportunities=deals))
    assert [(one.risk_id, one.deal) for one in found.risks] == [("R1", "Line 4")]
    assert (found.left, found.actions) == (1, ())


def test_without_a_table_or_a_row(view):
    assert risks(view()).state == RisksState.NO_TABLE
    assert risks(view(risks=[])).state == RisksState.NONE
