"""Which product families an account's orders are of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.features.months import MEAN_MONTH
from accountbook.features.successors import heirs
from accountbook.features.view import View
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

MOST = 8
"""Families told by name: those with most revenue; the others are "" together with items that name none."""
HALF_LIFE = 12.0
"""Months in which a line's weight halves."""
OWN = (0.2, 10.0)
"""Bounds of how many orders everybody's shares count for beside an account's own."""
ENOUGH = 3
"""Orders from which an account says how far accounts lie from each other."""
LUMPS = (0.2, 20.0)
FEW = 1e-9


@dataclass(frozen=True, eq=False)
class FamilyShares:
    """Shares of families in what accounts order.

    Attributes
    ----------
    names : families, most revenue first, "" last; shape (f,). Only "" where items name no family.
    shares : of each account, shape (n, f); rows sum to 1.
    together : how alike an account's orders are in their families: each is drawn as from a Dirichlet with ``together``
        times the account's shares; small: one family at a time.
    """

    names: tuple[str, ...]
    shares: np.ndarray
    together: float


def family_of(items: pd.DataFrame, *, as_of: pd.Timestamp) -> dict[str, str]:
    """The family of each item; of one that is no longer sold, that of its heir (`accountbook.features.successors`).

    Examples
    --------
    >>> items = pd.DataFrame({"item_id": ["old", "new"], "family": ["A", "B"], "predecessor_id": [None, "old"],
    ...                       "launched_on": pd.NaT, "ends_on": pd.to_datetime(["2026-01-31", None])})
    >>> family_of(items, as_of=pd.Timestamp("2026-06-30"))
    {'old': 'B', 'new': 'B'}
    """
    rows = items.drop_duplicates(I.item_id, keep="last")
    own = dict(zip(rows[I.item_id].astype("str"), rows[I.family].fillna(""), strict=True))
    to = heirs(rows, as_of)
    return {item: own.get(to.get(item, item)) or family for item, family in own.items()}


def family_shares(view: View, accounts: pd.Index) -> FamilyShares:
    """Shares of families by account, from order lines that no deal brought, newer ones weighing more.

    Parameters
    ----------
    view : a book. accounts : whose shares, and in which order; shape (n,).
    """
    family = family_of(view.table("items"), as_of=view.as_of)
    if not any(family.values()):
        return FamilyShares(("",), np.ones((len(accounts), 1)), 1.0)
    lines = view.table("order_lines")
    lines = lines.loc[(lines[L.kind] == "order") & lines[L.opportunity_id].isna() & (lines[L.amount] > 0)]
    lines = lines.loc[np.isfinite(lines[L.amount].to_numpy(float))]
    place = accounts.get_indexer(lines[L.account_id])
    lines, place = lines.loc[place >= 0], place[place >= 0]
    named = lines[L.item_id].map(family).fillna("").astype("str").to_numpy()
    amount = lines[L.amount].to_numpy(float)
    age = (view.as_of - lines[L.order_date]).dt.days.to_numpy(float) / MEAN_MONTH
    weight = 0.5 ** (age / HALF_LIFE)
    sums = pd.Series(weight * amount).groupby(named).sum()
    sums = sums.loc[sums.index != ""]
    names = (*sums.sort_values(ascending=False, kind="stable").index[:MOST], "")
    code = pd.Index(names).get_indexer(named)
    code = np.where(code < 0, len(names) - 1, code)
    orders = pd.DataFrame({"account": place, "day": lines[L.order_date].to_numpy(), "weight": weight})
    orders = orders.assign(**{str(one): amount * (code == one) for one in range(len(names))})
    columns = [str(one) for one in range(len(names))]
    days = orders.groupby(["account", "day"]).agg({"weight": "first", **dict.fromkeys(columns, "sum")}).reset_index()
    split = days[columns].to_numpy()
    return _learn(names, split, days["account"].to_numpy(), days["weight"].to_numpy(), len(accounts))


def _learn(
    names: tuple[str, ...], split: np.ndarray, account: np.ndarray, weight: np.ndarray, accounts: int
) -> FamilyShares:
    """Shares from what each order came to by family, shape (orders, f)."""
    if not len(split):
        return FamilyShares(names, np.full((accounts, len(names)), 1 / len(names)), 1.0)
    parts = split / split.sum(axis=1, keepdims=True)
    everybody = weight @ split / (weight @ split).sum()
    money = np.stack([np.bincount(account, weight * column, minlength=accounts) for column in split.T], axis=1)
    orders = np.bincount(account, weight, minlength=accounts)
    worth = money.sum(axis=1, keepdims=True)
    own = np.divide(money, worth, out=np.tile(everybody, (accounts, 1)), where=worth > 0)
    # one-way analysis of variance: of an order about its account's shares, of these about everybody's
    count = np.bincount(account, minlength=accounts)
    within = float(((parts - own[account]) ** 2).sum() / max(len(parts) - (count > 0).sum(), 1.0))
    many = count >= ENOUGH
    apart = ((own[many] - everybody) ** 2).sum(axis=1) - within / np.maximum(count[many], 1)
    between = float(apart.mean()) if many.any() else within
    weigh = float(np.clip(within / max(between, FEW), *OWN))
    shares = (orders[:, None] * own + weigh * everybody) / (orders[:, None] + weigh)
    room = float((1 - (shares[account] ** 2).sum(axis=1)).mean())
    return FamilyShares(names, shares, float(np.clip(room / max(within, FEW) - 1, *LUMPS)))


def draw_families(counts: np.ndarray, shares: np.ndarray, *, together: float, rng: np.random.Generator) -> np.ndarray:
    """Draws of the shares of families in what is ordered in a month, shape (*counts.shape, f).

    Parameters
    ----------
    counts : orders, shape (n, draws, months). shares : shape (n, f). together : see `FamilyShares`.
    """
    weight = together * np.maximum(counts, 1)[..., None] * shares[:, None, None, :]
    drawn = rng.standard_gamma(weight.astype(np.float32), dtype=np.float32)
    total = drawn.sum(axis=-1, keepdims=True)
    return np.divide(
        drawn, total, out=np.broadcast_to(shares[:, None, None, :], drawn.shape).copy(), where=total > 1e-30
    )
