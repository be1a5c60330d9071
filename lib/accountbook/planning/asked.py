"""Questions on record (cap 3): asked and answered, asked and not answered, written down and never asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import Contacts as P
from accountbook.tables import Questions as Q

MONTHS = 12
"""A question of the account as a whole that nobody touched for longer is no longer carried along."""


class AskedState(StrEnum):
    """What became of a question."""

    UNANSWERED = "unanswered"
    UNASKED = "unasked"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Recorded:
    """A question that somebody wrote down.

    Attributes
    ----------
    gap : what is unknown, as table.column; None: nobody said. of_deal : whether it is about the deal itself.
    whom : who was or is to be asked. since : the day it was asked, else written down; days : since then.
    """

    question_id: str
    state: AskedState
    gap: str | None
    of_deal: bool
    text: str
    whom: str | None
    since: pd.Timestamp | None
    days: int | None
    answer: str | None
    answered_on: pd.Timestamp | None


@dataclass(frozen=True)
class Asked:
    """The questions on record; ``rows``: unanswered first, the oldest on top, then unasked, then answered."""

    rows: tuple[Recorded, ...]

    def of(self, state: AskedState) -> tuple[Recorded, ...]:
        """Those in a state."""
        return tuple(row for row in self.rows if row.state == state)

    def about(self, gap: str, *, deal: bool) -> Recorded | None:
        """The newest word on a gap: an answer, else a question that was asked, else None."""
        mine = [row for row in self.rows if row.gap == gap and row.of_deal == deal and row.state != AskedState.UNASKED]
        mine.sort(key=lambda row: (row.state == AskedState.ANSWERED, row.since or pd.Timestamp.min))
        return mine[-1] if mine else None


def asked(view: View, deal: str | None = None) -> Asked:
    """The questions on record about a deal, and those of a year about the account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"question_id": "Q", "account_id": "A", "opportunity_id": "D", "text": "Which budget pays?",
    ...          "gap_field": "opportunities.budget_status", "raised_on": "2026-08-01", "asked_on": "2026-09-01"}]
    >>> found = asked(MemoryView("2026-10-31", {"questions": rows}, account_id="A"), "D")
    >>> [(row.state.value, row.days) for row in found.rows]
    [('unanswered', 60)]
    """
    people = view.table("contacts").drop_duplicates(P.contact_id, keep="last").set_index(P.contact_id)[P.name]
    table = view.table("questions")
    about = table[Q.opportunity_id]
    rows = table[about.isna() | (about == deal)] if deal is not None else table[about.isna()]
    found = [_recorded(row, deal, people, view.as_of) for row in rows.to_dict("records")]
    kept = [one for one in found if one.of_deal or _fresh(one, view.as_of)]
    places = list(AskedState)
    kept.sort(key=lambda one: (places.index(one.state), one.since or view.as_of, one.question_id))
    return Asked(tuple(kept))


def _fresh(one: Recorded, as_of: pd.Timestamp) -> bool:
    newest = one.answered_on or one.since
    return newest is not None and newest > back(as_of, MONTHS)


def _recorded(row: Mapping[str, Any], deal: str | None, people: pd.Series, as_of: pd.Timestamp) -> Recorded:
    on, raised, answered = day(row[Q.asked_on]), day(row[Q.raised_on]), day(row[Q.answered_on])
    done = answered is not None and text(row[Q.answer]) is not None
    state = AskedState.ANSWERED if done else AskedState.UNANSWERED if on is not None else AskedState.UNASKED
    since = on or raised
    return Recorded(
        question_id=str(row[Q.question_id]),
        state=state,
        gap=text(row[Q.gap_field]),
        of_deal=deal is not None and text(row[Q.opportunity_id]) == deal,
        text=str(row[Q.text]),
        whom=text(people.get(text(row[Q.contact_id]))),
        since=since,
        days=None if since is None else (as_of - since).days,
        answer=text(row[Q.answer]),
        answered_on=answered,
    )
