"""How fresh each table of a load is, beside how often it usually moves, and what each owner's accounts last brought.

A table is stale when it has been silent for more than `STEPS` of its usual steps, more than a week, and more than
twice its longest silence of the two years before: a book of quarterly targets is not stale in a quiet month, and a
contact list of March is stale in November.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.planning.naming import Naming
from accountbook.planning.values import day, text
from accountbook.planning.view import View, staff
from accountbook.tables import TABLES, Row, Table
from accountbook.tables import Accounts as A
from accountbook.tables import ContactEvents as E
from accountbook.tables import RoleSlots as S

STEPS, LEAST_DAYS, FEWEST_DAYS, BACK = 7, 7, 5, 730


@dataclass(frozen=True)
class TableAge:
    """How fresh a table is.

    Attributes
    ----------
    rows, undated : rows in all, and those without a day, which count as always known. Of a table whose rows have no
        day by their nature, none is counted as undated.
    newest : the newest day on which anything in it became known; None where nothing says.
    step : the usual days from one such day to the next; None with fewer than five.
    silent : days from the newest to the export. longest : the longest silence of the two years before.
    """

    table: str
    rows: int
    undated: int
    newest: pd.Timestamp | None
    step: int | None
    silent: int | None
    longest: int | None
    stale: bool


@dataclass(frozen=True)
class OwnerAge:
    """What an owner's accounts last brought; of a team where owners may not be told.

    Attributes
    ----------
    name : of the owner or team. accounts : theirs.
    event, role : the newest contact event and the newest assessment of a role at any of them.
    unassessed : their accounts without an assessment in a year.
    """

    name: str
    accounts: int
    event: pd.Timestamp | None
    role: pd.Timestamp | None
    unassessed: int


def freshness_of(view: View, told_on: pd.Timestamp) -> tuple[TableAge, ...]:
    """Every table of the load with its age on the day of the export; stale ones first, the longest silent first.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rates = [{"currency": "USD", "date": f"2026-0{month}-01", "rate": 1.0} for month in range(1, 7)]
    >>> [found] = freshness_of(MemoryView("2026-10-31", {"fx_rates": rates}), pd.Timestamp("2026-10-31"))
    >>> found.newest, found.step, found.silent, found.stale
    (Timestamp('2026-06-01 00:00:00'), 31, 152, False)
    """
    ages = [_age(name, view.table(name), told_on) for name in TABLES if view.has(name)]
    return tuple(sorted(ages, key=lambda one: (not one.stale, -(one.silent or 0) if one.stale else 0)))


def _age(name: str, rows: pd.DataFrame, told_on: pd.Timestamp) -> TableAge:
    table = TABLES[name]
    known_on = table.about.known_on
    undated = int(rows[known_on].isna().sum()) if known_on else 0
    days = _days(table, rows, told_on)
    if not len(days):
        return TableAge(name, len(rows), undated, None, None, None, None, False)
    silent = (told_on - days[-1]).days
    steps = np.diff(days[days > days[-1] - pd.Timedelta(days=BACK)].to_numpy()) // np.timedelta64(1, "D")
    if len(days) < FEWEST_DAYS or not len(steps):
        return TableAge(name, len(rows), undated, day(days[-1]), None, silent, None, False)
    step, longest = int(np.median(steps)), int(steps.max())
    stale = silent > max(STEPS * step, LEAST_DAYS, 2 * longest)
    return TableAge(name, len(rows), undated, day(days[-1]), step, silent, longest, stale)


def _days(table: Table, rows: pd.DataFrame, told_on: pd.Timestamp) -> pd.DatetimeIndex:
    """The days on which anything in a table became known: a row's own, and those of columns that have their own."""
    own = [column for column, meaning in table.meanings.items() if meaning.known_on == column]
    known = [table.about.known_on] if table.about.known_on else []
    # a row without a day of its own was still written down some day, where the source says so
    columns = dict.fromkeys([*known, *own, *([] if known else [Row.recorded_at])])
    days = pd.concat([rows[column] for column in columns]).dropna().dt.normalize().unique() if len(rows) else []
    return pd.DatetimeIndex(days)[pd.DatetimeIndex(days) <= told_on].sort_values()


def owners_of(view: View, told_on: pd.Timestamp, naming: Naming | None = None) -> tuple[OwnerAge, ...]:
    """What each owner's accounts last brought, by name; teams of enough accounts where accounts may not be named.

    Empty where the book has neither contact events nor assessments of roles.
    """
    if not (view.has("contact_events") or view.has("role_slots")) or not view.has("accounts"):
        return ()
    accounts = view.table("accounts").set_index(A.account_id)
    open_to_all = naming is None or naming.everyone
    groups = accounts[A.owner_id] if open_to_all else pd.Series(naming.teams, dtype="str").reindex(accounts.index)
    names = staff(view) if open_to_all else {}
    last = {
        "event": _newest(view, "contact_events", E.met_on),
        "role": _newest(view, "role_slots", S.assessed_on),
    }
    found = []
    for key, mine in groups.groupby(groups).groups.items():
        if not text(key) or (not open_to_all and len(mine) < naming.least):
            continue
        ages = {name: days.reindex(mine) for name, days in last.items()}
        old = ages["role"].isna() | (ages["role"] < told_on - pd.Timedelta(days=365))
        newest = {name: day(days.max()) for name, days in ages.items()}
        found.append(OwnerAge(text(names.get(key)) or str(key), len(mine), **newest, unassessed=int(old.sum())))
    return tuple(sorted(found, key=lambda one: one.name))


def _newest(view: View, name: str, column: str) -> pd.Series:
    rows = view.table(name)
    return rows.groupby(A.account_id)[column].max()
