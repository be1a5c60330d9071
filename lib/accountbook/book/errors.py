"""What can be wrong with a book, said so that the user can mend it."""

from __future__ import annotations


class BookError(ValueError):
    """A book cannot be opened, read or written; the message says what, where and what to do."""


class BookLocked(BookError):
    """Another process is writing to the book."""


class LedgerError(BookError):
    """An entry of the ledger would be changed; entries never are."""
