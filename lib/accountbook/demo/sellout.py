"""Sell-out: what distributors sold on and had left, month by month.

Orders are drawn first; what end customers take is the smooth part of it: a mean over nine months of what arrived
(never less than a third of the item's mean, as long as there is stock), times a log-normal of sigma .15-.35 (the
account's own). So a distributor that stocks up has months in stock and orders less, without an order being moved.

* *who reports*: .55 of the distributors, the items that came at least four times;
* *stock* at the beginning: .3-2 months of the mean; nothing is sold that isn't there;
* *reports* come 3-28 days after the month (the account's own delay, +-3 days); one month in sixteen is never reported.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn
from accountbook.demo.frame import typed
from accountbook.demo.plan import days
from accountbook.demo.shipments import Deliveries
from accountbook.tables import Accounts as A
from accountbook.tables import OrderLines as L
from accountbook.tables import Sellout as S

WINDOW = 9
FEWEST = 4


def draw_sellout(drawn: Drawn, deliveries: Deliveries) -> pd.DataFrame:
    """Draw the contract's sellout from what arrived at the distributors."""
    rng, plan = drawn.plan.rng("sellout"), drawn.plan
    accounts = len(drawn.accounts)
    reports = (rng.random(accounts) < 0.55) & drawn.accounts[A.channel_type].eq("distributor").to_numpy()
    wait, spread = rng.integers(6, 26, accounts), rng.uniform(0.15, 0.35, accounts)
    course = deliveries.course
    came = course[reports[course["row"]] & (course["arrived"] >= 0) & (course["arrived"] <= plan.last)]
    months = days([plan.first]).to_numpy().astype("datetime64[M]").astype(int)[0]
    count = plan.months
    month = came["arrived"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(int) - months
    item = drawn.bought[L.item_id].to_numpy()[came["line"]]
    sums = pd.DataFrame({"row": came["row"], "item": item, "month": month, "pieces": came["quantity"]})
    sums = sums[sums["month"] >= 0]
    often = sums.groupby(["row", "item"])["pieces"].transform("size") >= FEWEST
    inward = sums[often].pivot_table(index=["row", "item"], columns="month", values="pieces", aggfunc="sum")
    if inward.empty:
        return typed("sellout", {})
    inward = inward.reindex(columns=range(count)).fillna(0.0)
    row = inward.index.get_level_values("row").to_numpy(dtype=int)
    sold, stock = _sold(rng, inward.to_numpy(), spread[row])
    begins = (inward.to_numpy() > 0).argmax(axis=1)
    pair, at = np.nonzero(np.arange(count) >= begins[:, None])
    ends = (np.arange(months + 1, months + count + 1).astype("datetime64[M]").astype("datetime64[D]")).astype(int) - 1
    # a report covers all items of an account and month
    late = rng.integers(-3, 4, (accounts, count)) + wait[:, None]
    missing = rng.random((accounts, count)) < 1 / 16
    reported = ends[at] + late[row[pair], at]
    kept = (reported <= plan.last) & ~missing[row[pair], at]
    pair, at, reported = pair[kept], at[kept], reported[kept]
    return typed(
        "sellout",
        {
            S.account_id: drawn.accounts[A.account_id].to_numpy()[row[pair]],
            S.item_id: inward.index.get_level_values("item").to_numpy()[pair],
            S.month: days(ends[at]),
            S.quantity: sold[pair, at],
            S.stock: stock[pair, at],
            S.reported_on: days(reported),
            # the month's figures are not known before the report
            S.recorded_at: days(reported),
        },
    )


def _sold(rng: np.random.Generator, inward: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pieces sold and left per item and month."""
    n, count = inward.shape
    first = np.maximum(0, np.arange(count) - WINDOW // 2)
    after = np.minimum(count, np.arange(count) + WINDOW // 2 + 1)
    sums = np.concatenate([np.zeros((n, 1)), inward.cumsum(axis=1)], axis=1)
    smooth = (sums[:, after] - sums[:, first]) / (after - first)
    smooth = np.maximum(smooth, inward.mean(axis=1, keepdims=True) / 3)
    wanted = smooth * np.exp(rng.normal(-(spread[:, None] ** 2) / 2, spread[:, None], (n, count)))
    # whole pieces, as chance has it: an item of a third of a piece a month is sold every third month
    wanted += rng.random((n, count))
    left = np.round(inward.mean(axis=1) * rng.uniform(0.3, 2.0, n))
    sold, stock = np.zeros((n, count)), np.zeros((n, count))
    for month in range(count):
        sold[:, month] = np.minimum(left + inward[:, month], np.floor(wanted[:, month]))
        left = left + inward[:, month] - sold[:, month]
        stock[:, month] = left
    return sold, stock
