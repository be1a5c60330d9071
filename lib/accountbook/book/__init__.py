"""The book: clean tables in; every table as it was known on a date out, whole or for one account."""

from accountbook.book.book import Book
from accountbook.book.errors import BookError, BookLocked, LedgerError
from accountbook.book.ledger import Ledger
from accountbook.book.load import write_load
from accountbook.book.loads import last_report
from accountbook.book.settings import Mail, Settings, Thresholds, read_settings
from accountbook.book.snapshots import Snapshots

__all__ = [
    "Book",
    "BookError",
    "BookLocked",
    "Ledger",
    "LedgerError",
    "Mail",
    "Settings",
    "Snapshots",
    "Thresholds",
    "last_report",
    "read_settings",
    "write_load",
]
