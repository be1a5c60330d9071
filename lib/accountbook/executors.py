"""Executors: the one word for parallelism. Who is handed one does not ask what stands behind it.

A function that makes an executor takes the number of workers that are wanted. `local_processes` starts them on this
machine; `on_cluster` uses those that a Dask scheduler has (extra ``cluster``). `mapped` hands work out to whichever it
is, or does it in this process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

import accountbook

MakeExecutor = Callable[[int], Executor]
Task = TypeVar("Task")
Result = TypeVar("Result")

CONNECT_SECONDS = 15
AHEAD = 32
"""Tasks handed out before the first one's result is taken: what waits is held in memory."""


class ClusterError(ValueError):
    """The cluster cannot be used; the message says why and what to do."""


class WorkersLost(RuntimeError):
    """A process at work died; the message says what to do."""


LOST = (
    "a process at work was killed, most likely because memory ran out; nothing was finished, and what was there stays. "
    "Use fewer workers, or machines with more memory"
)


def mapped(
    work: Callable[[Task], Result], tasks: Iterable[Task], *, executor: Executor | None = None, ahead: int = AHEAD
) -> Iterator[Result]:
    """The result of each task, in the order of the tasks, whoever does the work and in whatever order.

    Parameters
    ----------
    work : a module's own function; with its task it must be fit to be sent to another process.
    tasks : drawn one by one, never more than `ahead` before the result that is due.
    executor : None: in this process, one after another.

    Raises
    ------
    WorkersLost
        If a process at work died. What the work itself raises comes as it is; nothing more is begun then.

    Examples
    --------
    >>> list(mapped(abs, [-3, 1]))
    [3, 1]
    """
    if executor is None:
        yield from map(work, tasks)
        return
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            waiting.append(executor.submit(work, task))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenExecutor as error:
        raise WorkersLost(LOST) from error
    finally:
        for one in waiting:
            one.cancel()


def local_processes(
    workers: int, *, context: BaseContext | None = None, born: Callable[[], None] | None = None
) -> Executor:
    """Make long-lived worker processes: fresh interpreters, so that nothing of ours is forked from one with threads.

    They write for their owner only, leave Ctrl-C to who started them, and end with him, however he ends.

    Parameters
    ----------
    context : another way to start them.
    born : what each does first, while it has one thread.

    Examples
    --------
    >>> with local_processes(1) as executor:
    ...     executor.submit(abs, -3).result()
    3
    """
    context = context or multiprocessing.get_context("spawn")
    return _Processes(workers, mp_context=context, initializer=_be_a_worker, initargs=(born,))


class _Processes(ProcessPoolExecutor):
    """An executor that breaks also where a worker cannot be started."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future:
        try:
            return super().submit(fn, *args, **kwargs)
        except (EOFError, ConnectionError) as error:
            raise BrokenExecutor("a worker ended before it began") from error


def _be_a_worker(born: Callable[[], None] | None) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if born is not None:
        born()
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """End this process when the one that started it has ended."""
    wait([sentinel])
    os._exit(1)


def _version() -> str:
    return accountbook.__version__


def on_cluster(url: str) -> tuple[int, MakeExecutor]:
    """Give the number of a Dask cluster's workers, and what makes executors on it.

    The workers must see the book, the reports and the notebooks under the same paths as we do, and have this package
    installed; they are as many as they are, whatever number is asked for. A worker should have one thread: a notebook
    is a process of its own, and each worker runs one at a time.

    Parameters
    ----------
    url : of the scheduler, ``tcp://host:8786`` or ``tls://...`` (keys as Dask's own configuration says).

    Raises
    ------
    ClusterError
        If Dask is not installed, or no scheduler answers there within 15 s, or it has no worker.
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.cfexecutor import ClientExecutor
    except ImportError as error:
        raise ClusterError(
            "--cluster needs Dask, which is not installed here; install the project with its extra 'cluster'"
        ) from error

    class _Cluster(ClientExecutor):
        """An executor that breaks as others do, and lets go of its connection when it ends."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future:
            theirs, ours = super().submit(fn, *args, **kwargs), Future()
            theirs.add_done_callback(lambda _: self._hand_on(theirs, ours))
            ours.add_done_callback(lambda _: theirs.cancel() if ours.cancelled() else None)
            return ours

        def _hand_on(self, theirs: Future, ours: Future) -> None:
            if not ours.set_running_or_notify_cancel():
                return  # nobody wants to know any more
            if theirs.cancelled():  # by us at the end, or by a scheduler that is gone
                ours.set_exception(BrokenExecutor("the cluster has let go of a job"))
            elif isinstance(error := theirs.exception(), KilledWorker):
                ours.set_exception(WorkersLost(LOST))  # every worker that tried; the others go on with other work
            elif error is not None:
                ours.set_exception(error)
            else:
                ours.set_result(theirs.result())

        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait=wait and not cancel_futures)
            self._client.close(timeout=CONNECT_SECONDS)

    def connected() -> Any:
        try:
            return Client(url, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"no Dask scheduler answers at {url} ({type(error).__name__}); start one with `dask scheduler`, "
                "or leave --cluster out to use this machine's processes"
            ) from error

    with connected() as client:
        workers = len(client.scheduler_info()["workers"])
        try:
            versions = sorted(set(client.run(_version).values()))
        except ImportError as error:
            raise ClusterError(f"the workers at {url} cannot import this package: install it there") from error
    if not workers:
        raise ClusterError(f"the scheduler at {url} has no workers; start some with `dask worker {url} --nthreads 1`")
    if versions != [_version()]:
        raise ClusterError(f"the workers at {url} have version {', '.join(versions)}, expected {_version()}")
    # every page is a deed, not a value: the same call again is made again
    return workers, lambda _: _Cluster(connected(), pure=False)
