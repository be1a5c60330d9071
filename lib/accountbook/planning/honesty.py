"""Who said what of orders to come, on one scale: reps (cap 30), customers (cap 43), our model and its naive rival.

The same measures for all: the error as a share of what came, the bias of the sum, the share that came near.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.values import share

NEAR, NEAR_DAYS = 0.25, 7
"""Near is within a quarter of the larger figure, or within a week."""


@dataclass(frozen=True)
class Word:
    """How near somebody's figures were to what happened.

    Attributes
    ----------
    who : "rep", "model", "naive" or "customer". what : "amount", "quantity", "budget", "date" ..., "items".
    rows : figures that can be checked.
    error : of amounts, sum of the errors over the sum that came; of dates, mean days. None where nothing came.
    bias : of amounts, the sum said over the sum that came, less 1; of dates, mean days by which it came later.
    near : share within a quarter, or within a week; of items, the share that was ordered.
    never : dates that passed without anything coming; they are in no mean.
    recomputed : some of it was computed as of then, as no ledger reaches back.
    """

    who: str
    what: str
    rows: int
    error: float | None
    bias: float | None
    near: float | None
    never: int = 0
    recomputed: bool = False


def of_amounts(who: str, what: str, said: pd.Series, came: pd.Series) -> Word:
    """A word on amounts.

    Examples
    --------
    >>> of_amounts("rep", "amount", pd.Series([10.0, 30.0]), pd.Series([20.0, 30.0]))
    Word(who='rep', what='amount', rows=2, error=0.2, bias=-0.2, near=0.5, never=0, recomputed=False)
    """
    gap, total = (said - came).abs(), float(came.abs().sum())
    near = gap <= NEAR * pd.concat([said.abs(), came.abs()], axis=1).max(axis=1)
    over = float(said.sum() - came.sum())
    return Word(
        who,
        what,
        len(said),
        share(float(gap.sum()), total),
        share(over, float(came.sum())),
        share(int(near.sum()), len(said)),
    )


def of_dates(who: str, what: str, late: pd.Series, *, never: int = 0) -> Word:
    """A word on dates, from the days by which it came later than said.

    Examples
    --------
    >>> of_dates("customer", "order_date", pd.Series([-2.0, 12.0]), never=1)
    Word(who='customer', what='order_date', rows=2, error=7.0, bias=5.0, near=0.5, never=1, recomputed=False)
    """
    if late.empty:
        return Word(who, what, 0, None, None, None, never)
    near = int((late.abs() <= NEAR_DAYS).sum())
    return Word(who, what, len(late), float(late.abs().mean()), float(late.mean()), share(near, len(late)), never)


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """The value of each key, empty where it has none."""
    # Series.map gives an empty result a type of its own
    return values.reindex(keys).set_axis(keys.index)
