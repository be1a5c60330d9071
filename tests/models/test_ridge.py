"""The ridge and its reasons."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from accountbook.models.reasons import reasons
from accountbook.models.ridge import RidgeLogit


@pytest.fixture
def rows() -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(7)
    X = pd.DataFrame(rng.normal(size=(400, 3)), columns=["a", "b", "c"])
    return X, (rng.random(400) < expit(1.5 * X["a"] - X["b"] - 0.5)).astype(int).to_numpy()


def test_reasons_sum_to_the_log_odds_and_points_to_the_chance(rows) -> None:
    X, y = rows
    model = RidgeLogit(blend=0.7).fit(X, y)
    exact = model.contributions(X)
    np.testing.assert_allclose(exact.sum(axis=1) + model.intercept_, logit(model.predict_proba(X)[:, 1]))
    texts = reasons(exact, level=model.intercept_, codes={"a": ["a"], "b": ["b"], "c": ["c"]}, facts={})
    told = [json.loads(text) for text in texts]
    full = [row for row, found in enumerate(told) if len(found) == 3]
    assert full
    for row in full:
        points = sum(one["points"] for one in told[row])
        step = 100 * (model.predict_proba(X)[row, 1] - expit(model.intercept_))
        assert points == pytest.approx(step, abs=0.02)


def test_at_most_three_reasons_and_none_under_the_least() -> None:
    exact = pd.DataFrame([[0.9, -0.5, 0.4, 0.3, 0.14], [0.14, 0.1, 0.0, 0.0, 0.0]], columns=list("vwxyz"))
    codes = {name: [name] for name in "vwxyz"}
    first, second = (json.loads(t) for t in reasons(exact, level=0.0, codes=codes, facts={}))
    assert [one["code"] for one in first] == ["v", "w", "x"]
    assert [one["log_odds"] for one in first] == [0.9, -0.5, 0.4]
    assert second == []


def test_facts_hold_no_nan() -> None:
    facts = {"a": pd.DataFrame({"days": [47.0], "usual": [np.nan], "stage": ["offer"], "share": [0.123456]})}
    text = reasons(pd.DataFrame({"a": [1.0]}), level=0.0, codes={"a": ["a"]}, facts=facts)[0]
    assert json.loads(text)[0]["facts"] == {"days": 47, "stage": "offer", "share": 0.1235}


def test_one_outcome_only_gives_a_rate_that_is_not_certain() -> None:
    X = pd.DataFrame({"a": [1.0, 2.0, 3.0]})
    model = RidgeLogit().fit(X, np.ones(3))
    assert model.predict_proba(X)[:, 1].tolist() == pytest.approx([3.5 / 4] * 3)
    low, high = model.predict_range(X)
    assert (low > 0).all() and (high < 1).all() and (low < high).all()


def test_empty_values_take_the_median_and_constant_columns_say_nothing() -> None:
    X = pd.DataFrame({"a": [0.0, 1.0, 2.0, np.nan], "same": 5.0})
    model = RidgeLogit().fit(X, np.array([0, 0, 1, 1]))
    filled = X.fillna({"a": 1.0})
    assert model.predict_proba(X).tolist() == model.predict_proba(filled).tolist()
    assert (model.contributions(X)["same"] == 0).all()


def test_repeated_rows_of_a_group_do_not_narrow_the_range(rows) -> None:
    X, y = rows
    once = RidgeLogit().fit(X, y, groups=np.arange(400))
    five = RidgeLogit().fit(pd.concat([X] * 5, ignore_index=True), np.tile(y, 5), groups=np.tile(np.arange(400), 5))
    np.testing.assert_allclose(once.predict_range(X)[1], five.predict_range(X)[1], rtol=1e-4)


def test_eight_in_ten_ranges_hold_the_truth_about_eight_in_ten_times() -> None:
    held = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        X = pd.DataFrame(rng.normal(size=(300, 2)), columns=["a", "b"])
        truth = expit(0.8 * X["a"] - 0.3)
        low, high = RidgeLogit(C=10.0).fit(X, (rng.random(300) < truth).astype(int)).predict_range(X)
        held.append(((truth >= low) & (truth <= high)).mean())
    assert np.mean(held) == pytest.approx(0.8, abs=0.07)
