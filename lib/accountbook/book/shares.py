"""A book in shares: some accounts' order lines each, for work that needs one account at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from accountbook.book.book import Book

FEWEST = 4
"""Partitions of a share at least: opening a book costs as much as a few thousand lines."""
MOST = 128
"""Shares at most."""


@dataclass(frozen=True)
class BookShare:
    """Where to find some partitions of a book, in a few bytes; `open` reads them.

    Attributes
    ----------
    path, load_id, as_of : of the book; whoever opens the share must see it under this path.
    numbers : of the partitions.
    """

    path: Path
    load_id: str
    as_of: pd.Timestamp
    numbers: range

    def open(self) -> Book:
        """The book with the order lines of these partitions; its other tables are whole."""
        from accountbook.book.book import Book

        return Book.open(self.path, self.as_of, load=self.load_id).part(self.numbers)


def ranges(partitions: int) -> list[range]:
    """Which partitions go together: four or more, in at most 128 shares, whoever is going to work on them.

    Examples
    --------
    >>> ranges(16)
    [range(0, 4), range(4, 8), range(8, 12), range(12, 16)]
    >>> len(ranges(4096)), ranges(1)
    (128, [range(0, 1)])
    """
    size = max(FEWEST, -(-partitions // MOST))
    return [range(start, min(start + size, partitions)) for start in range(0, partitions, size)]
