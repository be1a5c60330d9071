"""What a mapping may declare of how a file writes things: encodings, date formats, marks, patterns, days."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

# never latin-1: it reads anything
ENCODINGS = ("auto", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp949")
ENCODINGS += ("cp1250", "cp1251", "cp1252", "cp932", "gb18030", "big5")


def is_pattern(text: str) -> str:
    """A regular expression as it stands."""
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression ({error})") from None
    return text


def is_encoding(text: str) -> str:
    """One of `ENCODINGS`."""
    if text not in ENCODINGS:
        raise ValueError(f"is no encoding that is read strictly; use one of {', '.join(ENCODINGS)}")
    return text


def as_day(value: Any) -> Any:
    """A day, from TOML's own or from ISO text.

    Examples
    --------
    >>> as_day("2026-11-01")
    datetime.date(2026, 11, 1)
    """
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError("is no day; write it as 2026-11-01") from None
    if isinstance(day, date) and not 2000 <= day.year <= 2200:
        raise ValueError("is no day on which anything was exported; write it as 2026-11-01")
    return day.date() if isinstance(day, datetime) else day


def date_format(text: str) -> str:
    """A date format as it stands, if it names a whole day: ``iso``, ``excel``, ``excel1904`` or strptime's."""
    if text in ("iso", "excel", "excel1904"):
        return text
    if not all(re.search(part, text) for part in ("%[Yy]", "%[mbBj]", "%[dj]")):
        raise ValueError('is no date format; use "iso", "excel", "excel1904" or strptime\'s, e.g. "%d.%m.%Y"')
    return text


def one_reading(formats: list[str]) -> list[str]:
    """Formats of which no two read one text as two days: a file has one order of day and month.

    Examples
    --------
    >>> one_reading(["%d/%m/%Y", "%d.%m.%Y"])
    ['%d/%m/%Y', '%d.%m.%Y']
    >>> one_reading(["%d/%m/%Y", "%m/%d/%Y"])
    Traceback (most recent call last):
    ValueError: "%d/%m/%Y" and "%m/%d/%Y" read one text as two days; give each file its own [[...sources]] instead
    """
    probe = datetime(2001, 2, 3)
    for one in formats:
        for other in formats:
            if "%" not in one or "%" not in other:
                continue
            try:
                clash = datetime.strptime(probe.strftime(one), other).date() != probe.date()
            except ValueError:
                continue
            if clash:
                raise ValueError(
                    f'"{one}" and "{other}" read one text as two days; give each file its own [[...sources]] instead'
                )
    return formats


def is_zone(name: str) -> str:
    """The name of a time zone as it stands."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # which of them hangs on what the name looks like
        raise ValueError('is no time zone; write it as "Asia/Seoul"') from None
    return name


Pattern = Annotated[str, AfterValidator(is_pattern)]
Encoding = Annotated[str, AfterValidator(is_encoding)]
DateFormats = Annotated[
    list[Annotated[str, AfterValidator(date_format)]], Field(min_length=1), AfterValidator(one_reading)
]
Mark = Annotated[str, Field(max_length=1)]
Zone = Annotated[str, AfterValidator(is_zone)]
Day = Annotated[date, BeforeValidator(as_day)]
