"""Levels that hold what they say: corrected by where past outcomes fell in their own distributions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.models.slices import STEP, age_weight

GRID = np.linspace(0.0, 1.0, 21)
SLICES = 12
"""Newest closed slices that are asked."""
HALF_LIFE = 180
LEAST_SLICES = 3
LEAST_ROWS = 20


@dataclass(frozen=True)
class Levels:
    """How a chance that was said turns into one that holds.

    Attributes
    ----------
    held : share of past outcomes below each level of `GRID`, rising from 0 to 1.
    trust : share of the measured difference that is believed, 0 to 1.
    """

    held: np.ndarray
    trust: float

    def __call__(self, chance: np.ndarray) -> np.ndarray:
        """Corrected chances, of the same shape; 0 and 1 stay.

        Examples
        --------
        >>> Levels(GRID**2, 1.0)(np.array([0.0, 0.5, 1.0])).tolist()
        [0.0, 0.25, 1.0]
        """
        return np.interp(chance, GRID, self.held)

    def said(self, level: float) -> float:
        """The chance that has to be said so that ``level`` holds.

        Examples
        --------
        >>> round(Levels(GRID**2, 1.0).said(0.25), 3)
        0.5
        """
        return float(np.interp(level, self.held, GRID))


PLAIN = Levels(GRID, 0.0)
"""Nothing is corrected."""


def learn_levels(place: np.ndarray, slices: pd.Series, *, horizon: int) -> Levels:
    """Learn from where outcomes of closed slices fell in the distributions predicted for them.

    Parameters
    ----------
    place : the predicted chance of what came or less (probability integral transform), shape (n,), 0 to 1.
    slices : date of each row's slice. horizon : days; windows that overlap don't count as several.

    Returns
    -------
    Levels; `PLAIN` with under three slices or twenty rows.

    Notes
    -----
    Split-conformal on the scale of chances (distributional conformal prediction, Chernozhukov, Wuethrich & Zhu 2021),
    as accounts of one slice share its season, with the difference shrunk by how much slices disagree (James & Stein
    1961): a difference that one season shows and the next does not is none.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> when = pd.Series(np.repeat(pd.date_range("2026-01-01", periods=8, freq="60D"), 500))
    >>> early = learn_levels(rng.random(4000) ** 2, when, horizon=60)
    >>> early(np.array([0.25])).round(1).tolist(), early.trust > 0.9
    ([0.5], True)
    """
    dates = sorted(slices.unique())[-SLICES:]
    if len(dates) < LEAST_SLICES or len(place) < LEAST_ROWS:
        return PLAIN
    rows = [place[(slices == date).to_numpy()] for date in dates]
    held = np.stack([_held(one) for one in rows])
    weight = age_weight(dates, dates[-1], half_life=HALF_LIFE) * [len(one) for one in rows]
    weight = weight / weight.sum()
    mean = weight @ held
    apart = 1 / (weight**2).sum()
    between = weight @ (held - mean) ** 2 * apart / max(apart - 1, 0.5)
    noise = float((between / (apart * min(STEP / horizon, 1.0))).sum())
    seen = float(((mean - GRID) ** 2).sum())
    trust = max(1 - noise / seen, 0.0) if seen > 0 else 0.0
    corrected = GRID + trust * (mean - GRID)
    corrected[-1] = 1.0
    return Levels(corrected, trust)


def _held(place: np.ndarray) -> np.ndarray:
    """Share of one slice's outcomes below each level, half of each outcome on either side of it."""
    at = np.sort(place)
    share = (np.arange(len(at)) + 0.5) / len(at)
    held = np.interp(GRID, np.concatenate([[0.0], at, [1.0]]), np.concatenate([[0.0], share, [1.0]]))
    held[[0, -1]] = 0.0, 1.0
    return held
