"""What travels to a worker: two functions that import what they need there, so that the driver need not."""

from __future__ import annotations

from accountbook.publish.job import Done, Job


def start(engine: str) -> None:
    """Start a worker's imports and its zygote."""
    from accountbook.publish import worker

    worker.start(engine)


def make_page(job: Job) -> Done:
    """Make a page; see `worker.make_page`."""
    from accountbook.publish import worker

    return worker.make_page(job)
