import pandas as pd

from accountbook.planning.actions import next_actions
from accountbook.planning.coverage import CoverageState, SlotState, coverage

ROLES = [
    {"role_code": "MD", "role_name": "Managing director", "decides": True, "required": True},
    {"role_code": "QA", "role_name": "Quality approver", "decides": False, "required": True},
    {"role_code": "PUR", "role_name": "Head of purchasing", "decides": True, "required": True},
    {"role_code": "TD", "role_name": "Technical director", "decides": True, "required": True},
]


def _slot(role, contact=None, on="2026-06-01", **more):
    return {"account_id": "A", "role_code": role, "assessed_on": on, "contact_id": contact, **more}


def _person(contact, **more):
    return {"contact_id": contact, "account_id": "A", "name": f"Name {contact}", **more}


def _lumora(view, as_of="2026-10-31"):
    return view(
        as_of,
        role_templates=ROLES,
        role_slots=[
            _slot("MD", "C1", disposition="favourable", representative_id="E1"),
            _slot("PUR", "C2", disposition="favourable", plan="The deputy opens the path", plan_due="2026-11-10"),
            _slot("TD", "C3", on="2026-03-01", disposition="favourable"),
            _slot("TD", "C3", disposition="negative", evidence="C-518", plan="Answer in person", plan_due="2026-10-16"),
        ],
        contacts=[
            _person("C1", last_verified_on="2026-09-03"),
            _person("C2", status="left", status_on="2026-10-09"),
            _person("C3"),
        ],
        employees=[{"employee_id": "E1", "name": "Keller"}],
    )


def test_cap_61_empty_slot_that_decides_is_listed_first(view):
    found = coverage(_lumora(view))
    assert found.state == CoverageState.KNOWN
    states = [(slot.role_code, slot.state) for slot in found.slots]
    assert states == [
        ("PUR", SlotState.GONE),
        ("TD", SlotState.KNOWN),
        ("QA", SlotState.NEVER),
        ("MD", SlotState.KNOWN),
    ]
    assert found.slots[0].since == pd.Timestamp("2026-10-09") and found.slots[0].name == "Name C2"
    assert [slot.role_code for slot in found.attention] == ["PUR", "TD", "QA"]
    assert (found.required, found.known, found.empty) == (4, 2, 2)
    assert (found.deciding, found.deciding_known, found.deciding_for_us) == (3, 2, 1)


def test_cap_61_before_the_person_left_the_role_was_known(view):
    found = coverage(_lumora(view).at("2026-09-30"))
    assert {slot.role_code: slot.state for slot in found.slots}["PUR"] == SlotState.KNOWN


def test_cap_61_templates_by_vertical_and_line(view, bought):
    roles = [
        *ROLES[:1],
        {"role_code": "COL", "role_name": "Colourist", "vertical": "textile", "required": True},
        {"role_code": "FOO", "role_name": "Hygiene", "vertical": "food", "required": True},
        {"role_code": "VXE", "role_name": "Valve engineer", "product_line": "VX", "required": True},
        {"role_code": "CLE", "role_name": "Cooling engineer", "product_line": "CL", "required": True},
        {"role_code": "MD", "role_name": "Managing director", "vertical": "food", "required": True},
    ]
    found = coverage(
        view(
            role_templates=roles,
            accounts=[{"account_id": "A", "name": "A", "vertical": "food"}],
            items=[{"item_id": "I", "family": "VX"}],
            order_lines=bought({"2026-10-02": 5.0}),
        )
    )
    assert sorted(slot.role_code for slot in found.slots) == ["FOO", "MD", "VXE"]
    assert found.required == 3 and found.state == CoverageState.NO_SLOTS


def test_cap_61_one_person_may_fill_several_roles(view):
    slots = [_slot("MD", "C1"), _slot("QA", "C1")]
    found = coverage(view(role_templates=ROLES, role_slots=slots, contacts=[_person("C1")]))
    assert {slot.role_code: slot.also for slot in found.slots if slot.also} == {"MD": ("QA",), "QA": ("MD",)}
    assert (found.people, found.known) == (1, 2)


