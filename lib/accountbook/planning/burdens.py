"""What a sale costs after its price is agreed (cap 97): claims and warranty, what is still given in, work promised.

Claims and concessions are taken as shares of what the account ordered in three years, each together with an
assumption that counts for five orders more.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.premises import CASES, Premise, Premises, Source
from accountbook.planning.values import number
from accountbook.planning.view import View, items, lines
from accountbook.tables import Capacity as Y
from accountbook.tables import Claims as M
from accountbook.tables import Concessions as G
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L
from accountbook.tables import Requirements as R

MONTHS = 36


def warranty(view: View, account: str, family: str | None, known: Premises) -> Premise:
    """What claims cost as a share of what was ordered; an open claim counts with the mean of the settled ones.

    The family's own share at this account is blended with the account's, and that with the assumption.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> orders = [{"account_id": "A", "order_date": f"2026-0{n}-02", "item_id": "I", "unit_price": 100.0}
    ...           for n in range(1, 6)]
    >>> claim = {"claim_id": "1", "account_id": "A", "opened_on": "2026-04-01", "closed_on": "2026-05-01", "cost": 15.0}
    >>> view = MemoryView("2026-10-31", {"order_lines": orders, "claims": [claim]}, account_id="A")
    >>> found = warranty(view, "A", None, Premises(view, {}))
    >>> round(found.own, 3), round(found.value, 3), found.n
    (0.03, 0.02, 1)
    """
    plain = known.plain("warranty_share")
    if plain.source == Source.GIVEN or not view.has("claims"):
        return plain
    sales, each = _ordered(view, account)
    claims = view.table("claims")
    claims = claims[(claims[M.account_id] == account) & (claims[M.opened_on] > back(view.as_of, MONTHS))]
    usual = number(claims[M.cost].mean()) or 0.0
    cost = claims[M.cost].fillna(usual)
    whole = known.blended(plain.name, _share(cost.sum(), sales), len(claims), whole=sales, each=each)
    if family is None or whole.source != Source.BLEND:
        return whole
    of_family = claims[M.item_id].map(items(view)[I.family]) == family
    bought, _ = _ordered(view, account, family)
    own = _share(cost[of_family].sum(), bought)
    if own is None or bought >= sales:
        return whole
    value = (own * bought + whole.value * CASES * each) / (bought + CASES * each)
    return Premise(plain.name, value, Source.BLEND, n=int(of_family.sum()), own=own)


def concessions(view: View, account: str, known: Premises) -> Premise:
    """What was given in at the account as a share of what it ordered.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> orders = [{"account_id": "A", "order_date": f"2026-0{n}-02", "item_id": "I", "unit_price": 100.0}
    ...           for n in range(1, 6)]
    >>> given = {"concession_id": "1", "account_id": "A", "granted_on": "2026-04-01", "cost": 25.0}
    >>> view = MemoryView("2026-10-31", {"order_lines": orders, "concessions": [given]}, account_id="A")
    >>> round(concessions(view, "A", Premises(view, {})).value, 3)
    0.03
    """
    plain = known.plain("concession_share")
    if plain.source == Source.GIVEN or not view.has("concessions"):
        return plain
    sales, each = _ordered(view, account)
    table = view.table("concessions")
    mine = table[(table[G.account_id] == account) & (table[G.granted_on] > back(view.as_of, MONTHS))]
    return known.blended(plain.name, _share(mine[G.cost].sum(), sales), len(mine), whole=sales, each=each)


@dataclass(frozen=True)
class Effort:
    """The work that a deal's requirements ask of us (cap 4).

    Attributes
    ----------
    days : of those in scope and not yet met, whose effort is known. asked : how many requirements. unknown : of those,
        without an effort. cost : days times the assumed cost of a day.
    free : days of the account's team that are free from now to ``until``; None: nobody counted them.
    """

    asked: int
    unknown: int
    days: float
    cost: float
    free: float | None
    until: pd.Timestamp | None

    @property
    def short(self) -> bool:
        """Whether more is asked than is free."""
        return self.free is not None and self.days > self.free


def effort(view: View, deal: str, team: str | None, until: pd.Timestamp | None, known: Premises) -> Effort:
    """What a deal's requirements ask, beside what the team has free until it is to be delivered.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> asked = {"requirement_id": "1", "account_id": "A", "opportunity_id": "D", "text": "Test",
    ...          "stated_on": "2026-10-01", "effort_days": 12.0}
    >>> free = {"team": "South", "starts_on": "2026-11-01", "ends_on": "2026-11-30", "free_days": 9.5,
    ...         "as_of": "2026-10-30"}
    >>> view = MemoryView("2026-10-31", {"requirements": [asked], "capacity": [free]}, account_id="A")
    >>> found = effort(view, "D", "South", pd.Timestamp("2026-12-15"), Premises(view, {}))
    >>> found.days, found.free, found.short
    (12.0, 9.5, True)
    """
    table = view.table("requirements")
    mine = table[(table[R.opportunity_id] == deal) & ~(table[R.in_scope] == False).fillna(False)]  # noqa: E712
    still = mine[~mine[R.met].fillna(False).astype(bool)]
    days = float(still[R.effort_days].sum())
    return Effort(
        asked=len(still),
        unknown=int(still[R.effort_days].isna().sum()),
        days=days,
        cost=float(mine[R.effort_days].sum()) * known.plain("day_cost").value,
        free=_free(view, team, until),
        until=until,
    )


def _free(view: View, team: str | None, until: pd.Timestamp | None) -> float | None:
    """Free days of a team's periods that end after now and begin before a day, by their newest count."""
    table = view.table("capacity")
    if team is None or until is None or table.empty:
        return None
    rows = table[(table[Y.team] == team) & (table[Y.ends_on] > view.as_of) & (table[Y.starts_on] <= until)]
    rows = rows.sort_values(Y.as_of, kind="stable")
    rows = rows.drop_duplicates([Y.function, Y.starts_on, Y.ends_on], keep="last")
    return float(rows[Y.free_days].sum()) if len(rows) else None


def _ordered(view: View, account: str, family: str | None = None) -> tuple[float, float]:
    """What an account ordered in three years (of a family), and the mean of an order."""
    rows = lines(view)
    rows = rows[(rows[L.account_id] == account) & (rows[L.order_date] > back(view.as_of, MONTHS))]
    if family is not None:
        rows = rows[rows[L.item_id].map(items(view)[I.family]) == family]
    sales, orders = float(rows[L.amount].sum()), rows[L.order_date].nunique()
    return max(sales, 0.0), max(sales, 0.0) / orders if orders else 0.0


def _share(part: float, whole: float) -> float | None:
    return number(part / whole) if whole > 0 else None
