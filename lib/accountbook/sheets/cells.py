"""From what somebody wrote into a cell to the contract's type, or the reason why it does not fit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from accountbook.ingest.cells import FALSE, TRUE, date_range
from accountbook.ingest.numerals import parse_number
from accountbook.ingest.validation import REASONS
from accountbook.sheets.layout import LAYOUTS
from accountbook.sheets.names import Names, targets
from accountbook.sheets.values import CUT, DATE, plain, read_day, text_of
from accountbook.tables import TABLES


def typed(table: str, column: str, cell: Any, names: Names, *, last: pd.Timestamp) -> tuple[Any, str]:
    """A cell's value, and why it cannot be taken; an empty one is None.

    Parameters
    ----------
    last : the day on which the sheet was saved: no day of what happened lies after it, and no other too far ahead.

    Examples
    --------
    >>> day = pd.Timestamp("2026-11-05")
    >>> typed("contact_events", "kind", "Site visit", Names(), last=day)
    ('site_visit', '')
    >>> typed("commitments", "done_on", "11/5/2026", Names(), last=day)
    (None, 'is no day; write it as 2026-11-05')
    """
    about, text = TABLES[table], plain(cell, TABLES[table].dtypes[column])
    if not text:
        return None, ""
    dtype, refers = about.dtypes[column], targets(table, LAYOUTS[table].columns)
    if column in refers:
        return _named(refers[column], text, names, several=about.meanings[column].several)
    if column in about.words:
        known = {word.casefold(): word for word in about.words[column]}
        word = known.get("_".join(text.casefold().split()))
        return word, "" if word else f"is none of {', '.join(about.words[column])}"
    if dtype == "boolean":
        truth = True if text.casefold() in TRUE else False if text.casefold() in FALSE else None
        return truth, "" if truth is not None else "is neither yes nor no"
    if dtype == DATE:
        return _day(table, column, text, last)
    if dtype in ("float64", "Int64"):
        return _number(text, whole=dtype == "Int64")
    if text.endswith(CUT):
        return None, "was too long for a cell and is shown cut; change it in the system that it came from"
    return text_of(text), ""


def _named(refers: str, text: str, names: Names, *, several: bool) -> tuple[Any, str]:
    """Numbers for names."""
    said = [one.strip() for one in text.split(";") if one.strip()] if several else [text]
    found = [names.find(refers, one) for one in said]
    if any(one is None for one in found):
        return None, f"names nothing of {refers} that this sheet may name; pick it from the list"
    return ";".join(one for one in found if one) or None, ""


def _day(table: str, column: str, text: str, last: pd.Timestamp) -> tuple[Any, str]:
    day = read_day(text)
    if day is None:
        return None, "is no day; write it as 2026-11-05"
    least, most = date_range(TABLES[table], column, last)
    if day > last and happened(table, column):
        return None, f"lies after {last:%Y-%m-%d}, the day on which the sheet was saved, and says what happened"
    if not least <= day <= most:
        return None, f"lies outside {least:%Y-%m-%d} to {most:%Y-%m-%d}"
    return day, ""


def happened(table: str, column: str) -> bool:
    """Whether a day is one on which something happened or was found out; it cannot lie ahead.

    Examples
    --------
    >>> [happened("commitments", name) for name in ("made_on", "done_on", "due_on")]
    [True, True, False]
    """
    return column == TABLES[table].about.known_on or bool(TABLES[table].meanings[column].known_on)


def _number(text: str, *, whole: bool) -> tuple[Any, str]:
    number = parse_number(text, thousands=",")
    if number is None:
        return None, "is no number"
    value = number.value / 100 if number.percent else number.value
    if whole:
        return (int(value), "") if value == int(value) else (None, "is no whole number")
    return value, ""


def broken(table: str, rows: list[dict[str, Any]]) -> dict[int, tuple[str, str]]:
    """The rows that break the table's model: by place, the first column and the reason.

    Notes
    -----
    pandera's own message holds values, some of them personal; it is never passed on.

    Examples
    --------
    >>> broken("fx_rates", [{"currency": "EUR", "date": "2026-01-02", "rate": -1.0}])
    {0: ('rate', 'is too small')}
    """
    import pandera.errors

    about, found = TABLES[table], {}
    for place, row in enumerate(rows):
        empty = [name for name in about.required if row.get(name) is None]
        if empty:
            found[place] = (empty[0], "is empty, and every line needs it")
    frame = about.frame(rows)
    try:
        about.model.to_schema().validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        for case in error.failure_cases.itertuples():
            if not pd.isna(case.index):
                reason = REASONS.get(str(case.check).split("(")[0], "breaks the contract")
                found.setdefault(int(case.index), (str(case.column), reason))
    return found
