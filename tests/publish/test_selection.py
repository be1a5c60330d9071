"""Whose an account is, and where its and its owner's pages lie."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.publish.places import pages_of
from accountbook.publish.selection import choose
from accountbook.tables import TABLES

ACCOUNTS = [
    {"account_id": "1", "name": "Written", "team": "South", "owner_id": "E1"},
    {"account_id": "2", "name": "Of its owner", "owner_id": "E2"},
    {"account_id": "3", "name": "Nobody's", "team": "South"},
    {"account_id": "4", "name": "Overruled", "team": "South", "owner_id": "E3"},
    {"account_id": "5", "name": "Another of E1", "team": "North", "owner_id": "E1"},
    {"account_id": "6", "name": "Taken back", "team": "South", "owner_id": "E4"},
    {"account_id": "7", "name": "Of a stranger", "owner_id": "E9"},
]


@pytest.fixture
def book(make_book, tmp_path) -> Book:
    lines = TABLES["order_lines"].frame(
        {"order_id": one, "line": "1", "account_id": one, "order_date": pd.Timestamp("2026-05-05"), "kind": "order",
         "item_id": "V", "quantity": 1.0, "unit_price": 1.0, "currency": "EUR"}
        for one in "12345678"
    )  # fmt: skip
    people = [{"employee_id": "E2", "name": "Kim", "team": "North"}, {"employee_id": "E3", "name": "Lee"}]
    path = make_book(
        tmp_path / "book",
        order_lines=lines,
        accounts=TABLES["accounts"].frame(ACCOUNTS),
        employees=TABLES["employees"].frame(people),
    )
    with (path / "book.toml").open("a", encoding="utf-8") as file:
        file.write('\n[owners]\n"E3" = "East"\n"E4" = ""\n')
    return Book.open(path, "2026-10-31")


def test_an_account_is_of_its_owner_s_team_and_without_an_owner_the_company_s(book):
    found = {who.account_id: who.team for who in choose(book)}
    assert found == {"1": "South", "2": "North", "3": "", "4": "East", "5": "North", "6": "", "7": "", "8": ""}
    assert [who.account_id for who in choose(book, teams=["East"])] == ["4"]


def test_the_plan_of_an_account_says_the_same_team(book):
    from accountbook.planning.profile import profile

    assert [profile(book.account(one)).team for one in "1234"] == ["South", "North", None, "East"]


def test_A14_an_owner_s_page_lies_with_the_company_where_it_shows_two_teams_accounts(book):
    notebook = SimpleNamespace(entry=SimpleNamespace(name="mine", unit="owner"))
    assert {page.subject[1]: page.team for page in pages_of(notebook, choose(book))} == {
        "E1": "", "E2": "North", "E3": "East", "E4": "", "E9": ""
    }  # fmt: skip
    # also in an edition of one of its accounts only
    assert [page.team for page in pages_of(notebook, choose(book, accounts=["1"]))] == [""]
