"""The door of one table: which rows and cells were known on a date.

A row is known from the latest of its own date, ``recorded_at`` and ``first_loaded_on``, which says since when it is
believed where its dates don't (see `accountbook.book.versions`); a row without any of them, always. A cell with a date
of its own is empty before that date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.book.errors import BookError
from accountbook.tables import Row, Table

SUPERSEDED = "superseded_on"
"""Column of a load's past versions of rows: the day since which each is no longer believed."""


def days(column: pd.Series) -> np.ndarray:
    """The calendar days of a column of dates or moments, ``datetime64[us]``; empty stays NaT."""
    return column.to_numpy(dtype="datetime64[us]").astype("datetime64[D]").astype("datetime64[us]")


def own_dates(frame: pd.DataFrame, table: Table) -> np.ndarray:
    """The later of a row's own date and ``recorded_at`` as days; NaT for a row that has neither."""
    recorded = days(frame[Row.recorded_at])
    return np.fmax(days(frame[table.about.known_on]), recorded) if table.about.known_on else recorded


def known_dates(frame: pd.DataFrame, table: Table) -> np.ndarray:
    """The day on which each row became known; NaT: always known.

    Parameters
    ----------
    frame : rows of `table` with at least its date, ``recorded_at`` and ``first_loaded_on``.

    Returns
    -------
    numpy.ndarray
        ``datetime64[us]``, one day per row.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> rows = TABLES["fx_rates"].frame([{"date": "2026-01-02", "recorded_at": "2026-01-05 09:30"}])
    >>> known_dates(rows, TABLES["fx_rates"])
    array(['2026-01-05T00:00:00.000000'], dtype='datetime64[us]')
    """
    return np.fmax(own_dates(frame, table), days(frame[Row.first_loaded_on]))


def canonical(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Positions that sort rows by `columns`, empties first; equal rows keep their order.

    Text is sorted by code point, so that the order is the same on every machine.
    """
    keys = []
    for name in columns:
        column = frame[name]
        if column.dtype.kind in "Mf":
            keys.append(column.to_numpy())
        else:
            keys.append(pd.factorize(column, sort=True)[0])
    return np.lexsort(keys[::-1]) if keys else np.arange(len(frame))


def order_of(table: Table) -> list[str]:
    """The columns by which a table's rows lie, on disk and at the door."""
    key = list(table.about.key)
    if table.name == "order_lines":
        return ["account_id", "order_date", *key]
    return ["account_id", *(name for name in key if name != "account_id")] if "account_id" in table.columns else key


def lying(table: Table, frame: pd.DataFrame) -> np.ndarray:
    """Positions that sort rows as they lie, see `canonical`; by account first, where that stands beside the columns."""
    return canonical(frame, list(dict.fromkeys([*(["account_id"] if "account_id" in frame else []), *order_of(table)])))


def day(as_of: pd.Timestamp | str) -> pd.Timestamp:
    """A date as the door takes it.

    Raises
    ------
    BookError
        If it is not a calendar day without a time zone.
    """
    try:
        # pandas would take 31.10.26 as well, and 01.02.26 for January
        moment = pd.to_datetime(as_of, format="%Y-%m-%d") if isinstance(as_of, str) else pd.Timestamp(as_of)
    except ValueError as error:
        raise BookError(f"as_of is a day written as YYYY-MM-DD, found {as_of!r}") from error
    if moment is pd.NaT or moment.tz is not None or moment != moment.normalize():
        raise BookError(f"as_of is a calendar day without time and zone, found {as_of!r}")
    return moment.as_unit("us")


@dataclass(frozen=True, eq=False)
class Door:
    """All rows of one table, ready to be asked as of any date.

    Attributes
    ----------
    rows : the rows in their canonical order, past versions included.
    known : day on which each became known; NaT: always known.
    until : day from which each is no longer believed, NaT for present rows; None: there are no past versions.
    own : for each column with a date of its own, that date's day per row.
    """

    table: Table
    rows: pd.DataFrame
    known: np.ndarray
    until: np.ndarray | None
    own: dict[str, np.ndarray]

    @classmethod
    def of(cls, table: Table, rows: pd.DataFrame, past: pd.DataFrame | None = None) -> Door:
        """Prepare a table's rows, as they lie, and their past versions; both may have the account beside their own
        columns."""
        until = None
        if past is not None and len(past):
            rows = pd.concat([past, rows], ignore_index=True)
            rows = rows.iloc[lying(table, rows)].reset_index(drop=True)
            until = days(rows[SUPERSEDED])
        if len(rows.columns) != len(table.columns):
            rows = rows[[name for name in table.columns if name in rows]]
        own = {
            name: days(rows[meaning.known_on])
            for name, meaning in table.meanings.items()
            if meaning.known_on and name in rows
        }
        return cls(table, rows, known_dates(rows, table), until, own)

    def seen(self, as_of: pd.Timestamp) -> np.ndarray:
        """Which rows were known on `as_of`: a truth value per row."""
        day = as_of.to_datetime64()
        # a comparison with NaT is false: always known, never superseded
        seen = ~(self.known > day)
        return seen if self.until is None else seen & ~(self.until <= day)

    def at(self, as_of: pd.Timestamp, *, keep: np.ndarray | None = None) -> pd.DataFrame:
        """The rows known on `as_of`, cells known later emptied; `keep` narrows them further."""
        seen = self.seen(as_of) if keep is None else self.seen(as_of) & keep
        whole = bool(seen.all())
        frame = self.rows.copy(deep=False) if whole else self.rows[seen].reset_index(drop=True)
        return self._emptied(frame, as_of, slice(None) if whole else seen)

    def _emptied(self, frame: pd.DataFrame, as_of: pd.Timestamp, places: np.ndarray | slice) -> pd.DataFrame:
        """The frame of the rows at `places` with the cells emptied that `as_of` did not know."""
        for name, dates in self.own.items():
            later = dates[places] > as_of.to_datetime64()
            if later.any():
                frame[name] = frame[name].mask(later)
        return frame

    def past(self, as_of: pd.Timestamp, *, keep: np.ndarray | None = None) -> pd.DataFrame | None:
        """Versions that `as_of` knows to be past, with the day each was superseded; None: there are none."""
        if self.until is None:
            return None
        day = as_of.to_datetime64()
        gone = ~(self.known > day) & (self.until <= day)
        if keep is not None:
            gone &= keep
        if not gone.any():
            return None
        frame = self.rows[gone].assign(**{SUPERSEDED: self.until[gone]}).reset_index(drop=True)
        return self._emptied(frame, as_of, gone)
