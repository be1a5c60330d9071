"""The shell that runs a notebook's cells in a forked process and records what they show.

The same IPython that a kernel is made of, without the kernel: no sockets, no threads, no history file. What
a cell shows is recorded as nbformat outputs, in the order in which a kernel would have sent it.
"""

from __future__ import annotations

import io
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any

from ipykernel.jsonutil import encode_images, json_clean
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

FRAMES = 8
"""How many frames of an error are kept: file, line and function; never a value."""


class Recorder:
    """The outputs of the cell that is running."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._cell = 0
        self._shown: dict[str, list[tuple[int, list[dict], dict]]] = {}
        self._clear = False
        self.changed: dict[int, list[dict[str, Any]]] = {}

    def start(self, cell: int) -> None:
        """Begin a cell, with no outputs."""
        self._cell, self.outputs = cell, []
        self._clear = False
        self.changed = {}

    def add(self, output: dict[str, Any]) -> None:
        """Append an output, after a ``clear_output(wait=True)`` that was waiting for it."""
        if self._clear:
            self.clear(wait=False)
        self.outputs.append(output)

    def clear(self, *, wait: bool) -> None:
        """Drop what the cell has shown so far; `wait`: when the next output comes."""
        self._clear = wait
        if not wait:
            self.outputs.clear()

    def stream(self, name: str, text: str) -> None:
        """Append text to the last output if it is the same stream, as nbclient does."""
        last = self.outputs[-1] if self.outputs and not self._clear else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        elif text:
            self.add({"output_type": "stream", "name": name, "text": text})

    def display(self, data: dict, metadata: dict, *, display_id: str | None, update: bool) -> None:
        """Append a display, or replace the earlier ones of the same id."""
        bundle = json_clean({"data": encode_images(data), "metadata": metadata})
        if update:
            for cell, outputs, earlier in self._shown.get(display_id or "", ()):
                earlier.update(bundle)
                if cell != self._cell:
                    self.changed[cell] = outputs
            return
        output = {"output_type": "display_data", **bundle}
        self.add(output)
        if display_id:
            self._shown.setdefault(display_id, []).append((self._cell, self.outputs, output))

    def error(self, kind: type[BaseException], trace: Any) -> None:
        """Append an error: its class and where it was raised. Its text may hold anybody's data and is not kept."""
        frames = [frame for frame in traceback.extract_tb(trace) if "IPython" not in PurePath(frame.filename).parts]
        places = [f"{PurePath(one.filename).name}:{one.lineno} in {one.name}" for one in frames[-FRAMES:]]
        self.add({"output_type": "error", "ename": kind.__name__, "evalue": "", "traceback": places})


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell."""

    encoding = "utf-8"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._recorder.stream(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    """Records ``display(...)``."""

    def publish(self, data, metadata=None, *, transient=None, update=False, **_: Any) -> None:
        self._validate_data(data, metadata)
        display_id = (transient or {}).get("display_id")
        self.shell.recorder.display(data, metadata or {}, display_id=display_id, update=update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear(wait=wait)


class _Hook(DisplayHook):
    """Records the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """A page has no prompts."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.shell.recorder.add(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": json_clean(encode_images(format_dict)),
                "metadata": json_clean(md_dict or {}),
            }
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    """IPython whose outputs are recorded; history, colours and start-up files are off."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self, **kwargs: Any) -> None:
        self.recorder = Recorder()
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        # `!command` that fails is an error, or the page would stand on what it did not do
        config.InteractiveShell.system_raise_on_error = True
        super().__init__(config=config, **kwargs)

    def showtraceback(self, exc_tuple=None, *_: Any, **__: Any) -> None:
        kind, _, trace = exc_tuple or sys.exc_info()
        if kind is not None:
            self.recorder.error(kind, trace)

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        self.showtraceback()


def run_cells(cells: Iterable[tuple[int, str]], emit: Callable[[dict[str, Any]], None]) -> None:
    """Run code cells in one fresh namespace until one fails.

    Parameters
    ----------
    cells : index of the cell in its notebook, and its source.
    emit : is given one message per cell: ``cell``, ``outputs`` (nbformat), ``count``, ``failed``, ``seconds``; and
        ``cell``, ``outputs`` alone for an earlier cell whose display a later one has changed.
    """
    shell = Shell.instance()
    stdout, stderr = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream(shell.recorder, "stdout"), _Stream(shell.recorder, "stderr")
    try:
        for index, source in cells:
            shell.recorder.start(index)
            count, began = shell.execution_count, time.perf_counter()
            result = shell.run_cell(source, store_history=True)
            seconds = time.perf_counter() - began
            outputs = shell.recorder.outputs
            emit({"cell": index, "outputs": outputs, "count": count, "failed": not result.success, "seconds": seconds})
            for earlier, changed in shell.recorder.changed.items():
                emit({"cell": earlier, "outputs": changed})
            if not result.success:
                break
    finally:
        sys.stdout, sys.stderr = stdout, stderr
