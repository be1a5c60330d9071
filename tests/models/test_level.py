"""The level of the next window, from past ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from accountbook.models.hazard import shifted, slice_shift
from accountbook.models.level import HALF_LIFE, PASS, SPREAD, WANDER, learn_level
from accountbook.models.season import Outlook

DATES = pd.date_range("2025-01-01", periods=6, freq="30D")
ROWS = 2000


class Told:
    """A company's activity, told: the turn in each slice's window, and the outlook."""

    def __init__(self, turns: dict[pd.Timestamp, float], outlook: Outlook) -> None:
        self.turns, self._outlook = turns, outlook
        self.as_of = max(turns) + pd.Timedelta(days=60)

    def turn(self, date: pd.Timestamp, *, horizon: int) -> tuple[float, float]:
        return self.turns[date], 0.0

    def outlook(self, *, horizon: int) -> Outlook:
        return self._outlook


def came(*rates: float, rows: int = ROWS) -> tuple[np.ndarray, pd.Series]:
    """Slices of which exactly such shares fell silent."""
    y = [np.repeat([1.0, 0.0], [round(rate * rows), rows - round(rate * rows)]) for rate in rates]
    return np.concatenate(y), pd.Series(np.repeat(DATES[: len(rates)], rows))


def test_slices_that_all_came_to_one_rate_say_that_rate_again() -> None:
    y, slices = came(*[0.7] * 6)
    found = learn_level(np.full(len(y), logit(0.7)), y, slices, horizon=60)
    assert shifted(np.array([logit(0.7)]), found.shift)[0] == pytest.approx(0.7, abs=1e-6)
    assert list(found.past) == list(DATES[::-1]) and max(map(abs, found.past.values())) < 1e-6


def test_one_slice_is_held_to_the_level_that_slopes_were_learned_at() -> None:
    """Its own shift, times its precision over that and the prior's."""
    y, slices = came(0.7)
    odds = np.zeros(len(y))
    shift, information = slice_shift(odds, y)
    weight = 1 / (WANDER**2 + 1 / information)
    found = learn_level(odds, y, slices, horizon=60)
    assert found.shift == pytest.approx(shift * weight / (weight + 1 / SPREAD**2))
    assert found.variance == pytest.approx(1 / (weight + 1 / SPREAD**2) + WANDER**2)


def test_a_slice_a_half_life_older_counts_half() -> None:
    y, slices = came(0.5, 0.7)
    odds = np.zeros(len(y))
    shift, information = slice_shift(odds[ROWS:], y[ROWS:])
    _, even = slice_shift(odds[:ROWS], y[:ROWS])
    new = 1 / (WANDER**2 + 1 / information)
    old = 0.5 ** (30 / HALF_LIFE) / (WANDER**2 + 1 / even)
    found = learn_level(odds, y, slices, horizon=60)
    assert found.shift == pytest.approx(shift * new / (new + old + 1 / SPREAD**2))


def test_few_rows_leave_the_level_less_sure() -> None:
    few, many = (
        learn_level(np.zeros(len(y)), y, slices, horizon=60)
        for y, slices in (came(0.7, 0.7, rows=10), came(0.7, 0.7, rows=1000))
    )
    assert few.variance > 1.5 * many.variance and abs(few.shift) < abs(many.shift)


def test_before_steps_were_seen_most_of_the_companys_turn_is_passed_on() -> None:
    y, slices = came(*[0.5] * 4)
    told = Told(dict.fromkeys(DATES[:4], 0.0), Outlook(0.7, 0.09))
    found = learn_level(np.zeros(len(y)), y, slices, horizon=60, activity=told)
    still = learn_level(np.zeros(len(y)), y, slices, horizon=60)
    assert found.shift == pytest.approx(PASS * 0.7, abs=1e-6)
    assert found.variance == pytest.approx(still.variance + PASS**2 * 0.09)


def test_how_much_is_passed_on_is_learned_from_steps() -> None:
    """Slices that turned with the company as a whole say one for one; those that never moved, less than the prior."""
    turns = np.array([0.0, 0.8, 0.0, 0.8, 0.0, 0.8])
    told = Told(dict(zip(DATES, turns, strict=True)), Outlook(0.5, 0.0))
    whole, slices = came(*0.5 ** np.exp(turns))
    none, _ = came(*[0.5] * 6)
    with_it, without = (
        learn_level(np.zeros(len(y)), y, slices, horizon=60, activity=told).shift for y in (whole, none)
    )
    assert with_it == pytest.approx(0.5, abs=0.05)
    assert without < 0.2
