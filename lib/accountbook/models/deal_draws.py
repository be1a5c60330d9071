"""What open deals may bring, by month: won or lost as a whole, on a day that is not sure either."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from accountbook.features.view import View
from accountbook.models.judge import REACH_80
from accountbook.models.kinds import DealPrediction as P
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L

LATE = 0.5
"""Standard deviation of the logarithm of the days until a deal is decided, about the expected ones."""
NEAR = 30
"""Days until a deal is decided whose expected day has passed."""
FAR = 90
"""Days until a deal is decided of which nobody says when."""
LEAST = 5
"""Won deals with orders below which nothing is learned from them."""
PART = (0.3, 2.0)
EDGE = 1e-4


@dataclass(frozen=True)
class Delivery:
    """What becomes of won deals: ``days`` until they are orders, and which ``part`` of what was asked is ordered."""

    days: float = 0.0
    part: float = 1.0


def delivery(view: View) -> Delivery:
    """What became of won deals whose orders say which deal they came from.

    Examples
    --------
    Five deals of 100 each, won on 1 March and ordered on the 21st for 80:

    >>> from types import SimpleNamespace
    >>> won = {"outcome": "won", "closed_on": pd.Timestamp("2026-03-01"), "amount": 100.0}
    >>> order = {"kind": "order", "order_date": pd.Timestamp("2026-03-21"), "amount": 80.0}
    >>> rows = {"opportunities": pd.DataFrame([{"opportunity_id": f"D{n}", **won} for n in range(5)]),
    ...         "order_lines": pd.DataFrame([{"opportunity_id": f"D{n}", **order} for n in range(5)])}
    >>> delivery(SimpleNamespace(table=rows.__getitem__))
    Delivery(days=20.0, part=0.8)
    """
    lines, deals = view.table("order_lines"), view.table("opportunities")
    lines = lines.loc[(lines[L.kind] == "order") & lines[L.opportunity_id].notna()]
    orders = lines.groupby(L.opportunity_id).agg(first=(L.order_date, "min"), ordered=(L.amount, "sum"))
    won = deals.loc[(deals[O.outcome] == "won") & deals[O.closed_on].notna() & (deals[O.amount] > 0)]
    won = won.merge(orders, left_on=O.opportunity_id, right_index=True)
    if len(won) < LEAST:
        return Delivery()
    days = float((won["first"] - won[O.closed_on]).dt.days.median())
    return Delivery(max(days, 0.0), float(np.clip(won["ordered"].sum() / won[O.amount].sum(), *PART)))


def draw_deals(
    view: View, deals: pd.DataFrame, months: pd.DatetimeIndex, *, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of what open deals bring in each of some months.

    Parameters
    ----------
    view : a book. deals : predictions of kind "deals" as of its date. months : first days, in a row.

    Returns
    -------
    account_id of each deal that has an amount and a chance, shape (d,); what it brings, shape (d, draws, months), in
    the company's currency. What falls before or after these months is in none.

    Notes
    -----
    In one draw all chances lie as high or as low within their ranges, as these are about what all deals share.
    """
    asked = view.table("opportunities")[[O.opportunity_id, O.amount, O.expected_close]]
    rows = deals.merge(asked.drop_duplicates(O.opportunity_id, keep="last"), on=O.opportunity_id)
    rows = rows.loc[(rows[O.amount] > 0) & np.isfinite(rows[O.amount]) & rows[P.p_win].notna()]
    rows = rows.sort_values(P.opportunity_id, kind="stable").reset_index(drop=True)
    brought = np.zeros((len(rows), draws, len(months)), dtype=np.float32)
    if rows.empty:
        return np.empty(0, dtype=object), brought
    known = delivery(view)
    p, low, high = (rows[name].fillna(rows[P.p_win]).to_numpy(float) for name in (P.p_win, P.p_win_lo, P.p_win_hi))
    width = np.maximum(logit(np.clip(high, EDGE, 1 - EDGE)) - logit(np.clip(low, EDGE, 1 - EDGE)), 0.0)
    together = rng.standard_normal(draws)
    chance = expit(logit(np.clip(p, EDGE, 1 - EDGE))[:, None] + (width / (2 * REACH_80))[:, None] * together)
    won = rng.random(chance.shape) < chance
    closes = rows[P.close_p50].fillna(rows[O.expected_close])
    days = (closes - view.as_of).dt.days.to_numpy(float)
    days = np.where(np.isnan(days), FAR, np.where(days < 1, NEAR, days))
    wait = days[:, None] * np.exp(LATE * rng.standard_normal(chance.shape)) + known.days
    day = np.datetime64(view.as_of, "D") + np.minimum(np.ceil(wait), 9999).astype(np.int64)
    place = day.astype("datetime64[M]").astype(np.int64) - np.datetime64(months[0], "M").astype(np.int64)
    inside = won & (place >= 0) & (place < len(months))
    deal, draw = np.nonzero(inside)
    brought[deal, draw, place[inside]] = rows[O.amount].to_numpy(float)[deal] * known.part
    return rows[P.account_id].to_numpy(dtype=object), brought
