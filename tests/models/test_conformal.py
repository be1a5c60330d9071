"""Levels that hold: corrected where slices agree, left alone where they don't or are few."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.models.conformal import GRID, PLAIN, Levels, learn_levels


def slices(count: int, rows: int) -> pd.Series:
    return pd.Series(np.repeat(pd.date_range("2026-01-01", periods=count, freq="30D"), rows))


def test_few_slices_or_rows_correct_nothing() -> None:
    assert learn_levels(np.full(200, 0.2), slices(2, 100), horizon=60) == PLAIN
    assert learn_levels(np.full(12, 0.2), slices(4, 3), horizon=60) == PLAIN
    assert learn_levels(np.empty(0), slices(0, 0), horizon=60) == PLAIN


def test_what_all_slices_show_is_corrected() -> None:
    rng = np.random.default_rng(2)
    # values half as far from their median as said: .1 and .9 were said where .3 and .7 would have held
    place = 0.25 + rng.random(6000) / 2
    levels = learn_levels(place, slices(12, 500), horizon=60)
    assert levels.trust > 0.95
    assert abs(levels.said(0.1) - 0.3) < 0.02 and abs(levels.said(0.9) - 0.7) < 0.02


def test_what_slices_contradict_each_other_in_is_not_believed() -> None:
    rng = np.random.default_rng(3)
    early, late = rng.random(500) ** 2, 1 - rng.random(500) ** 2
    levels = learn_levels(np.concatenate([early, late] * 3), slices(6, 500), horizon=60)
    assert levels.trust < 0.3


def test_corrections_rise_and_keep_their_ends() -> None:
    rng = np.random.default_rng(5)
    for power in (0.2, 1.0, 4.0):
        levels = learn_levels(rng.random(900) ** power, slices(9, 100), horizon=60)
        assert (np.diff(levels.held) >= 0).all()
        assert levels(np.array([0.0, 1.0])).tolist() == [0, 1]
    assert Levels(GRID, 1.0).said(0.9) == 0.9
