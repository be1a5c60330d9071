"""What comes next at an account, by day, for whoever takes it over (cap 39): its agenda, and the plans of its roles.

Codes and their facts: those of `agenda`, birthdays, closures and late orders left out, and ``plan`` (text, role).
"""

from __future__ import annotations

import pandas as pd

from accountbook.planning.agenda import DAYS, agenda
from accountbook.planning.coverage import Coverage
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal
from accountbook.planning.next_order import NextOrder
from accountbook.planning.view import View

TOLD = ("order", "promise", "meeting", "close", "contract_end", "year_end")

Dated = tuple[pd.Timestamp, Finding]


def dates_ahead(
    view: View, *, coverage: Coverage, deals: Deals, fiscal: Fiscal, next_order: NextOrder
) -> tuple[Dated, ...]:
    """The days of a year ahead on which something is expected, the next first."""
    entries = agenda(view, next_order=next_order, deals=deals, fiscal=fiscal, closures=())
    until = view.as_of + pd.Timedelta(days=DAYS)
    plans = [
        (slot.plan_due, Finding("plan", {"text": slot.plan, "role": slot.role}))
        for slot in coverage.slots
        if slot.plan and slot.plan_due is not None and view.as_of < slot.plan_due <= until
    ]
    found = [*((one.start, one.what) for one in entries if one.what.code in TOLD), *plans]
    return tuple(sorted(found, key=lambda dated: (dated[0], dated[1].code, str(dated[1].facts))))
