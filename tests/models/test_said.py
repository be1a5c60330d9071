"""What is said of orders and deals, whatever is shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.models.kinds import AccountPrediction as P
from accountbook.models.kinds import SaidDeal, SaidOrder
from accountbook.models.said import said_of_deals, said_of_orders

AS_OF = pd.Timestamp("2026-06-30")


def features() -> pd.DataFrame:
    """A has a rhythm of 30 days and 900 in half a year, B one of 200 days and no value, C has lapsed."""
    return pd.DataFrame(
        {
            F.repeats: [True, True, False],
            F.recency: [10, 10, 500],
            F.age: [720, 720, 720],
            F.gaps: [5, 5, 5],
            F.gap_median: [30.0, 200.0, 30.0],
            F.gap_log_squares: 0.0,
            F.value_median: [120.0, 0.0, 50.0],
            F.revenue_180: [900.0, 0.0, 0.0],
        },
        index=pd.Index(["A", "B", "C"], dtype="str"),
    )


def candidates() -> pd.DataFrame:
    days = pd.to_timedelta([12, 40, 3], unit="D")
    return pd.DataFrame(
        {
            P.account_id: ["C", "B", "A"],
            P.as_of: AS_OF,
            P.p_no_order: [0.9, 0.6, 0.2],
            P.p_no_order_lo: 0.1,
            P.p_no_order_hi: 0.95,
            P.p_naive: 0.5,
            P.next_order_p10: AS_OF + days,
            P.next_order_p50: pd.DatetimeIndex([pd.NaT, pd.NaT, AS_OF + days[0]]),
            P.next_order_p90: pd.NaT,
            P.typical_amount: [10.0, 80.0, 100.0],
            P.typical_lo: 5.0,
            P.typical_hi: 200.0,
            P.expected_amount: [1.0, 2.0, 3.0],
            P.expected_lo: 0.0,
            P.expected_hi: 9.0,
        }
    )


def test_of_the_judged_population_alone_each_beside_its_own_rival() -> None:
    found = said_of_orders(candidates(), features(), horizon=60).set_index(SaidOrder.account_id)
    assert found.index.tolist() == ["A", "B"]
    assert found[SaidOrder.p].tolist() == [0.2, 0.6]
    assert found[SaidOrder.days_p10].tolist() == [3, 40]
    assert found.loc["A", SaidOrder.days_p50] == 12 and np.isnan(found.loc["B", SaidOrder.days_p50])
    # 30 days less 10 of silence; 190 lie beyond the horizon
    assert found.loc["A", SaidOrder.naive_days_p50] == 20 and np.isnan(found.loc["B", SaidOrder.naive_days_p50])
    # without a median above 0 the model's own figure stands in
    assert found[SaidOrder.naive_typical].tolist() == [120.0, 80.0]
    assert found[SaidOrder.naive_expected].tolist() == pytest.approx([300.0, 0.0])


def test_nothing_is_said_where_nobody_is_judged() -> None:
    found = said_of_orders(candidates(), features().iloc[2:], horizon=60)
    assert found.empty and SaidOrder.p in found


def test_of_deals_the_model_and_the_funnel() -> None:
    deals = pd.DataFrame({SaidDeal.opportunity_id: ["D-1", "D-2"], SaidDeal.account_id: ["A", "B"]})
    spread = np.array([0.1, 0.5]), np.array([0.4, 0.9])
    found = said_of_deals(deals, np.array([0.2, 0.7]), spread, np.array([0.3, 0.3]), AS_OF)
    names = [SaidDeal.opportunity_id, SaidDeal.p_lo, SaidDeal.p, SaidDeal.p_hi, SaidDeal.p_naive]
    assert found[names].to_numpy().tolist() == [["D-1", 0.1, 0.2, 0.4, 0.3], ["D-2", 0.5, 0.7, 0.9, 0.3]]
    assert (found[SaidDeal.as_of] == AS_OF).all()
