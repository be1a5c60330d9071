"""What travels to a worker: functions that import what they need there, so that the driver need not."""

from __future__ import annotations

import threading
from functools import cache

from accountbook.publish.child import Zygote
from accountbook.publish.job import Done, Job


@cache
def zygote() -> Zygote:
    """Give this process's own zygote."""
    return Zygote()


_ONE = threading.Lock()
"""A process makes one page at a time, also where a cluster's worker has several threads."""


def start(engine: str) -> None:
    """Start a worker: its zygote first, which imports while the worker itself does."""
    with _ONE:
        _start(engine)


def _start(engine: str) -> None:
    if engine == "fork":
        zygote().start()
    from accountbook.publish import worker

    worker.start(engine)


def make_page(job: Job) -> Done:
    """Make a page; see `worker.make_page`."""
    with _ONE:
        _start(job.engine)
        from accountbook.publish import worker

        return worker.make_page(job)
