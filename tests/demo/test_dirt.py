"""The dirt is in the files, and the truth counts it to the row."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from accountbook.demo.dirt import renamed
from accountbook.demo.styles import ENGLISH, GERMAN, KOREAN


@pytest.fixture(scope="module")
def counts(made):
    return json.loads((made.folder / "truth" / "dirt.json").read_text(encoding="utf-8"))["order_lines"]


def _rows(folder, name: str) -> list[list[str]]:
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(folder / name)["Orders"]
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    data = (folder / name).read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    text = data.decode("cp949" if "2023" in name else "utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if "2023" in name or "h1" in name else ","))


def test_the_files_hold_the_rows_that_the_truth_counts(made, counts):
    assert len(counts["files"]) == 6
    for name, file in counts["files"].items():
        assert len(_rows(made.folder, name)) - 1 == file["rows"], name


def test_I15_exact_duplicates_are_counted(made, counts):
    for name, file in counts["files"].items():
        rows = [tuple(row) for row in _rows(made.folder, name)]
        # the overlap repeats rows of another file, in another style
        assert len(rows) - len(set(rows)) == file["duplicates"], name
    assert counts["totals"]["duplicates"] >= 20
    assert counts["totals"]["overlap"] >= 20


def test_rows_in_are_rows_kept_merged_and_rejected(made, counts):
    total = counts["totals"]
    rejected = sum(total["rejected"].values()) + total["conflict_rows"]
    assert total["rows"] == len(made.table("order_lines")) + total["duplicates"] + total["overlap"] + rejected


def test_I15_conflicting_rows_claim_one_number(made, counts):
    conflicts = json.loads((made.folder / "truth" / "dirt.json").read_text(encoding="utf-8"))["conflicts"]
    assert len(conflicts) == counts["totals"]["conflict_keys"] == 3
    found = [row[:2] for name in counts["files"] for row in _rows(made.folder, name)]
    for key in conflicts:
        assert found.count(key) == 2
    kept = made.table("order_lines")[["order_id", "line"]].to_numpy().tolist()
    assert not [key for key in conflicts if key in kept]


def test_I5_the_first_year_is_cp949_and_nothing_else(made):
    data = (made.folder / "orders_2023.csv").read_bytes()
    assert "전표번호" in data.decode("cp949").splitlines()[0]
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_I10_days_that_cannot_be(made):
    days = [row[3] for row in _rows(made.folder, "orders_2023.csv")]
    assert days.count("09.05.9999") == 1
    assert days.count("31.02.2023") == 1


def test_I13_every_form_of_a_negative_and_of_thousands(made):
    quantities = {
        name: [str(row[5]) for row in _rows(made.folder, name)] for name in ("orders_2023.csv", "orders_2024.csv")
    }
    assert any(text.endswith("-") for text in quantities["orders_2023.csv"])
    assert any(text.startswith("(") for text in quantities["orders_2024.csv"])
    assert any("." in row[6] and "," in row[6] for row in _rows(made.folder, "orders_2026_h1.csv.gz"))
    assert any(row[6].startswith("₩") for row in _rows(made.folder, "orders_2026_h2.csv"))


def test_I9_excel_holds_real_dates_and_serials_as_text(made):
    days = [row[3] for row in _rows(made.folder, "orders_2025_q4.xlsx")[1:]]
    serials = [day for day in days if isinstance(day, str)]
    assert 0.15 < len(serials) / len(days) < 0.35
    assert all(isinstance(day, datetime) for day in days if not isinstance(day, str))
    # 45931 is 1 October 2025
    assert all(45_931 <= int(serial) <= 46_022 for serial in serials)


def test_one_column_was_renamed_and_others_changed_their_language(made):
    heads = {
        name: _rows(made.folder, name)[0] for name in ("orders_2024.csv", "orders_2025.csv", "orders_2026_h1.csv.gz")
    }
    assert [a for a, b in zip(heads["orders_2024.csv"], heads["orders_2025.csv"], strict=True) if a != b] == ["Account"]
    assert "Belegnummer" in heads["orders_2026_h1.csv.gz"]


def test_a_total_ends_the_first_file(made):
    assert _rows(made.folder, "orders_2023.csv")[-1][0] == "합계"


def test_merged_accounts_stand_under_their_numbers_of_the_day():
    aliases = pd.DataFrame(
        {
            "alias_id": ["M-77", "M-12"],
            "account_id": ["M-12", "A-1"],
            "merged_on": pd.to_datetime(["2023-07-01", "2024-07-01"]),
        }
    )
    days = pd.to_datetime(["2023-06-30", "2023-07-01", "2024-06-30", "2024-07-01", "2023-06-30"])
    rows = pd.DataFrame({"account_id": ["A-1", "A-1", "A-1", "A-1", "A-2"], "order_date": days})
    assert renamed(rows, aliases).tolist() == ["M-77", "M-12", "M-12", "A-1", "A-2"]


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [
        (KOREAN, -1234.5, "1,234.50-"),
        (ENGLISH, -1234.5, "(1,234.50)"),
        (GERMAN, 1234.5, "1.234,50"),
        (GERMAN, float("nan"), ""),
    ],
)
def test_numbers_are_written_as_each_system_writes_them(style, value, text):
    assert style.number(value, 2) == text
