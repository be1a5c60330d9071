"""Numbers: by declared marks only."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.ingest.numerals import parse_number, parse_numbers


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "value"),
    [
        ("1,000", ".", ",", 1000.0),
        ("1.234,56", ",", ".", 1234.56),
        ("1 234,5", ",", " ", 1234.5),
        ("1\u00a0234,5", ",", " ", 1234.5),
        ("1'234.5", ".", "'", 1234.5),
        ("(500)", ".", ",", -500.0),
        ("(1,234.50)", ".", ",", -1234.5),
        ("100-", ".", ",", -100.0),
        ("−7", ".", "", -7.0),
        ("₩1,000", ".", ",", 1000.0),
        ("1,000원", ".", ",", 1000.0),
        ("€ -12,50", ",", ".", -12.5),
        ("-€12.50", ".", "", -12.5),
        ("USD 1,234.5", ".", ",", 1234.5),
        (".5", ".", "", 0.5),
        ("1.2E+05", ".", "", 120000.0),
        ("0", ".", "", 0.0),
    ],
)
def test_I13_each_way_of_writing_is_read(text, decimal, thousands, value):
    assert parse_number(text, decimal=decimal, thousands=thousands, money=True).value == value


@pytest.mark.parametrize(
    "text",
    ["", "-", "nan", "inf", "-inf", "1e999", "1,00", "1.2.3", "12,34,567", "(5", "5)", "(-5)", "--5", "5 pcs", "XXY 5",
     "#N/A", "1_000", "0x10", "٣", "USD 5 EUR"],
)  # fmt: skip
def test_I13_what_is_no_number_is_none(text):
    assert parse_number(text, thousands=",", money=True) is None


def test_a_comma_is_no_mark_unless_declared():
    assert parse_number("1,234") is None
    assert parse_number("1,234", decimal=",").value == 1.234


def test_a_percent_sign_counts_in_shares_only():
    assert parse_numbers(["60%"], share=True)[0].tolist() == [0.6]
    assert math.isnan(parse_numbers(["60%"])[0][0])


@given(st.integers(-(10**12), 10**12), st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'")]))
def test_a_written_number_is_read_back(cents, marks):
    decimal, thousands = marks
    whole, part = divmod(abs(cents), 100)
    text = f"{whole:,}".replace(",", thousands) + f"{decimal}{part:02d}"
    text = f"({text})" if cents < 0 else text
    assert parse_number(text, decimal=decimal, thousands=thousands).value == cents / 100
