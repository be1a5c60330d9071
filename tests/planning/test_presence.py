"""Who may have left without our knowing it, on the list of who must be known."""

from __future__ import annotations

import pandas as pd

from accountbook.planning.coverage import coverage
from accountbook.planning.memory import MemoryView
from accountbook.planning.presence import people_age, presences

AS_OF = pd.Timestamp("2026-10-31")
TEMPLATES = [
    {"role_code": "PUR", "role_name": "Head of purchasing", "decides": False, "required": True},
    {"role_code": "MD", "role_name": "Managing director", "decides": True, "required": True},
    {"role_code": "QA", "role_name": "Quality approver", "decides": False, "required": True},
]
SLOTS = [
    {"account_id": "A", "role_code": code, "assessed_on": "2026-01-01", "contact_id": f"C{place}"}
    for place, code in enumerate(["PUR", "MD", "QA"])
]
PEOPLE = [{"contact_id": f"C{place}", "account_id": "A", "name": f"Name {place}"} for place in range(3)]


def predicted(*rows: dict) -> pd.DataFrame:
    """Predictions of kind ``contacts``, of which only what is named matters."""
    blank = {"account_id": "A", "as_of": AS_OF, "shown": "model", "confirmed_by": "met", "bounced_on": pd.NaT}
    blank |= {"confirmed_on": pd.Timestamp("2025-10-31"), "p_there": 0.9}
    return pd.DataFrame([blank | row for row in rows])


def roles(contacts, people=PEOPLE):
    rows = {"role_templates": TEMPLATES, "role_slots": SLOTS, "contacts": people}
    return coverage(MemoryView(AS_OF, rows, account_id="A"), contacts)


def test_the_unlikely_are_named_deciders_first_then_by_chance() -> None:
    chances = predicted(
        {"contact_id": "C0", "p_in_role": 0.2},
        {"contact_id": "C1", "p_in_role": 0.6},
        {"contact_id": "C2", "p_in_role": 0.7},
    )
    assert [slot.role_code for slot in roles(chances).doubtful] == ["MD", "PUR"]
    assert roles(None).doubtful == ()


def test_who_fills_two_roles_is_named_once_in_the_one_that_decides() -> None:
    both = [*SLOTS, SLOTS[1] | {"role_code": "QA", "assessed_on": "2026-02-01"}]
    rows = {"role_templates": TEMPLATES, "role_slots": both, "contacts": PEOPLE}
    chances = predicted({"contact_id": "C0", "p_in_role": 0.5}, {"contact_id": "C1", "p_in_role": 0.6})
    judged = coverage(MemoryView(AS_OF, rows, account_id="A"), chances)
    assert [slot.role_code for slot in judged.doubtful] == ["MD", "PUR"]


def test_a_returned_mail_is_a_doubt_whatever_the_chance() -> None:
    back = {"contact_id": "C2", "p_in_role": 0.96, "bounced_on": pd.Timestamp("2026-09-01")}
    [slot] = roles(predicted(back)).doubtful
    assert (slot.role_code, slot.presence.bounced_on.month) == ("QA", 9)


def test_who_left_is_no_doubt_but_a_gap() -> None:
    people = [*PEOPLE[:2], PEOPLE[2] | {"status": "left", "status_on": "2026-10-01"}]
    judged = roles(predicted({"contact_id": "C2", "p_in_role": 0.0, "p_there": 0.0}), people)
    assert judged.doubtful == () and [slot.role_code for slot in judged.attention] == ["QA"]


def test_whole_months_since_the_newest_evidence() -> None:
    found = presences(predicted({"contact_id": "C0", "p_in_role": 0.8}), AS_OF)["C0"]
    assert (found.months, found.p, found.p_there) == (11, 0.8, 0.9)  # 365 days are a quarter of one short of 12 months


def test_nothing_is_said_of_whom_nothing_is_known() -> None:
    rows = predicted({"contact_id": "C0", "p_in_role": None, "p_there": None, "shown": "none", "confirmed_on": pd.NaT})
    assert presences(rows, AS_OF) == {} and presences(None, AS_OF) == {} and people_age(None, AS_OF) is None
    age = people_age(rows, AS_OF)
    assert (age.people, age.undated, age.dated, age.expected_gone) == (1, 1, 0, 0.0)
