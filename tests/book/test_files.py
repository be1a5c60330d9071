"""Files are there whole or not at all."""

from __future__ import annotations

import errno
import os

import pyarrow as pa
import pytest

from accountbook.book import BookError
from accountbook.book.files import read_arrow, replace, write_new


def test_F11_a_full_disk_leaves_the_old_content_and_no_litter(tmp_path, monkeypatch):
    path = tmp_path / "current"
    replace(path, b"old\n")

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace(path, b"new\n")
    assert path.read_bytes() == b"old\n"
    assert [one.name for one in tmp_path.iterdir()] == ["current"]


def test_nothing_is_overwritten(tmp_path):
    write_new(tmp_path / "a", b"1")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"1"


def test_only_rows_of_one_value_are_read_whichever_row_group_holds_them(tmp_path):
    names = [f"A{number // 3}" for number in range(30)]
    write_new(tmp_path / "t.parquet", pa.table({"who": names, "n": range(30)}), row_group_size=4)
    assert read_arrow(tmp_path / "t.parquet", where=("who", "A4"))["n"].to_pylist() == [12, 13, 14]
    assert read_arrow(tmp_path / "t.parquet", columns=["n"], where=("who", "A9")).to_pydict() == {"n": [27, 28, 29]}
    assert len(read_arrow(tmp_path / "t.parquet", where=("who", "B"))) == 0


def test_I3_one_flipped_bit_in_an_uncompressed_page_is_noticed(tmp_path):
    path = tmp_path / "t.parquet"
    write_new(path, pa.table({"n": list(range(1000, 2000))}))
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(BookError, match=r"t\.parquet is damaged"):
        read_arrow(path)
