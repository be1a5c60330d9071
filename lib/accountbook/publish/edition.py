"""The edition: every notebook run in its order, every page in its place, published in one move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path

import pandas as pd
from rich.console import Console

from accountbook.publish.outcome import Outcome


def publish_edition(
    edition: str,
    book_path: Path,
    as_of: pd.Timestamp,
    *,
    accounts: Sequence[str] = (),
    teams: Sequence[str] = (),
    top: int | None = None,
    lang: str = "en",
    workers: int = 1,
    out: Path = Path("reports"),
    notebooks: Path | None = None,
    engine: str = "auto",
    seconds: float = 300.0,
    executor: Callable[[int], Executor] | None = None,
    console: Console | None = None,
) -> Outcome:
    """Publish an edition: every page of it, or a stub with the reason, appears in one move.

    Parameters
    ----------
    edition : name of an edition in ``editions.toml``, such as ``"monthly"``.
    book_path : folder of the book.
    as_of : the day; nothing that became known later is used.
    accounts : only these accounts.
    teams : only the accounts of these teams.
    top : only so many accounts, those of the largest revenue in the 365 days up to `as_of`.
    lang : language of the pages.
    workers : processes at work.
    out : folder of the reports.
    notebooks : folder of the notebooks and ``editions.toml``; the project's own by default.
    engine : ``"fork"``, ``"kernel"`` or ``"auto"``: forked processes where the system has them.
    seconds : wall clock that one notebook may take.
    executor : makes what runs the pages, given `workers`; local processes by default.
    console : where progress is drawn if it is a terminal; otherwise steps are logged.

    Returns
    -------
    Outcome
        Also when pages failed: the edition is out, with stubs in their place.

    Raises
    ------
    PublishError
        If the edition, a notebook, an account or a team is not what it should be; nothing was run.
    RunningElsewhere
        If another run of this edition is under way.
    SystemExit
        143, when SIGTERM stopped it: what was published before stays, finished pages are taken up by the next run.
    """
    raise NotImplementedError
