"""Order lines are spread over files by account, and whoever does the work, they come back as if they were one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from accountbook.book import Book, write_load
from accountbook.book.days import OrderDays
from accountbook.book.files import make_folder
from accountbook.book.known import known_dates
from accountbook.book.partition import spread, write_partitions
from accountbook.book.store import read_table
from accountbook.executors import WorkersLost, local_processes
from accountbook.tables import TABLES

TABLE = TABLES["order_lines"]
RATES = TABLES["fx_rates"].frame([{"currency": "USD", "date": "2026-01-02", "rate": 0.5}])


def lines(accounts: list[str]) -> pd.DataFrame:
    return TABLE.frame(
        {
            "order_id": str(number), "line": "1", "account_id": account, "order_date": "2026-01-05", "kind": "order",
            "quantity": 1.0, "unit_price": float(number), "currency": "EUR",
        }
        for number, account in enumerate(accounts)
    )  # fmt: skip


def many_lines(rows: int = 3_000, accounts: int = 90) -> pd.DataFrame:
    """Lines of all kinds and currencies, some recorded late, twelve to an order."""
    random = np.random.default_rng(3)
    account = random.integers(0, accounts, rows // 12).repeat(12)
    day = random.integers(0, 300, rows // 12).repeat(12)
    return TABLE.frame(
        {
            "order_id": str(place // 12),
            "line": str(place % 12),
            "account_id": f"A{account[place]}",
            "order_date": pd.Timestamp("2026-01-01") + pd.Timedelta(days=int(day[place])),
            "recorded_at": pd.Timestamp("2026-01-01") + pd.Timedelta(days=int(day[place] + random.integers(0, 9))),
            "kind": str(random.choice(["order", "return", "charge", "free"], p=[0.8, 0.1, 0.05, 0.05])),
            "quantity": float(random.integers(1, 90)),
            "unit_price": float(np.round(random.lognormal(3, 1), 2)),
            "currency": str(random.choice(["EUR", "USD"])),
        }
        for place in range(rows)
    )


def content(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file, the lock aside."""
    files = sorted(one for one in folder.rglob("*") if one.is_file() and one.name != ".lock")
    return {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def test_the_number_of_files_changes_nothing_that_is_read(tmp_path):
    rows = lines([f"A{number * 7 % 50}" for number in range(300)])
    found = []
    for partitions in (1, 16, 64):
        folder = make_folder(tmp_path / str(partitions))
        about = {"currency": "EUR", "exported_on": pd.Timestamp("2026-11-01")}
        stored, written = write_partitions(folder, rows, RATES, partitions=partitions, **about)
        assert (stored["rows"], stored["partitions"], len(written)) == (300, partitions, partitions)
        found.append(read_table(folder, TABLE, stored))
        mine = read_table(folder, TABLE, stored, account_id="A14", columns=["account_id", "unit_price"])
        assert mine.to_numpy().tolist() == [["A14", float(n)] for n in sorted(range(300), key=str) if n * 7 % 50 == 14]
    pd.testing.assert_frame_equal(found[0], found[1])
    pd.testing.assert_frame_equal(found[0], found[2])
    assert found[0]["account_id"].is_monotonic_increasing


def test_every_line_lies_in_one_partition_in_its_order():
    rows = lines([f"A{number * 7 % 50}" for number in range(300)])
    parts = dict(spread(rows, 16))
    assert sorted(parts) == list(range(16))
    assert all(part.index.is_monotonic_increasing for part in parts.values())
    assert sorted(place for part in parts.values() for place in part.index) == list(range(300))


def test_a_load_is_the_same_files_whoever_did_the_work(tmp_path):
    given = {"order_lines": many_lines(), "fx_rates": RATES}
    about = {"rejected": {}, "report": {}, "company": {"name": "Nova (invented)", "currency": "EUR"}}
    found = []
    for workers in (0, 1, 2):
        path, exported_on = tmp_path / str(workers), pd.Timestamp("2026-11-01")
        if not workers:
            write_load(path, given, exported_on=exported_on, **about)
        else:
            with local_processes(workers) as executor:
                write_load(path, given, exported_on=exported_on, executor=executor, **about)
        found.append(content(path))
    assert len(found[0]) == 16 + 16 + 4
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("as_of", ["2026-01-20", "2026-06-30", "2026-10-31"])
def test_order_days_kept_are_those_that_the_lines_add_up_to(load, book_path, as_of):
    given = many_lines()
    write_load(
        book_path,
        {"order_lines": given, "fx_rates": RATES},
        rejected={},
        report={},
        company={"name": "Nova (invented)", "currency": "EUR"},
        exported_on=pd.Timestamp("2026-11-01"),
    )
    book = Book.open(book_path, as_of)
    rows = book.table("order_lines")
    added_up = OrderDays.of(rows, known_dates(rows, TABLE))
    pd.testing.assert_frame_equal(book.order_days(), added_up.at(book.as_of), check_exact=True)
    assert book.accounts() == sorted(rows["account_id"].unique())
    orders = rows[rows["kind"] == "order"]
    assert book.order_days()["lines"].sum() == len(orders)
    assert len(book.order_days()) == len(orders.drop_duplicates(["account_id", "order_date"]))


def test_an_account_that_only_sent_something_back_is_known_and_has_no_order_day(load, book_path, order_line):
    load({
        "order_lines": [
            order_line("A", "2026-03-02"),
            order_line("A", "2026-03-02", -1.0, kind="return", line="2", recorded_at="2026-04-01"),
            order_line("B", "2026-03-05", -1.0, kind="return"),
        ]
    })  # fmt: skip
    book = Book.open(book_path, "2026-10-31")
    assert book.accounts() == ["A", "B"]
    assert book.order_days()[["account_id", "lines", "quantity"]].to_numpy().tolist() == [["A", 1, 1.0]]
    # the return came to be known later: the order day did not change then
    assert book.order_days()["known_on"].tolist() == [pd.Timestamp("2026-03-02")]
    assert book.at("2026-03-04").accounts() == ["A"]


def test_opening_the_whole_book_for_its_order_days_reads_no_lines(load, book_path):
    load()
    for path in book_path.glob("loads/*/tables/order_lines/*.parquet"):
        path.unlink()
    assert len(Book.open(book_path, "2026-10-31").order_days()) == 2


def die(_: object) -> None:
    """Work whose process is killed."""
    os.kill(os.getpid(), 9)


def test_F1_a_load_whose_worker_is_killed_leaves_the_last_good_one(load, book_path, order_line, monkeypatch):
    first = load()
    monkeypatch.setattr("accountbook.book.partition.write_partition", die)
    with local_processes(1) as executor, pytest.raises(WorkersLost, match="memory ran out"):
        load({"order_lines": [order_line("C", "2026-03-02")]}, executor=executor)
    assert Book.open(book_path, "2026-10-31").load_id == first
    assert [one.name for one in (book_path / "loads").iterdir()] == [first]
