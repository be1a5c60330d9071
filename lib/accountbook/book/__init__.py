"""The book: clean tables in; every table as it was known on a date out, whole or for one account."""

from accountbook.book.book import Book
from accountbook.book.errors import BookError, BookLocked, LedgerError
from accountbook.book.ledger import Ledger
from accountbook.book.load import write_load
from accountbook.book.loads import last_report
from accountbook.book.settings import Settings, Thresholds
from accountbook.book.shares import BookShare
from accountbook.book.snapshots import Snapshots

__all__ = [
    "Book",
    "BookError",
    "BookLocked",
    "BookShare",
    "Ledger",
    "LedgerError",
    "Settings",
    "Snapshots",
    "Thresholds",
    "last_report",
    "write_load",
]
