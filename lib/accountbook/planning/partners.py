"""Partners and suppliers that an account shares with us, and how each side treats them (cap 9).

Whether one of them could open a path to somebody whom we don't know is for a person to say: the roles that decide and
have nobody stand beside them.

Codes of `Partners.finding`: ``turned``: partner, role, now, was, on (how we stand changed); ``treated``: the same
for how they treat them; ``new``: partner, role, relation, on; each within `RECENT` days.
Codes of actions: ``ask_partner``: partner, role (that decides and is not known).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.asleep import asleep
from accountbook.planning.coverage import Coverage, coverage
from accountbook.planning.finding import Finding
from accountbook.planning.newest import newest
from accountbook.planning.slots import SlotState
from accountbook.planning.values import text
from accountbook.planning.view import View, keeper, threshold
from accountbook.tables import Competitors as C
from accountbook.tables import PartnerLinks as L

RECENT = 183


class PartnersState(StrEnum):
    """The load has no partners; none is known here; some are."""

    NO_TABLE = "no_table"
    NONE = "none"
    KNOWN = "known"


@dataclass(frozen=True)
class Partner:
    """One partner as it stands.

    Attributes
    ----------
    role : what it is to the account.
    relation, approach : how we stand to it, how the account treats it.
    had, treated : the same before, where it differed.
    rival : it is noted as a competitor at the account too.
    """

    partner: str
    role: str | None
    relation: str | None
    had: str | None
    approach: str | None
    treated: str | None
    on: pd.Timestamp
    stale: bool
    first: bool
    rival: bool


@dataclass(frozen=True)
class Partners:
    """The shared partners of an account.

    Attributes
    ----------
    partners : newest knowledge first.
    closed : roles that decide and have nobody, to whom one of them might open a path.
    """

    state: PartnersState
    partners: tuple[Partner, ...]
    closed: tuple[str, ...]
    finding: Finding | None
    actions: tuple[Action, ...] = ()


def partners(view: View, *, roles: Coverage | None = None) -> Partners:
    """The shared partners of the view's account; its coverage where it is at hand.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"account_id": "A", "partner": "Studio Neri", "as_of": day, "role": "consultant", "our_relation": how}
    ...         for day, how in (("2025-05-01", "no contact yet"), ("2026-10-01", "they recommend us"))]
    >>> found = partners(MemoryView("2026-10-31", {"partner_links": rows}, account_id="A"))
    >>> found.finding.code, found.partners[0].had, found.partners[0].relation
    ('turned', 'no contact yet', 'they recommend us')
    """
    if not view.has("partner_links"):
        return Partners(PartnersState.NO_TABLE, (), (), None)
    roles = coverage(view) if roles is None else roles
    oldest = view.as_of - pd.Timedelta(days=int(threshold(view.settings, "verified_days")))
    rivals = {str(name).casefold() for name in view.table("competitors")[C.competitor].dropna()}
    rows = newest(view.table("partner_links"), [L.partner], L.as_of)
    found = tuple(_partner(row, before, oldest, rivals) for row, before in rows)
    closed = tuple(slot.role for slot in roles.slots if slot.decides and slot.state != SlotState.KNOWN)
    return Partners(
        state=PartnersState.KNOWN if found else PartnersState.NONE,
        partners=found,
        closed=closed,
        finding=_finding([one for one in found if (view.as_of - one.on).days <= RECENT]),
        actions=tuple(_actions(found, closed, view)),
    )


def _partner(
    row: Mapping[str, Any], before: Mapping[str, Any] | None, oldest: pd.Timestamp, rivals: set[str]
) -> Partner:
    relation, approach = text(row[L.our_relation]), text(row[L.their_approach])
    had, treated = (text(before[column]) if before else None for column in (L.our_relation, L.their_approach))
    return Partner(
        partner=str(row[L.partner]),
        role=text(row[L.role]),
        relation=relation,
        had=had if relation and had != relation else None,
        approach=approach,
        treated=treated if approach and treated != approach else None,
        on=row[L.as_of],
        stale=row[L.as_of] < oldest,
        first=before is None,
        rival=str(row[L.partner]).casefold() in rivals,
    )


def _actions(found: tuple[Partner, ...], closed: tuple[str, ...], view: View) -> list[Action]:
    """To see whether the partner known best today opens a path to who decides and is not known."""
    open_ = [one for one in found if not (one.rival or one.stale)]
    if not open_ or not closed or asleep(view):
        return []
    facts = {"partner": open_[0].partner, "role": closed[0]}
    return [action("ask_partner", facts, view.as_of, **keeper(view))]


def _finding(recent: list[Partner]) -> Finding | None:
    for code, now, was in (("turned", "relation", "had"), ("treated", "approach", "treated")):
        one = next((one for one in recent if getattr(one, was)), None)
        if one is not None:
            facts = {"partner": one.partner, "role": one.role, "now": getattr(one, now), "was": getattr(one, was)}
            return Finding(code, facts | {"on": one.on})
    new = next((one for one in recent if one.first), None)
    if new is None:
        return None
    return Finding("new", {"partner": new.partner, "role": new.role, "relation": new.relation, "on": new.on})
