"""Old notes that matter now (cap 70): what people told us long ago and what speaks of the deal that is open.

Each sentence of a contact event is held beside the deal: the words of its product family, of its name, and the people
who will be in the room. A word counts by how rare it is among the account's notes (the logarithm of all notes over
those that hold it, a term's inverse document frequency), so that what every note says counts for little.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.values import day, text
from accountbook.planning.view import View, staff
from accountbook.planning.wording import words
from accountbook.tables import ContactEvents as E
from accountbook.tables import Contacts as P

OLD = 90
"""Days after which a note is forgotten unless somebody looks for it."""
MOST = 5
OF_DEAL, IN_ROOM = math.log(10), math.log(2)
"""A note of the deal itself counts like a word that one note in ten holds; one of a person in the room like a word
that every second holds.
"""
COLUMNS: tuple[str, ...] = (E.worry, E.complaint, E.learned, E.heard)
"""What of an event is read; of two notes that speak of the deal alike, the worry stands before what was only heard."""


class NotesState(StrEnum):
    """The load has no table of contact events; none of the old ones matters; some do."""

    NO_TABLE = "no_table"
    NONE = "none"
    SOME = "some"


@dataclass(frozen=True)
class Note:
    """One sentence.

    Attributes
    ----------
    kind : heard, worry, complaint or learned. by : whose words. ours : who of ours wrote it down.
    shared : the words that it has in common with the deal, the rarest first. in_room : whether its speaker will be.
    weight : the sum of how rare those words are, see the module.
    """

    event_id: str
    on: pd.Timestamp
    kind: str
    text: str
    by: str | None
    ours: str | None
    shared: tuple[str, ...]
    of_deal: bool
    in_room: bool
    weight: float


@dataclass(frozen=True)
class Notes:
    """The notes that matter, heaviest first; ``more``: how many were left out; ``looked_at``: old sentences in all."""

    state: NotesState
    rows: tuple[Note, ...]
    more: int
    looked_at: int


def old_notes(
    view: View,
    *,
    about: Collection[str],
    deal: str | None = None,
    room: Collection[str] = (),
    days: int = OLD,
    most: int = MOST,
) -> Notes:
    """Sentences older than some days that speak of what the meeting is about.

    Parameters
    ----------
    about : words of the deal, see `accountbook.planning.wording`. deal : its number.
    room : contacts expected in the meeting; who they are weighs, but nothing matters only because of who said it.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"event_id": n, "account_id": "A", "met_on": on, "heard": said} for n, on, said in
    ...         (("1", "2026-01-05", "Stock of pumps for 9 weeks"), ("2", "2026-01-09", "Stock of seals is fine"),
    ...          ("3", "2026-10-05", "Wants another pump"))]
    >>> found = old_notes(MemoryView("2026-10-31", {"contact_events": rows}, account_id="A"), about={"pump"})
    >>> [(note.text, note.shared) for note in found.rows]
    [('Stock of pumps for 9 weeks', ('pump',))]
    """
    people = view.table("contacts").drop_duplicates(P.contact_id, keep="last").set_index(P.contact_id)[P.name]
    ours, wanted, present = staff(view), frozenset(about), frozenset(room)
    told = [
        (row, column, str(row[column]), frozenset(words(str(row[column]))))
        for row in view.table("contact_events").to_dict("records")
        for column in COLUMNS
        if text(row[column])
    ]
    seen = Counter(word for *_, found in told for word in found)
    before = view.as_of - pd.Timedelta(days=days)
    found, looked_at = [], 0
    for row, column, said, its in told:
        on, speaker = day(row[E.met_on]), text(row[E.contact_id])
        if on is None or on >= before:
            continue
        looked_at += 1
        shared, of_deal = its & wanted, deal is not None and text(row[E.opportunity_id]) == deal
        if not shared and not of_deal:
            continue
        weight = sum(math.log((len(told) + 1) / seen[word]) for word in shared)
        weight += (OF_DEAL if of_deal else 0.0) + (IN_ROOM if speaker in present else 0.0)
        found.append(
            Note(
                event_id=str(row[E.event_id]),
                on=on,
                kind=column,
                text=said,
                by=text(people.get(speaker)),
                ours=ours.get(text(row[E.employee_id]) or ""),
                shared=tuple(sorted(shared, key=lambda word: (seen[word], word))),
                of_deal=of_deal,
                in_room=speaker in present,
                weight=weight,
            )
        )
    found.sort(key=lambda note: (-note.weight, COLUMNS.index(note.kind), -note.on.value, note.event_id))
    kept = _once(found)
    state = NotesState.SOME if kept else NotesState.NONE
    return Notes(
        state if view.has("contact_events") else NotesState.NO_TABLE,
        tuple(kept[:most]),
        max(len(kept) - most, 0),
        looked_at,
    )


def _once(ranked: list[Note]) -> list[Note]:
    """Each sentence once, as it was heaviest; its numbers make no other of it."""
    kept: dict[tuple[str, ...], Note] = {}
    for note in ranked:
        kept.setdefault(words(note.text), note)
    return list(kept.values())
