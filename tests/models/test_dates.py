"""Dates: never past, in order, without the early bias."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.features.accounts import DEFAULT_GAP
from accountbook.features.calendar import Calendar
from accountbook.features.shrink import pool
from accountbook.models.dates import NextOrderModel, Place, date_losses, with_places


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


def test_days_if_it_comes_are_those_of_a_sure_order(features: pd.DataFrame) -> None:
    known = features.loc[features[F.repeats]].head(20)
    model = NextOrderModel(horizon=60).fit(features)
    within = model.within(known)
    assert (within == model.predict(known, p_no_order=np.zeros(20))).all()
    doubtful = model.predict(known, p_no_order=np.full(20, 0.3))
    assert (np.where(np.isnan(doubtful), np.inf, doubtful) >= within).all()


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


def closed_slices(seed: int, *, slow: float = 1.0) -> pd.DataFrame:
    """Eight slices of 150 accounts with log-normal gaps, which get slower by a factor once the last order is known."""
    rng = np.random.default_rng(seed)
    parts = []
    for date in pd.date_range("2025-01-01", periods=8, freq="60D"):
        centre = rng.normal(3.6, 0.3, 150)
        rows = []
        for account in range(150):
            gaps = np.exp(rng.normal(centre[account], 0.5, 12))
            # a day falls into a gap the likelier the longer it is: a log-normal so weighted has the same spread
            gaps[0] = np.exp(rng.normal(centre[account] + 0.5**2, 0.5))
            seen = rng.uniform(0, 1) * gaps[0]
            back = seen + np.concatenate([[0], np.cumsum(gaps[1:])])
            came = int(np.ceil((gaps[0] - seen) * slow))
            rows += [(f"A-{account:03}", date - pd.Timedelta(days=int(one)), came) for one in back[::-1]]
        days = pd.DataFrame(rows, columns=["account_id", "order_date", "came"]).drop_duplicates(
            ["account_id", "order_date"]
        )
        days = days.assign(amount=100.0, order_date=days["order_date"].astype("datetime64[us]")).reset_index(drop=True)
        features = account_features(SimpleNamespace(as_of=date, order_days=lambda days=days: days))
        came = days.groupby("account_id")["came"].first().to_numpy(float)
        parts.append(features.reset_index().assign(slice=date, days_to_next=came))
    return pd.concat(parts, ignore_index=True)


def every_day(slices: pd.DataFrame) -> dict[pd.Timestamp, Calendar]:
    """Calendars without a closed day."""
    none = pd.DataFrame({"account_id": [], "first_week": [], "weeks": []})
    nowhere = pd.Series([], index=pd.Index([], dtype="str"), dtype="str")
    return {date: Calendar(date, np.ones(7), 1.0, nowhere, none) for date in slices["slice"].unique()}


def test_places_of_what_came_are_even_where_the_gaps_say_true() -> None:
    slices = closed_slices(1)
    place = with_places(slices, every_day(slices), horizon=60)[Place.place]
    assert (place.isna() == (slices["days_to_next"] > 60)).all()
    assert np.quantile(place.dropna(), [0.25, 0.5, 0.75]) == pytest.approx([0.25, 0.5, 0.75], abs=0.06)


def test_levels_that_did_not_hold_are_corrected_on_closed_slices() -> None:
    slices = closed_slices(2, slow=0.4)
    past = with_places(slices, every_day(slices), horizon=60)
    now = closed_slices(3, slow=0.4)
    now = now.loc[now["slice"] == now["slice"].max()]
    came, chance = now["days_to_next"].to_numpy(), np.full(len(now), 0.001)
    plain = NextOrderModel().fit(now).predict(now, p_no_order=chance)
    mended = NextOrderModel().fit(now, past=past).predict(now, p_no_order=chance)
    assert date_losses(came, mended, horizon=60).mean() < 0.93 * date_losses(came, plain, horizon=60).mean()
    assert abs((came <= mended[:, 1]).mean() - 0.5) < abs((came <= plain[:, 1]).mean() - 0.5)


def test_the_gaps_own_chance_takes_the_level_that_came() -> None:
    slices = closed_slices(4)
    silent = slices.assign(days_to_next=np.where(np.arange(len(slices)) % 2, 400.0, slices["days_to_next"]))
    now = slices.loc[slices["slice"] == slices["slice"].max()]
    usual, half = (
        NextOrderModel().fit(now, past=with_places(rows, every_day(rows), horizon=60)) for rows in (slices, silent)
    )
    assert abs(usual.shift_) < 0.5 and half.shift_ > 1
    # with half of all silent, fewer than one in two is expected by p50
    assert np.isnan(half.predict(now)[:, 1]).mean() > np.isnan(usual.predict(now)[:, 1]).mean() + 0.3


def test_cap_38_no_expected_day_falls_on_a_closed_one(features: pd.DataFrame) -> None:
    known = features.loc[features[F.repeats]]
    model = NextOrderModel().fit(features)
    week = np.tile(np.tile([1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0], 9)[:60], (len(known), 1))
    chances = np.full(len(known), 0.05)
    days = model.predict(known, p_no_order=chances, ahead=week)
    assert set((days[~np.isnan(days)].astype(int) - 1) % 7) == {0, 1, 2, 3, 4}
    # shut for three weeks: what would have come there comes after
    shut = np.ones((len(known), 60))
    shut[:, :21] = 0
    assert np.nanmin(model.predict(known, p_no_order=chances, ahead=shut)) == 22
    # nothing open at all says nothing: every day counts alike
    assert np.isfinite(model.predict(known, p_no_order=chances, ahead=np.zeros((len(known), 60)))).all()
