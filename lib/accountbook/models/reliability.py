"""Chances in groups beside what happened: what a reliability plot shows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from scipy.special import betaincinv

from accountbook.models.groups import BY_CHANCE, LEAST_TOGETHER, chance_groups


def grouped(predicted: Sequence[float], happened: Sequence[float], *, least: int = LEAST_TOGETHER) -> pd.DataFrame:
    """Predictions in groups of equal count by their rank, beside what happened.

    Parameters
    ----------
    predicted : chances 0 to 1, shape (n,). happened : 0 or 1, shape (n,).
    least : predictions in a group; at most ten groups are made.

    Returns
    -------
    pandas.DataFrame
        ``predicted`` (mean), ``happened`` (share), ``n``, and ``lo`` and ``hi``: the 80% range of the share given n
        (Jeffreys); no row where there are fewer than two groups' worth.

    Examples
    --------
    >>> grouped([0.1] * 30 + [0.5] * 30, [0] * 27 + [1] * 18 + [0] * 15)[["predicted", "happened", "n"]].round(2)
       predicted  happened   n
    0        0.1       0.1  30
    1        0.5       0.5  30
    """
    frame = pd.DataFrame({"predicted": list(predicted), "happened": list(happened)}, dtype="float64").dropna()
    group = chance_groups(frame["predicted"], least=least)
    groups = frame.loc[group != ""].groupby(group[group != ""])
    table = groups.agg(predicted=("predicted", "mean"), happened=("happened", "mean"), n=("happened", "size"))
    return _with_range(table.reset_index(drop=True))


def kept_groups(groups: pd.DataFrame, target: str, *, accounts: int = 1) -> pd.DataFrame:
    """The groups by chance of a target that the ledger keeps, as `grouped` has them.

    Parameters
    ----------
    groups : predictions of kind ``groups_orders`` or ``groups_deals``. target : such as ``churn90``.
    accounts : that a group needs to be told of.
    """
    rows = groups.loc[(groups["target"] == target) & (groups["trait"] == BY_CHANCE) & (groups["accounts"] >= accounts)]
    rows = rows.sort_values("group")
    names = {"said": "predicted", "came": "happened", "rows": "n"}
    return _with_range(rows[list(names)].rename(columns=names).reset_index(drop=True))


def _with_range(table: pd.DataFrame) -> pd.DataFrame:
    came = table["happened"] * table["n"]
    lo, hi = (betaincinv(came + 0.5, table["n"] - came + 0.5, level) for level in (0.1, 0.9))
    return table.assign(lo=lo, hi=hi)
