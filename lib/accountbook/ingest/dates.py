"""Dates by declared formats, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$"
SERIAL = r"^\d{1,7}(?:[.,]\d+)?$"
ORIGIN = {"excel": pd.Timestamp("1899-12-30"), "excel1904": pd.Timestamp("1904-01-01")}
FIRST_SERIAL = {"excel": 61.0, "excel1904": 0.0}
"""Before 1 March 1900 Excel's own count is a day off: it knows a 29 February 1900."""


def parse_dates(
    texts: Sequence[str] | pd.Series, formats: Sequence[str], *, typed: bool = False, date1904: bool = False
) -> pd.DatetimeIndex:
    """Dates and moments, NaT where no declared format fits the whole text.

    Parameters
    ----------
    texts : different texts, none empty.
    formats : "iso", "excel" (days from 1900), "excel1904", or strptime's, tried in this order.
    typed : the file knows dates; they come as ISO text whatever is declared.
    date1904 : the workbook counts days from 1904; "excel" then means that.

    Notes
    -----
    A time zone is dropped: a day is the day that the export's own clock shows.

    Examples
    --------
    >>> parse_dates(["45292", "13/01/2024", "2024-01-31"], ["excel", "%d/%m/%Y"]).strftime("%F").tolist()
    ['2024-01-01', '2024-01-13', nan]
    >>> parse_dates(["43830"], ["excel1904"])[0]
    Timestamp('2024-01-01 00:00:00')
    """
    series = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype="str")
    out = pd.Series(pd.NaT, index=series.index, dtype="datetime64[us]")
    for one in ["iso", *formats] if typed else formats:
        left = out.isna()
        if not left.any():
            break
        out[left] = _by(one, series[left], date1904)
    return pd.DatetimeIndex(out)


def _by(one: str, texts: pd.Series, date1904: bool) -> pd.Series:
    if one == "iso":
        plain = texts.where(texts.str.match(ISO))
        plain = plain.str.replace(r"(:\d{2}(?:[.,]\d+)?)(?:Z|[+-]\d{2}:?\d{2})$", r"\1", regex=True)
        found = pd.to_datetime(plain.str.replace(",", "."), format="ISO8601", errors="coerce")
    elif one in ORIGIN:
        system = "excel1904" if date1904 else one
        serial = pd.to_numeric(texts.where(texts.str.match(SERIAL)).str.replace(",", "."), errors="coerce").astype(
            "float64"
        )
        serial = serial.where((serial >= FIRST_SERIAL[system]) & (serial < 2_958_466))
        # to the second: a day's fraction has no more in it than rounding noise
        seconds = (serial * 86_400).round()
        days = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[us]")
        there = seconds.notna().to_numpy()
        days[there] = ORIGIN[system].to_datetime64() + seconds[there].to_numpy().astype("timedelta64[s]")
        found = pd.Series(days, index=texts.index)
    else:
        # whatever the format, pandas reads "now" and "today" off the clock
        found = pd.to_datetime(texts.where(texts.str.contains(r"\d")), format=one, errors="coerce")
        if getattr(found.dt, "tz", None) is not None:
            found = found.dt.tz_localize(None)
    return found.astype("datetime64[us]")
