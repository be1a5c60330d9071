"""The odds of open deals: when boosting is tried, how wide ranges are, and what a past date knew."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features import DEAL_COLUMNS
from accountbook.features import DealFeature as F
from accountbook.models.deal_average import MEMBERS
from accountbook.models.deal_odds import DealOdds
from accountbook.models.deal_slices import STAGES_AFTER

ORIGIN = pd.Timestamp("2026-06-30")


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
