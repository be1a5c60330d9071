"""Salesforce's two ways to write one id: 15 characters in reports, 18 in exports of data."""

from __future__ import annotations

import re

import pandas as pd
import pyarrow as pa

SHORT, LONG = re.compile(r"[a-zA-Z0-9]{15}"), re.compile(r"[a-zA-Z0-9]{18}")
CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def id18(short: str) -> str:
    """The id of 18 characters for one of 15; any other text as it is.

    Notes
    -----
    Each of the three characters says which of five are capitals (a1force, "Record Id"; forcetalks, "What are the
    differences between 15 and 18 digit record IDs"). That the first of the five counts least, and the alphabet, are
    from use and were not found in a page of the maker.

    Examples
    --------
    >>> id18("0013000001Abcde"), id18("ACME")
    ('0013000001AbcdeAAB', 'ACME')
    """
    if not SHORT.fullmatch(short):
        return short
    parts = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(CHECKS[sum(c.isupper() << place for place, c in enumerate(part))] for part in parts)


def with_18(texts: pa.Array) -> pa.Array:
    """Ids with 18 characters each; other texts stay."""
    encoded = texts.dictionary_encode()
    long = [id18(one) if one else one for one in encoded.dictionary.to_pylist()]
    return pa.array(long, pa.large_string()).take(encoded.indices)


def is_short(texts: pd.Series) -> bool:
    """Whether all values are ids of 15 characters, as in reports.

    Examples
    --------
    >>> is_short(pd.Series(["0013000001Abcde"])), is_short(pd.Series(["VX-1"]))
    (True, False)
    """
    return len(texts) > 0 and bool(texts.str.fullmatch(SHORT).all()) and bool(texts.str.contains(r"\d").all())
