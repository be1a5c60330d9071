"""What an account buys: its own repertoire of items, and which of them an order holds.

Each account has 8-24 chains of items from 3-5 families (its first family weighs most), each of one kind:

* *focus* (2-3): in an order with probability .80-.95, a large share of its value;
* *regular*: probability .12-.50; *rare*: .02-.12;
* *seasonal* (0-2): as regular x 3 in a window of three months, x .06 outside it;
* *loyal* (1-2): few pieces of a cheap or special item, in .75-.95 of the orders that hold its companion,
  a focus item; or in every second order, for one end customer.

A change-over is followed on the account's own day between the successor's launch and the predecessor's end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accountbook.demo.items import FAMILIES, Range
from accountbook.demo.plan import Plan

FOCUS, REGULAR, RARE, SEASONAL, LOYAL = range(5)
KINDS = ("focus", "regular", "rare", "seasonal", "loyal")
_POSITION = {family.code: k for k, family in enumerate(FAMILIES)}


@dataclass(frozen=True)
class Repertoire:
    """What one account buys; arrays of one length, the number of its chains.

    Attributes
    ----------
    chain : row of `Range.chains`.
    kind : see `KINDS`.
    chance : probability of being in an order (with its companion, for the loyal ones).
    weight : share of an order's value, relative.
    companion : position of the companion within the repertoire; -1: none.
    every : 2 for an item that comes in every second order, else 1.
    month : middle of the season for seasonal ones, else 0.
    pieces : for loyal items the usual number of pieces, else 0.
    switch : shape (chains, 2), day numbers from which the second and third generation are bought.
    begins : day number from which the chain can be bought.
    """

    chain: np.ndarray
    kind: np.ndarray
    chance: np.ndarray
    weight: np.ndarray
    companion: np.ndarray
    every: np.ndarray
    month: np.ndarray
    pieces: np.ndarray
    switch: np.ndarray
    begins: np.ndarray


def draw_repertoire(plan: Plan, items: Range, account: object, rng: np.random.Generator) -> Repertoire:
    """Draw what an account buys."""
    typical = account.case == "typical"
    families = _families(rng, typical=typical)
    pool = np.flatnonzero(np.isin(items.family, families))
    wanted = min(len(pool), 18 if typical else int(rng.integers(8, 25)))
    favour = np.where(items.family[pool] == families[0], 3.0, 1.0)
    chain = rng.choice(pool, size=wanted, replace=False, p=favour / favour.sum())
    first = items.chains[chain, 0]
    old = items.launched[first] < plan.first - 30
    # focus items are old acquaintances, and cheap enough to be bought often
    chain = chain[np.argsort(~old, kind="stable")]
    if typical:
        chain = _put_first(items, chain, "VX")
    n = len(chain)
    kind = rng.choice([REGULAR, RARE], size=n, p=[0.6, 0.4])
    kind[: min(n, int(rng.integers(2, 4)))] = FOCUS
    spare = np.flatnonzero(kind != FOCUS)
    price = items.table["list_price"].to_numpy()[items.chains[chain, 0]]
    cheap = spare[np.argsort(price[spare], kind="stable")]
    loyal = cheap[: 2 if typical else int(rng.integers(1, 3))]
    kind[loyal] = LOYAL
    seasonal = np.setdiff1d(spare, loyal)[: 1 if typical else int(rng.choice([0, 1, 2], p=[0.45, 0.35, 0.2]))]
    kind[seasonal] = SEASONAL
    low, high = np.array([[0.80, 0.12, 0.02, 0.18, 0.75], [0.95, 0.50, 0.12, 0.35, 0.95]])[:, kind]
    weight = np.exp(rng.normal(0, 0.6, n)) * np.choose(kind, [3.5, 1.0, 0.8, 1.6, 0.0])
    focus = np.flatnonzero(kind == FOCUS)
    first = items.chains[chain, 0]
    companion = np.where(kind == LOYAL, rng.choice(focus, n), -1)
    every = np.where((kind == LOYAL) & (rng.random(n) < 0.35), 2, 1)
    return Repertoire(
        chain=chain,
        kind=kind,
        chance=rng.uniform(low, high),
        weight=weight,
        companion=companion,
        every=every,
        month=np.where(kind == SEASONAL, rng.integers(1, 13, n), 0),
        pieces=np.where(kind == LOYAL, rng.integers(1, 13, n), 0),
        switch=_switches(items, chain, rng),
        begins=np.where(items.launched[first] < plan.first, 0, items.launched[first] + rng.integers(5, 120, n)),
    )


def chosen(repertoire: Repertoire, days: np.ndarray, months: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Which chains each order holds.

    Parameters
    ----------
    days, months : shape (orders,): day numbers and months 1-12.

    Returns
    -------
    boolean, shape (orders, chains); every row has at least one.
    """
    n = len(days)
    away = np.abs(months[:, None] - repertoire.month[None, :])
    inside = np.minimum(away, 12 - away) <= 1
    chance = np.where(repertoire.month > 0, repertoire.chance * np.where(inside, 3.0, 0.06), repertoire.chance)
    held = rng.random((n, len(repertoire.chain))) < chance
    loyal = repertoire.kind == LOYAL
    held[:, loyal] &= held[:, repertoire.companion[loyal]]
    second = repertoire.every == 2
    held[:, second] = (np.arange(n) % 2 == 0)[:, None] & (rng.random((n, int(second.sum()))) < 0.93)
    held &= days[:, None] >= repertoire.begins[None, :]
    # an order has something beside its small companions
    held[~held[:, ~loyal].any(axis=1), 0] = True
    return held


def bought(repertoire: Repertoire, items: Range, days: np.ndarray) -> np.ndarray:
    """Row of the item (of the right generation) that each order would hold; shape (orders, chains)."""
    generation = (days[:, None, None] >= repertoire.switch[None, :, :]).sum(axis=2)
    return items.chains[repertoire.chain[None, :], generation]


def _families(rng: np.random.Generator, *, typical: bool) -> np.ndarray:
    if typical:
        return np.array([_POSITION[code] for code in ("VX", "CL", "MF", "SK", "TB")])
    chance = np.array([0.30, 0.13, 0.12, 0.16, 0.10, 0.03, 0.09, 0.07])
    drawn = rng.choice(len(FAMILIES), size=int(rng.integers(2, 5)), replace=False, p=chance)
    kits = _POSITION["SK"]
    return drawn if kits in drawn else np.append(drawn, kits)


def _put_first(items: Range, chain: np.ndarray, family: str) -> np.ndarray:
    """The chains with the family's first one, which changes over, in front of the family's others."""
    code = _POSITION[family]
    lead = np.flatnonzero(items.family == code)[0]
    rest = chain[chain != lead]
    own = items.family[rest] == code
    return np.concatenate([[lead], rest[own], rest[~own]])


def _switches(items: Range, chain: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Days from which the account buys the next generation: between its launch and the old one's end."""
    rows = items.chains[chain]
    switch = np.full((len(chain), 2), 10**7)
    for step in (0, 1):
        there = rows[:, step + 1] >= 0
        launched = items.launched[rows[there, step + 1]]
        ended = items.ended[rows[there, step]]
        # the day after the last day of sale at the latest
        switch[there, step] = launched + (rng.random(int(there.sum())) * (ended + 1 - launched)).astype(np.int64)
    return switch
