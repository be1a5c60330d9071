"""Log-odds that rank accounts by their silence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models import ranking
from accountbook.models.blend import SHARE, TREES, Blend
from accountbook.models.churn import no_order
from accountbook.models.columns import FEW, FULL
from accountbook.models.judge import auc
from accountbook.models.ranking import REGULAR, SilenceRanking

HORIZON = 60


@pytest.fixture(scope="module")
def rows(quiet_slices) -> tuple[pd.DataFrame, np.ndarray]:
    """Slices of the last year, and where silence came."""
    newest = quiet_slices.loc[quiet_slices["slice"] > quiet_slices["slice"].max() - pd.Timedelta(days=365)]
    newest = newest.reset_index(drop=True)
    return newest, no_order(newest, horizon=HORIZON)


@pytest.fixture(scope="module")
def fitted(rows) -> SilenceRanking:
    return SilenceRanking(horizon=HORIZON, columns=FEW, kept=0.8).fit(*rows)


def buyers_mean(model: SilenceRanking, X: pd.DataFrame) -> np.ndarray:
    return np.mean([one.log_odds(X, horizon=HORIZON) for one in model.buyers_], axis=0)


def test_contributions_of_the_ridge_add_up_to_its_log_odds(rows, fitted) -> None:
    columns = fitted.frame(rows[0])
    total = fitted.ridge_.contributions(columns).sum(axis=1) + fitted.ridge_.intercept_
    np.testing.assert_allclose(total, fitted.ridge_.log_odds(columns))


def test_with_few_it_is_the_ridge_and_the_buyers_by_their_shares(rows, fitted) -> None:
    X, _ = rows
    share = fitted.blend_.buyers
    ridge, buyers = fitted.ridge_.log_odds(fitted.frame(X)), buyers_mean(fitted, X) + fitted.offset_
    np.testing.assert_allclose(fitted.log_odds(X), (1 - share) * ridge + share * buyers)
    assert fitted.trees_ is None and fitted.blend_.boosting == 0.0
    assert [model.k for model in fitted.buyers_] in [[1, k] for k in REGULAR]


def test_buyers_are_brought_to_the_ridges_level(rows, fitted) -> None:
    """So that a larger share of theirs moves no level: weighted by age, both average the same."""
    X, _ = rows
    weight = 0.5 ** ((X["slice"].max() - X["slice"]).dt.days.to_numpy() / 180)
    apart = fitted.ridge_.log_odds(fitted.frame(X)) - buyers_mean(fitted, X) - fitted.offset_
    assert np.average(apart, weights=weight) == pytest.approx(0.0, abs=1e-9)


def test_without_a_ridge_the_buyers_stand_alone(rows) -> None:
    X, y = rows
    model = SilenceRanking(horizon=HORIZON, columns=FEW, kept=0.0).fit(X, y)
    assert model.ridge_ is None
    np.testing.assert_allclose(model.log_odds(X), buyers_mean(model, X))


def test_one_slice_leaves_the_expected_share(rows) -> None:
    """Nothing is held out that the ridge has not learned from."""
    X, y = rows
    one = (X["slice"] == X["slice"].max()).to_numpy()
    model = SilenceRanking(horizon=HORIZON, columns=FEW).fit(X.loc[one].reset_index(drop=True), y[one])
    assert model.blend_ == Blend(buyers=SHARE)


@pytest.mark.parametrize("wins", [True, False])
def test_trees_have_their_share_only_where_they_win(rows, monkeypatch, wins) -> None:
    X, y = rows
    monkeypatch.setattr(ranking, "boosting_wins", lambda *given, **more: wins)
    model = SilenceRanking(horizon=HORIZON, columns=FULL, trees=True).fit(X, y)
    columns = model.frame(X)
    ridge = model.ridge_.log_odds(columns)
    if wins:
        expected = (1 - TREES) * ridge + TREES * model.trees_.log_odds(columns)
    else:
        assert model.trees_ is None
        expected = ridge
    np.testing.assert_allclose(model.log_odds(X), expected)


def test_trees_are_judged_on_slices_that_neither_learned_from(rows, monkeypatch) -> None:
    """Windows of what is learned from close before the first of the two newest slices begins."""
    X, y = rows
    seen: list[np.ndarray] = []
    plain = ranking.boosted
    monkeypatch.setattr(ranking, "boosting_wins", lambda *given, slices, **more: seen.append(slices.unique()) or False)
    learned: list[int] = []
    monkeypatch.setattr(ranking, "boosted", lambda X, y, weight: learned.append(len(X)) or plain(X, y, weight))
    SilenceRanking(horizon=HORIZON, columns=FULL, trees=True).fit(X, y)
    dates = sorted(X["slice"].unique())
    assert sorted(seen[0]) == dates[-2:]
    assert learned == [(X["slice"] + pd.Timedelta(days=HORIZON) <= dates[-2]).sum()]


def test_who_falls_silent_later_stands_higher(rows) -> None:
    X, y = rows
    newest = X["slice"].max()
    past = (X["slice"] + pd.Timedelta(days=HORIZON) <= newest).to_numpy()
    now = (X["slice"] == newest).to_numpy()
    model = SilenceRanking(horizon=HORIZON, columns=FEW, kept=0.8).fit(X.loc[past].reset_index(drop=True), y[past])
    assert auc(y[now], model.log_odds(X.loc[now])) > 0.75
