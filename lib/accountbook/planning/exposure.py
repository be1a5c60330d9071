"""What was shown to whom and how they took it (cap 10): how often each topic came up, and what was shown twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.planning.wording import words
from accountbook.tables import Contacts as P
from accountbook.tables import MaterialsShown as M


class ExposureState(StrEnum):
    """The load has no table of what was shown; nothing was shown; something was."""

    NO_TABLE = "no_table"
    NONE = "none"
    SOME = "some"


@dataclass(frozen=True)
class Shown:
    """One document as one person saw it.

    Attributes
    ----------
    times : how often it was shown to this person. on : the last time. reaction, remark : then, None: not noted.
    in_room : whether the person is expected in the meeting. fits : whether it speaks of the deal's product family.
    """

    document: str
    topic: str | None
    contact_id: str | None
    contact: str | None
    times: int
    on: pd.Timestamp
    reaction: str | None
    remark: str | None
    in_room: bool
    fits: bool


@dataclass(frozen=True)
class Topic:
    """How often a topic was put before them, to how many people, and how that was taken."""

    topic: str
    times: int
    people: int
    positive: int
    neutral: int
    negative: int
    last_on: pd.Timestamp


@dataclass(frozen=True)
class Exposure:
    """What they have seen.

    Attributes
    ----------
    rows : people in the room first, then what fits the deal, then the newest.
    topics : by how often. repeated : rows of what the same person was shown twice or more, most often first.
    """

    state: ExposureState
    shown: int
    people: int
    rows: tuple[Shown, ...]
    topics: tuple[Topic, ...]
    repeated: tuple[Shown, ...]


def exposure(view: View, *, room: Collection[str] = (), family: Collection[str] = ()) -> Exposure:
    """What was shown at the view's account.

    Parameters
    ----------
    room : contacts expected in the meeting. family : words of the deal's product family, see `wording`.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"shown_id": n, "account_id": "A", "contact_id": "P", "document": "Sample VX", "topic": "valves",
    ...          "shown_on": on, "reaction": how}
    ...         for n, on, how in (("1", "2026-07-03", "positive"), ("2", "2026-09-25", "negative"))]
    >>> found = exposure(MemoryView("2026-10-31", {"materials_shown": rows}, account_id="A"))
    >>> [(one.document, one.times, one.reaction) for one in found.repeated], found.topics[0].negative
    ([('Sample VX', 2, 'negative')], 1)
    """
    table = view.table("materials_shown").sort_values([M.shown_on, M.shown_id], kind="stable")
    people = view.table("contacts").drop_duplicates(P.contact_id, keep="last").set_index(P.contact_id)[P.name]
    seen: dict[tuple[str | None, str], list[dict[str, Any]]] = {}
    for row in table.to_dict("records"):
        seen.setdefault((text(row[M.contact_id]), str(row[M.document])), []).append(row)
    found = [_shown(ones, people, frozenset(room), frozenset(family), view.as_of) for ones in seen.values()]
    found.sort(key=lambda one: (not one.in_room, not one.fits, -one.on.value, one.document, one.contact_id or ""))
    again = [one for one in found if one.times > 1 and one.contact_id is not None]
    state = ExposureState.SOME if found else ExposureState.NONE
    return Exposure(
        state=state if view.has("materials_shown") else ExposureState.NO_TABLE,
        shown=len(table),
        people=int(table[M.contact_id].nunique()),
        rows=tuple(found),
        topics=_topics(table, view.as_of),
        repeated=tuple(sorted(again, key=lambda one: (-one.times, -one.on.value, one.document))),
    )


def _shown(
    rows: list[dict[str, Any]], people: pd.Series, room: frozenset[str], family: frozenset[str], as_of: pd.Timestamp
) -> Shown:
    last: Mapping[str, Any] = rows[-1]
    contact_id, topic = text(last[M.contact_id]), text(last[M.topic])
    return Shown(
        document=str(last[M.document]),
        topic=topic,
        contact_id=contact_id,
        contact=text(people.get(contact_id)),
        times=len(rows),
        on=day(last[M.shown_on]) or as_of,
        reaction=text(last[M.reaction]),
        remark=text(last[M.remark]),
        in_room=contact_id in room,
        fits=bool(family & {*words(str(last[M.document])), *words(topic)}),
    )


def _topics(table: pd.DataFrame, as_of: pd.Timestamp) -> tuple[Topic, ...]:
    found = []
    for topic, rows in table.groupby(M.topic):
        how = rows[M.reaction].value_counts()
        counts = [int(how.get(name, 0)) for name in ("positive", "neutral", "negative")]
        last = day(rows[M.shown_on].max()) or as_of
        found.append(Topic(str(topic), len(rows), int(rows[M.contact_id].nunique()), *counts, last_on=last))
    return tuple(sorted(found, key=lambda one: (-one.times, -one.last_on.value, one.topic)))
