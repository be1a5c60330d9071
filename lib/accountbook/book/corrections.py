"""Corrected order lines on their way to order days: each counts for the time in which it was believed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.book.known import SUPERSEDED, canonical, days, known_dates, order_of
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

UNTIL = SUPERSEDED
NEEDED = [
    L.account_id,
    L.order_date,
    L.recorded_at,
    L.first_loaded_on,
    L.kind,
    L.quantity,
    L.amount,
    L.order_id,
    L.line,
]
"""The columns of order_lines that order days are made of."""


def with_past(
    lines: pd.DataFrame, known: np.ndarray, past: pd.DataFrame
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Lines and their earlier versions, those of a day that was corrected once for each time between corrections.

    Returns
    -------
    lines, since, known, until : since when each counts, when its number first became known, until when it counts.
    """
    both = pd.concat([lines[NEEDED], past[NEEDED]], ignore_index=True)
    known = np.concatenate([known, known_dates(past, TABLES["order_lines"])])
    until = np.concatenate([np.full(len(lines), np.datetime64("NaT", "us")), days(past[UNTIL])])
    heard = _heard(both, known, until)
    group = both.groupby([L.account_id, L.order_date], sort=False).ngroup().to_numpy()
    frame = pd.DataFrame({"place": np.arange(len(both)), "group": group, "known": known, "until": until})
    ends = frame.loc[frame["until"].notna(), ["group", "until"]].drop_duplicates().sort_values(["group", "until"])
    corrected = frame["group"].isin(ends["group"])
    last = ends.drop_duplicates("group").assign(until=pd.Series(pd.NaT, index=ends.index, dtype="datetime64[us]"))
    spans = pd.concat([ends, last], ignore_index=True).rename(columns={"until": "end"})
    spans = spans.sort_values(["group", "end"], na_position="last", ignore_index=True)
    spans["start"] = spans.groupby("group")["end"].shift()
    some = frame[corrected].merge(spans, on="group")
    lasts = some["until"].isna() | (some["until"] >= some["end"]).where(some["end"].notna(), False)
    some = some[lasts & ~(some["known"] >= some["end"])].sort_values("place", kind="stable")
    place = np.concatenate([frame.loc[~corrected, "place"], some["place"]]).astype("int64")
    since = np.concatenate([known[~corrected], np.fmax(some["known"].to_numpy(), some["start"].to_numpy())])
    rest = ~corrected.to_numpy()
    until = np.concatenate([until[rest], some["end"].to_numpy()]).astype("datetime64[us]")
    # of equal lots the lines are added up in the order in which they lie
    order = canonical(both.iloc[place].reset_index(drop=True), order_of(TABLES["order_lines"]))
    place = place[order]
    return both.iloc[place].reset_index(drop=True), since[order].astype("datetime64[us]"), heard[place], until[order]


def _heard(lines: pd.DataFrame, known: np.ndarray, until: np.ndarray) -> np.ndarray:
    """When an account's line first became known: by a version that had ended when this one began, or by itself."""
    number = lines.groupby([L.account_id, L.order_id, L.line], sort=False, dropna=False).ngroup()
    frame = pd.DataFrame({"number": number, "place": np.arange(len(lines)), "known": known, "until": until})
    named = lines[[L.order_id, L.line]].notna().any(axis=1)
    ended = frame[named & frame["until"].notna()]
    pairs = frame[named & number.isin(ended["number"])].merge(ended, on="number", suffixes=("", "_ended"))
    first = pairs[pairs["until_ended"] <= pairs["known"]].groupby("place")["known_ended"].min()
    heard = known.copy()
    heard[first.index] = np.fmin(heard[first.index], first.to_numpy())
    return heard
