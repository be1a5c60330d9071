"""Versions of rows across loads: what a later export changes or no longer shows keeps its old version.

An export shows only the present. A version is believed from the later of its own date and ``first_loaded_on`` until
``superseded_on``; so a book with many loads reads, as of any day before its newest export, as it did without that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from accountbook.book.changes import FIELDS, OURS
from accountbook.book.known import SUPERSEDED, days, known_dates, order_of, own_dates
from accountbook.book.matching import Match, codes, matched, same
from accountbook.tables import Row, Table

LATE_DAYS = 14
"""A row dated so many days before an export that did not show it was entered late: exports lag behind the papers."""
_NEVER = np.datetime64("NaT", "us")
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Earlier:
    """A table, or a part of it, in the load before.

    Attributes
    ----------
    rows, past : as `Versions` has them.
    exported_on : day of that load's export.
    """

    rows: pd.DataFrame
    past: pd.DataFrame | None
    exported_on: pd.Timestamp


@dataclass(frozen=True)
class Versions:
    """A table, or a part of it, in a load.

    Attributes
    ----------
    rows : as the export has them, with ``first_loaded_on``: empty where a row's own date says since when it is
        believed, or it always was.
    past : earlier versions, with ``superseded_on``, the day since which each is no longer believed.
    older : how many rows count since this export only, though their own dates lie before the one before it.
    new, changed, gone : positions in `rows`; pairs of positions in the rows before and in `rows`; positions in the
        rows before. Rows that we added ourselves are none of the three.
    """

    rows: pd.DataFrame
    past: pd.DataFrame
    older: int
    new: np.ndarray
    changed: tuple[np.ndarray, np.ndarray]
    gone: np.ndarray

    @property
    def drift(self) -> dict[str, int]:
        """How many rows were new, changed and gone."""
        return {"new": len(self.new), "changed": len(self.changed[0]), "gone": len(self.gone)}


@cache
def dated_groups(table: Table) -> dict[str, list[str]]:
    """The columns that have a date of their own, by the column that holds it.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> dated_groups(TABLES["contacts"])
    {'bounced_on': ['bounced_on'], 'status_on': ['status', 'status_on'], 'last_verified_on': ['last_verified_on']}
    """
    groups: dict[str, list[str]] = {}
    for name, meaning in table.meanings.items():
        if meaning.known_on:
            groups.setdefault(meaning.known_on, []).append(name)
    return groups


@cache
def _explained(table: Table) -> frozenset[str]:
    """Columns whose past values are told elsewhere: a deal's, by its log."""
    return frozenset(FIELDS) if table.name == "opportunities" else frozenset()


def versions(table: Table, rows: pd.DataFrame, *, exported_on: pd.Timestamp, before: Earlier | None = None) -> Versions:
    """Since when each row is believed, and the versions that this load supersedes.

    Parameters
    ----------
    rows : the table in this load, or a part of it that no key of another part is in; a column beyond the table's,
        the account that a row is reached by, counts like one of its own.
    exported_on : day of this export.
    before : the same part in the load before, exported on an earlier day; None: this is the first load.

    Notes
    -----
    A changed row is believed since it was recorded, if that was after the export before and up to this one; otherwise
    since this export. A value with a date of its own is believed since that date, if it lies between the exports. What
    is gone was believed until this export. A new row counts from its own date where that lies after the export
    before; one dated earlier counts since this export, which is the first to show it, unless it came so shortly
    before that it was merely entered late (`LATE_DAYS`): then from the day after.
    """
    none = np.empty(0, dtype="int64")
    if before is None:
        first = pd.Series(_NEVER, index=rows.index, dtype="datetime64[us]")
        past = rows.iloc[:0].assign(**{SUPERSEDED: first.iloc[:0]})
        return Versions(rows.assign(**{Row.first_loaded_on: first}), past, 0, none, (none, none), none)
    old, e1, e2 = before.rows, before.exported_on.to_datetime64(), exported_on.to_datetime64()
    told = [name for name in rows if name != Row.first_loaded_on]
    compared = [name for name in told if name not in _explained(table)]
    match = matched(table, old, rows, compared)
    since = np.full(len(rows), _NEVER, dtype="datetime64[us]")
    since[match.equal[1]] = days(old[Row.first_loaded_on])[match.equal[0]]
    since[match.unclear[1]] = e2
    since[match.new] = _since_when(table, rows.iloc[match.new], old.iloc[match.gone], before, e1=e1, e2=e2)
    older = int(((since[match.new] == e2) & (own_dates(rows.iloc[match.new], table) < e2)).sum())
    was, now = old.iloc[match.changed[0]], rows.iloc[match.changed[1]]
    parts, last = _superseded(table, was, now, compared, e1=e1, e2=e2)
    since[match.changed[1]] = last
    gone = np.sort(np.concatenate([match.gone, match.unclear[0]]))
    parts.append(old.iloc[gone].assign(**{SUPERSEDED: np.full(len(gone), e2)}))
    fresh = pd.concat(parts, ignore_index=True)
    # a version that came later than its own end was never believed
    fresh = fresh[~(known_dates(fresh, table) >= days(fresh[SUPERSEDED]))]
    kept = [one for one in (before.past, fresh) if one is not None and len(one)]
    past = pd.concat(kept, ignore_index=True) if kept else fresh.reset_index(drop=True)
    whole = rows.assign(**{Row.first_loaded_on: since})
    return Versions(whole, past[[*whole.columns, SUPERSEDED]], older, *_drift(match, old, rows, told))


