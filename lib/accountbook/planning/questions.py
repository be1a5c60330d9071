"""The next questions worth asking (cap 3), ranked by what the answer would change.

Codes and facts; every one also has ``ask`` (whom: a name, a role, or None) and ``ours`` (who asks, or None):

- ``who_fills_role``: role, decides, stake ("orders", "asked" or None), since (nobody since, or None: never)
- ``why_negative``: role, name, decides, stake, evidence
- ``budget``: deal, amount, p, p_yes, p_no (odds with it approved and without; None where the model does not say)
- ``key_person``, ``competition``, ``criteria``, ``buyer_stage``, ``amount``: deal, amount, p
- ``channel``: deal, amount, p, name (the key person, or None)
- ``close``: deal, amount, p, passed (the expected close that passed, or None)
- ``late_order``: due, days_late, amount, lo, hi, stake ("orders", or None: the order itself)
- ``missing_item``: item, item_id, orders, amount
- ``fiscal_year_end``: inferred (month or None), years
- ``sole_source``, ``end_customers``: revenue_12, stake ("orders", as ``fiscal_year_end``)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from accountbook.planning.assortment import Assortment
from accountbook.planning.coverage import Coverage, CoverageState, Slot
from accountbook.planning.deals import Deal, Deals
from accountbook.planning.doubts import Doubt
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import fiscal
from accountbook.planning.next_order import NextOrder, NextState
from accountbook.planning.period import back, between
from accountbook.planning.risk import Risk
from accountbook.planning.values import flag, number, text, whole
from accountbook.planning.view import View, account, lines
from accountbook.planning.weights import UNDECIDING
from accountbook.tables import Accounts as A
from accountbook.tables import OrderLines as L

MOST = 3
BEARING: Mapping[str, float] = {
    "budget": 1.0,
    "key_person": 0.9,
    "late_order": 0.9,
    "close": 0.7,
    "who_fills_role": 0.6,
    "channel": 0.6,
    "why_negative": 0.6,
    "criteria": 0.5,
    "missing_item": 0.5,
    "buyer_stage": 0.4,
    "amount": 0.4,
    "competition": 0.3,
    "fiscal_year_end": 0.03,
    "sole_source": 0.05,
    "end_customers": 0.04,
}
"""How much an answer bears on the outcome, 0-1: our judgement until answers have been scored."""

PEOPLE_REASONS = ("person_left", "role_empty", "deciders_known", "coverage", "buyer_left")
"""Reasons of the churn model that knowing the role would settle."""


SETTLED: Mapping[str, str] = {"key_person": "person", "channel": "person", "close": "pushes", "buyer_stage": "stage"}
"""The reason of the deal model that an answer would settle: what it costs the odds now is what the answer may move."""


class Moves(StrEnum):
    """What an answer would move."""

    RISK = "risk"  # points of churn risk
    ODDS = "odds"  # points of a deal's odds
    MONEY = "money"  # money that hangs on the answer, where nothing says by how much it would move


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    asks : code and facts.
    moves : what the answer would change, and ``size`` by how much: points (0-100) for risk and odds, money for the
        others (the year's orders or the sum asked, never both together; ``stake`` of the facts names which), None
        where nothing can be said.
    money : what it was ranked by: money at stake x uncertainty p (1 - p) x how much the answer bears on it
        (`BEARING`); where the model says by how much the chance would move, money at stake x that.
    subject : what it is about; at most one question is asked about each.
    """

    asks: Finding
    moves: Moves
    size: float | None
    money: float
    subject: str


@dataclass(frozen=True)
class Questions:
    """The questions; ``more``: how many were left out."""

    found: tuple[Question, ...]
    more: int


