"""Orders of the months ahead: the plain prior, and what past months teach."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features.months import MonthPanel, month_panel
from accountbook.models.run_rate import LOSS, SILENCE, RunRate
from accountbook.models.standing import standing


def monthly(months: int, *, accounts: int = 12, stopped: int = 0, stop: int = 0) -> MonthPanel:
    """Accounts that order 100 on the 15th of every month; the last ``stopped`` ones only for ``stop`` months."""
    begins = pd.date_range("2023-01-01", periods=months, freq="MS")
    rows = [
        (f"A-{account:02}", month + pd.Timedelta(days=14), 100.0)
        for account in range(accounts)
        for place, month in enumerate(begins)
        if account < accounts - stopped or place < stop
    ]
    days = pd.DataFrame(rows, columns=["account_id", "order_date", "amount"])
    return month_panel(days, end=begins[-1] + pd.offsets.MonthEnd())


def test_a_short_history_gets_the_plain_prior() -> None:
    panel = monthly(5)
    model = RunRate().fit(panel)
    now = standing(panel, model.factors_)
    assert model.model_ is None and model.share_ == 0.0
    assert (now.missed < 1).all()
    fades = np.exp(-LOSS * (np.arange(12) + 0.5))
    np.testing.assert_allclose(model.expected(now), now.ahead * fades)


def test_each_order_missed_beyond_the_first_takes_its_share() -> None:
    panel = monthly(8, stopped=2, stop=5)
    model = RunRate()
    model.factors_, model.model_ = np.ones(12), None
    now = standing(panel, model.factors_)
    quiet = np.exp(-SILENCE * (now.missed[-1] - 1))
    assert now.missed[-1] > 2
    assert model.expected(now)[-1, 0] == pytest.approx(now.ahead[-1, 0] * quiet * np.exp(-LOSS / 2))


def test_past_months_in_which_nobody_left_take_the_loss_away() -> None:
    panel = monthly(30)
    model = RunRate().fit(panel)
    now = standing(panel, model.factors_)
    year = (model.expected(now) * model.value(now)).sum()
    # twelve accounts, twelve orders of 100 each
    assert year == pytest.approx(12 * 12 * 100, rel=0.05)
    prior = now.ahead * np.exp(-LOSS * (np.arange(12) + 0.5))
    assert prior[:, 6:].sum() < model.expected(now)[:, 6:].sum()


def test_what_past_months_taught_weighs_more_with_every_year() -> None:
    shares = [RunRate().fit(monthly(months)).share_ for months in (10, 16, 30)]
    assert 0 < shares[0] < shares[1] < shares[2] < 1


def test_an_account_that_fell_silent_is_expected_to_order_less() -> None:
    panel = monthly(24, stopped=3, stop=18)
    model = RunRate().fit(panel)
    year = model.expected(standing(panel, model.factors_)).sum(axis=1)
    assert year[-3:].max() < year[:-3].min() / 3
