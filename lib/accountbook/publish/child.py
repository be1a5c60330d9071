"""A worker's hold on its zygote: to have a process forked, to hear it, to end it.

What the two say to each other stands in `accountbook.publish.zygote`.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from accountbook.publish.failure import NotebookFailure
from accountbook.publish.zygote import forked

START_SECONDS = 120.0
ENVIRONMENT = {
    "ACCOUNTBOOK_PUBLISH": "1",  # an unset parameter is an error
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",  # sets come in the same order in every process
    # numpy's BLAS and pyarrow's allocator start threads on import unless told not to
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""What every notebook's process finds in its environment, whichever engine runs it."""
LAUNCH = "import sys; from accountbook.publish.zygote import launched; launched(*map(int, sys.argv[1:]))"
"""What a fresh interpreter runs to be a zygote."""


class Child:
    """A process forked from a zygote, from the worker's side."""

    def __init__(self, pid: int, talk: socket.socket, control: socket.socket) -> None:
        self.pid = pid
        self.talk = talk
        self._control = control
        self.ended = False

    def kill(self) -> None:
        """Kill it and what it has started, unless its end is known already."""
        if not self.ended:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            with suppress(ProcessLookupError):  # killed before it had its own group
                os.kill(self.pid, signal.SIGKILL)

    def wait(self, seconds: float) -> bool:
        """Wait for its end."""
        if not self.ended and select.select([self._control], [], [], max(seconds, 0))[0]:
            _line(self._control)  # empty when the zygote itself died: its children die with it
            self.ended = True
        return self.ended

    def read(self, seconds: float) -> bytes | None:
        """What it says next: empty when it said all, None when the time is up."""
        if not self.ended:
            ready = select.select([self.talk, self._control], [], [], max(seconds, 0))[0]
            if not ready:
                return None
            if self.talk not in ready:
                self.wait(0)
                self.talk.setblocking(False)  # what it left in the socket, and no waiting for what it left running
        try:
            return self.talk.recv(1 << 20)
        except (BlockingIOError, ConnectionResetError):
            return b""


class _Forked:
    """A process forked from this one, handled as `subprocess.Popen` handles others."""

    def __init__(self, number: int) -> None:
        self.pid, self.returncode = number, None

    def poll(self) -> int | None:
        if self.returncode is None:
            number, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if number else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> None:
        until = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("zygote", timeout)
            time.sleep(0.005)

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


class Zygote:
    """A worker's own zygote; started when first used, started again if it died.

    One notebook at a time: a worker is one process and runs one.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen | _Forked | None = None
        self._control: socket.socket | None = None
        self._ready = False

    def start(self) -> None:
        """Start the process without waiting for its imports."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", LAUNCH, str(theirs.fileno()), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | ENVIRONMENT,
            )
        self._control, self._ready = ours, False

    def fork_off(self) -> None:
        """Fork the process from this one, which must have done nothing yet but import, and have one thread."""
        self.close()
        ours, theirs = socket.socketpair()
        number = os.fork()
        if number == 0:
            forked(theirs)
        theirs.close()
        self._process, self._control, self._ready = _Forked(number), ours, False

    def close(self) -> None:
        """End the process and, with it, what it has forked."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._control = None

    @contextmanager
    def fork(self) -> Iterator[Child]:
        """Fork a process; at the end of the block it is dead and gone.

        Raises
        ------
        NotebookFailure
            "start", if there is no process to be had.
        """
        self.start()
        control = self._control
        assert control is not None
        try:
            if not self._ready:
                control.settimeout(START_SECONDS)
                self._ready = _line(control) == "ready"
                control.settimeout(None)
            ours, theirs = socket.socketpair()
            try:
                with theirs:
                    socket.send_fds(control, [b"fork\n"], [theirs.fileno()])
                child = Child(int(_line(control)), ours, control)
            except (OSError, ValueError):
                ours.close()
                raise
        except (OSError, ValueError) as error:
            self.close()
            raise NotebookFailure("start", type(error).__name__) from error
        try:
            with ours:
                yield child
        finally:
            child.kill()
            child.wait(START_SECONDS)
            with suppress(OSError):
                control.sendall(b"reap\n")


def _line(control: socket.socket) -> str:
    """One line from the zygote; empty when it is gone."""
    text = b""
    while not text.endswith(b"\n"):
        piece = control.recv(1)
        if not piece:
            return ""
        text += piece
    return text.decode().strip()
