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
from accountbook.planning.occasions import occasions
from accountbook.planning.rhythm import rhythm
from accountbook.planning.scenarios import scenarios
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


def asked_only_with(slices, judge, code: str, *tables: str) -> None:
    """Hold that an account is asked for it, and is not without the rows of some tables."""
    book, _ = first(slices, judge, code)
    assert code not in [one.does.code for one in judge(Without(book, *tables)).actions]


def test_cap_18_a_late_invoice_is_to_be_collected(slices):
    asked_only_with(slices, cash, "collect", "invoices")


def test_cap_82_an_obligation_is_given_to_somebody(slices):
    asked_only_with(slices, cash, "obligation", "contracts")


def test_cap_22_a_claim_is_to_be_settled(slices):
    asked_only_with(slices, service, "settle_claim", "claims")


def test_cap_20_a_full_shelf_is_to_be_emptied(slices):
    asked_only_with(slices, channel, "stock_high", "sellout")


def test_cap_32_what_sells_out_is_offered(slices):
    asked_only_with(slices, channel_ahead, "stock_low", "sellout")


def test_cap_79_a_replacement_is_offered_when_its_moment_comes(slices):
    asked_only_with(slices, installed, "offer_replacement", "installed_base")


def pattern(book: Book) -> object:
    """What the purchase pattern asks for, the next order expected by the usual gap."""
    days, gap = book.order_days()["order_date"], rhythm(book).gap
    due = None if gap is None or days.empty else days.max() + pd.Timedelta(days=gap)
    return occasions(book, bought=assortment(book), closed=closures(book), year=fiscal(book), due=due)


def test_cap_31_an_item_that_falls_back_is_asked_about(slices):
    asked_only_with(slices, pattern, "ask_focus", "order_lines")


def test_cap_33_a_season_is_told_before_it_begins(slices):
    asked_only_with(slices, pattern, "offer_season", "order_lines")


def test_cap_34_what_a_loyal_customer_left_out_is_asked_about(slices):
    asked_only_with(slices, pattern, "ask_loyal", "order_lines")


def test_cap_36_a_successor_is_offered(slices):
    asked_only_with(slices, pattern, "offer_successor", "items")


def test_cap_37_the_budget_is_asked_about_before_the_recorded_year_end(slices):
    def recorded(view: object) -> list[object]:
        asked = (one.does for one in pattern(view).actions)
        return [one.facts["on"] for one in asked if one.code == "before_year_end" and not one.facts["seen"]]

    book = next(book for book in slices() if recorded(book))
    month = book.table("accounts")["fiscal_year_end_month"].iloc[-1]
    assert [on.month for on in recorded(book)] == [month] and recorded(Without(book, "accounts")) == []


def test_cap_37_record_and_peaks_that_differ_are_settled(slices):
    asked_only_with(slices, pattern, "settle_year_end", "accounts")


def test_cap_38_an_order_is_asked_for_before_they_close(demo_book):
    """Looked for before Easter and before Chuseok."""
    books = (Book.open(demo_book, day) for day in ("2026-03-28", "2025-09-29"))
    views = (book.account(one) for book in books for one in book.table("accounts")["account_id"])
    asked_only_with(lambda: views, pattern, "before_closure", "accounts")


def test_cap_7_what_comes_after_a_contract_is_to_be_written_where_no_draft_says_it(slices):
    def writes(*gone: str) -> list[bool]:
        seen = (scenarios(Without(book, *gone)) for book in slices() if book.as_of == pd.Timestamp(DAYS[0]))
        return ["write_after" in [one.does.code for one in found.actions] for found in seen]

    assert any(writes("scenarios")) and not any(writes("scenarios", "contracts"))


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
def test_cap_31_33_35_36_37_38_rows_give_a_line_of_the_pattern_and_without_them_there_is_none(slices, line, tables):
    book = next((book for book in slices() if line(book)), None)
    assert book is not None, "no account of the made-up company has it"
    assert not line(Without(book, *tables))
