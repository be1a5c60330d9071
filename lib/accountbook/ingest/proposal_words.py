"""The value mappings of a proposal: what is recognised, and what the user must say."""

from __future__ import annotations

import re

import pandas as pd

from accountbook.ingest.cells import COUNTRIES, CURRENCIES, FALSE, TRUE
from accountbook.ingest.numerals import SIGNS
from accountbook.ingest.places import country_code, currency_code
from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.sheets import Sheet
from accountbook.ingest.synonyms import likeness, our_word
from accountbook.ingest.systems import word_for
from accountbook.tables import TABLES, Table
from accountbook.tables import OpportunityChanges as Change

MANY_WORDS = 60


def propose_words(out: Lines, name: str, sheets: list[Sheet]) -> None:
    """Value mappings: what is recognised, and what the user must say."""
    table = TABLES[name]
    for column, dtype in table.dtypes.items():
        there = [sheet for sheet in sheets if column in sheet.columns]
        texts = [sheet.texts(column) for sheet in there]
        if texts and dtype == "datetime64[us]" and column not in table.required:
            _no_days(out, name, column, pd.concat(texts))
        of_words = column in {*table.words, *COUNTRIES, *CURRENCIES, Change.field} or dtype == "boolean"
        preset = {word: ours for sheet in there for word, ours in _preset(sheet, column).items()}
        if not texts or not (of_words or preset):
            continue
        _words(out, table, column, pd.concat(texts).value_counts(), preset)


def _preset(sheet: Sheet, column: str) -> dict[str, str]:
    """What the sheet's system means by the words of a column."""
    return sheet.export.part("values").get(column, {}) if sheet.export else {}


def _words(out: Lines, table: Table, column: str, counts: pd.Series, preset: dict[str, str]) -> None:
    """The value mapping of one column.

    Parameters
    ----------
    counts : how often each word occurs.
    preset : a system's own words for ours.
    """
    ours = {word: _ours(word, column, table, preset) for word in counts.index}
    new = {word: one for word, one in ours.items() if one is not None and one.casefold() != word.casefold()}
    open_words = [word for word, one in ours.items() if one is None]
    if not open_words and not new:
        return
    out.head("tables", table.name, "values", column)
    for word, one in new.items():
        out.put(word, one)
    allowed = ", ".join(table.words.get(column, ())) or _asked(column, table.dtypes[column])
    for word in open_words[:MANY_WORDS]:
        if preset and column not in table.required:
            out.put(word, "", f"? {counts[word]:,} rows; write one of {allowed}")
        else:
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


def _ours(word: str, column: str, table: Table, preset: dict[str, str]) -> str | None:
    """Our word for a file's: the same where none needs to be written, None where it is not known."""
    own = {one.casefold(): one for one in table.words.get(column, ())}
    if word.casefold() in own:
        return word
    if preset and (said := word_for({w: o for w, o in preset.items() if w != "*"}, word)) is not None:
        return said
    if column == Change.field:
        return _field(word)
    if table.dtypes[column] == "boolean":
        return word if word.casefold() in TRUE | FALSE else None
    if column in COUNTRIES:
        return word if country_code(word) else None
    if column in CURRENCIES:
        return word if SIGNS.get(word) or re.fullmatch("[A-Za-z]{3}", word) else currency_code(word) or None
    return our_word(word, table.name, column) or preset.get("*")


def _asked(column: str, dtype: str) -> str:
    if column == Change.field:
        return "the columns of opportunities"
    if column in CURRENCIES:
        return "ISO 4217, like EUR"
    return "true, false" if dtype == "boolean" else "ISO 3166 alpha-2"


def _field(word: str) -> str | None:
    """The column of opportunities that a log calls by another name."""
    columns = TABLES["opportunities"].columns
    best = max(columns, key=lambda column: likeness(word, "opportunities", column))
    return word if word in columns else best if likeness(word, "opportunities", best) else None