def questions(
    view: View,
    *,
    coverage: Coverage,
    deals: Deals,
    next_order: NextOrder,
    risk: Risk,
    assortment: Assortment | None = None,
    most: int | None = MOST,
) -> Questions:
    """The three questions whose answers would change most.

    Parameters
    ----------
    most : so many, one about each subject and themes mixed; None: all, as a brief needs them.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.coverage import coverage
    >>> from accountbook.planning.deals import open_deals
    >>> from accountbook.planning.next_order import next_order
    >>> from accountbook.planning.risk import risk
    >>> deal = {"opportunity_id": "D", "account_id": "A", "name": "Line 4", "created_on": "2026-09-01", "amount": 96e3}
    >>> view = MemoryView("2026-10-31", {"opportunities": [deal]}, account_id="A")
    >>> found = questions(view, coverage=coverage(view), deals=open_deals(view), next_order=next_order(view, None),
    ...                   risk=risk(view, None))
    >>> [(one.asks.code, one.size) for one in found.found]
    [('budget', 96000.0)]
    """
    months_value = _revenue(view)
    found = [
        *_of_roles(coverage, deals, risk, months_value),
        *(question for deal in deals.deals for question in _of_deal(deal, view, coverage)),
        *_of_order(next_order, assortment, months_value),
        *_of_account(view, months_value),
    ]
    found.sort(key=lambda question: (-question.money, question.subject, question.asks.code))
    if most is None:
        return Questions(tuple(found), 0)
    kept = _one_of_a_subject(found)
    asked = _mixed(kept, most)
    return Questions(tuple(asked), len(kept) - len(asked))


def _revenue(view: View) -> float:
    days = view.order_days()
    return float(days.loc[between(days[L.order_date], back(view.as_of, 12), view.as_of), L.amount].sum())


def _one_of_a_subject(found: list[Question]) -> list[Question]:
    seen: set[str] = set()
    kept = []
    for question in found:
        if question.subject not in seen:
            kept.append(question)
        seen.add(question.subject)
    return kept


def _mixed(ranked: list[Question], most: int) -> list[Question]:
    """The heaviest of roles, deals and order before a second of any; a third of a theme only where nothing else is."""
    seen: Counter[str] = Counter()
    places = []
    for place, question in enumerate(ranked):
        theme = question.subject.split()[0]
        turn = seen[theme] if theme in ("role", "deal", "order") else 1
        seen[theme] += 1
        places.append((turn, place))
    return [ranked[place] for place in sorted(place for _, place in sorted(places)[:most])]


def _spread(p: float | None) -> float:
    """How open a chance is: p (1 - p); unknown counts as even."""
    p = 0.5 if p is None else p
    return p * (1 - p)


def _of_roles(coverage: Coverage, deals: Deals, risk: Risk, revenue: float) -> list[Question]:
    """Who fills an empty role, and why someone is against us; those who decide share what is at stake."""
    if coverage.state == CoverageState.NO_ROLES:
        return []
    # orders and deals together only rank the questions; a reader is never shown their sum
    at_stake = revenue + (deals.asked or 0.0)
    friend = next((slot.name for slot in coverage.slots if slot.disposition == "favourable" and slot.name), None)
    points = sum(abs(reason.points or 0.0) for reason in risk.reasons if reason.code in PEOPLE_REASONS)
    found = []
    for slot in _wanted(coverage):
        negative = slot.disposition == "negative"
        code = "why_negative" if negative else "who_fills_role"
        stake, shown = _stake(revenue, deals) if slot.decides else (None, None)
        facts = {"role": slot.role, "decides": slot.decides, "ask": friend, "ours": slot.representative}
        facts |= {"name": slot.name, "evidence": slot.evidence} if negative else {"since": slot.since}
        bearing = BEARING[code] * (1.0 if slot.decides else UNDECIDING)
        if points and slot.decides:
            size, moves, money = points, Moves.RISK, revenue * points / 100
        else:
            size, moves, money = shown, Moves.MONEY, at_stake * _spread(risk.p) * bearing / max(coverage.deciding, 1)
        found.append(Question(Finding(code, facts | {"stake": stake}), moves, size, money, f"role {slot.role_code}"))
    return found


def _wanted(coverage: Coverage) -> tuple[Slot, ...]:
    """The roles to ask about: of an account where nobody is noted yet, first those who decide."""
    if coverage.state == CoverageState.KNOWN:
        return coverage.attention
    return tuple(slot for slot in coverage.attention if slot.decides) or coverage.attention


def _stake(revenue: float, deals: Deals) -> tuple[str | None, float | None]:
    """What hangs on a role that decides: the year's orders, or where there are none what open deals ask."""
    if revenue > 0:
        return "orders", revenue
    return ("asked", deals.asked) if deals.asked else (None, None)


