"""The second door: one book on many dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from accountbook.book.book import Book


class Snapshots(Sequence["Book"]):
    """A book as known on many dates, for training and for looking back.

    Rows are read, sorted and added up once; each date only masks them. A view is made when it is asked for and
    holds on to its tables only while it lives, so that many dates take no more memory than one, but for what is made
    of them with `Book.once`.

    Parameters
    ----------
    book : the newest view.
    dates : in the order wanted, none later than the book's own ``as_of``.

    Raises
    ------
    BookError
        If a date is later than the book's.
    """

    def __init__(self, book: Book, dates: Iterable[pd.Timestamp | str]) -> None:
        # .at checks each date now, before anything is computed
        self.dates = tuple(book.at(date).as_of for date in dates)
        self._book = book

    def __len__(self) -> int:
        return len(self.dates)

    def __getitem__(self, place: int) -> Book:
        return self._book.at(self.dates[place])

    def __iter__(self) -> Iterator[Book]:
        return (self._book.at(date) for date in self.dates)
