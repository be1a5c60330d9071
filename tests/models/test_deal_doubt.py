"""How wide the ranges of open deals are, worked out by hand and held against invented truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from accountbook.models.deal_doubt import LEVEL, NEWS, DealDoubt, level_variance, news_variance

DATES = pd.date_range("2025-01-31", periods=12, freq="ME")


def said(p: np.ndarray, won: np.ndarray, stage: str = "need") -> pd.DataFrame:
    """Rows of one deal per line and date per column: what was said of it, and what came."""
    deals, dates = p.shape
    return pd.DataFrame(
        {
            "opportunity_id": np.repeat([f"D{deal}" for deal in range(deals)], dates),
            "slice": np.tile(DATES[:dates], deals),
            "seller_stage": stage,
            "p": p.ravel(),
            "won": np.broadcast_to(won, p.shape).ravel().astype(float),
            "decided_on": DATES[-1] + pd.Timedelta(days=90),
        }
    )


def test_news_is_what_a_month_moves_a_deal_that_stays_in_its_stage() -> None:
    odds = np.array([[0.0, 1.0, 0.0]])
    rows = said(expit(odds), np.ones((1, 1)))
    # two moves of 1, beside thirty months of 0.25
    assert news_variance(rows) == pytest.approx((2 + 30 * NEWS) / 32)
    moved_on = rows.assign(seller_stage=["need", "offer", "verbal"])
    assert news_variance(moved_on) == pytest.approx(NEWS)
    # nothing is known of the months between
    assert news_variance(rows.iloc[[0, 2]]) == pytest.approx(NEWS)


def test_the_level_of_dates_is_told_from_chance() -> None:
    rng = np.random.default_rng(5)
    p = np.full((4000, 12), 0.4)
    chance = said(p, rng.random(p.shape) < p)
    level = rng.normal(0, 0.6, 12)
    off = said(p, rng.random(p.shape) < expit(logit(0.4) + level))
    assert level_variance(chance) == pytest.approx(LEVEL * 6 / 18, abs=0.005)
    assert level_variance(off) == pytest.approx(level.var() * 12 / 18 + LEVEL * 6 / 18, rel=0.25)


def test_only_what_was_decided_by_then_is_learned_from() -> None:
    rows = said(np.full((20, 2), 0.5), np.repeat([[1.0], [0.0]], 10, axis=0))
    early = DealDoubt().learn(rows, origin=DATES[-1])
    assert early.level_ == LEVEL
    assert [one.tolist() for one in early.calibrated(np.array([0.3]))] == [[0.3], [0.3]]


def test_what_past_deals_came_to_is_inside() -> None:
    # said 0.3 of two hundred of which half were won, and 0.8 of two hundred that were all won
    p = np.repeat([[0.3], [0.8]], 200, axis=0)
    won = np.repeat([0.0, 1.0, 1.0], [100, 100, 200])[:, None]
    doubt = DealDoubt().learn(said(p, won), origin=DATES[-1] + pd.Timedelta(days=365))
    low, high = doubt.calibrated(np.array([0.3, 0.8]))
    assert low[0] < 0.5 < high[0] and high[0] - low[0] < 0.1
    assert high[1] == 0.995 and low[1] > 0.9
