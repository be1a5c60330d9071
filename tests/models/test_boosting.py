"""The small boosting: what it learns, how small it is held, and its last digit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from accountbook.models import boosting
from accountbook.models.boosting import EDGE, LEAVES, MOST_ROWS, ROUNDS, boosted


def drawn(rows: int, *, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    """1 with chance .9 where exactly one of two columns is above its middle, else with chance .1: no line finds it."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.random((rows, 3)), columns=["a", "b", "noise"])
    p = np.where((X["a"] > 0.5) ^ (X["b"] > 0.5), 0.9, 0.1)
    return X, (rng.random(rows) < p).astype(int)


def test_what_no_line_finds_is_found_and_its_chance_is_about_right() -> None:
    X, y = drawn(4000)
    model = boosted(X, y, np.ones(len(X)))
    corners = pd.DataFrame({"a": [0.2, 0.2, 0.8, 0.8], "b": [0.2, 0.8, 0.2, 0.8], "noise": 0.5})
    p = 1 / (1 + np.exp(-model.log_odds(corners)))
    assert p == pytest.approx([0.1, 0.9, 0.9, 0.1], abs=0.06)


def test_trees_are_held_small() -> None:
    """40 rounds of six leaves, none with fewer than one row in 200."""
    X, y = drawn(6000)
    trees = [tree for (tree,) in boosted(X, y, np.ones(len(X))).trees._predictors]
    assert len(trees) == ROUNDS
    assert max(tree.get_n_leaf_nodes() for tree in trees) == LEAVES
    assert min(tree.nodes["count"][tree.nodes["is_leaf"] == 1].min() for tree in trees) >= 6000 / 200


def test_more_rows_than_are_wanted_are_thinned_evenly() -> None:
    """Of twice as many, with each row twice, the same is learned as from each once."""
    X, y = drawn(MOST_ROWS)
    twice = np.repeat(np.arange(MOST_ROWS), 2)
    once = boosted(X, y, np.ones(len(X)))
    again = boosted(X.iloc[twice].reset_index(drop=True), y[twice], np.ones(2 * len(X)))
    assert once.log_odds(X.iloc[:50]).tolist() == again.log_odds(X.iloc[:50]).tolist()


def test_rows_without_weight_teach_nothing() -> None:
    X, y = drawn(1000)
    weight = np.repeat([1.0, 1e-12], 500)
    odds = boosted(X, np.concatenate([y[:500], 1 - y[500:]]), weight).log_odds(X)
    right = (odds > 0) == ((X["a"] > 0.5) ^ (X["b"] > 0.5))
    assert right.mean() > 0.85


def test_sure_trees_stay_off_0_and_1() -> None:
    X = pd.DataFrame({"x": np.repeat([0.0, 1.0], 400)})
    odds = boosted(X, np.repeat([0, 1], 400), np.ones(800)).log_odds(X)
    assert np.isfinite(odds).all() and np.abs(odds).max() <= np.log((1 - EDGE) / EDGE) + 1e-9


def test_one_thread_fits_and_predicts_whatever_the_machine_offers(monkeypatch) -> None:
    """Two threads are offered; inside, one is used."""
    seen: list[int] = []

    class Looking(boosting.HistGradientBoostingClassifier):
        def _look(self) -> None:
            seen.append(max(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "openmp"))

        def fit(self, *given, **more):
            self._look()
            return super().fit(*given, **more)

        def predict_proba(self, X):
            self._look()
            return super().predict_proba(X)

    monkeypatch.setattr(boosting, "HistGradientBoostingClassifier", Looking)
    X, y = drawn(400)
    with threadpool_limits(limits=2):
        boosted(X, y, np.ones(len(X))).log_odds(X)
    assert seen == [1, 1]


def test_an_empty_number_is_a_step_of_its_own() -> None:
    X = pd.DataFrame({"x": np.tile([0.0, np.nan], 400)})
    odds = boosted(X, np.tile([0, 1], 400), np.ones(800)).log_odds(pd.DataFrame({"x": [0.0, np.nan]}))
    assert odds[0] < -1 and odds[1] > 1
