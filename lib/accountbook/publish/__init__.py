"""Notebooks and parameters in, an edition of pages out: whole, in one move, or not at all.

What a page says is the notebooks' affair; this room runs them, checks that they reached their end for whom they
were asked, turns them into pages, and puts the edition where its readers find it.
"""

from accountbook.publish.edition import publish_edition
from accountbook.publish.mail import Mailed, mail_owners
from accountbook.publish.outcome import Failure, Interrupted, Outcome, PublishError, RunningElsewhere
from accountbook.publish.schedule import Scheduled, publish_due
from accountbook.publish.status import status_lines

__all__ = [
    "Failure",
    "Interrupted",
    "Mailed",
    "Outcome",
    "PublishError",
    "RunningElsewhere",
    "Scheduled",
    "mail_owners",
    "publish_due",
    "publish_edition",
    "status_lines",
]
