"""What exports call our tables, columns and words; the lists are in synonyms.toml beside this."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from typing import Any

from accountbook.tables import TABLES


def key_of(text: str) -> str:
    """A header without case, width, spaces and marks.

    Examples
    --------
    >>> key_of("Cust No."), key_of("InvoiceNo"), key_of("거래처 코드")
    ('custno', 'invoiceno', '거래처코드')
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@lru_cache
def _listed() -> dict[str, Any]:
    return tomllib.loads(files("accountbook.ingest").joinpath("synonyms.toml").read_text(encoding="utf-8"))


def _keys(words: list[str]) -> frozenset[str]:
    spread = [one for word in words for one in (_listed()["shared"][word[1:]] if word.startswith("@") else [word])]
    return frozenset(key_of(word) for word in spread)


@lru_cache
def column_keys(table: str, column: str) -> frozenset[str]:
    """Every known key of a column's headers, its own name among them."""
    columns = _listed()["columns"]
    return _keys([column, *columns[table].get(column, []), *columns["*"].get(column, [])])


def listed_columns() -> dict[str, list[str]]:
    """The tables and columns that the list knows headers for."""
    columns = _listed()["columns"]
    return {table: [*own, *columns["*"]] for table, own in columns.items() if table != "*"}


def names_table(file: str, table: str) -> bool:
    """Whether a file's name, without folders and ends, says that it holds a table.

    Examples
    --------
    >>> names_table("orders_2024.csv", "order_lines"), names_table("거래처.csv", "accounts")
    (True, True)
    """
    key = key_of(file)
    return any(key_of(word) in key for word in [table, *_listed()["files"][table]])


@lru_cache(maxsize=100_000)
def likeness(header: str, table: str, column: str) -> float:
    """How surely a header is a column of a table, 0 to 1; below 0.85 it isn't taken.

    Examples
    --------
    >>> likeness("거래처코드", "order_lines", "account_id"), likeness("Weather", "order_lines", "account_id")
    (1.0, 0.0)
    >>> likeness("Custommer No", "order_lines", "account_id") > 0.85
    True
    """
    key, known = key_of(header), column_keys(table, column)
    if key in known:
        return 1.0
    bare = _bare(header)
    if bare != header and key_of(bare) in known:
        return 0.99
    if len(key) < 5 or not key.isascii():
        return 0.0
    # no ratio is above what the lengths allow
    near = [one for one in known if 2 * min(len(key), len(one)) >= 0.85 * (len(key) + len(one))]
    best = max((SequenceMatcher(None, key, one).ratio() for one in near), default=0.0)
    return best if best >= 0.85 else 0.0


def _bare(header: str) -> str:
    """A header without its unit: "Amount (EUR)", "Kurs in EUR", "Satisfaction (1-5)"."""
    return re.sub(r"\s*[(\[].*?[)\]]\s*$|\s*%$|\s+(?:in\s+)?[A-Z]{3}$", "", header)


def is_amount(header: str) -> bool:
    """Whether a header says the amount of a whole line.

    Examples
    --------
    >>> is_amount("Line total"), is_amount("금액 (KRW)"), is_amount("Price")
    (True, True, False)
    """
    return bool({key_of(header), key_of(_bare(header))} & _keys(["@amount"]))


def our_word(text: str, table: str, column: str) -> str:
    """Our word for an export's, or an empty text.

    The lists name a column's words under ``words.<column>`` or, where tables differ, ``words."<table>.<column>"``.

    Examples
    --------
    >>> our_word("Closed Won", "opportunities", "outcome"), our_word("실주", "opportunities", "outcome")
    ('won', 'lost')
    >>> our_word("3 - Offer", "opportunities", "seller_stage"), our_word("???", "opportunities", "outcome")
    ('offer', '')
    """
    # pipelines number their stages
    key = key_of(re.sub(r"^\s*[0-9]+\s*[-.):]*\s*", "", text))
    words = _listed()["words"]
    listed = words.get(f"{table}.{column}") or words.get(column, {})
    for ours in TABLES[table].words.get(column, ()):
        if key in _keys([ours, *listed.get(ours, [])]):
            return ours
    return ""
