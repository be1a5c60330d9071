"""Chances of silence at another activity."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import norm

from accountbook.models.hazard import FARTHEST, shifted, slice_shift

ODDS = np.linspace(-5, 5, 41)


def test_no_shift_changes_nothing() -> None:
    np.testing.assert_allclose(shifted(ODDS, 0.0), expit(ODDS))


@pytest.mark.parametrize("shift", [-1.5, -0.2, 0.7])
def test_a_shift_and_back_returns_to_where_it_began(shift) -> None:
    there = logit(shifted(ODDS, shift))
    np.testing.assert_allclose(shifted(there, -shift), expit(ODDS), rtol=1e-9)
    assert (np.sign(expit(ODDS) - shifted(ODDS, shift)) == np.sign(shift)).all()


def test_each_row_may_have_a_shift_of_its_own() -> None:
    """An even chance is half; squared at twice the activity; its root at half of it."""
    found = shifted(np.zeros(3), np.log([1.0, 2.0, 0.5]))
    assert found == pytest.approx([0.5, 0.25, np.sqrt(0.5)])


def test_a_chance_is_averaged_over_what_the_activity_may_be() -> None:
    def density(z: float) -> float:
        return float(np.exp(-np.log(2.0) * np.exp(0.3 + 0.5 * z)) * norm.pdf(z))

    assert shifted(np.zeros(1), 0.3, 0.25)[0] == pytest.approx(quad(density, -8, 8)[0], abs=1e-4)


def test_without_rows_nothing_shifts_and_nothing_is_known() -> None:
    assert slice_shift(np.empty(0), np.empty(0)) == (pytest.approx(0.0), 0.0)


def test_all_silent_or_none_is_a_far_shift_but_no_endless_one() -> None:
    silent, busy = (slice_shift(np.zeros(5000), np.full(5000, y))[0] for y in (1.0, 0.0))
    assert -FARTHEST <= silent < -2 and 1 < busy <= FARTHEST


def test_sure_odds_give_finite_shifts() -> None:
    found = slice_shift(np.array([-700.0, 700.0, 0.0]), np.array([1.0, 0.0, 1.0]))
    assert np.isfinite(found).all()
