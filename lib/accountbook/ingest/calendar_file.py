"""Calendar files (.ics) as contact events: what took place up to the export, and with whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from icalendar import Calendar, Component
from icalendar.error import BrokenCalendarProperty
from recurring_ical_events import of

from accountbook.ingest.calendar_text import AGAIN, read_text
from accountbook.ingest.clock import local
from accountbook.ingest.errors import FileFault
from accountbook.ingest.files import SourceFile
from accountbook.ingest.mapping import SourceMapping
from accountbook.ingest.raw import Raw, clean

TEXTS = ("summary", "description", "location", "categories")
"""What people write into an entry; read only where the mapping takes it into a column."""
HEADER = ("uid", "entry", "sequence", "day", "people", "created", *TEXTS)
FIRST = dt.date(1970, 1, 1)
MAX_OCCURRENCES = 100_000
OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
LATER = "after the export"
UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError, BrokenCalendarProperty)
"""What the libraries raise for days, rules and time zones (these are files) that are none."""
NO_MEETING = {"RESOURCE", "ROOM"}


def read_calendar(
    file: SourceFile, source: SourceMapping, *, exported_on: dt.date, clock: Callable[[], ZoneInfo]
) -> tuple[Raw, Counter]:
    """Read what took place up to the day of the export.

    Parameters
    ----------
    source : says which texts are wanted, and the encoding.
    clock : tells the company's time zone.

    Returns
    -------
    Raw, Counter
        `HEADER`, one row per occurrence: uid (with the day, if it recurs), entry (uid alone) and the highest sequence
        number of its versions, day, people (e-mail addresses, those of
        the organiser first, separated by ;), created, and the wanted texts; a row's number is the line of its entry.
        How many entries were left out, by reason.

    Raises
    ------
    FileFault
        If it cannot be trusted.
    """
    wanted = [text for text in TEXTS if text in source.columns.values()]
    read = read_text(file.path, file.name, encoding=source.encoding, also=[text.upper() for text in wanted])
    try:
        calendars = Calendar.from_ical(read.text, multiple=True)
    except UNREADABLE as error:
        raise FileFault(f"{file.name}: is no calendar that can be read ({type(error).__name__}). {AGAIN}") from None
    left: dict[str, set[int]] = {}
    rows, line = [], iter(read.lines)
    for calendar in calendars:
        cancelled = str(calendar.get("METHOD", "")).upper() == "CANCEL"
        for entries in _series(calendar, line):
            try:
                found = [
                    (number, name, entry, _row(entry, name, wanted, exported_on, clock))
                    for number, entry, name in _occurrences(entries, calendar, left, exported_on)
                ]
            except UNREADABLE:
                _leave(left, "that can't be read", *(number for number, _ in entries))
                continue
            sequence = max(_whole(entry.get("SEQUENCE")) for _, entry in entries)
            for number, name, entry, (reason, row) in found:
                if reason == LATER and name != _uid(entry):
                    continue  # a series goes on after the export: nothing of it is left out
                if cancelled or reason:
                    _leave(left, "cancelled" if cancelled else reason, number)
                else:
                    rows.append((number, row | {"entry": _uid(entry), "sequence": str(sequence)}))
            if len(rows) > MAX_OCCURRENCES:
                raise FileFault(
                    f"{file.name}: its entries take place more than {MAX_OCCURRENCES:,} times. Export a shorter time."
                )
    rows.sort(key=lambda one: one[0])
    cells = {name: clean(pa.array([row[name] for _, row in rows], pa.large_string())) for name in HEADER}
    numbers = np.array([number for number, _ in rows], dtype="int32")
    return Raw(pa.table(cells), numbers, encoding=read.encoding, typed=True), Counter(
        {reason: len(some) for reason, some in left.items()}
    )


def _leave(left: dict[str, set[int]], reason: str, *numbers: int) -> None:
    """Note entries, by the lines they begin on, as left out."""
    left.setdefault(reason, set()).update(numbers)


def _series(calendar: Calendar, lines: Iterator[int]) -> list[list[tuple[int, Component]]]:
    """The entries with the lines they begin on, those of one UID together."""
    together: dict[str, list[tuple[int, Component]]] = {}
    for entry in calendar.walk("VEVENT"):
        number = next(lines)
        together.setdefault(_uid(entry) or f"(line {number})", []).append((number, entry))
    return list(together.values())


def _occurrences(
    entries: list[tuple[int, Component]], calendar: Calendar, left: dict[str, set[int]], exported_on: dt.date
) -> Iterator[tuple[int, Component, str]]:
    """Each time that an entry took place: line, entry, and the name of its row."""
    (number, first), numbers = entries[0], [line for line, _ in entries]
    uid = _uid(first)
    if not uid:
        _leave(left, "without a UID", *numbers)
    elif all(_people(entry) == "" for _, entry in entries):
        _leave(left, "without participants", *numbers)
    elif len(entries) == 1 and not {"RRULE", "RDATE", "RECURRENCE-ID"} & set(first):
        yield number, first, uid
    elif any(_too_often(entry) for _, entry in entries):
        _leave(left, "repeated more than once a day", *numbers)
    else:
        alone = Calendar()
        for zone in calendar.walk("VTIMEZONE"):
            alone.add_component(zone)
        for _, entry in entries:
            alone.add_component(entry)
        found = of(alone).between(FIRST, exported_on + dt.timedelta(days=2))
        for entry in sorted(found, key=lambda one: str(one["DTSTART"].dt)):
            day = entry.get("RECURRENCE-ID", entry["DTSTART"]).dt
            yield number, entry, f"{uid} {day:%Y-%m-%d}"


def _too_often(entry: Component) -> bool:
    rules = entry.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        times = [len(rule.get(part, [])) for part in ("BYHOUR", "BYMINUTE", "BYSECOND")]
        if str(rule.get("FREQ", [""])[0]).upper() in OFTEN or max(times) > 1:
            return True
    return False


def _row(
    entry: Component, name: str, wanted: list[str], exported_on: dt.date, clock: Callable[[], ZoneInfo]
) -> tuple[str, dict[str, str]]:
    """Why an occurrence doesn't count, or nothing; and its row."""
    if str(entry.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        return "private", {}
    if str(entry.get("STATUS", "")).upper() == "CANCELLED":
        return "cancelled", {}
    start = _moment(entry, "DTSTART")
    if start is None:
        return "without a day that can be read", {}
    day = _here(start, clock)
    if day.date() > exported_on:
        return LATER, {}
    created = _moment(entry, "CREATED")
    row = {"uid": name, "day": f"{day:%Y-%m-%d}", "people": _people(entry)}
    row["created"] = _here(created, clock).isoformat() if created else ""
    return "", row | {text: _said(entry.get(text.upper())) if text in wanted else "" for text in TEXTS}


def _uid(entry: Component) -> str:
    return str(entry.get("UID", "")).strip()


def _whole(value: Any) -> int:
    text = str(value or "0").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _moment(entry: Component, name: str) -> dt.date | None:
    """A day or moment of an entry; None: there is none that can be read."""
    try:
        found = entry[name].dt
    except (KeyError, AttributeError, BrokenCalendarProperty):
        return None
    return found if isinstance(found, dt.date) else None


def _here(moment: dt.date, clock: Callable[[], ZoneInfo]) -> dt.datetime:
    """A day or moment by the company's clock."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time())
    return local(moment, clock() if moment.tzinfo else None)


def _said(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "cats"):
        return "; ".join(str(one) for one in value.cats)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _people(entry: Component) -> str:
    """E-mail addresses of who took part, the organiser's first; rooms and those who declined left out."""
    found = []
    for part in ("ORGANIZER", "ATTENDEE"):
        there = entry.get(part, [])
        for one in there if isinstance(there, list) else [there]:
            said = getattr(one, "params", {})
            here = str(said.get("CUTYPE", "")).upper() not in NO_MEETING
            if here and str(said.get("PARTSTAT", "")).upper() != "DECLINED":
                address = str(one).strip().lower().removeprefix("mailto:").strip()
                # where the address is no e-mail, as on an Exchange server, its parameter is
                address = address if "@" in address else str(said.get("EMAIL", "")).strip().lower()
                found += [address] if "@" in address and ";" not in address else []
    return ";".join(dict.fromkeys(found))
