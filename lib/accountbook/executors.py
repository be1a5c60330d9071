"""Executors: the one word for parallelism. Who is handed one does not ask what stands behind it.

A function that makes an executor takes the number of workers that are wanted. `local_processes` starts them on this
machine; `on_cluster` uses those that a Dask scheduler has (extra ``cluster``).
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Any

MakeExecutor = Callable[[int], Executor]

CONNECT_SECONDS = 15


class ClusterError(ValueError):
    """The cluster cannot be used; the message says why and what to do."""


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
