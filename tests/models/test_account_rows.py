"""Rows of accounts for one horizon: figures, facts, and what a shut gate shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.features.calendar import calendars
from accountbook.models.account_rows import account_rows
from accountbook.models.amounts import naive_revenue
from accountbook.models.dates import naive_days
from accountbook.models.kinds import AccountPrediction as P
from accountbook.models.order_models import OrderModels, closed_slices
from accountbook.models.rolling import judge_orders
from accountbook.models.slices import Outcome, training_slices

HORIZON = 60


@pytest.fixture(scope="module")
def made(make_book, order_lines, renewals):
    orders = [*renewals(24, days=600, quiet=0.2), ("Z-1", "2025-07-05", 40.0)]
    book = make_book(order_lines(orders), "2025-08-20")
    features = account_features(book)
    slices = training_slices(book, horizon=HORIZON)
    days = calendars(book, slices[Outcome.slice].unique())
    models = OrderModels.learn(book, features, closed_slices(slices, days, horizon=HORIZON), horizon=HORIZON)
    unjudged = judge_orders(pd.DataFrame(), horizon=HORIZON)
    shut = {
        name: replace(getattr(unjudged, name), skill_lo=-1.0, rows=9) for name in ("churn", "date", "revenue", "value")
    }
    return [features] + [
        account_rows(book, features, slices, models, scores).set_index(P.account_id)
        for scores in (unjudged.ungated(), replace(unjudged, **shut))
    ]


def test_every_account_has_a_row_and_one_order_is_facts_only(made) -> None:
    features, rows, _ = made
    assert rows.index.tolist() == sorted(features.index)
    alone = rows.loc["Z-1"]
    assert (alone[P.shown], alone[P.ladder], alone[P.orders], alone[P.revenue_365]) == ("none", "facts", 1, 40.0)
    assert np.isnan(alone[P.p_no_order]) and pd.isna(alone[P.next_order_p50])


def test_shares_of_sales_sum_to_one(made) -> None:
    _, rows, _ = made
    assert rows[P.share_of_sales].sum() == pytest.approx(1.0)
    assert rows.loc["Z-1", P.share_of_sales] == pytest.approx(40.0 / rows[P.revenue_365].sum())


def test_figures_lie_within_their_ranges_and_no_day_is_past(made) -> None:
    _, rows, _ = made
    rows = rows.loc[rows[P.shown] != "none"]
    for low, value, high in (
        (P.p_no_order_lo, P.p_no_order, P.p_no_order_hi),
        (P.typical_lo, P.typical_amount, P.typical_hi),
        (P.expected_lo, P.expected_amount, P.expected_hi),
    ):
        assert (rows[low] <= rows[value]).all() and (rows[value] <= rows[high]).all()
    days = rows[[P.next_order_p10, P.next_order_p50, P.next_order_p90, P.within_p10, P.within_p50, P.within_p90]]
    ahead = (days.stack().dropna() - pd.Timestamp("2025-08-20")).dt.days
    assert ahead.between(1, HORIZON).all()
    # if an order comes within the horizon there is a day for it, however sure it is that none comes
    assert rows[P.within_p50].notna().all()


def test_shut_gates_show_the_rivals(made) -> None:
    features, _, rows = made
    mine = features.index[features[F.repeats]]
    rows, known = rows.loc[mine], features.loc[mine]
    assert set(rows[P.shown]) == {"naive"} and (rows[P.p_no_order] == rows[P.p_naive]).all()
    np.testing.assert_allclose(rows[P.expected_amount], naive_revenue(known, horizon=HORIZON))
    np.testing.assert_allclose(rows[P.typical_amount], known[F.value_median])
    usual = np.ceil(naive_days(features.loc[features[F.orders] >= 2])[:, 1])
    usual = pd.Series(usual, index=features.index[features[F.orders] >= 2]).loc[mine]
    told = (rows[P.next_order_p50] - pd.Timestamp("2025-08-20")).dt.days
    np.testing.assert_array_equal(told.to_numpy(float), usual.where(usual <= HORIZON).to_numpy())
