"""Dates: by declared formats only."""

import pandas as pd
import pytest

from accountbook.ingest.dates import parse_dates


def days(texts, formats, **options) -> list[str]:
    return [None if pd.isna(d) else str(d) for d in parse_dates(texts, formats, **options)]


def test_I8_a_file_has_one_order_of_day_and_month():
    assert days(["02/01/2024", "13/01/2024"], ["%d/%m/%Y"]) == ["2024-01-02 00:00:00", "2024-01-13 00:00:00"]
    assert days(["02/01/2024", "13/01/2024"], ["%m/%d/%Y"]) == ["2024-02-01 00:00:00", None]


@pytest.mark.parametrize(
    ("serial", "system", "day"),
    [
        ("45292", "excel", "2024-01-01 00:00:00"),
        ("45292.5", "excel", "2024-01-01 12:00:00"),
        ("61", "excel", "1900-03-01 00:00:00"),
        ("43830", "excel1904", "2024-01-01 00:00:00"),
        ("0", "excel1904", "1904-01-01 00:00:00"),
        ("60", "excel", None),
        ("9999999", "excel", None),
        ("-5", "excel", None),
    ],
)
def test_I9_serials_of_both_systems(serial, system, day):
    assert days([serial], [system]) == [day]


def test_I9_a_workbook_that_counts_from_1904_says_so_itself():
    assert days(["43830"], ["excel"], date1904=True) == ["2024-01-01 00:00:00"]


def test_I9_a_serial_is_no_date_unless_declared():
    assert days(["45292"], ["iso", "%d.%m.%Y"]) == [None]


def test_iso_has_moments_and_drops_zones_and_is_whole():
    texts = [
        "2024-01-31",
        "2024-01-31 23:59:01",
        "2024-01-31T23:59+09:00",
        "2024-01-31T01:02:03.5Z",
        "2024-01",
        "20240131",
    ]
    assert days(texts, ["iso"]) == [
        "2024-01-31 00:00:00", "2024-01-31 23:59:01", "2024-01-31 23:59:00", "2024-01-31 01:02:03.500000", None, None,
    ]  # fmt: skip


def test_impossible_days_are_none():
    assert days(["31.02.2024", "2024-02-30", "00.01.2024"], ["%d.%m.%Y", "iso"]) == [None, None, None]


def test_korean_dates_by_their_format():
    assert days(["2024년 1월 5일"], ["%Y년 %m월 %d일"]) == ["2024-01-05 00:00:00"]


def test_files_with_real_dates_give_iso_whatever_is_declared():
    assert days(["2024-01-02T00:00:00"], ["%d.%m.%Y"], typed=True) == ["2024-01-02 00:00:00"]
    assert days(["2024-01-02T00:00:00"], ["%d.%m.%Y"]) == [None]
