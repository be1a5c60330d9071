"""``verify``: a published edition made again from its load and day, and held against what lies in its place.

Predictions are made again too, and only those of earlier days and other methods are taken as they were kept: what was
said a month ago is history, which nobody can compute from this load. Everything happens beside, in scratch folders.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book import Ledger, read_settings
from accountbook.book.content import digest
from accountbook.book.forgetting import load_ids
from accountbook.book.loads import read_report
from accountbook.publish.again import beside
from accountbook.publish.edition import only_run
from accountbook.publish.erasing import changed_since
from accountbook.publish.files import OURS, make_folder, sha256_of, slug, take
from accountbook.publish.languages import chosen_languages, home_of
from accountbook.publish.outcome import PublishError
from accountbook.publish.places import companion
from accountbook.publish.predicting import predict
from accountbook.publish.published import Published, last_published
from accountbook.publish.record import GOOD

FINE = frozenset({"same", "erased since"})


@dataclass(frozen=True)
class Verified:
    """What `verify` found.

    Attributes
    ----------
    load_id : the load that the edition was made from.
    pages : per page, index pages and the files beside pages included, one of "same", "erased since", "differs",
        "missing", "failed then", "changed in its place" (it is not what was published) and "fails now".
    predictions : the same of the predictions, by "kind/day": "same", "differs", "made before somebody was forgotten",
        "another method" (older code made them; they cannot be made again).
    changed : what pages depend on and has changed since, in words.
    """

    load_id: str
    pages: dict[str, str]
    predictions: dict[str, str]
    changed: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 if everything is the same or erased since, else 1."""
        differs = any(state == "differs" for state in self.predictions.values())
        return 1 if differs or set(self.pages.values()) - FINE else 0


def verify(
    edition: str,
    book: Path,
    as_of: pd.Timestamp,
    *,
    lang: str | None = None,
    out: Path = Path("reports"),
    **options: Any,
) -> Verified:
    """Make a published edition again and compare it, byte for byte; nothing of it changes.

    Parameters
    ----------
    edition, as_of : which one.
    book : folder of the book.
    lang : in which language; by default the one in book.toml.
    out : folder of the reports.
    options : notebooks, workers, engine, seconds, executor, console of `publish_edition`.

    Raises
    ------
    PublishError
        If the edition was never published, or cannot be made again as a whole.
    BookError
        If the load that it was made from is no more, or damaged.
    RunningElsewhere
        If the edition is being published.
    """
    book, day = Path(book).absolute(), f"{as_of:%Y-%m-%d}"
    lang = chosen_languages([lang] if lang else [], read_settings(book))[0]
    out = home_of(Path(out).absolute(), lang)
    place = out / edition / day
    published = last_published(Ledger(book), edition, day, out=out)
    if published is None or not place.is_dir():
        there = f"; {out} has no folder {edition}/{day}" if published else ""
        raise PublishError(f"no edition {edition} as of {day} was published from {book}{there}")
    load_id = published.facts["load_id"]
    report = read_report(book, load_id)
    with only_run(make_folder(out / OURS) / f"{slug(edition)}.lock", edition):
        kept = _Kept(book, published)
        with beside(published, book, out, predictions=kept.is_history) as again:
            predictions = kept.made_again(again.book, erased=any("person" in note for note in report.get("erased", [])))
            lines = again.make(**options)
            pages = {
                page: _state(line, place / page, again.edition / page, lines.get(page, {}))
                for page, line in sorted(published.lines.items())
            }
            for page, line in sorted(published.lines.items()):
                for suffix, sha256 in line.get("files", {}).items():
                    name = companion(page, suffix)
                    pages[name] = _beside(sha256, place / name, again.edition / name, pages[page])
            for index in sorted(path.relative_to(again.edition) for path in again.edition.rglob("index.html")):
                note = published.files.get(index.as_posix(), {})
                pages[index.as_posix()] = _file_state(note, place / index, again.edition / index)
            for index in sorted(path.relative_to(place).as_posix() for path in place.rglob("index.html")):
                pages.setdefault(index, "differs")
    changed = changed_since(published.facts, book, options.get("notebooks"))
    return Verified(load_id, pages, predictions, tuple(changed))


