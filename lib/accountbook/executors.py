"""Executors: the one word for parallelism. Who is handed one does not ask what stands behind it.

A function that makes an executor takes the number of workers that are wanted. `local_processes` starts them on this
machine; `on_cluster` uses those that a Dask scheduler has (extra ``cluster``). `mapped` hands work out to whichever it
is, or does it in this process.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Any, TypeVar

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
        raise WorkersLost(
            "a process at work was killed, most likely because memory ran out; nothing was finished, and what was "
            "there stays. Use fewer workers, or machines with more memory"
        ) from error
    finally:
        for one in waiting:
            one.cancel()


def local_processes(workers: int) -> Executor:
    """Make long-lived worker processes, each a fresh interpreter: nothing of ours is forked from one with threads.

    Examples
    --------
    >>> with local_processes(1) as executor:
    ...     executor.submit(abs, -3).result()
    3
    """
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def on_cluster(url: str) -> MakeExecutor:
    """Give what makes executors on a Dask cluster.

    The workers must see the book, the reports and the notebooks under the same paths as we do, and have this package
    installed; the cluster's own number of workers counts, whatever number is asked for. A worker should have one
    thread: a notebook is a process of its own, and each worker runs one at a time.

    Parameters
    ----------
    url : of the scheduler, ``tcp://host:8786`` or ``tls://...`` (keys as Dask's own configuration says).

    Raises
    ------
    ClusterError
        If Dask is not installed, or no scheduler answers there within 15 s, or it has no worker.
    """
    try:
        from distributed import Client
        from distributed.cfexecutor import ClientExecutor
    except ImportError as error:
        raise ClusterError(
            "--cluster needs Dask, which is not installed here; install the project with its extra 'cluster'"
        ) from error

    class _Cluster(ClientExecutor):
        """An executor that lets go of its connection when it ends."""

        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait=wait and not cancel_futures)
            self._client.close(timeout=CONNECT_SECONDS)

    def make(_: int) -> Executor:
        try:
            client: Any = Client(url, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"no Dask scheduler answers at {url} ({type(error).__name__}); start one with `dask scheduler`, "
                "or leave --cluster out to use this machine's processes"
            ) from error
        if not client.scheduler_info(n_workers=1)["workers"]:
            client.close()
            raise ClusterError(f"the scheduler at {url} has no workers; start some with `dask worker {url}`")
        # every page is a deed, not a value: the same call again is made again
        return _Cluster(client, pure=False)

    return make
