"""Progress: a bar where somebody looks, a line per step where nobody does."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from accountbook.publish.job import Done
from accountbook.publish.places import Page

_LOG = logging.getLogger("accountbook.publish")


class Reporter(Protocol):
    """What is told of a run."""

    def expect(self, pages: int) -> None:
        """So many pages more will come."""

    def step(self, text: str) -> None:
        """Something begins."""

    def page(self, page: Page, done: Done) -> None:
        """A page is done."""


class _Lines:
    """One line per step, with numbers of accounts and classes of errors only."""

    def __init__(self) -> None:
        self._done = self._all = 0

    def expect(self, pages: int) -> None:
        self._all += pages

    def step(self, text: str) -> None:
        _LOG.info("%s", text)

    def page(self, page: Page, done: Done) -> None:
        self._done += 1
        why = f": {done.reason}" + (f" ({done.detail})" if done.detail else "") if done.reason else ""
        _LOG.info("%d/%d %s %s %.1f s%s", self._done, self._all, page.address, done.state, done.seconds, why)


class _Bar:
    """One bar."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("starting", total=0)
        self._all = 0

    def expect(self, pages: int) -> None:
        self._all += pages
        self._progress.update(self._task, total=self._all)

    def step(self, text: str) -> None:
        self._progress.update(self._task, description=text)

    def page(self, page: Page, done: Done) -> None:
        self._progress.advance(self._task)
        if done.reason:
            self._progress.console.print(f"{page.address}: {done.reason} {done.detail}", markup=False, highlight=False)


@contextmanager
def reporting(console: Console | None) -> Iterator[Reporter]:
    """Draw progress on a terminal, or log it."""
    if console is None or not console.is_terminal:
        yield _Lines()
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress)
