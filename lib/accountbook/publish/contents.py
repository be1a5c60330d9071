"""The contents of an edition: which pages it has, and what its index pages share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from accountbook import __version__
from accountbook.book import Book
from accountbook.display import Words
from accountbook.planning.naming import naming
from accountbook.publish.index import Frame
from accountbook.publish.job import Done
from accountbook.publish.places import Page, folder_of
from accountbook.publish.selection import choose

SCORECARD = "scorecard"
"""The notebook whose finding stands on the company's index."""
Finished = Sequence[tuple[Page, Done]]


def dates_of(editions: Path) -> list[str]:
    """Give the days of which an edition is out, oldest first."""
    return sorted(path.name for path in editions.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"))


def plans_of(finished: Finished) -> Finished:
    """Give the pages that an index lists: those of the first notebook about accounts, and none about their deals."""
    about = [one for one in finished if one[0].who is not None and one[0].opportunity is None]
    first = min((page.notebook.entry.order, page.notebook.entry.name) for page, _ in about) if about else ()
    return [one for one in about if (one[0].notebook.entry.order, one[0].notebook.entry.name) == first]


def frame_of(
    book: Book,
    words: Words,
    finished: Finished,
    *,
    editions: Path,
    languages: Callable[[str], Sequence[tuple[str, str]]],
) -> Frame:
    """Give what the index pages of an edition share.

    Parameters
    ----------
    book : as known on the edition's day.
    words : of the reader.
    finished : all pages, and how each went.
    editions : the folder that holds one folder per day, named for the edition.
    languages : gives a page's links to itself in other languages, by its address.
    """
    read = [done.results for _, done in plans_of(finished) if done.state != "failed"]
    horizons = [results["horizon"] for results in read if results.get("horizon")]
    compared = {results.get("since") for results in read}
    everyone = choose(book)
    since = max((day for day in dates_of(editions) if day < f"{book.as_of:%Y-%m-%d}"), default="")
    before = editions / since
    pages = [*before.glob("index.html"), *before.glob("*/index.html")] if since else []
    teams = sorted({page.team for page, _ in finished if page.team})
    return Frame(
        edition=editions.name,
        words=words,
        settings=book.settings,
        as_of=book.as_of,
        horizon=pd.Timestamp(horizons[0]) if horizons else book.as_of,
        since=pd.Timestamp(since) if since else None,
        compared=pd.Timestamp(compared.pop()) if len(compared) == 1 and None not in compared else None,
        scopes={team: frozenset(who.account_id for who in everyone if team in ("", who.team)) for team in ("", *teams)},
        before=frozenset(path.relative_to(before).as_posix() for path in pages),
        reports=[
            (_title(page, done, words), page.address) for page, done in finished if page.who is None and not page.team
        ],
        team_reports={
            team: [
                (_title(page, done, words), page.address.removeprefix(folder_of(team)))
                for page, done in finished
                if page.team == team and page.who is None
            ]
            for team in teams
        },
        load=_load(book, words),
        naming=naming(book),
        languages=languages,
        scored=next((found for page, done in finished if (found := _scored(page, done))[0]), ("", "")),
    )


def _scored(page: Page, done: Done) -> tuple[str, str]:
    """What the page found, if it is the scorecard and was made, and its address."""
    made = page.notebook.entry.name == SCORECARD and done.state != "failed"
    return (str(done.results.get("finding") or ""), page.address) if made else ("", "")


def _load(book: Book, t: Words) -> str:
    lines, version = book.load_report.get("tables", {}).get("order_lines"), f"accountbook {__version__}"
    if lines is None:
        return t("{load}. {version}.", load=book.load_id, version=version)
    return t(
        "{load}: {kept} order lines kept, {rejected} turned away. {version}.",
        load=book.load_id,
        kept=t.number(lines["kept"]),
        rejected=t.number(lines["rejected"]),
        version=version,
    )


def _title(page: Page, done: Done, t: Words) -> str:
    told = done.results.get("title")
    name = str(told) if told else t(page.notebook.title)
    return t("{report} (failed)", report=name) if done.state == "failed" else name
