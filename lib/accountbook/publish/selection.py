"""Who gets a page: accounts, the teams and people who answer for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from accountbook.book import Book, BookError, teams_of
from accountbook.publish.outcome import PublishError
from accountbook.tables import Accounts as A
from accountbook.tables import Contacts as C
from accountbook.tables import Employees as E
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L

YEAR = pd.Timedelta(days=365)


@dataclass(frozen=True)
class Who:
    """An account and who answers for it.

    Attributes
    ----------
    account_id, name : the account; its number where it has no name.
    team : who may see it, see `accountbook.book.teams_of`; empty: the company alone.
    owner_id : empty where nobody wrote it down.
    owner : the owner's name, or number.
    owner_team : the team of all the owner's accounts; empty where they are of several.
    deals : the deals that a page may be about, the one that asks most first: the open ones, or those asked for.
    """

    account_id: str
    name: str
    team: str = ""
    owner_id: str = ""
    owner: str = ""
    owner_team: str = ""
    deals: tuple[str, ...] = ()


def choose(
    book: Book,
    *,
    accounts: Sequence[str] = (),
    teams: Sequence[str] = (),
    owners: Sequence[str] = (),
    opportunities: Sequence[str] = (),
    top: int | None = None,
) -> list[Who]:
    """Give the accounts of an edition, by number.

    Parameters
    ----------
    book : as known on the edition's date.
    accounts : only these; none: every active account, which has an order, an open deal or a contact.
    teams, owners : only the accounts of these teams, and of these owners.
    opportunities : the accounts of these deals too, or only they where no account is named; of such an account only
        these deals.
    top : only so many, of the largest revenue in the 365 days up to the date.

    Raises
    ------
    PublishError
        If an account, a team, an owner or a deal is unknown on that date.
    """
    everyone = _everyone(book)
    known = {who.account_id for who in everyone}
    for strange in sorted(set(accounts) - known):
        # the book names the nearest ones
        try:
            book.account(strange)
        except BookError as error:
            raise PublishError(str(error)) from error
    if strange := sorted(set(teams) - {who.team for who in everyone if who.team}):
        have = sorted({who.team for who in everyone if who.team})
        raise PublishError(f"no account belongs to team {_named(strange)}; teams are {_named(have) or 'not given'}")
    if strange := sorted(set(owners) - {who.owner_id for who in everyone if who.owner_id}):
        have = sorted({who.owner_id for who in everyone if who.owner_id})
        raise PublishError(f"no account belongs to owner {_named(strange)}; owners are {_named(have) or 'not given'}")
    named = _deals(book, opportunities)
    wanted = {*accounts, *named} or _active(book)
    deals = _open(book) | named
    chosen = [
        replace(who, deals=deals.get(who.account_id, ()))
        for who in everyone
        if who.account_id in wanted and (not teams or who.team in teams) and (not owners or who.owner_id in owners)
    ]
    if top is not None:
        revenue = revenue_of_a_year(book)
        chosen.sort(key=lambda who: (-revenue.get(who.account_id, 0.0), who.account_id))
        chosen = sorted(chosen[:top], key=lambda who: who.account_id)
    return chosen


def _deals(book: Book, asked: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The deals that were asked for, by account."""
    table = book.table("opportunities")
    if strange := sorted(set(asked) - set(table[O.opportunity_id])):
        raise PublishError(
            f"no deal {_named(strange)} was known as of {book.as_of:%Y-%m-%d}; "
            f"{len(table)} were, {_named(sorted(table[O.opportunity_id])) or 'none'}"
        )
    return _by_account(table[table[O.opportunity_id].isin(asked)])


def _open(book: Book) -> dict[str, tuple[str, ...]]:
    """The open deals by account."""
    table = book.table("opportunities")
    return _by_account(table[table[O.outcome] == "open"])


def _by_account(deals: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Numbers of deals by account, the one that asks most first."""
    ranked = deals.sort_values([O.amount, O.opportunity_id], ascending=[False, True])
    return {account: tuple(rows[O.opportunity_id]) for account, rows in ranked.groupby(O.account_id)}


def revenue_of_a_year(book: Book) -> dict[str, float]:
    """Give each account's revenue of the 365 days up to the date, in the company's currency."""
    days = book.order_days()
    days = days[days[L.order_date] > book.as_of - YEAR]
    return days.groupby(L.account_id)[L.amount].sum().to_dict()


def _active(book: Book) -> set[str]:
    deals, contacts = book.table("opportunities"), book.table("contacts")
    return {
        *book.order_days()[L.account_id],
        *deals.loc[deals[O.outcome] == "open", O.account_id],
        *contacts[C.account_id].dropna(),
    }


def _everyone(book: Book) -> list[Who]:
    table = book.table("accounts").set_index(A.account_id)
    people = book.table("employees").set_index(E.employee_id)[E.name].to_dict()
    teams, everyone = teams_of(book), []
    theirs: dict[str, set[str]] = {}
    for account_id in book.accounts():
        row = table.loc[account_id] if account_id in table.index else {}
        name, owner = (_text(row.get(column)) for column in (A.name, A.owner_id))
        team = teams.get(account_id, "")
        theirs.setdefault(owner, set()).add(team)
        everyone.append(Who(account_id, name or account_id, team, owner, _text(people.get(owner)) or owner))
    only = {owner: min(some) if len(some) == 1 else "" for owner, some in theirs.items()}
    return [replace(who, owner_team=only[who.owner_id]) for who in everyone]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _named(ids: Sequence[str], most: int = 5) -> str:
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(repr(one) for one in ids[:most]) + more
