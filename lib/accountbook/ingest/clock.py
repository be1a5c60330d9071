"""The company's own clock: moments with a time zone become the time that it showed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from accountbook.ingest.errors import FileFault
from accountbook.ingest.mapping import Company

YEARS = range(2000, 2027)


def clock_of(company: Company) -> ZoneInfo:
    """The company's time zone: the stated one, or that of its country where it has only one.

    Raises
    ------
    FileFault
        If the country has several, or the machine does not know the zone.

    Examples
    --------
    >>> clock_of(Company(name="Example", currency="EUR", country="KR"))
    zoneinfo.ZoneInfo(key='Asia/Seoul')
    >>> clock_of(Company(name="Example", currency="USD", country="US"))
    Traceback (most recent call last):
    accountbook.ingest.errors.FileFault: [company]: times with a time zone are to be read, ...
    """
    try:
        if company.time_zone:
            return ZoneInfo(company.time_zone)
        zones = [
            ZoneInfo(name) for name, land in sorted(get_global("zone_territories").items()) if land == company.country
        ]
    except ZoneInfoNotFoundError:
        zones = []
    # Büsingen keeps Berlin's time
    if len({tuple(_offsets(zone)) for zone in zones}) != 1:
        raise FileFault(
            "[company]: times with a time zone are to be read, and the country does not say what the company's own "
            'clock shows. Write time_zone = "Asia/Seoul" under [company], with the company\'s own.'
        )
    return zones[0]


def _offsets(zone: ZoneInfo) -> list:
    return [zone.utcoffset(datetime(year, month, 1)) for year in YEARS for month in (1, 7)]


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment as that clock showed it; one without a zone is taken for that already.

    Examples
    --------
    >>> from datetime import UTC
    >>> local(datetime(2026, 10, 31, 20, 30, tzinfo=UTC), ZoneInfo("Asia/Seoul"))
    datetime.datetime(2026, 11, 1, 5, 30)
    """
    return moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)
