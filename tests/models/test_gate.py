"""The gate switches off what did not win."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models.churn import verdict
from accountbook.models.gate import judge_gate
from accountbook.models.judge import log_losses
from accountbook.models.ridge import RidgeLogit

GROUPS, ORIGINS = np.repeat(np.arange(60), 3), np.tile([1, 2, 3], 60)


def test_a_clear_winner_is_shown() -> None:
    rng = np.random.default_rng(0)
    found = judge_gate(rng.uniform(0.2, 0.5, 180), rng.uniform(0.4, 0.7, 180), GROUPS, ORIGINS)
    assert found.shown == "model"
    assert 0 < found.skill_lo < found.skill


def test_noise_labels_switch_the_model_off() -> None:
    rng = np.random.default_rng(4)
    X = pd.DataFrame(rng.normal(size=(240, 5)))
    y = rng.integers(0, 2, 240)
    model = RidgeLogit(C=100.0).fit(X[:60], y[:60])
    p = model.predict_proba(X[60:])[:, 1]
    found = judge_gate(log_losses(y[60:], p), log_losses(y[60:], np.full(180, y[:60].mean())), GROUPS, ORIGINS)
    assert found.shown == "naive"


def test_two_origins_or_four_accounts_are_too_few() -> None:
    better, worse = np.full(180, 0.1), np.full(180, 0.9)
    assert judge_gate(better, worse, GROUPS, np.tile([1, 2, 2], 60)).shown == "naive"
    assert judge_gate(better, worse, np.arange(180) % 4, ORIGINS).shown == "naive"


@pytest.mark.parametrize(
    ("events", "shown"), [(0, "naive"), (4, "naive"), (5, "model"), (175, "model"), (176, "naive")]
)
def test_four_rows_of_the_rarer_outcome_are_too_few(events: int, shown: str) -> None:
    y = (np.arange(180) < events).astype(int)
    better, worse = np.full(180, 0.1), np.full(180, 0.9)
    assert judge_gate(better, worse, GROUPS, ORIGINS, outcome=y).shown == shown
    assert judge_gate(better, worse, GROUPS, ORIGINS).shown == "model"


def test_42_rows_without_an_event_keep_the_churn_model_shut() -> None:
    scored = pd.DataFrame({"account_id": np.repeat([f"A{k}" for k in range(7)], 6), "slice": np.tile(np.arange(6), 7)})
    found = verdict(scored.assign(y=0, p=1e-4, p_naive=0.05))
    assert (found.rows, found.shown) == (42, "naive")
    assert found.value < 0.001 and np.isnan(found.skill_lo)


def test_rows_of_one_account_are_not_independent() -> None:
    rng = np.random.default_rng(5)
    gain = np.repeat(rng.normal(0.02, 0.2, 60), 3)
    loose = judge_gate(0.6 - gain, np.full(180, 0.6), np.arange(180), ORIGINS)
    clustered = judge_gate(0.6 - gain, np.full(180, 0.6), GROUPS, ORIGINS)
    assert clustered.skill_lo < loose.skill_lo


def test_nothing_to_judge_is_shut() -> None:
    none = np.empty(0)
    assert judge_gate(none, none, none, none).shown == "naive"


def test_the_same_rows_give_the_same_bound() -> None:
    rng = np.random.default_rng(6)
    a, b = rng.uniform(size=180), rng.uniform(size=180)
    assert judge_gate(a, b, GROUPS, ORIGINS) == judge_gate(a, b, GROUPS, ORIGINS)
