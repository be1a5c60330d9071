"""The channel (caps 20, 32): sell-in beside sell-out, what the stock says of the next order, who stands behind.

Where an account that sells on reports no sell-out, how fast it reorders an item stands in for it, and is said as such.

Actions and their facts:

- ``stock_low``: item_id, name, more (further such items), runs_out, due (of the next order; None: not known)
- ``stock_high``: item_id, name, more, months (that it lasts), share (of what they order)

News, where it was not so a month before: ``stock_low`` (item_id, name, more, runs_out), ``stock_high`` (item_id, name,
more, months).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.behind import Behind, behind
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.period import back
from accountbook.planning.rhythm import rhythm
from accountbook.planning.sellout import SellOut, Sold, sell_out
from accountbook.planning.values import share, text
from accountbook.planning.view import Keeper, View, account, dormant, items, keeper, lines
from accountbook.planning.weights import weighed
from accountbook.tables import Accounts as A
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

SELLS_ON = ("distributor", "integrator")
OLD = 75
"""Days after the end of the last reported month from which stock says nothing of today."""
FASTER, SLOWER = 0.7, 1.5
GAPS = 3
SMALL = 0.05
"""Items under this share of their orders of 24 months are too small for a speed to matter."""


class ChannelState(StrEnum):
    """Does not sell on, or nothing is known; end customers or reorder speed alone; old reports; reports that count."""

    ABSENT = "absent"
    PROXY = "proxy"
    OLD = "old"
    REPORTED = "reported"


@dataclass(frozen=True)
class Speed:
    """How fast an item is reordered: median days of the last three gaps, and of those before.

    waits : it was not reordered since, for longer than these gaps; gap is then the days since its last order.
    """

    item_id: str
    name: str | None
    gap: float
    before: float
    last: pd.Timestamp
    faster: bool
    waits: bool = False


@dataclass(frozen=True)
class Channel:
    """What happens behind the account.

    Attributes
    ----------
    channel_type : as recorded. out : what it reported.
    due : when its next order is due; None: not known, overdue, or nothing came for over a year.
    low, high : items that run out before the next order; that last too long; by money.
    rising : items whose sell-out grew by a fifth and more on the year before, the largest first.
    speeds : without reports, items whose reorder speed changed.
    """

    state: ChannelState
    channel_type: str | None
    out: SellOut
    due: pd.Timestamp | None
    age: int | None
    low: tuple[Sold, ...]
    high: tuple[Sold, ...]
    rising: tuple[Sold, ...]
    speeds: tuple[Speed, ...]
    behind: Behind
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]


def channel(view: View, *, due: pd.Timestamp | None = None) -> Channel:
    """What happens behind the view's account.

    Parameters
    ----------
    due : the most likely day of the next order; None: a usual gap after the last one.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "item_id": "I", "quantity": 30, "unit_price": 5.0}
    >>> rows = {"accounts": [{"account_id": "A", "name": "A", "channel_type": "distributor"}],
    ...         "order_lines": [line | {"order_date": "2026-08-02"}],
    ...         "sellout": [{"account_id": "A", "item_id": "I", "month": f"2026-0{m}-28", "quantity": 10, "stock": 12}
    ...                     for m in (7, 8, 9)]}
    >>> found = channel(MemoryView("2026-10-31", rows, account_id="A"), due=pd.Timestamp("2026-11-20"))
    >>> [(one.item_id, f"{one.runs_out:%d %b}") for one in found.low]
    [('I', '06 Nov')]
    """
    own = account(view)
    kind = None if own is None else text(own[A.channel_type])
    pace = rhythm(view)
    due = _due(view, due, pace.gap)
    out = sell_out(view, due=due, gap=pace.gap)
    age = None if out.month is None else (view.as_of - out.month).days
    ends = behind(view)
    speeds = () if out.items or kind not in SELLS_ON else _speeds(view)
    if out.items:
        state = ChannelState.OLD if age is not None and age > OLD else ChannelState.REPORTED
    else:
        state = ChannelState.PROXY if ends.customers or kind in SELLS_ON else ChannelState.ABSENT
    counts = state == ChannelState.REPORTED
    low = _by_money(one for one in out.items if counts and one.low)
    high = _by_money(one for one in out.items if counts and one.high)
    rising = [one for one in out.items if counts and one.change is not None and one.change >= 0.2 and one.sold >= 1]
    whose = keeper(view)
    return Channel(
        state=state,
        channel_type=kind,
        out=out,
        due=due,
        age=age,
        low=low,
        high=high,
        rising=tuple(rising[:3]),
        speeds=speeds,
        behind=ends,
        actions=_actions(view, low, high, out.high_share, due, whose),
        news=_news(view, low, high, counts),
    )


def _due(view: View, due: pd.Timestamp | None, gap: float | None) -> pd.Timestamp | None:
    """The day on which the next order may be counted on; None where it is overdue or none came for over a year."""
    days = view.order_days()
    if due is None and gap is not None and not days.empty:
        due = days[L.order_date].max() + pd.Timedelta(days=round(gap))
    return None if due is None or due < view.as_of or days.empty or dormant(view) else due


def _by_money(found: object) -> tuple[Sold, ...]:
    return tuple(sorted(found, key=lambda one: (-one.ordered_12, one.item_id)))


def _speeds(view: View) -> tuple[Speed, ...]:
    rows = lines(view)
    rows = rows[rows[L.item_id].notna() & (rows[L.order_date] > back(view.as_of, 24))]
    names, found = items(view)[I.name], []
    latest = rows[L.order_date].max()
    money = rows.groupby(L.item_id)[L.amount].sum()
    least = SMALL * float(money.sum())
    rows = rows[rows[L.item_id].isin(money[money >= least].index)]
    for item, days in rows.groupby(L.item_id)[L.order_date]:
        gaps = days.drop_duplicates().sort_values().diff().dt.days.dropna()
        if len(gaps) < 2 * GAPS:
            continue
        now, before = float(gaps.iloc[-GAPS:].median()), float(gaps.iloc[:-GAPS].median())
        # orders that left it out since count too; a silence of the whole account says nothing of one item
        waited = (latest - days.max()).days
        part = share(max(now, waited), before)
        if part is not None and (part <= FASTER or part >= SLOWER):
            waits = part > FASTER and waited > now
            now = float((view.as_of - days.max()).days) if waits else now
            found.append(Speed(str(item), text(names.get(item)), now, before, days.max(), part <= FASTER, waits))
    found.sort(key=lambda one: (-float(money.get(one.item_id, 0.0)), one.item_id))
    return tuple(found[:5])


def _low(found: tuple[Sold, ...]) -> dict[str, object]:
    one = min(found, key=lambda one: (one.runs_out, -one.ordered_12, one.item_id))
    return {"item_id": one.item_id, "name": one.name, "more": len(found) - 1, "runs_out": one.runs_out}


def _high(found: tuple[Sold, ...]) -> dict[str, object]:
    one = found[0]
    return {"item_id": one.item_id, "name": one.name, "more": len(found) - 1, "months": one.lasts}


def _actions(
    view: View,
    low: tuple[Sold, ...],
    high: tuple[Sold, ...],
    part: float | None,
    due: pd.Timestamp | None,
    whose: Keeper,
) -> tuple[Action, ...]:
    found = []
    # without a next order that is in sight there is nothing to plan it by
    if high and due is not None:
        found.append(action("stock_high", _high(high) | {"share": part}, view.as_of, due=due, **whose))
    if low and due is not None:
        found.append(action("stock_low", _low(low) | {"due": due}, view.as_of, **whose))
    return tuple(found)


def _news(view: View, low: tuple[Sold, ...], high: tuple[Sold, ...], counts: bool) -> tuple[Finding, ...]:
    """What was not so a month before, as it was known then."""
    if not counts or not (low or high):
        return ()
    then = view.at(back(view.as_of, 1))
    gap = rhythm(then).gap
    before = sell_out(then, due=_due(then, None, gap), gap=gap).items
    was_low, was_high = ({one.item_id for one in before if getattr(one, name)} for name in ("low", "high"))
    new_low = tuple(one for one in low if one.item_id not in was_low)
    new_high = tuple(one for one in high if one.item_id not in was_high)
    found = []
    if new_low:
        found.append(weighed("stock_low", _low(new_low), Sign.NEUTRAL))
    if new_high:
        found.append(weighed("stock_high", _high(new_high), Sign.WORSE))
    return tuple(found)
