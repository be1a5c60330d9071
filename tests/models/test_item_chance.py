"""The chance of an item: calibrated, and sound where there is nothing to learn from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features.dues import Purchases, item_totals
from accountbook.models.item_chance import COLUMNS, ItemChance, chance_columns, learn_chance, learnable


def drawn_purchases(accounts: int, *, orders: int, seed: int) -> pd.DataFrame:
    """Accounts that order every ten days, each of ten items with a chance of its own."""
    rng = np.random.default_rng(seed)
    rows = []
    for account in range(accounts):
        rate = rng.beta(1.5, 3, 10)
        for order in range(orders):
            day = pd.Timestamp("2025-01-01") + pd.Timedelta(days=10 * order)
            rows += [(f"A{account:03}", day, f"P{item}") for item in np.flatnonzero(rng.random(10) < rate)]
    frame = pd.DataFrame(rows, columns=["account_id", "order_date", "item_id"])
    return frame.astype({"account_id": "category", "item_id": "category", "order_date": "datetime64[us]"})


@pytest.fixture(scope="module")
def split() -> tuple[list, pd.DataFrame, pd.DataFrame]:
    """Past dates to learn from; and a later one, with what came."""
    purchases = Purchases(drawn_purchases(300, orders=16, seed=4))
    dates = pd.to_datetime(["2025-03-15", "2025-04-05", "2025-04-25", "2025-05-15", "2025-05-25"])
    *past, now = [(learnable(found, date), item_totals(found)) for date in dates for found in [purchases.at(date)]]
    return past, *now


def test_cap_29_of_items_said_to_come_so_many_come(split) -> None:
    past, dues, totals = split
    p = learn_chance(past)(chance_columns(dues, totals))
    came = dues["bought"].to_numpy(float)
    for part in np.array_split(np.argsort(p), 5):
        assert abs(p[part].mean() - came[part].mean()) < 0.06
    assert p.min() > 0 and p.max() < 1


def test_cap_29_due_items_lose_less_than_a_flat_rate(split) -> None:
    past, dues, totals = split
    chance, columns = learn_chance(past), chance_columns(dues, totals)
    came = dues["bought"].to_numpy(float)
    ours, plain, flat = (
        -np.log(np.where(came > 0, p, 1 - p)).mean()
        for p in (chance(columns), chance(columns, plain=True), np.full(len(came), came.mean()))
    )
    assert ours < flat and plain < flat


def test_a_row_is_the_same_whoever_stands_beside_it(split) -> None:
    past, dues, totals = split
    chance, columns = learn_chance(past), chance_columns(dues, totals)
    assert chance(columns)[7:8].tolist() == chance(columns.iloc[7:8]).tolist()


def test_columns_are_the_same_however_the_totals_lie_in_memory() -> None:
    """The same counts, row after row or column after column, to the last bit."""
    purchases = Purchases(drawn_purchases(20, orders=8, seed=3))
    dues = purchases.at(pd.Timestamp("2025-03-01"))
    few = item_totals(dues)
    many = pd.DataFrame(np.random.default_rng(1).integers(1, 90, (400, few.shape[1])), columns=few.columns, dtype=float)
    totals = pd.concat([few, many.set_axis([f"Q{number}" for number in range(400)])])
    lying = [
        pd.DataFrame(lay(totals.to_numpy()), index=totals.index, columns=totals.columns, copy=False)
        for lay in (np.ascontiguousarray, np.asfortranarray)
    ]
    one, other = (chance_columns(dues, counts) for counts in lying)
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_with_nothing_to_learn_from_it_is_how_often_of_one_order_more() -> None:
    frame = pd.DataFrame({name: [0.0] for name in COLUMNS})
    assert ItemChance()(frame).tolist() == [0.5]
    assert learn_chance([]) == ItemChance()
