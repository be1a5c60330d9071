"""The building site of an edition: beside the one that readers see, on the same file system, until it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path

from accountbook.book import Book, read_settings
from accountbook.display import Words
from accountbook.display.catalogue import SOURCE
from accountbook.planning.naming import naming
from accountbook.publish import steps
from accountbook.publish.contents import dates_of
from accountbook.publish.editions import Notebook
from accountbook.publish.files import (
    Access,
    inside,
    make_folder,
    move,
    point,
    put_back,
    put_in_place,
    sha256_of,
    sync,
    sync_folders,
    take,
)  # fmt: skip
from accountbook.publish.front import Front
from accountbook.publish.job import Done, Job, Made
from accountbook.publish.jobs import COMPANY, Jobs
from accountbook.publish.keys import check_code, code_hash, predictions_hash, settings_hash
from accountbook.publish.languages import links_to
from accountbook.publish.outcome import Failure, Outcome, PublishError
from accountbook.publish.pinned import pin
from accountbook.publish.places import Page, companion, pages_of
from accountbook.publish.record import GOOD, Record
from accountbook.publish.selection import choose
from accountbook.tables import Opportunities as O


class Building:
    """An edition while it is made.

    Parameters
    ----------
    book : as known on the edition's date.
    edition : its name.
    notebooks : in their order.
    pages : of each notebook, by its name.
    out : folder of the reports.
    state : our own folder in it.
    lang, linked, engine, seconds, memory, share, folder : see `publish_edition` and `Job`; `folder` is where notebooks
        run.
    now : says when the run started and ended, for the ledger.
    pdf : whether pages about an account, a deal or an owner are printed, too.
    keep_others : whether pages that this edition has already and this run does not make stay in it.
    narrowed : whether `pages` are not those of every active account.

    Attributes
    ----------
    book : folder of the book. lang : of the pages. is_out : whether readers find the edition in its place.
    """

    def __init__(
        self,
        book: Book,
        edition: str,
        notebooks: list[Notebook],
        pages: dict[str, list[Page]],
        *,
        out: Path,
        state: Path,
        lang: str,
        engine: str,
        seconds: float,
        folder: Path,
        keep_others: bool,
        pdf: bool = False,
        linked: Sequence[str] = (),
        memory: int = 0,
        share: int = 1,
        now: Callable[[], datetime] | None = None,
        narrowed: bool = False,
    ) -> None:
        self._book, self._notebooks = book, notebooks
        self._pages = {name: [*some] for name, some in pages.items()}
        self._day = f"{book.as_of:%Y-%m-%d}"
        self._editions = inside(out, edition)
        self._place = inside(out, f"{edition}/{self._day}")
        self._scratch = make_folder(inside(state, f"{edition}-{self._day}"))
        self._words = Words(lang, currency=book.settings.currency, as_of=book.as_of)
        self._now, self.book, self.lang, self.is_out = now, book.path, lang, False
        self._links = partial(links_to, linked, lang=lang, edition=edition, as_of=self._day)
        self._access = {team: Access.of(group) for team, group in book.settings.teams.items()}
        self._access[""] = Access.of(book.settings.access.company)
        shared = any(access.gid is not None for access in self._access.values())
        # groups must pass through the folders above theirs, and see nothing there
        self._passage = 0o711 if shared else 0o700
        for above in {out, out if lang == SOURCE else out.parent}:
            if shared and above.stat().st_mode & 0o077 == 0:
                above.chmod(self._passage)
        for cut_short in self._scratch.glob(".new-*"):  # a file that a killed run was about to write
            cut_short.unlink()
        put_back(self._scratch / "site", self._place)
        self._site = make_folder(self._scratch / "site", self._passage)
        self._access[""].grant(self._site, passage=shared)
        self._finished: dict[str, tuple[Page, Done]] = {}
        self._by_address = {page.address: page for some in pages.values() for page in some}
        self._folder, self._code = folder, code_hash(folder)
        self._record = Record(
            book.ledger,
            edition,
            self._day,
            self._scratch,
            load_id=book.load_id,
            code=self._code,
            lang=lang,
            linked=list(linked),
            scope="all" if not narrowed else "some" if keep_others else "only",
            names=naming(book).everyone,
            out=str(out),
            settings=settings_hash(book.path),
            pdf=pdf,
            notebooks={one.entry.name: one.sha256 for one in notebooks},
            **self._time("started"),
        )
        steps.reached("started")
        runs = make_folder(self._scratch / "runs")
        for dead in runs.iterdir():  # we hold the lock: whoever made these is gone, or as good as gone
            shutil.rmtree(dead, ignore_errors=True)
        self._run = make_folder(runs / self._record.run_id)
        for own in ("slices", "pages", "failed"):  # made by us alone: a worker that outlives the run finds them gone
            make_folder(self._run / own)
        pinned = pin(book.path, book.load_id, self._run / "book")
        if read_settings(pinned) != book.settings:
            raise PublishError(f"{book.path / 'book.toml'} was changed just now; publish again")
        self._kept = self._others() if keep_others else []
        about = {**self._pages, "": [page for page, _ in self._kept]}
        self._jobs = Jobs(
            book, pinned, self._record, code=self._code, site=self._site, place=self._place, scratch=self._run,
            access=self._access, lang=lang, engine=engine, seconds=seconds, memory=memory, share=share, folder=folder,
            links=self._links, pdf=pdf, pages=about,
        )  # fmt: skip

    def _others(self) -> list[tuple[Page, Done]]:
        """Pages of this edition that an earlier run made and this one leaves alone."""
        before = self._record.lines_of(self._day)
        subjects = [line.get("subject", {}) for line in before]
        failed = {line["page"]: line for line in before if line["state"] == "failed"}
        known, deals = set(self._book.accounts()), set(self._book.table("opportunities")[O.opportunity_id])
        ids = {one["account"] for one in subjects if "account" in one} & known
        asked = {one["opportunity"] for one in subjects if one.get("opportunity")} & deals
        who = choose(self._book, accounts=sorted(ids), opportunities=sorted(asked)) if ids else []
        if any("owner" in one for one in subjects):
            who += [one for one in choose(self._book) if one.account_id not in ids]
        kept = []
        for page in (page for notebook in self._notebooks for page in pages_of(notebook, who)):
            there = "" if page.address in self._by_address else sha256_of(self._place / page.address)
            if not there:
                continue
            # which run put it there is told by the page itself: one that was killed may not have said how it ended
            made = [one for one in self._record.made(page.address) if one.sha256 == there]
            if made and not self._whole(page, made[0]):
                # somebody took a file from beside it: it is made again, rather than lost or left with a dead link
                self._pages[page.notebook.entry.name].append(page)
                self._by_address[page.address] = page
            elif made:
                kept.append((page, Done(page.address, "skipped", **vars(made[0]))))
            elif (line := failed.get(page.address)) is not None:
                kept.append((page, Done(page.address, "failed", line["reason"], line["detail"])))
        return kept

    def _whole(self, page: Page, made: Made) -> bool:
        """Whether the files beside a page in its place are those that were made with it."""
        place = self._place / page.address
        return all(sha256_of(place.with_suffix(suffix)) == sha256 for suffix, sha256 in made.files.items())

    def batches(self) -> Iterator[list[Page]]:
        """Give pages that may be made at the same time: company notebooks by their order, then all others.

        What a company notebook computes and keeps, the pages after it find.
        """
        company = [one for one in self._notebooks if one.entry.unit in COMPANY]
        for _, some in groupby(company, key=lambda notebook: notebook.entry.order):
            if pages := [page for notebook in some for page in self._pages[notebook.entry.name]]:
                yield pages
        self._jobs.company_done()
        others = [page for one in self._notebooks if one not in company for page in self._pages[one.entry.name]]
        if others:
            yield others

    def job(self, page: Page) -> Job:
        """Give the job that makes a page."""
        return self._jobs.job(page)

    def finish(self, job: Job, done: Done) -> Page:
        """Put what a job made in its place on the building site, and take down how it went."""
        page = self._by_address[job.page]
        mended = self._scratch / "failed" / page.notebook.entry.name / job.failed.name
        mended.unlink(missing_ok=True)
        if done.state in GOOD:
            target, access = self._jobs.site(page)
            # the page last: one that is there has all that it leads to
            for suffix in (*done.files, ".html"):
                access.grant(job.target.with_suffix(suffix))
                move(job.target.with_suffix(suffix), target.with_suffix(suffix))
        elif job.failed.exists():
            make_folder(mended.parent)
            move(job.failed, mended)
        steps.reached("placed", page.address)
        self._finished[page.address] = (page, done)
        # a run that is killed before all of the company's notebooks are done can build upon those that are
        company = page.notebook.entry.unit in COMPANY
        self._record.page(page, done, **({"predictions": predictions_hash(self._book)} if company else {}))
        return page

    def interrupted(self, addresses: set[str]) -> None:
        """Take down that the run was stopped; finished pages stay on the building site for the next run."""
        self._record.interrupted([self._by_address[address] for address in sorted(addresses)])
        self._clean()
        self._record.close("interrupted", **self._time("ended"), **self._counts())

    def given_up(self) -> None:
        """Take down that the run ended without an edition: the disk is full, or the code was changed meanwhile."""
        self._clean()
        self._record.close("failed", **self._time("ended"), **self._counts())

    def complete(self, render: Callable[..., str]) -> None:
        """Put stubs and indexes to the pages: then the whole lacks nothing but its place.

        Parameters
        ----------
        render : calls a function that gives a page's text, where that is cheap.
        """
        for page, done in self._kept:
            if done.state in GOOD:
                target, access = self._jobs.site(page)
                for suffix in (*done.files, ".html"):
                    # its team's group may be another one by now
                    there = self._place / page.address
                    take(there.with_suffix(suffix), target.with_suffix(suffix), access=access)
            self._finished[page.address] = (page, done)
            self._record.page(page, done)
        check_code(self._code, self._folder)
        places = {"site": self._site, "editions": self._editions, "access": self._access}
        front = Front(self._book, self._words, self._jobs, links=self._links, **places)
        last = front.stubs(self._finished, self._record, render)
        written = {*self._finished, *(name for one in last.values() for name in (one.address, *one.files))}
        written |= {*front.indexes(self._finished, last, render)}
        written |= {
            companion(address, suffix) for address, (_, done) in self._finished.items() for suffix in done.files
        }
        for path in [*self._site.rglob("*")][::-1]:
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
            elif not path.is_dir() and path.relative_to(self._site).as_posix() not in written:
                path.unlink()
        steps.reached("swept")
        sync_folders(self._site)
        steps.reached("synced")

    def put(self) -> Outcome:
        """Put what is complete in its place."""
        make_folder(self._editions, self._passage)
        put_in_place(self._site, self._place)
        self.is_out = True
        sync(self._place.parent)
        newest = max(self._dates())
        point(self._editions / "latest", newest)
        steps.reached("latest")
        self._record.keep_only([self._finished[address] for address in sorted(self._finished)])
        steps.reached("kept")
        failures = self._failures()
        self._record.close("partial" if failures else "ok", **self._time("ended"), **self._counts())
        steps.reached("closed")
        self._clean(site=True)
        steps.reached("cleaned")
        index = self._editions / ("latest" if newest == self._day else self._day) / "index.html"
        counts = self._counts()
        return Outcome(self._place, index, counts["ok"], counts["skipped"], failures)

    def _failures(self) -> tuple[Failure, ...]:
        return tuple(
            Failure(page.address, page.subject[1] if page.subject else "", done.reason, done.detail)
            for page, done in sorted(self._finished.values(), key=lambda one: one[0].address)
            if done.state == "failed"
        )

    def _counts(self) -> dict[str, int]:
        states = [done.state for _, done in self._finished.values()]
        return {state: states.count(state) for state in ("ok", "skipped", "failed")}

    def _dates(self) -> list[str]:
        return dates_of(self._editions)

    def _time(self, name: str) -> dict[str, str]:
        """When it is, for the ledger, if we were handed a clock; no page says it."""
        return {} if self._now is None else {name: self._now().isoformat(timespec="seconds")}

    def _clean(self, *, site: bool = False) -> None:
        shutil.rmtree(self._run.parent, ignore_errors=True)
        if site:
            shutil.rmtree(self._site, ignore_errors=True)
