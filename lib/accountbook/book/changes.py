"""A deal's log: completed when a load is written, replayed when a date is asked.

An export shows a deal as it stands; its log shows what it was. Completing the log gives every value of a deal an
entry on the day the deal was written down, so that replaying it up to a date gives the deal as known then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from accountbook.book.known import days, known_dates
from accountbook.tables import TABLES
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as C

OURS = "accountbook"
"""``source`` of the entries that completing adds."""

_DEALS = TABLES["opportunities"]
_LOG = TABLES["opportunity_changes"]
FIELDS = [
    name
    for name in _DEALS.columns
    if name not in (O.opportunity_id, O.account_id, O.created_on, O.recorded_at, O.recorded_by, O.source)
    and not _DEALS.meanings[name].known_on
    and not _DEALS.meanings[name].derived
]
"""The columns of a deal whose past values the log keeps; the others have a date of their own or never change."""

_TRUTHS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


def typed(texts: pd.Series, dtype: str) -> pd.Series:
    """Values of the log in their column's dtype; what cannot be read is empty.

    Parameters
    ----------
    texts : numbers with a decimal point, dates as YYYY-MM-DD, truth as true or false, or text.
    dtype : of ``Table.dtypes``.

    Examples
    --------
    >>> typed(pd.Series(["2026-05-01", None, "soon"], dtype="str"), "datetime64[us]").isna().tolist()
    [False, True, True]
    """
    if dtype == "str":
        return texts.astype("str")
    if dtype == "boolean":
        return texts.str.strip().str.lower().map(_TRUTHS).astype("boolean")
    if dtype == "datetime64[us]":
        return pd.to_datetime(texts, format="ISO8601", errors="coerce").dt.tz_localize(None).astype(dtype)
    numbers = pd.to_numeric(texts.str.strip(), errors="coerce").astype("float64")
    if dtype == "Int64":
        return numbers.where(numbers == numbers.round()).astype("Int64")
    return numbers


def as_text(values: pd.Series) -> pd.Series:
    """A column's values as the log writes them; `typed` reads them back unchanged.

    Examples
    --------
    >>> as_text(pd.Series([1200.0, None])).tolist()
    ['1200', nan]
    """
    there = values.notna()
    kind = str(values.dtype)
    if kind == "boolean":
        said = [None if pd.isna(v) else ("true" if v else "false") for v in values]
    elif kind.startswith("datetime64"):
        said = [None if pd.isna(v) else (f"{v:%Y-%m-%d}" if v == v.normalize() else v.isoformat()) for v in values]
    elif kind == "float64":
        said = [None if pd.isna(v) else (str(int(v)) if v.is_integer() else repr(v)) for v in values.tolist()]
    else:
        return values.astype("str").where(there)
    return pd.Series(said, index=values.index, dtype="str")


def completed(
    opportunities: pd.DataFrame,
    changes: pd.DataFrame,
    *,
    exported_on: pd.Timestamp,
    previous: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The log with an entry for every value at the deal's creation, and for what the export shows beyond the log.

    Parameters
    ----------
    opportunities, changes : the two tables of this load.
    exported_on : day of the export; a value that the log does not explain is known since then.
    previous : the completed log of the load before; what it had to add for a (deal, field) that the source still
        has no log of is kept, so that a value which an export has overwritten is not lost.

    Returns
    -------
    pandas.DataFrame
        Rows of opportunity_changes, those of `changes` first; the added ones have ``source`` "accountbook".
    """
    log = changes
    if previous is not None:
        ours = previous[(previous[C.source] == OURS).to_numpy(dtype=bool, na_value=False)]
        ours = ours[ours[C.opportunity_id].isin(opportunities[O.opportunity_id])]
        logged = pd.MultiIndex.from_frame(changes[[C.opportunity_id, C.field]])
        ours = ours[~pd.MultiIndex.from_frame(ours[[C.opportunity_id, C.field]]).isin(logged)]
        log = pd.concat([log, ours], ignore_index=True)
    deals = opportunities.drop_duplicates(O.opportunity_id, keep="last").set_index(O.opportunity_id)
    field = log[C.field].to_numpy()
    added = [part for name in FIELDS for part in _additions(deals, log[field == name], name, exported_on) if len(part)]
    if not added:
        return log
    rows = pd.concat(added).rename_axis(C.opportunity_id).reset_index().assign(**{C.source: OURS})
    rows = rows.reindex(columns=log.columns).astype(_LOG.dtypes)
    return pd.concat([log, rows], ignore_index=True)


