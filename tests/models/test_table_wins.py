"""A table's win model where the table has little to tell rows apart by."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models.table_wins import FOLDS, TableWinModel, _folds

WON = np.tile([1, 1, 1, 0, 0], 18)


def said(table: pd.DataFrame, won: np.ndarray) -> np.ndarray:
    """Chances of winning of the rows learned from, within their ranges."""
    model = TableWinModel().fit(table, won)
    p, (low, high) = model.predict_proba(table)[:, 1], model.predict_range(table)
    assert ((low >= 0) & (low <= p) & (p <= high) & (high <= 1)).all()
    return p


@pytest.mark.parametrize("kinds", [1, 2, 3, 4])
def test_so_few_different_rows_are_learned_from_one_by_one(kinds: int) -> None:
    table = pd.DataFrame({"met": np.arange(90) % kinds % 2, "budget": np.arange(90) % kinds // 2}).astype("str")
    p = said(table, WON)
    # wins fall to every kind alike
    assert np.abs(p - 0.6).max() < 0.15
    fold = _folds(table, WON)
    wins = [WON[fold == number].sum() for number in range(FOLDS)]
    assert max(wins) - min(wins) <= 1


def test_wins_that_are_all_of_one_kind_are_told_from_the_rest() -> None:
    won = np.arange(90) < 30
    table = pd.DataFrame({"route": np.where(won, "negotiated", "tender"), "size": np.where(won, 1.0, 2.0)})
    p = said(table, won.astype(int))
    assert p[won].min() > 0.8 and p[~won].max() < 0.2


def test_without_a_column_that_tells_rows_apart_everybody_gets_the_rate() -> None:
    flat = pd.DataFrame({"currency": ["EUR"] * 90, "lead_id": np.arange(90)})
    assert said(flat, WON) == pytest.approx(np.full(90, 55 / 92))


def test_numbers_beyond_all_measure_count_as_gaps() -> None:
    size = np.where(np.arange(90) % 9 == 0, 1e308, np.arange(90.0))
    plain = np.where(size > 1e100, np.nan, size)
    assert (said(pd.DataFrame({"size": size}), WON) == said(pd.DataFrame({"size": plain}), WON)).all()
