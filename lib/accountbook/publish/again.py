"""An edition made again beside the one that readers see: to compare it, or to take single pages from it.

It is made by `publish_edition` itself, from a scratch book that shares the loads and has a ledger of its own, into a
scratch folder of reports. Nothing of the edition, the book or its ledger changes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from accountbook.book import Ledger
from accountbook.display.catalogue import SOURCE
from accountbook.publish.contents import dates_of
from accountbook.publish.edition import publish_edition
from accountbook.publish.files import OURS, make_folder, replace_page, slug, take, write
from accountbook.publish.languages import home_of
from accountbook.publish.pinned import pin
from accountbook.publish.published import Published, lang_of, last_published
from accountbook.publish.retention import unlinked

SCRATCH = "again-"
"""What the names of scratch folders in it begin with."""


@dataclass(frozen=True)
class Again:
    """A scratch book and a scratch folder of reports, in which an edition can be made again.

    Attributes
    ----------
    published : the edition as the ledger has it.
    book, out : the scratch book, and the scratch folder of reports, that of the edition's language.
    removed : days of earlier editions that were removed since; links to them were made plain text then.
    """

    published: Published
    book: Path
    out: Path
    removed: tuple[str, ...] = ()

    @property
    def root(self) -> Path:
        """The scratch folder of reports in which that of the edition's language lies."""
        return self.out if lang_of(self.published.facts) == SOURCE else self.out.parent

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
            facts["edition"], self.book, pd.Timestamp(facts["as_of"]), accounts=self.published.accounts,
            opportunities=self.published.deals, owners=() if self.published.accounts else self.published.owners,
            only=only, pdf=bool(facts.get("pdf")), lang=lang_of(facts), linked=facts.get("linked", ()), out=self.root,
            **options,
        )  # fmt: skip
        for day in self.removed:
            for path in self.edition.rglob("*.html"):
                text = path.read_text(encoding="utf-8")
                if (plain := unlinked(text, day)) != text:
                    replace_page(path, plain.encode("utf-8"))
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
    prefix = f"{SCRATCH}{slug(edition)}-"
    for stale in (out / OURS).glob(f"{prefix}*"):  # the edition's lock is ours: of a run that was killed
        shutil.rmtree(stale)
    with TemporaryDirectory(prefix=prefix, dir=make_folder(out / OURS)) as name:
        scratch = Path(name)
        pinned = pin(book, published.facts["load_id"], scratch / "book", ledger=False)
        lang = lang_of(published.facts)
        again = Again(published, pinned, make_folder(home_of(scratch / "reports", lang)))
        kept = (path for path in sorted((book / "ledger").glob("predictions/*/*/[!.]*.parquet")) if predictions(path))
        _take_all(kept, book, again.book)
        own = make_folder(again.out / edition)
        ledger = Ledger(book)
        there, removed = _before(ledger, published, out)
        for earlier in there:
            (own / earlier).symlink_to((out / edition / earlier).absolute())
        for earlier, gone in removed.items():
            _stand_in(own / earlier, gone)
        runs = [run for run in _own(ledger, published) if run.get("as_of", "") <= day]
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
        yield replace(again, removed=tuple(removed))


def _before(ledger: Ledger, published: Published, out: Path) -> tuple[list[str], dict[str, Published]]:
    """The days of the edition that were out before this one was, as far as the ledger tells; and those that were
    removed afterwards."""
    edition, as_of, started = published.facts["edition"], published.facts["as_of"], published.facts.get("started")
    first: dict[str, str] = {}
    for run in _own(ledger, published):
        if run.get("started") and run["as_of"] < as_of:
            first[run["as_of"]] = min(run["started"], first.get(run["as_of"], run["started"]))
    there = [day for day in dates_of(out / edition) if day < as_of]
    gone = {day: last_published(ledger, edition, day, out=out) for day in first if day not in there}
    since = {day: one for day, one in gone.items() if one and started and one.removed >= started[:10]}
    if started is not None:
        there = [day for day in there if first.get(day, started) <= started]
        since = {day: one for day, one in since.items() if first[day] <= started}
    return there, since


def _own(ledger: Ledger, published: Published) -> list[dict[str, Any]]:
    """The runs of the edition, in its language."""
    edition, lang = published.facts["edition"], lang_of(published.facts)
    return [run for run in ledger.runs() if run.get("edition") == edition and lang_of(run) == lang]


def _stand_in(folder: Path, published: Published) -> None:
    """Stand for an edition that was removed: empty indexes, so that links to it are made as they were then."""
    teams = {address.split("/")[0] for address in published.lines if address.count("/") > 1}
    for home in ("", *sorted(teams)):
        write(make_folder(folder / home) / "index.html", b"")


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
