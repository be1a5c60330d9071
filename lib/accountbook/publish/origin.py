"""The origin: a process that has only got ready, from which this machine's workers are forked, each with its zygote.

What a worker and a zygote import, and measuring the type, takes seconds of one core. The origin pays them once, as
soon as a run begins; a worker is then there in milliseconds, and the memory of what was imported is shared. It is
Python's own fork server, which has imported this module. A worker forks its zygote off before it does anything else:
like the origin, it has then only imported.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from multiprocessing import forkserver, util
from types import FrameType
from typing import NoReturn

from accountbook.executors import local_processes
from accountbook.publish.child import ENVIRONMENT
from accountbook.publish.warm import zygote
from accountbook.publish.zygote import can_fork, end_with_parent, outlive_parent, preload, prepare, threads

DRIVER = "ACCOUNTBOOK_ORIGIN_OF"
"""Tells the origin its driver's number and the folder where its socket lies."""

_sound = False
"""Whether this process, or the one that it was forked from, had one thread when it was ready."""


def begin() -> None:
    """Start the origin, if this process has none yet, without waiting for its imports."""
    if can_fork():
        multiprocessing.get_context("forkserver").set_forkserver_preload([__name__])
        with _environment(ENVIRONMENT | {DRIVER: f"{os.getpid()} {util.get_temp_dir()}"}):
            forkserver.ensure_running()


def local_workers(workers: int) -> Executor:
    """Make worker processes for pages; see `accountbook.executors.local_processes`.

    The origin starts now, the workers when they have something to do. Where the system does not fork soundly each is a
    fresh interpreter.

    Examples
    --------
    >>> with local_workers(2) as executor:
    ...     executor.submit(abs, -3).result()
    3
    """
    if not can_fork():
        return local_processes(workers)
    begin()
    return local_processes(workers, context=multiprocessing.get_context("forkserver"), born=_born)


@contextmanager
def _environment(more: dict[str, str]) -> Iterator[None]:
    """Let what is started in the block find these variables."""
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _born() -> None:
    """The first deed of a worker. The driver's main module, which Python imports before it, may have computed."""
    if _sound and threads() == 1:
        zygote().fork_off()
    util.Finalize(None, zygote().close, exitpriority=0)  # a worker that ends buries its zygote


def _get_ready(driver: int, sockets: str) -> None:
    """Become the origin: import, and leave nothing behind when the driver ends, however and whenever it ends."""
    global _sound
    atexit.register(_sweep, os.getpid(), driver, sockets)
    signal.signal(signal.SIGTERM, _end)
    end_with_parent(driver, signal.SIGTERM)
    preload()
    prepare()
    from accountbook.publish import worker

    worker.start("fork")
    gc.collect()
    gc.freeze()
    outlive_parent()  # from now on the fork server hears itself that its driver ended, when the last worker did
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _sound = threads() == 1


def _end(number: int, _: FrameType | None) -> NoReturn:
    """End with the driver: the system says so for each of its threads, and once is enough."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(1)


def _sweep(origin: int, driver: int, sockets: str) -> None:
    """Remove the folder of the socket that a killed driver leaves behind."""
    if os.getpid() != origin:
        return
    until = time.monotonic() + 1  # the system tells of the end of its main thread, when others may not have ended yet
    while os.getppid() == driver and time.monotonic() < until:
        time.sleep(0.01)
    if os.getppid() != driver:
        shutil.rmtree(sockets, ignore_errors=True)


if DRIVER in os.environ:
    _number, _folder = os.environ.pop(DRIVER).split(maxsplit=1)
    _get_ready(int(_number), _folder)
