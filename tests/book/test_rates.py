"""Amounts at the rate that was known on the day."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.book.rates import amounts, rates_on
from accountbook.tables import TABLES


def fx(*rows: tuple) -> pd.DataFrame:
    names = ("currency", "date", "rate", "recorded_at")
    return TABLES["fx_rates"].frame([dict(zip(names, row, strict=False)) for row in rows])


def usd_on(day: str, rates: pd.DataFrame) -> float:
    return rates_on(pd.Series(["USD"]), pd.Series([pd.Timestamp(day)]), rates, currency="EUR")[0]


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        ("2026-01-09", None),  # the first rate lies ahead
        ("2026-01-10", 0.8),  # known on its own day
        ("2026-01-31", 0.8),
        ("2026-02-01", 0.9),
        ("2026-03-18", 0.9),  # 45 days
        ("2026-03-19", None),  # 46 days: it says nothing any more
    ],
)
def test_the_latest_rate_of_at_most_45_days_counts(day, rate):
    found = usd_on(day, fx(("USD", "2026-01-10", 0.8), ("USD", "2026-02-01", 0.9)))
    assert found == rate if rate else np.isnan(found)


def test_a_rate_recorded_late_counts_from_then_and_a_correction_replaces_it():
    rates = fx(
        ("USD", "2026-01-10", 0.8),
        ("USD", "2026-01-20", 0.9, "2026-01-25 18:00"),
        ("USD", "2026-01-10", 0.7, "2026-01-12"),
    )
    assert [usd_on(day, rates) for day in ("2026-01-11", "2026-01-12", "2026-01-24", "2026-01-25")] == [
        0.8,
        0.7,
        0.7,
        0.9,
    ]


def test_an_older_rate_recorded_later_does_not_displace_a_newer_one():
    rates = fx(("USD", "2026-01-20", 0.9), ("USD", "2026-01-10", 0.8, "2026-01-22"))
    assert usd_on("2026-01-23", rates) == 0.9


def test_I17_no_rate_leaves_the_amount_empty_and_is_never_taken_for_the_companys_own():
    lines = TABLES["order_lines"].frame(
        {
            "order_id": "1", "account_id": "A", "order_date": "2026-01-15", "kind": "order", "quantity": 3.0,
            "unit_price": 10.0, "currency": currency, "discount": discount,
        }
        for currency, discount in [("EUR", None), ("EUR", 0.1), ("USD", 0.5), ("JPY", None)]
    )  # fmt: skip
    found = amounts(lines, fx(("USD", "2026-01-10", 0.8)), currency="EUR")
    assert found[:3].tolist() == pytest.approx([30.0, 27.0, 12.0])
    assert np.isnan(found[3])
    assert np.isnan(amounts(lines, fx(), currency="EUR")[2])
