"""Which chance of no order is shown, and with what range."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.models.churn import ChurnModel, closed, lapsed_rate, no_order
from accountbook.models.gate import judge_gate
from accountbook.models.risk import Risk, risk_of
from accountbook.models.slices import training_slices

NONE = judge_gate(np.empty(0), np.empty(0), np.empty(0), np.empty(0))
OPEN = replace(NONE, skill_lo=0.1)


@pytest.fixture(scope="module")
def learned(make_book, order_lines, renewals) -> tuple[pd.DataFrame, ChurnModel, pd.DataFrame]:
    orders = [*renewals(26, days=600, quiet=0.3), ("Z-1", "2024-01-05", 10.0), ("Z-1", "2024-02-05", 10.0)]
    book = make_book(order_lines(orders), "2025-08-20")
    slices = training_slices(book, horizon=60)
    known = closed(slices, horizon=60)
    features = account_features(book)
    return features.loc[features[F.orders] >= 2], ChurnModel().fit(known, no_order(known, horizon=60)), slices


def found(learned, judged) -> tuple[pd.DataFrame, Risk]:
    rows, churn, slices = learned
    return rows, risk_of(rows, churn, judged, slices)


def test_a_shut_gate_shows_everybody_the_base_rate_without_reasons(learned) -> None:
    rows, risk = found(learned, NONE)
    mine = rows[F.repeats].to_numpy()
    churn = learned[1]
    assert set(risk.p[mine]) == {churn.base_rate_} and risk.naive == churn.base_rate_
    assert set(risk.shown[mine]) == {"naive"} and set(risk.reasons) == {"[]"}
    # the range is of a rate: of as many accounts as there were, not of as many rows
    assert risk.low[mine].max() < churn.base_rate_ < risk.high[mine].min()


def test_an_open_gate_shows_the_models_own_chance(learned) -> None:
    rows, risk = found(learned, OPEN)
    mine = rows[F.repeats].to_numpy()
    np.testing.assert_allclose(risk.p[mine], learned[1].predict_proba(rows.reset_index())[mine, 1])
    assert (risk.low <= risk.p).all() and (risk.p <= risk.high).all()
    assert len(set(risk.p[mine])) > 5 and set(risk.shown) == {"model"}
    told = [json.loads(text) for text in risk.reasons]
    assert max(len(one) for one in told) in (1, 2, 3)


def test_who_was_silent_for_a_year_gets_the_rate_of_such_accounts_whatever_the_gate(learned) -> None:
    for judged in (NONE, OPEN):
        rows, risk = found(learned, judged)
        place = rows.index.get_loc("Z-1")
        assert not rows[F.repeats].iloc[place]
        expected = lapsed_rate(learned[2], horizon=60)
        assert (risk.p[place], risk.low[place], risk.high[place]) == expected
        assert (risk.shown[place], risk.ladder[place], risk.reasons[place]) == ("model", "rates", "[]")
