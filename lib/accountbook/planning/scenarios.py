"""Scenarios A, B, exit and after, their triggers watched against the data (caps 5, 6, 7).

A scenario is ``due`` where its trigger was recorded as come, or the data show the thing itself (a deal lost is what
plan B is for, a deal won what A is for, a contract delivered or paid what comes after). It is ``signalled`` where they
show a sign of it: whether that is the trigger, a person must say. Plans of one deal exclude each other, so nothing is
added.

Those of open deals stand, those of deals decided in the last `scenario.RECENT` days while they are due, and of the
account's own the newest of each kind.

Codes of `Scenarios.finding`: ``due``: kind, deal, on, code (of the signal; None: recorded), signal (its
facts), action, n;
``signalled``: the same; ``unplanned``: deal, asked, n (such deals), of; ``no_after``: contract, ends;
``unreviewed``: kind, deal, days, n.
Codes of actions: ``scenario_act``: kind, deal, on, code, signal, action; ``review_scenario``: the same (code None: its
review day passed); ``write_after``: contract, ends.
News: ``trigger_met`` (worse, better): kind, deal, on, code, signal, action.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.action import Action
from accountbook.planning.asleep import asleep
from accountbook.planning.coverage import Coverage, coverage
from accountbook.planning.deals import Deals, open_deals
from accountbook.planning.finding import Finding
from accountbook.planning.rhythm import Rhythm, rhythm
from accountbook.planning.scenario import (
    Due,
    Scenario,
    recent,
    scenario_actions,
    scenario_finding,
    scenario_news,
)
from accountbook.planning.signals import (
    GAPS,
    Signal,
    account_signals,
    closed_signals,
    contract_signals,
    deal_signals,
)
from accountbook.planning.values import day, text
from accountbook.planning.view import View, staff
from accountbook.tables import Opportunities as O
from accountbook.tables import Scenarios as S
from accountbook.tables.plan import SCENARIO_KINDS


class ScenariosState(StrEnum):
    """The load has no scenarios; none stands here; some do."""

    NO_TABLE = "no_table"
    NONE = "none"
    STANDING = "standing"


@dataclass(frozen=True)
class Scenarios:
    """The scenarios of an account.

    Attributes
    ----------
    scenarios : due ones first, newest first; then signalled; then those of the account, then deal by deal.
    unplanned : names of open deals without a plan B, largest first.
    """

    state: ScenariosState
    scenarios: tuple[Scenario, ...]
    unplanned: tuple[str, ...]
    finding: Finding | None
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]


def scenarios(
    view: View, *, deals: Deals | None = None, roles: Coverage | None = None, pace: Rhythm | None = None
) -> Scenarios:
    """The scenarios of the view's account; its open deals, coverage and rhythm where they are at hand.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> deal = {"opportunity_id": "D", "account_id": "A", "name": "Line 38", "created_on": "2026-03-01",
    ...         "outcome": "lost", "closed_on": "2026-10-04"}
    >>> plan = {"scenario_id": "S", "account_id": "A", "opportunity_id": "D", "kind": "B", "set_on": "2026-04-01",
    ...         "trigger": "They choose another", "action": "Offer the spare parts"}
    >>> found = scenarios(MemoryView("2026-10-31", {"opportunities": [deal], "scenarios": [plan]}, account_id="A"))
    >>> found.finding.code, found.finding.facts["code"], found.actions[0].does.facts["action"]
    ('due', 'lost', 'Offer the spare parts')
    """
    if not view.has("scenarios"):
        return Scenarios(ScenariosState.NO_TABLE, (), (), None, (), ())
    deals = open_deals(view) if deals is None else deals
    roles = coverage(view) if roles is None else roles
    pace = rhythm(view) if pace is None else pace
    table = view.table("opportunities").drop_duplicates(O.opportunity_id, keep="last").set_index(O.opportunity_id)
    closed = {str(number_): row for number_, row in table.to_dict("index").items()}
    still = {deal.opportunity_id: deal for deal in deals.deals}
    owners = staff(view)
    found = []
    for row in _standing(view.table("scenarios")):
        mine = text(row[S.opportunity_id])
        signals = _signals(row, mine, view, still, closed, roles, pace)
        one = _scenario(row, mine, signals, closed, owners, view.as_of)
        if mine is None or mine in still or (one.due == Due.DUE and recent(one.on, view.as_of)):
            found.append(one)
    found = sorted(_settled(found, still), key=_rank)
    planned = {one.opportunity_id for one in found if one.kind == "B"}
    bare = sorted((d for d in deals.deals if d.opportunity_id not in planned), key=lambda d: -(d.asked or 0.0))
    doubtful = [deal for deal in bare if deal.doubts]
    return Scenarios(
        state=ScenariosState.STANDING if found else ScenariosState.NONE,
        scenarios=tuple(found),
        unplanned=tuple(deal.name or deal.opportunity_id for deal in bare),
        finding=scenario_finding(found, doubtful, len(deals.deals), view),
        actions=() if asleep(view) else tuple(scenario_actions(found, view)),
        news=tuple(scenario_news(found, view.as_of)),
    )


def _standing(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Every scenario of a deal; of the account as a whole the newest of each kind."""
    rows = rows.sort_values([S.set_on, S.scenario_id], kind="stable")
    whole = rows[S.opportunity_id].isna()
    return pd.concat([rows[~whole], rows[whole].drop_duplicates(S.kind, keep="last")]).to_dict("records")


