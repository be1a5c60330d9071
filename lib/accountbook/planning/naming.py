"""Whom a page about the company may name, and what it says of the others: sums of five accounts and more.

A sum tells nothing of a single account only if no other figure beside it can be taken away from it. So what is left
out of the sums by team is left out of every total on the page too, each account is in one sum, and a figure that
is told by team on one page of the company is told on no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.book import names_accounts, teams_of
from accountbook.planning.view import View

LEAST = 5


@dataclass(frozen=True)
class Naming:
    """Which accounts a page about the company may name.

    Attributes
    ----------
    everyone : whether it may name those of teams.
    teams : the team of each account; an account that is not in it, or has an empty one, is the company's own and may
        be named.
    least : accounts that a sum holds at least.
    """

    everyone: bool
    teams: Mapping[str, str]
    least: int = LEAST

    def allows(self, account_id: str) -> bool:
        """Whether an account may be named."""
        return self.everyone or not self.teams.get(account_id)


@dataclass(frozen=True)
class Group:
    """A sum over accounts.

    Attributes
    ----------
    teams : the team whose accounts these are, or those teams that are too small for a sum of their own.
    accounts : how many.
    values : sums by name.
    """

    teams: tuple[str, ...]
    accounts: int
    values: Mapping[str, float]


@dataclass(frozen=True)
class Sums:
    """What may be said of accounts that may not be named.

    Attributes
    ----------
    groups : by name of the team; the small teams together stand last.
    told : the accounts in them. left_out : how many accounts are in no sum.
    least : accounts that a sum holds at least.
    """

    groups: tuple[Group, ...]
    told: frozenset[str]
    left_out: int
    least: int = LEAST

    def total(self, name: str) -> float:
        """The sum over all groups."""
        return sum(group.values[name] for group in self.groups)


def naming(view: View) -> Naming:
    """Whom pages about a whole book may name, by book.toml.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"account_id": team[0], "name": team, "team": team, "owner_id": "E"} for team in ("South", "North")]
    >>> found = naming(MemoryView("2026-10-31", {"accounts": rows}))
    >>> found.everyone, found.allows("S"), found.allows("X")
    (False, False, True)
    """
    teams = teams_of(view)
    least = getattr(getattr(view.settings, "access", None), "least", LEAST)
    return Naming(names_accounts(view.settings, set(teams.values())), teams, least)


def team_sums(values: pd.DataFrame, naming: Naming) -> Sums:
    """Sums by team over the accounts that may not be named.

    Parameters
    ----------
    values : numbers, indexed by account_id: only accounts that add to the sums, as five of which four have nothing
        are one.

    Returns
    -------
    Sums
        Teams with fewer than ``naming.least`` such accounts are one group; if that is still too small, it is left out.

    Examples
    --------
    >>> teams = {f"{team}{n}": team for team, most in (("A", 6), ("B", 3), ("C", 2), ("", 1)) for n in range(most)}
    >>> values = pd.DataFrame({"money": 1.0}, index=list(teams))
    >>> found = team_sums(values, Naming(False, teams))
    >>> [(group.teams, group.accounts, group.values["money"]) for group in found.groups], found.left_out
    ([(('A',), 6, 6.0), (('B', 'C'), 5, 5.0)], 0)
    >>> [group.teams for group in team_sums(values.drop("B0"), Naming(False, teams)).groups]
    [('A',)]
    """
    hidden = values.loc[[not naming.allows(account) for account in values.index]]
    teams = pd.Series([naming.teams.get(account, "") for account in hidden.index], index=hidden.index, dtype="str")
    sizes = teams.value_counts().to_dict()
    small = tuple(sorted(team for team, size in sizes.items() if size < naming.least))
    wanted = [*((team,) for team in sorted(set(sizes) - set(small))), *([small] if small else [])]
    groups, told = [], set()
    for some in wanted:
        rows = hidden[teams.isin(some)]
        if len(rows) >= naming.least:
            groups.append(Group(some, len(rows), {name: float(rows[name].sum()) for name in rows.columns}))
            told.update(rows.index)
    return Sums(tuple(groups), frozenset(told), len(hidden) - len(told), naming.least)


def told_accounts(accounts: Iterable[str], naming: Naming) -> tuple[frozenset[str], int]:
    """The accounts that may be in a figure, and how many may not.

    In it are those that may be named, and of the others those that are enough for a sum.

    Examples
    --------
    >>> told_accounts(["A", "B"], Naming(False, {"A": "South"}))
    (frozenset({'B'}), 1)
    """
    accounts = sorted(set(accounts))
    sums = team_sums(pd.DataFrame({"rows": 1.0}, index=accounts), naming)
    return frozenset(one for one in accounts if naming.allows(one)) | sums.told, sums.left_out


def told_rows(rows: pd.DataFrame, naming: Naming, *, by: str | None = None) -> pd.DataFrame:
    """Rows of the accounts that may be in a figure; see `told_accounts`.

    Parameters
    ----------
    rows : with ``account_id``.
    by : a column; the rows of each of its values are a figure of their own, and are asked for by themselves.

    Examples
    --------
    >>> teams = {f"A{n}": "South" for n in range(5)}
    >>> rows = pd.DataFrame({"account_id": [*teams, "A0"], "target": ["date"] * 5 + ["amount"]})
    >>> told_rows(rows, Naming(False, teams), by="target")["target"].unique().tolist()
    ['date']
    """
    if by is None:
        return rows[rows["account_id"].isin(told_accounts(rows["account_id"], naming)[0])]
    told = np.zeros(len(rows), dtype=bool)
    for where in rows.groupby(by).indices.values():
        mine = rows["account_id"].iloc[where]
        told[where] = mine.isin(told_accounts(mine, naming)[0])
    return rows[told]
