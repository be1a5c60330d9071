"""SWOT: each point from its rows, with their numbers, and none without."""

import pytest

from accountbook.planning.competition import competition
from accountbook.planning.coverage import coverage
from accountbook.planning.installed import installed
from accountbook.planning.months import months
from accountbook.planning.promises import promises
from accountbook.planning.risks import risks
from accountbook.planning.swot import Point, swot


def judged(view, **tables):
    told = view(**tables)
    return swot(
        told,
        months=months(told),
        roles=coverage(told),
        promises=promises(told),
        competition=competition(told),
        installed=installed(told),
        risks=risks(told),
    )


def shipped(n, in_time):
    day = {"account_id": "A", "confirmed_on": "2026-01-02"}
    return [
        day
        | {"shipment_id": f"S{k}", "promised_on": f"2026-03-{k + 1:02d}"}
        | {"arrived_on": f"2026-03-{k + 1:02d}" if k < in_time else "2026-05-01"}
        for k in range(n)
    ]


@pytest.mark.parametrize(
    ("n", "in_time", "strengths", "weaknesses"),
    [(10, 9, ["in_time"], []), (10, 8, [], []), (10, 7, [], ["late"]), (4, 4, [], [])],
)
def test_cap_41_deliveries_are_a_strength_a_weakness_or_neither(view, n, in_time, strengths, weaknesses):
    found = judged(view, shipments=shipped(n, in_time))
    assert [one.code for one in found.strengths] == strengths
    assert [one.code for one in found.weaknesses] == weaknesses


def test_cap_41_a_point_names_three_rows_and_how_many_more(view):
    (late,) = judged(view, shipments=shipped(10, 5)).weaknesses
    assert (late.table, late.ids, late.more, late.facts) == (
        "shipments",
        ("S9", "S8", "S7"),
        2,
        {"share": 0.5, "n": 10},
    )


def test_cap_41_weaknesses_and_threats_from_claims_promises_invoices_and_risks(view):
    base, noted = {"account_id": "A"}, {"noted_on": "2026-01-01"}
    bill = base | {"issued_on": "2026-08-01", "due_on": "2026-09-01", "amount": 100.0, "currency": "EUR"}
    found = judged(
        view,
        claims=[base | {"claim_id": "CL-1", "opened_on": "2026-10-01"},
                base | {"claim_id": "CL-2", "opened_on": "2026-08-01", "closed_on": "2026-09-01"}],
        commitments=[base | {"commitment_id": "P-1", "side": "ours", "kind": "promise", "text": "T",
                             "made_on": "2026-09-01", "due_on": "2026-10-01"}],
        invoices=[bill | {"invoice_id": "R-1"}, bill | {"invoice_id": "R-2"},
                  bill | {"invoice_id": "R-3", "due_on": "2026-10-31"}],
        payments=[base | {"payment_id": "1", "invoice_id": "R-2", "paid_on": "2026-09-05", "amount": 100.0,
                          "currency": "EUR"}],
        risks=[base | {"risk_id": "K-1", "text": "Small", **noted, "probability": 0.5, "impact": 10.0},
               base | {"risk_id": "K-2", "text": "Large", **noted, "probability": 0.2, "impact": 90.0}],
    )  # fmt: skip
    assert [(one.code, one.ids) for one in found.weaknesses] == [
        ("claims_open", ("CL-1",)),
        ("promises_overdue", ("P-1",)),
    ]
    assert [(one.code, one.ids) for one in found.threats] == [("unpaid", ("R-1",)), ("risk", ("K-2", "K-1"))]
    assert found.threats[1].facts["text"] == "Large"


def test_cap_41_opportunities_from_deals_markets_and_what_wears_out(view):
    base = {"account_id": "A"}
    installed = base | {"item_id": "V", "quantity": 1.0, "life_months": 12.0}
    found = judged(
        view,
        opportunities=[base | {"opportunity_id": "D1", "created_on": "2026-01-01", "amount": 40.0},
                       base | {"opportunity_id": "D2", "created_on": "2026-01-01", "amount": 60.0},
                       base | {"opportunity_id": "D3", "created_on": "2026-01-01", "amount": 5.0, "outcome": "lost",
                               "closed_on": "2026-02-01"}],
        markets=[base | {"market": "yachts", "as_of": "2026-05-01", "status": "wants", "our_capability": "A story"},
                 base | {"market": "bakeries", "as_of": "2025-05-01", "status": "wants", "our_capability": "A story"},
                 base | {"market": "bakeries", "as_of": "2026-05-01", "status": "avoids", "our_capability": "A story"}],
        installed_base=[installed | {"installation_id": "B1", "installed_on": "2026-03-01"},
                        installed | {"installation_id": "B2", "installed_on": "2025-03-01"},
                        installed | {"installation_id": "B3",
                                     "installed_on": "2026-03-01", "removed_on": "2026-04-01"}],
        voices=[base | {"voice_id": "V1", "said_on": "2026-10-01", "type": "need"}],
    )  # fmt: skip
    deals, market, wears, need = found.opportunities
    assert deals == Point(
        "deals", {"n": 2, "priced": 2, "amount": 100.0}, "opportunities", ("D2", "D1"), 0, deals.weight
    )
    assert (market.facts["market"], market.ids) == ("yachts", ("yachts, 2026-05-01",))
    assert (wears.code, wears.ids, need.ids) == ("replacement", ("B1",), ("V1",))
    assert [(one.code, one.ids) for one in found.strengths] == [("our_base", ("B1", "B2"))]


