"""One account's slice: a small book that holds all that a page about the account may know, and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from accountbook.book.content import combined, digest, digest_arrow
from accountbook.book.errors import BookError
from accountbook.book.files import make_folder, to_arrow, write_new
from accountbook.book.known import SUPERSEDED
from accountbook.book.ledger import Ledger
from accountbook.book.loads import given_since
from accountbook.book.settings import NAME, slice_settings
from accountbook.book.store import ACCOUNT, place, via_of
from accountbook.tables import TABLES, Scope
from accountbook.tables import FxRates as F
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.book.book import Book

EARLIER = 6
EARLIER_DAYS = 100
"""A slice takes along the account's predictions of this many earlier dates at most, none older than these days."""
_WHOLE = ("said_", "graded_", "groups_", "pipeline")
"""How the kinds begin that are about the whole book, as grades, groups of past cases and the pipeline are: no page
about one account reads them."""
_THEIRS = frozenset(
    column
    for table in TABLES.values()
    if table.about.scope is Scope.ACCOUNT and len(table.about.key) == 1
    for column in table.about.key
)
"""Numbers of what one account has: its deals, its people."""


def export_slice(book: Book, account_id: str, folder: Path) -> str:
    """Write one account's book; see `Book.export_slice`.

    Raises
    ------
    BookError
        If the account is unknown, or the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BookError(f"{folder} is not empty: a slice is written to a folder of its own")
    mine = book.account(account_id)
    kept = _predictions(book, account_id)
    tables = {name: mine.table(name) for name, table in TABLES.items() if table.about.scope is not Scope.COMPANY}
    pasts = {name: mine.past(name) for name in tables}
    bought = _both("order_lines", tables, pasts)
    wanted = _items(_both("items", tables, pasts), bought, [frame for _, frame in kept.values()])
    for held in (tables, pasts):
        held["items"] = _only(held["items"], I.item_id, wanted)
        held["fx_rates"] = _only(held["fx_rates"], F.currency, set(bought[L.currency]))

    report = book.load_report
    load = make_folder(folder / "loads" / book.load_id)
    make_folder(load / "tables")
    stored: dict[str, Any] = {}
    parts = {
        "settings": book.settings.model_dump_json(exclude={"mail"}),
        "first_export": report["first_export"],
        "account": account_id,
    }
    for name, frame in tables.items():
        if name not in report["stored"]:
            continue
        table, past = TABLES[name], pasts[name]
        given = [one for one in given_since(report["stored"][name]) if one[0] <= f"{book.as_of:%Y-%m-%d}"]
        if not (any(there for _, there in given) or len(frame) or past is not None):
            continue  # a load that lacks the table says the same
        rows = to_arrow(frame, table.dtypes)
        parts[f"tables/{name}"] = f"{given} {digest_arrow(rows)}"
        if past is not None:
            parts[f"past/{name}"] = digest(past)
        stored[name] = {"rows": 0, "past": 0, "partitions": 0, "given": given[-1][1], "given_since": given}
        if len(frame) or past is not None:
            if via_of(name) is not None:
                rows = rows.append_column(ACCOUNT, pa.array([account_id] * len(rows), pa.large_string()))
                past = None if past is None else past.assign(**{ACCOUNT: account_id}).astype({ACCOUNT: "str"})
            stored[name] |= place(load / "tables", table, rows, past=past, sync=False)
    facts = {
        key: report[key]
        for key in ("format", "load_id", "exported_on", "first_export", "first_known", "company", "currency", "number")
    }
    # a later export has shown nothing yet
    facts["exports"] = [f"{one:%Y-%m-%d}" for one in book.exports if one <= book.as_of]
    facts |= {"account_id": account_id, "previous": None, "tables": {}, "flags": [], "sources": [], "stored": stored}
    write_new(load / "load.json", json.dumps(facts, ensure_ascii=False, allow_nan=False).encode("utf-8"), sync=False)
    write_new(folder / NAME, slice_settings(book.settings), sync=False)
    write_new(folder / "current", f"{book.load_id}\n".encode("ascii"), sync=False)
    ledger = Ledger(folder)
    for path, (key, frame) in kept.items():
        ledger.place(ledger.path / path.relative_to(book.ledger.path), frame, sync=False)
        parts[f"predictions/{key}"] = digest(frame)
    return combined(parts)


def _both(name: str, tables: dict[str, pd.DataFrame], pasts: dict[str, pd.DataFrame | None]) -> pd.DataFrame:
    """A table's rows and their earlier versions."""
    return tables[name] if pasts[name] is None else pd.concat([tables[name], pasts[name]], ignore_index=True)


def _only(frame: pd.DataFrame | None, column: str, values: set[str]) -> pd.DataFrame | None:
    """The rows whose column has one of the values; None where there are no earlier versions among them."""
    if frame is None:
        return None
    some = frame[frame[column].isin(values)].reset_index(drop=True)
    return None if SUPERSEDED in some and not len(some) else some


def _items(items: pd.DataFrame, lines: pd.DataFrame, predicted: list[pd.DataFrame]) -> set[str]:
    """The items that an account bought or is predicted to buy, with all that came before and after them."""
    wanted = set(lines[L.item_id].dropna())
    for frame in predicted:
        if L.item_id in frame:
            wanted |= set(frame[L.item_id].dropna())
    links = items[items[I.predecessor_id].notna()]
    pairs = list(zip(links[I.item_id], links[I.predecessor_id], strict=True))
    count = -1
    while count != len(wanted):
        count = len(wanted)
        wanted |= {one for pair in pairs if wanted.intersection(pair) for one in pair}
    return wanted


def _predictions(book: Book, account_id: str) -> dict[Path, tuple[str, pd.DataFrame]]:
    """An account's predictions as of this date and the newest earlier ones, by where they lie: a key that does not
    depend on the load, and the rows. Kinds that are not about accounts go along whole; those about the whole book, and
    those that speak of an account's deals or people without saying whose they are, stay behind."""
    found = {}
    since = book.as_of - pd.Timedelta(days=EARLIER_DAYS)
    for kind in book.ledger.kinds():
        if kind.startswith(_WHOLE):
            continue
        paths = [one for one in book.ledger.first(kind, before=book.as_of) if one[0] >= since][-EARLIER:]
        now = book.ledger.find(kind, load_id=book.load_id, as_of=book.as_of)
        for day, path in [*paths, *([] if now is None else [(book.as_of, now)])]:
            frame = book.ledger.read(path)
            if ACCOUNT in frame:
                frame = frame[frame[ACCOUNT] == account_id].reset_index(drop=True)
            elif _THEIRS.intersection(frame):
                continue
            found[path] = f"{kind}/{day:%Y-%m-%d}", frame
    return found
