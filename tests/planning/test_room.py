import pandas as pd

from accountbook.planning.coverage import coverage
from accountbook.planning.persuasion import arguments
from accountbook.planning.room import Reason, room

TEMPLATES = [
    {"role_code": "TEC", "role_name": "Technical director", "decides": True, "required": True},
    {"role_code": "CFO", "role_name": "Finance director", "decides": True, "required": True},
    {"role_code": "PLA", "role_name": "Planner", "required": True},
]
PEOPLE = [
    {"contact_id": "P1", "account_id": "A", "name": "Neri", "created_on": "2024-01-01", "narrative_topic": "chess",
     "consent": True},
    {"contact_id": "P2", "account_id": "A", "name": "Riva", "created_on": "2024-01-01", "narrative_topic": "sailing",
     "consent": False},
    {"contact_id": "P3", "account_id": "A", "name": "Zani", "created_on": "2024-01-01", "narrative_topic": "opera"},
]  # fmt: skip
SLOTS = [
    {"account_id": "A", "role_code": "TEC", "assessed_on": "2026-05-01", "contact_id": "P1", "disposition": "negative",
     "evidence": "refused the visit"},
    {"account_id": "A", "role_code": "PLA", "assessed_on": "2026-05-01", "contact_id": "P2",
     "disposition": "favourable"},
]  # fmt: skip
LIBRARY = [
    {
        "argument_id": "1",
        "used_on": "2026-01-01",
        "product": "VX",
        "text": "Less weight",
        "result": "did not believe it",
    },
    {
        "argument_id": "2",
        "used_on": "2024-01-01",
        "product": "VX",
        "text": "Stock with us",
        "result": "led to the test",
    },
    {"argument_id": "3", "used_on": "2025-01-01", "product": "VX", "topic": "chess", "text": "Think ahead"},
    {"argument_id": "4", "used_on": "2025-01-01", "product": "SK", "text": "Pay by lot", "result": "led to the test"},
]
BOOK = {"role_templates": TEMPLATES, "contacts": PEOPLE, "role_slots": SLOTS, "arguments": LIBRARY}


def _room(seen, **who):
    return room(seen, coverage(seen), arguments=arguments(seen, "VX"), **who)


def test_cap_45_the_decider_the_leader_and_whoever_decides_are_in_the_room(view):
    found = _room(view(**BOOK), key="P3", leads="P2")
    assert [(one.name, one.reasons) for one in found.people] == [
        ("Zani", (Reason.KEY,)), ("Riva", (Reason.LEADS,)), ("Neri", (Reason.DECIDES,))]  # fmt: skip
    neri = found.people[2]
    assert (neri.disposition, neri.evidence, neri.roles) == ("negative", "refused the visit", ("Technical director",))
    assert found.unfilled == ("Finance director",)


def test_cap_45_a_shared_story_is_used_only_with_consent(view):
    found = _room(view(**BOOK), key="P3", leads="P2")
    assert {one.name: one.topic for one in found.people} == {"Zani": None, "Riva": None, "Neri": "chess"}
    # without it, not even the argument gives the topic away
    unasked = [row | {"consent": None} for row in PEOPLE]
    (neri,) = [one for one in _room(view(**BOOK | {"contacts": unasked})).people if one.name == "Neri"]
    assert (neri.topic, neri.argument.text) == (None, "Stock with us")


def test_cap_45_each_gets_another_argument_and_those_that_worked_come_first(view):
    found = _room(view(**BOOK), key="P3", leads="P1")
    assert {one.name: one.argument.text for one in found.people} == {"Zani": "Stock with us", "Neri": "Think ahead"}
    assert [(one.text, one.worked) for one in arguments(view(**BOOK), "VX")] == [
        ("Stock with us", True), ("Think ahead", None), ("Less weight", False)]  # fmt: skip


def test_cap_45_what_they_care_about_is_what_is_open_complaints_first(view):
    voices = [
        {"voice_id": "1", "account_id": "A", "contact_id": "P1", "said_on": "2026-09-01", "type": "need",
         "text": "Stock near the plant"},
        {"voice_id": "2", "account_id": "A", "contact_id": "P1", "said_on": "2026-01-01", "type": "complaint",
         "text": "Third new date"},
        {"voice_id": "3", "account_id": "A", "contact_id": "P1", "said_on": "2026-10-01", "type": "complaint",
         "text": "Rust in the box", "closed_on": "2026-10-20", "event_id": "E2"},
    ]  # fmt: skip
    events = [
        {
            "event_id": "E1",
            "account_id": "A",
            "met_on": "2026-08-01",
            "contact_id": "P1",
            "worry": "That we deliver late",
        },
        {
            "event_id": "E2",
            "account_id": "A",
            "met_on": "2026-10-01",
            "contact_id": "P1",
            "complaint": "Rust in the box",
        },
        {"event_id": "E3", "account_id": "A", "met_on": "2026-10-15", "contact_id": "P9", "other_contacts": "P2;P1"},
    ]
    seen = view(**BOOK, voices=voices, contact_events=events)
    (neri,) = _room(seen).people
    assert [(care.kind, care.text) for care in neri.cares] == [
        ("complaint", "Third new date"), ("worry", "That we deliver late")]  # fmt: skip
    assert neri.met_on == pd.Timestamp("2026-10-15")
    # ten days before it was closed, the newest complaint was open
    (before,) = _room(seen.at(pd.Timestamp("2026-10-10"))).people
    assert before.cares[0].text == "Rust in the box"


def test_somebody_who_left_is_said_to_have_left(view):
    gone = [row | {"status": "left", "status_on": "2026-10-01"} for row in PEOPLE]
    (zani,) = _room(view(contacts=gone), key="P3").people
    assert zani.gone == "left"


def test_nobody_known_is_an_empty_room(view):
    assert _room(view()).people == ()
    assert _room(view(), key="P1").people == ()


def test_cap_45_one_who_left_is_named_and_gets_no_argument(view):
    left = PEOPLE[2] | {"status": "left", "status_on": "2026-10-09"}
    found = _room(view(**BOOK | {"contacts": [*PEOPLE[:2], left]}), key="P3", leads="P1")
    assert [(one.name, one.gone, one.argument is None) for one in found.people] == [
        ("Zani", "left", True), ("Neri", None, False)]  # fmt: skip
