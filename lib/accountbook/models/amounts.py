"""What the next order is worth, and what orders of the horizon come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.base import BaseEstimator

from accountbook.features import AccountFeature as F
from accountbook.features.accounts import DEFAULT_VALUE, YEAR
from accountbook.features.shrink import Pool, pool
from accountbook.models.conformal import learn_levels
from accountbook.models.missed import Missed, order_signs
from accountbook.models.slices import Outcome, age_weight
from accountbook.tables import OrderLines as L

OWN = 3.0
"""Orders that everybody's value counts for beside an account's own mean."""
DRAWS = 400
SEED = 20260102
SHARE = 0.8
LEAST = 0.3
"""Standard deviations that a value's range reaches to each side at least, however alike past values were."""
EDGE = 1e-6
SHARES = np.linspace(0.0, 1.0, 11)


@dataclass(frozen=True)
class Range:
    """A figure and its 80% range, each of shape (n,)."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


class AmountModel(BaseEstimator):
    """Order values and expected revenue.

    Parameters
    ----------
    horizon : days.

    Attributes
    ----------
    values_ : the `Pool` of logarithms of order values.
    reach_ : ends of the range of the next order's value, in standard deviations from its median, as they held on
        closed slices.
    scale_ : what past windows came to over what rate and value alone gave, for accounts that ordered.
    share_ : weight of the account's own rate beside the risk's, by least absolute error on closed windows.
    missed_ : what the two together missed on closed windows (`Missed`), or None.

    Notes
    -----
    Typical value: the geometric mean of a shrunk log-normal's median and the account's own, which outliers do not
    move. Expected revenue: two counts of orders, weighted, times a shrunk mean value. One is P(order) x the account's
    own rate, scaled; the other -ln P(no order), right if orders fall at random. Which is nearer depends on how regular
    a trade is. Least absolute errors pull a mean down; half of what was missed is added back (forecast combination,
    Bates & Granger 1969). A season reaches the sums through P(no order), whose level foretells it.
    """

    def __init__(self, *, horizon: int = 60) -> None:
        self.horizon = horizon

    def fit(
        self,
        X: pd.DataFrame,
        y: np.ndarray,
        *,
        p_no_order: np.ndarray,
        population: pd.DataFrame,
    ) -> Self:
        """Learn from slices with closed windows.

        Parameters
        ----------
        X : rows of `training_slices`; y : revenue in the horizon after each, shape (n,).
        p_no_order : the churn model's chance for each row, shape (n,).
        population : features on the day of prediction, for the order values.
        """
        self.values_ = _pool(population)
        self.reach_ = norm.ppf([0.5 - SHARE / 2, 0.5 + SHARE / 2])
        self.scale_, self.share_ = 1.0, 0.5
        self.missed_: Missed | None = None
        if not len(X):
            return self
        rate, worth, place = np.zeros((3, len(X)))
        for rows in X.groupby(Outcome.slice).indices.values():
            part = X.iloc[rows]
            values = _pool(part)
            rate[rows], worth[rows] = self._orders(part), self._worth(part, values)
            place[rows] = self._place(part, values)
        valued = ~np.isnan(place)
        levels = learn_levels(place[valued], X.loc[valued, Outcome.slice], horizon=self.horizon)
        low, high = norm.ppf([levels.said(0.5 - SHARE / 2), levels.said(0.5 + SHARE / 2)])
        self.reach_ = np.array([min(low, -LEAST), max(high, LEAST)])
        ordered = (X[Outcome.days_to_next] <= self.horizon).to_numpy()
        weight = age_weight(X[Outcome.slice], X[Outcome.slice].max(), half_life=YEAR)
        y = np.maximum(y, 0.0)
        given = (weight * ordered) @ (rate * worth)
        if given > 0 and weight @ y > 0:
            self.scale_ = float(np.clip((weight * ordered) @ y / given, 0.2, 5.0))
            p = np.clip(p_no_order, EDGE, 1 - EDGE)
            own, random = (1 - p) * self.scale_ * rate * worth, -np.log(p) * worth
            errors = [weight @ np.abs(y - share * own - (1 - share) * random) for share in SHARES]
            self.share_ = float(SHARES[int(np.argmin(errors))])
            self.missed_ = Missed().fit(
                order_signs(X, p, rate, worth),
                y,
                expected=self.share_ * own + (1 - self.share_) * random,
                weight=weight,
                groups=X[L.account_id].nunique(),
            )
        return self

    def typical(self, X: pd.DataFrame) -> Range:
        """The next order's median value with its 80% range, in the company's currency."""
        centre, spread = self._log_value(X, self.values_)
        return Range(np.exp(centre), *(np.exp(centre + reach * spread) for reach in self.reach_))

    def expected(self, X: pd.DataFrame, p_no_order: np.ndarray) -> np.ndarray:
        """Mean revenue over the horizon, shape (n,), in the company's currency.

        Parameters
        ----------
        p_no_order : chance of no order within the horizon, shape (n,).
        """
        p = np.clip(p_no_order, EDGE, 1 - EDGE)
        rate, worth = self._orders(X), self._worth(X, self.values_)
        total = worth * (self.share_ * (1 - p) * self.scale_ * rate - (1 - self.share_) * np.log(p))
        if self.missed_ is None or not len(X):
            return total
        return total * (1 + self.missed_.predict(order_signs(X, p, rate, worth))) / 2

    def expected_range(self, X: pd.DataFrame, p_no_order: np.ndarray, expected: np.ndarray) -> Range:
        """The 80% range of revenue over the horizon, by sampling; it never leaves its mean out.

        Notes
        -----
        An account orders or not; if so, once and a Poisson number of times more; the sum of log-normal values is
        taken as log-normal (Fenton 1960).
        """
        rng = np.random.default_rng(SEED)
        p = np.clip(p_no_order, EDGE, 1 - EDGE)
        worth = np.maximum(self._worth(X, self.values_), EDGE)
        orders = np.maximum(expected / ((1 - p) * worth), 1.0)
        each = expected / ((1 - p) * orders)
        own = self.values_.within / (X[F.values].to_numpy(float) + self.values_.weight)
        active = rng.random((len(X), DRAWS)) < (1 - p)[:, None]
        count = 1 + rng.poisson((orders - 1)[:, None], (len(X), DRAWS))
        variance = np.log1p(np.expm1(self.values_.within) / count) + own[:, None]
        total = each[:, None] * count * np.exp(np.sqrt(variance) * rng.standard_normal(count.shape) - variance / 2)
        low, high = np.quantile(np.where(active, total, 0.0), [0.5 - SHARE / 2, 0.5 + SHARE / 2], axis=1)
        return Range(expected, np.minimum(low, expected), np.maximum(high, expected))

    def _orders(self, X: pd.DataFrame) -> np.ndarray:
        """Orders in the horizon if there is one, by the rate of the last year and the usual gap."""
        gap = X[F.gap_shrunk].to_numpy(float)
        days = np.minimum(X[F.age].to_numpy(float), YEAR)
        rate = self.horizon * (X[F.orders_365].to_numpy(float) + 0.5) / (days + 0.5 * gap)
        return rate / -np.expm1(-rate)

    def _log_value(self, X: pd.DataFrame, values: Pool) -> tuple[np.ndarray, np.ndarray]:
        """Logarithm of the typical value, and the standard deviation of the next one about it."""
        count = X[F.values].to_numpy(float)
        centre = values.centre(X[F.value_log_mean].to_numpy(float), count)
        own = X[F.value_median].to_numpy(float)
        return np.where(own > 0, (centre + np.log(np.where(own > 0, own, 1.0))) / 2, centre), values.spread(count)

    def _place(self, X: pd.DataFrame, values: Pool) -> np.ndarray:
        """Chance that was given to the value of the order that came, or less; empty where none came."""
        centre, spread = self._log_value(X, values)
        value = X[Outcome.next_value].to_numpy(float)
        came = (X[Outcome.days_to_next] <= self.horizon).to_numpy() & (value > 0)
        return np.where(came, norm.cdf((np.log(np.where(came, value, 1.0)) - centre) / spread), np.nan)

    def _worth(self, X: pd.DataFrame, values: Pool) -> np.ndarray:
        """Mean value of an order: the account's own mean beside `OWN` orders of its shrunk log-normal."""
        centre = values.centre(X[F.value_log_mean].to_numpy(float), X[F.values].to_numpy(float))
        shrunk = np.exp(centre + values.within / 2)
        total = np.maximum(X[F.revenue].to_numpy(float), 0.0)
        return (total + OWN * shrunk) / (X[F.orders].to_numpy(float) + OWN)


