"""Sheets handed out: each owner's workbook in the folder of the team, for those only who may see the team's pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from accountbook.book import read_settings
from accountbook.publish.files import Access, inside, make_folder, slug, write
from accountbook.publish.outcome import PublishError
from accountbook.publish.places import folder_of
from accountbook.sheets.issue import issue

COMPANY = "company"
"""Name of the company's own workbook."""


@dataclass(frozen=True)
class Handed:
    """A workbook that was handed out.

    Attributes
    ----------
    path : where it lies.
    owner : employee whose it is; empty: the company's.
    accounts : how many accounts it is about.
    """

    path: Path
    owner: str
    accounts: int


def hand_out(
    book: Path,
    out: Path,
    as_of: pd.Timestamp,
    *,
    written_at: pd.Timestamp,
    owners: Sequence[str] = (),
    lang: str = "en",
) -> list[Handed]:
    """Write the workbooks of a book into a folder.

    A workbook that is there already is never written over: somebody may have filled it in.

    Parameters
    ----------
    out : the folder; made if absent.
    as_of, written_at, owners, lang : see `accountbook.sheets.issue.issue`.

    Raises
    ------
    BookError, PublishError
        If there is no book, an owner has no account, `out` is no folder or lies below none, or book.toml names a group
        that is not there.
    """
    there = next(one for one in (out, *out.absolute().parents) if one.exists())
    if not there.is_dir():
        where = f"{out} is a file" if there == out else f"{out} lies below {there}, which is a file"
        raise PublishError(f"{where}; name a folder for the sheets with --out")
    settings = read_settings(book)
    groups = {team: Access.of(group) for team, group in settings.teams.items()}
    company = Access.of(settings.access.company)
    done = []
    for one in issue(book, as_of, written_at=written_at, owners=owners, lang=lang):
        access = groups.get(one.team, Access()) if one.team else company if not one.owner else Access()
        if not out.exists():
            make_folder(out)
        stem = slug(one.owner) if one.owner else COMPANY
        place = inside(out, f"{folder_of(one.team)}{stem}_{as_of:%Y-%m-%d}.xlsx")
        if place.parent != out:
            make_folder(place.parent)
            access.grant(place.parent)
            if access.gid is not None:
                # the folder above shows nothing, and lets a team's members through
                Access().grant(out, passage=True)
        number = 2
        while place.exists():
            place = place.with_name(f"{stem}_{as_of:%Y-%m-%d}_{number}.xlsx")
            number += 1
        write(place, one.content, access=access)
        done.append(Handed(place, one.owner, one.accounts))
    return done
