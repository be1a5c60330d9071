"""What is predicted of every account over one horizon, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.features import AccountFeature as F
from accountbook.features.calendar import Calendar
from accountbook.models.amounts import naive_range, naive_revenue
from accountbook.models.dates import naive_days
from accountbook.models.kinds import AccountPrediction as P
from accountbook.models.ladder import Rung
from accountbook.models.order_models import OrderModels
from accountbook.models.risk import risk_of
from accountbook.models.rolling import OrderScores

if TYPE_CHECKING:
    from accountbook.book import Book


def account_rows(
    book: Book, features: pd.DataFrame, slices: pd.DataFrame, models: OrderModels, scores: OrderScores
) -> pd.DataFrame:
    """Rows of kind "accounts" for one horizon.

    Parameters
    ----------
    features : `account_features` of the book. slices : `training_slices` of it. models : of its day and the horizon.
    scores : which models may be shown.
    """
    horizon, churn, gaps, amounts = models.horizon, models.churn, models.gaps, models.amounts
    rows = features.loc[features[F.orders] >= 2]
    risk = risk_of(rows, churn, scores.churn, slices)
    typical = amounts.typical(rows)
    if not scores.value.open and scores.value.rows:
        typical = naive_range(rows, typical)
    trusted = np.where(risk.shown == "model", risk.p, np.nan)
    ahead = Calendar.of(book).ahead(rows.index, horizon=horizon)
    days, within = gaps.predict(rows, p_no_order=trusted, ahead=ahead), gaps.within(rows, ahead=ahead)
    if not scores.date.open and scores.date.rows:
        days = naive_days(rows)
        days = within = np.where(days > horizon, np.nan, np.ceil(days))
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
            P.within_p10: _ahead(book.as_of, within[:, 0]),
            P.within_p50: _ahead(book.as_of, within[:, 1]),
            P.within_p90: _ahead(book.as_of, within[:, 2]),
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
