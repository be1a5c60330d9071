"""Where predictions were weak on past months: which kinds of accounts, of deals, and which months."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.naming import Naming

CHANCE = "chance"
"""The trait of groups by what was said, which tell the chances' reliability and no kind of case."""
LEAST_CASES = 20
"""Past cases that a group needs to be told of; with fewer, chance decides."""
APART = 0.1
"""What came is off what was said only where it is at least so far from it,"""
ERRORS = 3.0
"""and so many standard errors: the cases of one account are not independent."""


@dataclass(frozen=True)
class Part:
    """Past cases of one kind.

    Attributes
    ----------
    trait, group : by what they are told apart, and which they are, such as "orders", "3-5".
    cases : how many.
    said, came : mean of the chances given, and the share that happened.
    loss, naive : log loss, and the naive rival's.
    """

    trait: str
    group: str
    cases: int
    said: float
    came: float
    loss: float
    naive: float

    @property
    def weak(self) -> bool:
        """Whether the naive rival did better."""
        return self.naive < self.loss

    @property
    def off(self) -> bool:
        """Whether what came was further from what was said than chance makes it.

        Examples
        --------
        >>> [Part("age", "new", cases, 0.2, 0.4, 0.5, 0.6).off for cases in (20, 100)]
        [False, True]
        """
        error = math.sqrt(self.said * (1 - self.said) / self.cases)
        return abs(self.came - self.said) > max(APART, ERRORS * error)


def parts(groups: pd.DataFrame | None, target: str, *, naming: Naming) -> tuple[Part, ...]:
    """The kinds of past cases of a target, in the order of the frame.

    Parameters
    ----------
    groups : predictions of kind ``groups_orders`` or ``groups_deals``; None: none were made.
    target : such as ``churn90``.
    naming : where not everyone may be named, a group needs as many accounts as a sum.

    Returns
    -------
    Those with 20 cases or more, of traits that have two such groups: with one, nothing is told apart.

    Examples
    --------
    >>> frame = pd.DataFrame({"target": "churn90", "trait": ["age", "age", "rhythm"], "said": 0.3, "came": 0.4,
    ...     "group": ["new", "known", "regular"], "value": [0.7, 0.5, 0.4], "naive": 0.6, "rows": [20, 80, 90],
    ...     "accounts": 9})
    >>> [(part.group, part.cases, part.weak) for part in parts(frame, "churn90", naming=Naming(True, {}))]
    [('new', 20, True), ('known', 80, False)]
    """
    if groups is None or groups.empty:
        return ()
    told = (groups["target"] == target) & (groups["trait"] != CHANCE) & (groups["rows"] >= LEAST_CASES)
    rows = groups[told]
    if not naming.everyone:
        rows = rows[rows["accounts"] >= naming.least]
    rows = rows[rows.groupby("trait")["group"].transform("size") >= 2]
    return tuple(
        Part(
            trait=str(row["trait"]),
            group=str(row["group"]),
            cases=int(row["rows"]),
            said=float(row["said"]),
            came=float(row["came"]),
            loss=float(row["value"]),
            naive=float(row["naive"]),
        )
        for row in rows.to_dict("records")
    )
