"""The columns of the churn model's ridge."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.features.accounts import DEFAULT_GAP
from accountbook.models.columns import CODES, FEW, FIVE, FULL, PRIOR_GAPS, ChurnColumn, churn_columns, codes_of
from accountbook.models.mbg import MbgCnbd


def buyers() -> tuple[MbgCnbd, MbgCnbd]:
    """Two buyers' models with set parameters."""
    made = MbgCnbd(k=1), MbgCnbd(k=3)
    for model in made:
        model.r_, model.alpha_, model.a_, model.b_ = 1.5, 40.0, 1.0, 6.0
    return made


def row(**more: float) -> pd.DataFrame:
    """An account with four orders, the last 40 days ago, whose gaps were all 20 days."""
    known = {
        F.orders: 4, F.age: 100, F.recency: 40, F.gaps: 3, F.gap_log_squares: 0.0, F.orders_30: 0, F.orders_365: 4,
        F.months_active: 3, F.log_recency: np.log(40.0), F.log_orders: np.log(4.0), F.log_age: np.log(100.0),
        F.log_gap: np.log(20.0), F.log_overdue: np.log(2.0),
    }  # fmt: skip
    return pd.DataFrame([known | more])


def test_products_and_counts_by_hand() -> None:
    found = churn_columns(row(), buyers(), horizon=60).iloc[0]
    assert found[ChurnColumn.overdue_square] == pytest.approx(np.log(2) ** 2)
    assert found[ChurnColumn.overdue_orders] == pytest.approx(np.log(2) * np.log(4))
    assert found[ChurnColumn.recency_gap] == pytest.approx(np.log(40) * np.log(20))
    assert found[ChurnColumn.log_orders_365] == pytest.approx(np.log(5))
    assert (found[ChurnColumn.log_orders_30], found[ChurnColumn.log_months]) == (0.0, pytest.approx(np.log(4)))


def test_even_gaps_are_taken_as_less_even_than_they_seem() -> None:
    """Three gaps alike leave two differences of 0, beside three of the usual size: three fifths of it."""
    found = churn_columns(row(), buyers(), horizon=60).iloc[0]
    spread = np.log(DEFAULT_GAP.within * PRIOR_GAPS / (2 + PRIOR_GAPS)) / 2
    assert found[ChurnColumn.spread] == pytest.approx(spread)
    assert found[ChurnColumn.overdue_spread] == pytest.approx(np.log(2) * spread)


def test_buyers_models_stand_as_they_say() -> None:
    random, regular = buyers()
    found = churn_columns(row(), (random, regular), horizon=60)
    assert found[ChurnColumn.random].tolist() == random.log_odds(row(), horizon=60).tolist()
    assert found[ChurnColumn.regular].tolist() == regular.log_odds(row(), horizon=60).tolist()


def test_every_number_is_finite_whoever_it_is(quiet_book) -> None:
    """Also of who ordered once, just now, or ten years ago."""
    features = account_features(quiet_book)
    odd = pd.concat([row(**{F.gaps: 0, F.orders: 1, F.age: 0, F.recency: 0}), row(**{F.age: 4000, F.recency: 3990})])
    for rows in (features, odd):
        found = churn_columns(rows, buyers(), horizon=60)
        assert np.isfinite(found.to_numpy()).all()
        assert list(found) == FULL and found.index.equals(rows.index)


def test_few_columns_are_some_of_the_many_and_each_has_one_code() -> None:
    assert FULL[: len(FEW)] == FEW and FEW[: len(FIVE)] == FIVE and len(set(FULL)) == len(FULL) == 15
    assert sorted(name for names in CODES.values() for name in names) == sorted(FULL)
    assert sorted(name for names in codes_of(FEW).values() for name in names) == sorted(FEW)
