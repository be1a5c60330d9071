"""A deal's log: what is added to it, and what it gives back."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.book.changes import as_text, typed, unreadable
from accountbook.tables import TABLES

DEAL = {"opportunity_id": "D1", "account_id": "A", "created_on": "2026-04-01"}


def change(field: str, old: str | None, new: str | None, at: str, **more) -> dict:
    return {"opportunity_id": "D1", "field": field, "old": old, "new": new, "changed_at": at} | more


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1200.0, 0.1, None, 1e15 + 0.5], "float64"),
        ([pd.Timestamp("2026-01-05"), None, pd.Timestamp("2026-01-05 09:30")], "datetime64[us]"),
        ([True, False, None], "boolean"),
        ([3, None], "Int64"),
        (["007", None, "1.0"], "str"),
    ],
)
def test_what_is_written_is_read_back_unchanged(values, dtype):
    column = pd.Series(values, dtype=dtype)
    pd.testing.assert_series_equal(typed(as_text(column), dtype), column)


def test_a_deal_stands_on_a_day_as_its_log_says(load, book_path):
    log = [
        change("amount", "500", "41000.5", "2026-05-10 16:00"),
        change("amount", "41000.5", "30000", "2026-06-01"),
        change("seller_stage", "lead", "offer", "2026-05-11"),
        change("channel_open", None, "true", "2026-05-12"),
        change("expected_close", "2026-08-01", "2026-09-01", "2026-05-13"),
    ]
    deal = DEAL | {"amount": 30000.0, "seller_stage": "offer", "channel_open": True, "expected_close": "2026-09-01",
                   "product_line": "pumps"}  # fmt: skip
    load({"opportunities": [deal], "opportunity_changes": log})
    book = Book.open(book_path, "2026-10-31")

    def on(day: str) -> tuple:
        row = book.at(day).table("opportunities").iloc[0]
        return (
            row["amount"],
            row["seller_stage"],
            row["channel_open"] is not pd.NA,
            f"{row['expected_close']:%m-%d}",
            row["product_line"],
        )

    assert on("2026-05-09") == (500.0, "lead", False, "08-01", "pumps")
    assert on("2026-05-10") == (41000.5, "lead", False, "08-01", "pumps")
    assert on("2026-05-13") == (41000.5, "offer", True, "09-01", "pumps")
    assert on("2026-06-01") == (30000.0, "offer", True, "09-01", "pumps")
    assert len(book.at("2026-03-31").table("opportunities")) == 0
    found = book.table("opportunities").dtypes.astype(str).to_dict()
    assert found == TABLES["opportunities"].dtypes


def test_the_log_gets_an_entry_at_creation_for_each_value_without_one(load, book_path):
    load({
        "opportunities": [DEAL | {"amount": 7.0, "seller_stage": "offer", "route": "tender"}],
        "opportunity_changes": [
            change("amount", "5.0", "7.0", "2026-05-10"), change("seller_stage", None, "offer", "2026-04-01 08:00"),
        ],
    })  # fmt: skip
    log = Book.open(book_path, "2026-10-31").table("opportunity_changes")
    at_creation = log[log["changed_at"] == pd.Timestamp("2026-04-01")]
    assert at_creation[["field", "new", "source"]].to_numpy().tolist() == [
        ["amount", "5", "accountbook"], ["route", "tender", "accountbook"],
    ]  # fmt: skip
    assert at_creation["old"].isna().all()
    assert at_creation["changed_by"].isna().all()
    assert len(log) == 4


def test_an_entry_recorded_later_is_not_known_before(load, book_path):
    log = [
        change("amount", None, "5", "2026-04-01"),
        change("amount", "5", "9", "2026-05-01", recorded_at="2026-05-20 11:00"),
    ]
    load({"opportunities": [DEAL | {"amount": 9.0}], "opportunity_changes": log})
    book = Book.open(book_path, "2026-10-31")
    assert [book.at(day).table("opportunities")["amount"][0] for day in ("2026-05-19", "2026-05-20")] == [5.0, 9.0]


def test_what_an_export_overwrites_without_a_log_is_known_since_that_export(load, book_path):
    load({"opportunities": [DEAL | {"amount": 5.0, "route": "tender"}]}, exported_on="2026-05-01")
    load({"opportunities": [DEAL | {"amount": 9.0, "route": "tender"}]}, exported_on="2026-06-01")
    load({"opportunities": [DEAL | {"amount": None, "route": "tender"}]}, exported_on="2026-07-01")
    book = Book.open(book_path, "2026-10-31")
    days = ["2026-04-01", "2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01"]
    assert [book.at(day).table("opportunities")["amount"][0] for day in days[:4]] == [5.0, 5.0, 9.0, 9.0]
    assert pd.isna(book.at(days[4]).table("opportunities")["amount"][0])
    assert set(book.table("opportunities")["route"]) == {"tender"}
    assert not book.has("opportunity_changes")


def test_a_deal_is_open_until_the_day_it_was_closed(load, book_path):
    closed = DEAL | {"outcome": "lost", "closed_on": "2026-06-10", "reasons": "price", "satisfaction": 2}
    undated = {"opportunity_id": "D2", "account_id": "A", "created_on": "2026-04-01", "outcome": "won"}
    still = {"opportunity_id": "D3", "account_id": "B", "created_on": "2026-04-01", "outcome": "open"}
    load({"opportunities": [closed, undated, still]}, exported_on="2026-09-01")
    book = Book.open(book_path, "2026-10-31")

    def on(day: str) -> list:
        return book.at(day).table("opportunities")["outcome"].tolist()

    assert on("2026-06-09") == ["open", "open", "open"]
    assert on("2026-06-10") == ["lost", "open", "open"]
    # nobody wrote down when it was won: the export is the first to say so
    assert on("2026-08-31") == ["lost", "open", "open"]
    assert on("2026-09-01") == ["lost", "won", "open"]
    before = book.at("2026-06-09").table("opportunities")
    assert before[["closed_on", "reasons", "satisfaction"]].isna().all(axis=None)
    assert book.table("opportunities")["satisfaction"][0] == 2


def test_a_change_of_a_deal_that_nobody_knew_of_is_not_known_either(load, book_path):
    log = [change("amount", None, "5", "2026-04-01"), change("amount", "5", "6", "2026-04-02")]
    load({"opportunities": [DEAL | {"amount": 6.0, "recorded_at": "2026-05-01"}], "opportunity_changes": log})
    book = Book.open(book_path, "2026-10-31")
    assert [len(book.at(day).table("opportunity_changes")) for day in ("2026-04-30", "2026-05-01")] == [0, 2]


def test_values_that_cannot_be_read_are_counted_and_empty(load, book_path):
    log = [change("amount", "5", "about 7", "2026-05-01"), change("expected_close", None, "Q3", "2026-05-01")]
    assert unreadable(TABLES["opportunity_changes"].frame(log)) == {"amount": 1, "expected_close": 1}
    load({"opportunities": [DEAL | {"amount": 7.0}], "opportunity_changes": log})
    book = Book.open(book_path, "2026-10-31")
    assert book.at("2026-04-30").table("opportunities")["amount"][0] == 5.0
    assert pd.isna(book.table("opportunities")["amount"][0])
    assert "1 values of amount in opportunity_changes cannot be read as float64" in " ".join(book.load_report["flags"])
