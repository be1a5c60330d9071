"""One page to make: all that a worker must know, as plain values that may travel to another machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from accountbook.publish.files import slug


@dataclass(frozen=True)
class Made:
    """A page as it was made before, from the ledger.

    Attributes
    ----------
    key : of the run.
    sha256 : of the page.
    results : what its last cell recorded.
    whole : key over the whole book, see `Job`.
    files : sha256 of the files beside it, by suffix.
    """

    key: str
    sha256: str
    results: dict[str, Any]
    whole: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Job:
    """One run of one notebook.

    Attributes
    ----------
    page : its address inside the edition.
    notebook : name of the notebook.
    text : the notebook itself, as it was when the edition started.
    sha256 : of that text.
    parameters : checked; ``book`` is the whole book's folder.
    subject : (parameter, value) that says whom it is about; None: the company.
    scratch : the run's own folder, for its slices, its pages and its notebooks that failed; on the file system of the
        building site. Nothing else is written by a worker: one that outlives its run harms nobody.
    data : hash of what a company-wide notebook may read; empty: a slice is cut and its own hash counts.
    whole : the run's key as if it read the whole book: the same only where nothing in the book has changed.
    code, settings : hashes, see `keys.run_key`.
    load : id of the load.
    before : earlier runs of this page.
    places : where its earlier page may lie.
    engine : ``"fork"`` or ``"kernel"``.
    seconds : wall clock.
    memory : bytes that the notebook may use; 0: the share of the machine's that falls to one of `share`.
    share : how many notebooks are at work at the same time.
    links : (text, relative address) in the page's top line, beside what the notebook puts there.
    folder : where the notebook runs.
    pdf : whether the page is printed as a .pdf beside it, too.
    """

    page: str
    notebook: str
    text: str
    sha256: str
    parameters: dict[str, Any]
    subject: tuple[str, str] | None
    scratch: Path
    data: str
    whole: str
    code: str
    settings: str
    load: str
    engine: str
    seconds: float
    folder: Path
    before: tuple[Made, ...] = ()
    places: tuple[Path, ...] = ()
    memory: int = 0
    share: int = 1
    links: tuple[tuple[str, str], ...] = ()
    pdf: bool = False

    @property
    def target(self) -> Path:
        """Where the page is written."""
        return self.scratch / "pages" / f"{slug(self.page)}.html"

    @property
    def failed(self) -> Path:
        """Where the notebook is kept if it failed."""
        return self.scratch / "failed" / f"{slug(self.page)}.ipynb"


@dataclass(frozen=True)
class Done:
    """How a job went.

    Attributes
    ----------
    page : as in the job.
    state : ok, skipped or failed.
    reason, detail : why it failed; see `failure`.
    key, sha256, results, whole, files : what the ledger keeps, for the next run to find.
    seconds, cells_seconds : wall clock of the whole job, and of the notebook's cells in it.
    """

    page: str
    state: str
    reason: str = ""
    detail: str = ""
    key: str = ""
    sha256: str = ""
    results: dict[str, Any] = field(default_factory=dict)
    whole: str = ""
    seconds: float = 0.0
    cells_seconds: float = 0.0
    files: Mapping[str, str] = field(default_factory=dict)
