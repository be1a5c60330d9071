"""Who must be known and is not (caps 61 to 64): the roles first, then the names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.met import last_met
from accountbook.planning.presence import presences
from accountbook.planning.roles import Role, roles
from accountbook.planning.slots import Assessment, Slot, SlotState, slot_of
from accountbook.planning.view import View, staff
from accountbook.tables import Contacts as P
from accountbook.tables import RoleSlots as S

__all__ = ["Assessment", "Coverage", "CoverageState", "Slot", "SlotState", "coverage"]


class CoverageState(StrEnum):
    """No list of roles; a list but no assessments at all; or both."""

    NO_ROLES = "no_roles"
    NO_SLOTS = "no_slots"
    KNOWN = "known"


@dataclass(frozen=True)
class Coverage:
    """The roles of an account.

    Attributes
    ----------
    slots : what to do first, first: empty and decides, negative and decides, empty, negative, then known
        ones (deciding, neutral, unknown, favourable); the order is the same on every page.
    attention : the front part that wants something done: required and empty, or negative.
    required, known : required roles, and how many of them are known.
    deciding, deciding_known, deciding_for_us : roles that decide; known; known and favourable.
    favourable, neutral, negative, unknown, empty : counts over the required roles; they add up to `required`.
    unrepresented : known people without one of ours.
    people : different people known.
    """

    state: CoverageState
    slots: tuple[Slot, ...]
    attention: tuple[Slot, ...]
    required: int
    known: int
    deciding: int
    deciding_known: int
    deciding_for_us: int
    favourable: int
    neutral: int
    negative: int
    unknown: int
    empty: int
    unrepresented: int
    people: int

    @property
    def doubtful(self) -> tuple[Slot, ...]:
        """Known people who may have left without our knowing it: those who decide first, then the least likely."""
        unsure = [slot for slot in self.slots if slot.presence is not None and slot.presence.low]
        unsure.sort(key=lambda slot: (not slot.decides, slot.presence.p if slot.presence else 1.0))
        people: dict[str | None, Slot] = {}
        for slot in unsure:  # one person may fill several roles
            people.setdefault(slot.contact_id, slot)
        return tuple(people.values())


def coverage(view: View, contacts: pd.DataFrame | None = None) -> Coverage:
    """The roles that must be known at the view's account, and who is in them.

    Parameters
    ----------
    contacts : predictions of kind ``contacts``: whether the people are still there.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> templates = [{"role_code": "PUR", "role_name": "Head of purchasing", "decides": True, "required": True},
    ...              {"role_code": "QA", "role_name": "Quality approver", "required": True}]
    >>> slots = [{"account_id": "A", "role_code": "QA", "assessed_on": "2026-03-01", "contact_id": "C",
    ...           "disposition": "neutral"}]
    >>> rows = {"role_templates": templates, "role_slots": slots}
    >>> found = coverage(MemoryView("2026-03-31", rows, account_id="A"))
    >>> [(slot.role, slot.state.value) for slot in found.slots], found.known, found.required
    ([('Head of purchasing', 'never'), ('Quality approver', 'known')], 1, 2)
    """
    listed = roles(view)
    rows = view.table("role_slots").sort_values(S.assessed_on, kind="stable", na_position="first")
    histories: dict[str, list[dict[str, Any]]] = {}
    for row in rows.to_dict("records"):
        histories.setdefault(str(row[S.role_code]), []).append(row)
    for code in histories:
        listed.setdefault(code, Role(code, code, None, None, False, False))
    people = {str(row[P.contact_id]): row for row in view.table("contacts").to_dict("records")}
    ours, there, met = staff(view), presences(contacts, view.as_of), last_met(view)
    slots = [
        slot_of(role, histories.get(code, []), people, ours, view, there=there, met=met)
        for code, role in listed.items()
    ]
    slots = _with_others(slots)
    ordered = tuple(sorted(slots, key=_rank))
    return _counted(ordered, _state(listed, rows))


def _with_others(slots: list[Slot]) -> list[Slot]:
    """Each slot with the other roles that its person fills."""
    roles: dict[str, list[str]] = {}
    for slot in slots:
        if slot.state == SlotState.KNOWN and slot.contact_id:
            roles.setdefault(slot.contact_id, []).append(slot.role_code)
    return [
        replace(slot, also=tuple(code for code in roles.get(slot.contact_id or "", ()) if code != slot.role_code))
        if slot.state == SlotState.KNOWN
        else slot
        for slot in slots
    ]


def _rank(slot: Slot) -> tuple[object, ...]:
    """What to do first: empty and decides, negative and decides, empty, negative, then the known ones."""
    empty, negative = slot.state != SlotState.KNOWN, slot.disposition == "negative"
    optional = not slot.required
    if empty or negative:
        return (optional, not slot.decides, negative)
    liking = {"unknown": 0, "neutral": 1, "favourable": 2}[slot.disposition]
    return (optional, 2, not slot.decides, liking)


def _state(listed: dict[str, Role], rows: pd.DataFrame) -> CoverageState:
    if not listed:
        return CoverageState.NO_ROLES
    return CoverageState.NO_SLOTS if rows.empty else CoverageState.KNOWN


def _counted(slots: tuple[Slot, ...], state: CoverageState) -> Coverage:
    required = [slot for slot in slots if slot.required]
    known = [slot for slot in required if slot.state == SlotState.KNOWN]
    deciding = [slot for slot in slots if slot.decides]
    liking = Counter(slot.disposition for slot in known)
    wanting = tuple(
        slot for slot in slots if slot.disposition == "negative" or (slot.required and slot.state != SlotState.KNOWN)
    )
    return Coverage(
        state=state,
        slots=slots,
        attention=wanting,
        required=len(required),
        known=len(known),
        deciding=len(deciding),
        deciding_known=sum(slot.state == SlotState.KNOWN for slot in deciding),
        deciding_for_us=sum(slot.disposition == "favourable" for slot in deciding),
        favourable=liking["favourable"],
        neutral=liking["neutral"],
        negative=liking["negative"],
        unknown=liking["unknown"],
        empty=len(required) - len(known),
        unrepresented=sum(slot.state == SlotState.KNOWN and slot.representative_id is None for slot in slots),
        people=len({slot.contact_id for slot in slots if slot.state == SlotState.KNOWN}),
    )
