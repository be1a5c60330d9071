"""Reuse: the page of an earlier run, where nothing that it depends on has changed."""

from __future__ import annotations

from accountbook.publish.files import sha256_of, take
from accountbook.publish.job import Done, Job


def reused(job: Job, *, key: str = "") -> Done | None:
    """Take over the page that an earlier run has made, if there is one.

    Parameters
    ----------
    job : with the earlier runs of its page.
    key : of this run. Without it the key over the whole book counts: it is known without a slice and so without a
        worker, and where the whole book is the same, so is each slice of it.

    Returns
    -------
    Done or None
        None where nothing fits, or where the earlier page is not what it was; then it must be made.
    """
    for made in job.before:
        if made.key == key if key else made.whole == job.whole:
            for place in job.places:
                if sha256_of(place) == made.sha256:
                    take(place, job.target)
                    return Done(job.page, "skipped", **{**vars(made), "whole": job.whole})
    return None
