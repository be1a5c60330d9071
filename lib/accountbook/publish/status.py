"""The status: of each edition, what is out, what failed and why, what runs or was stopped, and what is due next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from accountbook.book import Ledger, read_settings
from accountbook.display import one_line
from accountbook.display.catalogue import SOURCE
from accountbook.publish.edition import only_run
from accountbook.publish.editions import Listing, notebooks_folder, read_listing
from accountbook.publish.failure import REASONS
from accountbook.publish.files import OURS, slug
from accountbook.publish.keys import code_hash
from accountbook.publish.languages import chosen_languages, home_of
from accountbook.publish.mail import Mailed
from accountbook.publish.outcome import RunningElsewhere
from accountbook.publish.published import FINISHED, lang_of
from accountbook.publish.runs import NOTHING, Runs
from accountbook.publish.todo import Todo, calendar_note, load_of, todos_of

MOST_FAILURES = 20
"""So many failed pages of an edition are named; more would hide the other editions."""


def status_lines(book: Path, *, now: datetime, out: Path, notebooks: Path | None = None) -> list[str]:
    """Give the status of every edition, one fact a line.

    Parameters
    ----------
    book, out : folders of the book and of the reports.
    now : the local time where the company is; its day decides what is due.
    notebooks : as in `publish_edition`.

    Returns
    -------
    list of str
        An edition's lines begin with its name; what belongs to it is indented. Nobody's name stands in them.

    Raises
    ------
    BookError, PublishError
        If there is no book, or book.toml or editions.toml is not what it should be.
    """
    out, book = Path(out).absolute(), Path(book).absolute()
    folder = Path(notebooks).absolute() if notebooks is not None else notebooks_folder()
    listing = read_listing(folder)
    todos = {one.edition: one for one in todos_of(listing, book, now, out=out, code=code_hash(folder))}
    ledger = Ledger(book)
    by_edition: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for run in ledger.runs():
        by_edition.setdefault(run.get("edition", ""), {}).setdefault(lang_of(run), []).append(run)
    by_edition.pop("", None)  # what a kill has cut short in its first line
    first = chosen_languages((), read_settings(book))[0]
    lines = []
    for edition in sorted({*listing.editions, *by_edition}):
        for lang, runs in sorted(by_edition.get(edition, {first: []}).items()):
            home, name = home_of(out, lang), edition if lang == SOURCE else f"{edition} ({lang})"
            lines += _edition(edition, runs, listing, ledger, home, name)
            lines += [f"  {line}" for line in _unfinished(edition, runs, home)]
        lines += [f"  {line}" for line in _coming(todos.get(edition), load_of(book))]
    note = calendar_note(read_settings(book).country)
    return [*lines, f"due {note}"] if note else lines


def _edition(
    edition: str, runs: list[Mapping[str, Any]], listing: Listing, ledger: Ledger, out: Path, name: str
) -> Iterator[str]:
    """The newest day that was published, and what failed in it; `name` says the language too."""
    asked = "" if edition in listing.edition else ", published when asked for"
    if not listing.has_notebooks(edition):
        asked = ", no notebook yet" if edition in listing.edition else ", no longer in editions.toml"
    newest = max((run["as_of"] for run in runs if run["state"] in FINISHED), default="")
    if not newest:
        yield f"{name}: nothing published{asked}"
        return
    found = Runs(ledger, edition, newest, out=out)
    if found.last is None:
        yield f"{name}: nothing published in {out}{asked}"
        return
    last, pages = found.last, found.pages()
    good = last["ok"] + last.get("skipped", 0)
    ends = [tries[-1] for tries in found.mails().values() if tries[-1] != NOTHING]
    mailed = Mailed(ends.count(""), tuple(filter(None, ends))).said
    yield "; ".join(
        filter(None, [f"{name}: as of {newest}, {last['state']}: {good} pages, {last['failed']} failed{asked}", mailed])
    )
    if not (out / edition / newest / "index.html").is_file():
        yield f"  not in {out}"
    elif not found.whole:
        yield "  not the whole edition: made for some accounts only"
    failed = [line for line in pages.values() if line["state"] == "failed"]
    for line in failed[:MOST_FAILURES]:
        detail = f" ({line['detail']})" if line["detail"] else ""
        yield f"  failed: {_subject(line)}: {REASONS.get(line['reason'], line['reason'])}{detail}"
    if len(failed) > MOST_FAILURES:
        yield f"  failed: {len(failed) - MOST_FAILURES} more"


def _subject(line: Mapping[str, Any]) -> str:
    """Whom a page is about and which: ``"account 007, account_plan"``."""
    about = [f"{kind} {one_line(value)}" for kind, value in line["subject"].items()]
    return ", ".join([*about, line["notebook"]])


def _unfinished(edition: str, runs: list[Mapping[str, Any]], out: Path) -> Iterator[str]:
    """Runs that did not reach their end, unless a later one of the same day did."""
    last = {run["as_of"]: run for run in runs}  # by name, so the last of each day stays
    open_ones = [run for run in last.values() if run["state"] not in FINISHED]
    running = [run for run in open_ones if run["state"] == "running"]
    alive = max(running, key=lambda run: run.get("started", ""), default=None)
    held = alive is not None and _is_held(out / OURS / f"{slug(edition)}.lock")
    for run in open_ones:
        since = f", started {run['started']}" if "started" in run else ""
        if run is alive and held:
            yield f"running: as of {run['as_of']}{since}"
        else:
            state = "stopped" if run["state"] == "interrupted" else "killed"
            yield f"{state}: as of {run['as_of']}{since}; the next run takes up the pages that it finished"


def _is_held(lock: Path) -> bool:
    """Whether a run is under way; to ask, the lock is taken for an instant."""
    if not lock.exists():
        return False
    try:
        with only_run(lock, ""):
            return False
    except RunningElsewhere:
        return True


def _coming(todo: Todo | None, load: Mapping[str, Any]) -> Iterator[str]:
    if todo is None:
        return
    yield from (f"due since {one.due:%Y-%m-%d}: as of {one.as_of:%Y-%m-%d}" for one in todo.periods)
    yield from todo.waiting(load)
    yield f"next due on {todo.coming.due:%Y-%m-%d}: as of {todo.coming.as_of:%Y-%m-%d}"
