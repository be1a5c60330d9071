"""What a column's values say of how its file writes dates and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from accountbook.ingest.dates import parse_dates
from accountbook.ingest.numerals import parse_number

FORMATS = (
    "iso", "%d.%m.%Y", "%d.%m.%y", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y",
    "%d-%m-%Y", "%m-%d-%Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%Y년 %m월 %d일", "%Y. %m. %d",
    "%Y. %m. %d.", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d %H:%M", "%Y%m%d%H%M%S", "excel",
)  # fmt: skip
MARKS = ((".", ""), (".", ","), (",", ""), (",", "."), (",", " "), (".", " "), (".", "'"))
ENOUGH = 0.9
"""Share of a column's values that must be read before it counts as a column of dates or numbers."""
FEW = 500
"""Different values that are looked at to tell a column's type."""
FIRST, LAST = pd.Timestamp("1900-01-01"), pd.Timestamp("2100-01-01")


@dataclass(frozen=True)
class Choice:
    """What the values decide, or the settings between which they don't."""

    taken: tuple[str, ...] = ()
    undecided: tuple[tuple[str, ...], ...] = ()


def date_formats(columns: list[pd.Series]) -> Choice:
    """The formats that read a file's date columns, most useful first.

    Parameters
    ----------
    columns : the texts of each date column, empties left out.

    Notes
    -----
    Day-month and month-day are told apart only by a value that one of them cannot be, like 13/01. Where no
    value decides, or values of both kinds occur, both lists come back and the user chooses.

    Examples
    --------
    >>> date_formats([pd.Series(["02/01/2024", "13/01/2024"])])
    Choice(taken=('%d/%m/%Y',), undecided=())
    >>> date_formats([pd.Series(["02/01/2024"])]).undecided
    (('%d/%m/%Y',), ('%m/%d/%Y',))
    """
    texts = pd.Series(pd.concat(columns).unique(), dtype="str") if columns else pd.Series([], dtype="str")
    read = {one: _readable(texts, one) for one in FORMATS}
    left, taken = np.ones(len(texts), dtype=bool), []
    while left.any():
        best = max(FORMATS, key=lambda one: int((read[one] & left).sum()))
        gain = int((read[best] & left).sum())
        # a format that reads one value in a thousand reads dirt; serials must not swallow plain numbers beside dates
        if gain == 0 or (taken and gain < max(1, 0.001 * len(texts))):
            break
        taken.append(best)
        left &= ~read[best]
    swaps = {one: _swapped(one) for one in taken if _swapped(one)}
    for one, other in swaps.items():
        both_ways = other in taken
        if both_ways or not (read[one] & ~read[other]).any():
            rest = [each for each in taken if each not in (one, other)]
            return Choice(undecided=tuple((each, *rest) for each in sorted((one, other))))
    return Choice(taken=tuple(taken))


@lru_cache
def _shape(one: str) -> str:
    """A pattern that every text of a format has; most texts fail it, and far faster than strptime."""
    if one == "iso":
        return r"^\d{4}-\d{2}-\d{2}"
    if one == "excel":
        return r"^\d{1,7}(?:[.,]\d+)?$"
    parts = {"%Y": r"\d{4}", "%y": r"\d{2}", "%b": r"\pL+", "%B": r"\pL+"}
    return (
        "^"
        + re.sub(r"%[A-Za-z]", lambda part: parts.get(part.group(), r"\d{1,2}"), re.sub(r"([.,])", r"\\\1", one))
        + "$"
    )


def _readable(texts: pd.Series, one: str) -> np.ndarray:
    """Which texts a format reads as a day of this age."""
    array = pa.array(texts, pa.large_string())
    fits = pc.match_substring_regex(array, _shape(one)).to_numpy(zero_copy_only=False).astype(bool)
    if fits.any():
        days = parse_dates(texts[fits].reset_index(drop=True), [one])
        fits[fits] = np.asarray((days >= FIRST) & (days < LAST))
    return fits


def _swapped(one: str) -> str:
    for first, second in (("%d", "%m"), ("%m", "%d")):
        for mark in "/-":
            if one.startswith(f"{first}{mark}{second}{mark}"):
                other = f"{second}{mark}{first}{mark}" + one[6:]
                return other if other in FORMATS else ""
    return ""


def looks_dated(texts: pd.Series) -> bool:
    """Whether a column holds dates in any known format.

    Examples
    --------
    >>> looks_dated(pd.Series(["2024-01-31", ""])), looks_dated(pd.Series(["A1"]))
    (True, False)
    """
    texts = pd.Series(texts[texts != ""].unique()[:FEW], dtype="str")
    if texts.empty:
        return False
    read = np.zeros(len(texts), dtype=bool)
    for one in FORMATS:
        read |= _readable(texts, one)
    return bool(read.mean() >= ENOUGH)


def number_marks(columns: list[pd.Series]) -> Choice:
    """The decimal and thousands marks that read most of a file's numbers.

    Examples
    --------
    >>> number_marks([pd.Series(["1.234,56", "12,5"])])
    Choice(taken=(',', '.'), undecided=())
    >>> number_marks([pd.Series(["1,234"])]).undecided
    (('.', ','), (',', ''))
    """
    texts = pd.concat(columns).unique()[:20_000] if columns else np.array([])
    values = {
        marks: [parse_number(text, decimal=marks[0], thousands=marks[1], money=True) for text in texts]
        for marks in MARKS
    }
    read = {marks: sum(value is not None for value in values[marks]) for marks in MARKS}
    best = max(MARKS, key=lambda marks: read[marks])
    rivals = [marks for marks in MARKS if read[marks] == read[best] and _differ(values[marks], values[best])]
    if rivals:
        return Choice(undecided=(best, rivals[0]))
    return Choice(taken=best)


def _differ(some: list, other: list) -> bool:
    pairs = zip(some, other, strict=True)
    return any(one is not None and two is not None and one.value != two.value for one, two in pairs)


def looks_numeric(texts: pd.Series) -> bool:
    """Whether a column holds numbers under any marks.

    Examples
    --------
    >>> looks_numeric(pd.Series(["1.234,56", "(5)"])), looks_numeric(pd.Series(["VX-1"]))
    (True, False)
    """
    texts = texts[texts != ""].unique()[:FEW]
    if not len(texts):
        return False
    read = [any(parse_number(t, decimal=d, thousands=g, money=True) for d, g in MARKS) for t in texts]
    return bool(np.mean(read) >= ENOUGH)
