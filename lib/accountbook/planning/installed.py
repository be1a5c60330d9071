"""What runs at the account and at its customers, and when the purchase moment returns (cap 79).

An installation is due for replacement when its usual life is over: ``installed_on`` + ``life_months``. What was due up
to `PAST` ago and still stands is due now; what was due before that lasts longer than was thought, and is only counted.
The chance of an add-on is at installation: what was installed in the last months and has no follow-up of ours yet.

Actions and their facts:

- ``offer_replacement``: item_id, name, quantity, competitor (None: it is ours), where (the end customer), due_on,
  failure_cost; not where a deal of the same product line is open

News: ``purchase_moment`` (the same without failure_cost), for what came within `SOON` months since last month.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.period import back
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View, items, keeper
from accountbook.planning.weights import weighed
from accountbook.tables import InstalledBase as N
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O

AHEAD, SOON, PAST, FRESH = 12, 6, 6, 3
"""Months ahead that are told; in which an offer is due; for which what has passed is due now; of a new installation."""
MONTH = 30.44


class InstalledState(StrEnum):
    """No such table; nothing stands there; no life is known, so that no moment can be told; moments known."""

    ABSENT = "absent"
    NONE = "none"
    NO_LIFE = "no_life"
    KNOWN = "known"


@dataclass(frozen=True)
class Installation:
    """Something that runs there.

    Attributes
    ----------
    product : our item's name, or what the competitor's is called. where : the end customer; None: at the account.
    due_on : end of its usual life; None where its age or life is unknown. months : until then, negative when passed.
    failure_cost : what its failures cost the customer in a year. listed : what as many cost by the price list.
    """

    installation_id: str
    item_id: str | None
    product: str | None
    family: str | None
    competitor: str | None
    where: str | None
    quantity: float | None
    installed_on: pd.Timestamp | None
    due_on: pd.Timestamp | None
    months: float | None
    failure_cost: float | None
    listed: float | None

    @property
    def ours(self) -> bool:
        """Whether it is ours."""
        return self.competitor is None


@dataclass(frozen=True)
class Installed:
    """What runs at the account.

    Attributes
    ----------
    ours, theirs : installations that stand, of ours and of competitors. pieces : of ours.
    due : those whose moment comes within a year or passed half a year ago at most, by day. later : the next one after.
    openings : competitors' among `due`. outlived : installations past their usual life for longer.
    fresh : installed in the last three months: what goes with them sells now.
    failure_cost : of all that stands, a year; None where none is known. failing : how many have one.
    """

    state: InstalledState
    ours: int
    theirs: int
    pieces: float
    due: tuple[Installation, ...]
    later: Installation | None
    openings: tuple[Installation, ...]
    outlived: int
    fresh: tuple[Installation, ...]
    competitors: tuple[Installation, ...]
    failure_cost: float | None
    failing: int
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]


def installed(view: View) -> Installed:
    """What runs at the view's account and when it is due.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> row = {"installation_id": "1", "account_id": "A", "item_id": "I", "quantity": 12, "installed_on": "2022-03-31",
    ...        "life_months": 60}
    >>> found = installed(MemoryView("2026-10-31", {"order_lines": [], "installed_base": [row]}))
    >>> found.due[0].due_on, round(found.due[0].months, 1)
    (Timestamp('2027-03-31 00:00:00'), 5.0)
    """
    standing = _standing(view)
    due = tuple(one for one in standing if one.months is not None and -PAST <= one.months <= AHEAD)
    known = [one for one in standing if one.months is not None]
    later = [one for one in known if one.months is not None and one.months > AHEAD]
    costs = [one.failure_cost for one in standing if one.failure_cost]
    since = back(view.as_of, FRESH)
    if not standing:
        state = InstalledState.NONE if view.has("installed_base") else InstalledState.ABSENT
    else:
        state = InstalledState.KNOWN if known else InstalledState.NO_LIFE
    return Installed(
        state=state,
        ours=sum(one.ours for one in standing),
        theirs=sum(not one.ours for one in standing),
        pieces=sum(one.quantity or 0.0 for one in standing if one.ours),
        due=due,
        later=later[0] if later else None,
        openings=tuple(one for one in due if not one.ours),
        outlived=sum(one.months is not None and one.months < -PAST for one in standing),
        fresh=tuple(one for one in standing if one.ours and one.installed_on is not None and one.installed_on > since),
        competitors=tuple(one for one in standing if not one.ours),
        failure_cost=sum(costs) if costs else None,
        failing=len(costs),
        actions=_actions(view, due),
        news=_news(view, due),
    )


def _standing(view: View) -> tuple[Installation, ...]:
    """What stands, by the day on which it is due; what has no such day last."""
    rows = view.table("installed_base")
    rows = rows[rows[N.removed_on].isna()]
    named = items(view)
    named = named[named.index.isin(rows[N.item_id].dropna())].to_dict("index")
    found = [_one(row, named.get(row[N.item_id], {}), view.as_of) for row in rows.to_dict("records")]
    last = pd.Timestamp.max
    return tuple(sorted(found, key=lambda one: (one.due_on or last, -(one.quantity or 0.0), one.installation_id)))


def _one(row: dict[str, object], item: dict[str, object], as_of: pd.Timestamp) -> Installation:
    since, life, pieces = day(row[N.installed_on]), number(row[N.life_months]), number(row[N.quantity])
    due = None if since is None or life is None else _after(since, life)
    price = number(item.get(I.list_price))
    return Installation(
        installation_id=str(row[N.installation_id]),
        item_id=text(row[N.item_id]),
        product=text(item.get(I.name)) or text(row[N.product]),
        family=text(item.get(I.family)),
        competitor=text(row[N.competitor]),
        where=text(row[N.end_customer]),
        quantity=pieces,
        installed_on=since,
        due_on=due,
        months=None if due is None else (due - as_of).days / MONTH,
        failure_cost=number(row[N.failure_cost]),
        listed=None if price is None or pieces is None else price * pieces,
    )


def _after(since: pd.Timestamp, months: float) -> pd.Timestamp | None:
    """The day so many months later; None beyond what a calendar holds."""
    whole = int(months)
    if whole > 1200:
        return None
    return since + pd.DateOffset(months=whole) + pd.Timedelta(days=round((months - whole) * MONTH))


def _facts(one: Installation) -> dict[str, object]:
    return {
        "item_id": one.item_id,
        "name": one.product,
        "quantity": one.quantity,
        "competitor": one.competitor,
        "where": one.where,
        "due_on": one.due_on,
    }


def _actions(view: View, due: tuple[Installation, ...]) -> tuple[Action, ...]:
    """An offer for the largest of ours that is due soon, and for the largest of a competitor's."""
    whose = keeper(view)
    soon = [one for one in due if one.months is not None and one.months <= SOON and _worth(one)]
    asked = _asked(view)
    found = []
    for ours in (False, True):
        mine = [one for one in soon if one.ours == ours and (one.family is None or one.family not in asked)]
        if mine:
            best = max(mine, key=lambda one: (one.listed or 0.0, one.failure_cost or 0.0, one.installation_id))
            on = best.due_on if best.due_on is not None and best.due_on > view.as_of else None
            facts = _facts(best) | {"failure_cost": best.failure_cost}
            found.append(action("offer_replacement", facts, view.as_of, due=on, **whose))
    return tuple(found)


def _worth(one: Installation) -> bool:
    return bool(one.product or one.item_id)


def _asked(view: View) -> set[str]:
    """Product lines of open deals: there the offer is on its way."""
    deals = view.table("opportunities")
    open_ = deals[deals[O.closed_on].isna() & ~deals[O.outcome].isin(["won", "lost"])]
    return set(open_[O.product_line].dropna())


def _news(view: View, due: tuple[Installation, ...]) -> tuple[Finding, ...]:
    """What came within half a year of its moment since last month, the largest."""
    month = (view.as_of - back(view.as_of, 1)).days / MONTH
    new = [one for one in due if one.months is not None and SOON - month < one.months <= SOON and _worth(one)]
    if not new:
        return ()
    one = max(new, key=lambda one: (one.listed or 0.0, not one.ours, one.installation_id))
    return (weighed("purchase_moment", _facts(one), Sign.BETTER),)
