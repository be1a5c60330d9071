"""What the ledger says of an edition that is out: which load, which pages, and what became of them since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accountbook.book import Ledger
from accountbook.display.catalogue import SOURCE, languages

FINISHED = frozenset({"ok", "partial"})
"""States of a run that has put its edition in place."""


@dataclass(frozen=True)
class Published:
    """An edition by its last run that came to its end.

    Attributes
    ----------
    run_id : of that run.
    facts : what the run says of itself: edition, as_of, load_id, lang, code, settings, notebooks, out, started.
    lines : the ledger's last line about each page, by address.
    removed : the day on which it was removed as book.toml says; empty: it was not.
    files : the last line about each other file, an index say, that was changed after it was published, by address.
    """

    run_id: str
    facts: dict[str, Any]
    lines: dict[str, dict[str, Any]]
    files: dict[str, dict[str, Any]]
    removed: str = ""

    @property
    def accounts(self) -> list[str]:
        """The accounts that have a page, by number."""
        return sorted({line["subject"]["account"] for line in self.lines.values() if "account" in line["subject"]})

    @property
    def deals(self) -> list[str]:
        """The deals that have a page, by number."""
        return sorted({line["subject"]["opportunity"] for line in self.lines.values() if _has(line, "opportunity")})

    @property
    def owners(self) -> list[str]:
        """The owners who have a page, by number."""
        return sorted({line["subject"]["owner"] for line in self.lines.values() if _has(line, "owner")})


def _has(line: Mapping[str, Any], name: str) -> bool:
    return bool(line["subject"].get(name))


def lang_of(run: Mapping[str, Any]) -> str:
    """The language of a run's pages; in the ledger since there is more than one."""
    return str(run.get("lang", SOURCE))


def ended(lines: Iterable[dict[str, Any]]) -> bool:
    """Whether a run's lines say that its edition came out."""
    return any(line.get("run") and line.get("state") in FINISHED for line in lines)


def last_published(ledger: Ledger, edition: str, as_of: str, *, out: Path | None = None) -> Published | None:
    """The last run that published an edition; None if none did.

    Parameters
    ----------
    as_of : its day, YYYY-MM-DD.
    out : folder of the reports; runs into another one don't count, unless no run names this one.
    """
    lang = out.name if out is not None and out.name in languages() else SOURCE
    mine = [run for run in ledger.runs() if (run.get("edition"), run.get("as_of")) == (edition, as_of)]
    # where the folder was moved meanwhile, runs in another language still went elsewhere
    other = [run for run in mine if lang_of(run) == lang] if out is not None else mine
    here = [run for run in mine if out is not None and run.get("out") == str(out)]
    for run in reversed(here or other):
        lines = ledger.run(run["run_id"])
        if ended(lines):
            pages = {line["page"]: {"subject": {}, **line} for line in lines if "page" in line}
            files = {line["file"]: line for line in lines if "file" in line}
            return Published(run["run_id"], lines[0], pages, files, run.get("removed", ""))
    return None
