"""The chance of silence: labels, past dates, and what moves it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.models.churn import ChurnModel, closed, lapsed_rate, no_order
from accountbook.models.ladder import Rung
from accountbook.models.slices import Outcome

HORIZON = 60


@pytest.fixture(scope="module")
def model(quiet_slices) -> ChurnModel:
    return ChurnModel(horizon=HORIZON).fit(quiet_slices, no_order(quiet_slices, horizon=HORIZON))


def windows(*days_to_next: float, known: float = 90.0, repeats: bool = True) -> pd.DataFrame:
    """A row for each, of accounts A0, A1, ..., on one past date."""
    frame = pd.DataFrame({Outcome.days_to_next: days_to_next, Outcome.days_known: known, F.repeats: repeats})
    return frame.assign(account_id=[f"A{k}" for k in range(len(frame))], slice=pd.Timestamp("2026-01-01"))


def test_the_last_day_of_the_horizon_counts_and_no_order_is_silence() -> None:
    assert no_order(windows(1, 60, 61, np.nan), horizon=60).tolist() == [0, 0, 1, 1]


def test_only_closed_windows_of_the_judged_population_are_kept() -> None:
    rows = pd.concat([windows(5, known=60), windows(5, known=59), windows(5, repeats=False)])
    assert len(closed(rows, horizon=60)) == 1
    assert len(closed(rows, horizon=60, by=pd.Timestamp("2026-03-02"))) == 1
    assert closed(rows, horizon=60, by=pd.Timestamp("2026-03-01")).empty


def test_with_no_rows_it_is_an_even_chance_that_says_nothing(quiet_slices) -> None:
    none = quiet_slices.iloc[:0]
    model = ChurnModel(horizon=HORIZON).fit(none, np.empty(0))
    some = quiet_slices.head(5)
    p = model.predict_proba(some)
    low, high = model.predict_range(some)
    assert (model.base_rate_, model.rung_, model.ridge_) == (0.5, Rung.RATES, None)
    assert p.shape == (5, 2) and np.ptp(p[:, 1]) == 0 and ((low <= p[:, 1]) & (p[:, 1] <= high)).all()
    assert not model.contributions(some).to_numpy().any() and model.level == 0.0


def test_base_rate_is_the_share_of_silent_rows_with_one_of_each_added(model, quiet_slices) -> None:
    y = no_order(quiet_slices, horizon=HORIZON)
    assert model.base_rate_ == pytest.approx((y.sum() + 1) / (len(y) + 2))


def test_below_twenty_accounts_there_is_no_ridge(quiet_slices) -> None:
    few = quiet_slices.loc[quiet_slices["account_id"].isin(quiet_slices["account_id"].unique()[:19])]
    few = few.reset_index(drop=True)
    model = ChurnModel(horizon=HORIZON).fit(few, no_order(few, horizon=HORIZON))
    assert (model.rung_, model.ridge_) == (Rung.RATES, None)
    p = model.predict_proba(few)[:, 1]
    assert ((p > 0) & (p < 1)).all() and np.ptp(p) > 0.1


def test_the_longer_overdue_the_likelier_silence(model, quiet_book) -> None:
    """A-even ordered every 20 days up to the end of 2025: the chance rises with each of its silent months."""
    days = pd.to_datetime(["2026-01-10", "2026-02-10", "2026-03-10", "2026-05-10"])
    p = []
    for view in quiet_book.snapshots(days):
        features = account_features(view).reset_index()
        p.append(model.predict_proba(features.loc[features["account_id"] == "A-even"])[0, 1])
    assert (np.diff(p) > 0).all()
    assert p[0] < 0.2 < 0.6 < p[-1]


def test_past_slices_are_told_at_the_level_they_came_to(model, quiet_slices) -> None:
    """Told for the slice itself, as many are silent as were."""
    y = no_order(quiet_slices, horizon=HORIZON)
    p = model.hindcast()
    by = pd.DataFrame({"said": p, "came": y}).groupby(quiet_slices["slice"]).mean()
    assert (by["said"] - by["came"]).abs().max() < 0.04
    assert by["came"].max() - by["came"].min() > 0.1
    odds = model.ranking_.log_odds(quiet_slices)
    shift = quiet_slices["slice"].map(model.level_.past)
    np.testing.assert_allclose(p, np.exp(-np.logaddexp(0, -odds) * np.exp(shift)))


def test_ranges_hold_the_chance_and_are_wider_where_the_level_is_less_sure(quiet_slices) -> None:
    y = no_order(quiet_slices, horizon=HORIZON)
    model = ChurnModel(horizon=HORIZON).fit(quiet_slices, y)
    p = model.predict_proba(quiet_slices)[:, 1]
    low, high = model.predict_range(quiet_slices)
    assert ((low > 0) & (low < p) & (p < high) & (high < 1)).all()
    model.level_ = type(model.level_)(model.level_.shift, model.level_.variance * 4, model.level_.past)
    wider = np.subtract(*model.predict_range(quiet_slices)[::-1])
    assert (wider > high - low).mean() > 0.95


def test_contributions_add_up_to_the_ridges_log_odds(model, quiet_slices) -> None:
    some = quiet_slices.head(40)
    total = model.contributions(some).sum(axis=1) + model.ridge_.intercept_
    np.testing.assert_allclose(expit(total), model.ridge_.predict_proba(model.ranking_.frame(some))[:, 1])


def test_long_silent_accounts_count_once_each() -> None:
    """Ten windows of one account, all silent, are one: 20 of 21 beside the prior's 19 of 20."""
    one = pd.concat([windows(np.nan, repeats=False)] * 10)
    assert lapsed_rate(one, horizon=60)[0] == pytest.approx(20 / 21)
    back = windows(*[5.0] * 10, repeats=False)
    rate, low, high = lapsed_rate(back, horizon=60)
    assert rate == pytest.approx(19 / 30) and low < rate < high