def _since_when(
    table: Table, new: pd.DataFrame, gone: pd.DataFrame, before: Earlier, *, e1: np.datetime64, e2: np.datetime64
) -> np.ndarray:
    """``first_loaded_on`` of rows that the load before did not have."""
    own = own_dates(new, table)
    # what was there once is back, and what has another number now is no late entry: it would count twice
    known = [] if before.past is None else [(before.past, order_of(table))]
    content = [name for name in new if name not in (*table.about.key, Row.first_loaded_on)]
    late = (own <= e1) & (own > e1 - np.timedelta64(LATE_DAYS, "D"))
    if late.any():
        for others, columns in [*known, (gone, content)]:
            mine, theirs = codes(new, others, columns)
            late &= ~np.isin(mine, theirs)
    return np.where(own > e1, _NEVER, np.where(late, e1 + _DAY, e2)).astype("datetime64[us]")


def _superseded(
    table: Table,
    was: pd.DataFrame,
    now: pd.DataFrame,
    compared: Sequence[str],
    *,
    e1: np.datetime64,
    e2: np.datetime64,
) -> tuple[list[pd.DataFrame], np.ndarray]:
    """The versions that paired rows leave behind, and ``first_loaded_on`` of the newest."""
    recorded = days(now[Row.recorded_at])
    between = (recorded > e1) & (recorded <= e2)
    change = np.where(between, recorded, e2).astype("datetime64[us]")
    groups = {on: [name for name in names if name in compared] for on, names in dated_groups(table).items()}
    dated = {name for names in groups.values() for name in names}
    parts = [([name for name in compared if name not in dated], None), *((names, on) for on, names in groups.items())]
    events, quiet = [], []
    for names, on in parts:
        differ = ~same(was, now, names)
        day, silent = change, np.zeros(len(now), dtype=bool)
        if on is not None:
            own = days(now[on])
            told = np.where(between, np.fmax(own, recorded), own)
            day = np.where((own > e1) & (told <= e2), told, change)
            # nothing was said before, and what is said now has a date that was still to come
            silent = was[names].isna().all(axis=1).to_numpy() & (own > e1)
        events.append(np.where(differ, day, _NEVER).astype("datetime64[us]"))
        quiet.append(silent)
    event, silence = np.stack(events, axis=1), np.stack(quiet, axis=1)
    moved = (~np.isnat(event) & ~silence).any(axis=1)
    event[~moved] = _NEVER
    order = np.sort(event, axis=1)  # NaT last
    left, current = [], was.reset_index(drop=True)
    now = now.reset_index(drop=True)
    first = days(current[Row.first_loaded_on])
    for step in range(order.shape[1]):
        day = order[:, step]
        here = ~np.isnat(day) & (day != order[:, step - 1] if step else True)
        if not here.any():
            continue
        left.append(current[here].assign(**{SUPERSEDED: day[here]}))
        for place, (names, _) in enumerate(parts):
            taken = here & (event[:, place] == day)
            current = current.assign(**{name: current[name].mask(taken, now[name]) for name in names if taken.any()})
        first = np.where(here, day, first)
        current = current.assign(**{Row.first_loaded_on: first})
    # a day that the row says itself need not be said again
    return left, np.where(moved & (own_dates(now, table) >= first), _NEVER, first)


def _drift(
    match: Match, old: pd.DataFrame, rows: pd.DataFrame, told: list[str]
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray], np.ndarray]:
    """New, changed and gone positions, see `Versions`."""

    def theirs(frame: pd.DataFrame, places: np.ndarray) -> np.ndarray:
        return (frame[Row.source].iloc[places] != OURS).to_numpy(dtype=bool, na_value=True)

    one = np.concatenate([match.equal[0], match.changed[0], match.alike[0]])
    other = np.concatenate([match.equal[1], match.changed[1], match.alike[1]])
    differ = ~same(old.iloc[one], rows.iloc[other], told)
    differ &= theirs(rows, other)
    new = np.sort(np.concatenate([match.new, np.setdiff1d(match.unclear[1], match.alike[1])]))
    gone = np.sort(np.concatenate([match.gone, np.setdiff1d(match.unclear[0], match.alike[0])]))
    return new[theirs(rows, new)], (one[differ], other[differ]), gone[theirs(old, gone)]
