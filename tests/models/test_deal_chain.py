"""The weekly chain of open deals, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import DEAL_COLUMNS
from accountbook.features import DealFeature as F
from accountbook.models.deal_chain import ADVANCE, LOSE, STAY, DealChain, days_by, deal_weeks
from accountbook.models.deal_slices import STAGES_AFTER

SLICE = pd.Timestamp("2026-01-05")


def slices(**given: object) -> pd.DataFrame:
    """One deal at stage 2 that stays there for the four weeks that have passed."""
    row = dict.fromkeys(DEAL_COLUMNS, 0.0) | {"slice": SLICE, "decided_on": pd.NaT, "won": np.nan, F.stage: 2.0}
    row |= dict.fromkeys(STAGES_AFTER, 2.0) | given
    return pd.DataFrame([row]).astype({"decided_on": "datetime64[us]", "slice": "datetime64[us]"})


def test_an_open_deal_has_weeks_and_no_end() -> None:
    weeks = deal_weeks(slices())
    assert weeks["event"].tolist() == [STAY] * 4
    assert weeks["ends"].tolist() == [SLICE + pd.Timedelta(days=7 * k) for k in (1, 2, 3, 4)]
    # of the third and fourth week nothing is known yet
    assert len(deal_weeks(slices(stage_after_3=np.nan, stage_after_4=np.nan))) == 2


@pytest.mark.parametrize(("won", "event", "after"), [(1.0, ADVANCE, 5.0), (0.0, LOSE, 3.0)])
def test_a_deal_that_moves_on_and_is_decided_has_no_weeks_after(won: float, event: int, after: float) -> None:
    moved = dict.fromkeys(STAGES_AFTER, 3.0)
    weeks = deal_weeks(slices(**moved, decided_on=SLICE + pd.Timedelta(days=10), won=won))
    assert weeks[F.stage].tolist() == [2.0, 3.0]
    assert weeks["event"].tolist() == [ADVANCE, event]
    assert weeks["after"].tolist() == [3.0, after]


def chain(stay: int, on: int, lost: int) -> DealChain:
    """A chain of one rate for all, whose moves go one stage on: too few of one kind to tell deals apart."""
    rows = pd.DataFrame(0.0, index=range(stay + on + lost), columns=DEAL_COLUMNS)
    event = np.repeat([STAY, ADVANCE, LOSE], [stay, on, lost])
    return DealChain().fit(rows.assign(event=event, after=np.where(event == ADVANCE, 1.0, 0.0)))


def test_the_chance_is_that_of_all_moves_still_to_come() -> None:
    found = chain(80, 4, 4)
    # (4 + 1) / (88 + 12) a week either way, so each move comes before the loss at even odds
    assert found.rates_.tolist() == pytest.approx([0.9, 0.05, 0.05])
    now = pd.DataFrame(0.0, index=range(5), columns=DEAL_COLUMNS).assign(**{F.stage: np.arange(5.0)})
    wins, decided = found.run(now)
    assert wins.tolist() == pytest.approx([0.5**5, 0.5**4, 0.5**3, 0.25, 0.5])
    # in the last stage one in ten is decided each week
    assert decided[4, :3].tolist() == pytest.approx([0.1, 0.19, 0.271])
    assert (np.diff(decided, axis=1) >= 0).all() and decided.max() <= 1 + 1e-12


def test_deals_that_are_won_from_any_stage_skip_the_rest() -> None:
    rows = pd.DataFrame(0.0, index=range(100), columns=DEAL_COLUMNS)
    event = np.repeat([STAY, ADVANCE, LOSE], [60, 38, 2])
    found = DealChain().fit(rows.assign(event=event, after=np.where(event == ADVANCE, 5.0, 0.0)))
    # 38 of 40 moves (two are added to the next stage) win at once
    assert found.jumps_[0].tolist() == pytest.approx([0, 0.05, 0, 0, 0, 0.95])


def test_what_speaks_for_a_deal_is_learned() -> None:
    rng = np.random.default_rng(7)
    budget = rng.integers(0, 2, 30000).astype(float)
    event = np.where(rng.random(30000) < 0.1 + 0.2 * budget, ADVANCE, np.where(rng.random(30000) < 0.1, LOSE, STAY))
    rows = pd.DataFrame(0.0, index=range(30000), columns=DEAL_COLUMNS).assign(**{F.budget: budget, F.stage: 4.0})
    now = pd.DataFrame(0.0, index=range(2), columns=DEAL_COLUMNS).assign(**{F.budget: [0.0, 1.0], F.stage: 4.0})
    wins, _ = DealChain().fit(rows.assign(event=event, after=5.0)).run(now)
    # a week moves on with 0.1 or 0.3 and is lost with 0.09 or 0.07: 0.1 / 0.19 and 0.3 / 0.37
    assert wins.tolist() == pytest.approx([0.526, 0.811], abs=0.03)


def test_days_reach_into_the_week() -> None:
    assert days_by(np.array([[0.25, 0.5]]), 0.25).tolist() == [7.0]
    assert np.isnan(days_by(np.array([[0.25, 0.5]]), 0.9)).all()
