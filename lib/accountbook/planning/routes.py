"""Routes to the customer (cap 54): product by product, the way, the stage (AIDA), how it moved, what is next.

Codes of `Routes.finding`: ``back``: product, was, now, on; ``late``: product, stage, step, days; ``stuck``: product,
stage, since, days; ``forward``: product, was, now, on, step, due; ``next``: product, stage, step, due.
Codes of actions: ``route_step``: product, stage, step, due.
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
from accountbook.planning.view import View, account, staff, threshold
from accountbook.tables import Accounts as A
from accountbook.tables import Routes as R
from accountbook.tables.plan import AIDA

RECENT = 183
"""Days for which a step that was not done is asked for, and a movement is told; older plans are dead, not late."""
STUCK = 365
ASKED = 2


class RoutesState(StrEnum):
    """The load has no routes; none is planned here; some are."""

    NO_TABLE = "no_table"
    NONE = "none"
    PLANNED = "planned"


@dataclass(frozen=True)
class Route:
    """The route of one product line as it stands.

    Attributes
    ----------
    stage, was : the AIDA stage, and the one before it where that was another.
    moved : steps of AIDA between the two, negative: back; 0: no earlier row, or the same.
    since : day since which it stands in this stage.
    late : days since the next step was due; None where it is ahead or has no day.
    dead : its step was due longer ago than `RECENT` days, and no plan came after it.
    """

    product: str
    route: str | None
    stage: str | None
    was: str | None
    moved: int
    on: pd.Timestamp
    since: pd.Timestamp
    step: str | None
    due: pd.Timestamp | None
    late: int | None
    dead: bool
    owner_id: str | None
    owner: str | None


@dataclass(frozen=True)
class Routes:
    """The routes to an account: what is late first, then by the day of the next step; dead ones last.

    Attributes
    ----------
    position, vertical, region : how the account stands in the channel, its industry, our region.
    """

    state: RoutesState
    routes: tuple[Route, ...]
    position: str | None
    vertical: str | None
    region: str | None
    finding: Finding | None
    actions: tuple[Action, ...]


def routes(view: View) -> Routes:
    """The routes to the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> row = {"account_id": "A", "product": "VX", "next_step": "Bring a sample", "due_on": "2026-11-14"}
    >>> rows = [row | {"as_of": "2026-03-01", "aida_stage": "interest"},
    ...         row | {"as_of": "2026-10-01", "aida_stage": "desire"}]
    >>> found = routes(MemoryView("2026-10-31", {"routes": rows}, account_id="A"))
    >>> found.finding.code, found.routes[0].moved, found.actions[0].due.date().isoformat()
    ('forward', 1, '2026-11-14')
    """
    if not view.has("routes"):
        return Routes(RoutesState.NO_TABLE, (), None, None, None, None, ())
    owners = staff(view)
    rows = view.table("routes").sort_values([R.as_of], kind="stable")
    found = [_route(group, owners, view.as_of) for _, group in rows.groupby(R.product, sort=True)]
    found.sort(key=_rank)
    mine = account(view)
    told = {
        column: text(mine[column]) if mine is not None else None for column in (A.channel_type, A.vertical, A.region)
    }
    until = view.as_of + pd.Timedelta(days=int(threshold(view.settings, "action_days")))
    return Routes(
        state=RoutesState.PLANNED if found else RoutesState.NONE,
        routes=tuple(found),
        position=told[A.channel_type],
        vertical=told[A.vertical],
        region=told[A.region],
        finding=_finding([one for one in found if not one.dead], view.as_of),
        actions=() if asleep(view) else tuple(_asked(found, owners, view.as_of, until)),
    )


def _route(rows: pd.DataFrame, owners: Mapping[str, str], as_of: pd.Timestamp) -> Route:
    now: dict[str, Any] = rows.iloc[-1].to_dict()
    stage = text(now[R.aida_stage])
    others = [n for n, told in enumerate(rows[R.aida_stage]) if text(told) is not None and text(told) != stage]
    was = text(rows[R.aida_stage].iloc[others[-1]]) if others else None
    first = rows[R.as_of].iloc[others[-1] + 1 if others else 0]
    due, owner = day(now[R.due_on]), text(now[R.owner_id])
    late = (as_of - due).days if due is not None and due < as_of else None
    return Route(
        product=str(now[R.product]),
        route=text(now[R.route]),
        stage=stage,
        was=was,
        moved=_place(stage) - _place(was) if stage in AIDA and was in AIDA else 0,
        on=now[R.as_of],
        since=first,
        step=text(now[R.next_step]),
        due=due,
        late=late,
        dead=late is not None and late > RECENT,
        owner_id=owner,
        owner=text(owners.get(owner or "")),
    )


def _place(stage: str | None) -> int:
    return AIDA.index(stage) if stage in AIDA else -1


def _rank(one: Route) -> tuple[object, ...]:
    due = one.due.toordinal() if one.due is not None else 10**7
    return (one.dead, one.late is None, due, one.product)


def _finding(found: list[Route], as_of: pd.Timestamp) -> Finding | None:
    if not found:
        return None
    recent = [one for one in found if one.moved and (as_of - one.since).days <= RECENT]
    back = sorted((one for one in recent if one.moved < 0), key=lambda one: one.since, reverse=True)
    if back:
        facts = {"product": back[0].product, "was": back[0].was, "now": back[0].stage, "on": back[0].since}
        return Finding("back", facts, Sign.WORSE)
    late = [one for one in found if one.late is not None and one.step]
    if late:
        facts = {"product": late[0].product, "stage": late[0].stage, "step": late[0].step, "days": late[0].late}
        return Finding("late", facts | {"n": len(late)}, Sign.WORSE)
    forward = sorted((one for one in recent if one.moved > 0), key=lambda one: one.since, reverse=True)
    if forward:
        one = forward[0]
        facts = {"product": one.product, "was": one.was, "now": one.stage, "on": one.since}
        return Finding("forward", facts | {"step": one.step, "due": one.due}, Sign.BETTER)
    stuck = sorted((one for one in found if one.stage and one.stage != AIDA[-1]), key=lambda one: one.since)
    if stuck and (as_of - stuck[0].since).days > STUCK:
        one = stuck[0]
        facts = {"product": one.product, "stage": one.stage, "since": one.since, "days": (as_of - one.since).days}
        return Finding("stuck", facts, Sign.WORSE)
    one = found[0]
    return Finding("next", {"product": one.product, "stage": one.stage, "step": one.step, "due": one.due})


def _asked(found: list[Route], owners: Mapping[str, str], as_of: pd.Timestamp, until: pd.Timestamp) -> list[Action]:
    near = [one for one in found if not one.dead and one.step and one.due is not None and one.due <= until]
    return [
        action(
            "route_step",
            {"product": one.product, "stage": one.stage, "step": one.step, "due": one.due},
            as_of,
            due=one.due,
            owner_id=one.owner_id,
            owners=owners,
            ours=True,
        )
        for one in near[:ASKED]
    ]
