"""The jobs of an edition: what a worker is told about a page, and from which data the page is made."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from accountbook.book import Book
from accountbook.display import Words
from accountbook.publish import steps
from accountbook.publish.files import Access, inside
from accountbook.publish.job import Job
from accountbook.publish.keys import Links, predictions_hash, run_key, settings_hash
from accountbook.publish.places import Page
from accountbook.publish.record import Record

COMPANY = ("load", "company")
"""Units of the notebooks that run first and may keep predictions."""
SLICED = ("account", "deal")
"""Units of the notebooks that are passed one account's slice of the book."""
PRINTED = (*SLICED, "owner")
"""Units of the notebooks whose pages people take along on paper."""


class Jobs:
    """Makes the jobs of an edition's pages.

    Parameters
    ----------
    book : as known on the edition's date.
    pinned : the folder that notebooks and workers open as the book, see `pinned.pin`.
    record : of the run; knows what earlier runs made.
    code : hash of the code.
    site, place : where pages are put, and where readers find the edition that is there already.
    scratch : the run's own folder.
    access : who may read a team's pages.
    lang, engine, seconds, memory, share, folder : see `publish_edition`; `folder` is where notebooks run.
    links : gives a page's links to itself in other languages, by its address.
    pdf : whether pages about an account, a deal or an owner are printed, too.
    pages : of each notebook, by its name: those about the same lead to each other.
    """

    def __init__(
        self,
        book: Book,
        pinned: Path,
        record: Record,
        *,
        code: str,
        site: Path,
        place: Path,
        scratch: Path,
        access: Mapping[str, Access],
        lang: str,
        engine: str,
        seconds: float,
        folder: Path,
        links: Callable[[str], Links],
        memory: int = 0,
        share: int = 1,
        pdf: bool = False,
        pages: Mapping[str, Sequence[Page]] | None = None,
    ) -> None:
        self._book, self._pinned, self._record, self._code = book, pinned, record, code
        self._site, self._place, self._scratch, self._access = site, place, scratch, access
        self._lang, self._engine, self._seconds, self._folder = lang, engine, seconds, folder
        self._memory, self._share, self._links = memory, share, links
        self._settings, self._pdf, self._t = settings_hash(pinned), pdf, Words(lang)
        self._about: dict[tuple[str, ...], list[Page]] = {}
        for page in (page for some in (pages or {}).values() for page in some):
            self._about.setdefault(tuple(page.named.values()), []).append(page)
        self._held = predictions_hash(book)
        # a company notebook is skipped only while the ledger holds just the predictions that it left there
        self._lost = record.predictions_before != self._held

    def company_done(self) -> None:
        """Look at the predictions that the company's notebooks have left, on which all other pages rest."""
        self._held = predictions_hash(self._book)
        self._record.predictions(self._held)
        steps.reached("company")

    def site(self, page: Page) -> tuple[Path, Access]:
        """Give a page's place on the building site and who may read it there, and make the folders above it."""
        target = inside(self._site, page.address)
        access = self._access.get(page.team, Access())
        for folder in [*reversed(target.parents)][len(self._site.parts) :]:
            folder.mkdir(exist_ok=True)
            access.grant(folder)
        return target, access

    def job(self, page: Page) -> Job:
        """Give the job that makes a page."""
        notebook, unit = page.notebook, page.notebook.entry.unit
        parameters: dict[str, Any] = {
            "book": str(self._pinned),
            "as_of": f"{self._book.as_of:%Y-%m-%d}",
            "lang": self._lang,
        }
        parameters |= page.named
        load, links = self._book.load_id, (*self._beside(page), *self._links(page.address))
        pdf = self._pdf and unit in PRINTED
        # a company notebook writes predictions itself, of this day and of days before: see `_lost` for whether they
        # are there still
        data = load if unit in COMPANY else f"{load} {self._held}"
        key = run_key(
            notebook=notebook.sha256, parameters=parameters, code=self._code, settings=self._settings, data=data,
            links=links, pdf=pdf,
        )  # fmt: skip
        return Job(
            page=page.address,
            notebook=notebook.entry.name,
            text=notebook.text,
            sha256=notebook.sha256,
            parameters=parameters,
            subject=page.subject,
            scratch=self._scratch,
            data="" if unit in SLICED else data,
            whole=key,
            code=self._code,
            settings=self._settings,
            load=load,
            engine=self._engine,
            seconds=self._seconds,
            memory=self._memory,
            share=self._share,
            folder=self._folder,
            before=() if unit in COMPANY and self._lost else self._record.made(page.address),
            links=links,
            pdf=pdf,
            places=(inside(self._site, page.address), self._place / page.address),
        )

    def _beside(self, page: Page) -> list[tuple[str, str]]:
        """Links to the edition's other pages about the same account and deal."""
        if page.subject is None:
            return []
        others = [one for one in self._about.get(tuple(page.named.values()), ()) if one.notebook is not page.notebook]
        home = page.address.rsplit("/", 1)[0]
        return [(self._t(one.notebook.title), posixpath.relpath(one.address, home)) for one in others]
