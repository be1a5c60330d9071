"""Dates: never past, in order, without the early bias."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.features.accounts import DEFAULT_GAP
from accountbook.features.shrink import pool
from accountbook.models.dates import NextOrderModel, date_losses


@pytest.fixture(scope="module")
def features() -> pd.DataFrame:
    """300 accounts that never leave, each with a gap around exp(4.2) = 67 days, seen for 200 to 500 days."""
    rng = np.random.default_rng(9)
    rows = []
    for account in range(300):
        centre, day, seen = rng.normal(4.2, 0.5), 0.0, rng.uniform(200, 500)
        while day < seen:
            rows.append((f"A-{account:03}", pd.Timestamp("2025-12-31") - pd.Timedelta(days=int(seen - day))))
            day += np.exp(rng.normal(centre, 0.4))
    days = pd.DataFrame(rows, columns=["account_id", "order_date"]).drop_duplicates(ignore_index=True)
    days = days.assign(amount=100.0, order_date=days["order_date"].astype("datetime64[us]"))
    return account_features(SimpleNamespace(as_of=pd.Timestamp("2025-12-31"), order_days=lambda: days))


def test_open_gaps_take_the_early_bias_off(features: pd.DataFrame) -> None:
    known = features.loc[features[F.repeats]]
    moments = [known[name].to_numpy(float) for name in (F.gap_log_mean, F.gap_log_squares, F.gaps)]
    completed = pool(*moments, default=DEFAULT_GAP).mean
    censored = NextOrderModel().fit(features).gaps_.pool.mean
    assert completed < 4.15
    assert abs(censored - 4.2) < abs(completed - 4.2) / 2


def test_quantiles_are_in_order_ahead_and_within_the_horizon(features: pd.DataFrame) -> None:
    known = features.loc[features[F.repeats]]
    p = np.linspace(0.01, 0.99, len(known))
    for chances in (None, p):
        days = NextOrderModel(horizon=60).fit(features).predict(known, p_no_order=chances)
        given = days[~np.isnan(days)]
        assert given.min() >= 1 and given.max() <= 60
        later = np.where(np.isnan(days), np.inf, days)
        assert (later[:, 0] <= later[:, 1]).all() and (later[:, 1] <= later[:, 2]).all()


def test_dates_agree_with_the_risk(features: pd.DataFrame) -> None:
    known = features.loc[features[F.repeats]].head(4)
    p = np.array([0.05, 0.45, 0.55, 0.95])
    days = NextOrderModel(horizon=60).fit(features).predict(known, p_no_order=p)
    # by the horizon's end an order has come with chance 1 - p: each level above that is later
    expected = [[True, True, True], [True, True, False], [True, False, False], [False, False, False]]
    assert (~np.isnan(days)).tolist() == expected


def test_silence_moves_the_date_away_but_never_into_the_past(features: pd.DataFrame) -> None:
    one = features.loc[features[F.repeats]].head(1)
    model = NextOrderModel(horizon=100_000).fit(features)
    waits = [0, 30, 200, 2000]
    dates = [model.predict(one.assign(**{F.recency: wait}))[0, 1] for wait in waits]
    assert min(dates) >= 1
    # after a long silence a log-normal gap has its best days behind it
    assert dates[2] < dates[3]


def test_a_late_account_is_overdue_by_its_rhythm(features: pd.DataFrame) -> None:
    rhythm = NextOrderModel().fit(features).rhythm(features)
    assert (rhythm[:, 0] < rhythm[:, 1]).all()
    known = features[F.repeats].to_numpy()
    assert np.median(rhythm[known, 0]) == pytest.approx(np.exp(4.2), rel=0.15)


def test_nobody_is_left_out_of_the_loss() -> None:
    came = np.array([np.nan, 200.0, 10.0])
    said = np.array([[61.0, 61.0, 61.0], [np.nan, np.nan, np.nan], [10.0, 20.0, 30.0]])
    # .1 x 0, .5 x 10, .1 x 20 over three levels in the last row
    assert date_losses(came, said, horizon=60).tolist() == pytest.approx([0.0, 0.0, 7 / 3])
