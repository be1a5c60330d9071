"""A cell's content as one plain text, whoever wrote the cell: a line is unchanged where these texts are."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd
import pyarrow as pa
from openpyxl.utils.escape import unescape

from accountbook.ingest.numerals import parse_number
from accountbook.ingest.raw import clean
from accountbook.sheets.labels import words_shown

DATE = "datetime64[us]"
YES, NO = "yes", "no"
LONGEST = 32_000
"""Signs of a cell, with room to Excel's 32,767; a longer text is shown cut and may not be changed in a sheet."""
CUT = "… [cut]"
_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})\s*[.일]?(?:[T ]+00:00(?::00(?:\.0+)?)?)?"
)
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")


def text_of(value: str) -> str:
    """A text without what nobody sees, with one kind of line end.

    Examples
    --------
    >>> text_of("a\\r\\nb\\x07 ")
    'a\\nb'
    """
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    if plain.isascii() and plain.isprintable():
        return plain.strip()
    return clean(pa.array([plain], pa.large_string())).to_pylist()[0]


def read_day(text: str) -> pd.Timestamp | None:
    """A day that was written as text, the year first, or with points and the day first; None: it is none.

    What may be day or month is never guessed.

    Examples
    --------
    >>> [str(read_day(one))[:10] for one in ("2026-11-05", "2026. 11. 5.", "5.11.2026", "2026년 11월 5일", "11/5/2026")]
    ['2026-11-05', '2026-11-05', '2026-11-05', '2026-11-05', 'None']
    """
    found, order = _YEAR_FIRST.fullmatch(text.strip()), (1, 2, 3)
    if found is None:
        found, order = _DAY_FIRST.fullmatch(text.strip()), (3, 2, 1)
    if found is None:
        return None
    try:
        return pd.Timestamp(dt.datetime(*(int(found[place]) for place in order))).as_unit("us")
    except ValueError:
        return None


def shown(value: Any, dtype: str, *, word: bool = False) -> Any:
    """What a cell holds for a value of the book: text, number or day; None for nothing.

    Examples
    --------
    >>> shown("site_visit", "str", word=True), shown(True, "boolean"), shown(float("nan"), "float64")
    ('site visit', 'yes', None)
    """
    if value is None or pd.isna(value):
        return None
    if dtype == DATE:
        day = pd.Timestamp(value).normalize()
        # Excel counts a 29 February 1900
        return day.to_pydatetime() if day >= pd.Timestamp("1900-03-01") else f"{day:%Y-%m-%d}"
    if dtype == "boolean":
        return YES if value else NO
    if dtype == "Int64":
        return int(value)
    if dtype == "float64":
        return float(value)
    text = text_of(words_shown(value) if word else str(value))
    return (text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT) or None


def plain(cell: Any, dtype: str) -> str:
    """A cell's content as text, the same whether it came as a day, a number or their text; empty for nothing.

    Parameters
    ----------
    cell : as written by us, or as read from a workbook.
    dtype : of the column.

    Examples
    --------
    >>> import datetime
    >>> plain(datetime.datetime(2026, 11, 5), "datetime64[us]"), plain("2026/11/5", "datetime64[us]")
    ('2026-11-05', '2026-11-05')
    >>> plain("1,200", "float64"), plain(1200, "float64"), plain(0.1 + 0.2, "float64"), plain("60%", "float64")
    ('1200', '1200', '0.3', '0.6')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, dt.datetime | dt.date):
        moment = pd.Timestamp(cell)
        return f"{moment:%Y-%m-%d}" if dtype == DATE or moment == moment.normalize() else moment.isoformat(sep=" ")
    if isinstance(cell, int | float):
        return f"{cell + 0.0:.15g}" if abs(cell) < 1e300 else repr(cell)
    text = text_of(unescape(str(cell)) if "_x" in str(cell) else str(cell))
    if dtype == DATE and (day := read_day(text)) is not None:
        return f"{day:%Y-%m-%d}"
    if dtype in ("float64", "Int64") and text:
        number = parse_number(text, thousands=",")
        if number is not None:
            return f"{(number.value / 100 if number.percent else number.value) + 0.0:.15g}"
    return text


def digest(text: str) -> str:
    """Ten signs by which a cell's content is known again; nothing for nothing.

    Examples
    --------
    >>> digest(""), len(digest("visit"))
    ('', 10)
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10] if text else ""


def number_of(parts: Iterable[str]) -> str:
    """A number made from what it stands for: the same parts, the same number.

    Examples
    --------
    >>> number_of(["a", "bc"]) != number_of(["ab", "c"])
    True
    """
    text = json.dumps(list(parts), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
