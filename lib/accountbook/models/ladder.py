"""The few-data ladder: what so many rows allow to be said."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln
from scipy.stats import beta

RATES_FROM = 20
FULL_FROM = 200
"""Accounts with three orders from which a ridge may have more than ten columns, and boosting may be tried."""
BLEND = 10
"""Accounts or deals that the average row counts for beside the ridge."""
DEALS_RATES_FROM = 10
DEALS_RIDGE_FROM = 40
DEALS_FULL_FROM = 200
"""Closed deals of the rarer outcome from which boosting may be tried."""
HALF = 0.5
"""Successes, and failures, that are added to what was seen, so that a rate is never sure."""
LEAST, MOST = 0.5, 200.0
"""Trials that everybody's rate may count for beside a group's own."""


class Rung(StrEnum):
    """Facts only, shrunk rates, or a ridge."""

    FACTS = "facts"
    RATES = "rates"
    RIDGE = "ridge"


def accounts_rung(repeat_accounts: int) -> Rung:
    """The candidate for so many accounts with three orders or more.

    Examples
    --------
    >>> accounts_rung(19), accounts_rung(20)
    (<Rung.RATES: 'rates'>, <Rung.RIDGE: 'ridge'>)
    """
    return Rung.RATES if repeat_accounts < RATES_FROM else Rung.RIDGE


def deals_rung(rarer: int) -> Rung:
    """The candidate for so many closed deals of the rarer outcome.

    Examples
    --------
    >>> deals_rung(9), deals_rung(10), deals_rung(40)
    (<Rung.FACTS: 'facts'>, <Rung.RATES: 'rates'>, <Rung.RIDGE: 'ridge'>)
    """
    if rarer < DEALS_RATES_FROM:
        return Rung.FACTS
    return Rung.RATES if rarer < DEALS_RIDGE_FROM else Rung.RIDGE


def blend_share(groups: int) -> float:
    """How much of the ridge's log-odds to keep over the average's, for so many accounts or deals.

    Examples
    --------
    >>> blend_share(10), blend_share(90)
    (0.5, 0.9)
    """
    return groups / (groups + BLEND)


class BetaRate:
    """A rate for each group, shrunk to everybody's (Beta-Binomial).

    Parameters
    ----------
    a, b : of the Beta distribution that the groups' rates are drawn from.
    """

    def __init__(self, a: float = 1.0, b: float = 1.0) -> None:
        self.a, self.b = a, b

    @classmethod
    def learn(cls, successes: np.ndarray, trials: np.ndarray) -> BetaRate:
        """Fit a and b by marginal likelihood, a + b held between 0.5 and 200; Beta(1, 1) for no trials.

        One pseudo-group of half a success in one trial holds the mean off 0 and 1. Where every trial ended alike, no
        group can be told from another: all trials count as one group's (Jeffreys' prior; Brown, Cai & DasGupta 2001).

        Examples
        --------
        >>> BetaRate.learn(np.array([]), np.array([])).a
        1.0
        >>> none = BetaRate.learn(np.zeros(7), np.ones(7))
        >>> none.a, none.b
        (0.5, 7.5)
        """
        successes, trials = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
        some = trials > 0
        successes, trials = successes[some], trials[some]
        if not len(trials):
            return cls()
        total = float(trials.sum())
        if successes.sum() in (0, total):
            rare, usual = HALF, min(total + HALF, MOST - HALF)
            return cls(usual, rare) if successes.any() else cls(rare, usual)
        successes, trials = np.append(successes, HALF), np.append(trials, 2 * HALF)
        mean = (successes.sum() + 1) / (trials.sum() + 2)

        def loss(x: np.ndarray) -> float:
            a, b = _split(x)
            gain = betaln(a + successes, b + trials - successes) - betaln(a, b)
            return float(-gain.sum() + 0.5 * ((x[1] - np.log(4)) / 1.5) ** 2)

        start = np.array([np.log(mean / (1 - mean)), np.log(4.0)])
        bounds = [(-9.0, 9.0), (np.log(LEAST), np.log(MOST))]
        found = minimize(loss, start, method="L-BFGS-B", bounds=bounds)
        return cls(*_split(found.x))

    def mean(self, successes: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Expected rate of each group.

        Examples
        --------
        >>> BetaRate(1, 3).mean(np.array([0.0, 4.0]), np.array([0.0, 4.0])).tolist()
        [0.25, 0.625]
        """
        return (np.asarray(successes) + self.a) / (np.asarray(trials) + self.a + self.b)

    def range(self, successes: np.ndarray, trials: np.ndarray, *, share: float = 0.8) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the range that holds each group's rate with the given probability; its mean is never left out."""
        a, b = np.asarray(successes) + self.a, np.asarray(trials) - np.asarray(successes) + self.b
        tail = (1 - share) / 2
        mean = a / (a + b)
        return np.minimum(beta.ppf(tail, a, b), mean), np.maximum(beta.ppf(1 - tail, a, b), mean)


def _split(x: np.ndarray) -> tuple[float, float]:
    """Beta parameters from the log-odds of their mean and the logarithm of their sum."""
    total, mean = np.exp(x[1]), 1 / (1 + np.exp(-x[0]))
    return float(total * mean), float(total * (1 - mean))
