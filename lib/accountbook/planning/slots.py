"""A slot: who is in a role, how that person stands, what is planned (caps 62 to 64)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.presence import Presence
from accountbook.planning.roles import Role
from accountbook.planning.values import day, flag, text
from accountbook.planning.view import GONE, View, threshold
from accountbook.tables import Contacts as P
from accountbook.tables import RoleSlots as S


class SlotState(StrEnum):
    """Who is in a role.

    ``known``: a person, still there. ``gone``: the person of the newest assessment left, retired or
    changed role; nobody since that day. ``vacant``: someone was known, now nobody. ``never``: nobody ever.
    """

    KNOWN = "known"
    GONE = "gone"
    VACANT = "vacant"
    NEVER = "never"


@dataclass(frozen=True)
class Assessment:
    """One entry of a slot's history, where the person or the disposition was not that of the entry before."""

    on: pd.Timestamp | None
    disposition: str
    contact_id: str | None
    name: str | None


@dataclass(frozen=True)
class Slot:
    """One role at the account.

    Attributes
    ----------
    since : day since which nobody is known (gone, vacant), else the newest assessment's.
    contact_id, name, title : the person; for ``gone`` and ``vacant`` the last one known.
    contact_status : for ``gone``: left, retired or role_changed.
    disposition : favourable, neutral, negative, unknown (always unknown unless the state is known).
    turned_from : the disposition before the present one of the same person, None where it never turned.
    evidence : what the disposition rests on.
    representative : ours, by name; None where nobody is named. can_meet, can_deliver : None: nobody said.
    met_on, met_by : the last meeting of two years with a known person, and who of ours was there, by name.
    verified_on, stale : last confirmation of the person; older than the threshold or never.
    presence : for a known person, the chance of being still there, where it was predicted.
    also : codes of the other roles that the same person fills.
    plan, plan_due, plan_late : what is to be done, by when, and whether that day has passed.
    unplanned : an empty slot, or a neutral or negative person, for whom there is no plan (cap 64).
    """

    role_code: str
    role: str
    department: str | None
    decides: bool
    required: bool
    why: str | None
    state: SlotState
    since: pd.Timestamp | None
    contact_id: str | None
    name: str | None
    title: str | None
    contact_status: str | None
    disposition: str
    turned_from: str | None
    evidence: str | None
    representative_id: str | None
    representative: str | None
    met_on: pd.Timestamp | None
    met_by: str | None
    can_meet: bool | None
    can_deliver: bool | None
    verified_on: pd.Timestamp | None
    stale: bool
    presence: Presence | None
    also: tuple[str, ...]
    plan: str | None
    plan_due: pd.Timestamp | None
    plan_late: bool
    unplanned: bool
    history: tuple[Assessment, ...]


Record = Mapping[str, Any]


def slot_of(
    role: Role,
    rows: Sequence[Record],
    people: Mapping[str, Record],
    ours: Mapping[str, str],
    view: View,
    *,
    there: Mapping[str, Presence] | None = None,
    met: Mapping[str, tuple[pd.Timestamp, str]] | None = None,
) -> Slot:
    """The present state of a role.

    Parameters
    ----------
    rows : the assessments of this role at one account (rows of role_slots), oldest first.
    people : rows of contacts by contact_id. ours : names of employees by employee_id.
    there : whether they are still there, by contact_id. met : as `accountbook.planning.met.last_met` gives it.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.roles import Role
    >>> slot_of(Role("QA", "Quality", None, None, True, False), [], {}, {}, MemoryView("2026-03-31", {})).state.value
    'never'
    """
    newest = rows[-1] if rows else {}
    filled = [text(row[S.contact_id]) for row in rows if text(row[S.contact_id])]
    contact_id = filled[-1] if filled else None
    person = people.get(contact_id or "", {})
    status, status_on = text(person.get(P.status)), day(person.get(P.status_on))
    state = _slot_state(rows, status, status_on)
    known = state == SlotState.KNOWN
    history = _history(rows, people)
    disposition = (text(newest.get(S.disposition)) or "unknown") if known else "unknown"
    representative_id = text(newest.get(S.representative_id))
    met_on, met_by = (met or {}).get(contact_id or "", (None, None))
    verified = day(person.get(P.last_verified_on))
    plan, due = text(newest.get(S.plan)), day(newest.get(S.plan_due))
    return Slot(
        role_code=role.code,
        role=role.name,
        department=role.department,
        decides=role.decides,
        required=role.required,
        why=role.why,
        state=state,
        since=_since(state, rows, status_on if status in GONE else None),
        contact_id=contact_id,
        name=text(person.get(P.name)),
        title=text(person.get(P.title)),
        contact_status=status if not known else None,
        disposition=disposition,
        turned_from=_turned_from(history, contact_id) if known else None,
        evidence=text(newest.get(S.evidence)),
        representative_id=representative_id,
        representative=text(ours.get(representative_id)) if representative_id else None,
        met_on=met_on if known else None,
        met_by=text(ours.get(met_by)) if known and met_by else None,
        can_meet=flag(newest.get(S.can_meet)),
        can_deliver=flag(newest.get(S.can_deliver_value)),
        verified_on=verified,
        stale=known and (verified is None or (view.as_of - verified).days > threshold(view.settings, "verified_days")),
        presence=(there or {}).get(contact_id or "") if known else None,
        also=(),
        plan=plan,
        plan_due=due,
        plan_late=plan is not None and due is not None and due < view.as_of,
        unplanned=plan is None and (not known or disposition in ("neutral", "negative")),
        history=history,
    )


def _slot_state(rows: Sequence[Record], status: str | None, status_on: pd.Timestamp | None) -> SlotState:
    if not any(text(row[S.contact_id]) for row in rows):
        return SlotState.NEVER
    if text(rows[-1][S.contact_id]) is None:
        return SlotState.VACANT
    assessed = day(rows[-1][S.assessed_on])
    # a change of role before the assessment is how the person came into this role
    confirmed = status == "role_changed" and assessed is not None and status_on is not None and assessed >= status_on
    return SlotState.GONE if status in GONE and not confirmed else SlotState.KNOWN


def _since(state: SlotState, rows: Sequence[Record], gone_on: pd.Timestamp | None) -> pd.Timestamp | None:
    if state == SlotState.NEVER:
        return None
    if state == SlotState.GONE:
        return gone_on
    if state == SlotState.KNOWN:
        return day(rows[-1][S.assessed_on])
    last = max(n for n, row in enumerate(rows) if text(row[S.contact_id]))
    days = [one for one in (gone_on, day(rows[last + 1][S.assessed_on])) if one is not None]
    return min(days, default=None)


def _history(rows: Sequence[Record], people: Mapping[str, Record]) -> tuple[Assessment, ...]:
    found: list[Assessment] = []
    for row in rows:
        contact_id, disposition = text(row[S.contact_id]), text(row[S.disposition]) or "unknown"
        if not found or (found[-1].disposition, found[-1].contact_id) != (disposition, contact_id):
            name = text(people.get(contact_id or "", {}).get(P.name))
            found.append(Assessment(day(row[S.assessed_on]), disposition, contact_id, name))
    return tuple(found)


def _turned_from(history: tuple[Assessment, ...], contact_id: str | None) -> str | None:
    same = [entry.disposition for entry in history if entry.contact_id == contact_id]
    return next((was for was in reversed(same) if was != same[-1]), None)
