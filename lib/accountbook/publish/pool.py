"""The pool: jobs to an executor, results as they come, a stop in between, and a second pool where one broke."""

from __future__ import annotations

import multiprocessing
import re
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from types import FrameType
from typing import Any

from accountbook.book import BookError
from accountbook.executors import MakeExecutor, WorkersLost
from accountbook.publish.failure import error_class
from accountbook.publish.files import FULL, no_room
from accountbook.publish.job import Done, Job
from accountbook.publish.outcome import PublishError

POLL_SECONDS = 0.25


class Stopped(Exception):
    """Somebody asked the run to stop, or its time is up; the text says which."""


class Stop:
    """Whether the run is to stop: looked at between steps, so that no step is torn apart.

    Parameters
    ----------
    seconds : until the run's time is up; None: it may take as long as it takes.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self._number = 0
        self._seconds, self._began = seconds, time.monotonic()

    def ask(self, number: int, _: FrameType | None = None) -> None:
        """Remember the signal."""
        self._number = self._number or number

    def check(self) -> None:
        """Raise `Stopped` if somebody asked, or if the time is up."""
        if self._number:
            raise Stopped(f"stopped by {signal.Signals(self._number).name}")
        if self._seconds is not None and time.monotonic() - self._began > self._seconds:
            raise Stopped(f"the edition's deadline of {self._seconds / 60:g} min is over")


@contextmanager
def stop_on_signals(seconds: float | None = None) -> Iterator[Stop]:
    """Let SIGTERM and Ctrl-C ask for a stop while the block runs, and `seconds`; only a main thread hears signals."""
    stop = Stop(seconds)
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _failed(job: Job, error: BaseException) -> Done:
    """What an error outside of the notebook means: the end of the edition, or of this page only."""
    if isinstance(error, (BookError, PublishError)):
        raise error
    if isinstance(error, OSError) and error.errno in FULL:
        raise no_room(error, job.scratch) from error
    places = re.findall(r'File ".*?([\w.-]+)", line (\d+)', str(error.__cause__))
    where = f", {places[-1][0]}:{places[-1][1]}" if places else ""
    return Done(job.page, "failed", "error", f"{error_class(type(error).__name__)}{where}")


class Pool:
    """Runs jobs on an executor.

    Parameters
    ----------
    make : makes the executor for a number of workers.
    workers : how many.
    engine : the engine that they warm up.
    stop : looked at while waiting.
    """

    def __init__(self, make: MakeExecutor, workers: int, *, engine: str, stop: Stop) -> None:
        self._make, self._workers, self._engine, self._stop = make, workers, engine, stop
        self._before = set(multiprocessing.active_children())
        self._executor: Executor | None = None
        self.running: set[Job] = set()

    def warm_up(self) -> None:
        """Start the workers, once what they are forked from has imported; what they do first goes on beside us."""
        from accountbook.publish import warm

        if self._executor is None:
            self._executor = self._make(self._workers)
        for _ in range(self._workers):
            self._executor.submit(warm.start, self._engine)

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Done]]:
        """Run jobs and give each as it is done.

        Raises
        ------
        Stopped
            When somebody asked; jobs under way are then in `running`.
        BookError, PublishError
            If the book cannot be read or the disk is full: no page after this one would fare better.
        """
        suspects: list[Job] = []
        yield from self._run(deque(jobs), 2 * self._workers + 2, suspects)
        for job in suspects:
            lost: list[Job] = []
            yield from self._run(deque([job]), 1, lost)
            if lost:
                yield job, Done(job.page, "failed", "died")

    def _run(self, waiting: deque[Job], most: int, lost: list[Job]) -> Iterator[tuple[Job, Done]]:
        """Run jobs, so many at a time; `lost` takes those that were under way when a worker died.

        One of them may have ended it. Each is tried once more, by itself, when all else is done.
        """
        from accountbook.publish import warm

        futures: dict[Future[Done], Job] = {}
        while waiting or futures:
            self._stop.check()
            broken = False
            try:
                if self._executor is None:
                    self.warm_up()
                assert self._executor is not None
                while waiting and len(futures) < most:
                    futures[self._executor.submit(warm.make_page, waiting[0])] = waiting[0]
                    waiting.popleft()
            except BrokenExecutor:
                broken = True
                lost.append(waiting.popleft())
            self.running = set(futures.values())
            finished, _ = wait(futures, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            # in their order, and first those that went well: an error that ends the edition must not lose them
            for future in sorted(
                (one for one in futures if one in finished), key=lambda one: one.exception() is not None
            ):
                error = future.exception()
                if isinstance(error, BrokenExecutor):
                    broken = True
                    continue
                job = futures.pop(future)
                self.running.discard(job)
                if isinstance(error, WorkersLost):  # this job's only: the executor goes on
                    lost.append(job)
                    continue
                yield job, future.result() if error is None else _failed(job, error)
            if broken:
                self.kill()
                lost.extend(futures.values())
                futures.clear()
        self.running = set()

    def call(self, function: Callable[..., str], *args: Any, **kwargs: Any) -> str:
        """Let a worker make a text: it has the type ready, and the driver need not cut it."""
        if self._executor is not None:
            try:
                return self._executor.submit(function, *args, **kwargs).result()
            except WorkersLost:  # what they would have said can be said here
                pass
            except BrokenExecutor:
                self.kill()
        return function(*args, **kwargs)

    def close(self) -> None:
        """Let the workers end."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def kill(self) -> None:
        """End the workers now; each takes its zygote and its notebook along."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None
        ours = [child for child in multiprocessing.active_children() if child not in self._before]
        for child in ours:
            child.kill()
        for child in ours:
            child.join()
