"""The lead of a plan: how the account stands, and the one thing to do.

State codes: ``growing``, ``steady``, ``shrinking`` (change, value, before), ``young`` (orders, months),
``no_orders``, ``quiet`` (days, usual), ``silent_year`` (days).
But codes: ``month_low`` (month, amount, before), ``risk_high`` (p, horizon_end), or any code of `changes`.
Act codes: ``call_missed`` (due, days_late, amount), ``find_role`` (role, since, name, before), ``win_back``
(role, name), ``call_risk`` (p, at_risk), ``confirm_budget`` (deal, amount), ``revive_deal`` (deal, amount, days),
``prepare_order`` (p50, amount, lo, hi), ``keep`` (none).
"""

from __future__ import annotations

from dataclasses import dataclass

from accountbook.planning.changes import Changes
from accountbook.planning.coverage import Coverage
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.months import Months
from accountbook.planning.next_order import NextOrder
from accountbook.planning.rhythm import Rhythm
from accountbook.planning.risk import Risk


@dataclass(frozen=True)
class Lead:
    """Two sentences: state (with a ``but`` where something speaks against it), and what to do."""

    state: Finding
    but: Finding | None
    act: Finding


def lead(
    *,
    months: Months,
    rhythm: Rhythm,
    next_order: NextOrder,
    risk: Risk,
    coverage: Coverage,
    deals: Deals,
    changes: Changes,
) -> Lead:
    """The lead, from the blocks already computed."""
    raise NotImplementedError
