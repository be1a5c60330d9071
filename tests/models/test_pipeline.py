"""The pipeline factor, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models.kinds import PipelinePrediction as P
from accountbook.models.pipeline import pipeline_factor

AS_OF = pd.Timestamp("2026-11-01")


def rows(deals: int, won: int, *, left_open: int = 0, p: float = 0.5) -> pd.DataFrame:
    """Deals of 100 each on a day nine months back, of which so many were won and so many stand open still."""
    outcome = np.r_[np.ones(won), np.full(left_open, np.nan), np.zeros(deals - won - left_open)]
    return pd.DataFrame(
        {
            "opportunity_id": [f"D{k}" for k in range(deals)],
            "slice": pd.Timestamp("2026-02-01"),
            "amount": 100.0,
            "worth": np.where(np.isnan(outcome), np.nan, 100.0),
            "p": p,
            "won": outcome,
        }
    )


def test_what_came_over_what_was_expected_drawn_to_one() -> None:
    found = pipeline_factor(rows(2000, 600), as_of=AS_OF, expected=7.0).iloc[0]
    # 60,000 came of 100,000 expected; with so many deals the prior counts for little
    assert found[P.factor] == pytest.approx(0.6, abs=0.02)
    assert found[P.factor_lo] < found[P.factor] < found[P.factor_hi] < 0.66
    assert (found[P.deals], found[P.origins], found[P.expected_amount]) == (2000, 1, 7.0)
    few = pipeline_factor(rows(20, 6), as_of=AS_OF, expected=7.0).iloc[0]
    assert 0.6 < few[P.factor] < 1 and few[P.factor_hi] - few[P.factor_lo] > 0.25


def test_a_deal_that_is_open_still_came_to_nothing() -> None:
    open_still, lost = (
        pipeline_factor(table, as_of=AS_OF, expected=1.0) for table in (rows(100, 40, left_open=60), rows(100, 40))
    )
    pd.testing.assert_frame_equal(open_still, lost)


def test_where_nothing_can_be_said_there_is_no_row() -> None:
    assert pipeline_factor(rows(9, 4), as_of=AS_OF, expected=1.0).empty
    assert pipeline_factor(rows(50, 0), as_of=AS_OF, expected=1.0).empty
    assert pipeline_factor(rows(50, 20).assign(amount=np.nan), as_of=AS_OF, expected=1.0).empty
    # half a year has not passed
    assert pipeline_factor(rows(50, 20), as_of=pd.Timestamp("2026-06-01"), expected=1.0).empty
