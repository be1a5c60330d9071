"""The edition: every notebook run in its order, every page in its place, published in one move."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout
from rich.console import Console

from accountbook.book import Book, Tombstones
from accountbook.executors import MakeExecutor
from accountbook.publish import steps
from accountbook.publish.building import Building
from accountbook.publish.editions import notebooks_folder, read_edition
from accountbook.publish.files import FULL, OURS, make_folder, no_room, slug
from accountbook.publish.languages import chosen_languages, home_of
from accountbook.publish.origin import local_workers
from accountbook.publish.outcome import Interrupted, Outcome, PublishError, RunningElsewhere
from accountbook.publish.parameters import plain
from accountbook.publish.places import pages_of
from accountbook.publish.pool import Pool, Stop, Stopped, stop_on_signals
from accountbook.publish.printing import browser
from accountbook.publish.progress import Reporter, reporting
from accountbook.publish.retention import purge
from accountbook.publish.reuse import reused
from accountbook.publish.selection import choose
from accountbook.publish.zygote import can_fork

ROOM_PER_PAGE = 500_000
"""Bytes of free disk that a page with its slice may need."""


def publish_edition(
    edition: str,
    book_path: Path,
    as_of: pd.Timestamp,
    *,
    accounts: Sequence[str] = (),
    teams: Sequence[str] = (),
    owners: Sequence[str] = (),
    opportunities: Sequence[str] = (),
    top: int | None = None,
    only: Collection[str] | None = None,
    lang: str | None = None,
    also: Sequence[str] = (),
    pdf: bool = False,
    linked: Sequence[str] | None = None,
    workers: int = 1,
    out: Path = Path("reports"),
    notebooks: Path | None = None,
    engine: str = "auto",
    seconds: float = 300.0,
    memory: int = 0,
    deadline: float | None = None,
    executor: MakeExecutor = local_workers,
    first: Callable[[Book], None] | None = None,
    console: Console | None = None,
    now: Callable[[], datetime] | None = None,
) -> Outcome:
    """Publish an edition: every page of it, or a stub with the reason, appears in one move.

    Parameters
    ----------
    edition : name of an edition in ``editions.toml``, such as ``"monthly"``.
    book_path : folder of the book.
    as_of : the day; nothing that became known later is used.
    accounts : only these accounts; what the edition of that day holds of others stays in it.
    teams, owners : only the accounts of these teams, and of these owners; likewise.
    opportunities : the accounts of these deals, and of such an account's pages about deals only those of these.
    top : only so many accounts, those of the largest revenue in the 365 days up to `as_of`.
    only : only the pages of these addresses; likewise.
    lang : language of the pages; by default those in book.toml. English ones lie in `out`, see `languages.home_of`.
    also : further languages; all appear together once all are made, and their pages lead to each other.
    pdf : print every page about an account, a deal or an owner as a PDF beside it, too.
    linked : languages whose edition of that day the pages lead to; by default those published together.
    workers : processes at work.
    out : folder of the reports.
    notebooks : folder of the notebooks and ``editions.toml``; the project's own by default.
    engine : ``"fork"``, ``"kernel"`` or ``"auto"``: forked processes where the system has them.
    seconds : wall clock that one notebook may take.
    memory : bytes that one notebook may use; 0: the machine's memory divided by `workers`.
    deadline : seconds that the edition may take; then no page is begun any more, those under way are ended, and the
        run is `Interrupted`.
    executor : makes what runs the pages, given `workers`; local processes by default.
    first : is given the book before its notebooks run, while no other run of the edition is under way.
    console : where progress is drawn if it is a terminal; otherwise steps are logged.
    now : the clock, for the ledger's word on when the run started and ended, and for how long editions are kept;
        without it the ledger does not say, and nothing old is removed.

    Returns
    -------
    Outcome
        Also when pages failed: the edition is out, with stubs in their place.

    Raises
    ------
    PublishError
        If the edition, a notebook, an account, a team, an owner, a deal or a language is not what it should be, no
        browser is there to print, the disk is full, or the code was changed meanwhile; nothing was published.
    RunningElsewhere
        If another run of this edition is under way, or somebody is being forgotten.
    Interrupted
        A `SystemExit` of 143, when SIGTERM, Ctrl-C or the deadline stopped it: what was published before stays,
        finished pages are taken up by the next run.
    """
    engine = _engine(engine)
    plain([*accounts, *teams, *owners, *opportunities], name="a number of an account, a team, an owner or a deal")
    if pdf:
        browser()
    out, book_path = Path(out).absolute(), Path(book_path).absolute()
    folder = Path(notebooks).absolute() if notebooks is not None else notebooks_folder()
    stones = Tombstones(book_path).lines()
    book = Book.open(book_path, as_of)
    langs = chosen_languages([*([] if lang is None else [lang]), *also], book.settings)
    chosen = choose(book, accounts=accounts, teams=teams, owners=owners, opportunities=opportunities, top=top)
    some = bool(accounts or teams or owners or opportunities or only is not None)
    if not chosen:
        raise PublishError(f"no account is active on {as_of:%Y-%m-%d}, so there is nothing to publish")
    homes = {one: home_of(out, one) for one in langs}
    states = {one: make_folder(home / OURS) for one, home in homes.items()}
    workers = min(workers, len(chosen) + 1)
    with stop_on_signals(deadline) as stop, ExitStack() as held, reporting(console) as report:
        for one in sorted(langs):  # always in the same order, so that two runs don't wait for each other
            held.enter_context(only_run(states[one] / f"{slug(edition)}.lock", edition))
        steps.reached("lock")
        pool, buildings = Pool(executor, workers, engine=engine, stop=stop), []
        try:
            found = read_edition(folder, edition)
            pages = {
                notebook.entry.name: [
                    page for page in pages_of(notebook, chosen) if only is None or page.address in only
                ]
                for notebook in found
            }
            _check_room(out, len(langs) * sum(len(some) for some in pages.values()))
            if first is not None:
                first(book)
                stop.check()
            with _taken_down(buildings, pool):
                for one in langs:
                    others = [other for other in langs if other != one] if linked is None else linked
                    building = Building(
                        book, edition, found, pages, out=homes[one], state=states[one], lang=one, linked=others,
                        engine=engine, seconds=seconds, memory=memory, share=workers, folder=folder,
                        pdf=pdf, keep_others=some, narrowed=some or top is not None, now=now,
                    )  # fmt: skip
                    buildings.append(building)
                    _make(building, pool, stop, report, stones, said=f" ({one})" if len(langs) > 1 else "")
                report.step("index and links")
                for building in buildings:
                    building.complete(pool.call)
                # one right after the other: pages lead to each other
                outcome, *further = [building.put() for building in buildings]
            pool.close()
            if now is not None:
                for home in homes.values():
                    purge(edition, book_path, out=home, today=now().date(), but={outcome.path.name})
            return replace(outcome, also=tuple(further))
        except Stopped as stopped:
            raise Interrupted(str(stopped)) from stopped
        except OSError as error:
            if error.errno in FULL:
                raise no_room(error, out, is_out=any(building.is_out for building in buildings)) from error
            raise
        finally:
            pool.kill()


def _make(
    building: Building, pool: Pool, stop: Stop, report: Reporter, stones: list[dict[str, Any]], *, said: str = ""
) -> None:
    """Make every page of one language; `said` names it where there are more."""
    _check_forgetting(building.book, stones)
    for batch in building.batches():
        stop.check()
        report.expect(len(batch))
        report.step(f"{batch[0].notebook.entry.name}{said}")
        todo = []
        for job in map(building.job, batch):
            stop.check()
            done = reused(job)
            if done is None:
                todo.append(job)
            else:
                report.page(building.finish(job, done), done)
        for job, done in pool.run(todo):  # workers start only if one of them has something to do
            report.page(building.finish(job, done), done)


@contextmanager
def _taken_down(buildings: list[Building], pool: Pool) -> Iterator[None]:
    """Whatever stops the run is taken down in the ledger, of each language that was begun and is not out."""
    try:
        yield
    except (Stopped, RunningElsewhere):
        for building in buildings:
            if not building.is_out:
                under_way = pool.running if building is buildings[-1] else ()
                building.interrupted({job.page for job in under_way})
        raise
    except Exception:
        # the next run finds one that is out so, and takes it for killed at that moment
        for building in (one for one in buildings if not one.is_out):
            with suppress(OSError):  # where the ledger cannot be written either, the error that is told says why
                building.given_up()
        raise


def forgetting_lock(book: Path) -> Path:
    """The file that `forget` holds while it takes somebody out of a book and its reports."""
    return book / ".forgetting.lock"


def _check_forgetting(book: Path, stones: list[dict[str, Any]]) -> None:
    """Refuse to publish while somebody is taken out of the book, or what was read before somebody was.

    `forget` waits for runs that it finds in the ledger. Ours stands there by now: either it finds us, or we find it.

    Parameters
    ----------
    stones : the book's tombstones when it was opened.
    """
    try:
        with only_run(forgetting_lock(book), "forget"):
            known = Tombstones(book).lines() == stones
    except RunningElsewhere as error:
        raise RunningElsewhere(f"somebody is being forgotten from {book}; wait for it") from error
    if not known:
        raise RunningElsewhere(f"somebody was forgotten from {book} just now; publish again")


def _engine(name: str) -> str:
    if name not in ("auto", "fork", "kernel"):
        raise PublishError(f"there is no engine {name!r}; expected auto, fork or kernel")
    if name == "fork" and not can_fork():
        raise PublishError("this system cannot fork soundly; use the engine kernel, or auto, which sees to it")
    return ("fork" if can_fork() else "kernel") if name == "auto" else name


@contextmanager
def only_run(path: Path, edition: str) -> Iterator[None]:
    """Be the only run of an edition; the system lets go of the lock when the process ends, however it ends.

    Raises
    ------
    RunningElsewhere
        If another process holds the lock.
    """
    # a moment of patience: `status` holds it for an instant to see whether somebody else does
    lock = FileLock(path, timeout=0.3, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise RunningElsewhere(f"another run of {edition} is under way in {path.parent.parent}; wait for it") from error
    try:
        yield
    finally:
        lock.release()


def _check_room(out: Path, pages: int) -> None:
    free, needed = shutil.disk_usage(out).free, ROOM_PER_PAGE * pages
    if free < needed:
        raise PublishError(
            f"{out} has {free / 1e6:,.0f} MB free and {pages:,} pages may need {needed / 1e6:,.0f}; make room first"
        )
