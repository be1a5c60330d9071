"""Deals as they stood on past dates, and how long such deals took to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.features import DealFeature as F
from accountbook.features import deal_features
from accountbook.models.wins import stages
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as C
from accountbook.tables.deals import SELLER_STAGES

if TYPE_CHECKING:
    from accountbook.book import Book

MONTHS = 36
LEAST_CLOSED = 5
SLICE = "slice"
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
    now = deal_features(book)
    closed = now.loc[now[F.outcome] != "open"]
    columns = [*now.columns, SLICE, "won", "decided_on", "days_left"]
    created = book.table("opportunities")[O.created_on]
    first = created.min() if len(created) else book.as_of
    ends = pd.date_range(end=book.as_of - pd.Timedelta(days=1), periods=months, freq="ME")
    views = book.snapshots([end for end in ends if end > first])
    frames = [view.once("open_deals", open_deals).assign(**{SLICE: view.as_of}) for view in views]
    if not frames:
        frames = [now.iloc[:0].assign(**{SLICE: book.as_of})]
    rows = pd.concat(frames).reset_index(names=O.opportunity_id)
    final = closed.reindex(rows[O.opportunity_id])
    rows["won"] = np.where(final[F.outcome].isna(), np.nan, (final[F.outcome] == "won").astype(float))
    rows["decided_on"] = final[F.closed_on].to_numpy()
    until = rows["decided_on"].fillna(book.as_of)
    rows["days_left"] = (until - rows[SLICE]).dt.days.astype(float).clip(lower=1.0)
    rows["worth"] = final[F.amount].to_numpy()
    after = _stages_after(rows, book.table("opportunity_changes"), as_of=book.as_of)
    return rows[[O.opportunity_id, *columns, "worth"]].assign(**after)


def open_deals(view: Book) -> pd.DataFrame:
    """`deal_features` of the deals that are open on the view's date."""
    deals = deal_features(view)
    return deals.loc[deals[F.outcome] == "open"]


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


def close_days(slices: pd.DataFrame, now: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.Series:
    """The day by which half of such deals were decided: median time left by stage, open ones censored.

    Notes
    -----
    Kaplan-Meier over past slices of the deal's seller stage, or of all where the stage has under five closed deals.

    Returns
    -------
    Days after ``as_of``, NaT where half are not decided within what was ever seen; indexed like ``now``.
    """
    closed = slices.loc[slices["decided_on"].notna()]
    counts = closed.groupby(stages(closed))[O.opportunity_id].nunique() if len(closed) else pd.Series(dtype=int)
    overall = median_left(slices)
    stage = pd.Series(stages(now), index=now.index)
    medians = {
        name: median_left(slices.loc[stages(slices) == name]) if counts.get(name, 0) >= LEAST_CLOSED else overall
        for name in stage.unique()
    }
    left = stage.map(medians).astype(float)
    return (as_of + pd.to_timedelta(np.ceil(left), unit="D")).astype("datetime64[us]")


def median_left(slices: pd.DataFrame) -> float:
    """Median days to the decision by Kaplan-Meier; NaN where fewer than five deals were decided or half never are.

    Examples
    --------
    >>> rows = pd.DataFrame({"opportunity_id": list("abcde"), "days_left": [10.0, 20.0, 30.0, 40.0, 50.0]})
    >>> rows["decided_on"] = pd.Timestamp("2026-01-31")
    >>> median_left(rows)
    30.0
    """
    events = slices["decided_on"].notna().to_numpy()
    if slices.loc[events, O.opportunity_id].nunique() < LEAST_CLOSED:
        return float("nan")
    days = slices["days_left"].to_numpy(float)
    times = np.unique(days[events])
    at_risk = len(days) - np.searchsorted(np.sort(days), times, side="left")
    decided = np.diff(np.searchsorted(np.sort(days[events]), np.append(times, np.inf), side="left"))
    left = np.cumprod(1 - decided / at_risk)
    half = np.flatnonzero(left <= 0.5 + 1e-12)
    return float(times[half[0]]) if len(half) else float("nan")
