"""Two ways to run a notebook, both engines of papermill, both with a limit on the wall clock.

``accountbook-fork`` runs the cells in a process forked from the worker's zygote; ``accountbook-kernel`` starts
a stock kernel for each notebook, where forking is not to be had. Neither saves while it runs.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, papermill_engines

from accountbook.publish.child import ENVIRONMENT, START_SECONDS, Child, Zygote
from accountbook.publish.failure import NotebookFailure

FORK, KERNEL = "accountbook-fork", "accountbook-kernel"


class ForkEngine(Engine):
    """Runs the cells in a process forked from a zygote: one process per notebook, always."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        zygote: Zygote,
        seconds: float,
        folder: Path | None = None,
        seen: list | None = None,
        **_: Any,
    ) -> None:
        """Run a notebook's cells and put what they show into it.

        Parameters
        ----------
        nb_man : papermill's holder of the notebook.
        zygote : the worker's own.
        seconds : wall clock for the whole notebook, after which its process group is killed.
        folder : where the cells run; None: where we are. papermill's own ``cwd`` moves all threads of this process.
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
                child.talk.sendall(json.dumps({"cwd": str(folder or Path.cwd()), "cells": todo}).encode() + b"\n")
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
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        seconds: float,
        folder: Path | None = None,
        seen: list | None = None,
        **_: Any,
    ) -> None:
        """Run a notebook in a stock kernel; the same parameters and failures as `ForkEngine`."""
        _shown_to(seen, nb_man)
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=int(START_SECONDS),
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(folder or Path.cwd())}},
        )
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
            with tempfile.TemporaryDirectory(prefix="accountbook-") as sockets:
                # no port to clash over, and nothing for others to listen to
                client.create_kernel_manager()
                client.km.transport, client.km.ip = "ipc", f"{sockets}/kernel"
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