def test_cap_62_representative_by_name_and_what_he_can(view):
    slots = [_slot("MD", "C1", representative_id="E1", can_meet=True), _slot("QA", "C2")]
    found = coverage(view(role_templates=ROLES, role_slots=slots, employees=[{"employee_id": "E1", "name": "Keller"}]))
    by = {slot.role_code: slot for slot in found.slots}
    assert (by["MD"].representative, by["MD"].can_meet, by["MD"].can_deliver) == ("Keller", True, None)
    assert by["QA"].representative is None and found.unrepresented == 1


def test_cap_63_disposition_with_its_history(view):
    slot = next(slot for slot in coverage(_lumora(view)).slots if slot.role_code == "TD")
    assert (slot.disposition, slot.turned_from, slot.evidence) == ("negative", "favourable", "C-518")
    assert [(entry.on.month, entry.disposition) for entry in slot.history] == [(3, "favourable"), (6, "negative")]


def test_cap_63_counts_add_up_to_the_required_roles(view):
    found = coverage(_lumora(view))
    assert (found.favourable, found.neutral, found.negative, found.unknown, found.empty) == (1, 0, 1, 0, 2)


def test_cap_64_empty_and_negative_slots_without_a_plan(view):
    by = {slot.role_code: slot.unplanned for slot in coverage(_lumora(view)).slots}
    assert by == {"PUR": False, "TD": False, "QA": True, "MD": False}


def test_vacant_since_the_first_empty_assessment(view):
    slots = [
        _slot("MD", "C1", on="2026-01-01"),
        _slot("MD", None, on="2026-05-01"),
        _slot("MD", None, on="2026-08-01"),
    ]
    found = coverage(view(role_templates=ROLES[:1], role_slots=slots, contacts=[_person("C1")]))
    assert (found.slots[0].state, found.slots[0].since) == (SlotState.VACANT, pd.Timestamp("2026-05-01"))
    assert found.slots[0].name == "Name C1"


def test_change_of_role_before_the_assessment_is_how_the_person_came(view):
    person = _person("C1", status="role_changed", status_on="2026-02-01")
    found = coverage(view(role_templates=ROLES[:1], role_slots=[_slot("MD", "C1")], contacts=[person]))
    assert found.slots[0].state == SlotState.KNOWN
    later = person | {"status_on": "2026-09-01"}
    found = coverage(view(role_templates=ROLES[:1], role_slots=[_slot("MD", "C1")], contacts=[later]))
    assert (found.slots[0].state, found.slots[0].contact_status) == (SlotState.GONE, "role_changed")


def test_no_tables_at_all(view):
    found = coverage(view(order_lines=[]))
    assert (found.state, found.slots, found.required) == (CoverageState.NO_ROLES, (), 0)


def test_slots_without_a_template_are_shown_and_not_required(view):
    found = coverage(view(role_slots=[_slot("MD", "C1")]))
    assert (found.state, found.required, found.slots[0].role) == (CoverageState.KNOWN, 0, "MD")


def test_evidence_about_a_person_grows_old(view):
    slots = [_slot("MD", "C1"), _slot("QA", "C2")]
    people = [_person("C1", last_verified_on="2025-10-31"), _person("C2", last_verified_on="2025-10-30")]
    found = coverage(view(role_templates=ROLES, role_slots=slots, contacts=people))
    assert {slot.role_code: slot.stale for slot in found.slots if slot.contact_id} == {"MD": False, "QA": True}


def test_cap_64_next_actions_and_the_one_not_done(view):
    now = _lumora(view)
    found = next_actions(now, coverage(now), coverage(now.at("2026-09-30")))
    assert [(one.does.facts["role"], one.due.day, one.days_late) for one in found.due] == [
        ("Head of purchasing", 10, None)
    ]
    late = [(one.does.facts["role"], one.does.facts["text"], one.days_late) for one in found.overdue]
    assert late == [("Technical director", "Answer in person", 15)]
    assert (found.planned_before, found.settled_before) == (1, 0)
    assert found.until == pd.Timestamp("2026-11-30")


def test_plan_replaced_by_a_new_assessment_counts_as_settled(view):
    slots = [
        _slot("MD", "C1", plan="Visit", plan_due="2026-10-10"),
        _slot("MD", "C1", on="2026-10-12", disposition="favourable"),
    ]
    now = view(role_templates=ROLES[:1], role_slots=slots)
    found = next_actions(now, coverage(now), coverage(now.at("2026-09-30")))
    assert (found.due, found.overdue, found.planned_before, found.settled_before) == ((), (), 1, 1)