def _of_deal(deal: Deal, view: View, coverage: Coverage) -> list[Question]:
    asked = deal.asked or 0.0
    owner = next((slot.representative for slot in coverage.slots if slot.contact_id == deal.key_contact_id), None)
    base = {"deal": deal.name or deal.opportunity_id, "amount": deal.asked, "p": deal.p}
    gone = Doubt.KEY_PERSON_LEFT in deal.doubts
    key = None if gone else deal.key_contact
    base |= {"ask": key, "ours": owner if deal.key_contact_id and not gone else None}
    late = deal.expected_close is not None and deal.expected_close < view.as_of
    open_: dict[str, dict[str, object]] = {str(one): {} for one in deal.missing if str(one) in BEARING}
    if "channel" in open_:
        open_["channel"] = {"name": key}
    if late or "close" in open_:
        open_["close"] = {"passed": deal.expected_close if late else None}
    if deal.buyer_stage is None:
        open_["buyer_stage"] = {}
    if "budget" not in open_ and deal.budget_status == "requested":
        open_["budget"] = {}
    found = []
    for code, facts in open_.items():
        yes, no = _odds(deal) if code == "budget" else (None, None)
        facts = base | facts | ({"p_yes": yes, "p_no": no} if code == "budget" else {})
        if yes is not None and no is not None:
            size, moves, money = 100 * abs(yes - no), Moves.ODDS, asked * abs(yes - no)
        elif cost := _costs(deal, code):
            size, moves, money = cost, Moves.ODDS, asked * cost / 100
        else:
            size, moves, money = asked, Moves.MONEY, asked * _spread(deal.p) * BEARING[code]
        found.append(Question(Finding(code, facts), moves, size, money, f"deal {deal.opportunity_id}"))
    return found


def _costs(deal: Deal, code: str) -> float:
    """Points of odds that not knowing the answer costs the deal, by the model's reasons; 0 where they do not say."""
    points = (reason.points or 0.0 for reason in deal.reasons if reason.code == SETTLED.get(code))
    return max(-sum(points), 0.0)


def _odds(deal: Deal) -> tuple[float | None, float | None]:
    """Odds with the budget approved and without, where the model's reasons say so."""
    for reason in deal.reasons:
        yes, no = number(reason.facts.get("p_yes")), number(reason.facts.get("p_no"))
        if reason.code.startswith("budget") and yes is not None and no is not None:
            return yes, no
    return None, None


def _of_order(order: NextOrder, assortment: Assortment | None, revenue: float) -> list[Question]:
    found = []
    if order.state in (NextState.OVERDUE, NextState.MISSED) and order.typical is not None:
        facts = {"due": order.due, "days_late": order.days_late, "amount": order.typical}
        facts |= {"lo": order.typical_lo, "hi": order.typical_hi, "ask": None, "ours": None}
        # not the order alone but the year's orders hang on whether they fell silent
        size = max(revenue, order.typical)
        money = size * _spread(order.p_none) * BEARING["late_order"]
        facts |= {"stake": "orders" if revenue >= order.typical else None}
        found.append(Question(Finding("late_order", facts), Moves.MONEY, size, money, "order"))
    for item in assortment.items if assortment else ():
        if item.missing:
            facts = {"item": item.name, "item_id": item.item_id, "orders": item.missing.facts["orders"]}
            facts |= {"amount": item.revenue_12, "ask": None, "ours": None}
            money = item.revenue_12 * _spread(None) * BEARING["missing_item"]
            found.append(Question(Finding("missing_item", facts), Moves.MONEY, item.revenue_12, money, "order"))
    return found


def _of_account(view: View, revenue: float) -> list[Question]:
    row = account(view)
    if row is None:
        return []
    facts: dict[str, object] = {"revenue_12": revenue, "stake": "orders", "ask": None, "ours": None}
    found = []
    if whole(row[A.fiscal_year_end_month]) is None:
        year = fiscal(view)
        found.append(("fiscal_year_end", facts | {"inferred": year.inferred, "years": year.years}))
    if flag(row[A.sole_source]) is None:
        found.append(("sole_source", facts))
    if text(row[A.channel_type]) in ("distributor", "integrator") and lines(view)[L.end_customer].isna().all():
        found.append(("end_customers", facts))
    return [
        Question(Finding(code, told), Moves.MONEY, revenue, revenue * _spread(None) * BEARING[code], code)
        for code, told in found
    ]
