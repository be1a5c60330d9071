"""Filled sheets that lie beside exports are never read as exports."""

from __future__ import annotations

import openpyxl

from accountbook.ingest import propose
from accountbook.ingest.files import find_files, missing_files

ORDERS = "Order,Account,Date,Item,Qty,Price,Currency\n1,A,2026-01-02,X,2,10,EUR\n"


def test_a_filled_sheet_is_no_export(issued, tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS)
    (tmp_path / "E1.xlsx").write_bytes(issued["E1"])
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "E2.xlsx").write_bytes(issued["E2"])
    proposal = propose(tmp_path)
    assert "E1.xlsx" not in proposal.text
    assert proposal.found == [
        "orders.csv: recognised by its headers -> order_lines, 1 rows, 7 columns, 0 not taken",
        "E1.xlsx: a filled sheet; load reads it by itself",
        "below/E2.xlsx: a filled sheet; load reads it by itself",
    ]


def test_no_pattern_of_a_mapping_takes_a_filled_sheet(issued, tmp_path):
    (tmp_path / "E1.XLSX").write_bytes(issued["E1"])
    (tmp_path / "E2.xlsx").write_bytes(issued["E2"])
    book = openpyxl.Workbook()
    book.active.append(["Account", "Name"])
    book.save(tmp_path / "accounts.xlsx")
    assert [one.name for one in find_files(tmp_path, ["*.xlsx", "*.XLSX", "E2.xlsx#Goals"])] == ["accounts.xlsx"]
    said = missing_files(tmp_path, ["E2.xlsx#Goals"], where="tables.goals")
    assert said == (
        "tables.goals: E2.xlsx#Goals is a filled sheet; load reads it by itself. Take it out of `files` in "
        "mapping.toml."
    )
    assert "The folder has accounts.xlsx. " in missing_files(tmp_path, ["goals*.xlsx"], where="tables.goals")
