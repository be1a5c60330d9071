"""The steps of a run, named so that a test can end a run at each of them.

``ACCOUNTBOOK_FAULT=after:line:account_plan/x.html`` kills the run at once when that page's line stands in the
ledger, as a power cut would; ``after:line`` at the first such line. ``note:FILE`` writes down which steps a run
passes. Without the variable, which nothing but a test sets, nothing happens.
"""

from __future__ import annotations

import multiprocessing
import os
import signal

FAULT = "ACCOUNTBOOK_FAULT"
"""The variable of the environment that says what to do, and where."""


def reached(step: str, subject: str = "") -> None:
    """Say that a step of the run is done.

    Parameters
    ----------
    step : one word.
    subject : a page's address or a file's name, where the step is taken more than once.

    Examples
    --------
    >>> reached("synced")
    """
    if fault := os.environ.get(FAULT):
        what, _, where = fault.partition(":")
        here = f"{step}:{subject}" if subject else step
        if what == "note":
            _note(where, here)
        elif what == "after" and where in (here, step):
            driver = multiprocessing.parent_process()  # a worker's step: it is the run that is to end there
            os.kill(driver.pid if driver is not None and driver.pid else os.getpid(), signal.SIGKILL)


def _note(path: str, here: str) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(number, f"{here}\n".encode())
    finally:
        os.close(number)
