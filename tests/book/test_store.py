"""Order lines are spread over files by account, and come back as if they were one."""

from __future__ import annotations

import pandas as pd

from accountbook.book.store import partition_of, partitions_for, read_table, write_table
from accountbook.tables import TABLES

TABLE = TABLES["order_lines"]


def lines(accounts: list[str]) -> pd.DataFrame:
    return TABLE.frame(
        {
            "order_id": str(number), "line": "1", "account_id": account, "order_date": "2026-01-05", "kind": "order",
            "quantity": 1.0, "unit_price": float(number), "currency": "EUR",
        }
        for number, account in enumerate(accounts)
    )  # fmt: skip


def test_the_number_of_files_changes_nothing_that_is_read(tmp_path):
    rows = lines([f"A{number * 7 % 50}" for number in range(300)])
    found = []
    for partitions in (1, 16, 64):
        folder = tmp_path / str(partitions)
        folder.mkdir()
        stored = write_table(folder, TABLE, rows, partitions=partitions)
        assert (stored["rows"], stored["partitions"]) == (300, partitions)
        found.append(read_table(folder, TABLE, stored))
        mine = read_table(folder, TABLE, stored, account_id="A14", columns=["account_id", "unit_price"])
        assert mine.to_numpy().tolist() == [["A14", float(n)] for n in sorted(range(300), key=str) if n * 7 % 50 == 14]
    pd.testing.assert_frame_equal(found[0], found[1])
    pd.testing.assert_frame_equal(found[0], found[2])
    assert found[0]["account_id"].is_monotonic_increasing


def test_an_account_stays_in_its_file():
    # CRC-32 of 123456789 is the check value of the standard, CBF43926
    assert partition_of("123456789", 256) == 0x26
    assert partition_of("123456789", 16) == 0x6


def test_files_hold_about_25000_rows():
    assert [partitions_for(rows) for rows in (0, 400_000, 400_001, 1_000_000, 10**8)] == [16, 16, 32, 64, 256]
