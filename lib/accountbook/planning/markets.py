"""The markets of an account's own customers: in, wanted, avoided, and what we can bring there (cap 14).

The newest row of a market is its state. What people write into a cell that they have nothing for is no capability.

Codes of `Markets.finding`: ``open_door``: market, capability, on, n (such markets); ``no_answer``: market, on, n
(they want in, and we have nothing); ``turned``: market, was, now, on (the newest change of the last year).
Codes of actions: ``bring_capability``: market, capability.
News: ``market_changed`` (better, worse, neutral): market, was (None: new), now, on.
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
from accountbook.planning.newest import newest
from accountbook.planning.period import back
from accountbook.planning.values import text
from accountbook.planning.view import View, keeper, threshold
from accountbook.planning.weights import weighed
from accountbook.tables import Markets as M

NOTHING = frozenset({"nothing", "nothing yet", "none", "none yet", "no", "-", "없음", "아직 없음"})
ASKED = 1
OLD = 24
"""Months after which a note is no ground for a finding."""
ORDER = ("wants", "in", "avoids")


class MarketsState(StrEnum):
    """The load has no markets; none is known here; some are."""

    NO_TABLE = "no_table"
    NONE = "none"
    KNOWN = "known"


@dataclass(frozen=True)
class Market:
    """One market as it stands.

    Attributes
    ----------
    status : in, wants or avoids. was : what it was before, where that was another; None: no earlier row, or the same.
    capability : what we can bring; had : what was noted before, where that was another.
    first : whether this is the first row about it.
    stale : older than the threshold ``verified_days``.
    """

    market: str
    status: str
    was: str | None
    on: pd.Timestamp
    evidence: str | None
    capability: str | None
    had: str | None
    first: bool
    stale: bool


@dataclass(frozen=True)
class Markets:
    """The markets of an account: those they want first, newest first."""

    state: MarketsState
    markets: tuple[Market, ...]
    finding: Finding | None
    news: tuple[Finding, ...]
    actions: tuple[Action, ...] = ()


def markets(view: View) -> Markets:
    """The markets of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"account_id": "A", "market": "robots", "as_of": "2026-02-10", "status": "wants",
    ...          "our_capability": "retrofit kits"}]
    >>> found = markets(MemoryView("2026-10-31", {"markets": rows}, account_id="A"))
    >>> found.finding.code, found.finding.facts["capability"]
    ('open_door', 'retrofit kits')
    """
    if not view.has("markets"):
        return Markets(MarketsState.NO_TABLE, (), None, ())
    oldest = view.as_of - pd.Timedelta(days=int(threshold(view.settings, "verified_days")))
    found = [_market(row, before, oldest) for row, before in newest(view.table("markets"), [M.market], M.as_of)]
    found.sort(key=lambda one: (_place(one.status), one.capability is None, -one.on.toordinal(), one.market))
    return Markets(
        state=MarketsState.KNOWN if found else MarketsState.NONE,
        markets=tuple(found),
        finding=_finding([one for one in found if one.on > back(view.as_of, OLD)], back(view.as_of, 12)),
        news=tuple(_news(one) for one in found if one.on > back(view.as_of, 1) and (one.was or one.first)),
        actions=tuple(_actions(found, view)),
    )


def _market(row: Mapping[str, Any], before: Mapping[str, Any] | None, oldest: pd.Timestamp) -> Market:
    status, was = str(row[M.status]), text(before[M.status]) if before else None
    capability, had = _capability(row), _capability(before) if before else None
    return Market(
        market=str(row[M.market]),
        status=status,
        was=was if was != status else None,
        on=row[M.as_of],
        evidence=text(row[M.evidence]),
        capability=capability,
        had=had if had != capability else None,
        first=before is None,
        stale=row[M.as_of] < oldest,
    )


def _capability(row: Mapping[str, Any]) -> str | None:
    said = text(row[M.our_capability])
    return None if said is None or said.casefold() in NOTHING else said


def _place(status: str) -> int:
    return ORDER.index(status) if status in ORDER else len(ORDER)


def _finding(found: list[Market], since: pd.Timestamp) -> Finding | None:
    """What to say; a note older than two years says nothing of today."""
    wanted = [one for one in found if one.status == "wants"]
    doors = [one for one in wanted if one.capability]
    if doors:
        one = doors[0]
        facts = {"market": one.market, "capability": one.capability, "on": one.on, "n": len(doors), "stale": one.stale}
        return Finding("open_door", facts, Sign.BETTER)
    turned = sorted((one for one in found if one.was and one.on > since), key=lambda one: one.on, reverse=True)
    if wanted:
        one = wanted[0]
        return Finding("no_answer", {"market": one.market, "on": one.on, "n": len(wanted)}, Sign.WORSE)
    if turned:
        one = turned[0]
        return Finding("turned", {"market": one.market, "was": one.was, "now": one.status, "on": one.on})
    return None


def _actions(found: list[Market], view: View) -> list[Action]:
    """To show what we have for a market that they are known to want."""
    doors = [one for one in found if one.status == "wants" and one.capability and not one.stale]
    return [
        action("bring_capability", {"market": one.market, "capability": one.capability}, view.as_of, **keeper(view))
        for one in doors[:ASKED]
        if not asleep(view)
    ]


def _news(one: Market) -> Finding:
    sign = {"wants": Sign.BETTER, "avoids": Sign.WORSE}.get(one.status, Sign.NEUTRAL)
    return weighed("market_changed", {"market": one.market, "was": one.was, "now": one.status, "on": one.on}, sign)
