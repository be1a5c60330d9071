"""Who must be known: what to do first stands first, and nobody is never a blank."""

from dataclasses import replace

import pytest

from accountbook.display.blocks.people import coverage_finding, must_know, people, people_finding
from accountbook.planning.coverage import Coverage, CoverageState
from accountbook.planning.slots import Assessment, Slot, SlotState


@pytest.fixture
def slots(make, day):
    purchasing = make(Slot, role_code="HP", role="Head of purchasing", department="Purchasing", decides=True,
                      required=True, state=SlotState.GONE, since=day("2026-10-09"), name="Paolo Ferri",
                      disposition="unknown", plan="Ferri's deputy opens the path", plan_due=day("2026-11-10"),
                      representative="Keller")  # fmt: skip
    technical = make(Slot, role_code="TD", role="Technical director", department="Engineering", decides=True,
                     required=True, state=SlotState.KNOWN, name="Carla Neri", disposition="negative",
                     evidence="the C-518 defect", verified_on=day("2026-10-02"), representative="Okafor",
                     history=(Assessment(day("2026-10-22"), "negative", "C3", "Carla Neri"),))  # fmt: skip
    quality = make(Slot, role_code="QA", role="Quality approver", department="Engineering", required=True,
                   state=SlotState.NEVER, disposition="unknown", unplanned=True)  # fmt: skip
    head = make(Slot, role_code="MD", role="Managing director", department="Management", required=True,
                state=SlotState.KNOWN, name="Luca Bonardi", disposition="favourable")  # fmt: skip
    return purchasing, technical, quality, head


@pytest.fixture
def judged(make, slots):
    return make(Coverage, state=CoverageState.KNOWN, slots=slots, attention=slots[:3], required=12, known=10,
                deciding=3, deciding_known=2, deciding_for_us=1, favourable=6, neutral=3, negative=1,
                empty=2)  # fmt: skip


def test_cap_61_empty_slot_is_listed_first(judged, t):
    assert coverage_finding(judged, t) == "10 of 12 roles known; an empty one decides"
    text = must_know(judged, t).text()
    assert text.index("Head of purchasing, nobody since 9 Oct; decides") < text.index("Carla Neri, technical director")
    assert "Ferri's deputy opens the path; Keller; by 10 Nov" in text
    assert "Quality approver, never known" in text


def test_cap_63_a_negative_person_is_named_with_the_evidence(judged, t):
    assert "Carla Neri, technical director, negative: the C-518 defect" in must_know(judged, t).text()


def test_cap_64_an_empty_slot_without_a_plan_says_so(judged, t):
    assert "No plan yet" in must_know(judged, t).text()


def test_the_section_counts_sides_and_names_who_decides(judged, t):
    said = "6 of 12 roles on our side, 1 of the 3 who decide; of these 1 against, 1 unknown"
    assert people_finding(judged, t) == said
    html = str(people(judged, t))
    assert "Head of purchasing, decides" in html
    assert "nobody since 9 Oct" in html and "never known" in html
    assert "favourable 6" in html and "nobody known 2" in html
    assert html.index("Engineering") < html.index("Management")


def test_cap_63_unknown_is_not_counted_as_neutral(make, judged, slots, t):
    met = make(Slot, role_code="FD", role="Controller", required=True, state=SlotState.KNOWN, name="Ugo Sala",
               disposition="unknown", representative="Keller")  # fmt: skip
    judged = replace(judged, slots=(*slots, met), neutral=2, unknown=1)
    text = people(judged, t).text()
    assert "neutral 2" in text and "unknown where they stand 1" in text
    assert "unknown where they stand; never confirmed; Keller" in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (CoverageState.NO_ROLES, ""),
        (CoverageState.NO_SLOTS, "12 roles must be known; nobody is noted yet"),
    ],
)
def test_a_missing_list_takes_no_room_and_missing_names_are_said(make, t, state, said):
    judged = make(Coverage, state=state, required=12)
    assert must_know(judged, t).text().startswith(said) and bool(said) == bool(must_know(judged, t))
    assert not people(judged, t)


def test_a_full_house_is_said_in_one_line(make, t):
    judged = make(Coverage, state=CoverageState.KNOWN, required=12, known=12, favourable=9)
    assert coverage_finding(judged, t) == "All 12 roles known, 9 favourable"
    assert "<ul" not in str(must_know(judged, t))


def test_A2_names_and_plans_are_escaped(make, t):
    name = "<img src=x onerror=alert(1)>"
    slot = make(Slot, role=name, department=name, state=SlotState.KNOWN, name=name, disposition="negative",
                evidence=name, plan=name, representative=name, required=True)  # fmt: skip
    judged = make(Coverage, state=CoverageState.KNOWN, slots=(slot,), attention=(slot,), required=1, negative=1)
    assert "<img" not in str(must_know(judged, t)) + str(people(judged, t))
