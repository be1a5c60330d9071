"""The first reading of last month's predictions: what came of them so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Reading:
    """A first look at what was said a month before: nothing of it is due yet, and early orders come first.

    Attributes
    ----------
    made : when. accounts : how many were predicted. ordered : of these, since. inside : of these, within their dates.
    early : before them. passed : no order, and the whole range is past. amounts : orders whose amount is known;
    amounts_inside : within their range.
    recomputed : it was computed as of then.
    """

    made: pd.Timestamp
    accounts: int
    ordered: int
    inside: int
    early: int
    passed: int
    amounts: int
    amounts_inside: int
    recomputed: bool


def reading(said: pd.DataFrame, days: pd.DataFrame, as_of: pd.Timestamp) -> Reading | None:
    """What came since of what was said a month before.

    Parameters
    ----------
    said : kind "said_orders" of one day and horizon, with ``recomputed``. days : the book's order days.

    Examples
    --------
    >>> said = pd.DataFrame({"account_id": ["A", "B", "C"], "made": pd.Timestamp("2026-09-30"), "recomputed": 0,
    ...     "horizon_days": 60, "days_p10": [2.0, 3.0, 20.0], "days_p90": [20.0, 25.0, None], "typical_lo": 50.0,
    ...     "typical_hi": 90.0})
    >>> days = pd.DataFrame({"account_id": ["A", "C"], "order_date": pd.to_datetime(["2026-10-10", "2026-10-12"]),
    ...     "amount": [80.0, 99.0]})
    >>> found = reading(said, days, pd.Timestamp("2026-10-31"))
    >>> found.ordered, found.inside, found.early, found.passed, found.amounts_inside
    (2, 1, 1, 1, 1)
    """
    if said.empty:
        return None
    made = said["made"].iloc[0]
    since = days[(days["order_date"] > made) & (days["order_date"] <= as_of)].drop_duplicates("account_id")
    rows = said.merge(since[["account_id", "order_date", "amount"]], on="account_id", how="left")
    on = (rows["order_date"] - made).dt.days
    # no early end, or no late one: it was said that the order comes after the horizon
    after = rows["horizon_days"] + 1
    first, last = rows["days_p10"].fillna(after), rows["days_p90"].fillna(np.inf)
    amount = rows["amount"].where(rows["amount"] > 0)
    return Reading(
        made=made,
        accounts=len(rows),
        ordered=int(on.notna().sum()),
        inside=int(((first <= on) & (on <= last)).sum()),
        early=int((on < first).sum()),
        passed=int((on.isna() & (last < (as_of - made).days)).sum()),
        amounts=int(amount.notna().sum()),
        amounts_inside=int(((rows["typical_lo"] <= amount) & (amount <= rows["typical_hi"])).sum()),
        recomputed=bool(rows["recomputed"].any()),
    )
