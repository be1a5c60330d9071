"""Notebooks and parameters in, an edition of pages out: whole, in one move, or not at all.

What a page says is the notebooks' affair; this room runs them, checks that they reached their end for whom they
were asked, turns them into pages, and puts the edition where its readers find it.
"""

from accountbook.imports import on_demand, without

with without("rfc3987_syntax"):  # a second of each process, to check addresses that no notebook has
    import jsonschema  # noqa: F401

_HOMES = {
    "edition": "publish_edition",
    "mail": "Mailed mail_owners",
    "outcome": "Failure Interrupted Outcome PublishError RunningElsewhere",
    "schedule": "Scheduled publish_due",
    "status": "status_lines",
}
__all__, __getattr__ = on_demand(__name__, _HOMES)
