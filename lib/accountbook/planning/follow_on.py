"""What follows a first win (cap 98): how much more of its family an account ordered after it than before.

Counted apart from the deal itself, and only where enough first wins have had time to show it. A reference value is
never computed: it is the user's own range.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from accountbook.planning.period import back, between
from accountbook.planning.view import View, items, lines
from accountbook.tables import Accounts as A
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import SuccessStories as S

MONTHS, LEAST_MONTHS, FEWEST = 24, 12, 3
"""Months after a win that are counted; those that must have passed; first wins from which something is said."""


class FollowState(StrEnum):
    """Nothing won before; too few first wins that are old enough; counted."""

    NONE = "none"
    FEW = "few"
    COUNTED = "counted"


@dataclass(frozen=True)
class FirstWin:
    """The first deal of a family that an account gave us.

    Attributes
    ----------
    won : the deal's amount. months : that have passed since, 24 at most.
    before, after : orders of the family in as many months before and after, without the deal's own.
    lift : what came more in 24 months, as a share of the deal's amount.
    """

    opportunity_id: str
    account_id: str
    family: str
    closed_on: pd.Timestamp
    won: float
    months: int
    before: float
    after: float
    lift: float


@dataclass(frozen=True)
class FollowOn:
    """What first wins were followed by.

    Attributes
    ----------
    wins : oldest first; those old enough, with a year of orders before. young : first wins that are not.
    stories : success stories of the account's industry that may be told.
    """

    state: FollowState
    wins: tuple[FirstWin, ...]
    young: int
    vertical: str | None
    stories: int

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Orders that follow, as a share of a deal's amount: those of one of the wins, by chance."""
        if self.state != FollowState.COUNTED:
            return np.zeros(size)
        return np.asarray([one.lift for one in self.wins])[(rng.random(size) * len(self.wins)).astype(int)]


def follow_on(view: View, account: str) -> FollowOn:
    """What followed the first wins of the account's industry, as far as the view knows them.

    An account's slice knows its own wins alone; the whole book those of every account of the same industry.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2024-01-01", "closed_on": "2024-10-31",
    ...         "outcome": "won", "product_line": "VX", "amount": 100.0}
    >>> orders = [{"account_id": "A", "order_date": on, "item_id": "I", "unit_price": price}
    ...           for on, price in (("2022-06-01", 1.0), ("2024-06-01", 40.0), ("2025-06-01", 90.0))]
    >>> rows = {"opportunities": [deal], "order_lines": orders, "items": [{"item_id": "I", "family": "VX"}]}
    >>> found = follow_on(MemoryView("2026-10-31", rows, account_id="A"), "A")
    >>> found.state, found.wins[0].before, found.wins[0].after, round(found.wins[0].lift, 6)
    (<FollowState.FEW: 'few'>, 40.0, 90.0, 0.5)
    """
    table = view.table("accounts")
    verticals = table.drop_duplicates(A.account_id, keep="last").set_index(A.account_id)[A.vertical]
    vertical = verticals.get(account)
    vertical = None if vertical is None or pd.isna(vertical) else str(vertical)
    alike = set(verticals[verticals == vertical].index) if vertical is not None else set()
    deals = view.table("opportunities")
    won = deals[(deals[O.outcome] == "won") & deals[O.account_id].isin(alike | {account}) & (deals[O.amount] > 0)]
    won = won[won[O.closed_on].notna() & won[O.product_line].notna()]
    first = won.sort_values([O.closed_on, O.opportunity_id]).drop_duplicates([O.account_id, O.product_line])
    rows = lines(view)
    rows = rows.assign(family=rows[L.item_id].map(items(view)[I.family]))
    starts = rows.groupby(L.account_id)[L.order_date].min()
    wins = [one for row in first.to_dict("records") if (one := _first(row, rows, starts, view.as_of)) is not None]
    stories = view.table("success_stories")
    told = (stories[S.vertical] == vertical) & stories[S.shareable].fillna(False).astype(bool)
    state = FollowState.COUNTED if len(wins) >= FEWEST else FollowState.FEW if len(first) else FollowState.NONE
    return FollowOn(state, tuple(wins), len(first) - len(wins), vertical, int(told.sum()))


def _first(row: dict, rows: pd.DataFrame, starts: pd.Series, as_of: pd.Timestamp) -> FirstWin | None:
    """One first win with its orders before and after; None while it is too young, or nothing before is known."""
    closed, account = row[O.closed_on], row[O.account_id]
    months = min(MONTHS, (as_of.year - closed.year) * 12 + as_of.month - closed.month - (as_of.day < closed.day))
    begins = starts.get(account)
    if months < LEAST_MONTHS or begins is None or begins > back(closed, LEAST_MONTHS):
        return None
    known = min(months, (closed - begins).days // 30)
    mine = rows[(rows[L.account_id] == account) & (rows["family"] == row[O.product_line])]
    mine = mine[~(mine[L.opportunity_id] == row[O.opportunity_id]).fillna(False).astype(bool)]
    after = mine[between(mine[L.order_date], closed, closed + pd.DateOffset(months=months))]
    before = mine[between(mine[L.order_date], back(closed, known), closed)]
    then, since = float(before[L.amount].sum()), float(after[L.amount].sum())
    lift = (since / months - then / known) * MONTHS / float(row[O.amount])
    return FirstWin(
        opportunity_id=str(row[O.opportunity_id]),
        account_id=str(account),
        family=str(row[O.product_line]),
        closed_on=closed,
        won=float(row[O.amount]),
        months=months,
        before=then,
        after=since,
        lift=lift,
    )
