"""What an account costs to serve beside its goods, and what is left of its margin (caps 23, 26)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.converted import converted
from accountbook.planning.margin import Margins
from accountbook.planning.period import between
from accountbook.planning.values import share
from accountbook.planning.view import View
from accountbook.tables import Claims as K
from accountbook.tables import Expenses as X


@dataclass(frozen=True)
class Served:
    """What the account cost beside its goods in 12 months, and what is left of its margin.

    Attributes
    ----------
    concessions, claims, expenses : None where the load has no such table. total : their sum.
    margin, after : contribution margin before and after; None where no cost of goods is known.
    after_share : of the sales whose cost is known.
    """

    concessions: float | None
    claims: float | None
    expenses: float | None
    total: float
    margin: float | None
    after: float | None
    after_share: float | None


def served(view: View, since: pd.Timestamp, conceded: float, margins: Margins) -> Served:
    """What the view's account cost since a day: concessions, claims settled, visits and gifts.

    Parameters
    ----------
    since : a year before the view's date, as the margin is of a year. conceded : cost of concessions since then.

    Examples
    --------
    >>> from accountbook.planning.margin import margins
    >>> from accountbook.planning.memory import MemoryView
    >>> claim = {"claim_id": "1", "account_id": "A", "opened_on": "2026-01-05", "closed_on": "2026-02-05", "cost": 40.0}
    >>> view = MemoryView("2026-10-31", {"claims": [claim]}, account_id="A")
    >>> found = served(view, pd.Timestamp("2025-10-31"), 0.0, margins(view))
    >>> found.claims, found.expenses, found.total, found.after
    (40.0, None, 40.0, None)
    """
    claims, spent = view.table("claims"), view.table("expenses")
    claimed = float(claims.loc[between(claims[K.closed_on], since, view.as_of), K.cost].sum())
    spent = spent[between(spent[X.spent_on], since, view.as_of) & (spent[X.account_id] == view.account_id)]
    parts = [
        conceded if view.has("concessions") else None,
        claimed if view.has("claims") else None,
        float(converted(view, spent, X.amount, X.currency, X.spent_on).sum()) if view.has("expenses") else None,
    ]
    total = sum(part for part in parts if part is not None)
    margin = margins.last_12.margin
    after = None if margin is None else margin - total
    return Served(*parts, total, margin, after, share(after, margins.last_12.costed))
