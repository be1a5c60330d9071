"""Contract to cash (caps 18, 82): every contract as one line of steps until the money is in, and what is late.

A deal stays open until it is paid. Actions and their facts:

- ``collect``: invoice_id, contract_id, amount (open), days_late
- ``check_books``: the same, of an invoice that is open for over a year
- ``deliver``: contract_id, lot, days_late, promised_on
- ``obligation``: contract_id, text (what was agreed beside delivery, and no step of ours about it is written down)
- ``call_off``: contract_id, amount (not called yet), ends_on

News: ``contract_signed`` (contract_id, name, amount, on), ``contract_paid`` (contract_id, name, amount, on),
``invoice_overdue`` (invoice_id, amount, due_on, days_late).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.agreed import Agreed, Standing, agreed
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.owed import SMALL, Bill, billed, owed
from accountbook.planning.period import back
from accountbook.planning.values import share
from accountbook.planning.view import View, keeper
from accountbook.planning.weights import weighed
from accountbook.tables import Commitments as C

BESIDE_OLD = 0.05
"""What is late is told first unless it is under this share of what is open for over a year."""
CALLED, ENDS_SOON = 0.8, 90
FEW, MOST = 3, 3
"""From so many paid invoices on we say how late they usually pay; so many actions are asked for at most."""


class CashState(StrEnum):
    """No such tables; nothing billed or signed yet; invoices alone; contracts too."""

    ABSENT = "absent"
    NONE = "none"
    INVOICES = "invoices"
    CONTRACTS = "contracts"


@dataclass(frozen=True)
class Cash:
    """From contract to cash.

    Attributes
    ----------
    contracts : the open ones, what is late first, then those settled in 12 months. ever : how many there were at all.
    since : first signing among them.
    contracted, shipped, invoiced, due, paid, late : sums of these; shipped None where it can't be told of all; paid of
        those that have an amount.
    bills_late : all open invoices past their due day, the largest first, with and without a contract; those open for
        more than a year apart in `bills_old`.
    owed, owed_late, owed_old : open in all; of it late for up to a year, and for longer.
    credits : open credit notes that could not be set off, zero or negative; zero where they are too small to matter.
    usual_late : days after the due day on which they pay, median of 12 months' invoices; None under three.
    unpriced, guessed : invoices without a rate; payments without an invoice that were counted for the one they equal.
    """

    state: CashState
    contracts: tuple[Agreed, ...]
    ever: int
    since: pd.Timestamp | None
    contracted: float
    shipped: float | None
    invoiced: float
    due: float
    paid: float
    late: float
    bills_late: tuple[Bill, ...]
    bills_old: tuple[Bill, ...]
    owed: float
    owed_late: float
    owed_old: float
    credits: float
    on_account: float
    usual_late: int | None
    paid_12: int
    unpriced: int
    guessed: int
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]

    @property
    def little_late(self) -> bool:
        """Whether what is late is next to nothing beside what was contracted or what is open for over a year."""
        return self.owed_late < max(SMALL * self.contracted, BESIDE_OLD * self.owed_old)


def cash(view: View) -> Cash:
    """Contracts and invoices of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> contract = {"contract_id": "K", "account_id": "A", "signed_on": "2026-06-01", "amount": 48e3, "currency": "EUR"}
    >>> bill = {"invoice_id": "1", "account_id": "A", "contract_id": "K", "issued_on": "2026-09-12",
    ...         "due_on": "2026-10-12", "amount": 24e3, "currency": "EUR"}
    >>> found = cash(MemoryView("2026-10-31", {"order_lines": [], "contracts": [contract], "invoices": [bill]}))
    >>> found.contracted, found.late, [one.does.code for one in found.actions]
    (48000.0, 24000.0, ['collect'])
    """
    debts = owed(view)
    bills = debts.bills
    every = agreed(view, bills)
    shown = _shown(every, view.as_of)
    lates = sorted((one for one in bills if one.days_late is not None), key=lambda one: (-one.open, one.invoice_id))
    fresh, old = tuple(one for one in lates if not one.old), tuple(one for one in lates if one.old)
    year = back(view.as_of, 12)
    billed_12 = billed(bills, view.as_of)
    credits = sum(one.open for one in bills if one.open < 0)
    waits = [
        (one.paid_on - one.due_on).days
        for one in bills
        if one.paid_on is not None and one.due_on is not None and one.amount > 0 and not one.open and one.paid_on > year
    ]
    return Cash(
        state=_state(view, every, bills),
        contracts=shown,
        ever=len(every),
        since=min((one.signed_on for one in shown), default=None),
        contracted=sum(one.amount or 0.0 for one in shown),
        shipped=None if any(one.shipped is None for one in shown) else sum(one.shipped or 0.0 for one in shown),
        invoiced=sum(one.invoiced for one in shown),
        due=sum(_due(one.bills, view.as_of) for one in shown),
        paid=sum(one.paid for one in shown if one.amount),
        late=sum(one.late for one in shown),
        bills_late=fresh,
        bills_old=old,
        owed=sum(one.open for one in bills if one.open > 0),
        owed_late=sum(one.open for one in fresh),
        owed_old=sum(one.open for one in old),
        credits=credits if -credits >= SMALL * billed_12 else 0.0,
        on_account=debts.on_account,
        usual_late=round(median(waits)) if len(waits) >= FEW else None,
        paid_12=len(waits),
        unpriced=debts.unpriced,
        guessed=sum(one.guessed for one in bills),
        actions=_actions(view, shown, _uncovered(fresh, credits), old, billed_12),
        news=tuple(_news(view, every, fresh, billed_12)),
    )


def _state(view: View, every: tuple[Agreed, ...], bills: tuple[Bill, ...]) -> CashState:
    if every:
        return CashState.CONTRACTS
    if bills:
        return CashState.INVOICES
    return CashState.NONE if view.has("contracts") or view.has("invoices") else CashState.ABSENT


def _shown(every: tuple[Agreed, ...], as_of: pd.Timestamp) -> tuple[Agreed, ...]:
    """Open contracts, what is late first, and after them what was settled in the last 12 months."""
    year = back(as_of, 12)
    kept = [one for one in every if one.standing is Standing.OPEN or (one.settled_on or one.signed_on) > year]
    return tuple(sorted(kept, key=_rank))


def _rank(one: Agreed) -> tuple[bool, int, bool, int, str]:
    """Open before settled; late by days; what only lacks an old rest last."""
    late = max([one.days_late or 0, *(lot.days_late or 0 for lot in one.lots)])
    running = one.standing is Standing.OPEN
    return (not running, -late, bool(one.old), -one.signed_on.toordinal(), one.contract_id)


def _due(bills: tuple[Bill, ...], as_of: pd.Timestamp) -> float:
    return sum(one.amount for one in bills if one.due_on is not None and one.due_on <= as_of)


def _uncovered(lates: tuple[Bill, ...], credits: float) -> tuple[Bill, ...]:
    """Late invoices without those, the longest due first, that credits which name no other cover whole."""
    left, covered = -credits, set()
    for one in sorted(lates, key=lambda one: (-(one.days_late or 0), one.invoice_id)):
        if one.open <= left:
            left -= one.open
            covered.add(one.invoice_id)
    return tuple(one for one in lates if one.invoice_id not in covered)


def _actions(
    view: View, shown: tuple[Agreed, ...], lates: tuple[Bill, ...], olds: tuple[Bill, ...], year: float
) -> tuple[Action, ...]:
    whose = keeper(view)
    found = []
    for code, bills in (("collect", lates), ("check_books", olds)):
        for bill in [one for one in bills if one.open >= SMALL * year][:1]:
            facts = {"invoice_id": bill.invoice_id, "contract_id": bill.contract_id, "amount": bill.open}
            found.append(action(code, facts | {"days_late": bill.days_late}, view.as_of, **whose))
    waiting = [(lot, one) for one in shown for lot in one.lots if lot.days_late is not None]
    for lot, one in sorted(waiting, key=lambda pair: -(pair[0].days_late or 0))[:1]:
        facts = {"contract_id": one.contract_id, "lot": lot.number, "days_late": lot.days_late}
        due = lot.promised_on
        facts = facts | {"promised_on": due}
        found.append(action("deliver", facts, view.as_of, due=due, ours=True, **whose))
    open_ = [one for one in shown if one.standing is Standing.OPEN]
    for one in [one for one in open_ if one.obligations and not _seen_to(view, one)][:1]:
        found.append(
            action("obligation", {"contract_id": one.contract_id, "text": one.obligations}, view.as_of, **whose)
        )
    soon = view.as_of + pd.Timedelta(days=ENDS_SOON)
    for one in open_:
        ending = one.ends_on is not None and view.as_of <= one.ends_on <= soon
        if ending and one.uncalled is not None and one.amount and one.uncalled > (1 - CALLED) * one.amount:
            facts = {"contract_id": one.contract_id, "amount": one.uncalled, "ends_on": one.ends_on}
            found.append(action("call_off", facts, view.as_of, due=one.ends_on, **whose))
            break
    return tuple(sorted(found, key=lambda one: -one.weight)[:MOST])


def _seen_to(view: View, one: Agreed) -> bool:
    """Whether a promise or an action of ours is written down about the contract's deal since it was signed."""
    ours = view.table("commitments")
    ours = ours[(ours[C.side] == "ours") & (ours[C.made_on] >= one.signed_on)]
    return one.deal_id is not None and bool((ours[C.opportunity_id] == one.deal_id).any())


def _news(view: View, every: tuple[Agreed, ...], lates: tuple[Bill, ...], year: float) -> Iterable[Finding]:
    month = back(view.as_of, 1)
    for one in every:
        facts = {"contract_id": one.contract_id, "name": one.name, "amount": one.amount}
        if one.signed_on > month:
            yield weighed("contract_signed", facts | {"on": one.signed_on}, Sign.BETTER, part=share(one.amount, year))
        if one.standing is Standing.PAID and one.settled_on is not None and one.settled_on > month:
            yield weighed("contract_paid", facts | {"on": one.settled_on}, Sign.BETTER, part=share(one.amount, year))
    for bill in lates:
        if bill.due_on is not None and bill.due_on >= month and bill.open >= SMALL * year:
            facts = {"invoice_id": bill.invoice_id, "amount": bill.open, "due_on": bill.due_on}
            yield weighed(
                "invoice_overdue", facts | {"days_late": bill.days_late}, Sign.WORSE, part=share(bill.open, year)
            )
