"""Naive rivals, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.models.rivals import (
    at_stake,
    churn_rivals,
    close_errors,
    deal_rivals,
    lapsed_measures,
    recency_chance,
)

ROWS = pd.DataFrame(
    {
        "y": [1, 1, 0, 0],
        "p": [0.9, 0.6, 0.3, 0.2],
        "p_naive": 0.5,
        "p_recency": [0.8, 0.4, 0.4, 0.2],
        "overdue": [3.0, 0.5, 1.0, 0.2],
        "worth": [10.0, 30.0, 100.0, 0.0],
    }
)


def test_recency_alone_takes_the_silent_for_silent() -> None:
    days = np.array([5.0, 10.0, 20.0, 200.0, 300.0, 330.0])
    past = pd.DataFrame(
        {
            "account_id": list("abcdef"),
            F.log_recency: np.log1p(days),
            "days_to_next": [3.0, 4.0, 60.0, 61.0, np.nan, np.nan],
        }
    )
    p = recency_chance(past, pd.DataFrame({F.log_recency: np.log1p([8.0, 60.0, 320.0])}), horizon=60)
    assert p[0] < 0.3 < 0.7 < p[2] and p[0] < p[1] < p[2]


def test_rivals_of_the_chance_of_no_order() -> None:
    found = churn_rivals(ROWS)
    assert found["base_rate"] == pytest.approx({"log_loss": np.log(2), "brier": 0.25, "ece": 0.5})
    # of four pairs the score puts three right and one equal; overdue puts three right and one wrong
    assert (found["recency"]["auc"], found["overdue"]["auc"]) == (0.875, 0.75)
    assert found["recency"]["log_loss"] == pytest.approx(-np.log([0.8, 0.4, 0.6, 0.8]).mean())
    assert "log_loss" not in found["overdue"]


def test_the_top_tenth_by_chance_and_revenue() -> None:
    found = at_stake(ROWS)
    # 10 x .9, 30 x .6, 100 x .3: the third, which ordered, comes first, in both orders
    assert found["revenue_caught"]["value"] == found["revenue_caught"]["naive"] == 0.0
    assert found["lift10_cap"]["value"] == 2.0
    sure = at_stake(ROWS.assign(p=[0.9, 0.8, 0.1, 0.1]))
    # 9, 24, 10, 0: the second, which held 30 of the 40 that fell silent
    assert sure["revenue_caught"] == {"value": 0.75, "naive": 0.0, "rows": 4.0}


def test_accounts_silent_for_over_a_year_are_told_apart() -> None:
    found = lapsed_measures(pd.DataFrame({"y": [1, 1, 1, 0], "p": 0.8, "p_naive": 0.5}))
    assert (found["rows"], found["silent"]) == (4.0, 0.75)
    assert found["log_loss"] == pytest.approx(-(3 * np.log(0.8) + np.log(0.2)) / 4)
    assert found["log_loss_base_rate"] == pytest.approx(np.log(2))
    assert lapsed_measures(pd.DataFrame({"y": []})) == {"rows": 0.0}


def test_the_rep_is_scored_on_what_the_rep_said() -> None:
    rows = pd.DataFrame(
        {"won": [1.0, 0.0, 1.0], "p_naive": 0.5, "p_rep": [0.9, 0.2, np.nan], "amount": [100.0, 50.0, 10.0]}
    )
    found = deal_rivals(rows)
    assert found["rep"]["rows"] == 2.0
    assert found["rep"]["log_loss"] == pytest.approx(-(np.log(0.9) + np.log(0.8)) / 2)
    assert found["rep"]["value_bias"] == pytest.approx((90 + 10) / 100 - 1)
    assert found["funnel"]["value_bias"] == pytest.approx(80 / 110 - 1)
    assert "rep" not in deal_rivals(rows.assign(p_rep=np.nan))


def test_a_day_that_has_passed_counts_as_tomorrow() -> None:
    found = close_errors(pd.DataFrame({"took": [10.0], "said": [7.0], "stated": [-30.0]}), horizon=90)
    assert found.to_dict("records") == [{"said": 3.0, "stated": 9.0}]
