"""Drop-downs in the reader's language, read back in any."""

from __future__ import annotations

import pytest

from accountbook.display import Words
from accountbook.sheets.labels import words_shown
from accountbook.sheets.layout import LAYOUTS
from accountbook.sheets.worded import SAID, takes_words, unworded, worded
from accountbook.tables import TABLES

KO = Words("ko")


def test_every_word_of_every_sheet_is_said_in_korean_and_no_other():
    shown = {
        words_shown(word)
        for table, layout in LAYOUTS.items()
        for name in layout.columns
        for word in TABLES[table].words.get(name, ())
    }
    assert shown - set(SAID) == {"A", "B"} and set(SAID) - shown == {"yes", "no"}
    assert [word for word in SAID if worded(word, KO) == word] == []


@pytest.mark.parametrize("table", LAYOUTS)
def test_words_of_a_column_stay_apart_and_come_back(table):
    for name in filter(lambda name: takes_words(table, name), LAYOUTS[table].columns):
        words = [words_shown(word) for word in TABLES[table].words.get(name, ("yes", "no"))]
        said = [worded(word, KO) for word in words]
        assert len(set(said)) == len(words), (name, said)
        assert [unworded(one) for one in said] == words, (name, said)
