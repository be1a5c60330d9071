"""The dates ahead of an account (cap 46): orders, promises, year-ends, closures, birthdays within the privacy rules.

Codes and facts (``ref``: what tells one such date from another, stable over the months):

- ``order``: amount, lo, hi (of the order), earliest, latest (of its day)
- ``late_order``: due, days_late, amount (of an account that ordered within a year); a call on their next working day
- ``late_promise``: side, text, who, due, days_late (on that day too)
- ``plan``: role, text; ``offer_end``: offer, deal (the newest offer on an open deal, and the last day that it holds)
- ``promise``: side, text, who (of theirs; None: nobody, or somebody who did not agree to be named)
- ``meeting``: purpose; ``close``: deal, amount; ``contract_end``: contract
- ``year_end``: inferred (whether it is only seen in the orders)
- ``closure``: name (None: weeks in which they never order)
- ``birthday``: name (only of somebody who agreed that it is kept, and is still there)
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.closures import Closure, working_day
from accountbook.planning.coverage import Coverage
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal
from accountbook.planning.kept import standing
from accountbook.planning.next_order import NextOrder, NextState
from accountbook.planning.values import day, flag, number, text
from accountbook.planning.view import GONE, View, account
from accountbook.tables import Accounts as A
from accountbook.tables import Commitments as C
from accountbook.tables import Contacts as P
from accountbook.tables import Contracts as K
from accountbook.tables import Meetings as M
from accountbook.tables import Quotes as Q

LATE = ("late_order", "late_promise")
"""Codes of what is late: its day has passed, so that a calendar has no day for it."""
DORMANT = 365
"""Days without an order after which none is due."""
DAYS = 365
"""How far a calendar looks ahead: each yearly date stands in it once."""


@dataclass(frozen=True)
class Entry:
    """A date ahead.

    Attributes
    ----------
    what : code and facts. account_id, name : of the account. start, end : first and last day, the same for most.
    ref : with code and account the same in next month's calendar, so that a program moves the date it has.
    """

    what: Finding
    account_id: str
    name: str
    start: pd.Timestamp
    end: pd.Timestamp
    ref: str = ""


def agenda(
    view: View,
    *,
    next_order: NextOrder,
    deals: Deals,
    fiscal: Fiscal,
    coverage: Coverage,
    closures: tuple[Closure, ...],
    days: int = DAYS,
) -> tuple[Entry, ...]:
    """The dates of the days after the view's own, soonest first.

    Parameters
    ----------
    next_order, deals, fiscal, coverage, closures : judgements of the same view.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.closures import closures
    >>> from accountbook.planning.coverage import coverage
    >>> from accountbook.planning.deals import open_deals
    >>> from accountbook.planning.fiscal import fiscal
    >>> from accountbook.planning.next_order import next_order
    >>> people = [{"contact_id": "1", "account_id": "A", "name": "Anna", "birthday": "1980-03-12", "consent": True},
    ...           {"contact_id": "2", "account_id": "A", "name": "Bruno", "birthday": "1975-01-02"}]
    >>> view = MemoryView("2026-10-31", {"contacts": people}, account_id="A")
    >>> found = agenda(view, next_order=next_order(view, None), deals=open_deals(view), fiscal=fiscal(view),
    ...                coverage=coverage(view), closures=closures(view))
    >>> [(one.what.code, one.what.facts["name"], one.start.date().isoformat()) for one in found]
    [('birthday', 'Anna', '2027-03-12')]
    """
    row = account(view)
    account_id = view.account_id or ""
    name = (None if row is None else text(row[A.name])) or account_id

    def entry(code: str, start: pd.Timestamp, ref: str = "", *, end: pd.Timestamp | None = None, **facts: object):
        return Entry(Finding(code, facts), account_id, name, start, end or start, ref)

    call = working_day(view.as_of + pd.Timedelta(days=1), None if row is None else text(row[A.country]))
    found = [
        *_order(next_order, view.as_of, call, entry),
        *_promises(view, call, entry),
        *_plans(coverage, entry),
        *_offers(view, deals, entry),
        *_meetings(view, entry),
        *_deals(deals, entry),
        *_contracts(view, entry),
        *_year_end(fiscal, view.as_of, entry),
        *(entry("closure", one.start, f"{one.start:%Y-%m-%d}", end=one.end, name=one.name) for one in closures),
        *_birthdays(view, entry),
    ]
    until = view.as_of + pd.Timedelta(days=days)
    ahead = [one for one in found if one.end > view.as_of and one.start <= until]
    return tuple(sorted(ahead, key=lambda one: (one.start, one.what.code, one.ref)))


def _order(coming: NextOrder, as_of: pd.Timestamp, call: pd.Timestamp, entry):
    if coming.last_order is not None and (as_of - coming.last_order).days > DORMANT:
        return  # whether such an account comes back is another matter than when its order is due
    if coming.state in (NextState.OVERDUE, NextState.MISSED):
        facts = {"due": coming.due, "days_late": coming.days_late, "amount": coming.typical}
        yield entry("late_order", call, "next", **facts)
    elif coming.p50 is not None:
        facts = {"amount": coming.typical, "lo": coming.typical_lo, "hi": coming.typical_hi}
        yield entry("order", coming.p50, "next", earliest=coming.p10, latest=coming.p90, **facts)


def _promises(view: View, call: pd.Timestamp, entry):
    named = {str(row[P.contact_id]): text(row[P.name]) for row in _agreed(view)}
    rows = view.table("commitments")
    rows = rows[standing(rows) & rows[C.due_on].notna()]
    for row in rows.to_dict("records"):
        facts = {"side": str(row[C.side]), "text": str(row[C.text]), "who": named.get(str(row[C.contact_id]))}
        due, ref = day(row[C.due_on]), str(row[C.commitment_id])
        if due < view.as_of:
            yield entry("late_promise", call, ref, due=due, days_late=(view.as_of - due).days, **facts)
        else:
            yield entry("promise", due, ref, **facts)


def _plans(roles: Coverage, entry):
    for slot in roles.slots:
        if slot.plan and slot.plan_due is not None:
            yield entry("plan", slot.plan_due, slot.role_code, role=slot.role, text=slot.plan)


def _offers(view: View, deals: Deals, entry):
    named = {one.opportunity_id: one.name or one.opportunity_id for one in deals.deals}
    rows = view.table("quotes")
    rows = rows[rows[Q.opportunity_id].isin(list(named))]
    newest = rows.sort_values([Q.quoted_on, Q.quote_id, Q.version], kind="stable").groupby(Q.opportunity_id).tail(1)
    for row in newest.to_dict("records"):
        until, offer = day(row[Q.valid_until]), str(row[Q.quote_id])
        if until is not None:
            yield entry("offer_end", until, offer, offer=offer, deal=named[str(row[Q.opportunity_id])])


def _meetings(view: View, entry):
    rows = view.table("meetings")
    rows = rows[rows[M.held_on].notna() & (rows[M.status].isna() | (rows[M.status] == "planned"))]
    for row in rows.to_dict("records"):
        yield entry("meeting", day(row[M.held_on]), str(row[M.meeting_id]), purpose=text(row[M.purpose]))


def _deals(deals: Deals, entry):
    for deal in deals.deals:
        if deal.expected_close is not None:
            name = deal.name or deal.opportunity_id
            yield entry("close", deal.expected_close, deal.opportunity_id, deal=name, amount=number(deal.asked))


def _contracts(view: View, entry):
    for row in view.table("contracts").to_dict("records"):
        ends = day(row[K.ends_on])
        if ends is not None:
            number_ = str(row[K.contract_id])
            yield entry("contract_end", ends, number_, contract=text(row[K.name]) or number_)


def _year_end(fiscal: Fiscal, as_of: pd.Timestamp, entry):
    month = fiscal.recorded or fiscal.inferred
    if month is not None:
        ends = pd.Timestamp(as_of.year, month, 1) + pd.offsets.MonthEnd(0)
        ends = ends if ends > as_of else pd.Timestamp(as_of.year + 1, month, 1) + pd.offsets.MonthEnd(0)
        yield entry("year_end", ends, f"{ends:%Y}", inferred=fiscal.recorded is None)


def _birthdays(view: View, entry):
    for row in _agreed(view):
        if day(row[P.birthday]) is not None:
            yield entry("birthday", _next(day(row[P.birthday]), view.as_of), str(row[P.contact_id]), name=row[P.name])


def _agreed(view: View) -> list[dict]:
    """The people who may be named in a file that leaves the house: who agreed, and are still there."""
    rows = view.table("contacts")
    rows = rows[~rows[P.status].isin(GONE)].to_dict("records")
    return [row for row in rows if flag(row[P.consent]) and text(row[P.name]) is not None]


def _next(born: pd.Timestamp, as_of: pd.Timestamp) -> pd.Timestamp:
    """The next birthday after a day; who was born on 29 February keeps it on 28 where there is none."""
    for year in (as_of.year, as_of.year + 1):
        found = born + pd.DateOffset(years=year - born.year)
        if found > as_of:
            return found
    return born + pd.DateOffset(years=as_of.year + 2 - born.year)
