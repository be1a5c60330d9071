"""What is known of an account, by topic, with its age and source (cap 85): status, outlook, insiders, finances, deals.

Of a topic the newest fact speaks. Topics that have sections of their own (problems, intents, why an item is bought) are
left out here.

Codes of `KnownFacts.finding`: ``stale``: topics, unknown (codes), n, of, oldest (topic), on;
``newest``: topic, text, on, source.
Codes of actions: ``renew_facts``: topics (stale or never known, at most three), on (of the oldest; None: never).
News: ``fact_new`` (neutral), of an important topic: topic, text, on, source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.newest import newest
from accountbook.planning.period import back
from accountbook.planning.values import number, text
from accountbook.planning.view import View, keeper, threshold
from accountbook.planning.weights import weighed
from accountbook.tables import AccountFacts as F

IMPORTANT = ("status", "outlook", "finances", "running_deals", "organisation", "insiders")
"""What a plan rests on; a meeting without it starts from guesses."""
ELSEWHERE = ("problem", "intent", "item")
ASKED = 3
ENOUGH = 4
"""From so many important topics stale or unknown, that is the finding, and to be done."""
FRESH = 92
"""A fact of the last so many days is the finding, however much is stale."""


class FactsState(StrEnum):
    """The load has no facts; none is known here; some are."""

    NO_TABLE = "no_table"
    NONE = "none"
    KNOWN = "known"


@dataclass(frozen=True)
class KnownFact:
    """The newest fact of a topic.

    Attributes
    ----------
    days : its age. stale : older than the threshold ``verified_days``.
    before, before_on : the fact that stood before it.
    source : where we know it from; None: nobody wrote that.
    """

    topic: str
    text: str
    on: pd.Timestamp
    days: int
    stale: bool
    source: str | None
    figure: float | None
    before: str | None
    before_on: pd.Timestamp | None


@dataclass(frozen=True)
class KnownFacts:
    """The facts of an account.

    Attributes
    ----------
    facts : important topics first, as `IMPORTANT` has them; then others, newest first.
    unknown : important topics of which nothing was ever noted.
    """

    state: FactsState
    facts: tuple[KnownFact, ...]
    unknown: tuple[str, ...]
    finding: Finding | None
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]


def known_facts(view: View) -> KnownFacts:
    """What is known of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"fact_id": "F", "account_id": "A", "topic": "finances", "value": "Pays on time since March",
    ...          "as_of": "2026-10-06", "told_by": "press"}]
    >>> found = known_facts(MemoryView("2026-10-31", {"account_facts": rows}, account_id="A"))
    >>> found.facts[0].days, len(found.unknown), found.actions[0].does.facts["topics"]
    (25, 5, ('status', 'outlook', 'running_deals'))
    """
    if not view.has("account_facts"):
        return KnownFacts(FactsState.NO_TABLE, (), (), None, (), ())
    rows = view.table("account_facts")
    rows = rows[~rows[F.topic].isin(ELSEWHERE)].sort_values([F.as_of, F.fact_id], kind="stable")
    oldest = int(threshold(view.settings, "verified_days"))
    found = [_fact(row, before, view.as_of, oldest) for row, before in newest(rows, [F.topic], F.as_of)]
    found.sort(key=lambda one: (_place(one.topic), -one.on.toordinal()))
    new = rows[(rows[F.as_of] > back(view.as_of, 1)) & rows[F.topic].isin(IMPORTANT)]
    unknown = tuple(topic for topic in IMPORTANT if topic not in {one.topic for one in found})
    return KnownFacts(
        state=FactsState.KNOWN if found else FactsState.NONE,
        facts=tuple(found),
        unknown=unknown,
        finding=_finding(found, unknown),
        actions=tuple(_asked(found, unknown, view)),
        news=tuple(_news(row) for row in new.to_dict("records")),
    )


def _fact(row: Mapping[str, Any], before: Mapping[str, Any] | None, as_of: pd.Timestamp, oldest: int) -> KnownFact:
    days = (as_of - row[F.as_of]).days
    return KnownFact(
        topic=str(row[F.topic]),
        text=str(row[F.value]),
        on=row[F.as_of],
        days=days,
        stale=days > oldest,
        source=text(row[F.told_by]),
        figure=number(row[F.number]),
        before=text(before[F.value]) if before else None,
        before_on=before[F.as_of] if before else None,
    )


def _place(topic: str) -> int:
    return IMPORTANT.index(topic) if topic in IMPORTANT else len(IMPORTANT)


def _stale(found: list[KnownFact]) -> list[KnownFact]:
    """Important facts that are too old, the oldest first."""
    return sorted((one for one in found if one.stale and one.topic in IMPORTANT), key=lambda one: one.on)


def _finding(found: list[KnownFact], unknown: tuple[str, ...]) -> Finding | None:
    if not found:
        return None
    stale = _stale(found)
    lacking = len(stale) + len(unknown)
    last = max((one for one in found if one.topic in IMPORTANT), key=lambda one: one.on, default=None)
    if last is None or (lacking >= ENOUGH and last.days > FRESH):
        facts = {"topics": tuple(one.topic for one in stale), "unknown": unknown, "n": lacking, "of": len(IMPORTANT)}
        facts |= {"oldest": stale[0].topic if stale else None, "on": stale[0].on if stale else None}
        return Finding("stale", facts, Sign.WORSE)
    return Finding("newest", {"topic": last.topic, "text": last.text, "on": last.on, "source": last.source})


def _asked(found: list[KnownFact], unknown: tuple[str, ...], view: View) -> list[Action]:
    stale = _stale(found)
    if len(stale) + len(unknown) < ENOUGH:
        return []
    old = {one.topic for one in stale}
    topics = tuple(topic for topic in IMPORTANT if topic in unknown or topic in old)[:ASKED]
    facts = {"topics": topics, "on": stale[0].on if stale else None}
    return [action("renew_facts", facts, view.as_of, **keeper(view))]


def _news(row: Mapping[str, Any]) -> Finding:
    facts = {"topic": str(row[F.topic]), "text": str(row[F.value]), "on": row[F.as_of], "source": text(row[F.told_by])}
    return weighed("fact_new", facts, Sign.NEUTRAL)
