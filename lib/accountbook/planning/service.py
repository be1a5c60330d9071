"""Our own service record at an account (cap 22): deliveries on the promised day, claims and their cost, first replies.

Deliveries stand in `deliveries`. Years are the 12 months to the view's date and the 12 before.

Actions and their facts:

- ``answer_claim``: claim_id, kind, days (since it was opened; no reply of ours yet)
- ``settle_claim``: claim_id, kind, days (since it was opened)
- ``deliver``: order_id, promised_on, days_late (a delivery outside contracts that has not left)

News: ``claim_opened`` (claim_id, kind, item_id, on).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.deliveries import OnTime, Waiting, deliveries, on_time, waiting_for
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.period import back, between
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View, keeper
from accountbook.planning.weights import weighed
from accountbook.tables import Claims as C

LONG, STALE = 30, 730
"""Days from which an open claim is to be settled, and from which it is a case for a tidy-up."""


class ServiceState(StrEnum):
    """No such tables; nothing promised, nothing claimed in two years; something to tell."""

    ABSENT = "absent"
    NONE = "none"
    KNOWN = "known"


@dataclass(frozen=True)
class Replies:
    """First replies in a year: how many claims had one, and the median of the days to it."""

    count: int
    days: float | None


@dataclass(frozen=True)
class Kind:
    """Claims of a kind: in 12 months and the 12 before, what those of 12 months cost, and how many have a cost yet."""

    kind: str | None
    claims: int
    before: int
    cost: float | None
    costed: int


@dataclass(frozen=True)
class OpenClaim:
    """A claim that is not settled; reply_days: days to our first reply, None while there is none."""

    claim_id: str
    kind: str | None
    text: str | None
    item_id: str | None
    opened_on: pd.Timestamp
    days: int
    reply_days: int | None

    @property
    def stale(self) -> bool:
        """Whether it lies so long that it is a case for a tidy-up, not for a call tomorrow."""
        return self.days > STALE


@dataclass(frozen=True)
class Service:
    """Our service record at the account.

    Attributes
    ----------
    now, before : deliveries of the last 12 months, and of the 12 before.
    kinds : by number of claims. claims, claims_before, cost : in all; cost None where none is known.
    replies, replies_before : first replies to all claims. support : to questions to our support alone.
    open_claims : without an answer first, then the longest open. waiting : the longest due first.
    """

    state: ServiceState
    now: OnTime
    before: OnTime
    kinds: tuple[Kind, ...]
    claims: int
    claims_before: int
    cost: float | None
    replies: Replies
    replies_before: Replies
    support: Replies
    open_claims: tuple[OpenClaim, ...]
    waiting: tuple[Waiting, ...]
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]


def service(view: View) -> Service:
    """Our service record at the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> sent = [{"shipment_id": n, "account_id": "A", "order_id": n, "promised_on": "2026-05-10", "arrived_on": day}
    ...         for n, day in (("1", "2026-05-09"), ("2", "2026-05-14"))]
    >>> service(MemoryView("2026-10-31", {"order_lines": [], "shipments": sent})).now
    OnTime(due=2, on_time=1, late_by=4)
    """
    year, two = back(view.as_of, 12), back(view.as_of, 24)
    runs, claims = deliveries(view), view.table("claims")
    last = claims[between(claims[C.opened_on], year, view.as_of)]
    before = claims[between(claims[C.opened_on], two, year)]
    open_ = _open(claims, view.as_of)
    waiting = waiting_for(view)
    support = last[last[C.kind] == "support"]
    costs = last[C.cost].dropna()
    found = Service(
        state=ServiceState.KNOWN,
        now=on_time(runs[between(runs["due"], year, view.as_of)]),
        before=on_time(runs[between(runs["due"], two, year)]),
        kinds=_kinds(last, before),
        claims=len(last),
        claims_before=len(before),
        cost=None if costs.empty else float(costs.sum()),
        replies=_replies(last),
        replies_before=_replies(before),
        support=_replies(support),
        open_claims=open_,
        waiting=waiting,
        actions=_actions(view, open_, waiting),
        news=_news(view, claims),
    )
    if found.now.due or found.before.due or found.claims or found.claims_before or open_ or waiting:
        return found
    state = ServiceState.NONE if view.has("shipments") or view.has("claims") else ServiceState.ABSENT
    return Service(**{**vars(found), "state": state})


def _replies(claims: pd.DataFrame) -> Replies:
    waits = (claims[C.first_reply_on] - claims[C.opened_on]).dt.days.dropna()
    return Replies(len(waits), None if waits.empty else float(waits.median()))


def _kinds(last: pd.DataFrame, before: pd.DataFrame) -> tuple[Kind, ...]:
    names = {text(kind) for kind in [*last[C.kind], *before[C.kind]]}
    found = []
    for name in names:
        mine, earlier = (rows[rows[C.kind].isna() if name is None else rows[C.kind] == name] for rows in (last, before))
        costs = mine[C.cost].dropna()
        cost = None if costs.empty else float(costs.sum())
        found.append(Kind(name, len(mine), len(earlier), cost, len(costs)))
    return tuple(sorted(found, key=lambda one: (-one.claims, -one.before, one.kind or "")))


def _open(claims: pd.DataFrame, as_of: pd.Timestamp) -> tuple[OpenClaim, ...]:
    rows = claims[claims[C.closed_on].isna()]
    found = [
        OpenClaim(
            claim_id=str(row[C.claim_id]),
            kind=text(row[C.kind]),
            text=text(row[C.text]),
            item_id=text(row[C.item_id]),
            opened_on=pd.Timestamp(row[C.opened_on]),
            days=(as_of - row[C.opened_on]).days,
            reply_days=None if day(row[C.first_reply_on]) is None else (row[C.first_reply_on] - row[C.opened_on]).days,
        )
        for row in rows.to_dict("records")
    ]
    return tuple(sorted(found, key=lambda one: (one.stale, one.reply_days is not None, -one.days, one.claim_id)))


def _actions(view: View, open_: tuple[OpenClaim, ...], waiting: tuple[Waiting, ...]) -> tuple[Action, ...]:
    whose = keeper(view)
    fresh = [one for one in open_ if not one.stale]
    silent = [("answer_claim", one) for one in fresh if one.reply_days is None][:1]
    long = [("settle_claim", one) for one in fresh if one.reply_days is not None and one.days >= LONG][:1]
    found = [
        action(code, {"claim_id": one.claim_id, "kind": one.kind, "days": one.days}, view.as_of, **whose)
        for code, one in (*silent, *long)
    ]
    for one in waiting[:1]:
        facts = {
            "order_id": one.order_id,
            "shipment_id": one.shipment_id,
            "promised_on": one.promised_on,
            "days_late": one.days_late,
        }
        found.append(action("deliver", facts, view.as_of, due=one.promised_on, ours=True, **whose))
    return tuple(found)


def _news(view: View, claims: pd.DataFrame) -> tuple[Finding, ...]:
    rows = claims[claims[C.opened_on] > back(view.as_of, 1)].sort_values([C.opened_on, C.claim_id])
    return tuple(
        weighed(
            "claim_opened",
            {"claim_id": str(row[C.claim_id]), "kind": text(row[C.kind]), "item_id": text(row[C.item_id]),
             "on": row[C.opened_on], "quantity": number(row[C.quantity])},
            Sign.WORSE,
        )
        for row in rows.to_dict("records")
    )  # fmt: skip
