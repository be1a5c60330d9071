"""When people were last known to be there, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.features.people import EVIDENCE, people_features, sightings
from accountbook.features.people import PersonFeature as F
from accountbook.planning.memory import MemoryView

ANNA = {"contact_id": "C1", "account_id": "A", "created_on": "2025-01-01"}


def view(as_of="2026-10-31", people=(ANNA,), **rows):
    return MemoryView(as_of, {"contacts": list(people), **rows})


def event(day, **more):
    return {"event_id": day, "account_id": "A", "met_on": day, **more}


SEEN = {
    "met": {"contact_events": [event("2026-05-02", contact_id="C1")]},
    "met beside somebody else": {"contact_events": [event("2026-05-02", contact_id="C9", other_contacts="C8; C1")]},
    "met beside others, twice": {"contact_events": [event("2026-04-02", contact_id="C9", other_contacts="C1;C2"),
                                                    event("2026-05-02", contact_id="C9", other_contacts="C2;C1")]},
    "a meeting held": {"meetings": [{"meeting_id": "M", "account_id": "A", "planned_on": "2026-04-01",
                                     "held_on": "2026-05-02", "status": "held", "contact_id": "C1"}]},
    "said": {"voices": [{"voice_id": "V", "account_id": "A", "contact_id": "C1", "said_on": "2026-05-02",
                         "type": "need"}]},
    "a case": {"claims": [{"claim_id": "K", "account_id": "A", "contact_id": "C1", "opened_on": "2026-05-02"}]},
    "answered": {"questions": [{"question_id": "Q", "account_id": "A", "text": "?", "raised_on": "2026-01-01",
                                "contact_id": "C1", "answered_on": "2026-05-02"}]},
    "a promise of theirs": {"commitments": [{"commitment_id": "P", "account_id": "A", "side": "theirs", "text": "x",
                                             "made_on": "2026-05-02", "contact_id": "C1", "kind": "promise"}]},
    "a promise kept": {"commitments": [{"commitment_id": "P", "account_id": "A", "side": "theirs", "text": "x",
                                        "made_on": "2026-01-02", "done_on": "2026-05-02", "contact_id": "C1"}]},
    "verified": {"contacts": [ANNA | {"last_verified_on": "2026-05-02"}]},
    "a deal signed": {"opportunities": [{"opportunity_id": "D", "account_id": "A", "created_on": "2026-01-01",
                                         "key_contact_id": "C1", "outcome": "won", "closed_on": "2026-05-02"}]},
}  # fmt: skip


@pytest.mark.parametrize("rows", SEEN.values(), ids=SEEN.keys())
def test_every_encounter_resets_the_clock(rows) -> None:
    found = people_features(MemoryView("2026-10-31", {"contacts": [ANNA], **rows})).loc["C1"]
    assert found[F.confirmed_on] == pd.Timestamp("2026-05-02")
    assert found[F.first_seen] == pd.Timestamp("2025-01-01")
    assert found[F.confirmed_by] in EVIDENCE


UNSEEN = {
    "a meeting that is planned": {"meetings": [{"meeting_id": "M", "account_id": "A", "planned_on": "2026-04-01",
                                                "held_on": "2026-05-02", "status": "planned", "contact_id": "C1"}]},
    "an action of our own": {"commitments": [{"commitment_id": "P", "account_id": "A", "side": "ours", "text": "x",
                                              "made_on": "2026-05-02", "contact_id": "C1", "kind": "action"}]},
    "our promise kept": {"commitments": [{"commitment_id": "P", "account_id": "A", "side": "ours", "text": "x",
                                          "made_on": "2024-12-01", "done_on": "2026-05-02", "contact_id": "C1"}]},
    "an assessment": {"role_slots": [{"account_id": "A", "role_code": "MD", "assessed_on": "2026-05-02",
                                      "contact_id": "C1"}]},
    "a deal lost": {"opportunities": [{"opportunity_id": "D", "account_id": "A", "created_on": "2026-01-01",
                                       "key_contact_id": "C1", "outcome": "lost", "closed_on": "2026-05-02"}]},
    "somebody else met": {"contact_events": [event("2026-05-02", contact_id="C11", other_contacts="C12;XC1")]},
}  # fmt: skip


@pytest.mark.parametrize("rows", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_nobody_saw_is_no_evidence(rows) -> None:
    found = people_features(MemoryView("2026-10-31", {"contacts": [ANNA], **rows})).loc["C1"]
    assert found[F.confirmed_on] == pd.Timestamp("2025-01-01") and found[F.confirmed_by] == "noted"


def test_of_one_day_the_strongest_evidence_is_named() -> None:
    people = [ANNA | {"last_verified_on": "2026-05-02"}]
    found = people_features(view(people=people, contact_events=[event("2026-05-02", contact_id="C1")]))
    assert found.loc["C1", F.confirmed_by] == "met"


def test_what_came_later_is_not_known_yet() -> None:
    met = [event("2026-05-02", contact_id="C1")]
    found = people_features(view("2026-04-30", [ANNA | {"status": "left", "status_on": "2026-05-01"}],
                                 contact_events=met))  # fmt: skip
    assert found.loc["C1", F.confirmed_on] == pd.Timestamp("2025-01-01")
    assert pd.isna(found.loc["C1", F.status])


def test_a_change_of_role_says_where_the_person_was_and_lasts_until_an_assessment() -> None:
    moved = ANNA | {"status": "role_changed", "status_on": "2026-03-01"}
    found = people_features(view(people=[moved])).loc["C1"]
    assert (found[F.confirmed_on], found[F.moved]) == (pd.Timestamp("2026-03-01"), True)
    slot = {"account_id": "A", "role_code": "MD", "assessed_on": "2026-03-01", "contact_id": "C1"}
    assert not people_features(view(people=[moved], role_slots=[slot])).loc["C1", F.moved]


def test_nobody_and_a_person_without_any_day() -> None:
    assert people_features(view(people=[])).empty and sightings(view(people=[])).empty
    bare = people_features(view(people=[{"contact_id": "C1", "account_id": "A"}])).loc["C1"]
    assert bare[[F.first_seen, F.confirmed_on, F.confirmed_by]].isna().all() and not bare[F.moved]
