"""What changed since last month, the largest first.

Codes and facts (sign in brackets):

- ``person_left`` (worse): role, name, status, on, decides
- ``role_vacant`` (worse): role, name (who was in it), on, decides
- ``role_filled`` (better): role, name, on, decides
- ``turned`` (better, worse): role, name, was, now, on, decides
- ``deal_won`` (better), ``deal_lost`` (worse): deal, amount, on
- ``deal_new`` (better): deal, amount, on
- ``deal_moved`` (better, worse): deal, was, now (seller stages), p_before, p
- ``deal_pushed`` (worse): deal, was, now (days), times (in all)
- ``deal_amount`` (better, worse): deal, was, now
- ``risk_jump`` (worse), ``risk_fell`` (better): before, now, horizon_end, reason (code of the heaviest, may be None)
- ``item_missing`` (worse): item, item_id, on, orders (so many orders in a row before held it)
- ``item_first`` (better): item, item_id, amount, on; for several: others (how many more)
- ``order_below`` (worse), ``order_above`` (better): on, amount, lo, hi (what was predicted), usual
- ``order_missed`` (worse): due, days_late; ``order_overdue`` (worse): the same
- ``silent_before`` (better): on, days (an order after a silence longer than twice the usual gap)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.assortment import Assortment, assortment
from accountbook.planning.coverage import Coverage, coverage
from accountbook.planning.deal_changes import deal_changes
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.next_order import NextOrder, NextState, next_order
from accountbook.planning.people_changes import people_changes
from accountbook.planning.period import back
from accountbook.planning.predicted import HORIZON_DAYS, AccountForecast, account_forecast, earlier
from accountbook.planning.rhythm import Rhythm, RhythmState, rhythm
from accountbook.planning.risk import Risk, risk
from accountbook.planning.values import day, number
from accountbook.planning.view import View
from accountbook.planning.weights import weighed
from accountbook.tables import OrderLines as L

MOST = 5


@dataclass(frozen=True)
class Changes:
    """What changed.

    Attributes
    ----------
    since : the day compared with. found : at most five, heaviest first. more : how many were left out.
    """

    since: pd.Timestamp
    found: tuple[Finding, ...]
    more: int


def changes(
    view: View,
    *,
    accounts: pd.DataFrame | None = None,
    deals: pd.DataFrame | None = None,
    account_history: pd.DataFrame | None = None,
    deal_history: pd.DataFrame | None = None,
    bought: Assortment | None = None,
    roles: Coverage | None = None,
    roles_before: Coverage | None = None,
    since: pd.Timestamp | None = None,
    more: Iterable[Finding] = (),
    horizon: int = HORIZON_DAYS,
) -> Changes:
    """What changed at the view's account since a month before (or `since`).

    Parameters
    ----------
    accounts, deals : predictions at as_of. account_history, deal_history : earlier ones (the ledger's history).
    bought, roles, roles_before : the view's assortment and coverage, and the coverage at `since`, where at hand.
    more : news of other judgements, see `weights.WEIGHTS`.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "item_id": "I", "quantity": 1, "unit_price": 9.0}
    >>> rows = [line | {"order_date": "2026-05-02"}, line | {"order_date": "2026-10-09", "item_id": "J"}]
    >>> found = changes(MemoryView("2026-10-31", {"order_lines": rows}, account_id="A"))
    >>> found.since.date().isoformat(), [(one.code, one.sign.value) for one in found.found]
    ('2026-09-30', [('item_first', 'better')])
    """
    since = back(view.as_of, 1) if since is None else since
    before = view.at(since)
    now = coverage(view) if roles is None else roles
    then = coverage(before) if roles_before is None else roles_before
    bought = assortment(view) if bought is None else bought
    found = [
        *people_changes(view, now, then, since),
        *deal_changes(view, before, since, deals=deals, history=deal_history),
        *_risk(risk(view, accounts, account_history, horizon=horizon)),
        *_items(bought, before, since),
        *_order(
            view,
            rhythm(view),
            rhythm(before),
            account_forecast(earlier(account_history, view.as_of), view.account_id, horizon=horizon),
        ),
        *_late(next_order(view, accounts, horizon=horizon), since),
        *more,
    ]
    kept = _at_most_two_of_a_code(sorted(found, key=lambda finding: -finding.weight))
    return Changes(since, tuple(kept[:MOST]), len(found) - len(kept[:MOST]))


def _at_most_two_of_a_code(found: list[Finding]) -> list[Finding]:
    """One kind of news must not crowd out the others."""
    seen: Counter[str] = Counter()
    kept = []
    for finding in found:
        seen[finding.code] += 1
        if seen[finding.code] <= 2:
            kept.append(finding)
    return kept


def _risk(now: Risk) -> list[Finding]:
    if now.jump is None:
        return []
    heaviest = max(now.reasons, key=lambda reason: reason.points or 0.0, default=None)
    facts = {
        "before": now.p_before,
        "now": now.p,
        "horizon_end": now.horizon_end,
        "reason": heaviest.code if heaviest and (heaviest.points or 0.0) > 0 else None,
    }
    if now.jumped:
        return [weighed("risk_jump", facts, Sign.WORSE)]
    return [weighed("risk_fell", facts, Sign.BETTER)] if now.fell else []


def _items(bought: Assortment, before: View, since: pd.Timestamp) -> list[Finding]:
    if before.order_days().empty or not bought.items:
        return []
    last = max(item.last_bought for item in bought.items)
    found = []
    if last > since:
        for item in bought.items:
            if item.missing:
                facts = {"item": item.name, "item_id": item.item_id, "on": last, **item.missing.facts}
                found.append(weighed("item_missing", facts, Sign.WORSE, part=item.share))
    first = [item for item in bought.items if item.first_bought > since]
    if first:
        largest = max(first, key=lambda item: (item.revenue_12, item.item_id))
        facts = {"item": largest.name, "item_id": largest.item_id, "amount": largest.revenue_12 or None}
        facts |= {"on": largest.first_bought, "others": len(first) - 1}
        found.append(weighed("item_first", facts, Sign.BETTER, part=largest.share))
    return found


def _order(view: View, now: Rhythm, then: Rhythm, said: AccountForecast | None) -> list[Finding]:
    """The first order since, against its predicted range (or all earlier orders), and after what silence."""
    days = view.order_days()
    new = days[days[L.order_date] > (then.last if then.last is not None else view.as_of)]
    if new.empty:
        return []
    on, amount = day(new[L.order_date].iloc[0]), number(new[L.amount].iloc[0])
    found = []
    silence = (on - then.last).days
    if then.state == RhythmState.KNOWN and then.gap and silence > 2 * then.gap:
        found.append(weighed("silent_before", {"on": on, "days": silence}, Sign.BETTER))
    lo, hi = (said.typical_lo, said.typical_hi) if said and said.as_of < on else (None, None)
    facts = {"on": on, "amount": amount, "lo": lo, "hi": hi, "usual": then.size}
    if amount is None:
        return found
    if lo is not None and hi is not None:
        below, above = amount < lo, amount > hi
    else:
        below, above = (now.last_is_smallest, now.last_is_largest) if len(new) == 1 else (False, False)
    if below or above:
        sign = Sign.WORSE if below else Sign.BETTER
        found.append(weighed("order_below" if below else "order_above", facts, sign))
    return found


def _late(next_: NextOrder, since: pd.Timestamp) -> list[Finding]:
    """A state that the order came into since: missed where the range ended since, overdue where the day passed."""
    facts = {"due": next_.due, "days_late": next_.days_late}
    if next_.state == NextState.MISSED and next_.latest is not None and next_.latest >= since:
        return [weighed("order_missed", facts, Sign.WORSE)]
    if next_.state == NextState.OVERDUE and next_.due is not None and next_.due >= since:
        return [weighed("order_overdue", facts, Sign.WORSE)]
    return []
