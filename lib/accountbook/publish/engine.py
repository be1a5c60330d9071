"""Two ways to run a notebook, both engines of papermill, both with a limit on the wall clock.

``accountbook-fork`` runs the cells in a process forked from the worker's zygote; ``accountbook-kernel`` starts
a stock kernel for each notebook, where forking is not to be had. Neither saves while it runs.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import nbformat
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, papermill_engines

from accountbook.publish.failure import NotebookFailure

FORK, KERNEL = "accountbook-fork", "accountbook-kernel"
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


class Zygote:
    """A worker's own zygote; started when first used, started again if it died.

    One notebook at a time: a worker is one process and runs one.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
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
                [sys.executable, "-m", "accountbook.publish.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | ENVIRONMENT,
            )
        self._control, self._ready = ours, False

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
            with theirs:
                socket.send_fds(control, [b"fork\n"], [theirs.fileno()])
            child = Child(int(_line(control)), ours, control)
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


class ForkEngine(Engine):
    """Runs the cells in a process forked from a zygote: one process per notebook, always."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, zygote: Zygote, seconds: float, seen: list | None = None, **_: Any
    ) -> None:
        """Run a notebook's cells and put what they show into it.

        Parameters
        ----------
        nb_man : papermill's holder of the notebook.
        zygote : the worker's own.
        seconds : wall clock for the whole notebook, after which its process group is killed.
        seen : is given the notebook, which papermill keeps to itself when it failed.

        Raises
        ------
        NotebookFailure
            "start", "died" or "time". An error in a cell stands in the notebook, as papermill expects it.
        """
        cells = _shown_to(seen, nb_man).cells
        spent = 0.0
        with zygote.fork() as child:
            todo = [
                (i, cell.source) for i, cell in enumerate(cells) if cell.cell_type == "code" and cell.source.strip()
            ]
            with suppress(BrokenPipeError, ConnectionResetError):  # then it has died, as reading from it will say
                child.talk.sendall(json.dumps({"cwd": os.getcwd(), "cells": todo}).encode() + b"\n")
            for message in _messages(child, time.monotonic() + seconds):
                index, cell = message["cell"], cells[message["cell"]]
                if "count" in message:
                    nb_man.cell_start(cell, index)
                cell.outputs = [nbformat.from_dict(output) for output in message["outputs"]]
                if "count" not in message:  # a later cell changed what an earlier one shows
                    continue
                cell.execution_count = message["count"]
                spent += message["seconds"]
                if message["failed"]:
                    nb_man.cell_exception(cell, cell_index=index)
                nb_man.cell_complete(cell, cell_index=index)
        nb_man.nb.metadata["accountbook"] = {"cells_seconds": spent}


def _messages(child: Child, deadline: float) -> Iterator[dict]:
    """Give each cell's message as it comes; the last word of a sound process is that it is done."""
    rest, done = b"", False
    while piece := child.read(deadline - time.monotonic()):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            message = json.loads(line)
            done = done or "done" in message
            if "cell" in message:
                yield message
    if piece is None or not child.wait(deadline - time.monotonic()):
        raise NotebookFailure("time")
    if not done:
        raise NotebookFailure("died")


def _shown_to(seen: list | None, nb_man: Any) -> nbformat.NotebookNode:
    """Let the caller have the notebook from the start."""
    if seen is not None:
        seen.append(nb_man.nb)
    return nb_man.nb


class KernelEngine(NBClientEngine):
    """papermill's own engine with a limit on the whole notebook's wall clock and no slow farewell."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, seconds: float, seen: list | None = None, **_: Any
    ) -> None:
        """Run a notebook in a stock kernel; the same parameters and failures as `ForkEngine`."""
        _shown_to(seen, nb_man)
        client = PapermillNotebookClient(
            nb_man, kernel_name=kernel_name, startup_timeout=int(START_SECONDS), shutdown_kernel="immediate"
        )
        client.create_kernel_manager()
        client.km.transport = "ipc"  # no port to clash over, and nothing for others to listen to
        late = threading.Event()

        def stop() -> None:
            late.set()
            number = getattr(getattr(client.km, "provisioner", None), "pid", None)
            if number:
                with suppress(ProcessLookupError):
                    os.killpg(number, signal.SIGKILL)

        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            client.execute(env=os.environ | ENVIRONMENT)
        except DeadKernelError as error:
            raise NotebookFailure("time" if late.is_set() else "died") from error
        except RuntimeError as error:
            raise NotebookFailure("time" if late.is_set() else "start", type(error).__name__) from error
        finally:
            clock.cancel()
        ran = [cell.metadata.get("papermill", {}).get("duration") or 0.0 for cell in nb_man.nb.cells]
        nb_man.nb.metadata["accountbook"] = {"cells_seconds": sum(ran)}


def register() -> None:
    """Make both engines known to papermill."""
    papermill_engines.register(FORK, ForkEngine)
    papermill_engines.register(KERNEL, KernelEngine)
