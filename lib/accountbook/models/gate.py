"""The gate: a model is shown only where it beat its naive rival on past dates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

DRAWS = 1000
LEVEL = 0.1
"""A one-sided 90% lower bound."""
LEAST_ORIGINS = 3
LEAST_GROUPS = 5
LEAST_RARER = 5
"""Rows of the rarer outcome: with fewer, nothing was there to be told apart."""
SEED = 20260101


@dataclass(frozen=True)
class Verdict:
    """What the gate says.

    Attributes
    ----------
    value, naive : mean loss of the candidate and of its rival.
    skill, skill_lo : 1 - value / naive, and its lower bound.
    rows, origins, groups : how much it rests on.
    off : whether the candidate is switched off all the same, see `accountbook.models.switching`.
    open : whether the candidate is shown.
    """

    value: float
    naive: float
    skill: float
    skill_lo: float
    rows: int
    origins: int
    groups: int
    off: bool = False

    @property
    def open(self) -> bool:
        """Whether the candidate is shown."""
        return bool(not self.off and np.isfinite(self.skill_lo) and self.skill_lo > 0)

    @property
    def shown(self) -> str:
        """ "model" or "naive"."""
        return "model" if self.open else "naive"


def judge_gate(
    loss: np.ndarray,
    naive: np.ndarray,
    groups: pd.Series | np.ndarray,
    origins: pd.Series | np.ndarray,
    *,
    outcome: np.ndarray | None = None,
) -> Verdict:
    """Skill of a candidate over its naive rival, with a lower bound bootstrapped by group.

    Parameters
    ----------
    loss, naive : losses of both on the same rows, shape (n,).
    groups : whose row it is (account or deal). origins : the past date it was predicted at.
    outcome : 0 or 1 of each row, for a target that happens or not; None for others.

    Returns
    -------
    Verdict; its lower bound is NaN, and the gate shut, with fewer than three origins, five groups or (where
    ``outcome`` is given) five rows of the rarer outcome.

    Examples
    --------
    >>> who, when = np.repeat(np.arange(30), 3), np.tile([1, 2, 3], 30)
    >>> judge_gate(np.full(90, 0.4), np.full(90, 0.5), who, when).shown
    'model'
    >>> judge_gate(np.full(90, 0.5), np.full(90, 0.5), who, when).shown
    'naive'
    """
    loss, naive = np.asarray(loss, dtype=float), np.asarray(naive, dtype=float)
    codes, names = pd.factorize(pd.Series(np.asarray(groups)))
    count, dates = len(names), int(pd.Series(np.asarray(origins)).nunique())
    if not len(loss):
        return Verdict(np.nan, np.nan, np.nan, np.nan, 0, 0, 0)
    value, rival = float(loss.mean()), float(naive.mean())
    skill = 1 - value / rival if rival > 0 else 0.0
    few = count < LEAST_GROUPS or dates < LEAST_ORIGINS or (outcome is not None and _rarer(outcome) < LEAST_RARER)
    if few or rival <= 0:
        return Verdict(value, rival, skill, np.nan, len(loss), dates, count)
    own = np.bincount(codes, loss, minlength=count)
    theirs = np.bincount(codes, naive, minlength=count)
    rng = np.random.default_rng(SEED)
    chance = np.full(count, 1 / count)
    drawn = np.concatenate(
        [_ratios(rng.multinomial(count, chance, size=100), own, theirs) for _ in range(DRAWS // 100)]
    )
    return Verdict(value, rival, skill, float(np.quantile(1 - drawn, LEVEL)), len(loss), dates, count)


def _rarer(outcome: np.ndarray) -> int:
    """Rows of the rarer of two outcomes."""
    happened = int((np.asarray(outcome) > 0).sum())
    return min(happened, len(outcome) - happened)


def _ratios(times: np.ndarray, own: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Loss over the rival's in each resample; a resample in which the rival lost nothing counts as no skill."""
    rival = times @ theirs
    return np.where(rival > 0, (times @ own) / np.where(rival > 0, rival, 1.0), 1.0)
