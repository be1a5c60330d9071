"""The 150 items: families, prices, costs, and the chains in which one item replaces another.

Of every family about one chain in eight changes over within the months shown: the successor is
launched 30-150 days before the predecessor's last day of sale. One item in ten is new: launched within
the months and replacing nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.frame import typed
from accountbook.demo.plan import Plan, days
from accountbook.tables import Items as I


@dataclass(frozen=True)
class Family:
    """A product family: how many items, their prices (EUR), what they are."""

    code: str
    count: int
    low: float
    high: float
    noun: str
    variants: tuple[str, ...]


FAMILIES: tuple[Family, ...] = (
    Family("VX", 32, 38, 240, "valve", ("24 V", "230 V", "12 V", "manual", "pilot", "stainless", "24 V 밸브")),
    Family("MF", 20, 120, 560, "manifold", ("2-fold", "4-fold", "6-fold", "ported")),
    Family("CL", 20, 320, 1_500, "cooler", ("air", "water", "marine", "twin fan")),
    Family("SN", 20, 55, 380, "sensor", ("pressure", "flow", "level", "temperature", "압력 센서")),
    Family("SK", 22, 6, 38, "seal kit", ("NBR", "FKM", "EPDM", "PTFE")),
    Family("TB", 8, 900, 3_800, "test bench part", ("adapter", "gauge set", "console")),
    Family("PU", 14, 210, 1_300, "pump", ("gear", "vane", "hand")),
    Family("FL", 14, 14, 110, "filter", ("10 µm", "25 µm", "return line")),
)
"""The families; the first six are those that every report's pictures speak of."""
COUNT = sum(family.count for family in FAMILIES)


@dataclass(frozen=True)
class Range:
    """What is drawn of the items.

    Attributes
    ----------
    table : the contract's table.
    chains : shape (chains, 3), row numbers of `table`, oldest generation first; -1: no such generation.
    launched, ended : per row of `table`, day numbers; `ended` is -1 where the item goes on.
    family : per chain, the family's position in `FAMILIES`.
    """

    table: pd.DataFrame
    chains: np.ndarray
    launched: np.ndarray
    ended: np.ndarray
    family: np.ndarray


def draw_items(plan: Plan) -> Range:
    """Draw the items of a plan.

    Examples
    --------
    >>> drawn = draw_items(Plan())
    >>> len(drawn.table), int((drawn.chains[:, 1] >= 0).sum()) >= 10
    (150, True)
    """
    rng = plan.rng("items")
    rows: list[dict[str, object]] = []
    chains, family_of = [], []
    for position, family in enumerate(FAMILIES):
        number = 100
        left = family.count
        first = True
        while left:
            generations = min(left, _generations(rng, first=first))
            first = False
            number += int(rng.integers(5, 12)) * 5
            chains.append(_chain(plan, rng, family, number, generations, rows))
            family_of.append(position)
            left -= generations
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    launched, ended = np.array(columns["launched"]), np.array(columns["ended"])
    # an end that lies after the exports is not in them
    shown = np.where(ended <= plan.last, ended, -1)
    table = typed(
        "items",
        {
            I.item_id: columns["item_id"],
            I.name: columns["name"],
            I.family: columns["family"],
            I.launched_on: days(launched),
            I.ends_on: days(shown),
            I.predecessor_id: columns["predecessor"],
            I.list_price: columns["price"],
            I.unit_cost: columns["cost"],
        },
    )
    return Range(table, np.array(chains), launched, ended, np.array(family_of))


def _generations(rng: np.random.Generator, *, first: bool) -> int:
    # the first chain of a family always changes over, so that the largest items show it
    return 2 if first else int(rng.choice([1, 2, 3], p=[0.88, 0.10, 0.02]))


def _chain(
    plan: Plan, rng: np.random.Generator, family: Family, number: int, generations: int, rows: list[dict[str, object]]
) -> list[int]:
    length = plan.last - plan.first
    price = float(np.exp(rng.uniform(np.log(family.low), np.log(family.high))))
    variant = family.variants[int(rng.integers(len(family.variants)))]
    new = generations == 1 and rng.random() < 0.1
    launched = plan.first + int(rng.integers(60, length - 60)) if new else plan.first - int(rng.integers(300, 3_000))
    ends = np.sort(rng.choice(np.arange(int(0.25 * length), int(0.95 * length)), generations - 1, replace=False))
    if generations == 3 and ends[1] - ends[0] < length // 4:
        ends = np.array([0.3, 0.8]) * length
    chain = []
    for generation in range(generations):
        last = generation == generations - 1
        ended = -1 if last else plan.first + int(ends[generation])
        predecessor = rows[chain[-1]]["item_id"] if chain else None
        chain.append(len(rows))
        rows.append(
            {
                "item_id": f"{family.code}-{number + 2 * generation}",
                "name": f"{family.noun}, {variant}" + (" mk " + "I" * (generation + 1)) * (generations > 1),
                "family": family.code,
                "launched": launched,
                "ended": ended,
                "predecessor": predecessor,
                "price": round(price * (1 + 0.05 * generation), 2),
                "cost": round(price * (1 - 0.03 * generation) * float(rng.uniform(0.48, 0.72)), 2),
            }
        )
        if not last:
            launched = max(launched + 1, ended - int(rng.integers(30, 151)))
    return chain + [-1] * (3 - generations)
