"""Training slices: what was known on many past dates, and what came after each."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.executors import mapped
from accountbook.features import AccountFeature as F
from accountbook.features import OrderDays as D
from accountbook.features import account_facts, account_features, with_rhythm
from accountbook.features.groups import group_starts

if TYPE_CHECKING:
    from accountbook.book import Book, BookShare

STEP = 30
"""Days between slices: a month, of equal length, so that slices of several horizons fall on the same dates."""
YOUNGEST = 60
"""Days of history before the first slice: sooner, everybody looks new."""


class Outcome:
    """Columns that `outcomes` adds: what came after a slice's date.

    ``days_to_next`` is empty where nothing came yet, ``days_known`` how long we have looked. ``next_value`` is the
    amount of the next order.
    """

    slice = "slice"
    days_to_next = "days_to_next"
    days_known = "days_known"
    next_value = "next_value"


def slice_dates(first: pd.Timestamp, as_of: pd.Timestamp, *, horizon: int, count: int = 24) -> list[pd.Timestamp]:
    """Dates of the slices whose window closed by ``as_of``, newest first.

    Examples
    --------
    >>> first, as_of = pd.Timestamp("2026-01-01"), pd.Timestamp("2026-06-30")
    >>> [f"{date:%m-%d}" for date in slice_dates(first, as_of, horizon=60)]
    ['05-01', '04-01', '03-02']
    """
    newest = as_of - pd.Timedelta(days=horizon)
    dates = [newest - pd.Timedelta(days=STEP * k) for k in range(count)]
    return [date for date in dates if date >= first + pd.Timedelta(days=YOUNGEST)]


def training_slices(book: Book, *, horizon: int, count: int = 24, executor: Executor | None = None) -> pd.DataFrame:
    """Features of the accounts with two orders or more on past dates, with what came after.

    Parameters
    ----------
    book : the book as of the day of prediction; nothing that became known later is used.
    horizon : days; the newest slice lies that far back, so that its window is closed.
    count : slices at most.
    executor : does the work by shares of the accounts; the frame is the same without one.

    Returns
    -------
    Frame with one row per account and slice: account_id, `AccountFeature`, `Outcome`. Empty, with its columns,
    where there is no closed window.
    """
    days = book.order_days()
    dates = slice_dates(days[D.order_date].min(), book.as_of, horizon=horizon, count=count) if len(days) else []
    dates = sorted(dates)
    if not dates:
        rows = account_features(book).iloc[:0].reset_index().assign(**{Outcome.slice: book.as_of})
        return pd.concat([rows, outcomes(book, rows[D.account_id], rows[Outcome.slice])], axis=1)
    if executor is None:
        parts = [slice_facts(book, dates)]
    else:
        parts = list(mapped(share_facts, [(share, dates) for share in book.shares()], executor=executor))
    facts = pd.concat(parts, ignore_index=True)
    if len(parts) > 1:
        facts = facts.sort_values([Outcome.slice, D.account_id], ignore_index=True)
    bounds = [*group_starts(facts[Outcome.slice]), len(facts)]
    slices = [facts.iloc[start:end] for start, end in pairwise(bounds)]
    rows = pd.concat(map(with_rhythm, slices)) if slices else with_rhythm(facts)
    later = [Outcome.slice, Outcome.days_to_next, Outcome.days_known, Outcome.next_value]
    return rows[[*(name for name in rows if name not in later), *later]]


def slice_facts(book: Book, dates: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """`account_facts` of the accounts with two orders or more on past dates, with `Outcome`.

    Parameters
    ----------
    book : as of the day of prediction; all of it, or a share.
    """
    frames = []
    for view in book.snapshots(dates):
        facts = account_facts(view)
        frames.append(facts.loc[facts[F.orders] >= 2].reset_index().assign(**{Outcome.slice: view.as_of}))
    rows = pd.concat(frames, ignore_index=True)
    return pd.concat([rows, outcomes(book, rows[D.account_id], rows[Outcome.slice])], axis=1)


def share_facts(task: tuple[BookShare, Sequence[pd.Timestamp]]) -> pd.DataFrame:
    """`slice_facts` of one share of a book, by whoever works for an executor."""
    share, dates = task
    return slice_facts(share.open(), dates)


def outcomes(book: Book, accounts: pd.Series, dates: pd.Series) -> pd.DataFrame:
    """What came after a date, as far as the book knows.

    Parameters
    ----------
    accounts, dates : account and past date of each row, shape (n,).

    Returns
    -------
    Frame of shape (n, 3): days_to_next, days_known, next_value.
    """
    ahead = Ahead(book.order_days(), book.as_of)
    here = ahead.position(accounts, dates)
    some = ahead.same_account(here, accounts)
    last = np.minimum(here, max(len(ahead.day) - 1, 0))
    to_next = np.full(len(accounts), np.nan)
    value = np.full(len(accounts), np.nan)
    if len(ahead.day):
        asked = _day(dates)
        to_next[some] = ahead.day[last[some]] - asked[some]
        value[some] = ahead.amount[last[some]]
    return pd.DataFrame(
        {
            Outcome.days_to_next: to_next,
            Outcome.days_known: (np.datetime64(book.as_of, "D").astype(np.int64) - _day(dates)).astype(float),
            Outcome.next_value: value,
        },
        index=accounts.index,
    )


def as_known(slices: pd.DataFrame, view: Book) -> pd.DataFrame:
    """Past slices with `Outcome` as it was known on the view's date: an order recorded later had not come then.

    Parameters
    ----------
    slices : rows with account_id and slice. view : the book on a day after the slices.
    """
    return slices.assign(**outcomes(view, slices[D.account_id], slices[Outcome.slice]))


def revenue_ahead(book: Book, accounts: pd.Series, dates: pd.Series, *, horizon: int) -> np.ndarray:
    """Revenue in the ``horizon`` days after each date, shape (n,), in the company's currency."""
    ahead = Ahead(book.order_days(), book.as_of)
    upto = np.concatenate([[0.0], np.cumsum(ahead.amount)])
    begin = ahead.position(accounts, dates)
    end = ahead.position(accounts, dates + pd.Timedelta(days=horizon))
    return upto[end] - upto[begin]