def _state(line: dict[str, Any], place: Path, again: Path, made: dict[str, Any]) -> str:
    """How a page stands to what the ledger says of it, and to itself made again."""
    found = sha256_of(place)
    if not found:
        return "missing"
    if line["state"] == "failed" and line.get("reason") == "erased":
        return "erased since" if found == line["sha256"] else "changed in its place"
    if line["state"] not in GOOD:
        return "same" if found == sha256_of(again) else "failed then"
    if found != line["sha256"]:
        return "changed in its place"
    if made.get("state") not in GOOD:
        return "fails now"
    if found != made["sha256"]:
        return "differs"
    return "erased since" if line["state"] == "erased" else "same"


def _beside(sha256: str, place: Path, again: Path, page: str) -> str:
    """How a file beside a page stands to what the ledger says of it, and to itself made again."""
    found = sha256_of(place)
    if not found:
        return "missing"
    if found != sha256:
        return "changed in its place"
    if found != sha256_of(again):
        return "fails now" if page == "fails now" else "differs"
    return page if page in FINE else "same"


def _file_state(note: dict[str, Any], place: Path, again: Path) -> str:
    """The same of an index page, of which the ledger speaks only where somebody was erased from it."""
    found = sha256_of(place)
    if not found:
        return "missing"
    if note.get("state") == "failed" and found == note["sha256"]:
        return "erased since"
    if found != sha256_of(again):
        return "differs"
    return "erased since" if (note.get("state"), note.get("sha256")) == ("erased", found) else "same"


class _Kept:
    """The ledger's predictions up to an edition's day: those that are history for it, and those to make again.

    Of this load's predictions by today's method every one is made again. A load that came later has made none of
    what the edition knew.
    """

    def __init__(self, book: Path, published: Published) -> None:
        self._book, self._day, self._load = book, published.facts["as_of"], published.facts["load_id"]
        number = read_report(book, self._load)["number"]
        self._later = {one for one in load_ids(book) if read_report(book, one)["number"] > number}

    def is_history(self, path: Path) -> bool:
        """Whether a file of predictions is taken along as it was kept."""
        return path.parent.name <= self._day and _load_of(path) not in self._later and not self._ours(path)

    def _ours(self, path: Path) -> bool:
        # they bring scikit-learn along, which nothing else here needs
        from accountbook.models.kept import method_id
        from accountbook.models.kinds import KINDS

        named = path.name == f"{self._load}.{method_id()}.parquet"
        return named and path.parent.name <= self._day and path.parents[1].name in KINDS

    def made_again(self, scratch: Path, *, erased: bool) -> dict[str, str]:
        """Make this load's predictions again in a scratch book, and say of each how it stands to the kept one.

        Parameters
        ----------
        erased : somebody was forgotten in the load: predictions made before that stay as they were made.
        """
        ledger, fresh = Ledger(self._book), Ledger(scratch)
        paths = sorted(ledger.path.glob("predictions/*/*/[!.]*.parquet"))
        mine = [path for path in paths if path.parent.name <= self._day and _load_of(path) == self._load]
        named = {path: f"{path.parents[1].name}/{path.parent.name}" for path in mine}
        found = {named[path]: "another method" for path in mine if not self._ours(path)}
        ours = [path for path in mine if self._ours(path)]
        predict(scratch, [named[path] for path in ours])
        for path in ours:
            made = fresh.path / path.relative_to(ledger.path)
            if digest(fresh.read(made)) == digest(ledger.read(path)):
                found[named[path]] = "same"
            elif erased:
                found[named[path]] = "made before somebody was forgotten"
                take(path, made)
            else:
                found[named[path]] = "differs"
        return found


def _load_of(path: Path) -> str:
    return path.name.split(".")[0]
