"""Predictions as of past dates, in files that anyone can score again, and our own scores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from accountbook.book import Book, BookError
from accountbook.book.stored import export_day
from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.features.deals import DealFeature
from accountbook.features.items import baskets
from accountbook.models import judge
from accountbook.models.amounts import Range, naive_revenue, value_ranges
from accountbook.models.dates import rival_days
from accountbook.models.deal_slices import decided_deals, open_deals
from accountbook.models.deals import deal_quality, deal_verdict, predict_deals
from accountbook.models.item_trial import items_verdict, tried_items
from accountbook.models.items import baskets_within
from accountbook.models.kinds import AccountPrediction as P
from accountbook.models.kinds import DealPrediction as DP
from accountbook.models.kinds import ItemPrediction as IP
from accountbook.models.kinds import SaidDeal
from accountbook.models.order_measures import order_quality
from accountbook.models.orders import predict_orders
from accountbook.models.rivals import (
    at_stake,
    churn_rivals,
    close_errors,
    deal_rivals,
    lapsed_measures,
    revenue_rivals,
    rival_columns,
)
from accountbook.models.rolling import judge_orders
from accountbook.models.scored import DEAL_COLUMNS, finite, finite_all, nested, write_scored
from accountbook.models.slices import Outcome, outcomes, revenue_ahead, training_slices
from accountbook.models.usual import ranked_items
from accountbook.tables import Opportunities as O

ACCOUNT_COLUMNS = [
    P.account_id,
    P.as_of,
    P.horizon_days,
    P.p_no_order,
    P.next_order_p10,
    P.next_order_p50,
    P.next_order_p90,
    P.typical_amount,
    P.expected_amount,
]
ITEM_COLUMNS = [IP.account_id, IP.as_of, IP.item_id, IP.rank, IP.p, IP.quantity]


def backtest_orders(
    book_path: Path | str, origins: Sequence[pd.Timestamp], *, horizon: int = 60, out: Path | str
) -> dict[str, Any]:
    """Predict orders as of past dates and score them beside their naive rivals.

    Parameters
    ----------
    book_path : folder of the book. origins : past dates whose horizon has passed. horizon : days ahead.
    out : folder for ``accounts.parquet``, ``items.parquet`` (the judged population: two order days or more, the last
        at most 365 days back) and ``metrics.json``.

    Returns
    -------
    What metrics.json holds: per target and metric, our value, the rival's, rows and the lower bound of the skill; more
    rivals, accounts silent for over a year, and origins apart. docs/predictions.md says what each key means.

    Raises
    ------
    BookError
        If no origin is given or an origin's horizon reaches beyond the load's export.
    """
    book = _known_after(book_path, origins, horizon=horizon)
    came = baskets(book)
    accounts, items, scored, lapsed, tried = [], [], [], [], []
    for view in book.snapshots(sorted(set(origins))):
        frames = predict_orders(view, horizons=(horizon,))
        features = account_features(view)
        population = features.index[features[F.repeats]]
        mine = frames["accounts"].loc[frames["accounts"][P.account_id].isin(population)]
        listed = frames["items"].loc[frames["items"][IP.account_id].isin(population)]
        accounts.append(mine)
        items.append(listed)
        slices = training_slices(view, horizon=horizon)
        beside = _beside(book, view.as_of, features, mine, horizon=horizon)
        known = features.loc[beside[P.account_id]]
        scored.append(beside.assign(**rival_columns(slices, known, horizon=horizon)))
        gone = features.index[(features[F.orders] >= 2) & ~features[F.repeats]]
        silent = frames["accounts"].loc[frames["accounts"][P.account_id].isin(gone)]
        lapsed.append(_chances_beside(book, view.as_of, silent, horizon=horizon))
        bought = baskets_within(came, population, view.as_of, horizon=horizon)
        if len(bought):
            ranked = ranked_items(view)
            tried.append(tried_items(view.as_of, listed, ranked.rival, ranked.ideas, bought))
    scores = judge_orders(pd.concat(scored, ignore_index=True), horizon=horizon)
    quality = order_quality(book.as_of, [scores], scores, tried, items_verdict(tried))
    targets = nested(quality)
    if len(scores.rows):
        targets[f"churn{horizon}"] |= finite_all(at_stake(scores.rows))
    metrics = {
        "horizon_days": horizon,
        "origins": [f"{origin:%Y-%m-%d}" for origin in sorted(set(origins))],
        "rows": len(scores.rows),
        "reordered": int((scores.rows["y"] == 0).sum()),
        "targets": targets,
        "rivals": {
            f"churn{horizon}": finite_all(churn_rivals(scores.rows)),
            "amount": finite_all(revenue_rivals(scores.rows)),
        }
        if len(scores.rows)
        else {},
        "lapsed": finite(lapsed_measures(pd.concat(lapsed, ignore_index=True))),
        "by_origin": _by_origin(scores.rows),
    }
    return write_scored(
        Path(out),
        metrics,
        accounts=pd.concat(accounts, ignore_index=True)[ACCOUNT_COLUMNS],
        items=pd.concat(items, ignore_index=True)[ITEM_COLUMNS],
    )


def backtest_deals(
    book_path: Path | str, origins: Sequence[pd.Timestamp], *, horizon: int = 90, out: Path | str
) -> dict[str, Any]:
    """Predict open deals as of past dates and score those that were decided since.

    Parameters
    ----------
    book_path, origins, out : as for `backtest_orders`; writes ``deals.parquet`` and ``metrics.json``.
    horizon : days after which a decision day counts as late alike.

    Raises
    ------
    BookError
        As for `backtest_orders`.
    """
    book = _known_after(book_path, origins, horizon=0)
    final = decided_deals(book)
    deals, scored, days = [], [], []
    for view in book.snapshots(sorted(set(origins))):
        made = predict_deals(view)
        frame, funnel = made["deals"], made["said_deals"].set_index(SaidDeal.opportunity_id)[SaidDeal.p_naive]
        deals.append(frame)
        then = open_deals(view).loc[frame[DP.opportunity_id]].reset_index(names=O.opportunity_id)
        now = final.reindex(frame[DP.opportunity_id])
        closed = now[DealFeature.outcome].notna().to_numpy()
        rows = then.assign(
            slice=view.as_of,
            won=(now[DealFeature.outcome] == "won").to_numpy(float),
            p=frame[DP.p_win].to_numpy(),
            p_naive=funnel.reindex(frame[DP.opportunity_id]).to_numpy(float),
            p_rep=then[DealFeature.rep_probability],
        )
        scored.append(rows.loc[closed & np.isfinite(rows["p"])])
        ends = {"took": now[DealFeature.closed_on], "said": frame[DP.close_p50], "stated": then[O.expected_close]}
        left = {name: (pd.to_datetime(day.to_numpy()) - view.as_of).days for name, day in ends.items()}
        days.append(pd.DataFrame(left).astype(float).loc[closed])
    rows = pd.concat(scored, ignore_index=True)
    verdict = deal_verdict(rows)
    quality = deal_quality(rows, verdict, as_of=book.as_of, shown=verdict.shown)
    late = close_errors(pd.concat(days, ignore_index=True), horizon=horizon)
    targets = nested(quality)
    if late["stated"].notna().any():
        stated = late.loc[late["stated"].notna()].mean()
        rows_stated = float(late["stated"].notna().sum())
        targets["close"] = {"mae_days": {"value": stated["said"], "naive": stated["stated"], "rows": rows_stated}}
    metrics = {
        "horizon_days": horizon,
        "origins": [f"{origin:%Y-%m-%d}" for origin in sorted(set(origins))],
        "rows": len(rows),
        "targets": targets,
        "rivals": {"deals": finite_all(deal_rivals(rows))},
        "close_mae_days": float(late["said"].mean()) if len(late) else None,
    }
    return write_scored(Path(out), metrics, deals=pd.concat(deals, ignore_index=True)[DEAL_COLUMNS])


def _known_after(book_path: Path | str, origins: Sequence[pd.Timestamp], *, horizon: int) -> Book:
    """The book on the last day that scoring needs, or of its export."""
    if not origins:
        raise BookError("give at least one origin, a past date as YYYY-MM-DD")
    last = max(origins) + pd.Timedelta(days=horizon)
    book = Book.open(book_path, last)
    exported_on = export_day(book.load_report)
    if last > exported_on:
        raise BookError(
            f"{horizon} days after the origin {max(origins):%Y-%m-%d} is {last:%Y-%m-%d}, but the load was exported "
            f"on {exported_on:%Y-%m-%d}: what came is not known; take origins up to "
            f"{exported_on - pd.Timedelta(days=horizon):%Y-%m-%d}"
        )
    return book if horizon else Book.open(book_path, exported_on)


def _beside(
    book: Book, origin: pd.Timestamp, features: pd.DataFrame, mine: pd.DataFrame, *, horizon: int
) -> pd.DataFrame:
    """Predictions of an origin beside what came and what the rivals say, as `OrderScores.rows` has them."""
    mine = mine.reset_index(drop=True)
    known = features.loc[mine[P.account_id]].reset_index(drop=True)
    dates = pd.Series(origin, index=mine.index)
    ahead = {
        name: (mine[column] - origin).dt.days.to_numpy(float)
        for name, column in (
            ("d10", P.next_order_p10),
            ("d50", P.next_order_p50),
            ("d90", P.next_order_p90),
            ("w10", P.within_p10),
            ("w90", P.within_p90),
        )
    }
    typical = (P.typical_amount, P.typical_lo, P.typical_hi)
    return _chances_beside(book, origin, mine, horizon=horizon).assign(
        **ahead,
        **rival_days(known),
        revenue=revenue_ahead(book, mine[P.account_id], dates, horizon=horizon),
        expected=mine[P.expected_amount],
        naive_expected=naive_revenue(known, horizon=horizon),
        **value_ranges(known, Range(*(mine[name].to_numpy(float) for name in typical))),
    )


def _chances_beside(book: Book, origin: pd.Timestamp, mine: pd.DataFrame, *, horizon: int) -> pd.DataFrame:
    """Chances of no order of an origin beside what came: `Outcome`, account_id, y, p, p_naive."""
    mine = mine.reset_index(drop=True)
    came = outcomes(book, mine[P.account_id], pd.Series(origin, index=mine.index))
    return came.assign(
        **{P.account_id: mine[P.account_id], Outcome.slice: origin},
        y=(~(came[Outcome.days_to_next] <= horizon)).astype(int),
        p=mine[P.p_no_order],
        p_naive=mine[P.p_naive],
    )


def _by_origin(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Log loss, AUC and total bias of each origin: pooled figures hide how levels move."""
    return {
        f"{origin:%Y-%m-%d}": finite(
            {
                "rows": float(len(part)),
                "log_loss": judge.log_loss(part["y"].to_numpy(), part["p"].to_numpy(float)),
                "auc": judge.auc(part["y"].to_numpy(), part["p"].to_numpy(float)),
                "bias": judge.bias(part["revenue"].to_numpy(float), part["expected"].to_numpy(float)),
            }
        )
        for origin, part in rows.groupby(Outcome.slice)
    }
