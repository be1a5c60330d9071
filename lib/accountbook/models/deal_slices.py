"""Deals as they stood on past dates, and how long such deals took to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.features import DealFeature as F
from accountbook.features import deal_features
from accountbook.features.deals import deal_amount
from accountbook.models.wins import stages
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as C
from accountbook.tables.deals import SELLER_STAGES

if TYPE_CHECKING:
    from accountbook.book import Book

MONTHS = 36
LEAST_CLOSED = 5
SLICE = "slice"
CLOSE, DECIDED_BY = ["close_p10", "close_p50", "close_p90"], (0.1, 0.5, 0.9)
"""Columns of the days by which a deal is decided with such chances."""
WEEK = pd.Timedelta(days=7)
STAGES_AFTER = [f"stage_after_{week}" for week in (1, 2, 3, 4)]
"""The stage a week after the slice, two, three and four."""


def deal_slices(book: Book, *, months: int = MONTHS) -> pd.DataFrame:
    """Deals as they stood at the ends of past months while they were open, with what became of them.

    Parameters
    ----------
    book : as of the day of prediction; outcomes known later are not used.
    months : past month-ends at most.

    Returns
    -------
    Frame with one row per deal and slice: opportunity_id, `DealFeature`, slice, ``won`` (1, 0; empty while open),
    ``decided_on``, ``days_left`` (to the decision, or to now while open), ``worth`` (the amount in the end, won or
    not) and `STAGES_AFTER` (counted from 0, empty where that week has not passed).
    """
    closed = decided_deals(book)
    columns = [*open_deals(book).columns, SLICE, "won", "decided_on", "days_left"]
    created = book.table("opportunities")[O.created_on]
    first = created.min() if len(created) else book.as_of
    ends = pd.date_range(end=book.as_of - pd.Timedelta(days=1), periods=months, freq="ME")
    views = book.snapshots([end for end in ends if end > first])
    frames = [open_deals(view).assign(**{SLICE: view.as_of}) for view in views]
    if not frames:
        frames = [open_deals(book).iloc[:0].assign(**{SLICE: book.as_of})]
    rows = pd.concat(frames).reset_index(names=O.opportunity_id)
    final = closed.reindex(rows[O.opportunity_id])
    rows["won"] = np.where(final[F.outcome].isna(), np.nan, (final[F.outcome] == "won").astype(float))
    rows["decided_on"] = final[F.closed_on].to_numpy()
    until = rows["decided_on"].fillna(book.as_of)
    rows["days_left"] = (until - rows[SLICE]).dt.days.astype(float).clip(lower=1.0)
    rows["worth"] = final[F.amount].to_numpy()
    after = _stages_after(rows, book.table("opportunity_changes"), as_of=book.as_of)
    return rows[[O.opportunity_id, *columns, "worth"]].assign(**after)


def open_deals(book: Book) -> pd.DataFrame:
    """`deal_features` of the deals that are open, made once: a month's end is looked back at from many dates."""
    return book.once("open_deals", _still_open)


def _still_open(book: Book) -> pd.DataFrame:
    deals = deal_features(book)
    return deals.loc[deals[F.outcome] == "open"]


def decided_deals(book: Book) -> pd.DataFrame:
    """Outcome, day and amount of the deals that are known to be decided, indexed by opportunity_id."""
    deals = book.table("opportunities").set_index(O.opportunity_id)
    deals = deals.loc[deals[O.outcome].fillna("open") != "open"]
    return deals[[O.outcome, O.closed_on]].assign(**{F.amount: deal_amount(deals)})


def _stages_after(rows: pd.DataFrame, changes: pd.DataFrame, *, as_of: pd.Timestamp) -> dict[str, np.ndarray]:
    """`STAGES_AFTER` of each slice: that of the last move by then, or of the slice."""
    ranks = changes[C.new].map({name: float(rank) for rank, name in enumerate(SELLER_STAGES)})
    moves = changes.assign(rank=ranks).loc[(changes[C.field] == O.seller_stage) & ranks.notna()]
    moves = moves.sort_values(C.changed_at, kind="stable")[[O.opportunity_id, C.changed_at, "rank"]]
    stage = rows[F.stage].fillna(0.0).to_numpy()
    found = {}
    for number, name in enumerate(STAGES_AFTER, start=1):
        ends = rows[SLICE] + number * WEEK
        asked = rows[[O.opportunity_id, SLICE]].assign(ends=ends, place=np.arange(len(rows))).sort_values("ends")
        last = pd.merge_asof(asked, moves, left_on="ends", right_on=C.changed_at, by=O.opportunity_id)
        last = last.sort_values("place")
        moved = (last[C.changed_at] > last[SLICE]).to_numpy()
        found[name] = np.where((ends <= as_of).to_numpy(), np.where(moved, last["rank"].to_numpy(), stage), np.nan)
    return found


def close_days(slices: pd.DataFrame, now: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """The days by which a tenth, half and nine tenths of such deals were decided: by stage, open ones censored.

    Notes
    -----
    Kaplan-Meier over past slices of the deal's seller stage, or of all where the stage has under five closed deals.

    Returns
    -------
    `CLOSE`, days after ``as_of``, NaT where so many are not decided within what was ever seen; indexed like ``now``.
    """
    closed = slices.loc[slices["decided_on"].notna()]
    counts = closed.groupby(stages(closed))[O.opportunity_id].nunique() if len(closed) else pd.Series(dtype=int)
    overall = days_left(slices)
    own = stages(slices)
    found = {
        name: days_left(slices.loc[own == name]) if counts.get(name, 0) >= LEAST_CLOSED else overall
        for name in np.unique(stages(now))
    }
    left = np.array([found[name] for name in stages(now)]).reshape(-1, len(CLOSE))
    ahead = as_of + pd.to_timedelta(np.ceil(left).ravel(), unit="D").astype("timedelta64[us]")
    return pd.DataFrame(ahead.to_numpy().reshape(left.shape), index=now.index, columns=CLOSE)


def days_left(slices: pd.DataFrame) -> tuple[float, ...]:
    """Days to the decision of a tenth, half and nine tenths of deals, by Kaplan-Meier.

    Returns
    -------
    A figure for each of `CLOSE`; NaN where fewer than five deals were decided, or so many never are.

    Examples
    --------
    >>> rows = pd.DataFrame({"opportunity_id": list("abcde"), "days_left": [10.0, 20.0, 30.0, 40.0, 50.0]})
    >>> rows["decided_on"] = pd.Timestamp("2026-01-31")
    >>> days_left(rows)
    (10.0, 30.0, 50.0)
    """
    events = slices["decided_on"].notna().to_numpy()
    if slices.loc[events, O.opportunity_id].nunique() < LEAST_CLOSED:
        return (float("nan"),) * len(CLOSE)
    days = slices["days_left"].to_numpy(float)
    times = np.unique(days[events])
    at_risk = len(days) - np.searchsorted(np.sort(days), times, side="left")
    decided = np.diff(np.searchsorted(np.sort(days[events]), np.append(times, np.inf), side="left"))
    left = np.cumprod(1 - decided / at_risk)
    reached = [np.flatnonzero(left <= 1 - share + 1e-12) for share in DECIDED_BY]
    return tuple(float(times[one[0]]) if len(one) else float("nan") for one in reached)
