"""Reuse: the page of an earlier run, where nothing that it depends on has changed."""

from __future__ import annotations

from accountbook.publish.files import sha256_of, take
from accountbook.publish.job import Done, Job


def reused(job: Job, *, key: str = "") -> Done | None:
    """Take over the page that an earlier run has made, with the files beside it, if it is there whole.

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
                beside = made.files.items()
                whole = all(sha256_of(place.with_suffix(suffix)) == sha256 for suffix, sha256 in beside)
                if sha256_of(place) == made.sha256 and whole:
                    take(place, job.target)
                    for suffix, _ in beside:
                        take(place.with_suffix(suffix), job.target.with_suffix(suffix))
                    return Done(job.page, "skipped", **{**vars(made), "whole": job.whole})
    return None
