"""Deliveries against the day that was promised (cap 22).

A delivery is what was promised of one order for one day; it is on time when its last piece arrived by then. Where
arrivals are noted of under half of what left, and of a piece that left over a month ago and has none, the day of
shipping counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.values import text
from accountbook.planning.view import View
from accountbook.tables import Shipments as S

WAITING = 180
"""Days after the promised day in which a delivery that has not left is still waited for."""

ON_ROAD = 30
"""Days after which what left is there, though nobody noted it."""
NOTED = 0.5
"""Under this share of deliveries with an arrival, arrivals are not noted as a rule."""


@dataclass(frozen=True)
class OnTime:
    """Deliveries that were due in a year: how many, how many on time, and how late the others came (median days)."""

    due: int
    on_time: int
    late_by: int | None


@dataclass(frozen=True)
class Waiting:
    """A delivery outside contracts that was promised, and has not left; shipment_id: the first of its order's."""

    order_id: str | None
    promised_on: pd.Timestamp
    days_late: int
    shipment_id: str | None = None


def deliveries(view: View) -> pd.DataFrame:
    """What was promised of an order for a day that has passed: ``due``, ``late`` (days; NaN: not there yet).

    ``shipment_id`` is of the shipment that came last, or has not come.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> sent = {"shipment_id": "1", "account_id": "A", "promised_on": "2026-05-10", "arrived_on": "2026-05-14"}
    >>> deliveries(MemoryView("2026-10-31", {"order_lines": [], "shipments": [sent]}))["late"].tolist()
    [4]
    """
    sent = view.table("shipments")
    sent = sent[sent[S.promised_on].notna() & (sent[S.promised_on] < view.as_of)]
    came = _came(sent, view.as_of)
    order = sent[S.order_id].fillna(sent[S.shipment_id])
    # of a run in parts the last one counts; one that has not come stands behind all that have
    runs = sent.assign(came=came, order=order).sort_values(["order", S.promised_on, "came"])
    runs = runs.drop_duplicates(["order", S.promised_on], keep="last", ignore_index=True)
    late = (runs["came"] - runs[S.promised_on]).dt.days
    return pd.DataFrame({"due": runs[S.promised_on], "late": late, "shipment_id": runs[S.shipment_id]})


def _came(sent: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """The day of arrival, or that of shipping where the arrival was hardly noted and not just not yet."""
    gone = sent[S.shipped_on].notna() | sent[S.arrived_on].notna()
    rare = sent[S.arrived_on].notna().sum() < NOTED * gone.sum()
    stale = sent[S.shipped_on] < as_of - pd.Timedelta(days=ON_ROAD)
    return sent[S.arrived_on].where(sent[S.arrived_on].notna() | ~(stale | rare), sent[S.shipped_on])


def on_time(runs: pd.DataFrame) -> OnTime:
    """How many of some deliveries came on time, and how late the others."""
    late = runs.loc[runs["late"] > 0, "late"]
    return OnTime(len(runs), int((runs["late"] <= 0).sum()), None if late.empty else round(float(late.median())))


def waiting_for(view: View) -> tuple[Waiting, ...]:
    """What was promised outside contracts and has not left, the longest due first."""
    sent = view.table("shipments")
    late = sent[sent[S.shipped_on].isna() & sent[S.arrived_on].isna() & sent[S.contract_id].isna()]
    since = view.as_of - pd.Timedelta(days=WAITING)
    late = late[(late[S.promised_on] < view.as_of) & (late[S.promised_on] >= since)]
    late = late.sort_values([S.promised_on, S.shipment_id])
    # one that names no order stands for itself
    late = late[late[S.order_id].isna() | ~late.duplicated([S.order_id, S.promised_on])]
    return tuple(
        Waiting(
            text(row[S.order_id]), row[S.promised_on], (view.as_of - row[S.promised_on]).days, text(row[S.shipment_id])
        )
        for row in late.to_dict("records")
    )
