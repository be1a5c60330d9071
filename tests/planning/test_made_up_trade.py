"""In the made-up company contracts, service, the channel and what runs there change what is to be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.planning.assortment import assortment
from accountbook.planning.cash import cash
from accountbook.planning.channel import channel
from accountbook.planning.closures import closures
from accountbook.planning.fiscal import fiscal
from accountbook.planning.installed import installed
from accountbook.planning.rhythm import rhythm
from accountbook.planning.service import service

DAYS = ("2026-10-31", "2026-08-31", "2026-06-30", "2026-04-30")


class Without:
    """A book as if it lacked the rows of some tables."""

    def __init__(self, book: Book, *names: str) -> None:
        self._book, self._names = book, names

    def __getattr__(self, name: str) -> object:
        return getattr(self._book, name)

    def table(self, name: str) -> pd.DataFrame:
        found = self._book.table(name)
        return found.iloc[:0] if name in self._names else found

    def order_days(self) -> pd.DataFrame:
        found = self._book.order_days()
        return found.iloc[:0] if "order_lines" in self._names else found

    def at(self, as_of: pd.Timestamp) -> Without:
        return Without(self._book.at(as_of), *self._names)


@pytest.fixture(scope="module")
def slices(demo_book) -> Callable[[], list[Book]]:
    """Every account's book at some days, opened once."""

    @cache
    def every() -> list[Book]:
        books = [Book.open(demo_book, day) for day in DAYS]
        return [book.account(one) for book in books for one in book.table("accounts")["account_id"]]

    return every


def first(slices, judge, code: str) -> tuple[Book, object]:
    """The first account and day at which a judgement asks for something, and what it asks."""
    for book in slices():
        for one in judge(book).actions:
            if one.does.code == code:
                return book, one
    pytest.fail(f"no account of the made-up company asks for {code}")


def channel_ahead(book: Book) -> object:
    """The channel with an order that is forecast for two months ahead."""
    return channel(book, due=book.as_of + pd.Timedelta(days=60))


@pytest.mark.parametrize(
    ("judge", "code", "tables"),
    [
        pytest.param(cash, "collect", ("invoices",), id="cap 18"),
        pytest.param(cash, "obligation", ("contracts",), id="cap 82"),
        pytest.param(service, "settle_claim", ("claims",), id="cap 22"),
        pytest.param(channel, "stock_high", ("sellout",), id="cap 20"),
        pytest.param(channel_ahead, "stock_low", ("sellout",), id="cap 32"),
        pytest.param(installed, "offer_replacement", ("installed_base",), id="cap 79"),
    ],
)
def test_made_up_rows_ask_for_it_and_without_them_nothing_does(slices, judge, code, tables):
    book, _ = first(slices, judge, code)
    assert code not in [one.does.code for one in judge(Without(book, *tables)).actions]


def test_cap_18_the_made_up_invoice_is_late_by_what_its_own_rows_say(slices):
    book, one = first(slices, cash, "collect")
    (row,) = book.table("invoices").query("invoice_id == @one.does.facts['invoice_id']").to_dict("records")
    assert (book.as_of - row["due_on"]).days == one.does.facts["days_late"] > 0
    paid = book.table("payments").query("invoice_id == @row['invoice_id']")["amount"].sum()
    if row["currency"] == book.settings.currency:
        assert one.does.facts["amount"] == pytest.approx(row["amount"] - paid)
    # a payment that comes tomorrow is not known today, and settles nothing
    assert one.does.facts["amount"] > 0


def test_cap_34_a_made_up_loyal_item_runs_somewhere(slices):
    for book in slices():
        for item in assortment(book).items:
            if item.reason.code == "loyal_installed":
                without = assortment(Without(book, "installed_base", "account_facts")).items
                other = next(one for one in without if one.item_id == item.item_id)
                assert other.reason.code in ("loyal", "loyal_companion")
                return
    pytest.fail("no loyal item of the made-up company is explained by what runs there")


def has_kind(kind: str) -> Callable[[object], bool]:
    return lambda book: any(one.kind == kind for one in assortment(book).items)


def has_closure(kind: str) -> Callable[[object], bool]:
    return lambda book: any(one.kind == kind for one in closures(book))


@pytest.mark.parametrize(
    ("line", "tables"),
    [
        pytest.param(has_kind("focus"), ("order_lines",), id="cap 31"),
        pytest.param(has_kind("seasonal"), ("order_lines",), id="cap 33"),
        pytest.param(lambda book: str(rhythm(book).state) == "known", ("order_lines",), id="cap 35"),
        pytest.param(has_kind("change_over"), ("items",), id="cap 36"),
        pytest.param(lambda book: fiscal(book).recorded is not None, ("accounts",), id="cap 37, recorded"),
        pytest.param(lambda book: fiscal(book).inferred is not None, ("order_lines",), id="cap 37, from the peaks"),
        pytest.param(has_closure("holiday"), ("accounts",), id="cap 38, holidays"),
    ],
)
def test_made_up_rows_give_a_line_of_the_pattern_and_without_them_there_is_none(slices, line, tables):
    book = next((book for book in slices() if line(book)), None)
    assert book is not None, "no account of the made-up company has it"
    assert not line(Without(book, *tables))
