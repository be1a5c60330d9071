"""The runs of an edition of one day, as the ledger tells of them: whether it is out, whole, tried again, and mailed."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from accountbook.book import Ledger
from accountbook.publish.published import FINISHED

RETRIES = 3
"""So often an edition with failed pages is tried again, once a day, while neither the load nor the code is new."""

NOTHING = "nothing to tell"
"""What the ledger keeps of a mail to an owner without an account in the edition."""


class Runs:
    """The runs of one edition of one day.

    Parameters
    ----------
    ledger : the book's.
    edition, as_of : which edition; `as_of` as YYYY-MM-DD.
    out : folder of the reports; runs into another one don't count.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ledger = Ledger(Path(folder))
    ...     ledger.start_run("monthly-2026-10-31-0001", edition="monthly", as_of="2026-10-31", load_id="L", scope="all")
    ...     ledger.record("monthly-2026-10-31-0001", run=True, state="ok", ok=3, skipped=0, failed=0)
    ...     runs = Runs(ledger, "monthly", "2026-10-31")
    ...     runs.whole, runs.last["ok"]
    (True, 3)
    """

    def __init__(self, ledger: Ledger, edition: str, as_of: str, *, out: Path | None = None) -> None:
        self._ledger = ledger
        everywhere = ledger.runs(stem=f"{edition}-{as_of}-")
        self.all = [run for run in everywhere if out is None or run.get("out", str(out)) == str(out)]
        self.finished = [run for run in self.all if run["state"] in FINISHED]

    @property
    def last(self) -> dict[str, Any] | None:
        """The last run that put the edition in place; None where none did."""
        return self.finished[-1] if self.finished else None

    @property
    def whole(self) -> bool:
        """Whether what is in place holds every account: a run for a few of them does not make an edition."""
        whole = False
        for run in self.finished:
            scope = run.get("scope", "all")
            # a run for some leaves the others' pages in place, one for the top ones only does not
            whole = whole if scope == "some" else scope == "all"
        return whole

    def is_out(self, place: Path) -> bool:
        """Whether readers find the whole edition at its place."""
        return self.whole and (place / "index.html").is_file()

    def may_try_again(self, *, load_id: str, code: str, today: date, zone: tzinfo | None) -> bool:
        """Whether pages that failed are to be tried again: at once with a new load or code, else once a day.

        Parameters
        ----------
        load_id, code : what a run would rest on now.
        today, zone : the day, and the time zone that it is the day in.
        """
        if self.last is None or self.last["state"] != "partial":
            return False
        same = [run for run in self.finished if (run.get("load_id"), run.get("code")) == (load_id, code)]
        if not same:
            return True
        ended = same[-1].get("ended")
        earlier = ended is None or datetime.fromisoformat(ended).astimezone(zone).date() < today
        return len(same) <= RETRIES and earlier

    def pages(self) -> dict[str, dict[str, Any]]:
        """Give the ledger's line of each page of the edition in place, by address."""
        if self.last is None:
            return {}
        return {line["page"]: line for line in self._ledger.run(self.last["run_id"]) if "page" in line}

    def mails(self) -> dict[str, list[str]]:
        """Give, by owner, how each attempt to mail ended: ``""`` for sent, `NOTHING`, or the error's class."""
        found: dict[str, list[str]] = {}
        for run in self.finished:
            for line in self._ledger.run(run["run_id"]):
                if "mail" in line:
                    found.setdefault(line["mail"], []).append(line["error"])
        return found

    def mailed(self, owner_id: str, error: str) -> None:
        """Keep in the ledger how an attempt to send an owner's mail ended; no address, no text."""
        self._ledger.record(self.finished[-1]["run_id"], mail=owner_id, error=error)
