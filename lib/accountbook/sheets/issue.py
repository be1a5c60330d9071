"""The workbooks of a book: one for each owner of accounts, and one for the company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import pandas as pd

from accountbook.book import Book, BookError
from accountbook.book.entry_files import FOLDER
from accountbook.book.files import make_folder, write_new
from accountbook.book.stored import stored_tables
from accountbook.display import Words
from accountbook.sheets.content import empty_roles, lines_of, owners_of_accounts, rows_of, team_of_owner
from accountbook.sheets.layout import LAYOUTS, layouts_of
from accountbook.sheets.names import items_of, names_of
from accountbook.sheets.start import guidance, requests
from accountbook.sheets.values import number_of
from accountbook.sheets.workbook import Facts, workbook
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

COMPANY = ""
"""In place of an owner: the company's own workbook."""


@dataclass(frozen=True)
class Issued:
    """A workbook that was made.

    Attributes
    ----------
    owner : employee whose it is; empty: the company's.
    team : the team of all the owner's accounts; empty: of several, or the company.
    accounts : how many accounts it is about.
    content : the file's bytes.
    """

    owner: str
    team: str
    accounts: int
    content: bytes


def issue(
    path: Path | str,
    as_of: pd.Timestamp,
    *,
    written_at: pd.Timestamp,
    owners: Sequence[str] = (),
    lang: str = "en",
) -> Iterator[Issued]:
    """Make the workbooks of a book.

    Parameters
    ----------
    path : folder of the book.
    as_of : the day, not before that of the last load: sheets are for writing, and show the book as it stands.
    written_at : the moment, UTC without a zone; no two workbooks of one owner are written in the same.
    owners : only these; none: everybody who owns an account, and the company.

    Raises
    ------
    BookError
        If there is no book, its last load is of a later day, or an owner has no account; the owners that there are,
        are named.
    """
    path = Path(path)
    book = Book.open(path, as_of)
    if book.as_of < (loaded := pd.Timestamp(book.load_report["exported_on"])):
        raise BookError(
            f"{path}: its last load is of {loaded:%Y-%m-%d}, and sheets show the book as it stands; ask for sheets of "
            f"that day or a later one, not of {book.as_of:%Y-%m-%d}"
        )
    by_owner = owners_of_accounts(book)
    known = sorted(owner for owner in by_owner if owner)
    if strange := sorted(set(owners) - set(known)):
        raise BookError(
            f"{path}: nobody by the number {', '.join(map(repr, strange))} owns an account as of {as_of:%Y-%m-%d}; "
            f"owners are {', '.join(known[:20]) or 'not given in accounts'}"
        )
    tables = stored_tables(path, names=[*LAYOUTS, "accounts", "contacts", "employees", "items", "opportunities"])
    tables = {name: _known(book, name, rows) for name, rows in tables.items()}
    for owner in [*(owners or known), *(() if owners else (COMPANY,))]:
        yield _issued(book, tables, owner, by_owner.get(owner, []) if owner else [], written_at, lang)


def _issued(
    book: Book, tables: dict[str, pd.DataFrame], owner: str, accounts: list[str], written_at: pd.Timestamp, lang: str
) -> Issued:
    t = Words(lang, currency=book.settings.currency, as_of=book.as_of)
    lines = [book.account(one).table("order_lines")[[L.item_id]] for one in accounts]
    items = items_of(pd.concat(lines), tables.get("items")) if lines else set()
    names = names_of(tables, accounts, items)
    facts = Facts(
        book=book_number(book.path),
        sheet=number_of([book_number(book.path), owner, written_at.isoformat()]),
        owner=owner, load=book.load_id, as_of=book.as_of, written_at=written_at, lang=lang,
        company=book.settings.company, accounts=tuple(accounts), items=tuple(sorted(items)),
    )  # fmt: skip
    empty = empty_roles(book, accounts)
    lines = {
        name: lines_of(name, tables, accounts=accounts, as_of=book.as_of, begun=empty if name == "role_slots" else [])
        for name in layouts_of(owner)
    }
    mine = {
        name: TABLES[name].frame(rows_of(name, tables[name], accounts=accounts, as_of=book.as_of, all_days=True))
        for name in ("commitments", "meetings")
        if name in tables and owner
    }
    content = workbook(
        facts, lines, names, t,
        guidance=guidance(t, owner=bool(owner)),
        requests=requests(mine, names, t, as_of=book.as_of, empty=empty),
        invented=book.settings.invented,
    )  # fmt: skip
    return Issued(owner, team_of_owner(book, accounts) if owner else "", len(accounts), content)


def _known(book: Book, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Raw rows that are known on the book's day; a meeting's state is not hidden from those who plan it."""
    key = list(TABLES[name].about.key)
    there = book.table(name)[key].drop_duplicates()
    return rows.merge(there, on=key, how="inner")[rows.columns].astype(rows.dtypes) if len(there) < len(rows) else rows


def book_number(path: Path | str) -> str:
    """The book's own number, made when first asked for: a sheet of another book is not taken for one of this.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     book_number(folder) == book_number(folder)
    True
    """
    file = make_folder(Path(path) / FOLDER) / "book"
    with suppress(FileExistsError):
        write_new(file, token_hex(8).encode("ascii"))
    return file.read_text(encoding="ascii").strip()
