"""Whether an account sleeps: it ordered once, not for over a year, and no deal of it is open.

Of one that sleeps nobody is asked to look at old plans; it is won back by a deal, or let be.
"""

from __future__ import annotations

from accountbook.planning.view import View, dormant
from accountbook.tables import Opportunities as O


def asleep(view: View) -> bool:
    """Whether the view's account is dormant and no deal of it is open.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "item_id": "I", "quantity": 1, "unit_price": 9.0, "order_date": "2025-10-01"}
    >>> deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01"}
    >>> asleep(MemoryView("2026-10-31", {"order_lines": [line], "opportunities": [deal]}, account_id="A"))
    False
    """
    outcomes = view.table("opportunities")[O.outcome]
    return dormant(view) and not bool((outcomes.isna() | (outcomes == "open")).any())
