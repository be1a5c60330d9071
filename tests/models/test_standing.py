"""How accounts stand at a month's end, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features.months import MonthPanel, month_panel
from accountbook.models.standing import first_part, months_after, standing

EVEN = np.ones(12)


def panel(orders: list[tuple[str, str, float]], end: str = "2025-12-31") -> MonthPanel:
    days = pd.DataFrame(orders, columns=["account_id", "order_date", "amount"])
    return month_panel(days.assign(order_date=pd.to_datetime(days["order_date"])), end=pd.Timestamp(end))


def monthly(account: str, months: int, amount: float) -> list[tuple[str, str, float]]:
    return [(account, f"2025-{month:02}-15", amount) for month in range(1, months + 1)]


def test_months_ahead_begin_the_day_after() -> None:
    months = months_after(pd.Timestamp("2026-02-10"))
    assert (len(months), months[0], months[-1]) == (12, pd.Timestamp("2026-02-01"), pd.Timestamp("2027-01-01"))
    assert first_part(pd.Timestamp("2026-02-07")) == pytest.approx(0.75)


def test_an_account_that_orders_every_month_has_a_rate_of_about_one() -> None:
    now = standing(panel([*monthly("A", 12, 100.0), *monthly("B", 12, 100.0)]), EVEN)
    assert now.rate == pytest.approx([1.0, 1.0], abs=0.1)
    assert now.orders.tolist() == [12.0, 12.0]
    # all values alike: nobody's mean is anything else
    assert now.value == pytest.approx([100.0, 100.0], rel=0.15)
    # a month of 31 days has 31 / 30.4375 mean months
    assert now.ahead[:, 0] == pytest.approx(now.rate * 31 / 30.4375)


def test_silence_is_counted_in_orders_missed() -> None:
    now = standing(panel([*monthly("A", 12, 100.0), *monthly("B", 6, 100.0)]), EVEN)
    # B's last order was on 15 June: 15 days of June and six months since
    assert now.missed[1] == pytest.approx(now.rate[1] * (15 + 184) / 30.4375)
    assert now.missed[0] == pytest.approx(now.rate[0] * 16 / 30.4375)
    assert now.rate[1] < now.rate[0]


def test_values_are_drawn_to_everybodys() -> None:
    now = standing(panel([*monthly("A", 12, 100.0), *monthly("B", 12, 100.0), ("C", "2025-06-15", 900.0)]), EVEN)
    assert 100 < now.value[2] < 900
    assert now.own[2] > now.own[0]


def test_a_season_moves_the_months_ahead_and_not_the_rate_alone() -> None:
    factors = np.where(np.arange(12) == 11, 2.0, 10 / 11)
    now = standing(panel([*monthly("A", 12, 100.0), *monthly("B", 12, 100.0)]), factors)
    assert now.ahead[0, 11] / now.ahead[0, 0] == pytest.approx(2.0 / (10 / 11))
