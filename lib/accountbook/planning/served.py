"""What an account costs to serve beside its goods, and what is left of its margin (caps 23, 26).

Nothing is taken off twice: a discount and a price that was held are in the amounts of the order lines, free goods are
in the margin's cost, a return that was accepted is in its claim, and what was given in a deal that was not won cost
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.converted import converted
from accountbook.planning.margin import Margins
from accountbook.planning.period import between
from accountbook.planning.values import share
from accountbook.planning.view import View
from accountbook.tables import Claims as K
from accountbook.tables import Concessions as G
from accountbook.tables import Expenses as X
from accountbook.tables import Opportunities as O

IN_MARGIN = ("discount", "price_hold", "free_goods")
"""Kinds of concession that the amounts and costs of the order lines hold."""


@dataclass(frozen=True)
class Served:
    """What the account cost beside its goods in 12 months, and what is left of its margin.

    Attributes
    ----------
    concessions, claims, expenses : None where the load has no such table. total : their sum. Of concessions what is
        in no other sum.
    margin, after : contribution margin before and after; None where no cost of goods is known.
    after_share : of the sales whose cost is known.
    counted : cost of concessions that the margin or a claim holds already, so that they are left out of `concessions`.
    unsold : cost of those offered in deals that are not won, which cost nothing so far.
    """

    concessions: float | None
    claims: float | None
    expenses: float | None
    total: float
    margin: float | None
    after: float | None
    after_share: float | None
    counted: float = 0.0
    unsold: float = 0.0


def served(view: View, since: pd.Timestamp, margins: Margins) -> Served:
    """What the view's account cost since a day: concessions, claims settled, visits and gifts.

    Parameters
    ----------
    since : a year before the view's date, as the margin is of a year.

    Examples
    --------
    >>> from accountbook.planning.margin import margins
    >>> from accountbook.planning.memory import MemoryView
    >>> claim = {"claim_id": "1", "account_id": "A", "opened_on": "2026-01-05", "closed_on": "2026-02-05", "cost": 40.0}
    >>> view = MemoryView("2026-10-31", {"claims": [claim]}, account_id="A")
    >>> found = served(view, pd.Timestamp("2025-10-31"), margins(view))
    >>> found.claims, found.expenses, found.total, found.after
    (40.0, None, 40.0, None)
    """
    claims, spent = view.table("claims"), view.table("expenses")
    claimed = float(claims.loc[between(claims[K.closed_on], since, view.as_of), K.cost].sum())
    spent = spent[between(spent[X.spent_on], since, view.as_of) & (spent[X.account_id] == view.account_id)]
    conceded, counted, unsold = _conceded(view, since)
    parts = [
        conceded if view.has("concessions") else None,
        claimed if view.has("claims") else None,
        float(converted(view, spent, X.amount, X.currency, X.spent_on).sum()) if view.has("expenses") else None,
    ]
    total = sum(part for part in parts if part is not None)
    margin = margins.last_12.margin
    after = None if margin is None else margin - total
    return Served(*parts, total, margin, after, share(after, margins.last_12.costed), counted, unsold)


def _conceded(view: View, since: pd.Timestamp) -> tuple[float, float, float]:
    """The cost of concessions that is in no other sum, that the margin or a claim holds, and of deals not won."""
    rows = view.table("concessions")
    rows = rows[between(rows[G.granted_on], since, view.as_of)]
    deals = view.table("opportunities").drop_duplicates(O.opportunity_id, keep="last")
    unsold = set(deals.loc[deals[O.outcome] != "won", O.opportunity_id])
    offered = rows[G.opportunity_id].isin(unsold)
    claims = view.table("claims")
    settled = set(claims.loc[claims[K.closed_on].notna(), K.order_id].dropna())
    twice = rows[G.kind].isin(IN_MARGIN) | ((rows[G.kind] == "return_accepted") & rows[G.order_id].isin(settled))
    own, counted = (float(rows.loc[one & ~offered, G.cost].sum()) for one in (~twice, twice))
    return own, counted, float(rows.loc[offered, G.cost].sum())
