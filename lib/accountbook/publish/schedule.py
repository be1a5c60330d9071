"""The schedule: which editions are due and not yet out, and publishing them; made to be called every hour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from accountbook.book import BookError, read_settings
from accountbook.executors import MakeExecutor
from accountbook.publish.due import Period
from accountbook.publish.edition import only_run, publish_edition
from accountbook.publish.editions import notebooks_folder, read_listing
from accountbook.publish.files import OURS, make_folder
from accountbook.publish.keys import code_hash
from accountbook.publish.languages import chosen_languages, home_of
from accountbook.publish.mail import Mailed, mail_owners
from accountbook.publish.origin import local_workers
from accountbook.publish.outcome import Outcome, PublishError, RunningElsewhere
from accountbook.publish.todo import Todo, calendar_note, load_of, todos_of


@dataclass(frozen=True)
class Scheduled:
    """What a call has done.

    Attributes
    ----------
    line : one line that says it.
    outcomes : of each edition published.
    errors : why an edition could not be published, in full.
    exit_code : 0 all is well or nothing was due, 1 some pages failed, 2 an edition could not be published,
        75 another run is under way.
    """

    line: str
    outcomes: tuple[Outcome, ...]
    errors: tuple[str, ...]
    exit_code: int


@dataclass
class _Told:
    """What is told of a call, collected as it goes."""

    said: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    elsewhere: bool = False

    @property
    def exit_code(self) -> int:
        if self.errors:
            return 2
        return 75 if self.elsewhere else max((one.exit_code for one in self.outcomes), default=0)


def publish_due(
    book: Path,
    *,
    now: Callable[[], datetime],
    langs: Sequence[str] = (),
    workers: int = 1,
    out: Path = Path("reports"),
    notebooks: Path | None = None,
    executor: MakeExecutor = local_workers,
    environment: Mapping[str, str] | None = None,
    console: Console | None = None,
    **options: Any,
) -> Scheduled:
    """Publish what is due and not yet out, and send the owners' mails that are not sent yet.

    An edition is due by its rule in ``editions.toml`` and the holidays of the country in book.toml. Editions missed
    while the machine was off are made up for, oldest first, at most `todo.CATCH_UP` periods back and never from before
    the edition's first one; a new book gets the newest only. One with failed pages is tried again, see
    `runs.RETRIES`. An edition rests on an export made after its period has ended: until there is one, it waits.

    Parameters
    ----------
    book, out : folders of the book and of the reports.
    now : the local time where the company is; its day decides what is due.
    langs : languages of the pages; by default those in book.toml. Mails are in the first one.
    environment : where the mail's user and password are looked up.
    workers, notebooks, executor, console, options : see `publish_edition`.

    Returns
    -------
    Scheduled
        Also when an edition could not be published: the others were.

    Raises
    ------
    RunningElsewhere
        If another call is under way.
    BookError, PublishError
        If there is no book, or book.toml or editions.toml is not what it should be.
    Interrupted
        When a signal stopped it.
    """
    out, book = Path(out).absolute(), Path(book).absolute()
    folder = Path(notebooks).absolute() if notebooks is not None else notebooks_folder()
    listing, told = read_listing(folder), _Told()
    if not any(map(listing.has_notebooks, listing.edition)):
        raise PublishError(
            f"{folder / 'editions.toml'} has no edition with both a rule and a notebook, so nothing is ever due: "
            'add [edition.<name>] with every = "month" or "week", and business_day'
        )
    load, settings = load_of(book), read_settings(book)
    lang, *also = chosen_languages(langs, settings)
    with only_run(make_folder(out / OURS) / "due.lock", "publish --due"):
        todos = todos_of(listing, book, now(), out=out, code=code_hash(folder), langs=[lang, *also])
        shared = {"out": out, "notebooks": folder}
        for todo in todos:
            for period in todo.periods:
                _publish(
                    todo, period, told, book=book, now=lambda: now().astimezone(UTC),
                    lang=lang, also=also, workers=workers, executor=executor,
                    console=console, **shared, **options,
                )  # fmt: skip
            told.said += todo.waiting(load)
        shared["environment"] = environment
        shared["lang"] = lang
        mailed = [mail_owners(book, one.edition, one.last.as_of, now=now(), **shared) for one in todos]
    said = [*(told.said or ["nothing due"]), *filter(None, [Mailed.together(mailed).said]), _coming(todos)]
    note = calendar_note(settings.country)
    line = "; ".join(said) + (f" ({note})" if note else "")
    return Scheduled(line, tuple(told.outcomes), tuple(told.errors), told.exit_code)


def _publish(todo: Todo, period: Period, told: _Told, *, book: Path, out: Path, **options: Any) -> None:
    """Publish a period's edition and take down how it went; if it can't be, the others still are."""
    named = todo.named(period)
    again = (home_of(out, options["lang"]) / todo.edition / f"{period.as_of:%Y-%m-%d}").exists()
    try:
        outcome = publish_edition(todo.edition, book, period.as_of, out=out, **options)
    except RunningElsewhere:
        told.elsewhere = True
        told.said.append(f"{named} is being published by another run")
    except (PublishError, BookError) as error:
        told.errors.append(f"{named}: {error}")
        told.said.append(f"{named} could not be published")
    else:
        told.outcomes += outcome.all
        pages, failed = sum(one.ok + one.skipped for one in outcome.all), sum(one.failed for one in outcome.all)
        told.said.append(f"{named} published{' again' if again else ''}: {pages} pages, {failed} failed")


def _coming(todos: list[Todo]) -> str:
    """What is due next, the soonest first."""
    coming = sorted((todo.coming.due, todo.edition) for todo in todos)
    return "next: " + ", ".join(f"{edition} on {due:%Y-%m-%d}" for due, edition in coming)
