"""A load is there whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

from accountbook.book import Book, BookError, BookLocked, last_report
from accountbook.book import load as load_module
from accountbook.tables import TABLES


def tree(path: Path) -> dict[str, bytes]:
    """Every file with its content, the lock aside."""
    return {
        str(one.relative_to(path)): one.read_bytes()
        for one in sorted(path.rglob("*"))
        if one.is_file() and one.name != ".lock"
    }


def rich(order_line) -> dict:
    return {
        "order_lines": [order_line("A", "2026-03-02"), order_line("C", "2026-03-03", currency="USD")],
        "accounts": [{"account_id": "A", "name": "A (invented)"}],
        "opportunities": [{"opportunity_id": "D", "account_id": "A", "created_on": "2026-04-01", "amount": 5.0}],
    }


def test_the_same_content_again_gives_the_same_id_and_changes_nothing(load, book_path, order_line):
    first = load(rich(order_line))
    before = {path: path.stat().st_mtime_ns for path in (book_path / "loads").rglob("*")}
    assert load(rich(order_line)) == first
    assert {path: path.stat().st_mtime_ns for path in (book_path / "loads").rglob("*")} == before
    assert first.startswith("2026-11-01-")
    assert len(first) == len("2026-11-01-12345678")


def test_going_back_to_an_earlier_content_makes_its_load_the_current_one(load, book_path, order_line):
    first, second = load(), load(rich(order_line))
    assert first != second
    assert Book.open(book_path, "2026-10-31").load_id == second
    assert load() == first
    assert Book.open(book_path, "2026-10-31").load_id == first
    assert Book.open(book_path, "2026-10-31", load=second).load_id == second


def test_what_load_json_says(load, book_path, order_line):
    report = {"sources": [{"file": "orders.csv"}], "tables": {"order_lines": {"kept": 2}}, "flags": ["seen"]}
    load_id = load(rich(order_line), report=report)
    found = last_report(book_path)
    assert found == json.loads((book_path / "loads" / load_id / "load.json").read_text())
    assert (found["load_id"], found["exported_on"], found["first_export"]) == (load_id, "2026-11-01", "2026-11-01")
    assert found["sources"] == report["sources"]
    assert found["flags"][0] == "seen"
    assert found["flags"][1].startswith("1 order lines in USD have no amount")
    assert found["lines_without_amount"] == {"USD": 1}
    assert report["flags"] == ["seen"]
    assert last_report(book_path / "nowhere") is None


def test_rejected_rows_are_kept(load, book_path):
    rows = pd.DataFrame(
        {"file": ["o.csv"], "row": [7], "column": ["Qty"], "reason": ["not a number"], "content": ['{"Qty": "x"}']}
    )
    load(rejected={"order_lines": rows, "accounts": rows.iloc[:0]})
    book = Book.open(book_path, "2026-10-31")
    assert book.rejected("order_lines").astype({"row": "int64"}).to_dict("records") == rows.to_dict("records")
    assert list(book.rejected("accounts").columns) == list(rows.columns)
    assert book.rejected("accounts").empty


STEPS = [
    "versions", "write_table", "write_rejected", "completed", "write_partitions", "write_new", "sync_folder",
    "replace", "_content",
]  # fmt: skip


@pytest.mark.parametrize("first", [True, False], ids=["first load", "later load"])
@pytest.mark.parametrize("step", STEPS)
def test_F11_whatever_fails_the_last_good_load_stays_and_nothing_is_left(
    load, book_path, order_line, monkeypatch, step, first
):
    if not first:
        load()
        before = tree(book_path)
    rows = pd.DataFrame({"file": ["o"], "row": [7], "column": ["Q"], "reason": ["r"], "content": ["{}"]})

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(load_module, step, full)
    with pytest.raises(OSError, match="No space left"):
        load(rich(order_line), rejected={"order_lines": rows})
    if first:
        assert not book_path.exists()
    else:
        assert tree(book_path) == before
        assert len(list((book_path / "loads").iterdir())) == 1
    monkeypatch.undo()
    assert load(rich(order_line), rejected={"order_lines": rows}) == Book.open(book_path, "2026-10-31").load_id


def test_F10_the_current_load_is_named_last_and_in_one_move(load, book_path, order_line, monkeypatch):
    """At every rename a reader finds the old load whole."""
    load()
    seen = []
    rename = Path.replace

    def spy(self, target):
        seen.append((Path(target).name, len(Book.open(book_path, "2026-10-31").table("accounts"))))
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", spy)
    load(rich(order_line))
    assert seen == [("current", 0)]
    assert len(Book.open(book_path, "2026-10-31").table("accounts")) == 1


def test_F9_a_second_load_at_once_is_refused_and_a_dead_ones_litter_is_swept(load, book_path, order_line):
    load()
    with FileLock(book_path / ".lock"), pytest.raises(BookLocked, match="another process is writing"):
        load(rich(order_line))
    litter = book_path / "loads" / ".2026-11-01-deadbeef.tmp"
    litter.mkdir()
    (litter / "half.parquet").write_bytes(b"PAR1")
    load(rich(order_line))
    assert not litter.exists()


KILLED = """
import os, sys
import pandas as pd
from accountbook.book import load, write_load
from accountbook.tables import TABLES
def some(*args, **options):
    os.kill(os.getpid(), 9)
