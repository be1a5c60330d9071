"""Who of ours met whom of theirs, and who met each of them last."""

from __future__ import annotations

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import ContactEvents as V

MONTHS = 24
"""How far back a meeting still says who knows whom."""
Met = pd.DataFrame
"""Meetings as one row per person of ours and of theirs: ``on``, ``ours``, ``theirs``."""


def met(view: View) -> Met:
    """Who of ours met whom of theirs, one row for each pair of a contact event of two years, newest first.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> event = {"event_id": "1", "account_id": "A", "met_on": "2026-10-02", "employee_id": "E1", "contact_id": "C1",
    ...          "other_employees": "E2", "other_contacts": "C2;C3"}
    >>> len(met(MemoryView("2026-10-31", {"contact_events": [event]}, account_id="A")))
    6
    """
    events = view.table("contact_events")
    events = events[events[V.met_on] > back(view.as_of, MONTHS)]
    rows = [
        (row[V.met_on], str(row[V.event_id]), ours, theirs)
        for row in events.to_dict("records")
        for ours in _all(row[V.employee_id], row[V.other_employees])
        for theirs in _all(row[V.contact_id], row[V.other_contacts]) or [""]
    ]
    found = pd.DataFrame(rows, columns=["on", "event", "ours", "theirs"])
    return found.sort_values(["on", "event"], ascending=False, kind="stable").reset_index(drop=True)


def _all(first: object, others: object) -> list[str]:
    told = [text(first), *(text(part) for part in (text(others) or "").split(";"))]
    return list(dict.fromkeys(one for one in told if one))


def last_met(view: View) -> dict[str, tuple[pd.Timestamp, str]]:
    """By number of each person of theirs: the day of the last meeting of two years, and who of ours was there.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> events = [{"event_id": n, "account_id": "A", "met_on": on, "employee_id": n, "contact_id": "C"}
    ...           for n, on in (("E1", "2026-10-02"), ("E2", "2026-09-02"))]
    >>> last_met(MemoryView("2026-10-31", {"contact_events": events}, account_id="A"))
    {'C': (Timestamp('2026-10-02 00:00:00'), 'E1')}
    """
    meetings = met(view)
    newest = meetings[meetings["theirs"] != ""].drop_duplicates("theirs")
    return {row["theirs"]: (day(row["on"]), row["ours"]) for row in newest.to_dict("records")}
