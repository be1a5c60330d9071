"""Goals with an account as a ladder, their versions, and the strategy that moved with each (caps 11, 19).

A goal and those that it took the place of are one line of steps. A goal is over when it was reached, dropped or
replaced; one that is not, and whose day has passed, is overdue.

Codes of `Goals.finding` and their facts:

- ``overdue``: level, due, days, today; ``climb``: level, due, today; ``hold``: level, due, today (no goal beyond what
  we are); each with text, ordered (ever), top (today is the highest level), moved (raised, lowered, changed or None:
  how its last version differed) and moved_on
- ``none``: level, on, how (reached, dropped, None), today: of the goal that ended last

Codes of actions: ``overdue_goal``: text, level, due, days; ``renew_strategy``: text, level, on (the goal moved),
since (of the strategy that has not moved with it; None: it has none).
News: ``goal_changed`` (better, worse, neutral): how (set, raised, lowered, changed, reached, dropped), level, text, on,
why.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.goal_step import Step, goal_step, rung
from accountbook.planning.period import back, between
from accountbook.planning.values import text
from accountbook.planning.view import View, lines, staff
from accountbook.planning.weights import weighed
from accountbook.tables import Goals as G
from accountbook.tables import OrderLines as L
from accountbook.tables import Strategies as S
from accountbook.tables.plan import LEVELS

ASKED = 1
"""Of overdue goals the newest is asked about; the others stand in the table."""


class GoalsState(StrEnum):
    """The load has no goals; none was ever set here; all are over; some stand."""

    NO_TABLE = "no_table"
    NONE = "none"
    OVER = "over"
    STANDING = "standing"


@dataclass(frozen=True)
class Goal:
    """A goal with those that it replaced.

    Attributes
    ----------
    steps : oldest first; the last is the goal as it stands.
    state : standing, overdue, reached or dropped. days : since it was due, where it is overdue.
    """

    steps: tuple[Step, ...]
    state: str
    days: int | None
    horizon: str | None
    owner_id: str | None


@dataclass(frozen=True)
class Goals:
    """The goals of an account.

    Attributes
    ----------
    goals : standing and overdue ones first, of these the highest level first and overdue before others; then those
        that ended last.
    today : the highest level that was reached; "supply" where they ordered in twelve months; None: neither.
    """

    state: GoalsState
    goals: tuple[Goal, ...]
    today: str | None
    finding: Finding | None
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]


def goals(view: View) -> Goals:
    """The goals of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"goal_id": "G", "version": 1, "account_id": "A", "level": "development_partner", "target": 3.0,
    ...          "set_on": "2026-01-10", "due_on": "2026-09-30"}]
    >>> found = goals(MemoryView("2026-10-31", {"goals": rows}, account_id="A"))
    >>> found.goals[0].state, found.goals[0].days, found.finding.code
    ('overdue', 31, 'overdue')
    """
    if not view.has("goals"):
        return Goals(GoalsState.NO_TABLE, (), None, None, (), ())
    rows = view.table("goals").sort_values([G.set_on, G.goal_id, G.version], kind="stable")
    if rows.empty:
        return Goals(GoalsState.NONE, (), None, None, (), ())
    plans = view.table("strategies").sort_values([S.set_on, S.version], kind="stable")
    found = sorted((_goal(line, plans, view.as_of) for line in _lines(rows)), key=_rank)
    today = _today(found, view)
    standing = [goal for goal in found if goal.state in ("standing", "overdue")]
    return Goals(
        state=GoalsState.STANDING if standing else GoalsState.OVER,
        goals=tuple(found),
        today=today,
        finding=_finding(found, standing, today, not lines(view).empty),
        actions=tuple(_asked(standing, view)),
        news=tuple(news for goal in found for news in _news(goal, view.as_of)),
    )


def _lines(rows: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """The versions of each goal that nothing replaced, with those of the goals before it, oldest first."""
    by_goal = {str(goal): group.to_dict("records") for goal, group in rows.groupby(G.goal_id, sort=False)}
    before = {goal: text(versions[0][G.supersedes]) for goal, versions in by_goal.items()}
    replaced = {old for old in before.values() if old}
    heads = [goal for goal in by_goal if goal not in replaced] or list(by_goal)[-1:]
    found = []
    for head in heads:
        line, at, seen = [], head, set()
        while at and at in by_goal and at not in seen:  # a ring of replacements ends where it closes
            seen.add(at)
            line = [*by_goal[at], *line]
            at = before[at]
        found.append(line)
    return found


def _goal(line: list[dict[str, Any]], plans: pd.DataFrame, as_of: pd.Timestamp) -> Goal:
    steps: list[Step] = []
    for n, row in enumerate(line):
        until = line[n + 1][G.set_on] if n + 1 < len(line) and line[n + 1][G.goal_id] == row[G.goal_id] else None
        steps.append(goal_step(row, steps[-1] if steps else None, plans, until))
    last = line[-1]
    ended, due = steps[-1].ended, steps[-1].due_on
    late = ended is None and due is not None and due < as_of
    return Goal(
        steps=tuple(steps),
        state=ended or ("overdue" if late else "standing"),
        days=(as_of - due).days if late and due is not None else None,
        horizon=text(last[G.horizon]),
        owner_id=text(last[G.owner_id]),
    )


def _rank(goal: Goal) -> tuple[object, ...]:
    last = goal.steps[-1]
    over = goal.state not in ("standing", "overdue")
    newest = last.ended_on if over and last.ended_on is not None else last.set_on
    return (over, 0 if over else -rung(last.level), goal.days is None, -newest.toordinal(), last.goal_id)


def _today(found: list[Goal], view: View) -> str | None:
    reached = [step.level for goal in found for step in goal.steps if step.ended == "reached"]
    days = lines(view)[L.order_date]
    ordered = ["supply"] if between(days, back(view.as_of, 12), view.as_of).any() else []
    return max([*reached, *ordered], key=rung, default=None)


def _finding(found: list[Goal], standing: list[Goal], today: str | None, ordered: bool) -> Finding:
    if not standing:
        last = found[0].steps[-1]
        facts = {"level": last.level, "on": last.ended_on, "how": last.ended, "today": today}
        return Finding("none", facts)
    goal = standing[0]
    last = goal.steps[-1]
    facts = {"level": last.level, "due": last.due_on, "today": today, "text": last.text, "top": today == LEVELS[-1]}
    facts |= {"ordered": ordered, "moved": last.moved, "moved_on": last.set_on if last.moved else None}
    if goal.days is not None:
        return Finding("overdue", facts | {"days": goal.days}, Sign.WORSE)
    return Finding("climb" if rung(last.level) > rung(today) else "hold", facts)


def _asked(standing: list[Goal], view: View) -> list[Action]:
    late = sorted((goal for goal in standing if goal.days is not None), key=lambda goal: goal.days or 0)
    owners = staff(view)
    found = []
    for goal in late[:ASKED]:
        last = goal.steps[-1]
        facts = {"text": last.text, "level": last.level, "due": last.due_on, "days": goal.days}
        found.append(action("overdue_goal", facts, view.as_of, owner_id=goal.owner_id, owners=owners))
    behind = [goal for goal in standing if view.has("strategies") and _behind(goal, view.as_of)]
    for goal in behind[: ASKED - len(found)]:
        last = goal.steps[-1]
        facts = {"text": last.text, "level": last.level, "on": last.set_on, "since": last.strategy_on}
        found.append(action("renew_strategy", facts, view.as_of, owner_id=goal.owner_id, owners=owners))
    return found


def _behind(goal: Goal, as_of: pd.Timestamp) -> bool:
    """Whether a goal moved a month ago or earlier, and no strategy has moved with it; one that is late comes first."""
    last = goal.steps[-1]
    return goal.days is None and last.moved is not None and not last.new_strategy and last.set_on <= back(as_of, 1)


def _news(goal: Goal, as_of: pd.Timestamp) -> list[Finding]:
    """The newest thing that happened to a goal since a month before."""
    last = goal.steps[-1]
    on = last.ended_on if last.ended_on is not None else last.set_on
    if not back(as_of, 1) < on <= as_of:
        return []
    how = last.ended or last.moved or "set"
    sign = {"reached": Sign.BETTER, "raised": Sign.BETTER, "lowered": Sign.WORSE, "dropped": Sign.WORSE}
    facts = {"how": how, "level": last.level, "text": last.text, "on": on, "why": last.why}
    return [weighed("goal_changed", facts, sign.get(how, Sign.NEUTRAL))]
