"""A calendar file: dates ahead as all-day events, which any calendar program takes and moves when it gets new ones."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

__all__ = ["Event", "calendar_file"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Event:
    """An all-day event.

    Parameters
    ----------
    key : tells it from all others, and is the same when it has moved.
    start, end : first and last day.
    title : one line.
    note : what stands below it.
    busy : whether the days are taken; most dates are only there to be seen.
    """

    key: str
    start: pd.Timestamp
    end: pd.Timestamp
    title: str
    note: str = ""
    busy: bool = False


def calendar_file(name: str, events: Iterable[Event], *, as_of: pd.Timestamp) -> bytes:
    """Give an iCalendar file (RFC 5545).

    Parameters
    ----------
    name : of the calendar.
    events : in any order.
    as_of : the day that the file speaks of; events of a later file replace those of an earlier one.

    Returns
    -------
    The file; the same input gives the same bytes.

    Examples
    --------
    >>> day = pd.Timestamp("2026-11-12")
    >>> text = calendar_file("Keller", [Event("1", day, day, "Order of Lumora")], as_of=pd.Timestamp("2026-10-31"))
    >>> [line for line in text.decode().splitlines() if line.startswith(("DTSTART", "DTEND", "SUMMARY"))]
    ['SUMMARY:Order of Lumora', 'DTSTART;VALUE=DATE:20261112', 'DTEND;VALUE=DATE:20261113']
    """
    import icalendar  # needed by few pages, and slow to import

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Accountbook//Dates ahead//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _one_line(name))
    stamp = as_of.tz_localize("UTC").to_pydatetime()
    for one in sorted(events, key=lambda event: (event.start, event.title, event.key)):
        event = icalendar.Event()
        event.add("uid", f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@accountbook")
        event.add("dtstamp", stamp)
        event.add("sequence", as_of.toordinal() - pd.Timestamp("2000-01-01").toordinal())
        event.add("summary", _one_line(one.title))
        event.add("dtstart", one.start.date())
        event.add("dtend", (one.end + pd.Timedelta(days=1)).date())  # the day after the last, as RFC 5545 has it
        event.add("transp", "OPAQUE" if one.busy else "TRANSPARENT")
        event.add("class", "PRIVATE")
        if one.note:
            event.add("description", _one_line(one.note))
        calendar.add_component(event)
    return calendar.to_ical()


def _one_line(text: str) -> str:
    """A text without line breaks and other control characters, which no line of the file may hold.

    Examples
    --------
    >>> _one_line("Call" + chr(13) + chr(10) + "END:VEVENT" + chr(0))
    'Call END:VEVENT '
    """
    return _CONTROL.sub(" ", text)
