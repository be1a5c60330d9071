"""Who will be in the room (cap 45): how they stand, what they care about, the shared story, the argument for each.

In the room are the one who decides on the deal, the one who leads the meeting for them, and whoever fills a role that
decides. A topic one can talk about with a person is used only where that person agreed that it is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.coverage import Coverage, Slot, SlotState
from accountbook.planning.persuasion import Argument, best
from accountbook.planning.values import day, flag, text
from accountbook.planning.view import GONE, View
from accountbook.tables import ContactEvents as E
from accountbook.tables import Contacts as P
from accountbook.tables import Voices as V

MOST_CARES = 2
CARING = ("complaint", "worry", "need", "suggestion", "advice")
"""Kinds of voices, those first that must be answered before anything else is said."""


class Reason(StrEnum):
    """Why somebody is expected in the room."""

    KEY = "key"
    LEADS = "leads"
    DECIDES = "decides"


@dataclass(frozen=True)
class Care:
    """Something that a person told us and that is not settled."""

    kind: str
    text: str
    on: pd.Timestamp


@dataclass(frozen=True)
class Person:
    """One person of theirs.

    Attributes
    ----------
    reasons : why in the room. roles : that the person fills. gone : status of one who left, None: still there.
    disposition : favourable, neutral, negative or unknown; assessed_on, evidence : what it rests on.
    cares : open voices and worries, at most two.
    topic : the shared story; None also where the person did not agree to its being kept.
    argument : for this listener; None for one who left. met_on : last met. ours : who of ours answers for the person.
    unsure : whether somebody should make sure that the person is still there.
    """

    contact_id: str
    name: str | None
    title: str | None
    reasons: tuple[Reason, ...]
    roles: tuple[str, ...]
    gone: str | None
    unsure: bool
    disposition: str
    assessed_on: pd.Timestamp | None
    evidence: str | None
    cares: tuple[Care, ...]
    topic: str | None
    argument: Argument | None
    met_on: pd.Timestamp | None
    ours: str | None


@dataclass(frozen=True)
class Room:
    """The people in the room: the deal's decider first, then who leads, then the others who decide.

    Attributes
    ----------
    unfilled : roles that decide and that nobody known fills.
    """

    people: tuple[Person, ...]
    unfilled: tuple[str, ...]

    @property
    def contacts(self) -> tuple[str, ...]:
        """Their numbers."""
        return tuple(one.contact_id for one in self.people)


def room(
    view: View,
    coverage: Coverage,
    *,
    key: str | None = None,
    leads: str | None = None,
    arguments: Collection[Argument] = (),
) -> Room:
    """Who of theirs will be in the room.

    Parameters
    ----------
    key : contact who decides on the deal. leads : contact who leads the meeting for them.
    arguments : of the library, best first.

    Examples
    --------
    >>> from accountbook.planning.coverage import coverage
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = {"contacts": [{"contact_id": "P", "account_id": "A", "name": "Neri", "created_on": "2024-01-01",
    ...                       "narrative_topic": "sailing", "consent": False}]}
    >>> view = MemoryView("2026-10-31", rows, account_id="A")
    >>> [(one.name, one.reasons[0].value, one.topic) for one in room(view, coverage(view), key="P").people]
    [('Neri', 'key', None)]
    """
    people = {str(row[P.contact_id]): row for row in view.table("contacts").to_dict("records")}
    filled = [slot for slot in coverage.slots if slot.state == SlotState.KNOWN and slot.contact_id]
    reasons: dict[str, list[Reason]] = {}
    for contact, reason in (
        (key, Reason.KEY),
        (leads, Reason.LEADS),
        *((slot.contact_id, Reason.DECIDES) for slot in filled if slot.decides),
    ):
        if contact in people and reason not in reasons.setdefault(str(contact), []):
            reasons[str(contact)].append(reason)
    used: set[str] = set()
    found = []
    for contact, why in reasons.items():
        mine = [slot for slot in filled if slot.contact_id == contact]
        one = _person(view, people[contact], tuple(why), mine, arguments, used)
        used |= {one.argument.argument_id} if one.argument else set()
        found.append(one)
    unfilled = [slot.role for slot in coverage.slots if slot.decides and slot.state != SlotState.KNOWN]
    return Room(tuple(found), tuple(unfilled))


def _person(
    view: View,
    row: Mapping[str, object],
    reasons: tuple[Reason, ...],
    slots: list[Slot],
    arguments: Collection[Argument],
    used: Collection[str],
) -> Person:
    contact, slot = str(row[P.contact_id]), slots[0] if slots else None
    events = view.table("contact_events")
    others = events[E.other_contacts].fillna("").map(lambda several: contact in str(several).split(";"))
    met = events[(events[E.contact_id] == contact) | others.astype(bool)]
    topic = text(row[P.narrative_topic]) if flag(row[P.consent]) is True else None
    status = text(row[P.status])
    gone = status if status in GONE and not slots else None
    return Person(
        contact_id=contact,
        name=text(row[P.name]),
        title=text(row[P.title]),
        reasons=reasons,
        roles=tuple(one.role for one in slots),
        gone=gone,
        unsure=slot is not None and slot.presence is not None and slot.presence.low,
        disposition=slot.disposition if slot else "unknown",
        assessed_on=slot.since if slot else None,
        evidence=slot.evidence if slot else None,
        cares=_cares(view, contact, met),
        topic=topic,
        argument=None if gone else best(arguments, topic, used),
        met_on=day(met[E.met_on].max()),
        ours=slot.representative if slot else None,
    )


def _cares(view: View, contact: str, met: pd.DataFrame) -> tuple[Care, ...]:
    """What the person told us and what is open: complaints and worries first, of each the newest; no text twice."""
    voices = view.table("voices")
    open_ = voices[(voices[V.contact_id] == contact) & voices[V.closed_on].isna()]
    found = [(str(row[V.type]), text(row[V.text]), day(row[V.said_on])) for row in open_.to_dict("records")]
    mine = met[met[E.contact_id] == contact]
    settled = set(voices.loc[voices[V.closed_on].notna(), V.event_id].dropna())
    for kind, column in (("complaint", E.complaint), ("worry", E.worry)):
        rows = mine[mine[column].notna() & ~mine[E.event_id].isin(settled)]
        found += [(kind, text(row[column]), day(row[E.met_on])) for row in rows.to_dict("records")]
    cares = {said: Care(kind, said, on) for kind, said, on in reversed(found) if said and on is not None}
    ranked = sorted(cares.values(), key=lambda one: (_place(one.kind), -one.on.value, one.text))
    return tuple(ranked[:MOST_CARES])


def _place(kind: str) -> int:
    return CARING.index(kind) if kind in CARING else len(CARING)
