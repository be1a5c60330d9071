"""How good the predictions of orders were on past dates, each time knowing only what was known."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.features.calendar import Calendar
from accountbook.models import judge
from accountbook.models.amounts import AmountModel, naive_revenue, value_ranges
from accountbook.models.churn import closed, rolling, verdict
from accountbook.models.dates import NextOrderModel, date_losses, date_verdict, rival_days, with_places
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.groups import account_groups, group_quality
from accountbook.models.ideas import ALIKE, HIT, POPULAR, ideas_verdict
from accountbook.models.item_trial import TriedItems, ideas_tried, stacked, tried_items
from accountbook.models.items import CHANCE, NEXT
from accountbook.models.kinds import Quality as Q
from accountbook.models.kinds import typed
from accountbook.models.slices import Outcome, as_known, revenue_ahead
from accountbook.models.usual import baskets_after, ranked_items
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.book import Book

ITEM_ORIGINS = 3
Row = tuple[str, str, float, float, float, int, int, str]


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
    book: Book, slices: pd.DataFrame, calendars: Mapping[pd.Timestamp, Calendar], *, horizon: int
) -> OrderScores:
    """Predict past closed slices from what was known then, and judge.

    Parameters
    ----------
    book : as of the day of prediction. slices : `training_slices` of it. calendars : of their dates.
    """
    scored, models = rolling(slices, horizon=horizon, book=book)
    known = with_places(closed(slices, horizon=horizon), calendars, horizon=horizon)
    parts = []
    for view in book.snapshots(sorted(models)):
        origin = view.as_of
        now = scored.loc[scored[Outcome.slice] == origin].reset_index(drop=True)
        train = _known_then(known, view, calendars, horizon=horizon)
        amounts = AmountModel(horizon=horizon).fit(
            train,
            revenue_ahead(view, train[L.account_id], train[Outcome.slice], horizon=horizon),
            p_no_order=models[origin].hindcast(train),
            population=now,
        )
        ahead = calendars[origin].ahead(now[L.account_id], horizon=horizon)
        gaps = NextOrderModel(horizon=horizon).fit(now, past=train)
        days, within = gaps.predict(now, p_no_order=now["p"].to_numpy(), ahead=ahead), gaps.within(now, ahead=ahead)
        parts.append(
            now.assign(
                **rival_days(now),
                d10=days[:, 0],
                d50=days[:, 1],
                d90=days[:, 2],
                w10=within[:, 0],
                w90=within[:, 2],
                revenue=revenue_ahead(book, now[L.account_id], now[Outcome.slice], horizon=horizon),
                expected=amounts.expected(now, now["p"].to_numpy()),
                naive_expected=naive_revenue(now, horizon=horizon),
                **value_ranges(now, amounts.typical(now)),
            )
        )
    rows = pd.concat(parts, ignore_index=True) if parts else scored
    return judge_orders(rows, horizon=horizon)


def _known_then(
    known: pd.DataFrame, view: Book, calendars: Mapping[pd.Timestamp, Calendar], *, horizon: int
) -> pd.DataFrame:
    """Closed slices with places, as they were known on the view's date."""
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


def order_quality(
    as_of: pd.Timestamp,
    scores: list[OrderScores],
    first: OrderScores,
    tried: list[TriedItems],
    items: Verdict,
) -> pd.DataFrame:
    """All measures as kind "quality_orders"; a measure that cannot be taken is left out."""
    rows: list[Row] = []
    for one in scores:
        if len(one.rows):
            rows += churn_measures(one)
    if len(first.rows):
        rows += date_measures(first) + amount_measures(first)
    rows += item_measures(tried, items)
    names = [Q.target, Q.metric, Q.value, Q.naive, Q.skill_lo, Q.rows, Q.origins, Q.shown]
    frame = pd.DataFrame(rows, columns=names).assign(**{Q.as_of: as_of})
    usable = np.isfinite(frame[Q.value].astype(float)) & np.isfinite(frame[Q.naive].astype(float))
    return typed("quality_orders", frame.loc[usable])


def churn_groups(as_of: pd.Timestamp, scores: list[OrderScores]) -> pd.DataFrame:
    """Log loss of the chance of no order by kind of account and month, as kind "groups_orders"."""
    parts = [
        group_quality(
            account_groups(one.rows),
            *(one.rows[name].to_numpy(float) for name in ("y", "p", "p_naive")),
            accounts=one.rows[L.account_id],
            target=f"churn{one.horizon}",
            as_of=as_of,
        )
        for one in scores
        if len(one.rows)
    ]
    return typed("groups_orders", pd.concat(parts) if parts else None)


def churn_measures(one: OrderScores) -> list[Row]:
    """Log loss (main), Brier, ECE, AUC, lift of the chance of no order."""
    y, p, naive = (one.rows[name].to_numpy(float) for name in ("y", "p", "p_naive"))
    measures = {
        "log_loss": judge.log_loss,
        "brier": judge.brier,
        "ece": judge.ece,
        "auc": judge.auc,
        "lift10": judge.lift,
    }
    found = {name: (measure(y, p), measure(y, naive)) for name, measure in measures.items()}
    return _rows(f"churn{one.horizon}", found, "log_loss", one.churn, len(y))


