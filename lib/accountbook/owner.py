"""One owner's accounts: a plan for each, and what lies ahead of all of them."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from accountbook.book import Book
from accountbook.plan import Plan
from accountbook.planning.agenda import Entry, agenda
from accountbook.planning.values import text
from accountbook.tables import Accounts as A
from accountbook.tables import Employees as E


class Owner:
    """An owner's accounts.

    Parameters
    ----------
    book : the whole book.
    owner_id : our employee's number.

    Attributes
    ----------
    book, owner_id : as given.
    """

    def __init__(self, book: Book, owner_id: str) -> None:
        self.book, self.owner_id = book, owner_id

    @cached_property
    def name(self) -> str:
        """The owner's name; the number where nobody wrote it down."""
        people = self.book.table("employees")
        found = people.loc[people[E.employee_id] == self.owner_id, E.name]
        return (None if found.empty else text(found.iloc[-1])) or self.owner_id

    @cached_property
    def accounts(self) -> tuple[str, ...]:
        """Numbers of the accounts that the owner answers for."""
        table = self.book.table("accounts")
        return tuple(sorted(table.loc[table[A.owner_id] == self.owner_id, A.account_id]))

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """A plan for each account: those that ordered most in twelve months first."""
        read: dict[tuple[str, str], pd.DataFrame | None] = {}
        plans = [_OnePlan(self.book.account(account), read) for account in self.accounts]
        return tuple(sorted(plans, key=lambda plan: (-_ordered(plan), plan.book.account_id)))

    @cached_property
    def agenda(self) -> tuple[Entry, ...]:
        """The dates ahead of all accounts, soonest first."""
        found = [entry for plan in self.plans for entry in agenda_of(plan)]
        return tuple(sorted(found, key=lambda one: (one.start, one.name, one.what.code, one.ref)))


class _OnePlan(Plan):
    """A plan that finds its predictions among those already read for the owner's other accounts."""

    def __init__(self, book: Book, read: dict[tuple[str, str], pd.DataFrame | None]) -> None:
        super().__init__(book)
        self._read = read

    def predicted(self, kind: str) -> pd.DataFrame | None:
        if ("now", kind) not in self._read:
            ledger = self.book.ledger
            self._read["now", kind] = ledger.predictions(kind, load_id=self.book.load_id, as_of=self.book.as_of)
        return self._mine(self._read["now", kind])

    def history(self, kind: str) -> pd.DataFrame | None:
        if ("before", kind) not in self._read:
            self._read["before", kind] = self.book.ledger.history(kind, before=self.book.as_of)
        found = self._read["before", kind]
        return None if found is None or found.empty else self._mine(found)


def agenda_of(plan: Plan) -> tuple[Entry, ...]:
    """The dates ahead of one account."""
    return agenda(
        plan.book,
        next_order=plan.next_order,
        deals=plan.deals,
        fiscal=plan.fiscal,
        coverage=plan.coverage,
        closures=plan.closures,
    )


def _ordered(plan: Plan) -> float:
    year = plan.months.last_12
    return 0.0 if year is None else year.value
