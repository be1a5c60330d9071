"""Which earlier predictions fall due on a day, and what they said."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.book.period import back
from accountbook.models.kept import predictions
from accountbook.models.kinds import Grade, typed

if TYPE_CHECKING:
    from accountbook.book import Book

LATE = 20
"""Days after a date by which its export must be there: what rests on a later one was not said in time. An edition is
out within days of its month, and the next month's export comes after a month."""


def fallen_due(
    book: Book, kind: str, *, horizon: int, before: pd.Timestamp, executor: Executor | None = None
) -> pd.DataFrame:
    """What was said on the days whose horizon passed in the month up to a day.

    Parameters
    ----------
    book : a company-wide book.
    kind : "said_orders" or "said_deals".
    horizon : days ahead that it was said for.
    before : the day; not after the book's.
    executor : does the work that goes by account, where a past day is to be computed.

    Returns
    -------
    Rows of the kind with ``made`` and ``recomputed``: as the ledger has them from a load of that time; of each calendar
    month the last day's. In a month in which no horizon passed, as of 60 days none does in February, those of the
    newest day whose horizon has passed stand, though an earlier edition graded them. Where the ledger has no such day,
    those of the newest, by months back from ``before``, computed from this load as of that day. Empty where nothing was
    known then.

    Notes
    -----
    With a horizon of 0 days what was said in the month is asked for: words of an earlier month never stand in for it.
    """
    kept = in_time(book, kind)
    due = falling_due(kept, before, horizon=horizon)
    if not due and horizon:
        due = sorted(day for day in kept if day + pd.Timedelta(days=horizon) <= before)[-1:]
    found = [book.ledger.read(kept[day]).assign(**{Grade.made: day, Grade.recomputed: 0}) for day in due]
    if not found:
        day = passed(before, horizon=horizon)
        then = book.at(day)
        if then.order_days().empty:
            return typed(kind).assign(**{Grade.made: day, Grade.recomputed: 1})
        found = [predictions(then, kind, executor=executor).assign(**{Grade.made: day, Grade.recomputed: 1})]
    return pd.concat(found, ignore_index=True)


def in_time(book: Book, kind: str) -> dict[pd.Timestamp, Path]:
    """The days before the book's of which the ledger has what was said in time, oldest first, and where it lies.

    Of what rests on a load that is no more nobody can tell when it was said: it does not count.
    """
    return {
        day: path
        for day, path in book.ledger.first(kind, before=book.as_of)
        if (exported_on := book.ledger.exported_on(path)) is not None and (exported_on - day).days <= LATE
    }


def falling_due(days: Iterable[pd.Timestamp], as_of: pd.Timestamp, *, horizon: int) -> list[pd.Timestamp]:
    """Of days of prediction, those whose horizon passed in the month up to ``as_of``; of a calendar month the last.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-07-31", "2026-08-14", "2026-08-31", "2026-09-30"])
    >>> [f"{day:%m-%d}" for day in falling_due(days, pd.Timestamp("2026-10-31"), horizon=60)]
    ['08-31']
    """
    span, since = pd.Timedelta(days=horizon), back(as_of, 1)
    due = sorted(day for day in days if since < day + span <= as_of)
    return list({(day.year, day.month): day for day in due}.values())


def passed(as_of: pd.Timestamp, *, horizon: int) -> pd.Timestamp:
    """The newest day, by months back, whose horizon has passed.

    Examples
    --------
    >>> passed(pd.Timestamp("2026-10-31"), horizon=60).date(), passed(pd.Timestamp("2026-02-28"), horizon=60).date()
    (datetime.date(2026, 8, 31), datetime.date(2025, 11, 30))
    """
    months = horizon // 31
    while (day := back(as_of, months)) + pd.Timedelta(days=horizon) > as_of:
        months += 1
    return day