def _signals(
    row: Mapping[str, Any],
    mine: str | None,
    view: View,
    still: Mapping[str, Any],
    closed: Mapping[str, Any],
    roles: Coverage,
    pace: Rhythm,
) -> list[Signal]:
    kind, since = row[S.kind], row[S.set_on]
    deal = closed.get(mine or "", {})
    ended = closed_signals(text(deal.get(O.outcome)), day(deal.get(O.closed_on)))
    if kind == "A":
        return [one for one in ended if one.code == "won"]
    if kind == "after":
        return contract_signals(view, since, deal=mine)
    lost = [one for one in ended if one.code == "lost"]
    if mine is None:
        return account_signals(roles, pace, since, gaps=GAPS if kind == "B" else GAPS + 1)
    return lost or (deal_signals(still[mine], view, since) if kind == "B" and mine in still else [])


def _scenario(
    row: Mapping[str, Any],
    mine: str | None,
    signals: list[Signal],
    closed: Mapping[str, Any],
    owners: Mapping[str, str],
    as_of: pd.Timestamp,
) -> Scenario:
    happened, review, owner = day(row[S.happened_on]), day(row[S.review_on]), text(row[S.owner_id])
    sure = next((one for one in signals if one.certain), None)
    on = happened if happened is not None else sure.on if sure else signals[0].on if signals else None
    due = Due.DUE if happened is not None or sure else Due.SIGNALLED if signals else Due.WAITING
    return Scenario(
        scenario_id=str(row[S.scenario_id]),
        kind=str(row[S.kind]),
        opportunity_id=mine,
        deal=(text(closed.get(mine, {}).get(O.name)) or mine) if mine else None,
        set_on=row[S.set_on],
        trigger=text(row[S.trigger]),
        action=text(row[S.action]),
        owner_id=owner,
        owner=text(owners.get(owner or "")),
        review_on=review,
        late=(as_of - review).days if happened is None and review is not None and review < as_of else None,
        happened_on=happened,
        signals=tuple(signals),
        due=due,
        on=on,
    )


def _settled(found: list[Scenario], still: Mapping[str, Any]) -> list[Scenario]:
    """Without what another scenario of the same deal, or of the account, has settled.

    Where an exit was recorded as come, a sign for plan B asks nothing; of a deal that was lost the exit is only shown
    where it was recorded, or where no plan B was written.
    """
    left = {one.opportunity_id for one in found if one.kind == "exit" and one.happened_on is not None}
    second = {one.opportunity_id for one in found if one.kind == "B"}
    kept = []
    for one in found:
        moot = one.kind == "exit" and one.happened_on is None and one.opportunity_id in second - {None, *still}
        if one.kind == "B" and one.due == Due.SIGNALLED and one.opportunity_id in left:
            kept.append(replace(one, due=Due.WAITING, on=None))
        elif not moot:
            kept.append(one)
    return kept


def _rank(one: Scenario) -> tuple[object, ...]:
    newest = -one.on.toordinal() if one.on is not None else 0
    kind = SCENARIO_KINDS.index(one.kind) if one.kind in SCENARIO_KINDS else len(SCENARIO_KINDS)
    shown = list(Due).index(one.due)
    if one.due == Due.WAITING:
        return (shown, one.opportunity_id or "", kind, one.scenario_id)
    return (shown, newest, kind, one.scenario_id)
