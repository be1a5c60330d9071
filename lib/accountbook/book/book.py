"""The book: every table as it was known on a date, whole or for one account."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book.changes import open_until_closed
from accountbook.book.errors import BookError
from accountbook.book.known import day
from accountbook.book.ledger import Ledger
from accountbook.book.loads import current, exports_of, given_since, read_report
from accountbook.book.settings import Settings, read_settings
from accountbook.book.shares import BookShare, ranges
from accountbook.book.shelf import Shelf
from accountbook.book.snapshots import Snapshots
from accountbook.book.store import read_rejected, via_of
from accountbook.tables import TABLES


class Book:
    """A book as it was known on a date.

    Nothing that became known after `as_of` can be had from it. `open` is the first door; `snapshots` the second.

    Attributes
    ----------
    path : folder of the book.
    as_of : the date; an order of that very day is known.
    load_id, account_id : the load that is read, and the account it is narrowed to, or None.
    settings, load_report : book.toml; load.json of the load: sources, rows in and out, flags.
    first_export : day of the first export; as of an earlier day the book rests on undated rows it first saw then.
    exported_on : day of this load's export; what happened later is not in it.
    exports : days of this load's export and of those that it follows, in their order.
    ledger : the predictions and runs kept beside the loads.

    Examples
    --------
    >>> import tempfile
    >>> from accountbook.book import write_load
    >>> lines = TABLES["order_lines"].frame(
    ...     {"order_id": "1", "line": line, "account_id": "007", "order_date": day, "kind": "order", "item_id": "P",
    ...      "quantity": 2.0, "unit_price": 50.0, "currency": "EUR"}
    ...     for line, day in [("1", "2026-03-02"), ("2", "2026-05-04")]
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = write_load(
    ...         folder, {"order_lines": lines}, rejected={}, report={}, exported_on=pd.Timestamp("2026-06-01"),
    ...         company={"name": "Nova (invented)", "currency": "EUR"},
    ...     )
    ...     book = Book.open(folder, "2026-03-31")
    ...     book.order_days()[["account_id", "order_date", "amount"]]
      account_id order_date  amount
    0        007 2026-03-02   100.0
    """

    def __init__(
        self, path: Path, as_of: pd.Timestamp, shelf: Shelf, settings: Settings, *, account_id: str | None = None
    ) -> None:
        self.path = path
        self.as_of = as_of
        self.settings = settings
        self.account_id = account_id
        self.load_id: str = shelf.report["load_id"]
        self.first_export = pd.Timestamp(shelf.report["first_export"])
        self.exported_on = pd.Timestamp(shelf.report["exported_on"])
        self.exports = tuple(pd.Timestamp(one) for one in exports_of(shelf.report))
        self.ledger = Ledger(path)
        self._shelf = shelf
        self._tables: dict[str, pd.DataFrame] = {}

    @classmethod
    def open(cls, path: Path | str, as_of: pd.Timestamp | str, *, load: str | None = None) -> Book:
        """Open a book, or one account's slice of a book, as known on a date.

        Parameters
        ----------
        path : folder of the book.
        as_of : a day, or its text as YYYY-MM-DD.
        load : id of a load; None: the last good one.

        Raises
        ------
        BookError
            If there is no book or no such load, book.toml is wrong, or nothing was known yet on that date.
        """
        path, as_of = Path(path), day(as_of)
        report = read_report(path, load or current(path))
        settings = read_settings(path)
        if report["currency"] != settings.currency:
            raise BookError(
                f"{path / 'book.toml'} says currency {settings.currency}, but the amounts of load {report['load_id']} "
                f"are in {report['currency']}: set it back, or delete the load's folder and load the export again"
            )
        first = pd.Timestamp(report["first_known"])
        if as_of < first:
            raise BookError(
                f"{path}: nothing was known as of {as_of:%Y-%m-%d}; the first order line became known on "
                f"{first:%Y-%m-%d}. Ask for that day or a later one"
            )
        shelf = Shelf(path / "loads" / report["load_id"], report, account_id=report["account_id"])
        return cls(path, as_of, shelf, settings, account_id=report["account_id"])

    @property
    def load_report(self) -> dict[str, Any]:
        """What load.json says."""
        return json.loads(json.dumps(self._shelf.report))

    def has(self, name: str) -> bool:
        """Whether the sources brought a table, with rows or without: those of the newest load that `as_of` knew.

        Raises
        ------
        KeyError
            If the contract has no such table.
        """
        _table(name)
        if not self._shelf.holds(name):
            return False
        since = given_since(self._shelf.report["stored"][name])
        return [given for day, given in since if day <= f"{self.as_of:%Y-%m-%d}"][-1]

    def table(self, name: str) -> pd.DataFrame:
        """A table as known on `as_of`; all its columns, empty and typed where the load lacks it.

        Returns
        -------
        pandas.DataFrame
            Rows by account, then key. A cell whose own date lies later is empty. Deals stand as their log has them:
            values of that day, ``outcome`` "open" until the day they were closed.

        Raises
        ------
        KeyError
            If the contract has no such table.
        BookError
            If a file of the load is damaged.
        """
        if name not in self._tables:
            self._tables[name] = self._table(_table(name).name)
        # a shallow copy: with copy-on-write the caller may change it without changing ours
        return self._tables[name].copy(deep=False)

    def _table(self, name: str) -> pd.DataFrame:
        door = self._shelf.door(name)
        if via_of(name) is not None:
            key, via = TABLES[name].about.via
            # a change of a deal that nobody knew of yet was not known either
            return door.at(self.as_of, keep=door.rows[key].isin(self.table(via)[key]).to_numpy(dtype=bool))
        frame = door.at(self.as_of)
        if name != "opportunities":
            return frame
        return open_until_closed(self._shelf.replay.at(frame, self.as_of), as_of=self.as_of, exports=self.exports)

    def past(self, name: str) -> pd.DataFrame | None:
        """Versions of rows that were past on `as_of`: changed since, or gone; None: there are none.

        Returns
        -------
        pandas.DataFrame or None
            The table's columns and ``superseded_on``, the day since which the version was no longer believed. Cells
            that `as_of` did not know are empty.
        """
        door, via = self._shelf.door(_table(name).name), via_of(name)
        if via is None:
            return door.past(self.as_of)
        key, _ = TABLES[name].about.via
        before = self.past(via)
        known = set(self.table(via)[key]) | (set() if before is None else set(before[key]))
        return door.past(self.as_of, keep=door.rows[key].isin(known).to_numpy(dtype=bool))

    def rejected(self, name: str) -> pd.DataFrame:
        """The rows of a table that were turned away: file, row, column, reason, content; empty in an account's book."""
        _table(name)
        return read_rejected(self._shelf.folder, name)

    def order_days(self) -> pd.DataFrame:
        """One row per account and calendar day with an order, as known on `as_of`.

        Returns
        -------
        pandas.DataFrame
            account_id, order_date, amount (company's currency, empty where no line has one), quantity (pieces),
            lines, known_on, lines_without_amount; sorted by account and date.
        """
        if "" not in self._tables:
            self._tables[""] = self._shelf.order_days.at(self.as_of)
        return self._tables[""].copy(deep=False)

    def accounts(self) -> list[str]:
        """Every account known on `as_of`, by its own row or by an order line, sorted."""
        return [self.account_id] if self.account_id is not None else self._shelf.accounts(self.as_of)

    def account(self, account_id: str) -> Book:
        """One account's book: its own rows and the shared tables; nothing else is read from disk.

        Raises
        ------
        BookError
            If no such account was known on `as_of`; the nearest ids are named.
        """
        if self.account_id is not None:
            if account_id == self.account_id:
                return self
            raise BookError(f"{self.path} holds account {self.account_id} only; open the whole book for {account_id!r}")
        shelf = Shelf(self._shelf.folder, self._shelf.report, account_id=account_id, whole=self._shelf)
        book = Book(self.path, self.as_of, shelf, self.settings, account_id=account_id)
        if book.table("accounts").empty and not shelf.accounts(self.as_of):
            near = difflib.get_close_matches(account_id, self.accounts(), n=3, cutoff=0.4)
            hint = f"; did you mean {', '.join(near)}?" if near else f"; there are {len(self.accounts())} accounts"
            raise BookError(f"{self.path}: no account {account_id!r} was known as of {self.as_of:%Y-%m-%d}{hint}")
        return book

    def shares(self) -> list[BookShare]:
        """The book in shares of some accounts' order lines each, for an executor's workers; together they are all."""
        partitions = self._shelf.report["stored"]["order_lines"]["partitions"]
        return [BookShare(self.path, self.load_id, self.as_of, numbers) for numbers in ranges(partitions)]

    def part(self, numbers: range) -> Book:
        """The book with the order lines of some partitions only; what is not about order lines is whole."""
        shelf = Shelf(self._shelf.folder, self._shelf.report, account_id=self.account_id, numbers=numbers)
        return Book(self.path, self.as_of, shelf, self.settings, account_id=self.account_id)

    def at(self, as_of: pd.Timestamp | str) -> Book:
        """The same load on an earlier date; what is prepared already is shared.

        Raises
        ------
        BookError
            If the date is later than this book's: it does not know more than it was opened with.
        """
        as_of = day(as_of)
        if as_of > self.as_of:
            raise BookError(
                f"this book is as of {self.as_of:%Y-%m-%d} and cannot say what was known on {as_of:%Y-%m-%d}; "
                "open it as of the later date"
            )
        if as_of == self.as_of:
            return self
        return Book(self.path, as_of, self._shelf, self.settings, account_id=self.account_id)

    def once(self, name: str, make: Callable[[Book], pd.DataFrame]) -> pd.DataFrame:
        """A frame that is made of this book, made once for its load and date.

        Parameters
        ----------
        name : of what is made. make : takes the book, and looks at nothing else: the name alone tells frames apart.

        Returns
        -------
        The same frame, whoever asks, also through `at` and `snapshots`: past months are looked at from many dates.
        """
        return self._shelf.once(name, self.as_of, lambda: make(self))

    def snapshots(self, dates: Iterable[pd.Timestamp | str]) -> Snapshots:
        """The book on many dates, none later than its own: rows are read and sorted once for all."""
        return Snapshots(self, dates)

    def export_slice(self, account_id: str, folder: Path | str) -> str:
        """Write one account's book as known on `as_of` to a new folder, for `open`.

        Parameters
        ----------
        folder : must not exist, or be empty.

        Returns
        -------
        str
            SHA-256 of what the slice holds: rows, settings and predictions. Rows that became known after `as_of`
            don't move it, nor does another load that knew the same then.
        """
        from accountbook.book.slices import export_slice

        return export_slice(self, account_id, Path(folder))

    def __repr__(self) -> str:
        return f"<Book as of {self.as_of:%Y-%m-%d}, load {self.load_id}, account {self.account_id or 'any'}>"


def _table(name: str) -> Any:
    """A table of the contract."""
    if name not in TABLES:
        raise KeyError(f"the contract has no table {name!r}; it has: {', '.join(TABLES)}")
    return TABLES[name]
