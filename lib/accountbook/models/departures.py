"""How fast people at accounts leave or change role, and what that says of one who was not seen for a while."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import gamma

from accountbook.features.people import GONE
from accountbook.features.people import PersonFeature as F
from accountbook.models.ladder import BetaRate

YEAR = 365.25
WAIT = 182
"""Days after which somebody whose mail came back, and who was not seen again, counts as gone."""
PRIOR_EVENTS = 2.0
"""Departures that the published rate counts for: a company's own twenty soon say more."""


@dataclass(frozen=True)
class YearlyRate:
    """A rate of events a year (Gamma-Poisson).

    Attributes
    ----------
    events, years : the Gamma distribution's shape and rate: events, and the person-years in which they came.

    Examples
    --------
    >>> rate = YearlyRate.prior(0.20).after(events=4, years=50.0)
    >>> rate.mean, [round(float(x), 3) for x in rate.range()]
    (0.1, [0.053, 0.155])
    """

    events: float
    years: float

    @classmethod
    def prior(cls, mean: float) -> YearlyRate:
        """A rate of a known mean that counts for `PRIOR_EVENTS`."""
        return cls(PRIOR_EVENTS, PRIOR_EVENTS / mean)

    def after(self, *, events: float, years: float) -> YearlyRate:
        """The rate after so many events in so many person-years more."""
        return YearlyRate(self.events + events, self.years + years)

    @property
    def mean(self) -> float:
        """Expected events a year."""
        return self.events / self.years

    def range(self, *, share: float = 0.8) -> tuple[float, float]:
        """Ends of the range that holds the rate with the given probability; its mean is never left out."""
        low, high = gamma.ppf([(1 - share) / 2, (1 + share) / 2], self.events, scale=1 / self.years)
        return min(float(low), self.mean), max(float(high), self.mean)


GOING = YearlyRate.prior(0.20)
"""Before any departure was seen: of e-mail addresses of business contacts a fifth a year go bad."""
MOVING = YearlyRate.prior(0.25)
"""Of their titles a quarter, as these also change where the person stays."""
RETURNED = BetaRate(1.0, 3.0)
"""Of people whose mail came back a quarter is still there, before the fate of any is known: some addresses change."""


@dataclass(frozen=True)
class Chances:
    """A chance with its 80% range, arrays of shape (n,)."""

    p: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class DepartureModel:
    """P(still there) and P(still in the role) by the time since the person was last seen.

    Attributes
    ----------
    going, moving : how many leave a year; how many leave or change role.
    returned, bounces : how many were still there, of so many whose mail came back and whose fate is known.

    Notes
    -----
    P = exp(-rate x years since last confirmed). Person-years run from when somebody was first seen to when he was last
    seen, left or had a mail come back: what happened after that nobody knows, and years in which nobody looked
    would make the rate too small. Without any departure the rates are those of `GOING` and `MOVING`.

    Examples
    --------
    >>> day = pd.Timestamp("2026-01-01")
    >>> people = pd.DataFrame({F.status: ["active", "left"], F.status_on: [day, day], F.bounced_on: [pd.NaT, pd.NaT],
    ...     F.first_seen: [day - pd.Timedelta(days=1461)] * 2, F.confirmed_on: [day] * 2, F.moved: [False] * 2})
    >>> model = DepartureModel.learn(people, day)
    >>> round(model.going.mean, 4), model.there(people, day + pd.Timedelta(days=365.25)).p.round(3).tolist()
    (0.1667, [0.847, 0.0])
    """

    going: YearlyRate
    moving: YearlyRate
    returned: float = 0.0
    bounces: float = 0.0

    @classmethod
    def learn(cls, people: pd.DataFrame, day: pd.Timestamp) -> DepartureModel:
        """Learn from a company's own people, those who left included.

        Parameters
        ----------
        people : `accountbook.features.people_features` of a day.
        """
        gone, silent = said_gone(people), unanswered(people)
        ends = people[F.status_on].where(gone, people[F.bounced_on].where(silent, people[F.confirmed_on]))
        # who changed role is followed until then: in the new one the count begins anew
        moved = people[F.status].eq("role_changed") & people[F.status_on].notna()
        moves = people[F.status_on].where(moved, ends)
        back = people[F.bounced_on].notna() & (people[F.confirmed_on] >= people[F.bounced_on])
        waited = (day - people[F.bounced_on]).dt.days > WAIT
        lost = (gone & (people[F.bounced_on] <= people[F.status_on])) | (silent & waited)
        return cls(
            GOING.after(events=int((gone | silent).sum()), years=_years(people[F.first_seen], ends)),
            MOVING.after(events=int((gone | silent | moved).sum()), years=_years(people[F.first_seen], moves)),
            float((back & ~lost).sum()),
            float((back | lost).sum()),
        )

    def there(self, people: pd.DataFrame, day: pd.Timestamp) -> Chances:
        """Chance that each is at the account on a day; 0 for who is said to have left, empty for whom nobody saw."""
        return self._known(self._since(people, day, self.going), said_gone(people).to_numpy())

    def in_role(self, people: pd.DataFrame, day: pd.Timestamp) -> Chances:
        """The same for the role; 0 for who changed it, too. Never more than `there`."""
        there, own = self.there(people, day), self._since(people, day, self.moving)
        pairs = zip((there.p, there.low, there.high), (own.p, own.low, own.high), strict=True)
        return self._known(Chances(*(np.minimum(*pair) for pair in pairs)), people[F.moved].to_numpy(dtype=bool))

    def _since(self, people: pd.DataFrame, day: pd.Timestamp, rate: YearlyRate) -> Chances:
        silent = unanswered(people).to_numpy()
        start = people[F.confirmed_on].mask(silent, people[F.bounced_on])
        years = (day - start).dt.days.clip(lower=0).to_numpy(float) / YEAR
        slow, fast = rate.range()
        own, tried = np.array([self.returned]), np.array([self.bounces])
        low, high = (float(end[0]) for end in RETURNED.range(own, tried))
        share = float(RETURNED.mean(own, tried)[0])
        kept = ((share, rate.mean), (low, fast), (high, slow))
        return Chances(*(np.where(silent, part, 1.0) * np.exp(-pace * years) for part, pace in kept))

    @staticmethod
    def _known(chances: Chances, none: np.ndarray) -> Chances:
        return Chances(*(np.where(none, 0.0, one) for one in (chances.p, chances.low, chances.high)))


def said_gone(people: pd.DataFrame) -> pd.Series:
    """Who is said to have left or retired: a truth value per row of `people_features`."""
    return people[F.status].isin(GONE)


def unanswered(people: pd.DataFrame) -> pd.Series:
    """Who had a mail come back and was not seen since, and is not said to have left."""
    confirmed = people[F.confirmed_on]
    return people[F.bounced_on].notna() & (confirmed.isna() | (people[F.bounced_on] > confirmed)) & ~said_gone(people)


def _years(since: pd.Series, until: pd.Series) -> float:
    """Person-years from days to days; what has no day counts for none."""
    return float((until - since).dt.days.clip(lower=0).sum()) / YEAR
