"""Type inside the page."""

from __future__ import annotations

import base64
import io
import re
import time
import unicodedata

from fontTools.ttLib import TTFont

from accountbook.display.catalogue import messages
from accountbook.display.fonts import page_fonts


def _faces(css: str) -> list[tuple[str, str, TTFont]]:
    found = re.findall(r'font-family:"([^"]+)";font-weight:(\d+);.*?base64,([^)]+)\)', css)
    return [(name, weight, TTFont(io.BytesIO(base64.b64decode(data)))) for name, weight, data in found]


def test_latin_page_has_two_weights_and_no_hangul():
    faces = _faces(page_fonts("Lumora Distribuzione S.r.l. – 41k"))
    assert [(name, weight) for name, weight, _ in faces] == [("Page Sans", "400"), ("Page Sans", "600")]
    assert faces[0][2]["OS/2"].usWeightClass == 400 and faces[1][2]["OS/2"].usWeightClass == 600
    assert "fvar" not in faces[0][2]
    assert "Reserved Font Name" in faces[0][2]["name"].getDebugName(0)  # the notice stays inside, as the licence asks


def test_hangul_comes_only_when_it_is_on_the_page():
    faces = _faces(page_fonts("가람누리 Степмаш"))
    assert {name for name, _, _ in faces} == {"Page Sans", "Page Sans KR"}
    hangul = [font for name, _, font in faces if name == "Page Sans KR"]
    assert all({ord(c) for c in "가람누리"} == set(font.getBestCmap()) for font in hangul)
    assert hangul[1]["OS/2"].usWeightClass == 700


def test_figures_are_tabular_in_both_weights():
    for _, _, font in _faces(page_fonts("1")):
        names = font.getBestCmap()
        assert len({font["hmtx"][names[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_same_characters_give_same_bytes_whatever_their_order():
    assert page_fonts("Степ한국") == page_fonts("국한петС")


def test_characters_nobody_has_are_left_to_the_system():
    assert page_fonts("\U0001f600\u0e01") == page_fonts("")


def test_known_page_is_cut_quickly():
    page_fonts("Σ")
    started = time.perf_counter()
    page_fonts("Ωμέγα, Київ")
    assert time.perf_counter() - started < 1.0  # 0.1 s on a quiet machine


def test_pages_in_korean_share_the_syllables_of_the_catalogue():
    """The cut of the catalogue is the same in every page; what a name has besides is cut for it."""
    told = "".join(one if isinstance(one, str) else one[0] for one in messages("ko").values())
    first, second = page_fonts(told + "켈러"), page_fonts(told + "뮐러 퓌셀")
    cuts = [re.findall(r'@font-face{font-family:"Page Sans KR";[^}]*}', css) for css in (first, second)]
    assert [len(one) for one in cuts] == [4, 4]
    assert cuts[0][:2] == cuts[1][:2] and cuts[0][2:] != cuts[1][2:]
    shown = [set(font.getBestCmap()) for name, _, font in _faces(second) if name == "Page Sans KR"]
    assert shown[0] | shown[2] >= {ord(c) for c in told + "뮐러 퓌셀" if "가" <= c <= "힣"}
    assert not shown[0] & shown[2]


def test_letters_taken_apart_are_drawn_as_their_syllable():
    """A font that held them would have the browser take apart each syllable of the other font: 아 as ㅇ and ㅏ."""
    told = "".join(one if isinstance(one, str) else one[0] for one in messages("ko").values())
    css = page_fonts(told + unicodedata.normalize("NFD", "아랍 뮐러"))
    shown = set().union(*(font.getBestCmap() for name, _, font in _faces(css) if name == "Page Sans KR"))
    assert {ord(c) for c in "아랍뮐러"} <= shown
    assert not [code for code in shown if 0x1100 <= code <= 0x11FF]


def test_an_english_page_has_only_the_syllables_of_its_names():
    css = page_fonts("Open deals of 가람누리 and 새벽정밀")
    shown = [set(font.getBestCmap()) for name, _, font in _faces(css) if name == "Page Sans KR"]
    assert shown == [{ord(c) for c in "가람누리새벽정밀"}] * 2
