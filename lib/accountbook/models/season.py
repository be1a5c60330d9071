"""How active the company's accounts are, and will be: the season, seen in last year's same weeks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.features import OrderDays as D

YEAR = 365
TRAIL = 150
"""Days before a date that its activity is compared with: about what the features of an account look back on."""
RECENT = 30
"""Days before a date, of this year and of earlier ones, that last year's turn is applied to."""
YEARS = 3
STEP = 15
SPAN = 1500
"""Days looked back on at most."""
SEASON = 0.3
"""Standard deviation of the logarithm of a season, before any was seen: noise is held against it."""
CROWDING = 1.5
"""Variance of a count of orders over its mean."""
PRIOR = np.array([0.0, 0.3, 0.85])
PRIOR_SPREAD = np.array([0.1, 0.2, 0.25])
"""What is expected before a company's own past speaks: no drift; without an earlier year a third of the newest
turn lasts; with one, most of that year's turn comes back."""
ERROR = 0.25
"""Standard deviation of an outlook's error before any was seen, worth two windows."""
HALF_LIFE = 730


@dataclass(frozen=True)
class Outlook:
    """Activity of the days ahead over that of the `TRAIL` days before: mean and variance of its logarithm."""

    mean: float
    variance: float


class Activity:
    """Counts of order days of all accounts, up to a day.

    Parameters
    ----------
    days : ``order_days()``; later ones, or those known only later, are left out.
    as_of : the last day known.

    Notes
    -----
    Comparing two stretches of days, only accounts that had ordered before both are counted, where the history is
    long enough for that: else every company that wins customers would seem to have a season.
    """

    def __init__(self, days: pd.DataFrame, as_of: pd.Timestamp) -> None:
        self.as_of = as_of
        known = days[D.order_date] <= as_of
        if D.known_on in days:
            known &= ~(days[D.known_on] > as_of)
        days = days.loc[known]
        back = (as_of - days[D.order_date]).dt.days.to_numpy(dtype=np.int64)
        code = pd.factorize(days[D.account_id].astype("str"))[0]
        first = np.zeros(code.max(initial=-1) + 1, dtype=np.int64)
        np.maximum.at(first, code, back)
        self.history = int(back.max(initial=-1)) + 1
        self._size = min(self.history, SPAN) + 1
        late, early = self._place(back), self._place(first[code] if len(code) else back)
        table = np.bincount(late * self._size + early, minlength=self._size**2).reshape(self._size, self._size)
        self._sums = np.zeros((self._size + 1, self._size + 1), dtype=np.int64)
        self._sums[1:, 1:] = table.cumsum(axis=0).cumsum(axis=1)

    def orders(self, begin: int, end: int, *, first: int | None = None) -> int:
        """Order days from ``begin`` days back (excluded) to ``end`` days back (included).

        Parameters
        ----------
        first : count only accounts whose first order lies at least so many days back.
        """
        who = self._size if first is None else self._upto(first)
        return int(self._sums[self._upto(end), who] - self._sums[self._upto(begin), who])

    def turn(self, date: pd.Timestamp, *, horizon: int, trail: int = TRAIL) -> tuple[float, float]:
        """Logarithm of the orders a day in the horizon after a date over those of the days before; its noise."""
        back = self._back(date)
        before = self.history - back
        trail, first = self._trail(before, back, trail)
        after = self.orders(back, back - horizon, first=first)
        ahead = self.orders(back + trail, back, first=first)
        ratio = np.log((after + 1) / (ahead + trail / horizon) * trail / horizon)
        return float(ratio), CROWDING / (after + 1) + CROWDING / (ahead + 1)

    def outlook(self, *, horizon: int) -> Outlook:
        """What the days after the as-of date are expected to be like.

        Notes
        -----
        A regression with a prior (Bayesian ridge) on past dates whose window has closed: on the newest turn where
        there is no earlier year, else on what the same weeks of the earlier years turned to, applied to the newest
        weeks. Both are shrunk by how noisy their counts are. The variance is that of past errors.
        """
        rows, came, weight = [], [], []
        back = horizon
        while self.history - back >= 2 * RECENT and back <= SPAN:
            date = self.as_of - pd.Timedelta(days=back)
            turn, noise = self.turn(date, horizon=horizon)
            rows.append(self._signs(date, horizon=horizon))
            came.append(turn)
            weight.append(STEP / horizon * 0.5 ** (back / HALF_LIFE) / (1 + noise / ERROR**2))
            back += STEP
        now = self._signs(self.as_of, horizon=horizon)
        if not rows:
            return Outlook(float(now @ PRIOR), ERROR**2)
        X, y, w = np.array(rows), np.array(came), np.minimum(np.array(weight), 1.0)
        precision = np.diag(1 / PRIOR_SPREAD**2)
        slopes = np.linalg.solve(
            precision + (X * w[:, None]).T @ X / ERROR**2, precision @ PRIOR + (X * w[:, None]).T @ y / ERROR**2
        )
        error = (w @ (y - X @ slopes) ** 2 + 2 * ERROR**2) / (w.sum() + 2)
        return Outlook(float(now @ slopes), float(error))

    def _signs(self, date: pd.Timestamp, *, horizon: int) -> np.ndarray:
        """1, the newest turn if there is no earlier year, and the turn that the earlier years' same weeks foretell."""
        newest, noise = self._newest(date)
        turns, noises = [], []
        for years in range(1, YEARS + 1):
            then = date - pd.Timedelta(days=YEAR * years)
            if self.history - self._back(then) < RECENT or self._back(then) > SPAN:
                break
            turn, each = self.turn(then, horizon=horizon, trail=RECENT)
            turns.append(turn)
            noises.append(each)
        if not turns:
            return np.array([1.0, newest * _trust(noise), 0.0])
        foretold = float(np.mean(turns)) + newest
        return np.array([1.0, 0.0, foretold * _trust(float(np.mean(noises)) / len(noises))])

    def _newest(self, date: pd.Timestamp) -> tuple[float, float]:
        """Logarithm of the orders a day in the newest days over those of the longer stretch that they end."""
        back = self._back(date)
        before = self.history - back
        first = None
        trail = max(min(TRAIL, before // 2), RECENT)
        if before // 2 >= RECENT - 2:
            first = back + trail
        late = self.orders(back + RECENT, back, first=first)
        all_of = self.orders(back + trail, back, first=first)
        return float(np.log((late + 1) / (all_of + trail / RECENT) * trail / RECENT)), CROWDING / (late + 1)

    def _trail(self, before: int, back: int, trail: int) -> tuple[int, int | None]:
        """Days to compare with, and how long ago accounts must have begun; None where the history is too short."""
        half = min(trail, before // 2)
        if half >= min(trail, RECENT - 2):
            return half, back + half
        return max(min(trail, before), 1), None

    def _back(self, date: pd.Timestamp) -> int:
        return (self.as_of - date).days

    def _place(self, back: np.ndarray) -> np.ndarray:
        """Row of the table for a day so many days back: the oldest first; older ones all in row 0."""
        return np.maximum(self._size - 1 - back, 0)

    def _upto(self, back: int) -> int:
        """How many rows of the table lie at least so many days back."""
        return int(np.clip(self._size - back, 0, self._size))


def _trust(noise: float) -> float:
    """What is left of a turn that was measured with such a variance."""
    return SEASON**2 / (SEASON**2 + noise)
