"""Whom a text holds, and whom it does not."""

from __future__ import annotations

import unicodedata

import pytest

from accountbook.book import Person, Traces
from accountbook.book.erasure import without
from accountbook.tables import TABLES

ANNA = Traces(Person("P-1", frozenset({"Anna Rossi"}), frozenset({"rossi@prima.example"})))
KOREAN = Traces(Person("P-2", frozenset({"김민수"})))
SHORT = Traces(Person("12", frozenset({"Kim"})))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Anna Rossi", "[erased]"),
        ("ask anna  ROSSI, today", "ask [erased], today"),
        ("Rossi, Anna and Rossi Anna", "[erased] and [erased]"),
        ("Annarossi, Anna Rossini, Anna, Rossi", "Annarossi, Anna Rossini, Anna, Rossi"),
        ("mail Rossi@Prima.example or a.rossi@prima.example", "mail [erased] or a.rossi@prima.example"),
        ("P-1, P-12, XP-1 and P-1-2", "[erased], P-12, XP-1 and P-1-2"),
    ],
)
def test_a_name_an_address_and_a_number_are_found_as_whole_words_only(text, clean):
    assert ANNA.erased(text, near=True) == clean


def test_a_name_is_looked_for_only_where_the_text_speaks_of_the_person_s_account():
    assert ANNA.found("Anna Rossi, rossi@prima.example", near=False) == {"e-mail"}
    assert ANNA.found("Anna Rossi", near=True) == {"name"}


def test_a_name_is_found_however_its_letters_are_composed():
    traces = Traces(Person("P-1", frozenset({unicodedata.normalize("NFD", "José Núñez")})))
    for form in ("NFC", "NFD"):
        assert traces.erased(unicodedata.normalize(form, "von José Núñez"), near=True) == "von [erased]"


def test_a_korean_name_is_found_with_a_particle_behind_it():
    assert KOREAN.erased("김민수는 반대한다. 김민 수 과장", near=True) == "[erased]는 반대한다. 김민 수 과장"


def test_a_short_word_shreds_nothing_and_a_short_number_is_no_trace():
    assert SHORT.erased("Kim says Kimberly has 12 akim", near=True) == "[erased] says Kimberly has 12 akim"
    assert SHORT.found("12", near=True) == set()
    assert Traces(Person("", frozenset())).found("anything", near=True) == set()


def test_a_person_leaves_a_list_of_people_and_the_others_stay():
    rows = TABLES["contact_events"].frame(
        [
            {"event_id": "1", "other_contacts": "7; 70;8"},
            {"event_id": "2", "other_contacts": "7"},
            {"event_id": "3", "other_contacts": "70;8"},
            {"event_id": "4"},
        ]
    )
    rest, counts = without(TABLES["contact_events"], rows, Person("7"))
    assert rest["other_contacts"].tolist()[:3:2] == ["70; 8", "70;8"]
    assert rest["other_contacts"].isna().tolist() == [False, True, False, True]
    assert dict(counts) == {"references": 2}
