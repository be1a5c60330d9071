"""The tombstones of a book: that somebody was forgotten, and nothing of who it was.

``BOOK/ledger/erased.jsonl`` has one line when a person's erasure begins and one when it is done. A person stands
there as a keyed hash of the contact's number; the key lies beside it (``erased.key``), so that a later export that
still brings the number can be known for what it is, and nobody without the book can try numbers.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from accountbook.book.erasure import emptied_references, people_of, rejected_without, without_people
from accountbook.book.files import make_folder, replace, sync_folder, write_new
from accountbook.book.jsonlines import append_line, parsed_lines
from accountbook.book.traces import Person
from accountbook.tables import TABLES

_KEY_BYTES = 32


class Tombstones:
    """Who was forgotten, as far as that may still be known.

    Parameters
    ----------
    book : folder of the book; nothing is written before the first person is forgotten.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     stones = Tombstones(Path(folder))
    ...     stones.put("C-7", state="begun", day="2026-11-02")
    ...     stones.holds(pd.Series(["C-7", "C-8", None])).tolist(), stones.state("C-7")
    ([True, False, False], 'begun')
    """

    def __init__(self, book: Path) -> None:
        self._folder = Path(book) / "ledger"
        self._path = self._folder / "erased.jsonl"
        self._key = self._folder / "erased.key"

    def lines(self) -> list[dict[str, Any]]:
        """Every line, oldest first; one that a kill has cut short is left out."""
        return parsed_lines(self._path)

    def put(self, contact_id: str, **facts: Any) -> None:
        """Add a line about a person; it is on the disk when this returns."""
        make_folder(self._folder)
        if not self._key.exists():
            replace(self._key, secrets.token_hex(_KEY_BYTES).encode("ascii"))
        append_line(self._path, {"person": self.hash(contact_id), **facts})
        sync_folder(self._folder)

    def hash(self, contact_id: str) -> str:
        """The keyed SHA-256 by which a person stands here."""
        return hmac.new(self._key.read_bytes(), contact_id.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def state(self, contact_id: str) -> str:
        """``"begun"``, ``"done"``, or empty for somebody whom nobody asked to forget."""
        if not self._key.exists():
            return ""
        mine = self.hash(contact_id)
        return next((line["state"] for line in reversed(self.lines()) if line["person"] == mine), "")

    def holds(self, contact_ids: pd.Series) -> np.ndarray:
        """Which numbers are of people who were forgotten, or are being forgotten: a truth value per row."""
        stones = {line["person"] for line in self.lines()}
        if not stones:
            return np.zeros(len(contact_ids), dtype=bool)
        known = {one: self.hash(one) in stones for one in contact_ids.dropna().unique()}
        return np.array([known.get(one, False) for one in contact_ids], dtype=bool)

    def kept_out(
        self,
        tables: Mapping[str, pd.DataFrame],
        rejected: Mapping[str, pd.DataFrame],
        report: Mapping[str, Any],
        *,
        erased: pd.DataFrame,
    ) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame], dict[str, Any]]:
        """What a new export brings, without the people who were forgotten.

        Parameters
        ----------
        tables, rejected, report : as read; the people's own rows are not among `tables` any more.
        erased : those rows, which say what names to look for.

        Returns
        -------
        tables, rejected, report : the report counts what was found under ``erased``, if anybody was ever forgotten.
        """
        if not self.lines():
            return dict(tables), dict(rejected), dict(report)
        people = people_of(erased)
        clean, counts = without_people(tables, people)
        for name, rows in clean.items():
            clean[name], count = emptied_references(TABLES[name], rows, self.holds)
            counts["references"] += count
        shut = {name: rejected_without(rows, people, self.holds) for name, rows in rejected.items()}
        counts["rejected"] += sum(count for _, count in shut.values())
        if not len(erased) and not +counts:
            return clean, dict(rejected), dict(report)
        told = {"rows": len(erased), **{kind: counts[kind] for kind in ("references", "texts", "rejected")}}
        return clean, {name: rows for name, (rows, _) in shut.items()}, {**report, "erased": [told]}

    def note(self, contact_id: str) -> dict[str, Any] | None:
        """What was noted of an erasure that is not done; it alone holds whom to look for, until it is dropped."""
        path = self._note(contact_id)
        if not path.exists():
            return None
        found = json.loads(path.read_text(encoding="utf-8"))
        person = Person(contact_id, *(frozenset(found[name]) for name in ("names", "emails", "accounts")))
        return {**found, "person": person}

    def keep_note(self, person: Person, **facts: Any) -> None:
        """Note whom to look for while the erasure is under way: a run that is killed must find the rest again."""
        sets = {name: sorted(getattr(person, name)) for name in ("names", "emails", "accounts")}
        path = self._note(person.contact_id)
        beside = path.with_name(f"{path.name}.tmp")
        beside.unlink(missing_ok=True)
        write_new(beside, json.dumps({**facts, **sets}, ensure_ascii=False).encode("utf-8"))
        beside.replace(path)
        sync_folder(self._folder)

    def drop_note(self, contact_id: str) -> None:
        """Drop the note, when nothing of the person is left."""
        self._note(contact_id).unlink(missing_ok=True)
        sync_folder(self._folder)

    def _note(self, contact_id: str) -> Path:
        return self._folder / f".forgetting-{self.hash(contact_id)[:16]}.json"
