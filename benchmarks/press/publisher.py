"""Publishers that start at once, to be killed."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

from accountbook.publish.child import ENVIRONMENT

MARK = "ACCOUNTBOOK_KILLS_MARK"
"""The variable of the environment by which its processes are known."""
SERVER = """\
import os, sys, traceback
from pathlib import Path
import pandas as pd
from accountbook.publish import publish_edition, warm, worker

if __name__ == "__main__":
    book, out, notebooks, day = sys.argv[1:]
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                os.setsid()
                code = publish_edition(
                    "monthly", Path(book), pd.Timestamp(day), workers=2, out=Path(out), notebooks=Path(notebooks)
                ).exit_code
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Publisher:
    """Publishes in a process of its own, which it forks from one that has only imported: a start costs no seconds.

    From there on all is as ever: the run's own workers, each with its own zygote, its own session, and its exit code.
    All its processes carry a mark in their environment.
    """

    def __init__(self, folder: Path, day: str) -> None:
        script = folder / "server.py"
        script.write_text(SERVER, encoding="utf-8")
        self.errors = folder / "errors"
        with self.errors.open("wb") as errors:
            self._server = subprocess.Popen(
                [sys.executable, script, folder / "book", folder / "reports", folder / "notebooks", day],
                env=os.environ | ENVIRONMENT | {MARK: str(folder)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,  # what is not read yet is to be seen by `select`
                stderr=errors,
            )
        self.number = self._server.pid

    def start(self) -> int:
        """Start a run and give its driver's number."""
        self._server.stdin.write(b"go\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def wait(self, seconds: float) -> int | None:
        """Give the exit code of the run, or None where it goes on after so many seconds."""
        if not select.select([self._server.stdout], [], [], seconds)[0]:
            return None
        return int(self._server.stdout.readline())

    def close(self) -> None:
        """End the process that runs are forked from."""
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()
