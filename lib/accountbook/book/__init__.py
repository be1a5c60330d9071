"""The book: clean tables in; every table as it was known on a date out, whole or for one account."""

from accountbook.book.beside import before_of, filled
from accountbook.book.book import Book
from accountbook.book.errors import BookError, BookLocked, LedgerError
from accountbook.book.ledger import Ledger
from accountbook.book.load import write_load
from accountbook.book.loads import last_report, lines_before
from accountbook.book.settings import Mail, Profit, Rights, Settings, Thresholds, read_settings
from accountbook.book.shares import BookShare
from accountbook.book.snapshots import Snapshots
from accountbook.book.teams import names_accounts, teams_of
from accountbook.book.tombstones import Tombstones
from accountbook.book.traces import Person, Traces

__all__ = [
    "Book",
    "BookError",
    "BookLocked",
    "BookShare",
    "Ledger",
    "LedgerError",
    "Mail",
    "Person",
    "Profit",
    "Rights",
    "Settings",
    "Snapshots",
    "Thresholds",
    "Tombstones",
    "Traces",
    "before_of",
    "filled",
    "last_report",
    "lines_before",
    "names_accounts",
    "read_settings",
    "teams_of",
    "write_load",
]
