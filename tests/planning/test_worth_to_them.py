"""Value and relationship: each part by hand, shrunk or refused where the cases are few."""

import pytest

from accountbook.planning.coverage import coverage
from accountbook.planning.margin import margins
from accountbook.planning.promises import promises
from accountbook.planning.worth_to_them import Part, worth_to_them

ROLES = [
    {"role_code": code, "role_name": code, "decides": True, "required": True} for code in ("MD", "PUR", "QA", "CFO")
]


def judged(view, **tables):
    told = view(**tables)
    return worth_to_them(told, margins=margins(told), roles=coverage(told), promises=promises(told))


def shipped(n, in_time):
    day = {"account_id": "A", "confirmed_on": "2026-01-02", "promised_on": "2026-03-01"}
    return [
        day | {"shipment_id": str(k), "arrived_on": "2026-03-01" if k < in_time else "2026-03-09"} for k in range(n)
    ]


@pytest.mark.parametrize(("n", "in_time", "score"), [(97, 97, 98.5), (7, 0, 15.0), (3, 3, 75.0), (2, 2, None)])
def test_cap_52_a_share_of_few_deliveries_is_drawn_to_even_or_not_scored(view, n, in_time, score):
    part = judged(view, shipments=shipped(n, in_time)).value_parts[0]
    assert part == Part("on_time", score, n)


def test_cap_52_claims_margin_and_requirements(view, bought):
    lines = bought({f"2026-0{month}-02": 1000.0 for month in range(1, 6)}, unit_cost=700.0)
    claim = {"claim_id": "1", "account_id": "A", "opened_on": "2026-02-01", "closed_on": "2026-03-01", "cost": 100.0}
    asked = {"account_id": "A", "text": "T", "stated_on": "2026-01-01", "met_on": "2026-02-01"}
    wanted = [asked | {"requirement_id": str(n), "met": n != 1} for n in range(5)]
    wanted += [asked | {"requirement_id": "out", "met": False, "in_scope": False}]
    found = judged(view, order_lines=lines, claims=[claim], requirements=wanted)
    # claims: 100 of 5000 is 2% of 5%; margin: 30% of 40%; requirements: (400 + 150) / 8
    _, claims, margin, requirements = found.value_parts
    assert (round(claims.score, 6), claims.cases) == (60.0, 5)
    assert (round(margin.score, 6), margin.cases) == (75.0, 5)
    assert (requirements.score, requirements.cases) == (68.75, 5)
    assert round(found.value, 4) == round((60 + 75 + 68.75) / 3, 4)


def test_cap_52_the_relationship_is_with_those_who_decide(view):
    slot = {"account_id": "A", "assessed_on": "2026-01-05"}
    slots = [
        slot | {"role_code": "MD", "contact_id": "C1", "disposition": "favourable"},
        slot | {"role_code": "PUR", "contact_id": "C2", "disposition": "negative"},
    ]
    people = [{"contact_id": name, "account_id": "A", "name": name} for name in ("C1", "C2")]
    events = [{"event_id": "1", "account_id": "A", "met_on": "2026-10-20", "contact_id": "C1"},
              {"event_id": "2", "account_id": "A", "met_on": "2025-01-20", "contact_id": "C2"}]  # fmt: skip
    found = judged(view, role_templates=ROLES, role_slots=slots, contacts=people, contact_events=events)
    assert found.relationship_parts == (Part("known", 50.0, 4), Part("disposition", 50.0, 2), Part("recency", 50.0, 2))
    assert (found.relationship, found.value, found.state, found.weaker) == (50.0, None, "few", None)
    unknown = judged(view, role_templates=ROLES, role_slots=[], contacts=[], contact_events=[])
    assert unknown.relationship == 0.0


def test_cap_52_the_weaker_of_both_is_named(view, bought):
    lines = bought({f"2026-0{month}-02": 1000.0 for month in range(1, 6)}, unit_cost=600.0)
    found = judged(view, order_lines=lines, shipments=shipped(97, 97), role_templates=ROLES, role_slots=[])
    assert (found.value, found.relationship, found.state, found.weaker) == (99.25, 0.0, "apart", "relationship")


def test_with_nothing_to_go_by_there_is_no_score(view):
    found = judged(view)
    assert (found.state, found.value, found.relationship) == ("none", None, None)
