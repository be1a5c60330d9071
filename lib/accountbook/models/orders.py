"""Every account's risk, next order and worth, and how good such predictions were."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.features import account_features
from accountbook.features.calendar import calendars
from accountbook.models.account_rows import account_rows
from accountbook.models.gate import Verdict
from accountbook.models.ideas import ALIKE, POPULAR, after_usual, idea_chance, ideas_verdict, priced_ideas, shown_ideas
from accountbook.models.item_trial import TriedItems, ideas_tried, items_verdict
from accountbook.models.items import with_quantities
from accountbook.models.kinds import HORIZONS, ItemPrediction, typed
from accountbook.models.order_measures import churn_groups, order_quality
from accountbook.models.order_models import OrderModels, closed_slices
from accountbook.models.rolling import item_scores, judge_orders, order_scores
from accountbook.models.said import said_of_orders
from accountbook.models.slices import Outcome, training_slices
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
    known = {horizon: closed_slices(slices, open_days, horizon=horizon) for horizon in horizons}
    scores = {
        horizon: order_scores(book, known[horizon], open_days, horizon=horizon).switched(off) for horizon in horizons
    }
    first = scores[horizons[0]]
    tried = item_scores(book, slices, horizon=horizons[0], executor=executor)
    items_judged = items_verdict(tried)
    models = [OrderModels.learn(book, features, known[horizon], horizon=horizon) for horizon in horizons]
    frames = [account_rows(book, features, slices, one, scores[one.horizon]) for one in models]
    items = _items(ranked_items(book, executor=executor), tried, items_judged)
    return {
        "accounts": typed("accounts", pd.concat(frames, ignore_index=True)),
        "items": typed("items", items.assign(**{ItemPrediction.as_of: book.as_of})),
        "quality_orders": order_quality(book.as_of, list(scores.values()), first, tried, items_judged),
        "groups_orders": churn_groups(book.as_of, list(scores.values())),
        "said_orders": _said(
            features,
            {
                one.horizon: frame if scores[one.horizon].all_open else _ungated(book, features, slices, one)
                for one, frame in zip(models, frames, strict=True)
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
    found = {}
    for horizon in HORIZONS:
        known = closed_slices(slices, open_days, horizon=horizon)
        found[horizon] = _ungated(book, features, slices, OrderModels.learn(book, features, known, horizon=horizon))
    return {"said_orders": _said(features, found)}


def _ungated(book: Book, features: pd.DataFrame, slices: pd.DataFrame, models: OrderModels) -> pd.DataFrame:
    """Rows of kind "accounts" for one horizon, in which no gate is shut."""
    unjudged = judge_orders(pd.DataFrame(), horizon=models.horizon)
    return account_rows(book, features, slices, models, unjudged.ungated())


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
