"""How far what came lay from what was expected, and draws of what may come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accountbook.features.months import MonthPanel

MOST_REGULAR = 8
GROUPS = (1.0, 4.0, np.inf)
"""Orders expected in the time looked at, up to which an account is in a group of its own; rare ones differ more."""
PRIOR, PRIOR_ACCOUNTS = (0.6, 0.7, 0.2), 10.0
BOUNDS = (0.02, 6.0)
COMMON, UNSEEN, COMMON_YEARS = 0.12, 0.2, 1.0
"""Common error of all accounts of a year, and what is added where no past month was learned from; it counts as one
year beside what past dates show."""


@dataclass(frozen=True)
class Spread:
    """How orders scatter.

    Attributes
    ----------
    regular : of how many random beats every last one is an order: 1 is random, 8 nearly a clock (Erlang).
    own : variance of an account's level about the expected one (1), by group of `GROUPS`.
    common : standard deviation of the logarithm of what all accounts share.
    """

    regular: int = 1
    own: tuple[float, ...] = PRIOR
    common: float = COMMON + UNSEEN

    def level_variance(self, orders: np.ndarray) -> np.ndarray:
        """Variance of each account's level, shape (n,), by the orders expected of it."""
        return np.asarray(self.own)[np.searchsorted(GROUPS, orders)]


def regularity(panel: MonthPanel) -> int:
    """How regular orders are, from the variance of a month's count beside its mean, pooled over accounts that stay.

    Examples
    --------
    >>> import pandas as pd
    >>> from accountbook.features.months import month_panel
    >>> days = pd.DataFrame({"account_id": "A", "order_date": pd.date_range("2024-01-01", periods=30, freq="MS"),
    ...                      "amount": 5.0})
    >>> regularity(month_panel(days, end=pd.Timestamp("2026-06-30")))
    8
    """
    seen = panel.last >= 0
    inside = seen & (panel.orders[:, ::-1].cumsum(axis=1)[:, ::-1] > panel.orders)
    inside[np.arange(len(inside)), seen.argmax(axis=1)] = False
    n = inside.sum(axis=1)
    inner = np.where(inside, panel.orders, 0.0)
    mean = inner.sum(axis=1) / np.maximum(n, 1)
    squares = np.where(inside, (inner - mean[:, None]) ** 2, 0.0).sum()
    free = float(np.maximum(n - 1, 0) @ mean)
    return int(np.clip(round(free / max(squares, 1e-9)), 1, MOST_REGULAR)) if free > 0 else 1


def learn_spread(
    expected: list[np.ndarray], came: list[np.ndarray], *, ratios: np.ndarray, regular: int, believed: float
) -> Spread:
    """Learn from past dates, by the method of moments, drawn to a prior.

    Parameters
    ----------
    expected, came : orders of each account over the months looked at, an array of shape (accounts,) per date.
    ratios : shape (dates, 3): what came in all over what was expected, the variance of its logarithm that accounts'
        own scatter explains, and the years looked at that no later date shares.
    regular : see `regularity`. believed : share of what past months taught that is believed, see `RunRate`.
    """
    prior = COMMON + UNSEEN * (1 - believed)
    if not expected:
        return Spread(regular=regular, common=prior)
    mean, count = np.concatenate(expected), np.concatenate(came)
    group = np.searchsorted(GROUPS, mean)
    excess, squares = (count - mean) ** 2 - mean / regular, mean**2
    own = []
    for one in range(len(GROUPS)):
        rows = group == one
        # dates repeat each other's accounts: each counts once
        accounts = rows.sum() / len(expected)
        seen = excess[rows].sum() / squares[rows].sum() if rows.any() else PRIOR[one]
        share = accounts / (accounts + PRIOR_ACCOUNTS)
        own.append(float(np.clip(share * seen + (1 - share) * PRIOR[one], *BOUNDS)))
    logs = np.log(ratios[:, 0]) ** 2 - ratios[:, 1]
    years = float(ratios[:, 2].sum())
    common = (years * max(float(logs.mean()), 0.0) + COMMON_YEARS * prior**2) / (years + COMMON_YEARS)
    return Spread(regular, tuple(own), float(np.sqrt(min(common, 1.0))))


def draw_common(spread: Spread, *, draws: int, rng: np.random.Generator) -> np.ndarray:
    """What all accounts share in each draw, shape (draws,); its mean is 1."""
    return np.exp(spread.common * rng.standard_normal(draws) - spread.common**2 / 2)


def draw_orders(orders: np.ndarray, common: np.ndarray, *, spread: Spread, rng: np.random.Generator) -> np.ndarray:
    """Draws of order counts, shape (n, draws, months).

    Parameters
    ----------
    orders : expected, shape (n, months). common : see `draw_common`; shape (draws,).

    Notes
    -----
    Each account has a level of its own (Gamma, mean 1) times the common one; orders are every k-th beat of a Poisson
    process, so that regular accounts scatter less than random ones.
    """
    variance = spread.level_variance(orders.sum(axis=1))[:, None]
    shape = (len(orders), len(common))
    level = rng.gamma(1 / variance, variance, size=shape) * common
    beats = rng.poisson(spread.regular * level[:, :, None] * orders[:, None, :])
    if spread.regular == 1:
        return beats
    phase = rng.integers(0, spread.regular, size=shape)
    reached = (np.cumsum(beats, axis=2) + phase[:, :, None]) // spread.regular
    return np.diff(reached, axis=2, prepend=0)


def draw_amounts(
    counts: np.ndarray, value: np.ndarray, *, own: np.ndarray, within: float, rng: np.random.Generator
) -> np.ndarray:
    """Draws of what the orders come to, of the same shape as ``counts``: (n, draws, months).

    Parameters
    ----------
    value : mean value of an order, shape (n, months).
    own : variance of its logarithm as far as it is not known, shape (n,).
    within : variance of the logarithm of a single order.

    Notes
    -----
    A sum of log-normal values is taken as log-normal (Fenton 1960).
    """
    some = counts > 0
    each = np.log1p(np.expm1(within) / np.where(some, counts, 1))
    noise = np.exp(np.sqrt(each) * rng.standard_normal(counts.shape) - each / 2)
    drift = np.sqrt(own)[:, None] * rng.standard_normal(counts.shape[:2]) - own[:, None] / 2
    return np.where(some, counts * noise, 0.0) * np.exp(drift)[:, :, None] * value[:, None, :]
