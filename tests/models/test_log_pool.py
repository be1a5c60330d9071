"""Averages of chances on the log-odds scale."""

from __future__ import annotations

import numpy as np
import pytest

from accountbook.models.log_pool import LogPool


def test_without_rows_all_count_alike_and_nothing_is_moved() -> None:
    pool = LogPool().fit(np.empty((0, 2)), np.empty(0))
    assert pool.weights_.tolist() == pytest.approx([0.5, 0.5])
    # odds of 4 and 1: their geometric mean is 2
    assert pool.mean(np.array([[0.8, 0.5]])).tolist() == pytest.approx([2 / 3])


def test_few_rows_move_the_weights_little_and_many_rows_far() -> None:
    y = np.array([1, 1, 1, 0])
    members = np.column_stack([np.where(y > 0, 0.9, 0.3), np.full(4, 0.5)])
    few, many = (LogPool().fit(np.tile(members, (times, 1)), np.tile(y, times)) for times in (1, 100))
    assert 0.5 < few.weights_[0] < 0.65 and many.weights_[0] > 0.95


def test_the_level_follows_many_rows() -> None:
    y = np.tile([1, 0, 0, 0], 500)
    pool = LogPool().fit(np.full((2000, 2), 0.5), y)
    assert pool.mean(np.full((1, 2), 0.5)).tolist() == pytest.approx([0.25], abs=0.01)
