"""Where the chances fail: past predictions by kind of account or deal, month and chance, beside the naive rival."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features import AccountFeature as F
from accountbook.features import DealFeature
from accountbook.models.judge import log_losses
from accountbook.models.kinds import GroupQuality as G
from accountbook.models.kinds import typed
from accountbook.tables.deals import SELLER_STAGES

YOUNG_DAYS = 180
"""Customers for less than this count as new."""
REGULAR = 0.5
"""Spread of the logarithms of an account's gaps below which it counts as regular: half its gaps lie within a third."""
LEAST_GAPS = 3
"""Gaps that a spread needs to be told."""
LARGE = 0.75
"""Deals above this share of all by amount count as large."""
BY_CHANCE = "chance"
"""The trait of `chance_groups`."""
LEAST_TOGETHER, MOST_GROUPS = 30, 10
GROUPS = ("2", "3-5", "6-11", "12+", "regular", "irregular", "new", "known", *SELLER_STAGES, "large", "other")
"""Groups in the order in which they are listed; months and groups by chance follow, as they are written."""


def account_groups(rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """Which groups past predictions of accounts fall into, by trait; "" where a trait cannot be told.

    Parameters
    ----------
    rows : with `AccountFeature` as of each row's date, and ``slice``, that date.

    Returns
    -------
    Arrays of shape (n,): orders ("2", "3-5", "6-11", "12+"), rhythm ("regular", "irregular"), age ("new", "known"),
    month ("2026-08", of the date).

    Examples
    --------
    >>> rows = pd.DataFrame({F.orders: [2, 12], F.gaps: [1, 11], F.gap_log_squares: [0.0, 9.9], F.age: [100, 900],
    ...                      "slice": pd.to_datetime(["2026-08-02", "2026-09-01"])})
    >>> {name: group.tolist() for name, group in account_groups(rows).items()}
    {'orders': ['2', '12+'], 'rhythm': ['', 'irregular'], 'age': ['new', 'known'], 'month': ['2026-08', '2026-09']}
    """
    orders, gaps = rows[F.orders].to_numpy(float), rows[F.gaps].to_numpy(float)
    spread = np.sqrt(rows[F.gap_log_squares].to_numpy(float) / np.maximum(gaps - 1, 1))
    rhythm = np.where(spread < REGULAR, "regular", "irregular")
    return {
        "orders": np.select([orders < 3, orders < 6, orders < 12], ["2", "3-5", "6-11"], "12+"),
        "rhythm": np.where(gaps >= LEAST_GAPS, rhythm, ""),
        "age": np.where(rows[F.age].to_numpy(float) < YOUNG_DAYS, "new", "known"),
        "month": rows["slice"].dt.strftime("%Y-%m").to_numpy(dtype=str),
    }


def deal_groups(rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """Which groups past predictions of deals fall into, by trait; "" where a trait cannot be told.

    Parameters
    ----------
    rows : with `DealFeature` as of each row's date, and ``slice``, that date.

    Returns
    -------
    Arrays of shape (n,): stage (the seller's), open (for "new" below 180 days, "known"), size ("large": the upper
    quarter by amount, "other"), quarter ("2026-07", its first month, of the date).
    """
    amount, stage = rows[DealFeature.amount].to_numpy(float), rows[DealFeature.seller_stage]
    known = np.isfinite(amount)
    edge = np.quantile(amount[known], LARGE) if known.any() else np.inf
    quarter = rows["slice"].dt.to_period("Q").dt.start_time
    return {
        "stage": stage.astype("str").where(stage.notna(), "").to_numpy(dtype=str),
        "open": np.where(rows[DealFeature.days_open].to_numpy(float) < YOUNG_DAYS, "new", "known"),
        "size": np.where(known, np.where(amount > edge, "large", "other"), ""),
        "quarter": quarter.dt.strftime("%Y-%m").to_numpy(dtype=str),
    }


def chance_groups(p: np.ndarray | pd.Series, *, least: int = LEAST_TOGETHER) -> np.ndarray:
    """Which of the groups of equal count, by rank of the chance, each case falls into: "01" is the lowest.

    Parameters
    ----------
    p : chances, shape (n,). least : cases in a group; at most ten groups are made, and none where there are fewer than
        two groups' worth: then all are in "".

    Examples
    --------
    >>> chance_groups(np.array([0.9, 0.1, 0.5, 0.2]), least=2).tolist()
    ['02', '01', '02', '01']
    """
    count = min(MOST_GROUPS, len(p) // least)
    if count < 2:
        return np.full(len(p), "")
    rank = pd.Series(np.asarray(p, dtype=float)).rank(method="first")
    return np.array([f"{1 + group:02}" for group in pd.qcut(rank, count, labels=False)])


def group_quality(
    groups: dict[str, np.ndarray],
    happened: np.ndarray,
    p: np.ndarray,
    naive: np.ndarray,
    *,
    accounts: np.ndarray | pd.Series,
    target: str,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Log loss of each group beside its naive rival's, and what was said and came.

    Parameters
    ----------
    groups : of each trait, the group of every row, shape (n,); rows of "" are in none.
    happened : 0 or 1. p, naive : chances. accounts : whose each case is. All of shape (n,).

    Returns
    -------
    Frame of `GroupQuality`, a row for each trait and group that has rows.

    Examples
    --------
    >>> found = group_quality({"age": np.array(["new", "new", "known"])}, np.array([1, 0, 1]), np.array([.5, .5, .8]),
    ...                       np.array([.6, .6, .6]), accounts=np.array(["A", "A", "B"]), target="churn60",
    ...                       as_of=pd.Timestamp("2026-10-31"))
    >>> found[["group", "value", "naive", "said", "came", "rows", "accounts"]].round(3)
       group  value  naive  said  came  rows  accounts
    0    new  0.693  0.714   0.5   0.5     2         1
    1  known  0.223  0.511   0.8   1.0     1         1
    """
    if not len(p):
        return typed("groups_orders")
    rows = pd.DataFrame(
        {G.value: log_losses(happened, p), G.naive: log_losses(happened, naive), G.said: p, G.came: happened}
    )
    parts = []
    for trait, names in groups.items():
        inside = names != ""
        told = rows.loc[inside].groupby(names[inside])
        whose = pd.Series(np.asarray(accounts)[inside]).groupby(names[inside])
        part = told.mean().assign(**{G.rows: told.size(), G.accounts: whose.nunique(), G.trait: trait})
        part = part.rename_axis(G.group)
        parts.append(part.loc[sorted(part.index, key=_place)].reset_index())
    frame = pd.concat(parts, ignore_index=True)
    return typed("groups_orders", frame.assign(**{G.as_of: as_of, G.target: target}))


def _place(group: str) -> tuple[int, str]:
    return (GROUPS.index(group) if group in GROUPS else len(GROUPS)), group
