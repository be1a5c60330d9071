"""The driver is killed at every step there is, and the next run gives what an uninterrupted one would have given."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from accountbook.book import Ledger
from accountbook.publish.child import ENVIRONMENT
from accountbook.publish.zygote import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system does not fork soundly")

KEEP = (
    "import pandas as pd\n"
    "here.ledger.write_predictions('toys', pd.DataFrame({'account_id': ['007', 'NA'], 'p': [.25, .75]}),"
    " load_id=here.load_id, as_of=here.as_of, code='c1')"
)
OLD, NEW = "block(f'old words about {account}')", "block(f'new words about {account}')"
BROKEN = f"if account == '007': 1 / 0\n{NEW}"

SCENARIOS = {
    # the cell of the plan before, if there was an edition; the cell now; --account
    "first": (None, NEW, []),
    "replaced": (OLD, BROKEN, []),
    "one_account": (OLD, NEW, ["007"]),
    "replaced_where_names_cannot_be_swapped": (OLD, NEW, []),
}
ALWAYS = ("lock", "started", "begun", "slice", "ran", "written", "ready", "placed", "results", "line", "company",
          "swept", "synced", "exchanged", "link", "latest", "kept", "closed", "cleaned", "index")  # fmt: skip
"""Steps that every scenario must pass: if one is renamed or lost, this test shall say so."""


class Warm:
    """Runs editions one after the other, each in a process forked from one that has imported everything."""

    def __init__(self, desk, folder: Path) -> None:
        self._desk, self._log = desk, folder / "warm.log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, Path(__file__).with_name("warm_driver.py")],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | ENVIRONMENT,
            )  # fmt: skip
        answer = self._ask(self._request(folder / "warm", folder / "warm-book"))
        if answer != "ready":
            self.close()
            raise AssertionError(self._log.read_text())

    def _request(self, out: Path, book: Path, **more) -> dict:
        if not book.exists():
            shutil.copytree(self._desk.book, book)
        told = {"notebooks": self._desk.notebooks, "book": book, "out": out}
        return {**{name: str(path) for name, path in told.items()}, "accounts": [], "fault": "", **more}

    def _ask(self, request: dict) -> str:
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def publish(self, out: Path, book: Path, **more) -> int:
        """Publish and give the exit code; -9 when the run was killed."""
        code = int(self._ask(self._request(out, book, **more)))
        assert code in (0, 1, -9), self._log.read_text()
        return code

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(timeout=60) == 0, self._log.read_text()


@dataclass(frozen=True)
class Made:
    """What stands on the disk: each file's content, each link's target, each folder; and modes."""

    files: dict[str, tuple[int, bytes]]

    @classmethod
    def of(cls, root: Path) -> Made:
        found = {}
        for path in sorted(root.rglob("*")):
            name, mode = path.relative_to(root).as_posix(), path.lstat().st_mode
            if path.is_symlink():
                found[name] = mode, os.fsencode(path.readlink())
            else:
                # a notebook that is kept for mending names the folder that its slice lay in
                told = path.is_file() and path.suffix != ".ipynb"
                found[name] = mode, path.read_bytes() if told else b""
        return cls(found)

    def other_than(self, other: Made) -> list[str]:
        """Names of what only one of the two has, or has otherwise."""
        names = sorted({*self.files, *other.files})
        return [name for name in names if self.files.get(name) != other.files.get(name)]

    def below(self, folder: str) -> dict[str, tuple[int, bytes]]:
        return {name: made for name, made in self.files.items() if name.startswith(f"{folder}/")}


@pytest.fixture(scope="module")
def desk(tiny, make_book, tmp_path_factory):
    """A desk with a company notebook that keeps predictions, and a plan."""
    folder = tmp_path_factory.mktemp("kills")
    (folder / "notebooks").mkdir()
    made = tiny.Desk(folder / "notebooks", make_book(folder / "book"), folder / "reports")
    made.put("account_plan", tiny.make_notebook(OLD))
    made.put("first", tiny.make_notebook(KEEP, unit="company"), unit="company", order=1)
    return made


@pytest.fixture(scope="module")
def warm(desk, tmp_path_factory):
    made = Warm(desk, tmp_path_factory.mktemp("warm"))
    yield made
    made.close()


def pages_of_the_run(book: Path, states: set[str], back: int = 1) -> list[str]:
    """Pages with one of these states in the last run, or an earlier one."""
    ledger = Ledger(book)
    lines = ledger.run(ledger.runs()[-back]["run_id"])
    return sorted(line["page"] for line in lines if "page" in line and line["state"] in states)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_F8_killed_at_any_step_the_next_run_gives_the_same_bytes(scenario, desk, tiny, warm, tmp_path):
    before, now, accounts = SCENARIOS[scenario]
    more = {"accounts": accounts, "no_exchange": scenario.endswith("swapped")}
    start = tmp_path / "start"
    (start / "out").mkdir(parents=True)
    shutil.copytree(desk.book, start / "book")
    plan = desk.notebooks / "account_plan.ipynb"
    nbformat.write(tiny.make_notebook(before or now), plan)
    if before is not None:
        assert warm.publish(start / "out", start / "book") == 0
    nbformat.write(tiny.make_notebook(now), plan)

    def fresh(name: str) -> tuple[Path, Path]:
        """The reports and the book as they were before, where the run of this name finds them."""
        here = tmp_path / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(start, here, symlinks=True)
        return here / "out", here / "book"

    out, book = fresh("whole")
    steps_file = tmp_path / "steps"
    code = warm.publish(out, book, fault=f"note:{steps_file}", **more)
    assert code == (now == BROKEN)
    whole, old = Made.of(out), Made.of(start / "out")
    steps = list(dict.fromkeys(steps_file.read_text().splitlines()))
    missing = set(ALWAYS) - {step.partition(":")[0] for step in steps}
    # where only one account is new, the company's own pages are not
    assert missing <= ({"company"} if accounts else set()), missing
    if more["no_exchange"]:
        assert "aside" in steps
    for step in _some(steps, since="swept" if more["no_exchange"] else steps[0]):
        out, book = fresh(step)
        assert warm.publish(out, book, fault=f"after:{step}", **more) == -9, step
        seen = Made.of(out)
        edition = seen.below("monthly/2026-10-31")
        between = more["no_exchange"] and step == "aside"
        assert edition in [old.below("monthly/2026-10-31"), whole.below("monthly/2026-10-31")] or between, step
        if "monthly/latest" in seen.files:
            assert between or "monthly/2026-10-31/index.html" in seen.files, step
        good = pages_of_the_run(book, {"ok", "skipped"}) if step != "lock" else []
        assert warm.publish(out, book, **more) == code, step
        assert Made.of(out).other_than(whole) == [], step
        again = pages_of_the_run(book, {"ok"})
        assert not set(good) & set(again), step  # what was finished is not run again
        states = [run["state"] for run in Ledger(book).runs()]
        killed = {"closed": "ok", "cleaned": "ok", "lock": None}.get(step, "interrupted")
        assert states[-1] == ("partial" if code else "ok"), step
        if killed is not None and code == 0:
            assert states[-2] == killed, step
        assert not [path for path in book.rglob("*") if path.name.endswith(".tmp")]


def _some(steps: list[str], *, since: str) -> list[str]:
    """Every step once, in their order; of the same word for several pages and files the second."""
    words: dict[str, list[str]] = {}
    for step in steps[steps.index(since) :]:
        words.setdefault(step.partition(":")[0], []).append(step)
    return [some[min(1, len(some) - 1)] for some in words.values()]


def test_F8_F10_killed_at_random_moments_while_a_reader_looks_on(tmp_path):
    script = Path(__file__).parents[2] / "benchmarks" / "kills.py"
    told = subprocess.run(
        [sys.executable, script], env=os.environ | {"ACCOUNTBOOK_KILLS": "3"}, capture_output=True, text=True,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    figures = dict(line.split() for line in told.stdout.splitlines() if len(line.split()) == 2)
    assert (figures["kills"], figures["clean_resumes"], figures["torn_reads"]) == ("3", "3", "0"), told.stdout
    assert int(figures["reads"]) > 0
