"""One owner's accounts: a plan for each, and what lies ahead of all of them."""

from __future__ import annotations

from functools import cached_property

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
        plans = [Plan(self.book.account(account)) for account in self.accounts]
        return tuple(sorted(plans, key=lambda plan: (-_ordered(plan), plan.book.account_id)))

    @cached_property
    def agenda(self) -> tuple[Entry, ...]:
        """The dates ahead of all accounts, soonest first."""
        found = [entry for plan in self.plans for entry in agenda_of(plan)]
        return tuple(sorted(found, key=lambda one: (one.start, one.name, one.what.code, one.ref)))


def agenda_of(plan: Plan) -> tuple[Entry, ...]:
    """The dates ahead of one account."""
    return agenda(plan.book, next_order=plan.next_order, deals=plan.deals, fiscal=plan.fiscal, closures=plan.closures)


def _ordered(plan: Plan) -> float:
    year = plan.months.last_12
    return 0.0 if year is None else year.value
