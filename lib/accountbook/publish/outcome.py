"""How an edition went: what the caller is told, and the errors that stop one before it starts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


class PublishError(ValueError):
    """Bad input or usage: the message says what was found, where, and what to do. Exit code 2."""


class RunningElsewhere(RuntimeError):
    """Another run of the same edition holds the lock. Exit code 75."""


class Interrupted(SystemExit):
    """The run was stopped: nothing was published, and the same command goes on where it stopped. Exit code 143.

    Parameters
    ----------
    why : by whom.
    """

    def __init__(self, why: str) -> None:
        super().__init__(143)
        self.why = why

    def __str__(self) -> str:
        return f"{self.why}; nothing was published, what was there stays; the same command goes on where this one ended"


@dataclass(frozen=True)
class Failure:
    """A page that could not be made.

    Attributes
    ----------
    page : the page's address inside the edition.
    subject : account or team that it is about; empty for the company's pages.
    reason : one of the codes of `accountbook.publish.failure.REASONS`.
    detail : the class of the error and the cell, never its text: ``"ValueError, cell 7"``.
    """

    page: str
    subject: str
    reason: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.page}: {self.reason}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True)
class Outcome:
    """What `publish_edition` did.

    Attributes
    ----------
    path : folder of the edition, ``OUT/<edition>/<as_of>``.
    index : the page to open first, by the name that always leads to the newest edition.
    ok, skipped, failed : how many pages were made, taken over unchanged, and replaced by a stub.
    failures : one entry per stub.
    also : the same of the further languages that were published with it.

    Examples
    --------
    >>> folder = Path("reports/monthly")
    >>> Outcome(folder / "2026-10-31", folder / "latest/index.html", ok=3, skipped=1).exit_code
    0
    """

    path: Path
    index: Path
    ok: int
    skipped: int
    failures: tuple[Failure, ...] = ()
    also: tuple[Outcome, ...] = ()

    @property
    def all(self) -> tuple[Outcome, ...]:
        """The outcomes of every language, this one first."""
        return (replace(self, also=()), *self.also)

    @property
    def failed(self) -> int:
        """How many pages are stubs."""
        return len(self.failures)

    @property
    def exit_code(self) -> int:
        """0 if every page is there, 1 if some are stubs, in whatever language."""
        return max(int(bool(self.failures)), *(one.exit_code for one in self.also), 0)
