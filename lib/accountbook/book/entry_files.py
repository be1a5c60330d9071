"""Where entries lie: ``BOOK/entries/<table>.parquet``, each accepted line as it was in the book and as it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book.entries import Entry, records_of
from accountbook.book.erasure import emptied_references, without
from accountbook.book.errors import BookError
from accountbook.book.files import make_folder, read_arrow, replace, to_arrow, to_pandas
from accountbook.book.load import only_writer
from accountbook.book.store import ACCOUNT
from accountbook.book.tombstones import Tombstones
from accountbook.book.traces import Person, Traces
from accountbook.tables import TABLES, Table

FOLDER = "entries"
_WAS, _NOW = "was", "now"
_NOTES = {
    "entry": "Int64", "part": "str", "what": "str", "cells": "str", "sheet": "str", "place": "str",
    "saved_at": "datetime64[us]",
}  # fmt: skip
"""Columns of a file of entries beside the table's own; an account's number, where a table has none, is the last."""


def read_entries(book: Path | str) -> dict[str, list[Entry]]:
    """Every entry of a book by table, oldest first.

    Raises
    ------
    BookError
        If a file is damaged.

    Examples
    --------
    >>> read_entries(Path("no-such-book"))
    {}
    """
    found = {}
    for name, path in _files(Path(book)):
        found[name] = _parsed(TABLES[name], to_pandas(read_arrow(path)))
    return found


def keep_entries(book: Path | str, entries: Iterable[Entry]) -> list[tuple[str, int]]:
    """Add entries to a book; on the disk when this returns.

    Returns
    -------
    list of (str, int)
        Where they lie, for `drop_entries`.

    Raises
    ------
    BookLocked
        If another process is writing to the book.
    BookError
        If an entry names somebody who was forgotten meanwhile.
    """
    book, kept = Path(book), []
    by_table: dict[str, list[Entry]] = {}
    for entry in entries:
        by_table.setdefault(entry.table, []).append(entry)
    if not by_table:
        return kept
    with only_writer(book):
        stones = Tombstones(book)
        for name, some in by_table.items():
            table = TABLES[name]
            rows = table.frame(entry.now for entry in some if entry.now is not None)
            if emptied_references(table, rows, stones.holds)[1]:
                raise BookError(f"{book}: somebody whom a sheet names was forgotten while it was read; load it again")
        folder = make_folder(book / FOLDER)
        for name, some in by_table.items():
            path = folder / f"{name}.parquet"
            there = to_pandas(read_arrow(path)) if path.exists() else None
            first = 0 if there is None or there.empty else int(there["entry"].max()) + 1
            numbers = range(first, first + len(some))
            fresh = _frame(TABLES[name], zip(numbers, some, strict=True))
            _write(path, TABLES[name], fresh if there is None else pd.concat([there, fresh], ignore_index=True))
            kept += [(name, number) for number in numbers]
    return kept


def drop_entries(book: Path | str, kept: Iterable[tuple[str, int]]) -> None:
    """Take entries out again whose load was not written."""
    book = Path(book)
    by_table: dict[str, list[int]] = {}
    for name, number in kept:
        by_table.setdefault(name, []).append(number)
    if not by_table:
        return
    with only_writer(book):
        for name, numbers in by_table.items():
            path = book / FOLDER / f"{name}.parquet"
            there = to_pandas(read_arrow(path))
            _write(path, TABLES[name], there[~there["entry"].isin(numbers)].reset_index(drop=True))


def rewrite_entries(book: Path, person: Person) -> Counter[str]:
    """Rewrite a book's entries without a person; what was taken out."""
    total: Counter[str] = Counter()
    for stale in (book / FOLDER).glob(".*.tmp"):
        stale.unlink()
    for name, path in _files(book):
        there = to_pandas(read_arrow(path))
        clean, counts = _without(TABLES[name], there, person)
        if counts:
            _write(path, TABLES[name], clean)
            total += counts
    return total


def entries_left(book: Path, person: Person) -> list[str]:
    """Files of entries that still hold a person."""
    return [f"{FOLDER}/{path.name}" for name, path in _files(book)
            if _without(TABLES[name], to_pandas(read_arrow(path)), person)[1]]  # fmt: skip


def _without(table: Table, rows: pd.DataFrame, person: Person) -> tuple[pd.DataFrame, Counter[str]]:
    owners = rows[ACCOUNT] if ACCOUNT not in table.columns else None
    clean, counts = without(table, rows, person, owners=owners)
    traces, changed = Traces(person), {}
    for column in (one for one, kind in table.dtypes.items() if kind == "str" and table.meanings[one].personal):
        said = traces.erased_in(clean[column], near=True)
        moved = int((said.fillna("") != clean[column].fillna("")).sum())
        if moved:
            changed[column], counts["texts"] = said, counts["texts"] + moved
    return (clean.assign(**changed) if changed else clean), counts


def _files(book: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((book / FOLDER).glob("[!.]*.parquet")):
        if path.stem in TABLES:
            yield path.stem, path


def _dtypes(table: Table) -> dict[str, str]:
    return {**_NOTES, ACCOUNT: "str", **table.dtypes}


def _frame(table: Table, entries: Iterable[tuple[int, Entry]]) -> pd.DataFrame:
    """Entries as rows: each once as it was, once as it is."""
    rows = []
    for number, entry in entries:
        notes = {
            "entry": number, "what": entry.what, "cells": ";".join(entry.cells), "sheet": entry.sheet,
            "place": entry.place, "saved_at": entry.saved_at,
        }  # fmt: skip
        if entry.account_id is not None:
            notes[ACCOUNT] = entry.account_id
        rows += [{**notes, **part, "part": name} for name, part in ((_WAS, entry.was), (_NOW, entry.now)) if part]
    return pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=dtype)
                         for name, dtype in _dtypes(table).items()})  # fmt: skip


def _parsed(table: Table, rows: pd.DataFrame) -> list[Entry]:
    found: dict[int, dict[str, Any]] = {}
    for row in records_of(rows):
        one = found.setdefault(int(row["entry"]), {"notes": row})
        one[row["part"]] = {name: row[name] for name in table.columns}
    return [
        Entry(
            table.name, one["notes"]["what"], one.get(_WAS), one.get(_NOW),
            tuple((one["notes"]["cells"] or "").split(";")) if one["notes"]["cells"] else (),
            one["notes"]["sheet"] or "", one["notes"]["place"] or "", one["notes"]["saved_at"],
            None if ACCOUNT in table.columns else one["notes"][ACCOUNT],
        )
        for _, one in sorted(found.items())
    ]  # fmt: skip


def _write(path: Path, table: Table, rows: pd.DataFrame) -> None:
    replace(path, to_arrow(rows, _dtypes(table)))
