"""Next actions: the plans of the slots that fall due, and last month's that were not done."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.coverage import Coverage
from accountbook.planning.view import View


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
    planned_before, settled_before : plans that stood a month ago and fell due since; those that no longer
        stand (done or dropped: the tables don't tell which).
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
    """
    raise NotImplementedError
