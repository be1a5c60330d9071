"""The value mappings of a proposal: what is recognised, and what the user must say."""

from __future__ import annotations

from typing import Any

import pandas as pd

from accountbook.ingest.cells import COUNTRIES, FALSE, TRUE
from accountbook.ingest.places import country_code
from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.recognition import Sheet
from accountbook.ingest.synonyms import likeness, our_word
from accountbook.tables import TABLES
from accountbook.tables import OpportunityChanges as Change

MANY_WORDS = 60


def propose_words(out: Lines, name: str, sheets: list[Sheet]) -> None:
    """Value mappings: what is recognised, and what the user must say."""
    table = TABLES[name]
    for column, dtype in table.dtypes.items():
        texts = [sheet.texts(column) for sheet in sheets if column in sheet.columns]
        if texts and dtype == "datetime64[us]" and column not in table.required:
            _no_days(out, name, column, pd.concat(texts))
        if not texts or not (column in {*table.words, *COUNTRIES, Change.field} or dtype == "boolean"):
            continue
        counts = pd.concat(texts).value_counts()
        ours = {word: _our(word, column, dtype, table) for word in counts.index}
        open_words = [word for word, one in ours.items() if one is None]
        new = {word: one for word, one in ours.items() if one}
        if not open_words and not new:
            continue
        out.head("tables", name, "values", column)
        for word, one in new.items():
            out.put(word, one)
        allowed = ", ".join(table.words.get(column, ())) or _asked(column, dtype)
        for word in open_words[:MANY_WORDS]:
            out.ask(word, "", f'{counts[word]:,} rows; write one of {allowed}, or leave "" for empty')
        if len(open_words) > MANY_WORDS:
            out.note(f"and {len(open_words) - MANY_WORDS:,} other words: this may be another column")


def _no_days(out: Lines, name: str, column: str, texts: pd.Series) -> None:
    """Days that stand for none, like 9999-12-31."""
    none = texts[texts.str.contains(r"9999|^0{2,4}[-./]0{2}[-./]0{2,4}")].value_counts()
    if len(none):
        out.head("tables", name, "values", column)
        for word, count in none.items():
            out.put(word, "", f"{count:,} rows: no day, but a sign for none")


def _our(word: str, column: str, dtype: str, table: Any) -> str | None:
    """Our word to write, empty where none is needed, None where it is not known."""
    if column == Change.field:
        return _field(word)
    if dtype == "boolean":
        return "" if word.casefold() in TRUE | FALSE else None
    if column in COUNTRIES:
        return "" if country_code(word) else None
    if word.casefold() in table.words[column]:
        return ""
    return our_word(word, table.name, column) or None


def _asked(column: str, dtype: str) -> str:
    if column == Change.field:
        return "the columns of opportunities"
    return "true, false" if dtype == "boolean" else "ISO 3166 alpha-2"


def _field(word: str) -> str | None:
    """The column of opportunities that a log calls by another name."""
    columns = TABLES["opportunities"].columns
    best = max(columns, key=lambda column: likeness(word, "opportunities", column))
    return "" if word in columns else best if likeness(word, "opportunities", best) else None
