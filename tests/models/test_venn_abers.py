"""Ranges of chances by cross Venn-Abers, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from accountbook.models.venn_abers import venn_abers


def test_a_new_row_is_counted_as_lost_and_as_won() -> None:
    scores, y = np.repeat([0.3, 0.7], 4), np.array([0, 0, 0, 1, 1, 1, 1, 0])
    low, high = venn_abers(scores, y, np.zeros(8), np.array([0.3, 0.7]))
    # of four at 0.3 one was won, of four at 0.7 three: a fifth is lost or won
    assert low.tolist() == pytest.approx([1 / 5, 3 / 5]) and high.tolist() == pytest.approx([2 / 5, 4 / 5])


def test_folds_are_averaged_as_products() -> None:
    scores, y, folds = np.full(4, 0.5), np.array([1, 1, 0, 1]), np.array([0, 0, 1, 1])
    low, high = venn_abers(scores, y, folds, np.array([0.5]))
    # folds say 2/3 to 1, and 1/3 to 2/3
    assert low.tolist() == pytest.approx([1 - np.sqrt(1 / 3 * 2 / 3)])
    assert high.tolist() == pytest.approx([np.sqrt(1 * 2 / 3)])


def test_the_range_narrows_with_rows() -> None:
    rng = np.random.default_rng(3)
    widths = []
    for rows in (100, 2000):
        scores = rng.uniform(0.1, 0.9, rows)
        low, high = venn_abers(scores, rng.random(rows) < scores, np.arange(rows) % 4, np.linspace(0.2, 0.8, 7))
        assert (low <= high + 1e-12).all() and (low >= 0).all() and (high <= 1).all()
        widths.append(float((high - low).mean()))
    assert widths[1] < widths[0] / 2
