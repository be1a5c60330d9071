"""The lead of a plan: how the account stands, and the one thing to do.

State codes: ``growing``, ``steady``, ``shrinking`` (change, value, before; both None for ``steady`` where the
year before is unknown), ``young`` (orders, months, value), ``brief`` (the same: few orders or months on record,
and nothing says that the customer is new),
``no_orders``, ``quiet`` (days, usual), ``silent_year`` (days), ``unpriced`` (orders of twelve months, none of which
has an amount).
But codes: ``month_low`` (month, amount, before), ``risk_high`` (p, horizon_end), or any code of `changes`.
Act codes: ``call_missed`` (due, days_late, amount, lo, hi), ``find_role`` (role, name and since of the last one
known, before: the next order's day), ``win_back`` (the same), ``call_risk`` (p, at_risk), ``confirm_budget``
(deal, amount, days since a change), ``revive_deal`` (the same), ``prepare_order`` (p50, amount, lo, hi),
``keep`` (none).
"""

from __future__ import annotations

from dataclasses import dataclass

from accountbook.planning import changes as news
from accountbook.planning import coverage as people
from accountbook.planning import months as by_month
from accountbook.planning import next_order as orders
from accountbook.planning import profile as profiles
from accountbook.planning import rhythm as rhythms
from accountbook.planning import risk as chances
from accountbook.planning.changes import Changes
from accountbook.planning.coverage import Coverage, CoverageState
from accountbook.planning.deals import Deals, Missing, open_deals
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.months import Months
from accountbook.planning.next_order import NextOrder, NextState
from accountbook.planning.profile import Profile
from accountbook.planning.rhythm import Rhythm
from accountbook.planning.risk import Risk
from accountbook.planning.view import View

FEW_ORDERS = 5
STEADY = 0.05


@dataclass(frozen=True)
class Lead:
    """Two sentences: state (with a ``but`` where something speaks against it), and what to do."""

    state: Finding
    but: Finding | None
    act: Finding


def lead(
    view: View,
    *,
    profile: Profile | None = None,
    months: Months | None = None,
    rhythm: Rhythm | None = None,
    next_order: NextOrder | None = None,
    risk: Risk | None = None,
    coverage: Coverage | None = None,
    deals: Deals | None = None,
    changes: Changes | None = None,
) -> Lead:
    """The lead of the view's account.

    Parameters
    ----------
    profile, months, rhythm, next_order, risk, coverage, deals, changes : of the view; None: made here, unpredicted.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> lead(MemoryView("2026-10-31", {"order_lines": []}, account_id="A")).state.code
    'no_orders'
    """
    profile = profiles.profile(view) if profile is None else profile
    months = by_month.months(view) if months is None else months
    rhythm = rhythms.rhythm(view) if rhythm is None else rhythm
    next_order = orders.next_order(view) if next_order is None else next_order
    risk = chances.risk(view) if risk is None else risk
    coverage = people.coverage(view) if coverage is None else coverage
    deals = open_deals(view) if deals is None else deals
    changes = news.changes(view) if changes is None else changes
    return Lead(
        _standing(profile, months, rhythm, next_order),
        _but(months, risk, changes),
        _act(next_order, risk, coverage, deals),
    )


def _standing(profile: Profile, months: Months, rhythm: Rhythm, next_order: NextOrder) -> Finding:
    year = months.last_12
    if year is None:
        return Finding("no_orders")
    if rhythm.silence is not None and rhythm.silence > 365:
        return Finding("silent_year", {"days": rhythm.silence}, Sign.WORSE)
    if next_order.state == NextState.MISSED:
        return Finding("quiet", {"days": rhythm.silence, "usual": rhythm.gap}, Sign.WORSE)
    if months.unpriced_orders:
        return Finding("unpriced", {"orders": months.unpriced_orders})
    if year.change is None and (months.history <= 12 or rhythm.orders < FEW_ORDERS):
        code = "young" if profile.young else "brief"
        return Finding(code, {"orders": rhythm.orders, "months": months.history, "value": year.value})
    facts = {"change": year.change, "value": year.value, "before": year.before}
    if year.change is None or abs(year.change) < STEADY:
        return Finding("steady", facts)
    return Finding("growing", facts, Sign.BETTER) if year.change > 0 else Finding("shrinking", facts, Sign.WORSE)


def _but(months: Months, risk: Risk, changes: Changes) -> Finding | None:
    """What speaks against it: the heaviest worse change, a high risk, a weak month."""
    worse = next((finding for finding in changes.found if finding.sign == Sign.WORSE), None)
    if worse is not None:
        return worse
    if risk.high:
        return Finding("risk_high", {"p": risk.p, "horizon_end": risk.horizon_end}, Sign.WORSE)
    month = months.this_month
    if month is not None and month.change is not None and month.change <= -0.5:
        return Finding("month_low", {"month": month.start, "amount": month.value, "before": month.before}, Sign.WORSE)
    return None


def _act(next_order: NextOrder, risk: Risk, coverage: Coverage, deals: Deals) -> Finding:
    """The one thing to do: the late order, the empty or hostile deciding role, the risk, the deal, the order ahead."""
    money = {"amount": next_order.typical, "lo": next_order.typical_lo, "hi": next_order.typical_hi}
    before = next_order.p50
    if next_order.state in (NextState.MISSED, NextState.OVERDUE):
        return Finding("call_missed", {"due": next_order.due, "days_late": next_order.days_late, **money})
    for slot in coverage.attention if coverage.state == CoverageState.KNOWN else ():
        who = {"role": slot.role, "name": slot.name, "since": slot.since, "before": before}
        if slot.decides:
            return Finding("win_back" if slot.disposition == "negative" else "find_role", who)
    if risk.high:
        return Finding("call_risk", {"p": risk.p, "at_risk": risk.at_risk})
    for deal in deals.deals:
        facts = {"deal": deal.name or deal.opportunity_id, "amount": deal.asked, "days": deal.since_change}
        if Missing.BUDGET in deal.missing:
            return Finding("confirm_budget", facts)
        if deal.stalled:
            return Finding("revive_deal", facts)
    if next_order.state == NextState.EXPECTED:
        return Finding("prepare_order", {"p50": before, **money})
    return Finding("keep")
