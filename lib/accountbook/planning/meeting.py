"""The meeting that a brief prepares (cap 1): purpose, our goal, theirs, the shared one, and whether the plan is there.

Where nothing is planned, or no goal of ours is written down, goals are proposed only as quotes of the rows of goals
and strategies: nothing is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.deals import deal_names
from accountbook.planning.values import day, text, whole
from accountbook.planning.view import View, staff
from accountbook.tables import Contacts as P
from accountbook.tables import Goals as G
from accountbook.tables import Meetings as M
from accountbook.tables import Strategies as S

MOST_GOALS = 2


class MeetingState(StrEnum):
    """The load has no table of meetings; none is planned; one is."""

    NO_TABLE = "no_table"
    NONE = "none"
    PLANNED = "planned"


class PlanState(StrEnum):
    """The plan of the meeting: nobody asked for one; it came in time or late; it is awaited, or overdue."""

    NOT_ASKED = "not_asked"
    RECEIVED = "received"
    LATE = "late"
    AWAITED = "awaited"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Quote:
    """A row that says what we want: its table ("goals", "strategies"), its key, its words; whether its day passed."""

    source: str
    row_id: str
    version: int | None
    text: str
    due_on: pd.Timestamp | None
    passed: bool = False


@dataclass(frozen=True)
class NextMeeting:
    """The next planned meeting.

    Attributes
    ----------
    held_on, days : its day, and the days until then.
    of_deal : whether it is about the deal that was asked for; ``about`` : the deal that it is about, by name, where
        it is another.
    contact_id, contact : who leads it for them. owner : who leads it for us.
    plan, plan_due, plan_received, days_late : the plan, and by how many days it was late or is overdue.
    last_on, last_purpose : the newest meeting held about the same deal, or at the account.
    quotes : what goals and strategies say that we want, where the meeting has no goal of ours.
    """

    state: MeetingState
    meeting_id: str | None
    held_on: pd.Timestamp | None
    days: int | None
    of_deal: bool
    about: str | None
    purpose: str | None
    our_goal: str | None
    their_goal: str | None
    shared_goal: str | None
    owner: str | None
    contact_id: str | None
    contact: str | None
    plan: PlanState
    plan_due: pd.Timestamp | None
    plan_received: pd.Timestamp | None
    days_late: int | None
    last_on: pd.Timestamp | None
    last_purpose: str | None
    quotes: tuple[Quote, ...]


def next_meeting(view: View, deal: str | None = None) -> NextMeeting:
    """The next planned meeting about a deal, else about the account, else about any other deal of it.

    Parameters
    ----------
    deal : number of the deal; None: the brief is about the account alone.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"meeting_id": "M", "account_id": "A", "opportunity_id": "D", "planned_on": "2026-10-01",
    ...          "held_on": "2026-11-12", "our_goal": "A date", "plan_due": "2026-10-28"}]
    >>> found = next_meeting(MemoryView("2026-10-31", {"meetings": rows}, account_id="A"), "D")
    >>> found.days, found.our_goal, found.plan.value, found.days_late
    (12, 'A date', 'overdue', 3)
    """
    table = view.table("meetings")
    ahead = table[(table[M.held_on] >= view.as_of) & ~table[M.status].isin(["held", "cancelled"])]
    row = _first(ahead, deal)
    about = text(row.get(M.opportunity_id))
    due, received = day(row.get(M.plan_due)), day(row.get(M.plan_received))
    plan, late = _plan(due, received, view.as_of)
    held = day(row.get(M.held_on))
    last = _last(table[table[M.status] == "held"], deal)
    goal, contact_id = text(row.get(M.our_goal)), text(row.get(M.contact_id))
    names = view.table("contacts").drop_duplicates(P.contact_id, keep="last").set_index(P.contact_id)[P.name]
    state = MeetingState.PLANNED if row else MeetingState.NONE
    return NextMeeting(
        state=state if view.has("meetings") else MeetingState.NO_TABLE,
        meeting_id=text(row.get(M.meeting_id)),
        held_on=held,
        days=None if held is None else (held - view.as_of).days,
        of_deal=deal is not None and about == deal,
        about=None if about in (None, deal) else deal_names(view).get(about, about),
        purpose=text(row.get(M.purpose)),
        our_goal=goal,
        their_goal=text(row.get(M.their_goal)),
        shared_goal=text(row.get(M.shared_goal)),
        owner=staff(view).get(text(row.get(M.owner_id)) or ""),
        contact_id=contact_id,
        contact=text(names.get(contact_id)),
        plan=plan,
        plan_due=due,
        plan_received=received,
        days_late=late,
        last_on=day(last.get(M.held_on)),
        last_purpose=text(last.get(M.purpose)),
        quotes=() if goal else wanted(view),
    )


def _first(rows: pd.DataFrame, deal: str | None) -> Mapping[str, Any]:
    """The next one: of the deal, else of no deal, else of another."""
    if rows.empty:
        return {}
    other = rows[M.opportunity_id].notna().astype(int) + (rows[M.opportunity_id] == (deal or "")) * -2
    ordered = rows.assign(_other=other).sort_values(["_other", M.held_on, M.meeting_id], kind="stable")
    return ordered.iloc[0].to_dict()


def _last(rows: pd.DataFrame, deal: str | None) -> Mapping[str, Any]:
    mine = rows[rows[M.opportunity_id] == (deal or "")]
    rows = (rows if mine.empty else mine).sort_values([M.held_on, M.meeting_id], kind="stable")
    return {} if rows.empty else rows.iloc[-1].to_dict()


def _plan(due: pd.Timestamp | None, received: pd.Timestamp | None, as_of: pd.Timestamp) -> tuple[PlanState, int | None]:
    if received is not None:
        late = (received - due).days if due is not None else 0
        return (PlanState.LATE, late) if late > 0 else (PlanState.RECEIVED, None)
    if due is None:
        return PlanState.NOT_ASKED, None
    return (PlanState.OVERDUE, (as_of - due).days) if due < as_of else (PlanState.AWAITED, None)


def wanted(view: View, *, most: int = MOST_GOALS) -> tuple[Quote, ...]:
    """What the newest versions of open goals and of their strategies say, those due next first.

    Goals whose day passed are quoted only where there are no others.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"goal_id": "G", "version": 1, "account_id": "A", "text": "Old", "set_on": "2025-01-01"},
    ...         {"goal_id": "G", "version": 2, "account_id": "A", "text": "First source", "set_on": "2026-01-01"}]
    >>> [quote.text for quote in wanted(MemoryView("2026-10-31", {"goals": rows}, account_id="A"))]
    ['First source']
    """
    goals = view.table("goals").sort_values([G.set_on, G.version], kind="stable")
    goals = goals.drop_duplicates(G.goal_id, keep="last")
    replaced = set(goals[G.supersedes].dropna())
    still = goals[goals[G.reached_on].isna() & goals[G.dropped_on].isna() & ~goals[G.goal_id].isin(replaced)]
    ahead = still[~(still[G.due_on] < view.as_of)]
    still = still if ahead.empty else ahead
    still = still.sort_values([G.due_on, G.goal_id], kind="stable", na_position="last")
    ways = view.table("strategies").sort_values([S.set_on, S.version], kind="stable")
    ways = ways.drop_duplicates(S.strategy_id, keep="last")
    found: list[Quote] = []
    for row in [row for row in still.to_dict("records") if text(row[G.text])][:most]:
        due = day(row[G.due_on])
        goal = _quote("goals", row, G.goal_id, G.version, G.text, due)
        found.append(replace(goal, passed=due is not None and due < view.as_of))
        mine = ways[(ways[S.goal_id] == row[G.goal_id]) & ways[S.text].notna()]
        found += [_quote("strategies", way, S.strategy_id, S.version, S.text, None) for way in mine.to_dict("records")]
    return tuple(found)


def _quote(source: str, row: Mapping[str, Any], key: str, version: str, said: str, due: pd.Timestamp | None) -> Quote:
    return Quote(source, str(row[key]), whole(row[version]), text(row[said]) or "", due)
