"""Every account's risk, next order and worth, and how good such predictions were."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.features.calendar import Calendar, calendars
from accountbook.models.amounts import AmountModel, naive_range, naive_revenue
from accountbook.models.churn import ChurnModel, closed, lapsed_rate, no_order
from accountbook.models.columns import codes_of
from accountbook.models.dates import NextOrderModel, naive_days, with_places
from accountbook.models.gate import Verdict
from accountbook.models.ideas import ALIKE, POPULAR, after_usual, idea_chance, ideas_verdict, priced_ideas, shown_ideas
from accountbook.models.item_trial import TriedItems, ideas_tried, items_verdict
from accountbook.models.items import with_quantities
from accountbook.models.kinds import HORIZONS, ItemPrediction, typed
from accountbook.models.kinds import AccountPrediction as P
from accountbook.models.ladder import Rung
from accountbook.models.reasons import reasons
from accountbook.models.rolling import (
    OrderScores,
    churn_groups,
    item_scores,
    judge_orders,
    order_quality,
    order_scores,
)
from accountbook.models.said import said_of_orders
from accountbook.models.season import Activity
from accountbook.models.slices import Outcome, revenue_ahead, training_slices
from accountbook.models.usual import Ranked, ranked_items

if TYPE_CHECKING:
    from accountbook.book import Book


def predict_orders(
    book: Book,
    *,
    horizons: tuple[int, ...] = HORIZONS,
    executor: Executor | None = None,
    off: frozenset[str] = frozenset(),
) -> dict[str, pd.DataFrame]:
    """Predict every account's orders and items as of the book's date.

    Parameters
    ----------
    book : a company-wide book.
    horizons : days ahead; the first is the one that dates, amounts and items are judged on.
    executor : does the work that goes by account; the predictions are the same without one.
    off : targets ("churn60") whose models are switched off, so that the naive figure is shown.

    Returns
    -------
    {"accounts": `AccountPrediction`, "items": `ItemPrediction`, "quality_orders": `Quality`, "groups_orders":
    `GroupQuality`, "said_orders": `SaidOrder`}. Accounts with under two orders have empty figures and ``shown`` "none".
    Those silent for over a year get the rate at which such accounts stayed silent; they are apart from the population
    that models learn from and are judged on.
    """
    features = account_features(book)
    slices = training_slices(book, horizon=min(horizons), executor=executor)
    open_days = calendars(book, slices[Outcome.slice].unique())
    scores = {horizon: order_scores(book, slices, open_days, horizon=horizon).switched(off) for horizon in horizons}
    first = scores[horizons[0]]
    tried = item_scores(book, slices, horizon=horizons[0], executor=executor)
    items_judged = items_verdict(tried)
    frames = [_accounts(book, features, slices, open_days, scores[horizon]) for horizon in horizons]
    items = _items(ranked_items(book, executor=executor), tried, items_judged)
    return {
        "accounts": typed("accounts", pd.concat(frames, ignore_index=True)),
        "items": typed("items", items.assign(**{ItemPrediction.as_of: book.as_of})),
        "quality_orders": order_quality(book.as_of, list(scores.values()), first, tried, items_judged),
        "groups_orders": churn_groups(book.as_of, list(scores.values())),
        "said_orders": _said(
            features,
            {
                horizon: frame
                if scores[horizon].all_open
                else _candidates(book, features, slices, open_days, horizon=horizon)
                for horizon, frame in zip(horizons, frames, strict=True)
            },
        ),
    }


def say_orders(book: Book, *, executor: Executor | None = None) -> dict[str, pd.DataFrame]:
    """What the models say as of the book's date, without judging whether it may be shown.

    Returns
    -------
    {"said_orders": `SaidOrder`}, the same as `predict_orders` gives.
    """
    features = account_features(book)
    slices = training_slices(book, horizon=min(HORIZONS), executor=executor)
    open_days = calendars(book, slices[Outcome.slice].unique())
    found = {horizon: _candidates(book, features, slices, open_days, horizon=horizon) for horizon in HORIZONS}
    return {"said_orders": _said(features, found)}


def _candidates(
    book: Book,
    features: pd.DataFrame,
    slices: pd.DataFrame,
    open_days: Mapping[pd.Timestamp, Calendar],
    *,
    horizon: int,
) -> pd.DataFrame:
    """Rows of kind "accounts" for one horizon, in which no gate is shut."""
    return _accounts(book, features, slices, open_days, judge_orders(pd.DataFrame(), horizon=horizon).ungated())


def _said(features: pd.DataFrame, found: dict[int, pd.DataFrame]) -> pd.DataFrame:
    frames = [said_of_orders(frame, features, horizon=horizon) for horizon, frame in found.items()]
    return typed("said_orders", pd.concat(frames, ignore_index=True))


def _items(ranked: Ranked, tried: list[TriedItems], judged: Verdict) -> pd.DataFrame:
    """Usual items, and after them the ideas, each in the order that won on past dates; no idea that was never tried."""
    usual = with_quantities(ranked.ours if judged.open or not tried else ranked.rival)
    past = ideas_tried(tried)
    if past.empty:
        return usual
    by = ALIKE if ideas_verdict(past).open else POPULAR
    ideas = shown_ideas(ranked.ideas, by=by)
    return after_usual(priced_ideas(ideas, idea_chance(ideas, ideas_tried(tried, by=by))), usual)


@dataclass(frozen=True)
class _Risk:
    """Chance of no order with its range, which rung gave it, and why; arrays of shape (n,)."""

    p: np.ndarray
    low: np.ndarray
    high: np.ndarray
    naive: float
    shown: np.ndarray
    ladder: np.ndarray
    reasons: list[str]


def _accounts(
    book: Book,
    features: pd.DataFrame,
    slices: pd.DataFrame,
    open_days: Mapping[pd.Timestamp, Calendar],
    scores: OrderScores,
) -> pd.DataFrame:
    """Rows of kind "accounts" for one horizon."""
    horizon = scores.horizon
    rows = features.loc[features[F.orders] >= 2]
    known = closed(slices, horizon=horizon)
    activity = Activity(book.order_days(), book.as_of)
    churn = ChurnModel(horizon=horizon).fit(known, no_order(known, horizon=horizon), activity=activity)
    risk = _risk(rows, churn, scores.churn, slices)
    revenue = revenue_ahead(book, known["account_id"], known["slice"], horizon=horizon)
    gaps = NextOrderModel(horizon=horizon).fit(features, past=with_places(known, open_days, horizon=horizon))
    amounts = AmountModel(horizon=horizon).fit(
        known,
        revenue,
        p_no_order=churn.hindcast(known),
        population=features.loc[features[F.repeats]],
    )
    typical = amounts.typical(rows)
    if not scores.value.open and scores.value.rows:
        typical = naive_range(rows, typical)
    trusted = np.where(risk.shown == "model", risk.p, np.nan)
    ahead = Calendar.of(book).ahead(rows.index, horizon=horizon)
    days = gaps.predict(rows, p_no_order=trusted, ahead=ahead)
    if not scores.date.open and scores.date.rows:
        days = naive_days(rows)
        days = np.where(days > horizon, np.nan, np.ceil(days))
    expected = amounts.expected(rows, risk.p)
    if not scores.revenue.open and scores.revenue.rows:
        expected = naive_revenue(rows, horizon=horizon)
    total = amounts.expected_range(rows, risk.p, expected)
    rhythm = gaps.rhythm(rows)
    frame = pd.DataFrame(
        {
            P.p_no_order: risk.p,
            P.p_no_order_lo: risk.low,
            P.p_no_order_hi: risk.high,
            P.p_naive: risk.naive,
            P.shown: risk.shown,
            P.ladder: risk.ladder,
            P.next_order_p10: _ahead(book.as_of, days[:, 0]),
            P.next_order_p50: _ahead(book.as_of, days[:, 1]),
            P.next_order_p90: _ahead(book.as_of, days[:, 2]),
            P.rhythm_p50: rows[F.last_order] + _span(rhythm[:, 0]),
            P.rhythm_p90: rows[F.last_order] + _span(rhythm[:, 1]),
            P.typical_amount: typical.value,
            P.typical_lo: typical.low,
            P.typical_hi: typical.high,
            P.expected_amount: total.value,
            P.expected_lo: total.low,
            P.expected_hi: total.high,
            P.reasons: risk.reasons,
        },
        index=rows.index,
    )
    return _everybody(book, features, frame).assign(**{P.as_of: book.as_of, P.horizon_days: horizon})


def _risk(rows: pd.DataFrame, churn: ChurnModel, judged: Verdict, slices: pd.DataFrame) -> _Risk:
    """The model's chance where it may be shown, else the base rate; the lapsed ones' own rate for them."""
    X = rows.reset_index()
    lapsed = ~rows[F.repeats].to_numpy()
    base = churn.base_rate_
    if judged.open:
        p, (low, high) = churn.predict_proba(X)[:, 1], churn.predict_range(X)
        why = _reasons(churn, rows)
    else:
        low, high = _base_range(churn)
        p, low, high = (np.full(len(rows), figure) for figure in (base, low, high))
        why = ["[]"] * len(rows)
    gone = lapsed_rate(slices, horizon=churn.horizon)
    p, low, high = (np.where(lapsed, figure, own) for figure, own in zip(gone, (p, low, high), strict=True))
    return _Risk(
        p,
        low,
        high,
        base,
        np.where(lapsed | judged.open, "model", "naive"),
        np.where(lapsed, str(Rung.RATES), str(churn.rung_)),
        ["[]" if out else text for out, text in zip(lapsed, why, strict=True)],
    )


def _base_range(churn: ChurnModel) -> tuple[float, float]:
    """80% range of the base rate, from as many accounts as there were."""
    accounts = max(len(churn.tally_), 1)
    low, high = churn.rates_.range(np.array([churn.base_rate_ * accounts]), np.array([float(accounts)]))
    return min(float(low[0]), churn.base_rate_), max(float(high[0]), churn.base_rate_)


def _reasons(churn: ChurnModel, rows: pd.DataFrame) -> list[str]:
    """Reasons with their raw facts, in days and orders."""
    usual = rows[F.gap_median].round()
    facts = {
        "recency": pd.DataFrame({"days": rows[F.recency], "usual": usual, "longest": rows[F.gap_longest]}),
        "rhythm": pd.DataFrame({"usual": usual}),
        "orders": pd.DataFrame({"orders": rows[F.orders], "days": rows[F.age]}),
        "age": pd.DataFrame({"days": rows[F.age]}),
    }
    return reasons(churn.contributions(rows), level=churn.level, codes=codes_of(churn.columns_), facts=facts)


def _everybody(book: Book, features: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the facts, and the accounts of which there is nothing but facts."""
    known = book.table("accounts")[P.account_id].astype("str")
    index = features.index.union(pd.Index(known), sort=True).rename(P.account_id)
    facts = features.reindex(index)
    full = frame.reindex(index)
    company = float(features[F.revenue_365].sum())
    share = facts[F.revenue_365].fillna(0.0) / company if company > 0 else 0.0
    full = full.assign(
        **{
            P.shown: full[P.shown].astype("str").fillna("none"),
            P.ladder: full[P.ladder].astype("str").fillna(str(Rung.FACTS)),
            P.reasons: full[P.reasons].astype("str").fillna("[]"),
            P.orders: facts[F.orders].fillna(0).astype("int64"),
            P.revenue_365: facts[F.revenue_365].fillna(0.0),
            P.revenue_prev_365: facts[F.revenue_prev_365].fillna(0.0),
            P.share_of_sales: share,
        }
    )
    return full.reset_index()


def _ahead(as_of: pd.Timestamp, days: np.ndarray) -> pd.DatetimeIndex:
    return as_of + _span(days)


def _span(days: np.ndarray) -> pd.TimedeltaIndex:
    """Whole days as a time span; empty stays empty."""
    return pd.to_timedelta(np.round(days), unit="D")
