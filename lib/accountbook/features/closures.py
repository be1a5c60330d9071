"""Weeks of the year in which an account never orders, though by its rate it should (cap 38).

The year is cut into 52 weeks of 7 days; a run of one to six weeks without an order in at least two years counts where
(a) an account of its rate would have ordered more than once in the run every year, and (b) the chance of so long a
silence at a constant rate, times the number of such runs in a year, is under 0.02. So an account that orders every
six weeks shows none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features.groups import group_starts
from accountbook.features.view import OrderDays as D

WEEKS = 52
LONGEST = 6
LUCK = 0.02
YEARS = 2


class ClosedWeeks:
    """Columns of `closed_weeks`: first week of the year (0 to 51), how many weeks, in how many years they were empty,
    and how many orders they would have held by the account's rate."""

    account_id = D.account_id
    first_week = "first_week"
    weeks = "weeks"
    years = "years"
    expected_orders = "expected_orders"


C = ClosedWeeks


def closed_weeks(days: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The closed weeks of every account.

    Parameters
    ----------
    days : ``order_days()``, sorted by account and date. as_of : the last day known.

    Returns
    -------
    Frame with columns `ClosedWeeks`, a row per run of weeks, by account and first week.

    Examples
    --------
    >>> mondays = pd.Series(pd.date_range("2023-11-01", "2026-10-31", freq="W-MON"))
    >>> mondays = mondays[~mondays.dt.day_of_year.between(218, 238)]
    >>> days = pd.DataFrame({"account_id": "A", "order_date": mondays})
    >>> closed_weeks(days, pd.Timestamp("2026-10-31"))[["first_week", "weeks", "years"]].to_numpy().tolist()
    [[31, 3, 3]]
    """
    found: list[tuple[str, int, int, int, float]] = []
    starts = group_starts(days[D.account_id])
    if len(starts):
        names = days[D.account_id].astype("str").array[starts]
        counts, covered = _weeks(days[D.order_date], starts, as_of)
        rate = counts.sum(axis=1) / np.maximum(covered.sum(axis=1), 1)
        quiet = (counts == 0) & (covered >= YEARS)
        # what no run of the longest kind could show need not be looked at run by run
        likely = (rate * LONGEST > 1) & (rate * LONGEST * covered.max(axis=1) > np.log(WEEKS / LONGEST / LUCK))
        rows, firsts, lengths = _runs(quiet, np.flatnonzero(likely & quiet.any(axis=1) & ~quiet.all(axis=1)))
        upto = np.hstack([np.zeros((len(covered), 1)), np.tile(covered, 2).cumsum(axis=1)])
        expected = rate[rows] * (upto[rows, firsts + lengths] - upto[rows, firsts])
        told = (lengths <= LONGEST) & (rate[rows] * lengths > 1) & (np.exp(-expected) * WEEKS / lengths < LUCK)
        for place in np.flatnonzero(told):
            row, first, length = int(rows[place]), int(firsts[place]), int(lengths[place])
            years = int(covered[row, (first + np.arange(length)) % WEEKS].min())
            found.append((names[row], first, length, years, float(expected[place])))
    frame = pd.DataFrame(found, columns=[C.account_id, C.first_week, C.weeks, C.years, C.expected_orders])
    types = {
        C.account_id: "str",
        C.first_week: "int64",
        C.weeks: "int64",
        C.years: "int64",
        C.expected_orders: "float64",
    }
    return frame.astype(types)


def week_of_year(days: np.ndarray) -> np.ndarray:
    """Week of the year, 0 to 51, of dates; the last one has eight or nine days.

    Examples
    --------
    >>> week_of_year(np.array(["2026-01-07", "2026-01-08", "2026-12-31"], dtype="datetime64[D]")).tolist()
    [0, 1, 51]
    """
    return np.minimum((days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(int) // 7, WEEKS - 1)


def _weeks(dates: pd.Series, starts: np.ndarray, as_of: pd.Timestamp) -> tuple[np.ndarray, np.ndarray]:
    """Each account's order days by week of the year, and in how many years each week lies wholly in its history."""
    date = dates.to_numpy().astype("datetime64[D]")
    codes = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(date))))
    counts = np.bincount(codes * WEEKS + week_of_year(date), minlength=len(starts) * WEEKS).reshape(-1, WEEKS)
    last = np.datetime64(as_of, "D")
    years = np.arange(date.min().astype("datetime64[Y]"), last.astype("datetime64[Y]") + 1)
    opens = years.astype("datetime64[D]")[:, None] + 7 * np.arange(WEEKS)
    covered = np.zeros((len(starts), WEEKS), dtype=np.int64)
    for year in opens:
        covered += (year[None, :] >= date[starts][:, None]) & (year[None, :] + 6 <= last)
    return counts, covered


def _runs(quiet: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Longest runs of quiet weeks of some rows as (row, first week, length), around the turn of the year too.

    Parameters
    ----------
    quiet : by row and week. rows : those with weeks of both kinds.
    """
    some = quiet[rows]
    who, firsts = np.nonzero(some & ~np.roll(some, 1, axis=1))
    _, lasts = np.nonzero(some & ~np.roll(some, -1, axis=1))
    # a run around the turn of the year ends before the others of its row: each then ends where the next one would
    ends = np.searchsorted(who, who, side="right")
    after = np.where(np.arange(len(who)) + 1 < ends, np.arange(len(who)) + 1, np.searchsorted(who, who, side="left"))
    around = (some[:, 0] & some[:, -1])[who]
    return rows[who], firsts, (np.where(around, lasts[after], lasts) - firsts) % WEEKS + 1
