"""Next actions: the plans of the slots that fall due, and last month's that were not done."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.coverage import Coverage, Slot
from accountbook.planning.view import View, threshold


@dataclass(frozen=True)
class Action:
    """One thing to do.

    Attributes
    ----------
    text : as written in the plan.
    owner : our person by name, None where nobody is named.
    days_late : days since it was due, None where still ahead.
    """

    text: str
    role_code: str
    role: str
    name: str | None
    owner_id: str | None
    owner: str | None
    due: pd.Timestamp
    days_late: int | None


@dataclass(frozen=True)
class Actions:
    """What is to be done.

    Attributes
    ----------
    due : within the next days, soonest first. overdue : not done, longest first.
    until : last day looked at.
    planned_before, settled_before : plans that stood a month ago and have fallen due; those of them that no
        longer stand (done or dropped: the tables don't tell which).
    """

    due: tuple[Action, ...]
    overdue: tuple[Action, ...]
    until: pd.Timestamp
    planned_before: int
    settled_before: int


def next_actions(view: View, coverage: Coverage, before: Coverage | None = None, *, days: int | None = None) -> Actions:
    """The actions of the next days (default: the threshold ``action_days``).

    Parameters
    ----------
    coverage : of the view. before : of ``view.at(a month before)``, for what was settled since.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.coverage import coverage
    >>> slots = [{"account_id": "A", "role_code": "QA", "plan": "Ask at the visit", "plan_due": "2026-11-14"}]
    >>> view = MemoryView("2026-10-31", {"role_slots": slots}, account_id="A")
    >>> [(one.text, one.days_late) for one in next_actions(view, coverage(view)).due]
    [('Ask at the visit', None)]
    """
    days = int(threshold(view.settings, "action_days")) if days is None else days
    until = view.as_of + pd.Timedelta(days=days)
    planned = [slot for slot in coverage.slots if slot.plan and slot.plan_due is not None]
    found = [_action(slot, view.as_of) for slot in planned if slot.plan_due <= until]
    standing = {(slot.role_code, slot.plan) for slot in planned}
    fell_due = [
        (slot.role_code, slot.plan)
        for slot in (before.slots if before else ())
        if slot.plan and slot.plan_due is not None and slot.plan_due <= view.as_of
    ]
    order = {slot.role_code: n for n, slot in enumerate(coverage.slots)}
    found.sort(key=lambda action: (action.due, order[action.role_code]))
    return Actions(
        due=tuple(action for action in found if action.days_late is None),
        overdue=tuple(action for action in found if action.days_late is not None),
        until=until,
        planned_before=len(fell_due),
        settled_before=sum(plan not in standing for plan in fell_due),
    )


def _action(slot: Slot, as_of: pd.Timestamp) -> Action:
    due = pd.Timestamp(slot.plan_due)
    return Action(
        text=str(slot.plan),
        role_code=slot.role_code,
        role=slot.role,
        name=slot.name,
        owner_id=slot.representative_id,
        owner=slot.representative,
        due=due,
        days_late=(as_of - due).days if due < as_of else None,
    )
