"""The first door, and what it says when it stays shut."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

from accountbook.book import Book, BookError
from accountbook.tables import TABLES


def test_importing_the_book_does_not_import_scikit_learn():
    code = "import sys, accountbook.book; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_row_is_known_from_the_later_of_its_date_and_its_record(load, book_path, order_line):
    late = order_line("A", "2026-03-02", recorded_at="2026-03-09 23:59", order_id="late")
    ahead = order_line("A", "2026-03-20", recorded_at="2026-03-01", order_id="ahead")
    load({"order_lines": [order_line("A", "2026-03-02"), late, ahead]})
    book = Book.open(book_path, "2026-10-31")
    counts = [
        len(book.at(day).table("order_lines")) for day in ("2026-03-02", "2026-03-08", "2026-03-09", "2026-03-20")
    ]
    assert counts == [1, 1, 2, 3]


def test_a_cell_with_a_date_of_its_own_is_empty_before_it(load, book_path):
    person = {
        "contact_id": "K", "account_id": "A", "created_on": "2026-01-05", "status": "left", "status_on": "2026-06-01",
        "last_verified_on": "2026-05-01", "title": "Buyer",
    }  # fmt: skip
    item = {"item_id": "P-1", "launched_on": "2020-01-01", "ends_on": "2026-08-01"}
    load({"contacts": [person], "items": [item]})
    book = Book.open(book_path, "2026-10-31")

    def on(day: str) -> list:
        row = book.at(day).table("contacts").iloc[0]
        return [
            row["title"],
            *(None if pd.isna(row[name]) else row[name] for name in ("status", "status_on", "last_verified_on")),
        ]

    assert on("2026-04-30") == ["Buyer", None, None, None]
    assert on("2026-05-31") == ["Buyer", None, None, pd.Timestamp("2026-05-01")]
    assert on("2026-06-01") == ["Buyer", "left", pd.Timestamp("2026-06-01"), pd.Timestamp("2026-05-01")]
    assert [book.at(day).table("items")["ends_on"].isna()[0] for day in ("2026-07-31", "2026-08-01")] == [True, False]


def test_every_table_has_its_columns_and_types_whether_loaded_or_not(load, book_path):
    load()
    book = Book.open(book_path, "2026-10-31")
    for name, table in TABLES.items():
        assert book.table(name).dtypes.astype(str).to_dict() == table.dtypes
        assert book.has(name) == (name == "order_lines")
    with pytest.raises(KeyError, match="no table 'order_line'; it has: accounts, "):
        book.table("order_line")


def test_what_a_caller_does_to_a_table_stays_with_the_caller(load, book_path):
    load()
    book = Book.open(book_path, "2026-10-31")
    mine = book.table("order_lines")
    mine["quantity"] = 99.0
    mine.loc[0, "account_id"] = "Z"
    days = book.order_days()
    days["amount"] = 0.0
    assert book.table("order_lines")["quantity"].tolist() == [1.0, 2.0]
    assert book.table("order_lines")["account_id"].tolist() == ["A", "B"]
    assert book.order_days()["amount"].tolist() == [10.0, 20.0]


def test_order_days_are_made_of_lines_of_kind_order_only(load, book_path, order_line):
    lines = [
        order_line("A", "2026-03-02", 2.0, 10.0, line="1"),
        order_line("A", "2026-03-02", 1.0, 5.0, line="2", currency="USD", recorded_at="2026-03-04"),
        order_line("A", "2026-03-02", -2.0, 10.0, kind="return"),
        order_line("A", "2026-03-05", 1.0, 0.0, kind="free"),
        order_line("A", "2026-03-06", 1.0, 40.0, kind="charge"),
        order_line("B", "2026-03-02", 1.0, 5.0, currency="USD"),
    ]
    load({"order_lines": lines})
    book = Book.open(book_path, "2026-10-31")
    names = ["account_id", "amount", "quantity", "lines", "lines_without_amount"]
    assert book.order_days()[names].fillna(-1.0).to_numpy().tolist() == [["A", 20.0, 3.0, 2, 1], ["B", -1.0, 1.0, 1, 1]]
    assert book.order_days()["known_on"].tolist() == [pd.Timestamp("2026-03-04"), pd.Timestamp("2026-03-02")]
    before = book.at("2026-03-03").order_days()
    assert before[names].fillna(-1.0).to_numpy().tolist() == [["A", 20.0, 2.0, 1, 0], ["B", -1.0, 1.0, 1, 1]]
    assert before["known_on"].tolist() == [pd.Timestamp("2026-03-02")] * 2


def test_accounts_are_those_with_a_row_or_a_line(load, book_path, order_line):
    load({
        "accounts": [{"account_id": "C", "name": "C"}, {"account_id": "R", "name": "R", "recorded_at": "2026-09-01"}],
        "order_lines": [order_line("B", "2026-03-02", kind="return"), order_line("a", "2026-05-04")],
    })  # fmt: skip
    book = Book.open(book_path, "2026-10-31")
    assert book.accounts() == ["B", "C", "R", "a"]
    assert book.at("2026-04-01").accounts() == ["B", "C"]


def test_one_accounts_book_reads_its_own_partition_only(load, book_path, order_line, monkeypatch):
    from accountbook.book import store

    load({
        "order_lines": [order_line(f"A{place % 30}", "2026-03-02", line=str(place)) for place in range(90)],
        "accounts": [{"account_id": f"A{number}", "name": "x"} for number in range(30)],
        "employees": [{"employee_id": "E", "name": "Kim"}],
        "account_aliases": [{"alias_id": "old", "account_id": "A7"}],
    })  # fmt: skip
    opened = []
    read = store.read_arrow
    monkeypatch.setattr(store, "read_arrow", lambda path, **options: opened.append(path.name) or read(path, **options))
    book = Book.open(book_path, "2026-10-31").account("A7")
    assert book.table("order_lines")["account_id"].tolist() == ["A7"] * 3
    assert len(book.order_days()) == 1
    assert book.table("accounts")["account_id"].tolist() == ["A7"]
    assert book.accounts() == ["A7"]
    assert len(book.table("employees")) == 1
    assert (book.has("account_aliases"), len(book.table("account_aliases"))) == (False, 0)
    assert sorted(opened) == [f"{store.partition_of('A7', 16):03d}.parquet", "accounts.parquet", "employees.parquet"]


def test_many_dates_are_the_same_as_each(load, book_path):
    load()
    dates = ["2026-06-01", "2026-03-02", "2026-05-04"]
    views = Book.open(book_path, "2026-10-31").snapshots(dates)
    assert (len(views), [f"{view.as_of:%Y-%m-%d}" for view in views]) == (3, dates)
    assert [len(view.order_days()) for view in views] == [2, 1, 2]
    for view, date in zip(views, dates, strict=True):
        pd.testing.assert_frame_equal(view.order_days(), Book.open(book_path, date).order_days())


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda path: Book.open(path / "x", "2026-10-31"), r"book .*x is not there: make one with accountbook load"),
        (lambda path: Book.open(path.parent, "2026-10-31"), "has no load yet"),
        (lambda path: Book.open(path, "2026-10-31", load="2020"), r"has no load '2020'; it has: 2026-11-01-\w{8}"),
        (lambda path: Book.open(path, "2026-03-01"), "nothing was known as of 2026-03-01; .* known on 2026-03-02"),
        (lambda path: Book.open(path, "31.10.26"), "as_of is a day written as YYYY-MM-DD"),
        (lambda path: Book.open(path, pd.Timestamp("2026-10-31 12:00")), "calendar day without time"),
        (lambda path: Book.open(path, pd.Timestamp("2026-10-31", tz="UTC")), "calendar day without time and zone"),
        (lambda path: Book.open(path, "2026-10-31").account("a"), "no account 'a' was known as of 2026-10-31"),
        (lambda path: Book.open(path, "2026-10-31").account("K-17"), r"did you mean K-017, K-018\?"),
        (lambda path: Book.open(path, "2026-10-31").account("B").account("A"), "holds account B only"),
        (lambda path: Book.open(path, "2026-06-01").at("2026-06-02"), "as of 2026-06-01 and cannot say"),
        (lambda path: Book.open(path, "2026-06-01").snapshots(["2026-05-01", "2026-07-01"]), "cannot say"),
    ],
)  # fmt: skip
def test_an_error_says_what_where_and_what_to_do(load, book_path, order_line, ask, said):
    load({"order_lines": [order_line(one, "2026-03-02") for one in ("A", "B", "K-017", "K-018")]})
    with pytest.raises(BookError, match=said):
        ask(book_path)


def test_an_account_that_was_not_known_yet_is_not_there(load, book_path):
    load()
    with pytest.raises(BookError, match="no account 'B' was known as of 2026-04-01"):
        Book.open(book_path, "2026-04-01").account("B")


@pytest.mark.parametrize("name", ["accounts.parquet", "order_lines/*.parquet"])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_I2_I3_a_damaged_file_is_noticed_and_named(load, book_path, order_line, harm, name):
    rows = {
        "order_lines": [order_line("A", f"2026-0{1 + number // 28}-{1 + number % 28:02d}") for number in range(150)],
        "accounts": [
            {"account_id": f"{number:05d}", "name": f"Account {number * 7919 % 1000}"} for number in range(400)
        ],
    }
    load(rows)
    path = max((book_path / "loads").glob(f"*/tables/{name}"), key=lambda one: one.stat().st_size)
    content = bytearray(path.read_bytes())
    if harm == "flip":
        content[200:400] = bytes(200)
    if harm == "cut":
        content = content[: len(content) // 2]
    path.unlink()
    if harm != "remove":
        path.write_bytes(content)
    book = Book.open(book_path, "2026-10-31")
    with pytest.raises(BookError, match=rf"{path.name} is (damaged|missing).*load the export again"):
        book.table(name.split("/")[0].removesuffix(".parquet"))


def test_what_is_made_of_a_date_is_made_once_for_all_who_ask(load, book_path, order_line):
    load({"order_lines": [order_line("A", "2026-01-05"), order_line("A", "2026-03-05", order_id="later")]})
    book = Book.open(book_path, "2026-03-31")
    asked = []

    def counted(view: Book) -> pd.DataFrame:
        asked.append(view.as_of)
        return pd.DataFrame({"days": [len(view.order_days())]})

    for view in (book, book.at("2026-01-31"), book, *book.snapshots(["2026-01-31", "2026-03-31"])):
        frame = view.once("counted", counted)
        assert frame["days"].tolist() == [1 if view.as_of.month == 1 else 2]
        # what a caller does to it stays with the caller
        frame["days"] = 99
    assert asked == [pd.Timestamp("2026-03-31"), pd.Timestamp("2026-01-31")]
