"""Who needs whom more at an account (cap 24), and whether our position weakened after the sale.

Our share of what they buy is known only of product lines in which a competitor's share is: what competitors don't
hold is ours. Codes and facts of actions: ``share_dependence``: of_sales (their share of our sales), product, ours (the
line in which we hold least of what they buy, and that share; None: not known).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.competition import Competition, Rival, other_source
from accountbook.planning.competition import competition as rivals
from accountbook.planning.concessions import LITTLE
from accountbook.planning.margin import Margins, margins
from accountbook.planning.owed import owed
from accountbook.planning.period import back, between
from accountbook.planning.values import flag, number, share
from accountbook.planning.view import View, account, dormant, items, keeper, lines
from accountbook.tables import Accounts as A
from accountbook.tables import Concessions as G
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L

HEAVY = 0.15
"""A customer with so much of our sales is one we depend on."""
NOTABLE, REPLACEABLE = 0.04, 0.4
"""With so much of our sales, and so little of what they buy, we depend on them too."""
NEEDED = 0.6
"""With so much of what they buy, they depend on us."""
OLD_MONTHS = 24
"""A competitor's share that was last told so long ago tells nothing of ours."""
LATER_DAYS = 10
"""Payments that come so many days later than the year before came later."""
FEW = 5
"""Fewer invoices paid in a year tell no delay."""
CONCEDED = 2
"""So many concessions after the order are a position that got weaker, if they cost enough of the margin."""


class PowerState(StrEnum):
    """Nothing is known to tell it by; even; they or we need the other more; our position weakened after the sale."""

    UNKNOWN = "unknown"
    EVEN = "even"
    THEY = "they"
    WE = "we"
    WEAKENED = "weakened"


@dataclass(frozen=True)
class LineShare:
    """Our share of what they buy of a product line: what competitors are not known to hold; our sales of 12 months."""

    product: str
    ours: float
    sales: float


@dataclass(frozen=True)
class AfterSale:
    """How terms moved after the sale.

    Attributes
    ----------
    paid_late, paid_late_before : median days between due and paid, of invoices paid in 12 months and in the 12 before;
        None where there are too few. later : by how many days more.
    conceded, conceded_cost : concessions of 12 months that came after the order was in hand.
    gave_in : whether these are many and cost enough of the margin.
    """

    paid_late: float | None
    paid_late_before: float | None
    later: float | None
    conceded: int
    conceded_cost: float
    gave_in: bool

    @property
    def weaker(self) -> bool:
        """Whether our position weakened."""
        return self.paid_later or self.gave_in

    @property
    def paid_later(self) -> bool:
        """Whether payments come later by more than a matter of chance."""
        return self.later is not None and self.later >= LATER_DAYS


@dataclass(frozen=True)
class Power:
    """The balance of power with an account.

    Attributes
    ----------
    sole_source : whether we are recorded as their only source; None: not recorded.
    but : who holds a share of what they buy all the same, where we are; None: nobody is known to.
    of_sales : their share of our sales. ours : our share of what they buy in the lines where it is known.
    lines : these lines, where we hold least first.
    covered : share of our sales to them that these lines are.
    family, family_share : what they buy most of from us, and its share.
    """

    state: PowerState
    sole_source: bool | None
    but: Rival | None
    of_sales: float | None
    ours: float | None
    lines: tuple[LineShare, ...]
    covered: float | None
    family: str | None
    family_share: float | None
    after: AfterSale
    actions: tuple[Action, ...]


