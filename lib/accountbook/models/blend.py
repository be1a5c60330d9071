"""Log-odds of several models in one, with shares chosen on slices that none of them learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.models.hazard import shifted, slice_shift
from accountbook.models.judge import log_losses

SHARES = np.linspace(0.0, 1.0, 6)
SHARE, SHARE_SPREAD = 0.4, 0.3
"""What the buyers' model is expected to be worth beside the ridge, and how surely: few accounts leave it there."""
TREES = 0.25
"""Boosting's share, if it has one."""
SURE = 2.0
"""Standard errors by which boosting must win: at one it won on closed slices and lost on the next."""


@dataclass(frozen=True)
class Blend:
    """Shares of the buyers' model beside the ridge, and of boosting beside both."""

    buyers: float = 0.0
    boosting: float = 0.0

    def odds(self, ridge: np.ndarray, buyers: np.ndarray, boosting: np.ndarray | None = None) -> np.ndarray:
        """The blended log-odds, shape (n,); ``boosting`` is needed where it has a share.

        Examples
        --------
        >>> Blend(buyers=0.5).odds(np.array([3.0]), np.array([1.0])).tolist()
        [2.0]
        """
        plain = (1 - self.buyers) * ridge + self.buyers * buyers
        return plain if boosting is None else (1 - self.boosting) * plain + self.boosting * boosting


def buyers_share(
    ridge: np.ndarray, buyers: np.ndarray, y: np.ndarray, *, slices: pd.Series, groups: pd.Series
) -> float:
    """Share of the buyers' model by log loss on held-out rows, each slice at its own level.

    Parameters
    ----------
    ridge, buyers : log-odds of rows that the ridge did not learn from, shape (n,). y : 1 where silence came.
    slices, groups : date and account of each row.

    Notes
    -----
    Forecasts are combined by past loss (Bates & Granger 1969), held to a prior: an account counts once, however many
    rows it has.
    """
    accounts = groups.nunique()

    def cost(share: float) -> float:
        odds = Blend(buyers=share).odds(ridge, buyers)
        return accounts * float(_losses(odds, y, slices).mean()) + ((share - SHARE) / SHARE_SPREAD) ** 2 / 2

    return float(min(SHARES, key=cost))


def boosting_wins(
    ridge: np.ndarray, boosting: np.ndarray, y: np.ndarray, *, slices: pd.Series, groups: pd.Series
) -> bool:
    """Whether boosting, with its share, lowers the ridge's loss on held-out rows by more than chance over accounts.

    Parameters
    ----------
    ridge, boosting, y, slices, groups : as for `buyers_share`.
    """
    plain = _losses(ridge, y, slices)
    mixed = _losses((1 - TREES) * ridge + TREES * boosting, y, slices)
    return surely_gains(plain - mixed, groups)


def surely_gains(gain: np.ndarray, groups: pd.Series) -> bool:
    """Whether what rows gain is above zero by more than `SURE` standard errors over their accounts or deals.

    Examples
    --------
    >>> who = pd.Series([1, 2, 3, 4])
    >>> surely_gains(np.array([0.2, 0.3, 0.2, 0.3]), who), surely_gains(np.array([0.9, -0.5, 0.9, -0.5]), who)
    (True, False)
    """
    totals = pd.Series(gain).groupby(groups.to_numpy()).sum().to_numpy()
    return bool(totals.sum() > SURE * totals.std() * np.sqrt(len(totals)))


def _losses(odds: np.ndarray, y: np.ndarray, slices: pd.Series) -> np.ndarray:
    """Log loss of each row with each slice at the level that fits it: shares are about ranks."""
    found = np.zeros(len(y))
    for rows in slices.reset_index(drop=True).groupby(slices.to_numpy()).indices.values():
        shift, _ = slice_shift(odds[rows], y[rows])
        found[rows] = log_losses(y[rows], shifted(odds[rows], shift))
    return found
