"""Plan B, the exit and what comes after (caps 6, 7): what was drafted for the deal, else for the account.

Whether a trigger has come is what the row says of it (``happened_on``); what the data show of it stands beside.
The rows are read here too, since `scenarios` keeps what still stands and a brief may be about a deal decided long ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.scenarios import Scenarios
from accountbook.planning.signals import Signal
from accountbook.planning.values import day, text
from accountbook.planning.view import View, staff
from accountbook.tables import Scenarios as S

KINDS = ("A", "B", "exit", "after")


class FallbackState(StrEnum):
    """The load has no scenarios; none was drafted; some were."""

    NO_TABLE = "no_table"
    NONE = "none"
    SOME = "some"


@dataclass(frozen=True)
class Way:
    """One draft of how it may go.

    Attributes
    ----------
    of_deal : whether it was drafted for the deal; else for the account as a whole.
    happened_on : day on which its trigger came, None: it has not. review_late : the day to look at it has passed.
    signals : what the data show of it, newest first.
    """

    scenario_id: str
    kind: str
    of_deal: bool
    trigger: str | None
    action: str | None
    owner: str | None
    set_on: pd.Timestamp | None
    review_on: pd.Timestamp | None
    review_late: bool
    happened_on: pd.Timestamp | None
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True)
class Fallback:
    """The drafts in the order A, B, exit, after; ``lacking``: which of B, exit and after nobody drafted."""

    state: FallbackState
    ways: tuple[Way, ...]
    lacking: tuple[str, ...]

    def of(self, kind: str) -> Way | None:
        """The first draft of a kind."""
        return next((way for way in self.ways if way.kind == kind), None)

    @property
    def came(self) -> tuple[Way, ...]:
        """Those whose trigger has come and that are not the plan itself."""
        return tuple(way for way in self.ways if way.happened_on is not None and way.kind != "A")


def fallback(view: View, deal: str | None = None, watched: Scenarios | None = None) -> Fallback:
    """The newest drafts of each kind: those of the deal, and where it has none those of the account.

    Parameters
    ----------
    watched : the account's scenarios, held beside what the data show.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"scenario_id": "1", "account_id": "A", "kind": "B", "set_on": "2026-01-01", "trigger": "They wait"},
    ...         {"scenario_id": "2", "account_id": "A", "kind": "B", "set_on": "2026-02-01", "opportunity_id": "D",
    ...          "trigger": "Half the volume"},
    ...         {"scenario_id": "3", "account_id": "A", "kind": "exit", "set_on": "2026-01-01", "trigger": "No name"}]
    >>> found = fallback(MemoryView("2026-10-31", {"scenarios": rows}, account_id="A"), "D")
    >>> [(way.kind, way.trigger, way.of_deal) for way in found.ways], found.lacking
    ([('B', 'Half the volume', True), ('exit', 'No name', False)], ('after',))
    """
    rows = view.table("scenarios").sort_values([S.set_on, S.scenario_id], kind="stable")
    ours = staff(view)
    seen = {one.scenario_id: one.signals for one in (watched.scenarios if watched else ())}
    found = []
    for kind in KINDS:
        mine = rows[rows[S.kind] == kind]
        own = mine[mine[S.opportunity_id] == (deal or "")]
        used = own if len(own) else mine[mine[S.opportunity_id].isna()]
        newest = used[used[S.set_on] == used[S.set_on].max()]
        found += [
            replace(way, signals=seen.get(way.scenario_id, ()))
            for way in (_way(row, len(own) > 0, ours, view.as_of) for row in newest.to_dict("records"))
        ]
    drafted = {way.kind for way in found}
    state = FallbackState.SOME if found else FallbackState.NONE
    return Fallback(
        state if view.has("scenarios") else FallbackState.NO_TABLE,
        tuple(found),
        tuple(kind for kind in KINDS[1:] if kind not in drafted),
    )


def _way(row: Mapping[str, Any], of_deal: bool, ours: Mapping[str, str], as_of: pd.Timestamp) -> Way:
    review, happened = day(row[S.review_on]), day(row[S.happened_on])
    return Way(
        scenario_id=str(row[S.scenario_id]),
        kind=str(row[S.kind]),
        of_deal=of_deal,
        trigger=text(row[S.trigger]),
        action=text(row[S.action]),
        owner=ours.get(text(row[S.owner_id]) or ""),
        set_on=day(row[S.set_on]),
        review_on=review,
        review_late=review is not None and review < as_of and happened is None,
        happened_on=happened,
    )