class Ahead:
    """Sorted order days that find the first order after a day by binary search.

    Parameters
    ----------
    days : ``order_days()``, sorted by account and date.
    as_of : the last day known.
    """

    def __init__(self, days: pd.DataFrame, as_of: pd.Timestamp) -> None:
        self.day = _day(days[D.order_date])
        amount = days[D.amount].to_numpy(dtype=float)
        self.amount = np.where(np.isfinite(amount), amount, 0.0)
        self.code, self.accounts = pd.factorize(days[D.account_id].astype("str"), sort=False)
        self._width = int(max(self.day.max(initial=0), np.datetime64(as_of, "D").astype(np.int64)) + 20_000)
        self._key = self.code * self._width + self.day

    def position(self, accounts: pd.Series, dates: pd.Series) -> np.ndarray:
        """Index of each account's first order day after a date; that of the next account where there is none."""
        codes = pd.Index(self.accounts).get_indexer(pd.Index(accounts.astype("str")))
        found = np.searchsorted(self._key, codes * self._width + _day(dates), side="right")
        return np.where(codes < 0, len(self._key), found)

    def same_account(self, positions: np.ndarray, accounts: pd.Series) -> np.ndarray:
        """Whether the order at each position is the asked account's own."""
        codes = pd.Index(self.accounts).get_indexer(pd.Index(accounts.astype("str")))
        inside = positions < len(self.code)
        own = np.zeros(len(positions), dtype=bool)
        own[inside] = self.code[positions[inside]] == codes[inside]
        return own


def age_weight(dates: pd.Series | Sequence[pd.Timestamp], newest: pd.Timestamp, *, half_life: float) -> np.ndarray:
    """Weight of a slice by age: 1 for the newest, half of it every ``half_life`` days."""
    age = (newest - pd.Series(dates)).dt.days.to_numpy(dtype=float)
    return 0.5 ** (age / half_life)


def _day(dates: pd.Series) -> np.ndarray:
    """Dates as days since 1970, shape (n,)."""
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)
