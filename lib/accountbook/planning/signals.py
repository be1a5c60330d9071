"""What the data say that may set off a scenario (cap 6): each signal with the day on which it fired.

A trigger is written in words that no rule can read. These are the events that the tables can show by themselves; the
page puts them beside the trigger as it was written, and says which is which.

Codes and facts, all with ``on`` in `Signal.on`:

- of a deal: ``lost``, ``won``; ``pushed``: times, days (since the scenario was written); ``cut``: was, now;
  ``stalled``: days; ``past_close``: days; ``key_left``: name
- of the account: ``silent``: days, gap; ``decider_left``: name, role
- of a contract: ``paid``, ``delivered``, ``ended``: contract
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from accountbook.planning.agreed import Agreed, Standing, agreed
from accountbook.planning.coverage import Coverage
from accountbook.planning.deals import Deal, pushes
from accountbook.planning.owed import owed
from accountbook.planning.rhythm import Rhythm, RhythmState
from accountbook.planning.slots import SlotState
from accountbook.planning.values import day, number, text
from accountbook.planning.view import GONE, View, threshold
from accountbook.tables import Contacts as P
from accountbook.tables import Contracts as K
from accountbook.tables import OpportunityChanges as C
from accountbook.tables import Shipments as H

PUSHES, PUSHED_DAYS = 2, 60
"""A close that was moved so often, or so far in all, is no slip."""
CUT = 0.8
"""An amount that fell to this share or less of what it was."""
GRACE = 14
"""Days after an expected close at which nobody asks."""
GAPS = 2.0
"""So many usual gaps without an order are a silence."""


@dataclass(frozen=True)
class Signal:
    """Something that the data show; certain: the thing itself, not a sign of it."""

    code: str
    on: pd.Timestamp
    facts: Mapping[str, object] = field(default_factory=dict)
    certain: bool = False


def closed_signals(outcome: str | None, closed_on: pd.Timestamp | None) -> list[Signal]:
    """That a deal was won or lost.

    Examples
    --------
    >>> [one.code for one in closed_signals("lost", pd.Timestamp("2026-10-04"))]
    ['lost']
    """
    if closed_on is None or outcome not in ("won", "lost"):
        return []
    return [Signal(outcome, closed_on, certain=True)]


def deal_signals(deal: Deal, view: View, since: pd.Timestamp) -> list[Signal]:
    """What speaks against an open deal and fired after `since`, newest first."""
    log = view.table("opportunity_changes")
    log = log[(log[C.opportunity_id] == deal.opportunity_id) & (log[C.changed_at] > since)]
    log = log.sort_values(C.changed_at, kind="stable")
    found = [*_pushed(log), *_cut(log), *_still(deal, view, since), *_key_left(deal, view)]
    if deal.expected_close is not None and (late := (view.as_of - deal.expected_close).days) >= GRACE:
        found.append(Signal("past_close", deal.expected_close, {"days": late}))
    return _after(found, since)


def account_signals(roles: Coverage, pace: Rhythm, since: pd.Timestamp, *, gaps: float = GAPS) -> list[Signal]:
    """A silence of so many usual gaps, and who decided and left, each after `since`, newest first."""
    found = [
        Signal("decider_left", slot.since, {"name": slot.name, "role": slot.role})
        for slot in roles.slots
        if slot.decides and slot.state == SlotState.GONE and slot.since is not None
    ]
    if pace.state == RhythmState.KNOWN and pace.gap and pace.last is not None and (pace.silence or 0) > gaps * pace.gap:
        on = day(pace.last + pd.Timedelta(days=round(gaps * pace.gap)))
        found.append(Signal("silent", on, {"days": pace.silence, "gap": pace.gap}))
    return _after(found, since)


def contract_signals(view: View, since: pd.Timestamp, *, deal: str | None = None) -> list[Signal]:
    """What came to its end after `since` among the contracts (of one deal, or all): the farthest step of each.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = {"contracts": [{"contract_id": "K", "account_id": "A", "name": "Line 4", "signed_on": "2025-05-01",
    ...                        "ends_on": "2026-09-30"}]}
    >>> found = contract_signals(MemoryView("2026-10-31", rows), pd.Timestamp("2026-01-01"))
    >>> [(one.code, one.on.date().isoformat()) for one in found]
    [('ended', '2026-09-30')]
    """
    rows = view.table("contracts")
    rows = rows[rows[K.opportunity_id] == deal] if deal is not None else rows
    found, standing = [], {one.contract_id: one for one in agreed(view, owed(view).bills)}
    for row in rows.to_dict("records"):
        paid = _paid_on(standing.get(str(row[K.contract_id])))
        facts = {"contract": text(row[K.name]) or str(row[K.contract_id])}
        steps = (("paid", paid), ("delivered", _delivered_on(row, view)), ("ended", day(row[K.ends_on])))
        step = next(((code, on) for code, on in steps if on is not None and on <= view.as_of), None)
        if step:
            found.append(Signal(step[0], step[1], facts, certain=step[0] != "ended"))
    return _after(found, since)


def _after(found: list[Signal], since: pd.Timestamp) -> list[Signal]:
    return sorted((one for one in found if one.on > since), key=lambda one: (-one.on.toordinal(), one.code))


def _pushed(log: pd.DataFrame) -> list[Signal]:
    """On the day of the push that made it too often or too far."""
    moves = pushes(log)
    if moves.empty:
        return []
    far = (moves["days"].cumsum() >= PUSHED_DAYS).to_numpy()
    held = [n + 1 >= PUSHES or far[n] for n in range(len(moves))]
    if not any(held):
        return []
    on = day(moves[C.changed_at].iloc[held.index(True)])
    return [Signal("pushed", on, {"times": len(moves), "days": int(moves["days"].sum())})]


def _cut(log: pd.DataFrame) -> list[Signal]:
    amounts = log[log[C.field] == "amount"]
    if amounts.empty:
        return []
    ends = (amounts[C.old].iloc[0], amounts[C.new].iloc[-1])
    was, now = (number(pd.to_numeric(value, errors="coerce")) for value in ends)
    if was is None or now is None or was <= 0 or now > CUT * was:
        return []
    return [Signal("cut", day(amounts[C.changed_at].iloc[-1]), {"was": was, "now": now})]


def _still(deal: Deal, view: View, since: pd.Timestamp) -> list[Signal]:
    if not deal.stalled or deal.since_change is None:
        return []
    last = view.as_of - pd.Timedelta(days=deal.since_change)
    on = max(last, since) + pd.Timedelta(days=int(threshold(view.settings, "stall_days")))
    return [Signal("stalled", day(on), {"days": deal.since_change})] if on <= view.as_of else []


def _key_left(deal: Deal, view: View) -> list[Signal]:
    people = view.table("contacts")
    people = people[(people[P.contact_id] == deal.key_contact_id) & people[P.status].isin(GONE)]
    left = [(day(row[P.status_on]), text(row[P.name])) for row in people.to_dict("records")]
    return [Signal("key_left", on, {"name": name}) for on, name in left if on is not None]


def _paid_on(one: Agreed | None) -> pd.Timestamp | None:
    """The day on which the last of a contract was paid; one without an amount: the last bill of all its lots."""
    if one is None:
        return None
    if one.amount is not None:
        return one.settled_on if one.standing is Standing.PAID else None
    if not one.bills or len(one.bills) < (one.lots_agreed or 1) or any(bill.open > 0 for bill in one.bills):
        return None
    return max((bill.paid_on for bill in one.bills if bill.paid_on is not None), default=None)


def _delivered_on(row: Mapping[str, object], view: View) -> pd.Timestamp | None:
    """The day on which the last lot of a contract arrived."""
    sent = view.table("shipments")
    sent = sent[sent[H.contract_id] == row[K.contract_id]]
    lots = number(row[K.lots])
    if lots is None or sent.empty or sent[H.arrived_on].isna().any() or sent[H.lot].nunique() < lots:
        return None
    return day(sent[H.arrived_on].max())
