"""What a calendar file fills of contact_events without being told."""

from __future__ import annotations

from accountbook.ingest.mapping import SourceMapping
from accountbook.tables import ContactEvents as E

TABLE = "contact_events"
GIVEN = (
    E.event_id,
    E.account_id,
    E.met_on,
    E.employee_id,
    E.contact_id,
    E.other_employees,
    E.other_contacts,
    E.recorded_at,
)


def calendar_source(source: SourceMapping) -> SourceMapping:
    """The settings of a calendar file: its own columns are filled as they come, where nothing else fills them.

    Examples
    --------
    >>> from accountbook.ingest.mapping import TableMapping
    >>> source = TableMapping(files=["kim.ics"], columns={"heard": "description"}, constants={"employee_id": "E1"})
    >>> list(calendar_source(source.resolved()[0]).columns)[:5]
    ['event_id', 'account_id', 'met_on', 'contact_id', 'other_employees']
    """
    own = {name: name for name in GIVEN if name not in source.constants}
    return source.model_copy(update={"columns": {**own, **source.columns}})
