"""Which file an account's order lines lie in."""

from __future__ import annotations

from accountbook.book.store import partition_of, partitions_for


def test_an_account_stays_in_its_file():
    # CRC-32 of 123456789 is the check value of the standard, CBF43926
    assert partition_of("123456789", 256) == 0x26
    assert partition_of("123456789", 16) == 0x6


def test_files_hold_about_25000_rows():
    assert [partitions_for(rows) for rows in (0, 400_000, 400_001, 1_000_000, 10**8)] == [16, 16, 32, 64, 4096]
