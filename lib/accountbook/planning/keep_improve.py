"""What to keep and what to improve at an account that changes hands (cap 39), heaviest first.

Codes of what to keep, with their facts:

- ``decider``: name, role, more (further people who decide and are for us); ``rhythm``: gap, size; ``items``: names
  (tuple), share (of 12 months); ``sole_source``; ``grows``: change, value; ``on_time``: share, n; ``fair_trade``: n,
  text (concessions that got something in return)

Of what to improve:

- ``late_promise`` (late for half a year at most), ``chase`` (the same of theirs): text, days, more;
  ``old_promises``: n, text; ``late_promises`` (all together, of any age, see below): n, text, least, longest (days);
  ``order_missed``, ``order_overdue``: due, days, amount; ``risk``: p, by
- ``money_late`` (invoices 15 days to a year past their day, unless next to nothing): n, amount, days (longest)
- ``not_sole`` (recorded as their only source, and we are not): competitor, share, product
- ``against``: name, role; ``role_empty``: role, since, more; ``open_claim``: text, days, more; ``old_claims``: n
- ``dormant``: days (since the last order, more than a year); ``deliveries``: share, n; ``given_away``: n, cost;
  ``below_cost``: n, lost; ``stalled``: deal, days, more; ``unseen``: days since anyone met anyone, None: never
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from accountbook.planning.cash import Cash
from accountbook.planning.competition import Competition, Rival, other_source
from accountbook.planning.coverage import Coverage, SlotState
from accountbook.planning.dates_ahead import Dated
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.margin import Margins
from accountbook.planning.months import Months
from accountbook.planning.next_order import NextOrder, NextState
from accountbook.planning.open_promises import Promise
from accountbook.planning.period import back
from accountbook.planning.power import OLD_MONTHS
from accountbook.planning.rhythm import Regularity, Rhythm
from accountbook.planning.risk import Risk
from accountbook.planning.traded import Conceded, OnTime, claims_open, favourites
from accountbook.planning.values import flag
from accountbook.planning.view import View, account
from accountbook.tables import Accounts as A

KEEP: Mapping[str, float] = {
    "decider": 90, "rhythm": 70, "items": 65, "sole_source": 60, "grows": 55, "on_time": 50, "fair_trade": 40,
}  # fmt: skip
IMPROVE: Mapping[str, float] = {
    "order_overdue": 92, "late_promise": 90, "order_missed": 86, "money_late": 84, "risk": 80,
    "open_claim": 78, "old_promises": 76,
    "dormant": 74, "against": 72, "role_empty": 70, "not_sole": 66, "chase": 62, "stalled": 60, "deliveries": 55,
    "below_cost": 52, "given_away": 50, "old_claims": 46, "unseen": 45,
}  # fmt: skip
"""What costs trust or money now before what is missing, and that before what is only worth a thought."""
PRESSING = IMPROVE["old_promises"]
"""What weighs so much is late or at risk: a word of ours that we did not keep is, however old it is."""
SOON = 14
OLD = 182
"""Days after which what is still open is settled or struck off, not hurried."""
GROWS, PUNCTUAL, LATE, DORMANT = 0.1, 0.95, 0.85, 365


def keep(
    view: View,
    *,
    coverage: Coverage,
    months: Months,
    rhythm: Rhythm,
    competition: Competition,
    on_time: OnTime,
    given: Conceded,
) -> tuple[Finding, ...]:
    """What carries the account.

    Parameters
    ----------
    on_time, given : as `traded.deliveries` and `traded.conceded` give them.
    """
    found = [*_people_for_us(coverage), *_bought(view, months, rhythm, competition), *_service(on_time, given)]
    return _weighed(found, KEEP, Sign.BETTER)


def improve(
    view: View,
    *,
    ours: tuple[Promise, ...],
    theirs: tuple[Promise, ...],
    coverage: Coverage,
    next_order: NextOrder,
    risk: Risk,
    deals: Deals,
    margins: Margins,
    competition: Competition,
    cash: Cash,
    met_on: pd.Timestamp | None,
    on_time: OnTime,
    given: Conceded,
) -> tuple[Finding, ...]:
    """What fails the account, or is owed to it.

    Parameters
    ----------
    ours, theirs : open promises. met_on : when anyone of ours met anyone of theirs last. on_time, given : as `keep`.
    """
    found = [
        *_late(ours, theirs),
        *_orders(next_order, risk, view.as_of),
        *_owed(cash),
        *_missing(coverage),
        *_rivals(view, competition),
        *_stalled(deals),
        *_losses(view, margins, on_time, given),
        *_unseen(view, met_on),
    ]
    return _weighed(found, IMPROVE, Sign.WORSE)


def urgent(
    failing: tuple[Finding, ...], dates: tuple[Dated, ...], as_of: pd.Timestamp, ours: tuple[Promise, ...] = ()
) -> Finding | None:
    """What is late or at risk; else what falls due within two weeks; else the heaviest of what to improve.

    Parameters
    ----------
    ours : our open promises; where late ones are what presses, all of them are told together.
    """
    pressing = [one for one in failing if one.weight >= PRESSING]
    if pressing:
        first = pressing[0]
        together = late_promises(ours) if first.code in ("late_promise", "old_promises") else None
        return replace(together, weight=first.weight) if together else first
    for on, one in dates:
        own = one.code != "promise" or one.facts["side"] == "ours"
        if (on - as_of).days <= SOON and own and one.code != "year_end":
            return Finding(one.code, {**one.facts, "on": on})
    return failing[0] if failing else None


def late_promises(ours: tuple[Promise, ...]) -> Finding | None:
    """All promises of ours whose day has passed, of any age; None: none.

    Examples
    --------
    >>> late = [Promise("ours", f"Text {days}", None, days, None) for days in (1123, 652, None)]
    >>> dict(late_promises(tuple(late)).facts)
    {'n': 2, 'text': 'Text 1123', 'least': 652, 'longest': 1123}
    """
    late = sorted((one for one in ours if one.late is not None), key=lambda one: one.late or 0)
    if not late:
        return None
    facts = {"n": len(late), "text": late[-1].text, "least": late[0].late, "longest": late[-1].late}
    return Finding("late_promises", facts, Sign.WORSE)


def _weighed(found: Iterable[tuple[str, dict]], weights: Mapping[str, float], sign: Sign) -> tuple[Finding, ...]:
    told = [Finding(code, facts, sign, weights[code]) for code, facts in found]
    return tuple(sorted(told, key=lambda one: -one.weight))


def _people_for_us(coverage: Coverage) -> Iterable[tuple[str, dict]]:
    for_us = [one for one in coverage.slots if one.decides and one.disposition == "favourable" and one.name]
    if for_us:
        yield "decider", {"name": for_us[0].name, "role": for_us[0].role, "more": len(for_us) - 1}


def _bought(view: View, months: Months, rhythm: Rhythm, competition: Competition) -> Iterable[tuple[str, dict]]:
    # who has been silent for longer than two usual gaps keeps that rhythm no more
    lately = rhythm.gap is not None and (rhythm.silence or 0) <= 2 * rhythm.gap
    if rhythm.regularity == Regularity.REGULAR and lately:
        yield "rhythm", {"gap": rhythm.gap, "size": rhythm.size}
    names, share = favourites(view)
    if names and share is not None:
        yield "items", {"names": names, "share": share}
    if _sole(view) and _other(view, competition) is None:
        yield "sole_source", {}
    year = months.last_12
    if year is not None and year.change is not None and year.change >= GROWS:
        yield "grows", {"change": year.change, "value": year.value}


def _sole(view: View) -> bool:
    row = account(view)
    return row is not None and flag(row[A.sole_source]) is True


def _other(view: View, competition: Competition) -> Rival | None:
    return other_source(competition, back(view.as_of, OLD_MONTHS))


def _rivals(view: View, competition: Competition) -> Iterable[tuple[str, dict]]:
    other = _other(view, competition) if _sole(view) else None
    if other is not None:
        yield "not_sole", {"competitor": other.competitor, "share": other.share, "product": other.product}


def _service(on_time: OnTime, given: Conceded) -> Iterable[tuple[str, dict]]:
    share, n = on_time
    if share is not None and share >= PUNCTUAL:
        yield "on_time", {"share": share, "n": n}
    if given.returned:
        yield "fair_trade", {"n": given.returned, "text": given.got}


def _late(ours: tuple[Promise, ...], theirs: tuple[Promise, ...]) -> Iterable[tuple[str, dict]]:
    for code, side in (("late_promise", ours), ("chase", theirs)):
        late = [one for one in side if one.late is not None and one.late <= OLD]
        if late:
            first = max(late, key=lambda one: one.late or 0)
            yield code, {"text": first.text, "days": first.late, "more": len(late) - 1}
    old = [one for one in ours if one.late is not None and one.late > OLD]
    if old:
        yield "old_promises", {"n": len(old), "text": old[-1].text}


def _orders(coming: NextOrder, risk: Risk, as_of: pd.Timestamp) -> Iterable[tuple[str, dict]]:
    silent = (as_of - coming.last_order).days if coming.last_order is not None else 0
    if silent > DORMANT:
        yield "dormant", {"days": silent}
        return
    facts = {"due": coming.due, "days": coming.days_late, "amount": coming.typical}
    if coming.state in (NextState.MISSED, NextState.OVERDUE) and coming.due is not None:
        yield ("order_missed" if coming.state == NextState.MISSED else "order_overdue"), facts
    if risk.high and risk.p is not None:
        yield "risk", {"p": risk.p, "by": risk.horizon_end}


def _owed(cash: Cash) -> Iterable[tuple[str, dict]]:
    longest = max((one.days_late or 0 for one in cash.bills_late), default=0)
    if longest > SOON and cash.owed_late + cash.credits > 0 and not cash.little_late:
        yield "money_late", {"n": len(cash.bills_late), "amount": cash.owed_late, "days": longest}


def _missing(coverage: Coverage) -> Iterable[tuple[str, dict]]:
    known = SlotState.KNOWN
    against = [one for one in coverage.attention if one.state == known and one.disposition == "negative"]
    if against:
        yield "against", {"name": against[0].name, "role": against[0].role}
    empty = [one for one in coverage.attention if one.state != known]
    if empty:
        yield "role_empty", {"role": empty[0].role, "since": empty[0].since, "more": len(empty) - 1}


def _stalled(deals: Deals) -> Iterable[tuple[str, dict]]:
    still = [one for one in deals.deals if one.stalled]
    if still:
        name = still[0].name or still[0].opportunity_id
        yield "stalled", {"deal": name, "days": still[0].since_change, "more": len(still) - 1}


def _losses(view: View, margins: Margins, on_time: OnTime, given: Conceded) -> Iterable[tuple[str, dict]]:
    claims = claims_open(view)
    fresh = [one for one in claims if one.days <= OLD]
    if fresh:
        yield "open_claim", {"text": fresh[-1].text, "days": fresh[-1].days, "more": len(fresh) - 1}
    if len(claims) > len(fresh):
        yield "old_claims", {"n": len(claims) - len(fresh)}
    share, n = on_time
    if share is not None and share < LATE:
        yield "deliveries", {"share": share, "n": n}
    if margins.negative:
        lost = -sum(one.margin or 0.0 for one in margins.negative)
        yield "below_cost", {"n": len(margins.negative), "lost": lost}
    if given.free:
        yield "given_away", {"n": given.free, "cost": given.cost}


def _unseen(view: View, last: pd.Timestamp | None) -> Iterable[tuple[str, dict]]:
    if not view.has("contact_events"):
        return
    if last is None or last <= back(view.as_of, 3):
        yield "unseen", {"days": None if last is None else (view.as_of - last).days}
