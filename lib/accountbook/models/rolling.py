"""What would have been predicted of orders on past dates, each time knowing only what was known, beside what came."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.features.calendar import Calendar
from accountbook.models.amounts import naive_revenue, value_ranges
from accountbook.models.churn import ORIGINS, closed, no_order, verdict
from accountbook.models.dates import date_verdict, rival_days, with_places
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.item_trial import TriedItems, tried_items
from accountbook.models.order_models import OrderModels
from accountbook.models.slices import Outcome, as_known, revenue_ahead
from accountbook.models.usual import baskets_after, ranked_items
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.book import Book

ITEM_ORIGINS = 3


@dataclass(frozen=True)
class OrderScores:
    """Predictions of past dates beside what came, and the gate's verdicts.

    Attributes
    ----------
    rows : per account and past origin: y, p, p_naive, days_to_next, d10, d50, d90, w10, w90, n10, n50, n90, revenue,
        expected, naive_expected, next_value, typical, typical_lo, typical_hi, naive_value, naive_lo, naive_hi.
    churn, date, revenue, value : verdicts of the gate.
    """

    horizon: int
    rows: pd.DataFrame
    churn: Verdict
    date: Verdict
    revenue: Verdict
    value: Verdict

    @property
    def all_open(self) -> bool:
        """Whether every candidate is shown."""
        return all(getattr(self, name).open for name in _VERDICTS)

    def ungated(self) -> OrderScores:
        """The same with every gate open: what the models say, whether it is shown or not."""
        opened = {name: replace(getattr(self, name), skill_lo=1.0, off=False) for name in _VERDICTS}
        return replace(self, **opened)

    def switched(self, off: frozenset[str]) -> OrderScores:
        """The same with the churn model off where its target is among ``off``; see `accountbook.models.switching`."""
        return replace(self, churn=replace(self.churn, off=f"churn{self.horizon}" in off))


_VERDICTS = tuple(one.name for one in fields(OrderScores) if one.type == "Verdict")


def order_scores(
    book: Book, known: pd.DataFrame, calendars: Mapping[pd.Timestamp, Calendar], *, horizon: int
) -> OrderScores:
    """Predict past closed slices from what was known then, and judge.

    Parameters
    ----------
    book : as of the day of prediction. known : `closed_slices` of it. calendars : of their dates.
    """
    parts = []
    for view in book.snapshots(sorted(known[Outcome.slice].unique())[-ORIGINS:]):
        train = _known_then(known, view, calendars, horizon=horizon)
        if train.empty:
            continue
        now = known.loc[known[Outcome.slice] == view.as_of].reset_index(drop=True)
        models = OrderModels.learn(view, now, train, horizon=horizon)
        p = models.churn.predict_proba(now)[:, 1]
        ahead = calendars[view.as_of].ahead(now[L.account_id], horizon=horizon)
        days, within = models.gaps.predict(now, p_no_order=p, ahead=ahead), models.gaps.within(now, ahead=ahead)
        parts.append(
            now.assign(
                y=no_order(now, horizon=horizon),
                p=p,
                p_naive=models.churn.base_rate_,
                **rival_days(now),
                d10=days[:, 0],
                d50=days[:, 1],
                d90=days[:, 2],
                w10=within[:, 0],
                w90=within[:, 2],
                revenue=revenue_ahead(book, now[L.account_id], now[Outcome.slice], horizon=horizon),
                expected=models.amounts.expected(now, p),
                naive_expected=naive_revenue(now, horizon=horizon),
                **value_ranges(now, models.amounts.typical(now)),
            )
        )
    rows = pd.concat(parts[::-1], ignore_index=True) if parts else known.iloc[:0]
    return judge_orders(rows, horizon=horizon)


def _known_then(
    known: pd.DataFrame, view: Book, calendars: Mapping[pd.Timestamp, Calendar], *, horizon: int
) -> pd.DataFrame:
    """`closed_slices` as they were known on the view's date."""
    past = closed(known, horizon=horizon, by=view.as_of)
    then = as_known(past, view)
    before, after = (rows[Outcome.days_to_next].where(rows[Outcome.days_to_next] <= horizon) for rows in (past, then))
    moved = past.loc[(before != after) & ~(before.isna() & after.isna()), Outcome.slice]
    # places cost a fit for each slice: only those in which an order was recorded later are looked up again
    again = then[Outcome.slice].isin(moved)
    if again.any():
        rows = then.loc[again]
        then = pd.concat([then.loc[~again], with_places(rows, calendars, horizon=horizon)]).sort_index()
    return then


def judge_orders(rows: pd.DataFrame, *, horizon: int) -> OrderScores:
    """The gate's verdicts over rows as `OrderScores` has them."""
    if rows.empty:
        none = judge_gate(np.empty(0), np.empty(0), np.empty(0), np.empty(0))
        return OrderScores(horizon, rows, none, none, none, none)
    days = rows[["d10", "d50", "d90"]].to_numpy(float)
    came = rows["revenue"].to_numpy(float)
    valued = (rows[Outcome.days_to_next] <= horizon) & (rows[Outcome.next_value] > 0)
    next_ones = rows.loc[valued]
    value = next_ones[Outcome.next_value].to_numpy(float)
    return OrderScores(
        horizon=horizon,
        rows=rows,
        churn=verdict(rows),
        date=date_verdict(rows, days, rows[["n10", "n50", "n90"]].to_numpy(float), horizon=horizon),
        revenue=judge_gate(
            np.abs(rows["expected"] - came),
            np.abs(rows["naive_expected"] - came),
            rows[L.account_id],
            rows[Outcome.slice],
        ),
        value=judge_gate(
            np.abs(next_ones["typical"] - value),
            np.abs(next_ones["naive_value"] - value),
            next_ones[L.account_id],
            next_ones[Outcome.slice],
        ),
    )


def item_scores(
    book: Book, slices: pd.DataFrame, *, horizon: int, origins: int = ITEM_ORIGINS, executor: Executor | None = None
) -> list[TriedItems]:
    """Items named on past closed slices beside what came."""
    known = closed(slices, horizon=horizon)
    dates = sorted(known[Outcome.slice].unique())[-origins:]
    if not dates:
        return []
    scored = []
    after = baskets_after(book, dates, horizon=horizon, executor=executor)
    for view, basket in zip(book.snapshots(dates), after, strict=True):
        population = pd.Index(known.loc[known[Outcome.slice] == view.as_of, L.account_id].astype("str"))
        came = basket(population)
        if len(came):
            scored.append(tried_items(view.as_of, *ranked_items(view, executor=executor), came))
    return scored
