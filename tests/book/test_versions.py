"""Rows without a date of their own, across loads."""

from __future__ import annotations

import pandas as pd

from accountbook.book import Book


def account(account_id: str, tier: str, **more) -> dict:
    return {"account_id": account_id, "name": f"{account_id} Co (invented)", "tier": tier} | more


def tiers(book: Book) -> dict[str, str]:
    table = book.table("accounts")
    return dict(zip(table["account_id"], table["tier"], strict=True))


def test_rows_of_the_first_load_are_always_known_and_later_ones_since_the_export_that_shows_them(load, book_path):
    load({"accounts": [account("A", "x"), account("B", "x")]}, exported_on="2026-06-01")
    load({"accounts": [account("A", "x"), account("B", "y"), account("N", "x")]}, exported_on="2026-07-01")
    load({"accounts": [account("A", "x"), account("N", "z")]}, exported_on="2026-08-01")
    book = Book.open(book_path, "2026-10-31")
    assert tiers(book.at("2026-03-02")) == {"A": "x", "B": "x"}
    assert tiers(book.at("2026-06-30")) == {"A": "x", "B": "x"}
    assert tiers(book.at("2026-07-01")) == {"A": "x", "B": "y", "N": "x"}
    assert tiers(book.at("2026-07-31")) == {"A": "x", "B": "y", "N": "x"}
    assert tiers(book) == {"A": "x", "N": "z"}
    assert book.first_export == pd.Timestamp("2026-06-01")
    assert book.exported_on == pd.Timestamp("2026-08-01")
    assert [str(day)[:10] for day in book.table("accounts")["first_loaded_on"]] == ["NaT", "2026-08-01"]


def test_a_row_that_was_recorded_on_a_day_needs_no_load_to_date_it(load, book_path):
    load({"accounts": [account("A", "x")]}, exported_on="2026-06-01")
    load({"accounts": [account("A", "x"), account("R", "x", recorded_at="2026-06-09 10:00")]}, exported_on="2026-07-01")
    book = Book.open(book_path, "2026-10-31")
    assert [list(tiers(book.at(day))) for day in ("2026-06-08", "2026-06-09")] == [["A"], ["A", "R"]]
    assert book.table("accounts")["first_loaded_on"].isna().all()


def test_another_load_of_the_same_export_replaces_it_and_does_not_follow_it(load, book_path):
    load({"accounts": [account("A", "x")]}, exported_on="2026-06-01")
    load({"accounts": [account("A", "y"), account("B", "y")]}, exported_on="2026-06-01")
    assert tiers(Book.open(book_path, "2026-03-02")) == {"A": "y", "B": "y"}


def test_an_older_export_loaded_late_follows_what_came_before_it(load, book_path):
    load({"accounts": [account("A", "x")]}, exported_on="2026-06-01")
    load({"accounts": [account("A", "z")]}, exported_on="2026-08-01")
    load({"accounts": [account("A", "y")]}, exported_on="2026-07-01")
    book = Book.open(book_path, "2026-10-31")
    assert (tiers(book.at("2026-06-30")), tiers(book)) == ({"A": "x"}, {"A": "y"})
    assert book.load_report["previous"].startswith("2026-06-01-")


def test_an_account_and_its_slice_keep_their_past_versions(load, book_path, tmp_path):
    load({"accounts": [account("A", "x"), account("B", "x")]}, exported_on="2026-06-01")
    load({"accounts": [account("A", "y"), account("B", "y")]}, exported_on="2026-07-01")
    book = Book.open(book_path, "2026-10-31")
    book.export_slice("A", tmp_path / "slice")
    for one in (book.account("A"), Book.open(tmp_path / "slice", "2026-10-31")):
        assert (tiers(one), tiers(one.at("2026-06-30"))) == ({"A": "y"}, {"A": "x"})


def test_a_row_whose_key_is_partly_empty_is_still_the_same_row(load, book_path):
    role = {"role_code": "BUY", "role_name": "Buyer", "why": "signs"}
    load({"role_templates": [role]}, exported_on="2026-06-01")
    load({"role_templates": [role | {"why": "signs orders"}, role | {"vertical": "marine"}]}, exported_on="2026-07-01")
    book = Book.open(book_path, "2026-10-31")
    assert book.at("2026-06-30").table("role_templates")["why"].tolist() == ["signs"]
    assert book.table("role_templates")["why"].tolist() == ["signs orders", "signs"]
