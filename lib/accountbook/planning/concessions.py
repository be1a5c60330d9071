"""What we gave beyond the agreement, and what came back; what the account costs to serve (caps 23, 26).

Codes and facts of actions: ``ask_in_return``: deal (the open deal in which it was given, None: no such deal), given
(concessions of 12 months), unreturned (those that got nothing back), cost (of these, with a deal only of its own;
None: not known).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.converted import converted
from accountbook.planning.margin import Margins
from accountbook.planning.margin import margins as earned
from accountbook.planning.period import back, between
from accountbook.planning.served import Served, served
from accountbook.planning.values import day, number, share, text
from accountbook.planning.view import View, dormant, keeper, lines, staff
from accountbook.tables import Concessions as G
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import Quotes as Q

NEAR_DAYS = 30
"""What was got within so many days of a lower price is its return."""
MANY = 2
"""So many concessions without a return are a habit."""
LITTLE = 0.01
"""Under this share of the margin, what was given for nothing is no matter."""


class ConcessionsState(StrEnum):
    """The load has no table of concessions; none in 12 months; all got something back; some got nothing."""

    NO_TABLE = "no_table"
    NONE = "none"
    RETURNED = "returned"
    UNRETURNED = "unreturned"


@dataclass(frozen=True)
class Given:
    """One concession; ``got`` None: nothing came back."""

    concession_id: str
    on: pd.Timestamp
    kind: str | None
    text: str | None
    cost: float | None
    got: str | None
    by: str | None
    deal: str | None


@dataclass(frozen=True)
class KindGiven:
    """Concessions of a kind in 12 months."""

    kind: str | None
    count: int
    cost: float


@dataclass(frozen=True)
class PriceFall:
    """A quote whose price fell from one version to the next, and nothing was got within a month of it."""

    deal: str | None
    on: pd.Timestamp
    version: int
    fell: float
    share: float


@dataclass(frozen=True)
class Concessions:
    """The concession ledger of an account.

    Attributes
    ----------
    given : of the last 12 months, those without a return first, the costliest first. kinds : by cost.
    cost, cost_before : of the last 12 months, and of the 12 before. revenue_share : cost over what was ordered.
    unreturned, unreturned_cost : those that got nothing back. matters : they are a habit, or cost enough of the margin.
    uncosted : those without a cost, in no sum.
    price_falls : lower prices without a return in 12 months, the largest first; they are not added to the cost, since
        a concession may tell of the same price.
    """

    state: ConcessionsState
    given: tuple[Given, ...]
    kinds: tuple[KindGiven, ...]
    cost: float
    cost_before: float
    revenue_share: float | None
    unreturned: int
    unreturned_cost: float
    matters: bool
    uncosted: int
    price_falls: tuple[PriceFall, ...]
    served: Served
    actions: tuple[Action, ...]


def concessions(view: View, margins: Margins | None = None) -> Concessions:
    """The concession ledger of the view's account.

    Parameters
    ----------
    margins : of the view, see `margin.margins`; None: made here.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> gave = {"account_id": "A", "granted_on": "2026-06-01", "kind": "discount", "cost": 800.0}
    >>> rows = [gave | {"concession_id": "1"}, gave | {"concession_id": "2", "got_in_return": "A visit"}]
    >>> view = MemoryView("2026-10-31", {"concessions": rows}, account_id="A")
    >>> found = concessions(view)
    >>> found.cost, found.unreturned, found.state.value
    (1600.0, 1, 'unreturned')
    """
    margins = earned(view) if margins is None else margins
    table = view.table("concessions")
    since = back(view.as_of, 12)
    rows = table[between(table[G.granted_on], since, view.as_of)]
    earlier = table[between(table[G.granted_on], back(view.as_of, 24), since)]
    given = _given(view, rows)
    free = [one for one in given if one.got is None]
    cost = float(rows[G.cost].sum())
    orders = lines(view)
    ordered = float(orders.loc[between(orders[L.order_date], since, view.as_of), L.amount].sum())
    return Concessions(
        state=_state(view, given, free),
        given=tuple(sorted(given, key=lambda one: (one.got is not None, -(one.cost or 0.0), one.on))),
        kinds=_kinds(rows),
        cost=cost,
        cost_before=float(earlier[G.cost].sum()),
        revenue_share=share(cost, ordered),
        unreturned=len(free),
        unreturned_cost=sum(one.cost or 0.0 for one in free),
        matters=_matters(free, margins),
        uncosted=int(rows[G.cost].isna().sum()),
        price_falls=_price_falls(view, since),
        served=served(view, since, margins),
        actions=_actions(view, rows, given, free) if _matters(free, margins) and not dormant(view) else (),
    )


def _state(view: View, given: list[Given], free: list[Given]) -> ConcessionsState:
    if not view.has("concessions"):
        return ConcessionsState.NO_TABLE
    if not given:
        return ConcessionsState.NONE
    return ConcessionsState.UNRETURNED if free else ConcessionsState.RETURNED


def _matters(free: list[Given], margins: Margins) -> bool:
    """Whether what got nothing back is more than one small thing."""
    cost, margin = sum(one.cost or 0.0 for one in free), margins.last_12.margin
    if margin is None or margin <= 0:
        return bool(free)
    return cost >= LITTLE * margin * (1 if len(free) >= MANY else 2)


def _given(view: View, rows: pd.DataFrame) -> list[Given]:
    ours, deals = staff(view), _deals(view)
    return [
        Given(
            concession_id=str(row[G.concession_id]),
            on=day(row[G.granted_on]) or view.as_of,
            kind=text(row[G.kind]),
            text=text(row[G.text]),
            cost=number(row[G.cost]),
            got=text(row[G.got_in_return]),
            by=text(ours.get(text(row[G.granted_by]) or "")),
            deal=deals.get(text(row[G.opportunity_id]) or ""),
        )
        for row in rows.to_dict("records")
    ]


def _deals(view: View) -> dict[str, str]:
    """What deals are called, by number."""
    table = view.table("opportunities")
    named = table[O.name].fillna(table[O.opportunity_id])
    return {str(deal): str(name) for deal, name in zip(table[O.opportunity_id], named, strict=True)}


def _kinds(rows: pd.DataFrame) -> tuple[KindGiven, ...]:
    groups = rows.groupby(rows[G.kind].fillna(""))[G.cost]
    found = [KindGiven(str(kind) or None, len(costs), float(costs.sum())) for kind, costs in groups]
    return tuple(sorted(found, key=lambda one: (-one.cost, one.kind or "")))


def _price_falls(view: View, since: pd.Timestamp) -> tuple[PriceFall, ...]:
    quotes = view.table("quotes").sort_values([Q.quote_id, Q.version], kind="stable")
    before = quotes.groupby(Q.quote_id)[[Q.price, Q.currency]].shift()
    same = before[Q.currency].fillna("") == quotes[Q.currency].fillna("")
    fell = quotes[(before[Q.price] > quotes[Q.price]) & same & between(quotes[Q.quoted_on], since, view.as_of)]
    got = view.table("concessions")
    got = got[got[G.got_in_return].map(text).notna()]
    deals, found = _deals(view), []
    lost = fell.assign(**{Q.price: (before.loc[fell.index, Q.price] - fell[Q.price]).to_numpy()})
    worths = converted(view, lost, Q.price, Q.currency, Q.quoted_on)
    for (index, row), worth in zip(fell.iterrows(), worths.map(number), strict=True):
        returns = got.loc[got[G.opportunity_id] == row[Q.opportunity_id], G.granted_on]
        near = (returns - row[Q.quoted_on]).abs() <= pd.Timedelta(days=NEAR_DAYS)
        if worth is None or near.any():
            continue
        part = 1 - float(row[Q.price]) / float(before.loc[index, Q.price])
        deal = deals.get(text(row[Q.opportunity_id]) or "")
        found.append(PriceFall(deal, day(row[Q.quoted_on]) or since, int(row[Q.version]), worth, part))
    return tuple(sorted(found, key=lambda one: (-one.fell, one.on)))


def _actions(view: View, rows: pd.DataFrame, given: list[Given], free: list[Given]) -> tuple[Action, ...]:
    """To ask for something where an open deal got something for nothing, or where that is a habit."""
    deals = view.table("opportunities")
    closed = set(deals.loc[deals[O.outcome].isin(["won", "lost"]), O.opportunity_id])
    known = set(deals[O.opportunity_id]) - closed
    open_ = {str(row[G.concession_id]) for row in rows.to_dict("records") if row[G.opportunity_id] in known}
    running = [one for one in free if one.concession_id in open_]
    if not running and len(free) < MANY:
        return ()
    deal = max(running, key=lambda one: (one.cost or 0.0, one.on)).deal if running else None
    costs = [one.cost for one in free if one.cost is not None and (deal is None or one.deal == deal)]
    facts = {
        "deal": deal,
        "given": len(given),
        "unreturned": len(free),
        "cost": sum(costs) if costs else None,
    }
    return (action("ask_in_return", facts, view.as_of, **keeper(view)),)
