"""Whether we can do by then what was asked (cap 4): the work of open requirements against the free days of teams.

Free days spread evenly over their period, and count from the day after the view's date. They are the team's, not this
account's: what other accounts ask of the same people is in the count only where the team took it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.register import Register, Requirement
from accountbook.planning.values import text
from accountbook.planning.view import View, account
from accountbook.tables import Accounts as A
from accountbook.tables import Capacity as C
from accountbook.tables import Employees as E

DAY = pd.Timedelta(days=1)
Key = tuple[str | None, str | None]


class WorkState(StrEnum):
    """No table of capacity; nothing open with an effort; nobody's days are counted who would do it; it fits; it does
    not.
    """

    NO_TABLE = "no_table"
    NO_WORK = "no_work"
    UNCOUNTED = "uncounted"
    FITS = "fits"
    SHORT = "short"


@dataclass(frozen=True)
class Work:
    """The open work of one function of one team.

    Attributes
    ----------
    asks : how many requirements. needed : days that they take. by : the last day on which one is to be answered.
    free : the team's free days until then. short : days missing at the worst of those days, 0 where all fits; work
        whose day has passed is missing in full.
    possible_on : the day on which all of it can be done, None: not within the periods that are counted.
    """

    team: str | None
    function: str | None
    asks: int
    needed: float
    by: pd.Timestamp | None
    free: float
    short: float
    possible_on: pd.Timestamp | None


@dataclass(frozen=True)
class Workload:
    """What is asked of us against what we can do.

    Attributes
    ----------
    works : by days missing, most first. short : days missing in all.
    unestimated : open requirements of which nobody said how much work they are.
    uncounted : days asked of people whose free days nobody counts.
    until : last day of the counted periods.
    """

    state: WorkState
    works: tuple[Work, ...]
    needed: float
    short: float
    unestimated: int
    uncounted: float
    until: pd.Timestamp | None


def workload(view: View, asked: Register) -> Workload:
    """Open requirements against free days.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.register import register
    >>> rows = {"requirements": [{"requirement_id": "R", "account_id": "A", "text": "drawings", "owner_id": "E",
    ...                           "stated_on": "2026-10-01", "due_on": "2026-11-15", "effort_days": 8}],
    ...         "employees": [{"employee_id": "E", "name": "Huhn", "function": "service", "team": "Service"}],
    ...         "capacity": [{"team": "Service", "function": "service", "starts_on": "2026-11-01",
    ...                       "ends_on": "2026-11-30", "free_days": 12, "as_of": "2026-10-20"}]}
    >>> view = MemoryView("2026-10-31", rows, account_id="A")
    >>> found = workload(view, register(view))
    >>> [(one.needed, one.free, one.short, one.possible_on.day) for one in found.works]
    [(8.0, 6.0, 2.0, 20)]
    """
    still = [one for one in asked.rows if one.open and one.in_scope is not False]
    sized = [one for one in still if one.effort_days]
    periods = _periods(view)
    groups: dict[Key | None, list[Requirement]] = {}
    for one in sized:
        groups.setdefault(_team_of(one, view, periods), []).append(one)
    uncounted = sum(one.effort_days or 0.0 for one in groups.pop(None, []))
    works = sorted(
        (_work(key, ones, _of(periods, key), view.as_of) for key, ones in groups.items() if key is not None),
        key=lambda work: (-work.short, -work.needed, str(work.team), str(work.function)),
    )
    short = sum(work.short for work in works)
    ends = periods[C.ends_on].max()
    return Workload(
        state=_state(view, sized, works, short),
        works=tuple(works),
        needed=sum(one.effort_days or 0.0 for one in sized),
        short=short,
        unestimated=len(still) - len(sized),
        uncounted=uncounted,
        until=None if pd.isna(ends) else ends,
    )


def _state(view: View, sized: Sequence[Requirement], works: Sequence[Work], short: float) -> WorkState:
    if not view.has("capacity"):
        return WorkState.NO_TABLE
    if not sized:
        return WorkState.NO_WORK
    if not works:
        return WorkState.UNCOUNTED
    return WorkState.SHORT if short > 0 else WorkState.FITS


def _periods(view: View) -> pd.DataFrame:
    """The newest count of each team, function and period that has not ended."""
    rows = view.table("capacity").sort_values(C.as_of, kind="stable")
    rows = rows.drop_duplicates([C.team, C.function, C.starts_on], keep="last")
    return rows[rows[C.ends_on] > view.as_of].sort_values(C.starts_on, kind="stable")


def _of(periods: pd.DataFrame, key: Key) -> pd.DataFrame:
    team, function = key
    mine = periods[periods[C.team] == team]
    return mine[mine[C.function].isna()] if function is None else mine[mine[C.function] == function]


def _team_of(one: Requirement, view: View, periods: pd.DataFrame) -> Key | None:
    """The counted team and function of who answers it: the owner's own, else the account's team."""
    people = view.table("employees")
    rows = people[people[E.employee_id] == one.owner_id]
    row = None if rows.empty else rows.iloc[-1]
    function = None if row is None else text(row[E.function])
    mine = account(view)
    teams = [None if row is None else text(row[E.team]), None if mine is None else text(mine[A.team])]
    for team in teams:
        for what in (function, None):
            if team is not None and not _of(periods, (team, what)).empty:
                return (team, what)
    return None


def _work(key: Key, asked: Sequence[Requirement], periods: pd.DataFrame, as_of: pd.Timestamp) -> Work:
    short = needed = 0.0
    for one in sorted(asked, key=lambda one: one.due_on or pd.Timestamp.max):
        needed += one.effort_days or 0.0
        if one.due_on is not None:
            short = max(short, needed - _free(periods, as_of, one.due_on))
    dues = [one.due_on for one in asked if one.due_on is not None]
    last = max(dues, default=None)
    until = last if last is not None and last > as_of else as_of
    return Work(
        *key,
        asks=len(asked),
        needed=needed,
        by=last,
        free=_free(periods, as_of, until),
        short=round(short, 6),
        possible_on=_possible(periods, as_of, needed),
    )


def _free(periods: pd.DataFrame, as_of: pd.Timestamp, until: pd.Timestamp) -> float:
    """Free days after as_of up to a day, that day too."""
    total = 0.0
    for row in periods.to_dict("records"):
        first, last = max(row[C.starts_on], as_of + DAY), min(row[C.ends_on], until)
        days = max((last - first).days + 1, 0)
        total += row[C.free_days] * days / max((row[C.ends_on] - row[C.starts_on]).days + 1, 1)
    return round(total, 6)


def _possible(periods: pd.DataFrame, as_of: pd.Timestamp, needed: float) -> pd.Timestamp | None:
    if periods.empty:
        return None
    for on in pd.date_range(as_of + DAY, periods[C.ends_on].max()):
        if _free(periods, as_of, on) >= needed:
            return on
    return None
