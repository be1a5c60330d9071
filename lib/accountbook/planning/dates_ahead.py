"""What comes next at an account, by day, for whoever takes it over (cap 39): its agenda, and the plans of its roles.

Codes and their facts: those of `agenda`, birthdays, closures and what is late left out.
"""

from __future__ import annotations

import pandas as pd

from accountbook.planning.agenda import agenda
from accountbook.planning.coverage import Coverage
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal
from accountbook.planning.next_order import NextOrder
from accountbook.planning.view import View

TOLD = ("order", "promise", "meeting", "close", "contract_end", "year_end", "plan", "offer_end")

Dated = tuple[pd.Timestamp, Finding]


def dates_ahead(
    view: View, *, coverage: Coverage, deals: Deals, fiscal: Fiscal, next_order: NextOrder
) -> tuple[Dated, ...]:
    """The days of a year ahead on which something is expected, the next first."""
    entries = agenda(view, next_order=next_order, deals=deals, fiscal=fiscal, coverage=coverage, closures=())
    found = [(one.start, one.what) for one in entries if one.what.code in TOLD]
    return tuple(sorted(found, key=lambda dated: (dated[0], dated[1].code, str(dated[1].facts))))
