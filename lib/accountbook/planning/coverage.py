"""Who must be known and is not (caps 61 to 64): the roles first, then the names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.values import day, flag, text
from accountbook.planning.view import GONE, View, account, lines, staff, threshold
from accountbook.planning.view import items as items_table
from accountbook.tables import Accounts as A
from accountbook.tables import Contacts as P
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import RoleSlots as S
from accountbook.tables import RoleTemplates as T


class CoverageState(StrEnum):
    """No list of roles; a list but no assessments at all; or both."""

    NO_ROLES = "no_roles"
    NO_SLOTS = "no_slots"
    KNOWN = "known"


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
    verified_on, stale : last confirmation of the person; older than the threshold or never.
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
    can_meet: bool | None
    can_deliver: bool | None
    verified_on: pd.Timestamp | None
    stale: bool
    also: tuple[str, ...]
    plan: str | None
    plan_due: pd.Timestamp | None
    plan_late: bool
    unplanned: bool
    history: tuple[Assessment, ...]


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


def coverage(view: View) -> Coverage:
    """The roles that must be known at the view's account, and who is in them.

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
    roles = _roles(view)
    rows = view.table("role_slots").sort_values(S.assessed_on, kind="stable", na_position="first")
    histories = dict(iter(rows.groupby(S.role_code)))
    for code in histories:
        roles.setdefault(str(code), _Role(str(code), str(code), None, None, False, False))
    people = view.table("contacts").drop_duplicates(P.contact_id, keep="last").set_index(P.contact_id)
    ours = staff(view)
    slots = [_slot(role, histories.get(code, rows.iloc[:0]), people, ours, view) for code, role in roles.items()]
    slots = _with_others(slots)
    ordered = tuple(sorted(slots, key=_rank))
    return _counted(ordered, _state(roles, rows))


@dataclass(frozen=True)
class _Role:
    code: str
    name: str
    department: str | None
    why: str | None
    required: bool
    decides: bool


def _roles(view: View) -> dict[str, _Role]:
    """The roles that apply: those of all, of the vertical, and of the lines that it buys or is offered."""
    row = account(view)
    vertical = None if row is None else text(row[A.vertical])
    bought = lines(view)
    recent = bought.loc[bought[L.order_date] > back(view.as_of, 24), L.item_id]
    deals = view.table("opportunities")
    offered = deals.loc[deals[O.outcome].isna() | (deals[O.outcome] == "open"), O.product_line]
    product_lines = {*items_table(view)[I.family].reindex(recent.dropna().unique()).dropna(), *offered.dropna()}
    roles: dict[str, _Role] = {}
    for template in view.table("role_templates").to_dict("records"):
        if text(template[T.vertical]) not in (None, vertical):
            continue
        if text(template[T.product_line]) is not None and template[T.product_line] not in product_lines:
            continue
        code = str(template[T.role_code])
        role = _Role(
            code,
            text(template[T.role_name]) or code,
            text(template[T.department]),
            text(template[T.why]),
            flag(template[T.required]) is not False,
            flag(template[T.decides]) is True,
        )
        known = roles.get(code)
        roles[code] = (
            replace(known, required=known.required or role.required, decides=known.decides or role.decides)
            if known
            else role
        )
    return roles


def _slot(role: _Role, rows: pd.DataFrame, people: pd.DataFrame, ours: dict[str, str], view: View) -> Slot:
    newest = rows.iloc[-1] if len(rows) else {}
    filled = rows[rows[S.contact_id].notna()]
    contact_id = text(filled[S.contact_id].iloc[-1]) if len(filled) else None
    person = people.loc[contact_id] if contact_id in people.index else {}
    status, status_on = text(person.get(P.status)), day(person.get(P.status_on))
    state = _slot_state(rows, status, status_on)
    known = state == SlotState.KNOWN
    history = _history(rows, people)
    disposition = (text(newest.get(S.disposition)) or "unknown") if known else "unknown"
    representative_id = text(newest.get(S.representative_id))
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
        can_meet=flag(newest.get(S.can_meet)),
        can_deliver=flag(newest.get(S.can_deliver_value)),
        verified_on=verified,
        stale=known and (verified is None or (view.as_of - verified).days > threshold(view.settings, "verified_days")),
        also=(),
        plan=plan,
        plan_due=due,
        plan_late=plan is not None and due is not None and due < view.as_of,
        unplanned=plan is None and (not known or disposition in ("neutral", "negative")),
        history=history,
    )


def _slot_state(rows: pd.DataFrame, status: str | None, status_on: pd.Timestamp | None) -> SlotState:
    if rows.empty or rows[S.contact_id].isna().all():
        return SlotState.NEVER
    if pd.isna(rows[S.contact_id].iloc[-1]):
        return SlotState.VACANT
    assessed = day(rows[S.assessed_on].iloc[-1])
    # a change of role before the assessment is how the person came into this role
    confirmed = status == "role_changed" and None not in (assessed, status_on) and assessed >= status_on
    return SlotState.GONE if status in GONE and not confirmed else SlotState.KNOWN


def _since(state: SlotState, rows: pd.DataFrame, gone_on: pd.Timestamp | None) -> pd.Timestamp | None:
    if state == SlotState.NEVER:
        return None
    if state == SlotState.GONE:
        return gone_on
    if state == SlotState.KNOWN:
        return day(rows[S.assessed_on].iloc[-1])
    filled = rows[S.contact_id].notna().to_numpy()
    emptied = day(rows[S.assessed_on].iloc[int(filled.nonzero()[0][-1]) + 1])
    return min(one for one in (gone_on, emptied) if one is not None) if gone_on or emptied else None


def _history(rows: pd.DataFrame, people: pd.DataFrame) -> tuple[Assessment, ...]:
    found: list[Assessment] = []
    for row in rows.to_dict("records"):
        contact_id = text(row[S.contact_id])
        name = text(people[P.name].get(contact_id)) if contact_id else None
        entry = Assessment(day(row[S.assessed_on]), text(row[S.disposition]) or "unknown", contact_id, name)
        if not found or (found[-1].disposition, found[-1].contact_id) != (entry.disposition, entry.contact_id):
            found.append(entry)
    return tuple(found)


def _turned_from(history: tuple[Assessment, ...], contact_id: str | None) -> str | None:
    same = [entry.disposition for entry in history if entry.contact_id == contact_id]
    return next((was for was in reversed(same) if was != same[-1]), None)


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


def _state(roles: dict[str, _Role], rows: pd.DataFrame) -> CoverageState:
    if not roles:
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
