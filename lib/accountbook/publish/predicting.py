"""Predictions made in a process of their own: ``python -m accountbook.publish.predicting BOOK KIND/DAY ...``.

Its environment is that of a notebook's process, so that sums come in the same order and to the same last digit.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from accountbook.publish.child import ENVIRONMENT
from accountbook.publish.outcome import PublishError


def predict(book: Path, wanted: Sequence[str]) -> None:
    """Compute what a book's ledger lacks, and keep it there.

    Parameters
    ----------
    wanted : "kind/day" each, for example ``"accounts/2026-10-31"``.

    Raises
    ------
    PublishError
        If they cannot be computed.
    """
    if not wanted:
        return
    command = [sys.executable, "-m", "accountbook.publish.predicting", str(book), *wanted]
    done = subprocess.run(command, env=os.environ | ENVIRONMENT, capture_output=True, check=False)
    if done.returncode:
        raise PublishError(
            f"the predictions of {', '.join(wanted)} could not be made again: the process that made them ended with "
            f"{done.returncode}. Ask for them in JupyterLab with accountbook.models.predictions to see why"
        )


def main(book: str, *wanted: str) -> None:
    """Compute predictions in this process."""
    from accountbook.book import Book
    from accountbook.models import predictions

    for one in wanted:
        kind, day = one.split("/")
        predictions(Book.open(book, day), kind)


if __name__ == "__main__":
    main(*sys.argv[1:])
