"""The team that answers for each account: it decides who may see the account's pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

import pandas as pd

from accountbook.tables import Accounts as A
from accountbook.tables import Employees as E


class Tables(Protocol):
    """What is read of `Book`."""

    settings: Any

    def table(self, name: str) -> pd.DataFrame: ...


def teams_of(book: Tables) -> dict[str, str]:
    """The team that answers for each account of the accounts table; empty: nobody does, only the company.

    An account that has no owner is the company's alone, even where a team is written on it. Of one that has, the team
    is what ``[owners]`` of book.toml says of its owner; else what is written on the account; else the owner's own.

    Parameters
    ----------
    book : a book as known on its date, or one account's.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from accountbook.tables import TABLES
    >>> rows = {
    ...     "accounts": [
    ...         {"account_id": "A", "name": "A", "owner_id": "E1"},
    ...         {"account_id": "B", "name": "B", "owner_id": "E1", "team": "North"},
    ...         {"account_id": "C", "name": "C", "owner_id": "E2", "team": "North"},
    ...         {"account_id": "D", "name": "D", "team": "North"},
    ...     ],
    ...     "employees": [{"employee_id": "E1", "name": "Kim", "team": "South"}],
    ... }
    >>> book = SimpleNamespace(
    ...     settings=SimpleNamespace(owners={"E2": "East"}), table=lambda name: TABLES[name].frame(rows[name])
    ... )
    >>> teams_of(book)
    {'A': 'South', 'B': 'North', 'C': 'East', 'D': ''}
    """
    said: dict[str, str] = getattr(book.settings, "owners", None) or {}
    people = book.table("employees")
    own = dict(zip(people[E.employee_id], map(_text, people[E.team]), strict=True))
    accounts = book.table("accounts").drop_duplicates(A.account_id, keep="last")
    found = {}
    for account_id, owner_id, team in zip(accounts[A.account_id], accounts[A.owner_id], accounts[A.team], strict=True):
        owner = _text(owner_id)
        found[account_id] = said.get(owner, _text(team) or own.get(owner, "")) if owner else ""
    return found


def names_accounts(settings: Any, teams: Collection[str]) -> bool:
    """Whether pages about the company may name the accounts of teams.

    As ``[access] name_accounts`` of book.toml says. Where it says nothing, only where there is nobody to hide them
    from: the company is invented, or there is one team at most, those that book.toml names included.

    Parameters
    ----------
    settings : the book's; None: book.toml says nothing.
    teams : of the accounts; empty ones don't count.

    Examples
    --------
    >>> from accountbook.book.settings import Settings
    >>> real = Settings(company="Nova", currency="EUR")
    >>> names_accounts(real, ["South", ""]), names_accounts(real, ["South", "North"])
    (True, False)
    """
    said = getattr(getattr(settings, "access", None), "name_accounts", None)
    if said is not None:
        return said
    named = {*teams, *(getattr(settings, "teams", None) or {}), *(getattr(settings, "owners", None) or {}).values()}
    return bool(getattr(settings, "invented", False)) or len(named - {""}) <= 1


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