def naive_value(X: pd.DataFrame) -> np.ndarray:
    """The rival of the typical value: the account's median order, shape (n,).

    Examples
    --------
    >>> naive_value(pd.DataFrame({F.value_median: [120.0]})).tolist()
    [120.0]
    """
    return X[F.value_median].to_numpy(float)


def naive_range(X: pd.DataFrame, shrunk: Range) -> Range:
    """The rival of the typical value with a range: `naive_value` within the shrunk model's relative range.

    Parameters
    ----------
    shrunk : `AmountModel.typical` of X; it stands in where the account's median is not above 0.

    Examples
    --------
    >>> model = Range(np.array([100.0]), np.array([50.0]), np.array([200.0]))
    >>> naive_range(pd.DataFrame({F.value_median: [120.0]}), model).high.tolist()
    [240.0]
    """
    own = naive_value(X)
    value = np.where(own > 0, own, shrunk.value)
    return Range(value, value * shrunk.low / shrunk.value, value * shrunk.high / shrunk.value)


def value_ranges(features: pd.DataFrame, typical: Range) -> dict[str, np.ndarray]:
    """The next order's value with its 80% range, and the rival's, as columns to judge."""
    plain = naive_range(features, typical)
    return {
        "typical": typical.value,
        "typical_lo": typical.low,
        "typical_hi": typical.high,
        "naive_value": naive_value(features),
        "naive_lo": plain.low,
        "naive_hi": plain.high,
    }


def naive_revenue(X: pd.DataFrame, *, horizon: int, days: int = 180) -> np.ndarray:
    """The rival: what the last days came to, per day, over the horizon; shape (n,).

    ``days`` is 180, or 60 for the shorter memory.

    Examples
    --------
    >>> naive_revenue(pd.DataFrame({F.revenue_180: [900.0], F.age: [400]}), horizon=60).tolist()
    [300.0]
    """
    last = {180: F.revenue_180, 60: F.revenue_60}[days]
    return np.maximum(X[last].to_numpy(float), 0.0) / np.clip(X[F.age].to_numpy(float), 1.0, days) * horizon


def _pool(X: pd.DataFrame) -> Pool:
    return pool(
        X[F.value_log_mean].to_numpy(float),
        X[F.value_log_squares].to_numpy(float),
        X[F.values].to_numpy(float),
        default=DEFAULT_VALUE,
    )