def date_measures(one: OrderScores) -> list[Row]:
    """Pinball (main) and MAE with nobody left out; coverage and width among those that reordered.

    "coverage_within" is that of the range for the case that an order comes, which pages tell.
    """
    rows, horizon = one.rows, one.horizon
    next_day = rows[Outcome.days_to_next].to_numpy(float)
    actual = judge.clip_days(np.where(next_day <= horizon, next_day, np.nan), horizon)
    days = judge.clip_days(rows[["d10", "d50", "d90"]].to_numpy(float), horizon)
    plain = judge.clip_days(rows[["n10", "n50", "n90"]].to_numpy(float), horizon)
    came = next_day <= horizon
    found = {
        "pinball": (
            float(date_losses(actual, days, horizon=horizon).mean()),
            float(date_losses(actual, plain, horizon=horizon).mean()),
        ),
        "mae": (float(np.abs(actual - days[:, 1]).mean()), float(np.abs(actual - plain[:, 1]).mean())),
    }
    if came.any():
        found["coverage"] = (
            judge.coverage(actual[came], days[came, 0], days[came, 2]),
            judge.coverage(actual[came], plain[came, 0], plain[came, 2]),
        )
        within = judge.clip_days(rows[["w10", "w90"]].to_numpy(float), horizon)
        found["coverage_within"] = (
            judge.coverage(actual[came], within[came, 0], within[came, 1]),
            found["coverage"][1],
        )
        found["width"] = tuple(float((one[came, 2] - one[came, 0]).mean()) for one in (days, plain))
    return _rows("date", found, "pinball", one.date, len(rows))


def amount_measures(one: OrderScores) -> list[Row]:
    """WAPE (main) and total bias of revenue over the horizon; WAPE and coverage of the next order's value."""
    rows = one.rows
    came = rows["revenue"].to_numpy(float)
    pair = [rows[name].to_numpy(float) for name in ("expected", "naive_expected")]
    found = {
        "wape": (judge.wape(came, pair[0]), judge.wape(came, pair[1])),
        "bias": (judge.bias(came, pair[0]), judge.bias(came, pair[1])),
    }
    result = _rows("amount", found, "wape", one.revenue, len(rows))
    valued = rows.loc[(rows[Outcome.days_to_next] <= one.horizon) & (rows[Outcome.next_value] > 0)]
    value = valued[Outcome.next_value].to_numpy(float)
    next_one = {
        "wape_next": (
            judge.wape(value, valued["typical"].to_numpy(float)),
            judge.wape(value, valued["naive_value"].to_numpy(float)),
        ),
        "coverage": (
            judge.coverage(value, valued["typical_lo"].to_numpy(float), valued["typical_hi"].to_numpy(float)),
            judge.coverage(value, valued["naive_lo"].to_numpy(float), valued["naive_hi"].to_numpy(float)),
        ),
    }
    return result + _rows("amount", next_one, "wape_next", one.value, len(valued))


def item_measures(tried: list[TriedItems], judged: Verdict) -> list[Row]:
    """Recall (main), nDCG, share of accounts with a hit and precision, at 10; recall of items bought before; how far
    chances were off; then the ideas, apart."""
    if not tried:
        return []
    ours, rival = stacked(tried, "ours"), stacked(tried, "rival")
    found = {
        f"{name}10": (float(ours[column].mean()), float(rival[column].mean()))
        for name, column in (("recall", "recall"), ("ndcg", "ndcg"), ("phr", "hit"), ("precision", "precision"))
    }
    found["repeat10"] = tuple(float(stacked(tried, name)["recall"].mean()) for name in ("repeats", "rival_repeats"))
    chances = [stacked(tried, name) for name in ("chances", "rival_chances")]
    if len(chances[0]):
        found["ece"] = tuple(judge.ece(one[NEXT].to_numpy(), one[CHANCE].to_numpy()) for one in chances)
    return _rows("items", found, "recall10", judged, len(ours)) + idea_measures(tried)


def idea_measures(tried: list[TriedItems]) -> list[Row]:
    """Share of ideas bought within the horizon (main) and in the next order, by accounts that ordered."""
    sides = [ideas_tried(tried, by=by) for by in (ALIKE, POPULAR)]
    if sides[0].empty:
        return []
    found = {
        name: tuple(float(one[column].mean()) for one in sides)
        for name, column in (("bought", HIT), ("next_order", NEXT))
    }
    return _rows("ideas", found, "bought", ideas_verdict(ideas_tried(tried)), len(sides[0]))


def _rows(target: str, found: dict[str, tuple[float, float]], main: str, judged: Verdict, rows: int) -> list[Row]:
    return [
        (
            target,
            name,
            value,
            naive,
            judged.skill_lo if name == main else float("nan"),
            rows,
            judged.origins,
            judged.shown,
        )
        for name, (value, naive) in found.items()
    ]
