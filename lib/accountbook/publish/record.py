"""The record of an edition's runs: the ledger says what happened; beside the reports lies what pages recorded.

The ledger holds numbers of accounts, states and hashes, and nobody's name. What a page's last cell recorded for
the index lies in ``OUT/.accountbook/<edition>-<as_of>/pages.jsonl``, readable by the publisher only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from accountbook.book import Ledger, LedgerError
from accountbook.book.jsonlines import append_line, as_lines, parsed_lines
from accountbook.publish import steps
from accountbook.publish.files import write
from accountbook.publish.job import Done, Made
from accountbook.publish.places import Page
from accountbook.publish.published import ended, lang_of

GOOD = frozenset({"ok", "skipped", "erased"})
"""States of a page that is what it should be; an erased one was made again without somebody who was forgotten."""


class Record:
    """One run of an edition in the ledger, and what earlier runs left to build upon.

    Parameters
    ----------
    ledger : the book's.
    edition, as_of : which edition.
    folder : where ``pages.jsonl`` lies.
    lang : of its pages; runs in other languages made other pages.
    names : whether pages about the company may name the accounts of teams.
    out : folder of the reports: only one run at a time makes an edition there.
    facts : what else the ledger shall say about the run as a whole.
    """

    def __init__(
        self,
        ledger: Ledger,
        edition: str,
        as_of: str,
        folder: Path,
        *,
        lang: str,
        names: bool,
        out: str = "",
        **facts: Any,
    ) -> None:
        self._ledger = ledger
        self._path = folder / "pages.jsonl"
        every = [run for run in ledger.runs() if run.get("edition") == edition]
        self._taken = {run["run_id"] for run in every}
        earlier = [run for run in every if lang_of(run) == lang]
        self._earlier = [(run.get("as_of", ""), run["run_id"]) for run in earlier]
        # a page that named more than may be named today is no good version of today's
        self._telling = set() if names else {run["run_id"] for run in earlier if run.get("names", True)}
        self._results = read_results(self._path)
        self._made = self._read_made(as_of)
        for run in earlier:
            if out and run.get("out") == out and run["state"] == "running":
                # its lock is ours now, so it was killed before it could say how it ended
                ledger.record(run["run_id"], run=True, state="interrupted")
        facts |= {"lang": lang, "names": names, "out": out}
        self.run_id = self._start(f"{edition}-{as_of}", edition=edition, as_of=as_of, **facts)

    def _start(self, stem: str, **facts: Any) -> str:
        # runs are in the order of their names, whatever runs in other languages a scratch ledger was not given
        parts = (run_id.rpartition("-") for run_id in self._taken)
        taken = [int(number) for day, _, number in parts if day == stem and number.isdigit()]
        for number in range(max(taken, default=0) + 1, 1_000_000):
            run_id = f"{stem}-{number:04d}"
            try:
                self._ledger.start_run(run_id, **facts)
            except LedgerError:  # a run into another folder of reports took the name meanwhile
                continue
            return run_id
        raise LedgerError(f"the ledger has a million runs of {stem}; move old ones away from {self._ledger.path}/runs")

    def _read_made(self, as_of: str) -> dict[str, dict[str, Made]]:
        made: dict[str, dict[str, Made]] = {}
        self.predictions_before = ""
        for day, run_id in self._earlier:
            if day != as_of:
                continue
            for line in self._ledger.run(run_id):
                self.predictions_before = line.get("predictions", self.predictions_before)
                page, key = line.get("page"), line.get("key")
                if line.get("state") in GOOD and (results := self._results.get((page, key))) is not None:
                    files = line.get("files", {})
                    made.setdefault(page, {})[key] = Made(key, line["sha256"], results, line.get("whole", ""), files)
        return made

    def made(self, address: str) -> tuple[Made, ...]:
        """Give the earlier good runs of a page of this edition."""
        return tuple(self._made.get(address, {}).values())

    def lines_of(self, as_of: str) -> list[dict[str, Any]]:
        """Give the ledger's lines about pages of this edition, oldest first: of the last run that published it and of
        the later ones, one of which may have done so too and been killed before it could say it."""
        found: list[dict[str, Any]] = []
        for day, run_id in reversed(self._earlier):
            lines = self._ledger.run(run_id) if day == as_of else []
            found = [*(line for line in lines if "page" in line), *found]
            if ended(lines):
                break
        return found

    def good_elsewhere(self, addresses: set[str], before: str) -> dict[str, list[tuple[str, str]]]:
        """Give, for pages of this name in editions up to a date, (date, sha256) of the good ones, newest first."""
        found: dict[str, list[tuple[str, str]]] = {}
        for day, run_id in sorted(self._earlier, reverse=True):
            if day > before:
                continue
            for line in self._ledger.run(run_id):
                if run_id in self._telling and not line.get("subject"):
                    continue
                if line.get("page") in addresses and line.get("state") in GOOD:
                    found.setdefault(line["page"], []).append((day, line["sha256"]))
        return found

    def page(self, page: Page, done: Done, **facts: Any) -> None:
        """Keep how a page went: what it recorded first, then the ledger's word, with more `facts` if there are any."""
        if done.state in GOOD:
            self._results[page.address, done.key] = done.results
            # a page whose results were lost with the power is made again
            append_line(self._path, {"page": page.address, "key": done.key, "results": done.results}, sync=False)
            steps.reached("results", page.address)
        self._ledger.record(
            self.run_id,
            page=page.address,
            notebook=page.notebook.entry.name,
            subject=page.named,
            state=done.state,
            reason=done.reason,
            detail=done.detail,
            key=done.key,
            whole=done.whole,
            sha256=done.sha256,
            files=dict(done.files),
            seconds=done.seconds,
            cells_seconds=done.cells_seconds,
            **facts,
        )
        steps.reached("line", page.address)

    def predictions(self, sha256: str) -> None:
        """Keep which predictions there were when the company's notebooks were done."""
        self._ledger.record(self.run_id, predictions=sha256)

    def interrupted(self, pages: list[Page]) -> None:
        """Say which pages were under way when the run was stopped."""
        for page in pages:
            self._ledger.record(self.run_id, page=page.address, state="interrupted")

    def close(self, state: str, **facts: Any) -> None:
        """Say how the run as a whole ended."""
        self._ledger.record(self.run_id, run=True, state=state, **facts)

    def keep_only(self, finished: list[tuple[Page, Done]]) -> None:
        """Forget what pages recorded that are no longer part of the edition."""
        lines = [
            {"page": page.address, "key": done.key, "results": done.results}
            for page, done in finished
            if done.state in GOOD
        ]
        write(self._path, as_lines(lines))


def read_results(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Give what pages recorded, by page and key; a line that a kill has cut short is left out."""
    return {(line["page"], line["key"]): line["results"] for line in parsed_lines(path)}
