"""The stub: what a reader finds where a page could not be made: why, and the last good one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from accountbook.display import Fragment, Words, block, grid, html_page, link, masthead, placed
from accountbook.publish.failure import REASONS
from accountbook.publish.files import Access, sha256_of, take
from accountbook.publish.job import Done
from accountbook.publish.places import BESIDE, Page, companion, up


@dataclass(frozen=True)
class LastGood:
    """The last good version of a page that failed.

    Attributes
    ----------
    address : from the edition's own folder: a page inside it, or ``../<date>/...``.
    as_of : the day it speaks of.
    files : addresses of the files beside it, where it is kept in the edition.
    """

    address: str
    as_of: pd.Timestamp
    files: tuple[str, ...] = ()


def last_address(address: str) -> str:
    """Give the name under which the last good version of the same day stays beside its stub.

    Examples
    --------
    >>> last_address("account_plan/A-1-0123456789.html")
    'account_plan/A-1-0123456789.last.html'
    """
    return f"{address.removesuffix('.html')}.last.html"


def find_last_good(
    address: str, good: list[tuple[str, str]], *, editions: Path, as_of: str, site: Path, access: Access
) -> LastGood | None:
    """Find the last good version of a page, and keep it if its own edition is about to be replaced.

    Parameters
    ----------
    address : of the page in its edition.
    good : (date, sha256) of its good versions, newest first, by the ledger.
    editions : holds one folder per date.
    as_of : date of this edition.
    site : where this edition is being built.
    access : who may read the page there.
    """
    for day, sha256 in good:
        if day != as_of:
            if sha256_of(editions / day / address) == sha256:
                return LastGood(f"../{day}/{address}", pd.Timestamp(day))
            continue
        kept = last_address(address)
        for place in (editions / day / address, editions / day / kept, site / kept):
            if sha256_of(place) == sha256:
                take(place, site / kept, access=access)
                there = [name for suffix in BESIDE if (editions / day / (name := companion(address, suffix))).is_file()]
                for name in there:
                    take(editions / day / name, site / name, access=access)
                return LastGood(kept, pd.Timestamp(day), tuple(there))
    return None


def stub_page(
    page: Page,
    done: Done,
    words: Words,
    *,
    title: str,
    last: LastGood | None,
    crumbs: list[tuple[str, str]],
    links: Sequence[tuple[str, str]] = (),
) -> str:
    """Give the page that stands where another one should.

    Parameters
    ----------
    page, done : which one, and why it failed.
    title : whom it is about, for the head of the page.
    last : the last good version.
    crumbs, links : left and right in the top line.
    """
    t = words  # as the catalogue's extraction looks for sentences
    parts: list[Fragment | str] = [t(REASONS[done.reason])]
    if last is not None:
        way = up(page.address) + last.address
        parts.append(t.rich("The last good one is of {date}.", date=link(way, t.day(last.as_of))))
    else:
        parts.append(t("There is no earlier one."))
    note = t("For whoever mends it: {detail}", detail=done.detail) if done.detail else ""
    body = grid(
        placed(masthead(title, crumbs=crumbs, links=links)),
        placed(block(t("This page could not be made this time"), *parts, note=note), width="section"),
    )
    return html_page(title, body, lang=t.lang)


def erased_page(words: Words, address: str) -> str:
    """Give the page that stands where one named somebody who was forgotten and cannot be made again.

    Parameters
    ----------
    address : of the page in its edition.
    """
    t = words
    crumbs = [(t("All accounts"), f"{up(address)}index.html")] if address != "index.html" else []
    body = grid(
        placed(masthead(t("Page erased"), crumbs=crumbs)),
        placed(block(t("This page could not be made this time"), t(REASONS["erased"])), width="section"),
    )
    return html_page(t("Page erased"), body, lang=t.lang)
