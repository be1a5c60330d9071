"""Rows without a date of their own, across loads: since when each is known, and what it said before.

An export shows only the present. A row without any date is known since the export that first showed it; when a later
export shows it changed, or no longer, the old version is kept with the day on which it was superseded.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.book.known import SUPERSEDED, known_dates, own_dates
from accountbook.tables import Row, Table

_PLACE = "__place__"


def dated_by_load(
    table: Table,
    rows: pd.DataFrame,
    *,
    exported_on: pd.Timestamp,
    before: pd.DataFrame | None = None,
    past: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fill ``first_loaded_on`` of rows without a date, and keep the versions that this load supersedes.

    Parameters
    ----------
    rows : the table in this load.
    exported_on : day of this export.
    before, past : the table's rows and past versions in the load before; None: this is the first load.

    Returns
    -------
    rows, past : the rows with ``first_loaded_on`` (empty: always known, or dated), and the past versions with
        ``superseded_on``.
    """
    first = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    none = rows.iloc[:0].assign(**{SUPERSEDED: first.iloc[:0]})
    if before is None:
        return rows.assign(**{Row.first_loaded_on: first}), none
    undated = np.isnat(own_dates(rows, table))
    old_undated = np.isnat(own_dates(before, table))
    if not (undated.any() or old_undated.any() or (past is not None and len(past))):
        return rows.assign(**{Row.first_loaded_on: first}), none
    place = _places(table, rows, before)
    matched = place >= 0
    was = before.iloc[np.where(matched, place, 0)] if len(before) else rows
    same = matched & _same(table, rows, was)
    since = np.full(len(rows), exported_on.to_datetime64(), dtype="datetime64[us]")
    if len(before):
        since = np.where(same, known_dates(before, table)[np.where(matched, place, 0)], since)
    first = pd.Series(np.where(undated, since, np.datetime64("NaT", "us")), index=rows.index)
    kept = np.zeros(len(before), dtype=bool)
    kept[place[same | (matched & ~undated)]] = True
    gone = before[old_undated & ~kept].assign(**{SUPERSEDED: exported_on})
    gone[SUPERSEDED] = gone[SUPERSEDED].astype("datetime64[us]")
    if past is not None and len(past):
        # a row that now has a date of its own speaks for itself on every day since
        dated = rows[~undated]
        gone = pd.concat([past[_places(table, past, dated) < 0], gone], ignore_index=True)
    return rows.assign(**{Row.first_loaded_on: first}), gone.reset_index(drop=True)


def _places(table: Table, rows: pd.DataFrame, among: pd.DataFrame) -> np.ndarray:
    """The position in `among` of the row with the same key; -1: there is none."""
    key = list(table.about.key)
    there = among[key].assign(**{_PLACE: np.arange(len(among))}).drop_duplicates(key, keep="last")
    found = rows[key].merge(there, on=key, how="left", validate="many_to_one")[_PLACE]
    return found.fillna(-1).to_numpy(dtype="int64")


def _same(table: Table, rows: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """Whether paired rows say the same in every column that has no date of its own."""
    same = np.ones(len(rows), dtype=bool)
    for name, meaning in table.meanings.items():
        if meaning.derived or meaning.known_on:
            continue
        one, other = rows[name].reset_index(drop=True), others[name].reset_index(drop=True)
        equal = (one == other).fillna(False).to_numpy(dtype=bool)
        same &= equal | (one.isna() & other.isna()).to_numpy()
    return same
