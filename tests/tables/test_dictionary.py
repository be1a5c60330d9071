"""The data dictionary says what the schemas say."""

from __future__ import annotations

import pytest

from accountbook.tables import TABLES
from accountbook.tables.dictionary import BEGIN, END, README, dictionary, rewritten


def test_the_readme_holds_the_dictionary_of_the_schemas():
    text = README.read_text(encoding="utf-8")
    assert rewritten(text) == text, "run: .venv/bin/python -m accountbook.tables.dictionary"


def test_every_column_has_its_line():
    text = dictionary()
    for table in TABLES.values():
        part = (
            text.split(f"### {table.name}\n")[1].split("\n### ")[0] + text.split("### Every table")[1].split("###")[0]
        )
        assert [name for name in table.columns if f"| `{name}` |" not in part] == [], table.name


def test_a_line_says_type_unit_meaning_known_date_and_whether_it_is_personal():
    lines = dictionary().splitlines()
    assert "| `rate` | number | the company's currency | price of one unit | always |  |  |" in lines
    assert "| `birthday` | date |  | birthday |  |  | yes |" in lines
    assert "| `ends_on` | date |  | last day of sale; known from that day on |  | `ends_on` |  |" in lines


@pytest.mark.parametrize("text", ["", BEGIN, f"{BEGIN} {END} {END}"])
def test_a_readme_without_its_markers_is_refused(text):
    with pytest.raises(ValueError, match="each of these lines once"):
        rewritten(text)
