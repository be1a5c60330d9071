"""The tiny company of tests/publish, ways to break its notebook and to run its publisher apart, and to look at both."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

_SPEC = importlib.util.spec_from_file_location("tiny_desk", Path(__file__).parents[1] / "publish" / "conftest.py")
_TINY = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = _TINY
_SPEC.loader.exec_module(_TINY)
make_book, desk, plans, notebook = _TINY.make_book, _TINY.desk, _TINY.plans, _TINY.notebook
_no_process_left = _TINY._no_process_left

DRIVER = """\
import sys
from pathlib import Path
import pandas as pd
from accountbook.executors import local_processes
from accountbook.publish import PublishError, publish_edition

if __name__ == "__main__":
    book, out, notebooks, edition, engine, workers = sys.argv[1:]
    try:
        publish_edition(
            edition, Path(book), pd.Timestamp("2026-10-31"), workers=int(workers), out=Path(out),
            notebooks=Path(notebooks), engine=engine,
        )
    except PublishError as error:
        sys.stderr.write(str(error))
        sys.exit(2)
"""


@pytest.fixture(scope="session")
def tiny() -> ModuleType:
    """tests/publish/conftest.py."""
    return _TINY


@pytest.fixture
def break_it(plans) -> Callable[..., None]:
    """Changes the published notebook so that it fails for account 007: ``break_it(cell, results=)``."""

    def change(cell: str, *, results: str | None = None) -> None:
        lines = "\n".join(f"    {line}" for line in cell.splitlines())
        cell = f"if account == '007':\n{lines}\nblock(f'all is well with {{account}}')"
        nbformat.write(_TINY.make_notebook(cell, results=results), plans.notebooks / "account_plan.ipynb")

    return change


class Apart:
    """A publisher in a process of its own, in a process group of its own, whose page about NA waits for a mark to go.

    Parameters
    ----------
    plans : what it publishes.
    folder : for its script, its output and the mark.
    """

    def __init__(self, plans, folder: Path) -> None:
        self._plans, self._script, self.mark = plans, folder / "driver.py", folder / "mark"
        self.errors = folder / "errors"
        self._script.write_text(DRIVER, encoding="utf-8")

    def wait_on(self) -> None:
        """Let the plan wait at account NA, the last one, unless the mark is a folder; see `never_wait`."""
        text = f"""\
import os, time
mark = {str(self.mark)!r}
if account == 'NA' and not os.path.isdir(mark):
    open(mark, 'w').write(str(os.getpid()))
    while os.path.exists(mark):
        time.sleep(.05)
block('done')"""
        nbformat.write(_TINY.make_notebook(text), self._plans.notebooks / "account_plan.ipynb")

    def start(
        self, *, edition: str = "monthly", engine: str = "auto", workers: int = 1, wait: bool = True, **popen
    ) -> tuple[subprocess.Popen, int]:
        """Start it and wait until its notebook waits; gives the publisher and the notebook's number."""
        book, out, notebooks = self._plans.book, self._plans.out, self._plans.notebooks
        with self.errors.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, self._script, book, out, notebooks, edition, engine, str(workers)],
                start_new_session=True, stderr=errors, **popen,
            )  # fmt: skip
        if not wait:
            return process, 0
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and process.poll() is None and not self._waits():
            time.sleep(0.05)
        assert self._waits(), (process.poll(), self.errors.read_text())
        return process, int(self.mark.read_text())

    def _waits(self) -> bool:
        return self.mark.exists() and bool(self.mark.read_text())

    def never_wait(self) -> None:
        """Let the same notebook go by without waiting."""
        self.mark.unlink()
        self.mark.mkdir()

    def go_on(self) -> None:
        """Let the waiting cell, or the one that will wait, go on."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not self._waits():
            time.sleep(0.05)
        self.mark.unlink(missing_ok=True)


@pytest.fixture
def apart(plans, tmp_path) -> Apart:
    """A publisher in a process of its own."""
    return Apart(plans, tmp_path)


def _gone(pids: list[int], seconds: float = 5.0) -> list[int]:
    deadline = time.monotonic() + seconds
    while any(map(_lives, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [pid for pid in pids if _lives(pid)]


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture(scope="session")
def left_over() -> Callable[..., list[int]]:
    """Those of some processes that are still there after ``seconds``: ``left_over(pids, seconds=5)``."""
    return _gone


@pytest.fixture(scope="session")
def family() -> Callable[[int], list[int]]:
    """A process and all below it, by number."""

    def below(pid: int) -> list[int]:
        found = [pid]
        for one in found:
            for task in Path(f"/proc/{one}/task").glob("*/children"):
                found += map(int, task.read_text().split())
        return found

    return below
