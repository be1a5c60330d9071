"""Who must be known and is not (caps 61 to 64): the roles first, then the names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.view import View


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
    """The roles that must be known at the view's account, and who is in them."""
    raise NotImplementedError
