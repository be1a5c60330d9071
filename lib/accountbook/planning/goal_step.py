"""One version of a goal (cap 19): what it was, how it moved, and the strategy in force with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.planning.values import day, number, text
from accountbook.tables import Goals as G
from accountbook.tables import Strategies as S
from accountbook.tables.plan import LEVELS


@dataclass(frozen=True)
class Step:
    """One version of a goal.

    Attributes
    ----------
    moved : "raised" or "lowered" against the step before (the level first, then the target where the metric is the
        same), "changed" where neither moved, None for the first.
    ended, ended_on : "reached" or "dropped", and when; None where neither is known.
    scope, strategy, strategy_on : the strategy in force with this version, and since when; None where there was none.
    new_strategy : whether it was written for this version, rather than taken over from the one before.
    """

    goal_id: str
    version: int
    level: str
    text: str | None
    metric: str | None
    target: float | None
    set_on: pd.Timestamp
    due_on: pd.Timestamp | None
    why: str | None
    moved: str | None
    ended: str | None
    ended_on: pd.Timestamp | None
    scope: str | None
    strategy: str | None
    strategy_on: pd.Timestamp | None
    new_strategy: bool


def goal_step(row: Mapping[str, Any], before: Step | None, plans: pd.DataFrame, until: pd.Timestamp | None) -> Step:
    """One version of a goal.

    Parameters
    ----------
    row : of the table of goals. before : the step before it.
    plans : strategies, oldest first. until : day of the goal's next version, whose strategy is not this one's.
    """
    mine = plans[plans[S.goal_id] == row[G.goal_id]]
    mine = mine[mine[S.set_on] < until] if until is not None else mine
    plan = mine.iloc[-1] if len(mine) else {}
    since = day(plan.get(S.set_on))
    reached, dropped = day(row[G.reached_on]), day(row[G.dropped_on])
    level, target, metric = str(row[G.level]), number(row[G.target]), text(row[G.metric])
    return Step(
        goal_id=str(row[G.goal_id]),
        version=int(row[G.version]),
        level=level,
        text=text(row[G.text]),
        metric=metric,
        target=target,
        set_on=row[G.set_on],
        due_on=day(row[G.due_on]),
        why=text(row[G.why_changed]),
        moved=_moved(before, level, target, metric),
        ended="reached" if reached is not None else "dropped" if dropped is not None else None,
        ended_on=reached if reached is not None else dropped,
        scope=text(plan.get(S.scope)),
        strategy=text(plan.get(S.text)),
        strategy_on=since,
        new_strategy=since is not None and since >= row[G.set_on],
    )


def _moved(before: Step | None, level: str, target: float | None, metric: str | None) -> str | None:
    if before is None:
        return None
    now, was = rung(level), rung(before.level)
    if now != was:
        return "raised" if now > was else "lowered"
    if target is None or before.target is None or metric != before.metric or target == before.target:
        return "changed"
    return "raised" if target > before.target else "lowered"


def rung(level: str | None) -> int:
    """The place of a level on the ladder, from 0; -1 for none.

    Examples
    --------
    >>> rung("supply"), rung("market_partner"), rung(None)
    (0, 2, -1)
    """
    return LEVELS.index(level) if level in LEVELS else -1
