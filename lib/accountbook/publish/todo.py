"""What is to be done about an edition on a day: which of its periods are due, not out, and can be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.book import BookError, Ledger, last_report, read_settings
from accountbook.book.stored import export_day
from accountbook.publish.contents import dates_of
from accountbook.publish.due import Period, Rule, Working, has_holidays, next_period, periods_due, working_days
from accountbook.publish.editions import Listing
from accountbook.publish.languages import chosen_languages, home_of
from accountbook.publish.runs import Runs

CATCH_UP = 3
"""So many periods back an edition that was missed is still made."""


@dataclass(frozen=True)
class Todo:
    """What is to be done about an edition on a day.

    Attributes
    ----------
    edition : its name.
    periods : to be published, oldest first.
    waits : those due whose load is missing: an export made after the period's end.
    unknown : whether the book knew nothing yet in the newest period that is due.
    last, coming : the newest period that is due, and the one that is due next.
    """

    edition: str
    periods: tuple[Period, ...]
    waits: tuple[Period, ...]
    unknown: bool
    last: Period
    coming: Period

    def named(self, period: Period) -> str:
        """Give ``"monthly of 2026-10-31"``."""
        return f"{self.edition} of {period.as_of:%Y-%m-%d}"

    def waiting(self, load: Mapping[str, Any]) -> list[str]:
        """Say why what is due cannot be made yet, by the load's load.json."""
        if self.unknown:
            return [f"{self.named(self.last)} is not made: the book knows nothing before {load['first_known']}"]
        return [
            f"{self.named(one)} waits for a load exported after {one.as_of:%Y-%m-%d}; the newest is of "
            f"{load['exported_on']}"
            for one in self.waits
        ]


def calendar_note(country: str | None) -> str:
    """Say it where no holidays are known; else nothing.

    Examples
    --------
    >>> calendar_note("IT"), calendar_note(None)
    ('', 'by weekends only: book.toml names no country')
    """
    if has_holidays(country):
        return ""
    return f"by weekends only: {f'no holidays are known of {country}' if country else 'book.toml names no country'}"


def load_of(book: Path) -> Mapping[str, Any]:
    """Give load.json of the last good load.

    Raises
    ------
    BookError
        If there is none.
    """
    load = last_report(book)
    if load is None:
        raise BookError(f"book {book} has no load yet: make one with accountbook load SOURCE --book {book}")
    return load


def todos_of(
    listing: Listing, book: Path, now: datetime, *, out: Path, code: str, langs: Sequence[str] = ()
) -> list[Todo]:
    """Give what is to be done about every edition that has a rule and a notebook, by name.

    Parameters
    ----------
    listing : what ``editions.toml`` says.
    book, out : folders of the book and of the reports.
    now : the clock; its own day counts, so it should be the local time where the company is.
    code : hash of the code, see `keys.code_hash`.
    langs : the languages that an edition must be out in; by default as book.toml says.

    Raises
    ------
    BookError
        If there is no book, or nothing was loaded into it.
    """
    load, settings = load_of(book), read_settings(book)
    working = working_days(settings.country)
    homes = [home_of(out, lang) for lang in chosen_languages(langs, settings)]
    scheduled = [one for one in sorted(listing.edition) if listing.has_notebooks(one)]
    return [
        _todo(one, listing.edition[one], working, now, book=book, homes=homes, load=load, code=code)
        for one in scheduled
    ]


def _todo(
    edition: str,
    rule: Rule,
    working: Working,
    now: datetime,
    *,
    book: Path,
    homes: Sequence[Path],
    load: Mapping[str, Any],
    code: str,
) -> Todo:
    today = pd.Timestamp(now.date())
    *earlier, last = periods_due(rule, today, working, most=CATCH_UP)
    # those missed since the edition was first published; a new book has no past to make up for
    first = min((day for home in homes for day in dates_of(home / edition)), default="9999-12-31")
    wanted = [*(one for one in earlier if f"{one.as_of:%Y-%m-%d}" > first), last]
    known = [one for one in wanted if one.as_of >= pd.Timestamp(load["first_known"])]
    open_ones = []
    for period in known:
        day = f"{period.as_of:%Y-%m-%d}"
        runs = {home: Runs(Ledger(book), edition, day, out=home) for home in homes}
        if not all(one.is_out(home / edition / day) for home, one in runs.items()) or any(
            one.may_try_again(load_id=load["load_id"], code=code, today=now.date(), zone=now.tzinfo)
            for one in runs.values()
        ):
            open_ones.append(period)
    exported = export_day(load)  # sheets that came later bring no orders
    ready = tuple(one for one in open_ones if one.as_of < exported)
    waits = tuple(one for one in open_ones if one not in ready)
    return Todo(edition, ready, waits, not known, last, next_period(rule, today, working))