def power(
    view: View, competition: Competition | None = None, *, earned: Margins | None = None, of_sales: float | None = None
) -> Power:
    """The balance of power with the view's account.

    Parameters
    ----------
    competition, earned : of the view; None: made here.
    of_sales : the account's share of our sales, see `profile.Profile`; None: it is not known.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> view = MemoryView("2026-10-31", {"accounts": [{"account_id": "A", "sole_source": True}]}, account_id="A")
    >>> found = power(view, of_sales=0.02)
    >>> found.state.value, found.sole_source, found.ours
    ('they', True, None)
    """
    competition = rivals(view) if competition is None else competition
    earned = margins(view) if earned is None else earned
    row = account(view)
    sole = None if row is None else flag(row.get(A.sole_source))
    bought = _bought(view)
    since = back(view.as_of, OLD_MONTHS)
    known = _lines(competition, bought, since)
    but = other_source(competition, since) if sole else None
    whole = sum(one.sales / one.ours for one in known if one.ours)
    ours = share(sum(one.sales for one in known if one.ours), whole)
    largest = bought.idxmax() if bought.sum() > 0 else None
    after = _after(view, earned.last_12.margin)
    # a record that what was seen since contradicts says nothing
    state = _state(None if but else sole, of_sales, ours, after)
    return Power(
        state=state,
        sole_source=sole,
        but=but,
        of_sales=number(of_sales),
        ours=ours,
        lines=known,
        covered=share(sum(one.sales for one in known), float(bought.sum())),
        family=None if largest is None else str(largest),
        family_share=None if largest is None else share(float(bought[largest]), float(bought.sum())),
        after=after,
        actions=_actions(view, of_sales, ours, known) if state == PowerState.WE and not dormant(view) else (),
    )


def _bought(view: View) -> pd.Series:
    """What they ordered of us by family in 12 months."""
    rows = lines(view)
    rows = rows[between(rows[L.order_date], back(view.as_of, 12), view.as_of)]
    family = rows[L.item_id].map(items(view)[I.family])
    return rows[L.amount].groupby(family).sum().astype("float64")


def _lines(competition: Competition, bought: pd.Series, since: pd.Timestamp) -> tuple[LineShare, ...]:
    held: dict[str, float] = {}
    for one in competition.rivals:
        if one.share is not None and one.share_on is not None and one.share_on > since:
            held[one.product] = held.get(one.product, 0.0) + one.share
    found = [
        LineShare(product, max(1 - theirs, 0.0), float(bought.get(product, 0.0)))
        for product, theirs in held.items()
        if bought.get(product, 0.0) > 0
    ]
    return tuple(sorted(found, key=lambda one: (one.ours, -one.sales, one.product)))


def _after(view: View, margin: float | None) -> AfterSale:
    since = back(view.as_of, 12)
    now, before = _delay(view, since, view.as_of), _delay(view, back(view.as_of, 24), since)
    rows = view.table("concessions")
    rows = rows[between(rows[G.granted_on], since, view.as_of)]
    deals = view.table("opportunities").drop_duplicates(O.opportunity_id, keep="last")
    won = deals[deals[O.outcome] == "won"].set_index(O.opportunity_id)[O.closed_on]
    in_hand = won.reindex(rows[G.opportunity_id]).to_numpy()
    after = rows[G.order_id].notna() | (in_hand < rows[G.granted_on])
    cost = float(rows.loc[after, G.cost].sum())
    return AfterSale(
        paid_late=now,
        paid_late_before=before,
        later=None if now is None or before is None else now - before,
        conceded=int(after.sum()),
        conceded_cost=cost,
        gave_in=int(after.sum()) >= CONCEDED and (margin is None or cost >= LITTLE * margin),
    )


def _delay(view: View, since: pd.Timestamp, until: pd.Timestamp) -> float | None:
    """Median days from due to the last payment, of invoices that were settled in a time, as `cash` counts them."""
    late = [
        (one.paid_on - one.due_on).days
        for one in owed(view).bills
        if one.paid_on is not None
        and one.due_on is not None
        and one.amount > 0
        and not one.open
        and since < one.paid_on <= until
    ]
    return None if len(late) < FEW else float(median(late))


def _state(sole: bool | None, of_sales: float | None, ours: float | None, after: AfterSale) -> PowerState:
    heavy = of_sales is not None and of_sales >= HEAVY
    replaceable = sole is not True and ours is not None and ours <= REPLACEABLE
    if heavy or (replaceable and of_sales is not None and of_sales >= NOTABLE):
        return PowerState.WE
    if after.weaker:
        return PowerState.WEAKENED
    if sole is True or (ours is not None and ours >= NEEDED):
        return PowerState.THEY
    return PowerState.UNKNOWN if ours is None and sole is None else PowerState.EVEN


def _actions(
    view: View, of_sales: float | None, ours: float | None, known: tuple[LineShare, ...]
) -> tuple[Action, ...]:
    least = known[0] if known and known[0].ours <= REPLACEABLE else None
    facts = {
        "of_sales": number(of_sales),
        "product": least.product if least else None,
        "ours": least.ours if least else None,
    }
    return (action("share_dependence", facts, view.as_of, **keeper(view)),)
