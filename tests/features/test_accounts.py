"""Account features, worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.features.groups import group_median
from accountbook.features.shrink import Pool, pool


def view(orders: list[tuple[str, str, float]], as_of: str) -> SimpleNamespace:
    days = pd.DataFrame(orders, columns=["account_id", "order_date", "amount"]).astype({"amount": float})
    days = days.assign(order_date=pd.to_datetime(days["order_date"]).astype("datetime64[us]"), quantity=1.0, lines=1)
    days = days.sort_values(["account_id", "order_date"], ignore_index=True)
    return SimpleNamespace(as_of=pd.Timestamp(as_of), order_days=lambda: days)


ORDERS = [
    ("A", "2025-01-01", 100.0),
    ("A", "2025-01-11", 300.0),
    ("A", "2025-02-20", 200.0),
    ("B", "2024-01-01", 50.0),
    ("C", "2024-12-01", 70.0),
    ("C", "2025-02-28", 70.0),
]


def test_cap_35_rhythm_and_value_of_three_orders() -> None:
    found = account_features(view(ORDERS, "2025-03-01")).loc["A"]
    assert (found[F.orders], found[F.recency], found[F.age]) == (3, 9, 59)
    assert (found[F.gap_longest], found[F.gap_median], found[F.value_median]) == (40.0, 25.0, 200.0)
    assert found[F.gap_log_mean] == pytest.approx((np.log(10) + np.log(40)) / 2)
    assert found[F.gap_log_squares] == pytest.approx(2 * (np.log(2) ** 2))
    assert found[F.revenue_365] == 600.0


def test_years_are_365_days_and_the_as_of_day_counts() -> None:
    found = account_features(
        view([("A", "2024-03-01", 1.0), ("A", "2024-03-02", 2.0), ("A", "2025-03-01", 4.0)], "2025-03-01")
    )
    # 2 March 2024 lies 364 days back, 1 March 2024 lies 365
    assert found.loc["A", [F.revenue_365, F.revenue_prev_365]].tolist() == [6.0, 1.0]
    assert found.loc["A", F.recency] == 0


def test_population_needs_two_orders_and_one_within_a_year() -> None:
    found = account_features(view(ORDERS, "2025-03-01"))
    assert found[F.repeats].to_dict() == {"A": True, "B": False, "C": True}
    later = account_features(view(ORDERS, "2026-02-27"))
    assert later[F.repeats].to_dict() == {"A": False, "B": False, "C": True}


def test_one_account_does_not_move_another_but_through_the_pool() -> None:
    alone = account_features(view([o for o in ORDERS if o[0] == "A"], "2025-03-01"))
    among = account_features(view(ORDERS, "2025-03-01"))
    shrunk = [F.log_gap, F.gap_shrunk, F.overdue, F.log_overdue]
    pd.testing.assert_series_equal(alone.loc["A"].drop(shrunk), among.loc["A"].drop(shrunk))


def test_the_view_is_not_changed() -> None:
    seen = view(ORDERS, "2025-03-01")
    before = seen.order_days().copy()
    account_features(seen)
    pd.testing.assert_frame_equal(seen.order_days(), before)


@pytest.mark.parametrize(
    "orders",
    [
        [],
        [("A", "2025-01-01", 5.0)],
        [("A", "2025-01-01", 0.0), ("A", "2025-01-02", -3.0)],
        [("A", "2025-01-01", np.inf), ("A", "2025-01-05", np.nan)],
    ],
    ids=["none", "one order", "nothing paid", "non-finite"],
)
def test_I18_every_number_is_finite(orders: list[tuple[str, str, float]]) -> None:
    found = account_features(view(orders, "2025-03-01"))
    assert len(found) == min(len(orders), 1)
    assert np.isfinite(found.select_dtypes("number").to_numpy(float)).all()


def test_group_median_of_even_and_empty_groups() -> None:
    values, codes = np.array([5.0, 1.0, 3.0, 9.0, 7.0]), np.array([0, 0, 2, 2, 2])
    assert group_median(values, codes, 4)[[0, 2]].tolist() == [3.0, 7.0]
    assert np.isnan(group_median(values, codes, 4)[[1, 3]]).all()


def test_shrinkage_weighs_own_values_by_their_number() -> None:
    prior = Pool(mean=2.0, within=1.0, between=0.5)
    # the population counts for within / between = 2 values
    assert prior.centre(np.array([5.0]), np.array([4])).tolist() == [(4 * 5 + 2 * 2) / 6]
    assert prior.centre(np.array([0.0]), np.array([0])).tolist() == [2.0]


def test_pool_finds_the_variances_that_made_the_data() -> None:
    rng = np.random.default_rng(3)
    centres = rng.normal(3.0, 0.8, 2000)
    values = centres[:, None] + rng.normal(0, 0.5, (2000, 6))
    mean, squares = values.mean(axis=1), ((values - values.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    found = pool(mean, squares, np.full(2000, 6), default=Pool(0.0, 5.0, 5.0))
    assert (found.mean, found.within, found.between) == pytest.approx((3.0, 0.25, 0.64), abs=0.05)
