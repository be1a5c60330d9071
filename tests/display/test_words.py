"""Numbers and sentences, each worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accountbook.display import Words, strong

T = Words("en", currency="EUR", as_of=pd.Timestamp("2026-10-31"))
NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (40_873, "41k"),
        (41_200, "41k"),
        (999, "999"),
        (999.6, "1.0k"),
        (1_100, "1.1k"),
        (9_949, "9.9k"),
        (9_951, "10k"),
        (0, "0"),
        (-41_200, "−41k"),
        (920_000, "920k"),
        (999_600, "1.0m"),
        (12_040_000, "12.0m"),
        (1_234_567, "1.2m"),
        (NAN, ""),
        (None, ""),
        (0.4, "0"),
    ],
)
def test_money(value, shown):
    assert T.money(value) == shown


@pytest.mark.parametrize(
    ("lo", "hi", "shown"),
    [
        (28_000, 55_000, "28–55k"),
        (33_400, 54_200, "33–54k"),
        (0, 150_400, "0–150k"),
        (850_000, 1_200_000, "0.85–1.2m"),
        (630_000, 870_000, "630–870k"),
        (1_200_000, 2_400_000, "1.2–2.4m"),
        (290_000, 420_000, "290–420k"),
        (5_000, 11_000, "5–11k"),
        (41_000, 41_000, "41k"),
        (-2_000, 9_000, "−2 to 9k"),
        (NAN, 5, ""),
        (120, 480, "120–480"),
    ],
)
def test_money_range_is_rounded_to_what_it_supports(lo, hi, shown):
    assert T.money_range(lo, hi) == shown


def test_money_with_range():
    assert T.money_with_range(40_873, 28e3, 55e3, unit=True) == "EUR 41k (28–55k)"
    assert T.money_with_range(75_400, 0, 150_400) == "75k (0–150k)"
    assert T.money_with_range(1_810_000, 1.2e6, 2.4e6) == "1.8m (1.2–2.4m)"
    assert T.money_with_range(950_000, 850e3, 1.2e6) == "0.95m (0.85–1.2m)"
    assert T.money_with_range(41_000, NAN, NAN) == "41k"


def test_shares_and_chances():
    assert T.share_with_range(0.142, 0.09, 0.214) == "14% (9–21%)"
    assert T.share(0.031, digits=1) == "3.1%"
    assert (T.chance(0.2), T.chance(1 / 3), T.chance(0.81), T.chance(0.97)) == (
        "1 chance in 5",
        "1 chance in 3",
        "8 chances in 10",
        "97 chances in 100",
    )
    assert T.in_ten(0.8) == "8 in 10"
    assert (T.change(0.06), T.change(-0.47), T.signed(-2), T.signed(4)) == ("+6%", "−47%", "−2", "+4")


def test_days():
    day = pd.Timestamp
    assert T.day(day("2026-11-12")) == "12 Nov"
    assert T.day(day("2027-01-31")) == "31 Jan 2027"
    assert T.day(day("2026-09-09")) == "9 Sep"  # not the British "Sept"
    assert T.day_range(day("2026-11-03"), day("2026-12-04")) == "3 Nov–4 Dec"
    assert T.day_range(day("2026-12-17"), day("2027-01-06")) == "17 Dec–6 Jan"
    assert T.day_range(day("2026-08-03"), day("2026-08-24")) == "3–24 Aug"
    assert T.day_range(day("2026-08-03"), day("2026-08-03")) == "3 Aug"
    assert T.day_range(day("2024-08-03"), day("2025-08-24")) == "3 Aug 2024–24 Aug 2025"
    assert T.weekday(day("2026-11-06")) == "Fri 6 Nov"
    assert T.month(day("2026-10-01")) == "October"
    assert (T.day(pd.NaT), T.day_range(pd.NaT, day("2026-08-03")), T.month(None)) == ("", "", "")


AMOUNTS = st.one_of(st.just(NAN), st.floats(-1e12, 1e12))


@given(AMOUNTS, AMOUNTS)
@example(0.0, 2.2250738585072014e-308)
@example(0.0, 5e-324)
@example(3.5e-297, 17976931349.0)
def test_nothing_shown_is_nan_and_minus_is_true(a, b):
    lo, hi = min(a, b), max(a, b)
    shown = [T.money(a), T.money_range(lo, hi), T.money_with_range(a, lo, hi), T.number(a), T.signed(a), T.thousands(b)]
    for text in shown:
        assert "nan" not in text.lower() and "inf" not in text.lower() and "-" not in text
        assert "−0k" not in text and text != "−0"


def test_halves_are_rounded_up_in_every_language_alike():
    ko = Words("ko", currency="EUR")
    assert (T.money(46_500, unit=True), ko.money(46_500, unit=True)) == ("EUR 47k", "4.7만 유로")
    assert (T.money(-46_500), T.thousands(46_500), T.thousands(500)) == ("−47k", "47", "1")
    assert (T.number(2.5), T.number(0.125, digits=2), T.signed(-2.5)) == ("3", "0.13", "−3")
    # 0.285 is held as a little less than that, and 100 times it as 28.499999999999996
    assert (T.share(0.285), T.share(0.005), T.share(0.995), T.share(0.0049)) == ("29%", "1%", ">99%", "<1%")
    assert (T.money_range(26_500, 53_500), T.money_with_range(46_500, 26_000, 53_000)) == ("27–54k", "47k (26–53k)")
    assert T.days(2.5) == "3 days" and T.in_ten(0.85) == "9 in 10"


def test_infinite_numbers_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        T.money(float("inf"))


def test_sentences_name_their_values():
    assert T("Next order around {date}: about {money}", date="12 Nov", money="EUR 41k") == (
        "Next order around 12 Nov: about EUR 41k"
    )
    assert (
        T("{name} left", name="{money} {0} {{7*7}}") == "{money} {0} {{7*7}} left"
    )  # values are never read as templates
    with pytest.raises(ValueError, match="names"):
        T("Next order around {date}")
    with pytest.raises(ValueError, match="hole"):
        T("Next order around {date}", date=T.day(pd.NaT))
    with pytest.raises(TypeError, match="format"):
        T("About {money}", money=41_200.0)


def test_rich_sentences_escape_what_is_not_a_fragment():
    shown = T.rich("{who}: {todo} & go", who="<Keller>", todo=strong("meet"))
    assert str(shown) == "&lt;Keller&gt;: <strong>meet</strong> &amp; go"


def test_plural_and_spelled_numbers():
    assert [T.plural("{n} deal", "{n} deals", n) for n in (0, 1, 2)] == ["0 deals", "1 deal", "2 deals"]
    assert [T.spell(n) for n in (1, 12, 13)] == ["one", "twelve", "13"]
    assert T.spell(3, capital=True) == "Three"
    assert T.list(["Keller", "Okafor"]) == "Keller and Okafor"


def test_unknown_language_says_what_to_add():
    with pytest.raises(ValueError, match="locale/xx"):
        Words("xx")
