"""The columns that the churn model's ridge is given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from accountbook.features import AccountFeature as F
from accountbook.features.accounts import DEFAULT_GAP
from accountbook.models.mbg import MbgCnbd

PRIOR_GAPS = 3.0
"""Gaps that the usual irregularity counts for beside an account's own."""


class ChurnColumn:
    """Names of the columns of `churn_columns` that are not features.

    ``spread`` is the logarithm of the standard deviation of an account's logarithms of gaps: its irregularity.
    ``random`` and ``regular`` are the MBG/CNBD-k's log-odds with k = 1 and with a larger k.
    """

    overdue_square = "overdue_square"
    overdue_orders = "overdue_orders"
    recency_gap = "recency_gap"
    overdue_spread = "overdue_spread"
    spread = "spread"
    random = "random"
    regular = "regular"
    log_orders_30 = "log_orders_30"
    log_orders_365 = "log_orders_365"
    log_months = "log_months"


C = ChurnColumn
FIVE = [F.log_recency, F.log_orders, F.log_age, F.log_gap, F.log_overdue]
FEW = [*FIVE, C.random, C.regular]
FULL = [
    *FEW,
    C.overdue_square,
    C.overdue_orders,
    C.recency_gap,
    C.overdue_spread,
    C.spread,
    C.log_orders_30,
    C.log_orders_365,
    C.log_months,
]
CODES = {
    "recency": [
        F.log_recency,
        F.log_overdue,
        C.overdue_square,
        C.overdue_orders,
        C.overdue_spread,
        C.recency_gap,
        C.random,
        C.regular,
    ],
    "rhythm": [F.log_gap, C.spread],
    "orders": [F.log_orders, C.log_orders_30, C.log_orders_365, C.log_months],
    "age": [F.log_age],
}
"""Reason codes: how long ago the last order is beside what the rhythm lets expect, how long and how even the usual
gap is, how many orders, how long a customer."""


def codes_of(columns: Sequence[str]) -> dict[str, list[str]]:
    """`CODES` of the columns that a model has.

    Examples
    --------
    >>> codes_of([F.log_age, F.log_overdue])
    {'recency': ['log_overdue'], 'age': ['log_age']}
    """
    own = {code: [name for name in names if name in columns] for code, names in CODES.items()}
    return {code: names for code, names in own.items() if names}


def churn_columns(X: pd.DataFrame, buyers: Sequence[MbgCnbd], *, horizon: int) -> pd.DataFrame:
    """All columns of the ridge, for rows of `account_features`.

    Parameters
    ----------
    buyers : the fitted models behind `ChurnColumn.random` and `ChurnColumn.regular`. horizon : days.

    Returns
    -------
    Frame with the columns `FULL`, indexed as X; every number is finite.
    """
    spare = np.maximum(X[F.gaps].to_numpy(float) - 1, 0.0)
    usual = PRIOR_GAPS * DEFAULT_GAP.within
    spread = np.log((X[F.gap_log_squares].to_numpy(float) + usual) / (spare + PRIOR_GAPS)) / 2
    overdue, orders = X[F.log_overdue].to_numpy(float), X[F.log_orders].to_numpy(float)
    random, regular = (model.log_odds(X, horizon=horizon) for model in buyers)
    return X[FIVE].assign(
        **{
            C.random: random,
            C.regular: regular,
            C.overdue_square: overdue**2,
            C.overdue_orders: overdue * orders,
            C.recency_gap: X[F.log_recency].to_numpy(float) * X[F.log_gap].to_numpy(float),
            C.overdue_spread: overdue * spread,
            C.spread: spread,
            C.log_orders_30: np.log1p(X[F.orders_30].to_numpy(float)),
            C.log_orders_365: np.log1p(X[F.orders_365].to_numpy(float)),
            C.log_months: np.log1p(X[F.months_active].to_numpy(float)),
        }
    )[FULL]
