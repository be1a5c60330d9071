"""The catalogue is up to date, and nothing in it would break a translation."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from accountbook.display import Words
from accountbook.display.catalogue import extracted, main, messages, refresh, untranslated
from accountbook.display.particles import PARTICLES
from accountbook.display.words import fields

ROOT = Path(__file__).parents[2]
HOME = ROOT / "lib" / "accountbook" / "display" / "locale"


def _ids(path: Path) -> set:
    return {message.id for message in read_po(io.BytesIO(path.read_bytes())) if message.id}


def test_catalogue_is_up_to_date():
    wanted = {message.id for message in extracted(ROOT) if message.id}
    for path in (HOME / "messages.pot", *HOME.glob("*/LC_MESSAGES/messages.po")):
        missing, stale = wanted - _ids(path), _ids(path) - wanted
        assert not missing and not stale, (
            f"{path.name} lacks {sorted(map(str, missing))[:5]} and has {sorted(map(str, stale))[:5]} too many: "
            "run python -m accountbook.display.catalogue"
        )


def test_extraction_finds_sentences_plurals_and_headings(tmp_path):
    code = tmp_path / "lib" / "accountbook" / "x.py"
    code.parent.mkdir(parents=True)
    code.write_text(
        't("A {b}", b=1)\nself.t.plural("{n} day", "{n} days", 3)\nN_("later")\npage.t.rich("C")\nother("no")\n'
        't.rich("{d} outside", d=strong(t("in" "side")))\nself.words("Of a chart")\nt(REASON["x"])\nt("")\n'
    )
    (tmp_path / "lib" / "accountbook" / "tables").mkdir()
    (tmp_path / "lib" / "accountbook" / "tables" / "y.py").write_text('About("orders", adds="what they buy")\n')
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "x.ipynb").write_text(
        '{"cells": [{"cell_type": "markdown", "source": ["## Purchase rhythm\\n", "Prose."]},'
        ' {"cell_type": "code", "source": ["%matplotlib inline\\n", "t(\\"In a cell\\")"]}]}'
    )
    found = {message.id for message in extracted(tmp_path) if message.id}
    assert found == {
        "A {b}", ("{n} day", "{n} days"), "later", "C", "{d} outside", "inside", "Of a chart", "what they buy",
        "Purchase rhythm", "In a cell",
    }  # fmt: skip


def test_the_command_says_what_a_language_lacks(tmp_path, capsys):
    code = tmp_path / "lib" / "accountbook" / "x.py"
    po = tmp_path / "lib" / "accountbook" / "display" / "locale" / "ko" / "LC_MESSAGES" / "messages.po"
    po.parent.mkdir(parents=True)
    code.write_text('t("Orders")\nt("People")\nt.plural("{n} day", "{n} days", 2)\n')
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    po.write_text(f'{head}msgid "Orders"\nmsgstr "주문"\n', "utf-8")
    main(tmp_path)
    assert capsys.readouterr().out.splitlines() == [
        "3 sentences",
        "ko lacks: People",
        "ko lacks: {n} days",
        "ko: 2 sentences without a translation",
    ]


def test_refresh_keeps_translations_and_is_stable(tmp_path):
    code = tmp_path / "lib" / "accountbook" / "x.py"
    po = tmp_path / "lib" / "accountbook" / "display" / "locale" / "ko" / "LC_MESSAGES" / "messages.po"
    po.parent.mkdir(parents=True)
    code.write_text('t("Orders")\nt("People")\n')
    po.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Orders"\nmsgstr "주문"\n', "utf-8"
    )
    assert refresh(tmp_path) == 2
    first = po.read_bytes()
    assert "주문" in first.decode() and 'msgid "People"' in first.decode()
    refresh(tmp_path)
    assert po.read_bytes() == first
    code.write_text('t("People")\n')
    assert refresh(tmp_path) == 1
    assert '#~ msgid "Orders"\n#~ msgstr "주문"' in po.read_text("utf-8")
    refresh(tmp_path)
    assert '#~ msgstr "주문"' in po.read_text("utf-8")
    code.write_text('t("Orders")\nt("People")\n')
    refresh(tmp_path)
    assert po.read_bytes() == first


def test_every_named_value_is_a_plain_name():
    for message in extracted(ROOT):
        for text in [message.id] if isinstance(message.id, str) else message.id or ():
            assert re.sub(r"\{\w+\}", "", text).count("{") == 0, text


KO = HOME / "ko" / "LC_MESSAGES" / "messages.po"
GLOSSARY = tomllib.loads((HOME / "ko" / "glossary.toml").read_text("utf-8"))
CATALOGUE = read_po(io.BytesIO(KO.read_bytes()), locale="ko")
SAID = {
    one.id: one.string if isinstance(one.string, str) else one.string[0]
    for one in [*CATALOGUE, *CATALOGUE.obsolete.values()]
    if one.id and any(one.string)
}
"""English and Korean, obsolete sentences too: they may come back."""
FIELD = re.compile(r"\{[^{}]*\}")


def _english(message: str | tuple[str, str]) -> str:
    """The sentence; of one that counts, the form for many."""
    return message if isinstance(message, str) else message[1]


def test_every_sentence_has_its_korean():
    """At work on new sentences? `python -m accountbook.display.catalogue` lists what is missing."""
    missing = untranslated(KO)
    assert not missing, f"{len(missing)} sentences have no Korean: {[_english(one) for one in missing]}"


def test_korean_has_one_form_for_every_number():
    assert CATALOGUE.num_plurals == 1
    assert {len(one.string) for one in CATALOGUE if one.id and one.pluralizable} == {1}


def test_korean_names_the_same_values():
    for message, korean in SAID.items():
        english = _english(message)
        assert {name for name, _ in fields(korean)} == {name for name, _ in fields(english)}, english
        assert {pair for _, pair in fields(korean)} <= PARTICLES | {""}, korean
        assert FIELD.sub("", korean).count("{") == FIELD.sub("", korean).count("}") == 0, korean


def test_a_particle_after_a_value_is_chosen_by_the_value():
    """``{name}을`` would be wrong after a vowel: it is written ``{name:을/를}``."""
    bare = re.compile(r"\}(을|를|이|가|은|는|과|와|으로|로)(?=[\s.,;:?!)]|$)")
    assert [korean for korean in SAID.values() if bare.search(korean)] == []


def _has(term: str, english: str) -> bool:
    return re.search(rf"\b{re.escape(term)}s?\b", FIELD.sub("", english), re.IGNORECASE) is not None


def test_korean_keeps_to_the_glossary():
    broken = []
    for message, korean in SAID.items():
        english = _english(message)
        if english in GLOSSARY["exceptions"]:
            continue
        for term, words in GLOSSARY["terms"].items():
            if _has(term, english) and not any(word in korean for word in words):
                broken.append((term, english, korean))
    assert broken == []


def test_exceptions_are_needed():
    """An exception of a sentence that is no more, or keeps to the glossary by now, is taken out."""
    for english, reason in GLOSSARY["exceptions"].items():
        assert reason
        korean = next((ko for en, ko in SAID.items() if _english(en) == english), None)
        assert korean is not None, f"no sentence says {english!r} any more"
        terms = [words for term, words in GLOSSARY["terms"].items() if _has(term, english)]
        assert any(not any(word in korean for word in words) for words in terms), english


def test_korean_is_in_hangul():
    for message, korean in SAID.items():
        bare = re.sub(r"[a-z]+(_[a-z]+)+", "", FIELD.sub("", korean))  # names of tables and columns
        for name in GLOSSARY["latin"]:
            bare = bare.replace(name, "")
        assert not re.search(r"[A-Za-z]", bare), korean
        if re.search(r"[A-Za-z]", FIELD.sub("", _english(message))) and _english(message) not in GLOSSARY["no_hangul"]:
            assert re.search(r"[가-힣]", FIELD.sub("", korean)) or any(name in korean for name in GLOSSARY["latin"])


def test_korean_ends_as_its_kind_of_text_does():
    """Questions ask politely, the lead speaks in whole sentences, and findings end in a noun or short form."""
    lead = set(GLOSSARY["lead"]["sentences"])
    for message, korean in SAID.items():
        english = _english(message)
        assert english.endswith("?") == korean.endswith("까?"), korean
        assert english.endswith(".") == korean.endswith("."), korean
        if not english.endswith((".", "?")):
            assert korean.endswith("니다") == (english in lead), korean
        assert not re.search(r"(어요|아요|해요|세요|예요|에요|다)$", korean) or english in lead, korean
        assert "!" not in korean
    assert lead <= {_english(message) for message in SAID}


@pytest.mark.parametrize("value", ["켈러", "LG", "VX-41", "4.1만 유로", "14%", "Lumora S.r.l.", "11월 12일"])
def test_every_korean_sentence_can_be_filled(value):
    t = Words("ko")
    for message in messages("ko"):
        names = {name for name, _ in fields(_english(message))}
        told = (
            t(message, **dict.fromkeys(names, value))
            if isinstance(message, str)
            else t.plural(*message, 3, **dict.fromkeys(names - {"n"}, value))
        )
        assert told and "{" not in told
