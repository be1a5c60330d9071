"""The zygote: a process that has only got ready, from which every notebook's process is forked.

Starting an interpreter and importing pandas and matplotlib costs seconds, the same for every account. The
zygote has paid them; a fork of it costs milliseconds and shares nothing with the next one. It is forked from
a worker that has done nothing yet, or is a fresh interpreter: it sees no data and has one thread, because a fork
copies the locks of threads that it does not copy (a process that had fitted a boosting model deadlocks its children).

Its words with the worker that started it: ``fork`` with a socket attached; the answer is the child's number;
when the child ended, how; ``reap``, and only then is the number given free. The child reads its job from the
socket and writes there what its cells show.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

PARENT_DEATH_SIGNAL = 1
"""Number of Linux's prctl that asks for a signal when the parent ends."""

FORK, REAP = b"fork\n", b"reap\n"

ROOMS = ("tables", "book", "planning", "display", "plan", "desk")
"""What a page needs; none of it imports scikit-learn."""

LIBRARIES = (
    "pandas",
    "pyarrow.parquet",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "matplotlib.backends.backend_agg",
    "pyarrow.pandas_compat",
    "holidays.countries",
    "accountbook.publish.limits",
    "accountbook.publish.shell",
)


def can_fork() -> bool:
    """Whether this system forks soundly and passes sockets between processes."""
    return sys.platform.startswith("linux") and hasattr(os, "fork") and hasattr(socket, "send_fds")


def end_with_parent(parent: int, number: int) -> None:
    """Have the system send us a signal when our parent ends, and send it now if that has happened already."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, number)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def outlive_parent() -> None:
    """Take that back: we hear of the parent's end by ourselves, and have children to end with it."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, 0)


def preload() -> None:
    """Import what notebooks use; nothing is called. What cannot be imported is the notebook's to report."""
    names = list(LIBRARIES)
    for room in ROOMS:
        names.append(f"accountbook.{room}")
        folder = Path(__file__).parents[1] / room
        names += [found.name for found in pkgutil.walk_packages([str(folder)], f"accountbook.{room}.")]
    for name in names:
        with suppress(ImportError):
            import_module(name)


def prepare() -> None:
    """Do what is the same for every page and takes a second: how wide the type's letters are, the templates, tables
    without rows.

    No data goes into it, and no library that starts threads: the next check would find them.
    """
    from accountbook.book.store import empty
    from accountbook.display.fonts import advance
    from accountbook.display.fragment import compile_templates
    from accountbook.tables import TABLES

    compile_templates()
    for name in TABLES:
        empty(name)
    for bold in (False, True):
        advance("0", 12, bold=bold)


def threads() -> int:
    """How many threads this process has, those of libraries too where the system says so."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()


def serve(control: socket.socket) -> None:
    """Fork one process after the other until the worker closes its end.

    Raises
    ------
    RuntimeError
        If something that was imported has started a thread: its children would not be sound.
    """
    if threads() != 1:
        raise RuntimeError(f"the process that notebooks are forked from has {threads()} threads, expected 1")
    waker, woken = socket.socketpair()
    for end in (waker, woken):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(waker.fileno())
    with suppress(BrokenPipeError):  # a worker that had nothing to run is gone by now: the next line hears of it
        control.sendall(b"ready\n")
    while True:
        word, fds, _, _ = socket.recv_fds(control, len(FORK), 1)
        if not word:
            return
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            for end in (control, waker, woken):
                end.close()
            _be_the_notebook(fds[0])
        os.close(fds[0])
        control.sendall(f"{pid}\n".encode())
        alive = _wait(pid, control, woken)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)  # what the notebook itself has started and left behind
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if not alive:
            return


def _wait(pid: int, control: socket.socket, woken: socket.socket) -> bool:
    """Wait until the child ended and the worker has heard of it; False when the worker is gone."""
    while True:
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if ended is not None:
            with suppress(OSError):
                control.sendall(f"{ended.si_status}\n".encode())
                return control.recv(len(REAP)) == REAP  # no more than this: the next word may be there already
            return False
        ready, _, _ = select.select([control, woken], [], [])
        if woken in ready:
            with suppress(BlockingIOError):
                woken.recv(4096)
        if control in ready:  # before the child's end the worker says nothing: it has died
            return False


def _be_the_notebook(fd: int) -> None:
    """Read a job, run its cells, say what they show, and end without a trace in this process."""
    from accountbook.publish.limits import limit_memory
    from accountbook.publish.shell import run_cells

    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        with socket.socket(fileno=fd) as talk, talk.makefile("rw", encoding="utf-8") as lines:
            job = json.loads(lines.readline())
            os.chdir(job["cwd"])
            limit_memory(job["memory"])
            if "" not in sys.path:
                sys.path.insert(0, "")

            def emit(message: dict) -> None:
                lines.write(json.dumps(message) + "\n")
                lines.flush()

            run_cells([(index, source) for index, source in job["cells"]], emit)
            emit({"done": True})
        code = 0
    finally:
        os._exit(code)


def launched(fd: int, worker: int) -> None:
    """Be a fresh interpreter's zygote: import everything, then serve the worker at the other end of a socket."""
    end_with_parent(worker, signal.SIGKILL)  # also while we import, which takes seconds
    os.setsid()
    with socket.socket(fileno=fd) as control:
        preload()
        prepare()
        gc.collect()
        gc.freeze()
        outlive_parent()
        serve(control)


def forked(control: socket.socket) -> NoReturn:
    """Be a worker's zygote, forked from it just now; hold nothing that it held but our end of the socket."""
    code = 1
    try:
        os.setsid()
        os.umask(0o077)
        signal.set_wakeup_fd(-1)
        for number in {int(name) for name in os.listdir("/proc/self/fd")} - {0, 1, 2, control.fileno()}:
            with suppress(OSError):  # the list's own is closed by now
                os.close(number)
        serve(control)
        code = 0
    finally:
        os._exit(code)
