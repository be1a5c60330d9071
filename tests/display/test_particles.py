"""Particles, each looked up or said aloud; and properties that hold for any word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.display import Fragment, Words, strong
from accountbook.display.particles import PARTICLES, last_sound, particle, with_particle


@pytest.mark.parametrize(
    ("word", "object_", "direction"),
    [
        # Hangul: a vowel, ㄹ, another consonant
        ("켈러", "를", "로"),
        ("서울", "을", "로"),
        ("부산", "을", "으로"),
        ("가람누리 (주)", "를", "로"),
        # figures, as they are said: 삼 십 이십오 백 영 일점영 천이백 만
        ("3", "을", "으로"),
        ("10", "을", "으로"),
        ("25", "를", "로"),
        ("7", "을", "로"),
        ("100", "을", "으로"),
        ("0", "을", "으로"),
        ("1.0", "을", "으로"),
        ("2.5", "를", "로"),
        ("1,200", "을", "으로"),
        ("1,000,000,000,000", "를", "로"),
        ("2026", "을", "으로"),
        ("1,208", "을", "로"),
        # with what follows a figure
        ("14%", "를", "로"),
        ("+5%p", "를", "로"),
        ("4.1만", "을", "으로"),
        ("4.1만 유로", "를", "로"),
        ("3.2억 원", "을", "으로"),
        ("12%  (8~17%)", "를", "로"),
        ("11월 12일", "을", "로"),
        ("14일", "을", "로"),
        # letter by letter
        ("LG", "를", "로"),
        ("HR", "을", "로"),
        ("SK", "를", "로"),
        ("IBM", "을", "으로"),
        ("VX-41", "을", "로"),
        ("VX-200", "을", "으로"),
        ("A-017", "을", "로"),
        ("Lumora Distribuzione S.r.l.", "을", "로"),
        ("Wielrzyn Hydraulika Sp. z o.o.", "를", "로"),
        ("Quinvelle Automazione S.p.A.", "를", "로"),
        # foreign words: 시스템스, 유공 GmbH, 켈러, 로봇, 록, 오카포르, 밀란, 호텔, 홀딩
        ("Oaklake Fluid Systems", "를", "로"),
        ("Kelberga Antriebe GmbH", "를", "로"),
        ("Keller", "를", "로"),
        ("Robot", "을", "으로"),
        ("Rock", "을", "으로"),
        ("Okafor", "를", "로"),
        ("Milan", "을", "으로"),
        ("Hotel", "을", "로"),
        ("Head of purchasing", "을", "으로"),
        ("Ford", "를", "로"),
        ("Test", "를", "로"),
        ("Núi", "를", "로"),
        ("Łódź", "를", "로"),
        # quotes, brackets and stops are not said
        ("“켈러”", "를", "로"),
        ("부산 [KR]", "을", "으로"),
        ("부산 (a) (b).", "을", "으로"),
        # nobody can tell
        ("Line", "을(를)", "(으)로"),
        ("Street", "을(를)", "(으)로"),
        ("Степмаш ТОО", "을(를)", "(으)로"),
        ("Θαλασφαία", "을(를)", "(으)로"),
        ("مرجان", "을(를)", "(으)로"),
    ],
)
def test_particle(word, object_, direction):
    assert (particle(word, "을/를"), particle(word, "으로/로")) == (object_, direction)


@given(st.integers(0x3131, 0xD7A3).map(chr).filter(lambda c: "가" <= c <= "힣"), st.sampled_from(sorted(PARTICLES)))
def test_a_syllable_ends_as_unicode_takes_it_apart(syllable, pair):
    """A closing consonant is a third letter in Unicode's own decomposition."""
    letters = unicodedata.normalize("NFD", syllable)
    closed = len(letters) == 3 and not (pair == "으로/로" and letters[2] == "\u11af")
    assert particle(syllable, pair) == pair.split("/")[0 if closed else 1]


_SINO = ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"]


def _said(n: int) -> str:
    """A number below 10^16 in Sino-Korean."""
    if n < 10:
        return _SINO[n]
    told = ""
    for power, name in ((12, "조"), (8, "억"), (4, "만"), (0, "")):
        four = n // 10**power % 10_000
        inner = ""
        for place, unit in ((3, "천"), (2, "백"), (1, "십"), (0, "")):
            figure = four // 10**place % 10
            inner += (_SINO[figure] + unit) if figure else ""
        told += inner + name if inner else ""
    return told


@given(st.integers(0, 10**16 - 1) | st.tuples(st.integers(1, 99), st.integers(0, 14)).map(lambda p: p[0] * 10 ** p[1]))
def test_figures_end_as_they_are_read(n):
    for pair in PARTICLES:
        assert particle(f"{n:,}", pair) == particle(_said(n), pair)


@given(st.text(max_size=20), st.sampled_from(sorted(PARTICLES)))
def test_any_word_gets_one_of_three_forms_and_stays_as_it_is(word, pair):
    told = with_particle(word, pair)
    first, second = pair.split("/")
    both = {f"{first}({second})", f"({first.removesuffix(second)}){second}"}
    assert told.startswith(word)
    assert told[len(word) :] in {first, second} | both


@given(st.text("가나다abc12", min_size=1, max_size=6), st.sampled_from(["”", ".", "»", " (x)", " [9]", "…"]))
def test_what_is_not_said_changes_nothing(word, tail):
    assert last_sound(word + tail) == last_sound(word)


def test_an_unknown_pair_is_an_error():
    with pytest.raises(ValueError, match="no particle '를/을'"):
        particle("켈러", "를/을")


def test_a_sentence_names_its_particle(monkeypatch):
    t = Words("ko")
    monkeypatch.setattr(t, "_messages", {"{who} left": "{who:이/가} 떠남", "{who} came": "{who:은/는} 옴"})
    assert [t("{who} left", who=who) for who in ("켈러", "브란트 임", "VX-3")] == [
        "켈러가 떠남",
        "브란트 임이 떠남",
        "VX-3이 떠남",
    ]
    shown = t.rich("{who} came", who=strong("A&B"))
    assert isinstance(shown, Fragment)
    assert str(shown) == "<strong>A&amp;B</strong>는 옴"
