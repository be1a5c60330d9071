"""Shares of models, by what they lose on rows that they did not learn from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from accountbook.models.blend import SHARE, Blend, boosting_wins, buyers_share
from accountbook.models.hazard import shifted

ACCOUNTS, SLICES = 400, 2
WHO = pd.Series([f"A{k:03}" for k in range(ACCOUNTS)] * SLICES)
WHEN = pd.Series(np.repeat(pd.to_datetime(["2026-01-01", "2026-03-01"]), ACCOUNTS))


@pytest.fixture(scope="module")
def known() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True log-odds, others that know nothing, and what came."""
    rng = np.random.default_rng(7)
    true, blind = rng.normal(0, 1.5, (2, len(WHO)))
    return true, blind, (rng.random(len(WHO)) < expit(true)).astype(float)


def test_three_models_by_hand() -> None:
    """Half of 3 and half of 1 is 2; three quarters of that and a quarter of 6 is 3."""
    blend = Blend(buyers=0.5, boosting=0.25)
    assert blend.odds(np.array([3.0]), np.array([1.0]), np.array([6.0])).tolist() == [3.0]


def test_whoever_knows_has_the_share(known) -> None:
    true, blind, y = known
    assert buyers_share(blind, true, y, slices=WHEN, groups=WHO) >= 0.8
    assert buyers_share(true, blind, y, slices=WHEN, groups=WHO) == 0.0


def test_where_both_say_the_same_the_share_is_the_expected_one(known) -> None:
    true, _, y = known
    assert buyers_share(true, true, y, slices=WHEN, groups=WHO) == pytest.approx(SHARE)


def test_a_few_accounts_move_the_share_little(known) -> None:
    """The same rows, said to be of two accounts: little more than nothing is known."""
    true, blind, y = known
    few = pd.Series(np.where(np.arange(len(WHO)) % 2, "A", "B"))
    assert buyers_share(true, blind, y, slices=WHEN, groups=few) == pytest.approx(SHARE, abs=0.21)


def test_slices_are_compared_each_at_its_own_level(known) -> None:
    """A model that expects a third of the orders everywhere, but ranks as well, keeps its share."""
    true, blind, y = known
    quieter = logit(shifted(true, -np.log(3.0)))
    assert buyers_share(quieter, blind, y, slices=WHEN, groups=WHO) == 0.0


def test_boosting_wins_where_it_knows_and_not_by_repeating(known) -> None:
    true, blind, y = known
    assert boosting_wins(blind, true, y, slices=WHEN, groups=WHO)
    assert not boosting_wins(true, true, y, slices=WHEN, groups=WHO)
    assert not boosting_wins(true, blind, y, slices=WHEN, groups=WHO)


def test_what_a_single_account_gains_is_chance(known) -> None:
    """Boosting knows the rows of one account in four hundred, and nothing of the others'."""
    _, _, y = known
    flat = np.zeros(len(y))
    knows = np.where(WHO == "A000", np.where(y > 0, 3.0, -3.0), 0.0)
    everybody = np.where(y > 0, 3.0, -3.0)
    assert not boosting_wins(flat, knows, y, slices=WHEN, groups=WHO)
    assert boosting_wins(flat, everybody, y, slices=WHEN, groups=WHO)