load.write_table = some
line = {"account_id": "A", "order_date": "2026-03-02", "kind": "order", "quantity": 1.0,
        "unit_price": 1.0, "currency": "EUR"}
tables = {
    "order_lines": TABLES["order_lines"].frame([line]),
    "accounts": TABLES["accounts"].frame([{"account_id": "A", "name": "n"}]),
}
company = {"name": "n", "currency": "EUR"}
write_load(sys.argv[1], tables, rejected={}, report={}, company=company, exported_on=pd.Timestamp("2026-12-01"))
"""


def test_a_load_that_is_killed_leaves_the_last_good_one(load, book_path):
    first = load()
    done = subprocess.run([sys.executable, "-c", KILLED, str(book_path)], check=False)
    assert done.returncode == -9
    assert Book.open(book_path, "2026-10-31").load_id == first
    second = load(exported_on="2026-12-01")
    assert sorted(one.name for one in (book_path / "loads").iterdir()) == [first, second]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_A13_everything_is_for_its_owner_only_whatever_the_umask(load, book_path, order_line, mask):
    before = os.umask(mask)
    try:
        load(rich(order_line))
        book = Book.open(book_path, "2026-10-31")
        book.ledger.write_predictions("deals", pd.DataFrame({"p": [0.5]}), load_id="L", as_of=book.as_of, code="c")
        book.ledger.start_run("r")
        book.export_slice("A", book_path / "slices" / "A")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [book_path, *book_path.rglob("*")] if path.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in book_path.rglob("*") if path.is_file()} == {0o600}


def test_I14_tables_that_are_not_as_the_contract_says_are_refused_with_all_that_is_wrong(load, book_path, order_line):
    lines = TABLES["order_lines"].frame([order_line("A", "2026-03-02")])
    bad = lines.drop(columns="discount").assign(
        colour="red", quantity=1, account_id=pd.Series([None], dtype="str"), kind=None
    )
    bad = bad.astype({"kind": "str"})
    with pytest.raises(BookError) as caught:
        load_module.write_load(
            book_path,
            {"order_lines": bad, "pets": lines},
            rejected={},
            report={},
            company={},
            exported_on=pd.Timestamp("2026-11-01"),
        )
    for words in (
        "no table 'pets'", "order_lines.discount is missing", "order_lines.colour is not in the contract",
        "order_lines.quantity is int64, expected float64", "order_lines.account_id is empty in 1 rows",
        "order_lines.kind is empty in 1 rows",
    ):  # fmt: skip
        assert words in str(caught.value)
    with pytest.raises(BookError, match="order_lines has no rows"):
        load({"order_lines": []})
    assert not book_path.exists()


def test_order_lines_lie_in_hash_partitions_sorted_by_account_and_date(load, book_path, order_line):
    import pyarrow.parquet as pq

    days = pd.date_range("2026-01-01", periods=5)[::-1]
    load({"order_lines": [order_line(f"A{number:02d}", f"{day:%Y-%m-%d}") for day in days for number in range(40)]})
    files = sorted((book_path / "loads").glob("*/tables/order_lines/*.parquet"))
    assert len(files) == 16
    parts = [pq.read_table(path).to_pandas()[["account_id", "order_date"]] for path in files]
    assert sum(map(len, parts)) == 200
    for part in parts:
        assert part.equals(part.sort_values(["account_id", "order_date"], ignore_index=True))
    homes = pd.concat([part.assign(home=place) for place, part in enumerate(parts)])
    assert (homes.groupby("account_id")["home"].nunique() == 1).all()
    # CRC-32 of the id, the same on every machine: 0xE9E2AD19 for A07
    assert homes.loc[homes["account_id"] == "A07", "home"].unique().tolist() == [0xE9E2AD19 % 16]
