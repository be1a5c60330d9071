"""An edition made again beside the one that readers see: to compare it, or to take single pages from it.

It is made by `publish_edition` itself, from a scratch book that shares the loads and has a ledger of its own, into a
scratch folder of reports. Nothing of the edition, the book or its ledger changes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book import Ledger
from accountbook.publish.contents import dates_of
from accountbook.publish.edition import publish_edition
from accountbook.publish.files import Access, make_folder, removed_afterwards, take, write
from accountbook.publish.published import Published, last_published

OURS = ".accountbook"
"""Our own folder in a folder of reports."""
SCRATCH = "again-"
"""What the names of scratch folders in it begin with."""


@dataclass(frozen=True)
class Again:
    """A scratch book and a scratch folder of reports, in which an edition can be made again.

    Attributes
    ----------
    published : the edition as the ledger has it.
    book, out : the scratch book, and the scratch folder of reports.
    """

    published: Published
    book: Path
    out: Path

    @property
    def edition(self) -> Path:
        """Where the edition lies after `make`."""
        return self.out / self.published.facts["edition"] / self.published.facts["as_of"]

    def make(self, *, only: Collection[str] | None = None, **options: Any) -> dict[str, dict[str, Any]]:
        """Make the edition, or some of its pages, and give the scratch ledger's line about each, by address.

        Parameters
        ----------
        only : addresses; None: every page that the edition has.
        options : notebooks, workers, engine, seconds, executor, console of `publish_edition`.
        """
        facts = self.published.facts
        publish_edition(
            facts["edition"], self.book, pd.Timestamp(facts["as_of"]), accounts=self.published.accounts, only=only,
            lang=facts.get("lang", "en"), out=self.out, **options,
        )  # fmt: skip
        made = last_published(Ledger(self.book), facts["edition"], facts["as_of"])
        assert made is not None
        return made.lines

    @property
    def results(self) -> Path:
        """What the pages' last cells recorded."""
        return self.out / OURS / f"{self.edition.parent.name}-{self.edition.name}" / "pages.jsonl"


@contextmanager
def beside(
    published: Published,
    book: Path,
    out: Path,
    *,
    predictions: Callable[[Path], bool] = lambda _: True,
    unmade: Collection[str] | None = None,
) -> Iterator[Again]:
    """A scratch book and folder of reports, gone at the end of the block.

    Parameters
    ----------
    published : which edition.
    book, out : the book, and the folder of reports that holds the edition.
    predictions : which files of predictions the scratch ledger takes along.
    unmade : the scratch folder holds the edition as it is, but for these addresses; None: nothing of it.
    """
    edition, day = published.facts["edition"], published.facts["as_of"]
    with removed_afterwards(make_folder(out / OURS) / f"{SCRATCH}{os.getpid()}") as scratch:
        again = Again(published, make_folder(scratch / "book"), make_folder(scratch / "reports"))
        shutil.copy2(book / "book.toml", again.book / "book.toml")
        (again.book / "loads").symlink_to((book / "loads").absolute())
        write(again.book / "current", f"{published.facts['load_id']}\n".encode("ascii"))
        kept = (path for path in sorted((book / "ledger").glob("predictions/*/*/[!.]*.parquet")) if predictions(path))
        _take_all(kept, book, again.book)
        own = make_folder(again.out / edition)
        ledger = Ledger(book)
        for earlier in _before(ledger, published, out):
            (own / earlier).symlink_to((out / edition / earlier).absolute())
        runs = [run for run in ledger.runs() if run.get("edition") == edition and run.get("as_of", "") <= day]
        for run in runs:
            lines = ledger.run(run["run_id"])
            if run["as_of"] == day:
                if unmade is None:
                    continue
                lines = [line for line in lines if line.get("page") not in unmade]
            _copy_run(Ledger(again.book), lines)
        if unmade is not None:
            _take_all((path for path in (out / edition / day).rglob("*") if path.is_file()), out, again.out)
            there = out / OURS / f"{edition}-{day}" / "pages.jsonl"
            if there.exists():
                make_folder(again.results.parent)
                shutil.copy2(there, again.results)
        yield again


def _before(ledger: Ledger, published: Published, out: Path) -> list[str]:
    """The days of the edition that were out before this one was, as far as the ledger tells."""
    edition, started = published.facts["edition"], published.facts.get("started")
    first: dict[str, str] = {}
    for run in ledger.runs():
        if run.get("edition") == edition and run.get("started"):
            first[run["as_of"]] = min(run["started"], first.get(run["as_of"], run["started"]))
    days = [day for day in dates_of(out / edition) if day < published.facts["as_of"]]
    return [day for day in days if started is None or first.get(day, started) <= started]


def _take_all(paths: Iterable[Path], root: Path, target: Path) -> None:
    """Put files at the same place below another folder: second names of the same bytes."""
    for path in paths:
        place = target / path.relative_to(root)
        make_folder(place.parent)
        take(path, place)


def _copy_run(ledger: Ledger, lines: list[dict[str, Any]]) -> None:
    first, *rest = lines
    ledger.start_run(**first)
    for line in rest:
        ledger.record(first["run_id"], **line)


def replace_page(path: Path, content: bytes) -> str:
    """Put a page in another one's place, for the same readers, and give its sha256."""
    before = path.stat()
    return write(path, content, access=Access(before.st_gid if before.st_mode & 0o040 else None))
