"""The text of a calendar file (.ics): what is needed of it, line by line, so that attachments are never held."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from accountbook.ingest.errors import FileFault

MAX_KEPT_BYTES = 32 << 20
MAX_LINE_BYTES = 1 << 20
WHEN = {b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RDATE", b"EXDATE", b"EXRULE", b"RECURRENCE-ID"}
WHO = {b"ATTENDEE", b"ORGANIZER"}
WHETHER = {b"UID", b"STATUS", b"CLASS", b"SEQUENCE", b"CREATED", b"DTSTAMP"}
OF_CALENDAR = {b"METHOD", b"VERSION", b"PRODID", b"X-WR-TIMEZONE"}
EVENT = [b"VCALENDAR", b"VEVENT"]
AGAIN = "Export the calendar again."


@dataclass
class CalendarText:
    """A calendar file with what is needed of it.

    Attributes
    ----------
    text : iCalendar, unfolded: calendars, time zones and events.
    encoding : in which it was.
    lines : number of the line on which each event begins, in order.
    """

    text: str = ""
    encoding: str = ""
    lines: list[int] = field(default_factory=list)


def read_text(path: Path, name: str, *, encoding: str, also: Collection[str]) -> CalendarText:
    """Read a calendar file.

    Parameters
    ----------
    name : how messages call it.
    encoding : "auto": UTF-8, as the standard says; or what the mapping declares.
    also : further properties of events that are wanted, e.g. ``SUMMARY``.

    Raises
    ------
    FileFault
        If it is empty, no calendar, cut off, too large, or in another encoding.
    """
    wanted, out = WHEN | WHO | WHETHER | {one.encode("ascii") for one in also}, CalendarText()
    kept: list[bytes] = []
    inside: list[bytes] = []
    size = 0
    for number, line in _unfolded(path):
        head, _, value = line.partition(b":")
        prop, value = head.split(b";", 1)[0].strip().upper(), value.strip().upper()
        if not kept and (prop, value) != (b"BEGIN", b"VCALENDAR"):
            raise FileFault(f"{name}: is no calendar: its first line is not BEGIN:VCALENDAR. {AGAIN}")
        if prop == b"BEGIN":
            inside.append(value)
            if inside == EVENT:
                out.lines.append(number)
        if _is_needed(prop, inside, wanted):
            kept.append(line)
            size += len(line)
        if prop == b"END":
            if inside[-1:] != [value]:
                raise FileFault(f"{name}: damaged: line {number:,} ends what has not begun. {AGAIN}")
            inside.pop()
        if size > MAX_KEPT_BYTES:
            raise FileFault(
                f"{name}: more than {MAX_KEPT_BYTES >> 20} MB of events (attachments not counted). Export it year by "
                "year, each into a file of its own."
            )
    if not kept:
        raise FileFault(f"{name}: the file is empty. {AGAIN}")
    if inside:
        raise FileFault(f"{name}: cut off: an entry or the calendar has no end. Export or copy it again.")
    out.encoding = "utf-8" if encoding == "auto" else encoding
    try:
        # only now: a long line is folded anywhere, also within a character
        out.text = b"\r\n".join([*kept, b""]).decode(out.encoding)
    except UnicodeDecodeError:
        hint = (
            'is not in UTF-8, as calendars are. If it is Korean of an old program, write encoding = "cp949" for this '
            "file under tables.contact_events.sources"
            if encoding == "auto"
            else f"is not in {encoding}, as the mapping declares"
        )
        raise FileFault(f"{name}: {hint}.") from None
    return out


def _is_needed(prop: bytes, inside: list[bytes], wanted: Collection[bytes]) -> bool:
    """Whether a line is of a time zone, or says something of the calendar or an event that is wanted."""
    if inside[1:2] == [b"VTIMEZONE"]:
        return True
    if inside == EVENT:
        return prop in wanted or prop in (b"BEGIN", b"END")
    return len(inside) == 1 and (prop in OF_CALENDAR or prop in (b"BEGIN", b"END"))


def _unfolded(path: Path) -> Iterator[tuple[int, bytes]]:
    """Each whole line and the number of its first part; blank ones are left out, and what is too long is cut."""
    start, parts, size = 0, [], 0
    with path.open("rb") as file:
        if file.read(3) != codecs.BOM_UTF8:
            file.seek(0)
        for number, line in enumerate(file, start=1):
            text = line.rstrip(b"\r\n")
            if text[:1] in (b" ", b"\t"):
                size += len(text)
                if size <= MAX_LINE_BYTES:
                    parts.append(text[1:])
                continue
            if b"".join(parts).strip():
                yield start, b"".join(parts)
            start, parts, size = number, [text[:MAX_LINE_BYTES]], len(text)
    if b"".join(parts).strip():
        yield start, b"".join(parts)
