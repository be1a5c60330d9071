"""Next actions: what every judgement asks for, what falls due, and what of last month's was not done.

Codes and facts of the slots' plans: ``plan``: text, role, name (None: nobody known).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.coverage import Coverage, Slot
from accountbook.planning.coverage import coverage as roles_known
from accountbook.planning.view import View, threshold


@dataclass(frozen=True)
class Actions:
    """What is to be done.

    Attributes
    ----------
    due : now and within the next days, heaviest first. overdue : ours and not done, heaviest first, of equal ones the
        newest first: what has stood for years is no news.
    until : last day looked at.
    planned_before, settled_before : plans that stood a month ago and have fallen due, and actions that were agreed on
        and fell due since; those of them that are settled (a plan that no longer stands was done or dropped: the
        tables don't tell which).
    """

    due: tuple[Action, ...]
    overdue: tuple[Action, ...]
    until: pd.Timestamp
    planned_before: int
    settled_before: int


def next_actions(
    view: View,
    coverage: Coverage | None = None,
    before: Coverage | None = None,
    *,
    more: Iterable[Action] = (),
    agreed: tuple[int, int] = (0, 0),
    days: int | None = None,
) -> Actions:
    """The actions of the next days (default: the threshold ``action_days``).

    Parameters
    ----------
    coverage : of the view; None: made here. before : of ``view.at(a month before)``, for what was settled since.
    more : what other judgements ask for.
    agreed : agreed actions that fell due in the month, and how many of them are settled.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> slots = [{"account_id": "A", "role_code": "QA", "plan": "Ask at the visit", "plan_due": "2026-11-14"}]
    >>> view = MemoryView("2026-10-31", {"role_slots": slots}, account_id="A")
    >>> [(one.does.facts["text"], one.days_late) for one in next_actions(view).due]
    [('Ask at the visit', None)]
    """
    coverage = roles_known(view) if coverage is None else coverage
    days = int(threshold(view.settings, "action_days")) if days is None else days
    until = view.as_of + pd.Timedelta(days=days)
    planned = [slot for slot in coverage.slots if slot.plan and slot.plan_due is not None]
    found = [*(_planned(slot, view.as_of) for slot in planned), *more]
    found = [one for one in found if one.due is None or one.due <= until]
    standing = {(slot.role_code, slot.plan) for slot in planned}
    fell_due = [
        (slot.role_code, slot.plan)
        for slot in (before.slots if before else ())
        if slot.plan and slot.plan_due is not None and slot.plan_due <= view.as_of
    ]
    ahead = [one for one in found if one.days_late is None]
    late = [one for one in found if one.days_late is not None]
    return Actions(
        due=tuple(sorted(ahead, key=lambda one: (-one.weight, one.due or view.as_of))),
        overdue=tuple(sorted(late, key=lambda one: (-one.weight, one.days_late or 0))),
        until=until,
        planned_before=len(fell_due) + agreed[0],
        settled_before=sum(plan not in standing for plan in fell_due) + agreed[1],
    )


def _planned(slot: Slot, as_of: pd.Timestamp) -> Action:
    facts = {"text": str(slot.plan), "role": slot.role, "name": slot.name}
    owners = {slot.representative_id: slot.representative} if slot.representative_id and slot.representative else {}
    return action("plan", facts, as_of, due=slot.plan_due, owner_id=slot.representative_id, owners=owners, ours=True)
