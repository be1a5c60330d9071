"""The origin: a process that has only got ready, from which this machine's workers are forked, each with its zygote.

What a worker and a zygote import, and measuring the type, takes seconds of one core. The origin pays them once, as
soon as a run begins; a worker is then there in milliseconds, and the memory of what was imported is shared. It is
Python's own fork server, which has imported this module. A worker forks its zygote off in the moment in which it is
forked itself: what Python does to it next, run the driver's main module for one, does not reach a notebook.
"""

from __future__ import annotations

import atexit
import base64
import gc
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, util
from types import FrameType
from typing import NoReturn

from accountbook.executors import local_processes
from accountbook.publish.child import ENVIRONMENT
from accountbook.publish.warm import zygote
from accountbook.publish.zygote import can_fork, end_with_parent, outlive_parent, preload, prepare, threads

DRIVER = "ACCOUNTBOOK_ORIGIN_OF"
"""Tells the origin its driver's number and the folder where its socket lies."""

_begun_by = 0
"""The process that has begun an origin, as far as this one knows: one forked from it inherits the number."""


def begin() -> bool:
    """Start the origin, if this process has none yet, without waiting for its imports; whether there is one.

    A process has one fork server: where it is ours, other users of ``multiprocessing``'s fork server get processes that
    have imported what pages need. It keeps the environment of this moment. There is none where the system does not fork
    soundly, its socket cannot be made, or this process was forked from one that has its own.
    """
    global _begun_by
    if not can_fork() or _begun_by not in (0, os.getpid()):
        return False
    multiprocessing.get_context("forkserver").set_forkserver_preload([__name__])
    # Ctrl-C reaches the origin too, and must not meet it before it can look away
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        # a process that multiprocessing has started shares the folder of its parent, who clears it up
        sockets = util.get_temp_dir() if multiprocessing.parent_process() is None else ""
        with _environment(ENVIRONMENT | {DRIVER: f"{os.getpid()} {sockets}"}):
            forkserver.ensure_running()
    except OSError:  # the path of a socket may have 107 bytes, and TMPDIR alone may be longer, or full
        return False
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    _begun_by = os.getpid()
    return True


def local_workers(workers: int) -> Executor:
    """Make worker processes for pages; see `accountbook.executors.local_processes`.

    The origin starts now (see `begin`), the workers when they have something to do. Where there is no origin each is a
    fresh interpreter.

    Examples
    --------
    >>> with local_workers(2) as executor:
    ...     executor.submit(abs, -3).result()
    3
    """
    if not begin():
        return local_processes(workers)
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
    """The first deed of a worker."""
    util.Finalize(None, zygote().close, exitpriority=0)  # a worker that ends buries its zygote


def _get_ready(driver: int, sockets: str) -> None:
    """Become the origin: import, and leave nothing behind when the driver ends, however and whenever it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if sockets:
        atexit.register(_sweep, os.getpid(), driver, sockets)
    signal.signal(signal.SIGTERM, _end)
    end_with_parent(driver, signal.SIGTERM)
    sound = False
    with suppress(Exception):  # then workers are as they are without us, and what goes wrong there is told
        cuts = _cut_beside()
        preload()
        cuts()
        prepare()
        from accountbook.publish import worker

        worker.start("fork")
        sound = threads() == 1 and not sys.flags.hash_randomization
    gc.collect()
    gc.freeze()
    outlive_parent()  # from now on the fork server hears itself that its driver ended, when the last worker did
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sound:
        origin = os.getpid()
        os.register_at_fork(after_in_child=lambda: _forked(origin))


def _cut_beside() -> Callable[[], None]:
    """Let a process of its own cut the type while we import, on another core; what it gives takes its cuts."""
    from accountbook.display import cuts_of_base, take_cuts_of_base

    origin = os.getpid()
    reader, writer = os.pipe()
    number = os.fork()
    if number == 0:
        try:
            end_with_parent(origin, signal.SIGKILL)
            with open(writer, "wb") as told:
                told.write(b"\n".join(base64.b64encode(cut) for cut in cuts_of_base()))
        finally:
            os._exit(0)
    os.close(writer)

    def take() -> None:
        with open(reader, "rb") as told:
            found = told.read().splitlines()
        os.waitpid(number, 0)
        if found:  # else it failed, and so may we, where it can be told
            take_cuts_of_base([base64.b64decode(cut) for cut in found])

    return take


def _forked(origin: int) -> None:
    """Become a worker, if we were forked from the origin: end when it ends, and fork our zygote off."""
    if os.getppid() == origin:
        end_with_parent(origin, signal.SIGKILL)
        zygote().fork_off()


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
    _number, _, _folder = os.environ.pop(DRIVER).partition(" ")
    _get_ready(int(_number), _folder)
