"""Draws of what a deal leaves (cap 97): each driver from its own seeded stream, so that one can be moved alone.

What is left of a draw is ``price x a - b``: ``a`` is what a unit of the price brings in the company's currency after
shares and interest, ``b`` what the deal costs whatever its price. So the price at which a draw breaks even is
``b / a``, and the lowest price that keeps the chance of a loss under a limit is one of these, exactly.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from accountbook.planning.paying import YEAR, Delays

DRAWS = 10_000


class Driver(StrEnum):
    """What moves the profit of a deal."""

    RATE = "rate"
    DELAY = "delay"
    COST = "cost"
    WARRANTY = "warranty"
    SERVICE = "service"
    CONCESSION = "concession"


@dataclass(frozen=True)
class Case:
    """One deal as it is drawn.

    Attributes
    ----------
    rate : of the price's currency today. volatility : a year's; 0 in the company's own currency.
    cost, effort : in the company's currency. cost_uncertainty : standard deviation of cost as a share of it.
    lots, first, every : how many, days to the first, days between two. terms : days from delivery until due.
    delays : days past due. interest : a year's.
    warranty, service, concession : mean shares of the price. spread : their standard deviation as a share of the mean.
    """

    rate: float
    volatility: float
    cost: float
    effort: float
    cost_uncertainty: float
    lots: int
    first: float
    every: float
    terms: float
    delays: Delays
    interest: float
    warranty: float
    service: float
    concession: float
    spread: float


def stream(deal: str, as_of: pd.Timestamp, driver: str) -> np.random.Generator:
    """The chance of one driver of one deal on one day: the same on every machine.

    Examples
    --------
    >>> day = pd.Timestamp("2026-10-31")
    >>> stream("D", day, "rate").random() == stream("D", day, "rate").random() != stream("D", day, "cost").random()
    True
    """
    digest = hashlib.sha256(f"{deal}|{as_of:%Y-%m-%d}|{driver}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


Drawn = Mapping[Driver, np.ndarray]


def draw(case: Case, deal: str, as_of: pd.Timestamp, *, size: int = DRAWS) -> Drawn:
    """Draw every driver.

    Returns
    -------
    Mapping of arrays: ``rate`` (standard normal, shape (size, lots)), ``delay`` (days, the same shape), the others of
    shape (size,): ``cost`` as a factor of mean 1 (log-normal), the shares as such (gamma).
    """
    rng = {driver: stream(deal, as_of, driver.value) for driver in Driver}
    shares = {Driver.WARRANTY: case.warranty, Driver.SERVICE: case.service, Driver.CONCESSION: case.concession}
    drawn = {driver: mean * _gamma(rng[driver], case.spread, size) for driver, mean in shares.items()}
    wide = math.sqrt(math.log1p(case.cost_uncertainty**2))
    drawn[Driver.COST] = np.exp(wide * rng[Driver.COST].standard_normal(size) - wide**2 / 2)
    drawn[Driver.RATE] = rng[Driver.RATE].standard_normal((size, case.lots))
    drawn[Driver.DELAY] = case.delays.draw(rng[Driver.DELAY], size * case.lots).reshape(size, case.lots)
    return drawn


def _gamma(rng: np.random.Generator, spread: float, size: int) -> np.ndarray:
    """Factors of mean 1 and this standard deviation, never below 0."""
    if spread == 0:
        return np.ones(size)
    shape = 1 / spread**2
    return rng.gamma(shape, 1 / shape, size)


def parts(case: Case, drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """What a unit of the price brings, and what the deal costs, of each draw: ``a`` and ``b``, shape (size,).

    Notes
    -----
    The rate follows a geometric Brownian motion without drift: its expectation on the day of payment is today's rate.
    """
    wait = case.terms + drawn[Driver.DELAY]
    paid = np.sort(np.maximum(case.first + case.every * np.arange(case.lots) + wait, 0.0), axis=1) / YEAR
    steps = np.sqrt(np.diff(paid, axis=1, prepend=0.0)) * drawn[Driver.RATE]
    rate = case.rate * np.exp(case.volatility * np.cumsum(steps, axis=1) - case.volatility**2 * paid / 2)
    shares = drawn[Driver.WARRANTY] + drawn[Driver.SERVICE] + drawn[Driver.CONCESSION]
    brings = (rate * (1 - case.interest * wait / YEAR)).mean(axis=1) - shares * rate.mean(axis=1)
    return brings, case.cost * drawn[Driver.COST] + case.effort


def frozen(drawn: Drawn, *drivers: Driver) -> Drawn:
    """The same draws, with some drivers at their median in all of them."""
    still = {one: np.broadcast_to(np.median(drawn[one], axis=0), drawn[one].shape) for one in drivers}
    return {**drawn, **still}


def floor_price(brings: np.ndarray, costs: np.ndarray, *, limit: float) -> float | None:
    """The lowest price at which the share of draws that lose is at most the limit; None: there is none.

    Examples
    --------
    >>> floor_price(np.ones(10), np.arange(1.0, 11.0), limit=0.2)
    8.0
    """
    even = np.sort(np.where(brings > 0, costs / np.where(brings > 0, brings, 1.0), np.inf))
    place = max(len(even) - math.floor(limit * len(even) + 1e-9) - 1, 0)
    return float(even[place]) if np.isfinite(even[place]) else None


@dataclass(frozen=True)
class Moved:
    """What one driver does to what is left.

    Attributes
    ----------
    share : of the variance that goes when the driver is held at its median. low, high : 8-in-10 range of what is left
        when it alone moves, all others at their medians.
    """

    driver: Driver
    share: float
    low: float
    high: float


def moved(case: Case, drawn: Drawn, price: float) -> tuple[Moved, ...]:
    """The drivers by what they move, most first; those that move nothing are left out.

    Notes
    -----
    The share of a driver is 1 - Var(left | driver at its median) / Var(left): what would be certain if it were known
    (after Saltelli et al., Global Sensitivity Analysis: The Primer, 2008, section 1.2.3, with the median instead of a
    mean over values). Shares need not add up to 1.
    """
    whole = left(case, drawn, price).var()
    found = []
    for driver in Driver:
        without = left(case, frozen(drawn, driver), price).var()
        alone = left(case, frozen(drawn, *(one for one in Driver if one != driver)), price)
        low, high = np.quantile(alone, (0.1, 0.9))
        if high - low > 1e-9 * max(abs(low), abs(high), 1.0):
            share = float(max(1 - without / whole, 0.0)) if whole > 0 else 0.0
            found.append(Moved(driver, share, float(low), float(high)))
    return tuple(sorted(found, key=lambda one: (-one.share, one.low - one.high, one.driver.value)))


def left(case: Case, drawn: Drawn, price: float) -> np.ndarray:
    """What the deal leaves in each draw, in the company's currency."""
    brings, costs = parts(case, drawn)
    return price * brings - costs