def test_cap_41_at_most_four_points_the_heaviest_first(view):
    roles = [{"role_code": code, "role_name": code, "decides": True} for code in ("MD", "PUR")]
    slots = [{"account_id": "A", "role_code": "MD", "contact_id": "C1", "disposition": "negative"}]
    rival = {"account_id": "A", "competitor": "Brack", "product": "VX", "as_of": "2026-06-01", "price": 5.0}
    asked = {"account_id": "A", "text": "T", "stated_on": "2026-01-01", "met_on": "2026-02-01", "met": False}
    found = judged(
        view,
        role_templates=roles,
        role_slots=slots,
        shipments=shipped(10, 0),
        claims=[{"claim_id": "CL-1", "account_id": "A", "opened_on": "2026-10-01"}],
        requirements=[asked | {"requirement_id": "Q"}],
        competitors=[rival],
    )
    assert [one.code for one in found.weaknesses] == ["late", "claims_open", "against_us", "unknown_deciders"]


def test_cap_41_a_delivery_in_parts_is_one_and_is_named_by_the_part_that_came_last(view):
    part = {"account_id": "A", "order_id": "O", "confirmed_on": "2026-01-02", "promised_on": "2026-04-01"}
    parts = [
        part | {"shipment_id": "P1", "arrived_on": "2026-04-09"},
        part | {"shipment_id": "P2", "arrived_on": "2026-04-20"},
        part | {"shipment_id": "P3", "arrived_on": "2026-03-30"},
    ]
    (late,) = judged(view, shipments=shipped(4, 3) + parts).weaknesses  # of 5 deliveries S3 and O are late
    assert (late.ids, late.more, late.facts) == (("P2", "S3"), 0, {"share": 0.4, "n": 5})


def test_cap_41_only_risks_of_the_register_that_stand_are_threats(view):
    risk = {"account_id": "A", "noted_on": "2026-01-01", "probability": 0.5, "impact": 10.0}
    rows = [
        risk | {"risk_id": "K-1", "text": "It may fail"},
        risk | {"risk_id": "K-2", "text": "Either way", "kind": "future_variable", "impact": 900.0},
        risk | {"risk_id": "K-3", "text": "Of a lost deal", "opportunity_id": "D", "impact": 900.0},
    ]
    lost = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-01-01", "outcome": "lost",
            "closed_on": "2026-02-01"}  # fmt: skip
    (threat,) = judged(view, risks=rows, opportunities=[lost]).threats
    assert (threat.ids, threat.facts) == (("K-1",), {"text": "It may fail", "n": 1})


def test_cap_41_what_is_due_is_what_the_installed_base_says(view):
    row = {"account_id": "A", "item_id": "V", "quantity": 1.0, "installed_on": "2025-06-30", "competitor": "Brack"}
    rows = [
        row | {"installation_id": "B1", "life_months": 12.0},  # over since June: due now
        row | {"installation_id": "B2", "life_months": 24.0},
        row | {"installation_id": "B3", "life_months": 36.0},
        row | {"installation_id": "B4", "life_months": 1e9},
    ]
    (wears,) = judged(view, installed_base=rows).opportunities
    assert (wears.code, wears.ids, wears.facts) == ("replacement", ("B1", "B2"), {"n": 2})


def test_cap_41_growth_needs_a_whole_year_before_and_an_order_within_a_year(view, bought):
    young = bought({"2025-08-01": 10.0, "2026-03-01": 100.0}, order_id="O")
    found = judged(view, order_lines=young)
    assert (found.strengths, found.threats) == ((), ())
    asleep = judged(view, order_lines=bought({"2024-08-01": 10.0, "2025-03-01": 100.0}, order_id="O"))
    assert [(one.code, one.ids, dict(one.facts)) for one in asleep.threats] == [("no_order", ("O",), {})]


def test_cap_41_deals_without_an_amount_are_told_apart(view):
    base = {"account_id": "A", "created_on": "2026-01-01"}
    rows = [base | {"opportunity_id": "D1", "amount": 40.0}, base | {"opportunity_id": "D2"}]
    (deals,) = judged(view, opportunities=rows).opportunities
    assert deals.facts == {"n": 2, "priced": 1, "amount": 40.0}


OLDER = {"2024-10-02": 1.0}
"""So that the year before is whole."""


def test_cap_41_orders_that_grew_or_shrank_name_the_orders(view, bought):
    grown = judged(
        view,
        order_lines=bought(OLDER | {"2025-03-01": 100.0}, order_id="O1") + bought({"2026-03-01": 110.0}, order_id="O2"),
    )
    assert [(one.code, one.ids, round(one.facts["change"], 2)) for one in grown.strengths] == [
        ("grew", ("O2", "O1"), 0.1)
    ]
    shrunk = judged(
        view,
        order_lines=bought(OLDER | {"2025-03-01": 100.0}, order_id="O1") + bought({"2026-03-01": 84.0}, order_id="O2"),
    )
    assert [one.code for one in shrunk.threats] == ["shrank"] and not shrunk.strengths


def test_without_rows_there_are_no_points(view):
    found = judged(view)
    assert (found.strengths, found.weaknesses, found.opportunities, found.threats) == ((), (), (), ())
