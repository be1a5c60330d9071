"""MBG/CNBD-k: closed forms by hand, and parameters recovered from simulated buyers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.models.mbg import MbgCnbd


def simulated(k: int, *, accounts: int = 800, days: float = 900.0) -> pd.DataFrame:
    """Histories of buyers with rates Gamma(2, 60 / k) per stage of k and a chance Beta(1, 9) of leaving per order."""
    rng = np.random.default_rng(11)
    rows = []
    for _ in range(accounts):
        rate, leave = rng.gamma(2.0, k / 60.0), rng.beta(1.0, 9.0)
        last, orders = 0.0, 1
        while rng.random() >= leave:
            following = last + rng.gamma(k, 1 / rate)
            if following > days:
                break
            last, orders = following, orders + 1
        rows.append((orders, days, days - last))
    return pd.DataFrame(rows, columns=[F.orders, F.age, F.recency])


def known(k: int, r: float, alpha: float, a: float, b: float) -> MbgCnbd:
    model = MbgCnbd(k=k)
    model.r_, model.alpha_, model.a_, model.b_ = r, alpha, a, b
    return model


def test_one_order_on_the_day_itself_by_hand() -> None:
    # gone with chance a / (a + b) = 1/4; else silent for 60 days with chance (alpha / (alpha + 60))^r = 1/4
    row = pd.DataFrame({F.orders: [1], F.age: [0], F.recency: [0]})
    assert known(1, 2.0, 60.0, 1.0, 3.0).p_no_order(row, horizon=60)[0] == pytest.approx(0.25 + 0.75 * 0.25)


def test_a_regular_buyer_is_surer_to_order_when_due() -> None:
    row = pd.DataFrame({F.orders: [11], F.age: [330], F.recency: [30]})
    random, regular = (known(k, 5.0, 150.0 / k, 1.0, 20.0).p_no_order(row, horizon=30)[0] for k in (1, 4))
    assert regular < random


@pytest.mark.parametrize("k", [1, 3])
def test_simulated_buyers_give_their_rates_back(k: int) -> None:
    model = MbgCnbd(k=k).fit(simulated(k))
    assert model.r_ / model.alpha_ == pytest.approx(2 * k / 60, rel=0.12)
    assert model.r_ == pytest.approx(2.0, rel=0.3)
    assert model.a_ / (model.a_ + model.b_) == pytest.approx(0.1, abs=0.03)


def test_chances_are_finite_and_fall_with_the_horizon_however_odd_the_history() -> None:
    rows = pd.DataFrame({F.orders: [1, 500, 2, 3], F.age: [0, 500, 9000, 1], F.recency: [0, 0, 8999, 0]})
    model = MbgCnbd(k=3).fit(rows)
    near, far = model.p_no_order(rows, horizon=1), model.p_no_order(rows, horizon=400)
    assert np.isfinite(model.log_odds(rows, horizon=60)).all()
    assert (far <= near).all() and (near <= 1).all() and (far >= 0).all()
