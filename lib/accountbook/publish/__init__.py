"""Notebooks and parameters in, an edition of pages out: whole, in one move, or not at all.

What a page says is the notebooks' affair; this room runs them, checks that they reached their end for whom they
were asked, turns them into pages, and puts the edition where its readers find it.
"""

from accountbook.publish.edition import publish_edition
from accountbook.publish.outcome import Failure, Interrupted, Outcome, PublishError, RunningElsewhere

__all__ = ["Failure", "Interrupted", "Outcome", "PublishError", "RunningElsewhere", "publish_edition"]
