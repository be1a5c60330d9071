"""What an edition has beside its pages: a stub for each that could not be made, and the indexes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from accountbook.book import Book
from accountbook.display import Words
from accountbook.publish import steps
from accountbook.publish.contents import frame_of, plans_of
from accountbook.publish.files import Access, write
from accountbook.publish.index import index_of, rows_of
from accountbook.publish.job import Done
from accountbook.publish.jobs import Jobs
from accountbook.publish.keys import Links
from accountbook.publish.listing import listing_of
from accountbook.publish.places import Page, folder_of, up
from accountbook.publish.record import Record
from accountbook.publish.stub import LastGood, find_last_good, stub_page

Finished = Mapping[str, tuple[Page, Done]]


class Front:
    """Stubs and indexes of one edition.

    Parameters
    ----------
    book, words : as known on its date, and in its language.
    jobs : knows where on the site a page lies, and who may read it.
    site : where they are written.
    editions : folder of the editions of this name.
    access : who may read what, by team; ``""`` for the company's own.
    links : gives a page's links to itself in other languages, by its address.
    """

    def __init__(
        self,
        book: Book,
        words: Words,
        jobs: Jobs,
        *,
        site: Path,
        editions: Path,
        access: Mapping[str, Access],
        links: Callable[[str], Links],
    ) -> None:
        self._book, self._words, self._jobs = book, words, jobs
        self._site, self._editions, self._access, self._links = site, editions, access, links

    def stubs(self, finished: Finished, record: Record, render: Callable[..., str]) -> dict[str, LastGood]:
        """Write a stub for each page that failed.

        Parameters
        ----------
        render : calls a function that gives a page's text, where that is cheap.

        Returns
        -------
        dict
            By address, the last good version that a stub leads to, where there is one.
        """
        day, t = f"{self._book.as_of:%Y-%m-%d}", self._words
        failed = {address for address, (_, done) in finished.items() if done.state == "failed"}
        good = record.good_elsewhere(failed, before=day) if failed else {}
        last: dict[str, LastGood] = {}
        for address in sorted(failed):
            page, done = finished[address]
            target, access = self._jobs.site(page)
            places = {"editions": self._editions, "as_of": day, "site": self._site, "access": access}
            found = find_last_good(address, good.get(address, []), **places)
            if found is not None:
                last[address] = found
            title = page.who.name if page.who else (page.subject[1] if page.subject else t(page.notebook.title))
            crumbs = [(page.team or t("All accounts"), f"{up(address)}{folder_of(page.team)}index.html")]
            text = render(stub_page, page, done, t, title=title, last=found, crumbs=crumbs, links=self._links(address))
            write(target, text.encode(), access=access)
            steps.reached("stub", address)
        return last

    def indexes(self, finished: Finished, last: Mapping[str, LastGood], render: Callable[..., str]) -> list[str]:
        """Write the company's index and each team's; give their addresses."""
        done = sorted(finished.values(), key=lambda one: one[0].address)
        plans = plans_of(done)
        frame = frame_of(self._book, self._words, done, editions=self._editions, languages=self._links)
        written = []
        for team in ["", *sorted({page.team for page, _ in done if page.team})]:
            base = folder_of(team)
            if plans:
                own = [one for one in plans if team in ("", one[0].team)]
                text = render(index_of, frame, rows_of(own, self._words, base=base, last=last), team=team)
            else:
                text = render(listing_of, frame, done, team=team)
            write(self._site / base / "index.html", text.encode(), access=self._access.get(team, Access()))
            steps.reached("index", f"{base}index.html")
            written.append(f"{base}index.html")
        return written
