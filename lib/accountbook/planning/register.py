"""What they asked for (cap 2): each requirement with its answer, dates, owner and scope, and how it was refined.

A requirement that comes up again in a later meeting in the same words but for its numbers is one requirement that was
refined: the newest wording counts, the earlier ones stand under it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.values import day, flag, number, text
from accountbook.planning.view import View, staff
from accountbook.planning.wording import words
from accountbook.tables import Contacts as P
from accountbook.tables import Meetings as M
from accountbook.tables import Requirements as R


class RegisterState(StrEnum):
    """The load has no table of requirements; none is on record; some are."""

    NO_TABLE = "no_table"
    NONE = "none"
    SOME = "some"


@dataclass(frozen=True)
class Wording:
    """How a requirement was put in an earlier meeting."""

    on: pd.Timestamp | None
    meeting_id: str | None
    text: str


@dataclass(frozen=True)
class Requirement:
    """One requirement, in its newest wording.

    Attributes
    ----------
    on, meeting_id, meeting_on : day on which it was put so, and the meeting. by : who asked.
    of_deal : whether it is noted for the deal itself; else for the account as a whole.
    in_scope : None: nobody said. days_late : days since it was to be answered, where it is not.
    met : whether they take it as met; None: they have not said.
    refined : the earlier wordings, newest first.
    """

    requirement_id: str
    text: str
    on: pd.Timestamp | None
    by: str | None
    meeting_id: str | None
    meeting_on: pd.Timestamp | None
    of_deal: bool
    in_scope: bool | None
    owner_id: str | None
    owner: str | None
    effort_days: float | None
    due_on: pd.Timestamp | None
    days_late: int | None
    response: str | None
    answered_on: pd.Timestamp | None
    met: bool | None
    refined: tuple[Wording, ...]

    @property
    def open(self) -> bool:
        """Whether it has no answer."""
        return self.answered_on is None


@dataclass(frozen=True)
class Register:
    """The requirements of a deal, with those of the account that are open.

    Attributes
    ----------
    rows : unanswered first, the longest overdue on top; then the answered, newest answer first.
    open, overdue, out_of_scope, unscoped, unmet : counts; unmet: answered, and they say that it is not met.
    deal : number of the deal that they are for; None: all of the account's.
    """

    state: RegisterState
    rows: tuple[Requirement, ...]
    open: int
    overdue: int
    out_of_scope: int
    unscoped: int
    unmet: int
    deal: str | None = None


def register(view: View, deal: str | None = None) -> Register:
    """The requirements of a deal, with open ones of a year that belong to none; without a deal all those of a year.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"requirement_id": "R1", "account_id": "A", "opportunity_id": "D", "text": "stock of 20 pieces",
    ...          "stated_on": "2026-08-01", "meeting_id": "M1"},
    ...         {"requirement_id": "R2", "account_id": "A", "opportunity_id": "D", "text": "stock of 31 pieces",
    ...          "stated_on": "2026-09-10", "due_on": "2026-10-20", "meeting_id": "M2"}]
    >>> found = register(MemoryView("2026-10-31", {"requirements": rows}, account_id="A"), "D")
    >>> [(one.text, one.days_late, one.refined[0].text) for one in found.rows]
    [('stock of 31 pieces', 11, 'stock of 20 pieces')]
    """
    table = view.table("requirements").sort_values([R.stated_on, R.requirement_id], kind="stable")
    meetings = view.table("meetings").drop_duplicates(M.meeting_id, keep="last").set_index(M.meeting_id)[M.held_on]
    people = view.table("contacts").drop_duplicates(P.contact_id, keep="last").set_index(P.contact_id)[P.name]
    ours = staff(view)
    wordings: dict[tuple[str | None, tuple[str, ...]], list[dict[str, Any]]] = {}
    for row in table.to_dict("records"):
        wordings.setdefault((text(row[R.opportunity_id]), words(text(row[R.text]))), []).append(row)
    found = [_requirement(rows, deal, meetings, people, ours, view.as_of) for rows in wordings.values()]
    kept = [one for (of, _), one in zip(wordings, found, strict=True) if _counts(one, of, deal, view.as_of)]
    kept.sort(key=_rank)
    state = RegisterState.SOME if kept else RegisterState.NONE
    return Register(
        state=state if view.has("requirements") else RegisterState.NO_TABLE,
        rows=tuple(kept),
        open=sum(one.open for one in kept),
        overdue=sum(one.days_late is not None for one in kept),
        out_of_scope=sum(one.in_scope is False for one in kept),
        unscoped=sum(one.in_scope is None for one in kept),
        unmet=sum(one.met is False for one in kept),
        deal=deal,
    )


def _counts(one: Requirement, of: str | None, deal: str | None, as_of: pd.Timestamp) -> bool:
    if deal is not None and of == deal:
        return True
    newest = max((on for on in (one.on, one.answered_on) if on is not None), default=None)
    recent = newest is not None and newest > back(as_of, 12)
    return recent and (deal is None or (of is None and one.open))


def _rank(one: Requirement) -> tuple[Any, ...]:
    if one.open:
        return (0, -(one.days_late or 0), one.due_on is None, one.due_on or pd.Timestamp.max, one.requirement_id)
    answered = one.answered_on or pd.Timestamp.min
    return (1, -answered.value, False, pd.Timestamp.max, one.requirement_id)


def _requirement(
    rows: Sequence[Mapping[str, Any]],
    deal: str | None,
    meetings: pd.Series,
    people: pd.Series,
    ours: Mapping[str, str],
    as_of: pd.Timestamp,
) -> Requirement:
    row = rows[-1]
    due, answered = day(row[R.due_on]), day(row[R.answered_on])
    meeting_id, owner_id = text(row[R.meeting_id]), text(row[R.owner_id])
    return Requirement(
        requirement_id=str(row[R.requirement_id]),
        text=str(row[R.text]),
        on=day(row[R.stated_on]),
        by=text(people.get(text(row[R.contact_id]))),
        meeting_id=meeting_id,
        meeting_on=day(meetings.get(meeting_id)),
        of_deal=deal is not None and text(row[R.opportunity_id]) == deal,
        in_scope=flag(row[R.in_scope]),
        owner_id=owner_id,
        owner=ours.get(owner_id or ""),
        effort_days=number(row[R.effort_days]),
        due_on=due,
        days_late=(as_of - due).days if answered is None and due is not None and due < as_of else None,
        response=text(row[R.response]),
        answered_on=answered,
        met=flag(row[R.met]),
        refined=tuple(
            Wording(day(old[R.stated_on]), text(old[R.meeting_id]), str(old[R.text])) for old in reversed(rows[:-1])
        ),
    )
