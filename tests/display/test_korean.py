"""Numbers, money and days as a reader of Korean expects them, each worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.display import Words

EUR = Words("ko", currency="EUR", as_of=pd.Timestamp("2026-10-31"))
KRW = Words("ko", currency="KRW", as_of=pd.Timestamp("2026-10-31"))
USD = Words("ko", currency="USD", as_of=pd.Timestamp("2026-10-31"))
day = pd.Timestamp


@pytest.mark.parametrize(
    ("t", "value", "shown"),
    [
        (EUR, 41_200, "4.1만 유로"),
        (EUR, 366_000, "36.6만 유로"),
        (EUR, 10_000, "1만 유로"),
        (EUR, 9_996, "1만 유로"),
        (EUR, 9_640, "9,640유로"),
        (EUR, 640, "640유로"),
        (EUR, 0, "0유로"),
        (EUR, 1_234_567, "123만 유로"),
        (EUR, 11_120_000, "1,112만 유로"),
        (EUR, -21_400, "−2.1만 유로"),
        (EUR, 120_000_000, "1.2억 유로"),
        (KRW, 320_000_000, "3.2억 원"),
        (KRW, 41_208_000, "4,121만 원"),
        (KRW, 1_430_000_000_000, "1.4조 원"),
        (KRW, 5_000, "5,000원"),
        (USD, 54_000, "5.4만 달러"),
        (Words("ko", currency="CZK"), 54_000, "5.4만 체코 코루나"),
        (EUR, None, ""),
    ],
)
def test_money(t, value, shown):
    assert t.money(value, unit=True) == shown


def test_ranges():
    assert EUR.money_range(28e3, 55e3) == "2.8만~5.5만"
    assert EUR.money_range(0, 150_400) == "0~15만"
    assert EUR.money_range(-2_000, 90_000) == "0~9만"
    assert EUR.money_range(120, 480, unit=True) == "120~480유로"
    assert EUR.money_with_range(40_873, 28e3, 55e3, unit=True) == "4.1만 유로 (2.8만~5.5만)"
    assert EUR.money_with_range(75_400, 0, 150_400) == "7.5만 (0~15만)"
    assert KRW.money_range(2.8e8, 5.5e8, unit=True) == "2.8억~5.5억 원"
    assert EUR.number_range(140, 230) == "140~230"
    assert EUR.number_range(-5, 3) == "−5~3"
    assert EUR.share_with_range(0.142, 0.09, 0.214) == "14% (9~21%)"


def test_columns():
    assert (EUR.money_unit, KRW.money_unit, USD.money_unit) == ("만 유로", "백만 원", "만 달러")
    assert (EUR.thousands(15_380), EUR.thousands(366_000), EUR.thousands(300)) == ("1.5", "36.6", "<0.1")
    assert (KRW.thousands(41_208_000), KRW.thousands(300_000)) == ("41", "<1")
    assert EUR.thousands_range(28e3, 55e3) == "2.8~5.5"


def test_days():
    assert EUR.day(day("2026-11-12")) == "11월 12일"
    assert EUR.day(day("2027-01-31")) == "2027년 1월 31일"
    assert EUR.day_range(day("2026-11-03"), day("2026-12-04")) == "11월 3일~12월 4일"
    assert EUR.day_range(day("2026-08-03"), day("2026-08-24")) == "8월 3~24일"
    assert EUR.day_range(day("2024-08-03"), day("2024-08-24")) == "2024년 8월 3~24일"
    assert EUR.day_range(day("2026-08-03"), day("2026-08-03")) == "8월 3일"
    assert EUR.day_range(day("2026-12-17"), day("2027-01-06")) == "12월 17일~1월 6일"
    assert EUR.tick_range(day("2026-11-03"), day("2026-12-04")) == "11/3~12/4"
    assert EUR.tick(day("2026-11-12")) == "11/12"
    assert EUR.weekday(day("2026-11-10")) == "11월 10일(화)"
    assert (EUR.month(day("2026-10-01")), EUR.month(day("2026-10-01"), year=True)) == ("10월", "2026년 10월")
    assert (EUR.month_short(day("2027-01-01"), year=True), EUR.month_short(pd.NaT)) == ("2027년 1월", "")


def test_counts_and_lists():
    assert (EUR.days(14), EUR.spell(3), EUR.spell(23), EUR.chance(0.2)) == ("14일", "3", "23", "5분의 1")
    assert EUR.list(["Keller", "오카포르", "Brandt"]) == "Keller, 오카포르, Brandt"
    assert EUR.plural("{n} order so far", "{n} orders so far", 1) == "지금까지 주문 1건"


@given(st.floats(1, 1e13), st.sampled_from([EUR, KRW]))
def test_money_is_never_far_from_what_it_says(value, t):
    """What is shown, read back, is within 5.5% of the value: two digits at least."""
    shown = t.money(value)
    sign = shown.lstrip("0123456789,.")
    scale = {"": 1.0, "만": 1e4, "억": 1e8, "조": 1e12}[sign]
    read = float(shown.removesuffix(sign).replace(",", "")) * scale
    assert abs(read - value) <= max(0.055 * value, 0.5)