def _additions(deals: pd.DataFrame, log: pd.DataFrame, name: str, exported_on: pd.Timestamp) -> Iterator[pd.DataFrame]:
    """The entries of one field that its log lacks, by deal: at creation, and at the export."""
    now = deals[name]
    mine = log[log[C.opportunity_id].isin(deals.index)]
    if mine.empty and not now.notna().any():
        return
    mine = mine.sort_values(C.changed_at, kind="stable")
    first = mine.drop_duplicates(C.opportunity_id, keep="first").set_index(C.opportunity_id)
    late = first[days(first[C.changed_at]) > days(deals[O.created_on].reindex(first.index))]
    # before its first change a value was what that change calls old; without any change it is what it is now
    old = typed(late[C.old], _DEALS.dtypes[name])
    # written as we write values, so that it reads the same whichever of the two it came from
    old = as_text(old).where(old.notna(), late[C.old])
    start = pd.concat([as_text(now[~now.index.isin(first.index)]), old]).dropna()
    yield pd.DataFrame({C.field: name, C.new: start, C.changed_at: deals[O.created_on].reindex(start.index)})
    if mine.empty:
        return
    heard = mine[days(mine[C.changed_at]) <= exported_on.to_datetime64()]
    last = heard.drop_duplicates(C.opportunity_id, keep="last").set_index(C.opportunity_id)[C.new]
    before, after = typed(last, _DEALS.dtypes[name]), now.reindex(last.index)
    same = (before == after).fillna(False).to_numpy(dtype=bool) | (before.isna() & after.isna()).to_numpy()
    # what cannot be read is not contradicted: the report counts it
    same |= (before.isna() & last.notna()).to_numpy()
    yield pd.DataFrame({C.field: name, C.old: last, C.new: as_text(after), C.changed_at: exported_on})[~same]


def unreadable(changes: pd.DataFrame) -> dict[str, int]:
    """How many values of the log cannot be read in their column's dtype, by field."""
    counts = {}
    for name in FIELDS:
        new = changes[C.new][(changes[C.field] == name).to_numpy(dtype=bool, na_value=False)]
        bad = int((new.notna() & typed(new, _DEALS.dtypes[name]).isna()).sum())
        if bad:
            counts[name] = bad
    return counts


class Replay:
    """A completed log, ready to give deals as known on any date.

    Parameters
    ----------
    log : rows of the log sorted by deal, field and moment.
    known : day on which each became known.
    until : day from which each is no longer believed, NaT: it still is; None: they all are.
    fields : which fields to replay; default all that a log keeps.
    """

    def __init__(
        self,
        log: pd.DataFrame,
        known: np.ndarray,
        until: np.ndarray | None = None,
        *,
        fields: Iterable[str] = FIELDS,
    ) -> None:
        deal, self._deals = pd.factorize(log[C.opportunity_id])
        field, names = pd.factorize(log[C.field])
        names = pd.Index(names)
        changed = np.ones(len(log), dtype=bool)
        changed[1:] = (deal[1:] != deal[:-1]) | (field[1:] != field[:-1])
        self._starts = np.flatnonzero(changed)
        self._known = known
        self._until = until
        self._deals = pd.Index(self._deals)
        self._parts: dict[str, tuple[np.ndarray, np.ndarray, pd.Series, np.ndarray]] = {}
        starting = field[self._starts]
        for name in fields:
            code = names.get_loc(name) if name in names else None
            rows = np.flatnonzero(field == code) if code is not None else np.empty(0, dtype="int64")
            groups = np.flatnonzero(starting == code) if code is not None else rows
            place = np.full(len(log), -1)
            place[rows] = np.arange(len(rows))
            dtype = _DEALS.dtypes[name]
            values = typed(log[C.new].iloc[rows], dtype) if len(rows) else pd.Series(dtype=dtype)
            self._parts[name] = groups, deal[self._starts[groups]], values, place

    def at(self, deals: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
        """The deals with every logged field as of a date: its last value whose change was known by then.

        Parameters
        ----------
        deals : rows of opportunities known on `as_of`.
        """
        day = as_of.to_datetime64()
        hidden = self._known > day
        if self._until is not None:
            hidden |= self._until <= day
        seen = np.where(hidden, -1, np.arange(len(self._known)))
        last = np.maximum.reduceat(seen, self._starts) if len(seen) else seen
        rows = self._deals.get_indexer(deals[O.opportunity_id])
        given = {}
        for name, (groups, owners, values, place) in self._parts.items():
            found = last[groups]
            at = np.full(len(self._deals) + 1, -1)
            at[owners[found >= 0]] = place[found[found >= 0]]
            # a deal that the log does not know has row -1: the spare last place, which is empty
            given[name] = values.array.take(at[rows], allow_fill=True)
        return deals.assign(**given)


def open_until_closed(deals: pd.DataFrame, *, as_of: pd.Timestamp, exports: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """Deals whose outcome, reasons and satisfaction say no more than was known.

    A deal that is closed later was open, just as one that never is: telling them apart would be telling the future.
    One that was won or lost on a day that nobody wrote down is known to be since the export that shows it.

    Parameters
    ----------
    deals : as the door gives them: ``closed_on`` is empty while it lies ahead.
    exports : days of the exports of this load and of those before it, in their order.
    """
    closed = deals[O.closed_on].notna()
    first = np.append(np.array(exports, dtype="datetime64[us]"), np.datetime64("NaT", "us"))
    # the first export on or after the day that made the row known, as it stands, is the first to show it
    shown = first[np.searchsorted(first[:-1], known_dates(deals, _DEALS))]
    closed |= deals[O.outcome].isin(["won", "lost"]) & (shown <= as_of.to_datetime64())
    empty = {name: deals[name].mask(~closed) for name in (O.reasons, O.satisfaction)}
    return deals.assign(**{O.outcome: deals[O.outcome].mask(~closed, "open")}, **empty)
