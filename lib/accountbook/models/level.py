"""The level of the chances of silence: what past slices came to, and what the next window will."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.models.hazard import slice_shift
from accountbook.models.season import Activity

HALF_LIFE = 45
"""Days in which the weight of a closed slice halves: levels are taken from the newest."""
SLOPE_HALF_LIFE = 365
WANDER = 0.12
"""Standard deviation of a slice's level about what the company's activity says of it."""
SPREAD = 0.5
"""How far the level is expected to lie from that of the rows that the slopes were learned on."""
PASS = 0.8
PASS_SPREAD = 0.25
"""How much of the company's turn shows in the level; 1 if all accounts turned alike and features knew nothing of it."""


@dataclass(frozen=True)
class Level:
    """Logarithm of the activity over that of the rows that the slopes were learned on.

    Attributes
    ----------
    shift, variance : of the window that begins on the as-of date.
    past : of each closed slice, as it came.
    """

    shift: float = 0.0
    variance: float = 0.0
    past: dict[pd.Timestamp, float] = field(default_factory=dict)


def learn_level(
    odds: np.ndarray, y: np.ndarray, slices: pd.Series, *, horizon: int, activity: Activity | None = None
) -> Level:
    """Foretell the level of the next window from the closed ones and the company's activity.

    Parameters
    ----------
    odds : log-odds of silence of the rows of closed slices, shape (n,). y : 1 where silence came. slices : dates.
    horizon : days of a window.
    activity : of the company up to the day of prediction; None: the newest level is taken to last.

    Notes
    -----
    Each closed slice's own shift (`slice_shift`) is known by now. It moves with the company's turn of activity in the
    slice's window; how much is learned from the steps between neighbouring slices. What the turn does not explain is
    averaged over the newest slices, and the turn of the window ahead is the `Outlook`.
    """
    as_of = slices.max() + pd.Timedelta(days=horizon) if activity is None else activity.as_of
    dates, codes = np.unique(slices.to_numpy(), return_inverse=True)
    stamps = [pd.Timestamp(date) for date in dates[::-1]]
    groups = [np.flatnonzero(codes == place) for place in range(len(dates))][::-1]
    fitted = [slice_shift(odds[rows], y[rows]) for rows in groups]
    shift = np.array([one for one, _ in fitted])
    noise = np.array([1 / max(information, 1e-9) for _, information in fitted])
    age = np.array([(as_of - stamp).days - horizon for stamp in stamps], dtype=float)
    turn, passed, mean, variance = np.zeros(len(stamps)), 0.0, 0.0, 0.0
    if activity is not None:
        turn = np.array([activity.turn(stamp, horizon=horizon)[0] for stamp in stamps])
        passed = _passed(shift, turn, noise, age)
        outlook = activity.outlook(horizon=horizon)
        mean, variance = passed * outlook.mean, passed**2 * outlook.variance
    weight = 0.5 ** (age / HALF_LIFE) / (WANDER**2 + noise)
    precision = weight.sum() + 1 / SPREAD**2
    rest = float(weight @ (shift - passed * turn) / precision)
    return Level(rest + mean, variance + 1 / precision + WANDER**2, dict(zip(stamps, shift.tolist(), strict=True)))


def _passed(shift: np.ndarray, turn: np.ndarray, noise: np.ndarray, age: np.ndarray) -> float:
    """How much of the company's turn shows in the slices' shifts, by their steps, with a prior."""
    step, turned = -np.diff(shift), -np.diff(turn)
    doubt = noise[:-1] + noise[1:] + WANDER**2
    # neighbouring windows overlap by half
    weight = 0.5 * 0.5 ** (age[:-1] / SLOPE_HALF_LIFE) / doubt
    prior = 1 / PASS_SPREAD**2
    return float((weight @ (step * turned) + prior * PASS) / (weight @ turned**2 + prior))
