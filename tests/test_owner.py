"""An owner: the accounts, their plans, and what lies ahead of all of them."""

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.owner import Owner

AS_OF = "2026-10-31"


@pytest.fixture(scope="module")
def book(demo_book):
    return Book.open(demo_book, AS_OF)


@pytest.fixture(scope="module")
def owner(book):
    return Owner(book, book.table("accounts")["owner_id"].dropna().iloc[0])


def test_an_owner_has_the_accounts_that_the_table_gives_him_those_that_ordered_most_first(owner, book):
    table = book.table("accounts")
    assert set(owner.accounts) == set(table.loc[table["owner_id"] == owner.owner_id, "account_id"])
    ordered = [plan.months.last_12.value for plan in owner.plans if plan.months.last_12 is not None]
    assert ordered == sorted(ordered, reverse=True) and len(owner.plans) == len(owner.accounts)
    people = book.table("employees").set_index("employee_id")["name"]
    assert owner.name == people[owner.owner_id]


def test_the_agenda_holds_every_account_s_dates_soonest_first(owner):
    assert {one.account_id for one in owner.agenda} <= set(owner.accounts)
    assert [one.start for one in owner.agenda] == sorted(one.start for one in owner.agenda)
    assert all(one.end > pd.Timestamp(AS_OF) for one in owner.agenda)
    agreed = owner.book.table("contacts").set_index("name")["consent"]
    assert all(agreed[one.what.facts["name"]] for one in owner.agenda if one.what.code == "birthday")
