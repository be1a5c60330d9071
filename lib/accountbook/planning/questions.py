"""The next questions worth asking (cap 3), ranked by what the answer would change.

Codes and facts; every one also has ``ask`` (whom: a name, a role, or None) and ``ours`` (who asks, or None):

- ``who_fills_role``: role, decides, since (nobody since, or None: never)
- ``budget``: deal, amount, p, p_yes, p_no (odds with it approved and without; None where the model does not say)
- ``key_person``: deal, amount, p
- ``channel``: deal, amount, name (the key person)
- ``close``: deal, amount, passed (the expected close that passed, or None)
- ``competition``, ``criteria``, ``buyer_stage``, ``amount``: deal, amount
- ``late_order``: due, days_late, amount, lo, hi
- ``missing_item``: item, item_id, orders, amount
- ``why_negative``: role, name, evidence
- ``fiscal_year_end``: inferred (month or None), years
- ``sole_source``, ``end_customers``: revenue_12
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from accountbook.planning.assortment import Assortment
from accountbook.planning.coverage import Coverage
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.next_order import NextOrder
from accountbook.planning.risk import Risk
from accountbook.planning.view import View

MOST = 3


class Moves(StrEnum):
    """What an answer would move."""

    RISK = "risk"  # points of churn risk
    ODDS = "odds"  # points of a deal's odds
    SPREAD = "spread"  # width of a money range
    AT_STAKE = "at_stake"  # money that hangs on the answer, where nothing says by how much


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    asks : code and facts.
    moves : what the answer would change, and ``size`` by how much: points (0-100) for risk and odds,
        money for the others.
    money : what it was ranked by: money at stake x uncertainty p (1 - p) x how much the answer bears on it.
    """

    asks: Finding
    moves: Moves
    size: float
    money: float


@dataclass(frozen=True)
class Questions:
    """The questions; ``more``: how many were left out."""

    found: tuple[Question, ...]
    more: int


def questions(
    view: View,
    *,
    coverage: Coverage,
    deals: Deals,
    next_order: NextOrder,
    risk: Risk,
    assortment: Assortment | None = None,
) -> Questions:
    """The three questions whose answers would change most."""
    raise NotImplementedError
