"""The customer's problems tied to ours (cap 15): what they need, worry and complain about, and which goal it touches.

A voice is open until it is closed; a fact of topic ``problem`` has no end, so that it counts as open for a year
(threshold ``verified_days``) and as old after it.

Codes of `Problems.finding`: ``tied``: text, on, kind, goal, n (open ones that touch a goal), open; ``untied``: text,
on, kind, n (open), loose (tied to no goal); ``settled``: text, on, how, n (closed in 92 days).
Codes of actions: ``answer_problem``: text, kind, goal (None: it touches none that stands).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.asleep import asleep
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.values import day, text
from accountbook.planning.view import View, keeper, staff, threshold
from accountbook.tables import AccountFacts as F
from accountbook.tables import Contacts as P
from accountbook.tables import Goals as G
from accountbook.tables import Voices as V

KINDS = ("complaint", "problem", "worry", "need")
"""What is a problem of theirs, the most urgent first; advice and suggestions are none."""
ASKED = 1
RECENT = 92


class ProblemsState(StrEnum):
    """The load has neither voices nor facts; nothing is open here; something is."""

    NO_TABLE = "no_table"
    NONE = "none"
    OPEN = "open"


@dataclass(frozen=True)
class Problem:
    """Something that troubles them.

    Attributes
    ----------
    kind : complaint, worry, need, or problem (a fact). about : its topic.
    days : since it was said.
    source : who said it, by name; of a fact where we know it from.
    goal : our goal that it touches, in words. over : that goal was reached or dropped.
    owner_id, owner : ours who sees to it.
    closed_on, how : when and how it was settled; None: open.
    """

    text: str
    kind: str
    about: str | None
    on: pd.Timestamp
    days: int
    source: str | None
    goal_id: str | None
    goal: str | None
    over: bool
    owner_id: str | None
    owner: str | None
    closed_on: pd.Timestamp | None
    how: str | None


@dataclass(frozen=True)
class Problems:
    """The problems of an account.

    Attributes
    ----------
    open : those that touch a goal that stands first, then by kind, newest first.
    settled : closed in the last 92 days, newest first.
    old : facts of topic problem that nobody confirmed for longer than the threshold.
    loose : open ones that touch no goal of ours.
    """

    state: ProblemsState
    open: tuple[Problem, ...]
    settled: tuple[Problem, ...]
    old: int
    loose: int
    finding: Finding | None
    actions: tuple[Action, ...] = ()


def problems(view: View) -> Problems:
    """The problems of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = {"voices": [{"voice_id": "V", "account_id": "A", "said_on": "2026-10-01", "type": "worry",
    ...                     "text": "That stock is too high", "goal_id": "G"}],
    ...         "goals": [{"goal_id": "G", "version": 1, "account_id": "A", "level": "supply", "set_on": "2026-01-01",
    ...                    "text": "First source of filters"}]}
    >>> found = problems(MemoryView("2026-10-31", rows, account_id="A"))
    >>> found.finding.code, found.finding.facts["goal"], found.open[0].days
    ('tied', 'First source of filters', 30)
    """
    if not view.has("voices") and not view.has("account_facts"):
        return Problems(ProblemsState.NO_TABLE, (), (), 0, 0, None)
    said = _voices(view)
    known = _facts(view)
    longest = int(threshold(view.settings, "verified_days"))
    open_ = [one for one in said if one.closed_on is None] + [one for one in known if one.days <= longest]
    open_.sort(key=lambda one: (one.goal is None or one.over, KINDS.index(one.kind), one.days, one.text))
    settled = [one for one in said if one.closed_on is not None and (view.as_of - one.closed_on).days <= RECENT]
    settled.sort(key=lambda one: (-one.closed_on.toordinal() if one.closed_on is not None else 0, one.text))
    return Problems(
        state=ProblemsState.OPEN if open_ else ProblemsState.NONE,
        open=tuple(open_),
        settled=tuple(settled),
        old=sum(one.days > longest for one in known),
        loose=sum(one.goal_id is None for one in open_),
        finding=_finding(open_, settled),
        actions=tuple(_actions(open_, view)),
    )


def _voices(view: View) -> list[Problem]:
    rows = view.table("voices")
    rows = rows[rows[V.type].isin(KINDS) & rows[V.text].notna()]
    people = view.table("contacts").drop_duplicates(P.contact_id, keep="last")
    names = dict(zip(people[P.contact_id], people[P.name], strict=True))
    aims = view.table("goals").sort_values([G.goal_id, G.version]).drop_duplicates(G.goal_id, keep="last")
    goals = {str(row[G.goal_id]): row for row in aims.to_dict("records")}
    owners = staff(view)
    return [_voice(row, names, goals, owners, view.as_of) for row in rows.to_dict("records")]


def _voice(
    row: Mapping[str, Any],
    names: Mapping[Any, Any],
    goals: Mapping[str, Mapping[str, Any]],
    owners: Mapping[str, str],
    as_of: pd.Timestamp,
) -> Problem:
    number = text(row[V.goal_id])
    goal = goals.get(number or "", {})
    ends = [day(goal.get(column)) for column in (G.reached_on, G.dropped_on)]
    return Problem(
        text=str(row[V.text]),
        kind=str(row[V.type]),
        about=text(row[V.about]),
        on=row[V.said_on],
        days=(as_of - row[V.said_on]).days,
        source=text(names.get(row[V.contact_id])),
        goal_id=number,
        goal=text(goal.get(G.text)) or number,
        over=any(end is not None for end in ends),
        owner_id=text(row[V.owner_id]),
        owner=text(owners.get(text(row[V.owner_id]) or "")),
        closed_on=day(row[V.closed_on]),
        how=text(row[V.closed_how]),
    )


def _facts(view: View) -> list[Problem]:
    rows = view.table("account_facts")
    rows = rows[rows[F.topic] == "problem"].sort_values(F.as_of, ascending=False).drop_duplicates(F.value)
    return [
        Problem(
            text=str(row[F.value]),
            kind="problem",
            about=None,
            on=row[F.as_of],
            days=(view.as_of - row[F.as_of]).days,
            source=text(row[F.told_by]),
            goal_id=None,
            goal=None,
            over=False,
            owner_id=None,
            owner=None,
            closed_on=None,
            how=None,
        )
        for row in rows.to_dict("records")
    ]


def _actions(open_: list[Problem], view: View) -> list[Action]:
    """To answer the first of what troubles them; a need is met by offers, and those have lists of their own."""
    troubles = [one for one in open_ if one.kind != "need"]
    whose = keeper(view)
    return [
        action(
            "answer_problem",
            {"text": one.text, "kind": one.kind, "goal": None if one.over else one.goal},
            view.as_of,
            owner_id=one.owner_id or whose["owner_id"],
            owners=whose["owners"],
        )
        for one in troubles[:ASKED]
        if not asleep(view)
    ]


def _finding(open_: list[Problem], settled: list[Problem]) -> Finding | None:
    tied = [one for one in open_ if one.goal is not None and not one.over]
    if tied:
        one = tied[0]
        facts = {"text": one.text, "on": one.on, "kind": one.kind, "goal": one.goal, "n": len(tied), "open": len(open_)}
        return Finding("tied", facts, Sign.WORSE)
    if open_:
        one = open_[0]
        loose = sum(each.goal_id is None for each in open_)
        facts = {"text": one.text, "on": one.on, "kind": one.kind, "n": len(open_), "loose": loose}
        return Finding("untied", facts, Sign.WORSE)
    if settled:
        one = settled[0]
        facts = {"text": one.text, "on": one.closed_on, "how": one.how, "n": len(settled)}
        return Finding("settled", facts, Sign.BETTER)
    return None
