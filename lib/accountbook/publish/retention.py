"""How long editions and the notebooks of failed pages are kept: as book.toml says, and no link leads nowhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from accountbook.book import Ledger
from accountbook.book.settings import read_settings
from accountbook.publish.contents import dates_of
from accountbook.publish.files import OURS, make_folder, replace_page, sha256_of, sync
from accountbook.publish.published import last_published
from accountbook.publish.record import GOOD

REMOVED = "removed-"
"""What the names of folders in ours begin with that hold an edition on its way out."""


@dataclass(frozen=True)
class Purged:
    """What `purge` removed.

    Attributes
    ----------
    editions : days of the editions that are gone.
    notebooks : how many notebooks of failed pages are gone.
    unlinked : pages whose link to a removed edition became plain text.
    """

    editions: tuple[str, ...] = ()
    notebooks: int = 0
    unlinked: tuple[str, ...] = ()


def purge(edition: str, book: Path, *, out: Path, today: date, but: Collection[str] = ()) -> Purged:
    """Remove what is kept longer than book.toml's ``[keep]`` says.

    The newest edition, to which ``latest`` leads, is never removed. The ledger keeps its word on every page, and says
    on which day the edition was removed.

    Parameters
    ----------
    edition : its name; nobody else may be publishing it meanwhile.
    book : folder of the book.
    out : folder of the reports.
    today : the day.
    but : days of editions that stay whatever their age.
    """
    keep = read_settings(book).keep
    for stale in out.glob(f"{OURS}/{REMOVED}{edition}-[0-9]*"):  # of a run that was killed while it removed
        day = stale.name[-len("YYYY-MM-DD") :]
        shutil.rmtree(stale)
        shutil.rmtree(out / OURS / f"{edition}-{day}", ignore_errors=True)
    old = [day for day in _old(out / edition, today, keep.editions_months) if day not in but]
    unlinked: list[str] = []
    for day in old:
        unlinked += _unlink(edition, book, out, day, today, old)
    for day in old:
        _remove(edition, book, out, day, today)
    limit = pd.Timestamp(today) - pd.Timedelta(days=keep.failed_days)
    count = 0
    for path in out.glob(f"{OURS}/{edition}-[0-9]*/**/failed/*/*.ipynb"):
        if pd.Timestamp(datetime.fromtimestamp(path.stat().st_mtime).date()) < limit:
            path.unlink()
            count += 1
    return Purged(tuple(old), count, tuple(unlinked))


def _old(editions: Path, today: date, months: int) -> list[str]:
    """Days of the editions that were kept long enough; never the newest, nor that to which ``latest`` leads."""
    if not months:
        return []
    limit = f"{pd.Timestamp(today) - pd.DateOffset(months=months):%Y-%m-%d}"
    days, latest = dates_of(editions), editions / "latest"
    newest = {max(days, default=""), str(latest.readlink()) if latest.is_symlink() else ""}
    return [day for day in days if day < limit and day not in newest]


def _remove(edition: str, book: Path, out: Path, day: str, today: date) -> None:
    """Say in the ledger that an edition is removed, and let it go in one move."""
    ledger = Ledger(book)
    published = last_published(ledger, edition, day, out=out)
    if published is not None and not published.removed:
        ledger.record(published.run_id, run=True, removed=f"{today:%Y-%m-%d}")
    aside = make_folder(out / OURS) / f"{REMOVED}{edition}-{day}"
    shutil.rmtree(aside, ignore_errors=True)
    (out / edition / day).rename(aside)
    sync(out / edition)
    shutil.rmtree(aside)
    shutil.rmtree(out / OURS / f"{edition}-{day}", ignore_errors=True)


def _unlink(edition: str, book: Path, out: Path, day: str, today: date, old: Collection[str]) -> list[str]:
    """Turn links to an edition that is about to be removed into plain text, in indexes and stubs of those that stay.

    No other page leads to another edition.
    """
    ledger, changed = Ledger(book), []
    for other in (one for one in dates_of(out / edition) if one not in old):
        folder = out / edition / other
        published = last_published(ledger, edition, other, out=out)
        good = {page for page, line in published.lines.items() if line["state"] in GOOD} if published else set()
        for path in sorted(folder.rglob("*.html")):
            page = path.relative_to(folder).as_posix()
            text = path.read_text(encoding="utf-8")
            fresh = unlinked(text, day)
            if page in good or fresh == text:
                continue
            before, sha256 = sha256_of(path), replace_page(path, fresh.encode("utf-8"))
            if published is not None and page not in published.lines:
                ledger.record(
                    published.run_id, file=page, state="unlinked", sha256=sha256, was=before, day=f"{today:%Y-%m-%d}"
                )
            changed.append(f"{other}/{page}")
    return changed


def unlinked(text: str, day: str) -> str:
    """A page whose links to the edition of a day are plain text.

    Examples
    --------
    >>> unlinked('<a href="../2026-08-31/index.html">August</a> <a href="x.html">x</a>', "2026-08-31")
    'August <a href="x.html">x</a>'
    """
    link = re.compile(rf'<a\b[^>]*\bhref="(?:\.\./)+{re.escape(day)}/[^"]*"[^>]*>(.*?)</a>', flags=re.DOTALL)
    return link.sub(r"\1", text)
