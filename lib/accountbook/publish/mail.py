"""The mail that owners get after an edition; off until book.toml names a mail server.

Each owner hears of the own accounts only, once per edition. A mail that could not be sent never fails the edition:
the ledger keeps the class of the error, and the next call tries again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book import Book, BookError, Ledger, Settings, read_settings
from accountbook.display import IndexRow, Letter, News, Words, owner_letter
from accountbook.display.catalogue import SOURCE
from accountbook.publish.contents import dates_of, plans_of
from accountbook.publish.edition import only_run
from accountbook.publish.editions import notebooks_folder, read_edition
from accountbook.publish.files import OURS
from accountbook.publish.index import rows_of
from accountbook.publish.job import Done
from accountbook.publish.languages import chosen_languages, home_of
from accountbook.publish.outcome import PublishError, RunningElsewhere
from accountbook.publish.places import Page, folder_of, pages_of
from accountbook.publish.post import mail_of, send
from accountbook.publish.published import lang_of
from accountbook.publish.record import read_results
from accountbook.publish.runs import NOTHING, Runs
from accountbook.publish.selection import choose

STALE = pd.Timedelta(days=45)
"""An edition that is older is no news: it was made for the record."""

MOST_TRIES = 24
"""So often a mail to an owner is tried: a day of hourly calls."""

_LOG = logging.getLogger("accountbook.publish")


@dataclass(frozen=True)
class Mailed:
    """What became of the owners' mails.

    Attributes
    ----------
    sent : how many were sent.
    errors : class of the error, for each that was not.
    without : how many owners of accounts have no address in book.toml.
    """

    sent: int = 0
    errors: tuple[str, ...] = ()
    without: int = 0

    @classmethod
    def together(cls, parts: Iterable[Mailed]) -> Mailed:
        """Add up what became of the mails of several editions."""
        parts = list(parts)
        errors = tuple(error for one in parts for error in one.errors)
        return cls(sum(one.sent for one in parts), errors, max((one.without for one in parts), default=0))

    @property
    def said(self) -> str:
        """One line about it; empty where nothing was to be sent.

        Examples
        --------
        >>> Mailed(2, ("SMTPRecipientsRefused",), 1).said
        'mail: 2 sent, 1 not sent (SMTPRecipientsRefused), 1 owner without an address'
        """
        said = [f"{self.sent} sent"] if self.sent else []
        if self.errors:
            said.append(f"{len(self.errors)} not sent ({', '.join(sorted(set(self.errors)))})")
        if self.without:
            said.append(f"{self.without} owner{'s' if self.without > 1 else ''} without an address")
        return f"mail: {', '.join(said)}" if said else ""


def mail_owners(
    book: Path,
    edition: str,
    as_of: pd.Timestamp,
    *,
    out: Path,
    now: datetime,
    lang: str | None = None,
    notebooks: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Mailed:
    """Send each owner the news of an edition, if it is the newest of its name, whole, and not sent yet.

    Parameters
    ----------
    book, out : folders of the book and of the reports.
    edition, as_of : which edition.
    now : for the mails' date; an edition older than `STALE` is no news.
    lang : of the pages that the mails lead to, and of the mails; by default the first one in book.toml.
    notebooks : as in `publish_edition`.
    environment : where the user and password that ``[mail]`` of book.toml names are looked up.

    Returns
    -------
    Mailed
        Also when the server refuses: that is told, kept in the ledger, and tried again by the next call.

    Raises
    ------
    BookError
        If book.toml is not what it should be.
    """
    book, day = Path(book).absolute(), f"{as_of:%Y-%m-%d}"
    settings = read_settings(book)
    out = home_of(Path(out).absolute(), chosen_languages([lang] if lang else (), settings)[0])
    place = out / edition / day
    if not settings.mail.host or not settings.mail.owners or pd.Timestamp(now.date()) - as_of > STALE:
        return Mailed()
    if max(dates_of(place.parent), default="") != day or not Runs(Ledger(book), edition, day, out=out).is_out(place):
        return Mailed()
    try:
        with only_run(out / OURS / "mail.lock", "the owners' mail"):
            return _mail(book, settings, edition, as_of, out=out, now=now, notebooks=notebooks, environment=environment)
    except RunningElsewhere:  # then that one sends them
        return Mailed()
    except (BookError, PublishError) as error:
        _LOG.warning("mail of %s of %s: %s", edition, day, error)
        return Mailed(errors=(type(error).__name__,))


def _mail(
    book: Path,
    settings: Settings,
    edition: str,
    as_of: pd.Timestamp,
    *,
    out: Path,
    now: datetime,
    notebooks: Path | None,
    environment: Mapping[str, str] | None,
) -> Mailed:
    """Send what was not sent yet, while nobody else does."""
    mail, day = settings.mail, f"{as_of:%Y-%m-%d}"
    runs = Runs(Ledger(book), edition, day, out=out)
    tried = runs.mails()
    open_ones = {owner for owner in mail.owners if _is_open(tried.get(owner, []))}
    if not open_ones:
        return Mailed()
    folder = Path(notebooks).absolute() if notebooks is not None else notebooks_folder()
    own: dict[str, list[tuple[Page, Done]]] = {}
    for page, done in _pages(book, edition, as_of, runs, out=out, folder=folder):
        own.setdefault(page.who.owner_id, []).append((page, done))
    own.pop("", None)  # accounts that nobody answers for
    for owner in sorted(open_ones - set(own)):
        runs.mailed(owner, NOTHING)  # and nothing to look up again in an hour
    words = Words(lang_of(runs.last), currency=settings.currency, as_of=as_of)
    letters = {}
    for owner in sorted(open_ones & set(own)):
        told = _letter(own[owner], words, settings, edition, as_of)
        letters[owner] = mail_of(told, mail, owner, now=now, name=f"{settings.company}|{edition}|{day}|{owner}")
    ended = []
    for owner, error in send(letters, mail, environment or {}):
        runs.mailed(owner, error)
        ended.append(error)
    errors = tuple(error for error in ended if error)
    return Mailed(len(ended) - len(errors), errors, len(set(own) - set(mail.owners)))


def _is_open(tried: Sequence[str]) -> bool:
    return "" not in tried and NOTHING not in tried and len(tried) < MOST_TRIES


def _pages(
    book: Path, edition: str, as_of: pd.Timestamp, runs: Runs, *, out: Path, folder: Path
) -> list[tuple[Page, Done]]:
    """The accounts' pages that the edition's index lists, with what their last cells recorded."""
    view = Book.open(book, as_of, load=runs.last["load_id"])
    lines = runs.pages()
    results = read_results(out / OURS / f"{edition}-{as_of:%Y-%m-%d}" / "pages.jsonl")
    ids = {line["subject"]["account"] for line in lines.values() if "account" in line.get("subject", {})}
    known = sorted(ids & set(view.accounts()))
    who = choose(view, accounts=known) if known else []
    found = []
    for page in (page for notebook in read_edition(folder, edition) for page in pages_of(notebook, who)):
        line = lines.get(page.address, {"state": ""})
        kept = results.get((page.address, line.get("key")))
        # of a good page whose word is lost nothing can be said, not even that nothing is new
        if page.who is not None and (kept is not None or line["state"] == "failed"):
            done = Done(page.address, line["state"], line["reason"], line["detail"], results=kept or {})
            found.append((page, done))
    return list(plans_of(found))


def _letter(
    pages: Sequence[tuple[Page, Done]], words: Words, settings: Settings, edition: str, as_of: pd.Timestamp
) -> Letter:
    base = f"{settings.mail.link_base.rstrip('/')}/" if settings.mail.link_base else ""
    home = "" if words.lang == SOURCE else f"{words.lang}/"
    place = f"{base}{home}{edition}/{as_of:%Y-%m-%d}/"
    rows = rows_of(pages, words, base="", last={})
    news = [
        News(_with_links(row, place if base else ""), [tuple(one) for one in _changes(done.results)])
        for row, (_, done) in zip(rows, pages, strict=True)
    ]
    teams = sorted({page.team for page, _ in pages})
    return owner_letter(
        news,
        words=words,
        edition=edition,
        company=settings.company,
        as_of=as_of,
        indexes=[(team or words("All accounts"), f"{place}{folder_of(team)}index.html") for team in teams],
        invented=settings.invented,
    )


def _with_links(row: IndexRow, place: str) -> IndexRow:
    """A row whose links lead from anywhere to the edition's place, or that has none where the place is unknown."""
    ways = {name: place + way if place and (way := getattr(row, name)) else "" for name in ("href", "reason_href")}
    return replace(row, **ways)


def _changes(results: Mapping[str, Any]) -> list[list[str]]:
    """What a plan recorded of its changes; of one that recorded only the first, that one."""
    if "changes" in results:
        return results["changes"]
    return [[results.get("direction", "same"), results["changed"]]] if results.get("changed") else []
