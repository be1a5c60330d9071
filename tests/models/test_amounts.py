"""Amounts: ranges as they held, means that add up, finite whatever comes."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.models.amounts import AmountModel, naive_revenue
from accountbook.models.slices import Outcome

HORIZON = 60


def rows_of(
    seed: int, *, rate: float = 1 / 30, spread: float = 0.5, accounts: int = 150, slices: int = 6
) -> pd.DataFrame:
    """Slices of accounts that order at random; after each what came, its true mean, the true chance of nothing."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2026-01-31", periods=slices, freq="60D")
    end = dates[-1] + pd.Timedelta(days=HORIZON)
    days = pd.date_range(end - pd.Timedelta(days=1000), end)
    orders = []
    for account in range(accounts):
        own, centre = rate * rng.gamma(4, 1 / 4), rng.normal(6, 0.8)
        for day in days[rng.random(len(days)) < own]:
            orders.append((f"A-{account:03}", day, np.exp(rng.normal(centre, spread)), own, centre))
    table = pd.DataFrame(orders, columns=["account_id", "order_date", "amount", "own", "centre"])
    first = table.groupby("account_id").first()
    parts = []
    for date in dates:
        known = table.loc[table["order_date"] <= date]
        features = account_features(SimpleNamespace(as_of=date, order_days=lambda known=known: known))
        later = table.loc[(table["order_date"] > date)].groupby("account_id")
        ahead = table.loc[(table["order_date"] > date) & (table["order_date"] <= date + pd.Timedelta(days=HORIZON))]
        part = features.loc[features[F.repeats]].reset_index()
        names = part["account_id"]
        parts.append(
            part.assign(
                **{Outcome.slice: date},
                days_to_next=(names.map(later["order_date"].first()) - date).dt.days.astype(float),
                next_value=names.map(later["amount"].first()),
                came=names.map(ahead.groupby("account_id")["amount"].sum()).fillna(0.0),
                mean=HORIZON * names.map(first["own"]) * np.exp(names.map(first["centre"]) + spread**2 / 2),
                p=np.exp(-HORIZON * names.map(first["own"])),
            )
        )
    return pd.concat(parts, ignore_index=True)


def fitted(rows: pd.DataFrame) -> tuple[AmountModel, pd.DataFrame]:
    """The model learned on all slices but the newest, and the newest."""
    newest = rows[Outcome.slice] == rows[Outcome.slice].max()
    past, now = rows.loc[~newest].reset_index(drop=True), rows.loc[newest].reset_index(drop=True)
    model = AmountModel(horizon=HORIZON)
    return model.fit(past, past["came"].to_numpy(), p_no_order=past["p"].to_numpy(), population=now), now


@pytest.fixture(scope="module")
def random_buyers() -> pd.DataFrame:
    return rows_of(3)


def test_expected_revenue_adds_up_and_beats_the_trailing_means(random_buyers: pd.DataFrame) -> None:
    model, now = fitted(random_buyers)
    came, expected = now["came"].to_numpy(), model.expected(now, now["p"].to_numpy())
    assert expected.sum() == pytest.approx(now["mean"].sum(), rel=0.1)
    error = np.abs(expected - came).sum()
    assert error < np.abs(naive_revenue(now, horizon=HORIZON) - came).sum()
    assert error < np.abs(naive_revenue(now, horizon=HORIZON, days=60) - came).sum()


def test_a_better_season_reaches_the_sum(random_buyers: pd.DataFrame) -> None:
    model, now = fitted(random_buyers)
    p = now["p"].to_numpy()
    # orders half as often again: the chance of none to the power 1.5
    more = model.expected(now, p**1.5).sum() / model.expected(now, p).sum()
    assert 1.2 < more < 1.6


def test_the_range_of_a_value_is_as_wide_as_it_held(random_buyers: pd.DataFrame) -> None:
    model, now = fitted(random_buyers)
    plain = norm.ppf(0.9)
    assert model.reach_ == pytest.approx([-plain, plain], abs=0.25)
    # values that always come at their median have hardly a range
    past = random_buyers.assign(
        next_value=AmountModel()
        .fit(random_buyers.iloc[:0], np.empty(0), p_no_order=np.empty(0), population=now)
        .typical(random_buyers)
        .value
    )
    exact, now = fitted(past)
    assert np.abs(exact.reach_).max() < 0.4
    low, high = exact.typical(now).low, exact.typical(now).high
    assert (high / low).max() < (model.typical(now).high / model.typical(now).low).min()


def test_I17_negative_and_huge_totals_stay_finite(random_buyers: pd.DataFrame) -> None:
    broken = random_buyers.copy()
    broken.loc[::3, "came"] = -500.0
    broken.loc[5, "came"] = 1e12
    model, now = fitted(broken.assign(p=np.where(np.arange(len(broken)) % 2, 0.0, 1.0)))
    for chance in (0.0, 1.0):
        p = np.full(len(now), chance)
        expected = model.expected(now, p)
        total = model.expected_range(now, p, expected)
        assert np.isfinite(np.stack([expected, total.low, total.high])).all()
        assert (expected >= 0).all() and (total.low <= expected).all() and (expected <= total.high).all()


def test_no_closed_window_gives_the_plain_word(random_buyers: pd.DataFrame) -> None:
    model = AmountModel().fit(
        random_buyers.iloc[:0], np.empty(0), p_no_order=np.empty(0), population=random_buyers.iloc[:2]
    )
    assert model.missed_ is None and model.reach_ == pytest.approx([norm.ppf(0.1), norm.ppf(0.9)])
    assert np.isfinite(model.expected(random_buyers.iloc[:2], np.array([0.5, 0.5]))).all()
    assert len(model.expected(random_buyers.iloc[:0], np.empty(0))) == 0


def test_windows_in_which_nothing_came_teach_no_factor(random_buyers: pd.DataFrame) -> None:
    model, now = fitted(random_buyers.assign(came=0.0))
    assert model.missed_ is None
    assert np.isfinite(model.expected(now, now["p"].to_numpy())).all()
