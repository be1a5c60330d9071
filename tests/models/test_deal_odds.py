"""Which members the average of open deals' chances has, and how wide its ranges are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import DEAL_COLUMNS
from accountbook.features import DealFeature as F
from accountbook.models.deal_average import BOOSTED, MEMBERS, DealAverage
from accountbook.models.deal_odds import DealOdds
from accountbook.models.deal_slices import STAGES_AFTER

ORIGIN = pd.Timestamp("2026-06-30")


def past(deals: int, boosting: np.ndarray) -> pd.DataFrame:
    """What was said of deals on one date each: the two members know nothing; every other deal was won."""
    return pd.DataFrame(
        {
            "opportunity_id": [f"D{deal}" for deal in range(deals)],
            "slice": pd.Timestamp("2026-01-31"),
            "decided_on": pd.Timestamp("2026-03-31"),
            "seller_stage": "need",
            "won": np.arange(deals) % 2.0,
            "p": 0.5,
            "p_ridge": 0.5,
            "p_chain": 0.5,
            "p_boosting": boosting,
            "days_left": 59.0,
            "days_chain": 59.0,
            "days_rep": np.nan,
        }
    )


def slices(deals: int) -> pd.DataFrame:
    """Deals of one slice, a year back and decided since: those with a budget were won."""
    budget = np.arange(deals) % 2.0
    columns = dict.fromkeys([*DEAL_COLUMNS, *STAGES_AFTER], 0.0)
    dates = {"slice": pd.Timestamp("2025-06-30"), "decided_on": pd.Timestamp("2025-09-30")}
    ids = [f"D{deal}" for deal in range(deals)]
    rows = pd.DataFrame({"opportunity_id": ids, **columns, **dates, F.seller_stage: "lead"})
    return rows.assign(**{F.budget: budget, "won": budget})


def test_boosting_is_tried_from_two_hundred_deals_of_the_rarer_outcome_on() -> None:
    assert DealOdds().fit(slices(398), origin=ORIGIN).trees is None
    odds = DealOdds().fit(slices(400), origin=ORIGIN)
    now = slices(2).assign(**{F.expected_close: pd.NaT})
    members = odds.members(now, as_of=ORIGIN)
    said = members["p_boosting"]
    assert said[0] < 0.05 and said[1] > 0.95
    # nothing past speaks for it yet
    assert odds.average.pooled(members) == MEMBERS


@pytest.mark.parametrize(
    ("deals", "good", "pooled"),
    [(400, True, BOOSTED), (400, False, MEMBERS), (78, True, MEMBERS)],
    ids=["it told them apart", "it did not", "too few to tell"],
)
def test_boosting_joins_the_average_where_it_won(deals: int, good: bool, pooled: list[str]) -> None:
    won = np.arange(deals) % 2.0
    said = 0.2 + 0.6 * won if good else np.where(np.arange(deals) % 4 < 2, 0.2, 0.8)
    rows = past(deals, said)
    average = DealAverage().learn(rows, origin=ORIGIN)
    assert average.pooled(rows) == pooled
    # where boosting has not spoken, it has no share
    assert average.pooled(rows.assign(p_boosting=np.nan)) == MEMBERS


def test_the_range_is_as_wide_as_a_months_news_at_least() -> None:
    odds = DealOdds().fit(slices(400), origin=ORIGIN)
    now = slices(2).assign(**{F.expected_close: pd.NaT})
    members = odds.members(now, as_of=ORIGIN)
    low, high = odds.predict_range(now, members)
    p = odds.predict(members)
    # 1.28 standard deviations of the news and the level alone, in log-odds: 0.25 + 0.05
    reach = 1.2816 * np.sqrt(0.3)
    assert (np.log(high / (1 - high)) - np.log(p / (1 - p)) >= reach).all()
    assert (np.log(p / (1 - p)) - np.log(low / (1 - low)) >= reach).all()
