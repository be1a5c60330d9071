"""One scenario that stands, and what those of an account call for: the finding, what is to be done, what is new.

The codes with their facts stand in `accountbook.planning.scenarios`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.deals import Deal
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.period import back
from accountbook.planning.signals import Signal
from accountbook.planning.values import day, text
from accountbook.planning.view import View, keeper, staff
from accountbook.planning.weights import weighed
from accountbook.tables import Contracts as K

RECENT = 92
"""Days for which a decided deal's scenarios, and what came, still call for something."""
TOLD = 365
"""Days for which what came is the finding, where nothing newer is."""
AHEAD = 183
"""Days before a contract's end at which what comes after should be written."""
ACTS, REVIEWS = 2, 1


class Due(StrEnum):
    """Its trigger came, or the data show the thing itself; they show a sign; nothing."""

    DUE = "due"
    SIGNALLED = "signalled"
    WAITING = "waiting"


@dataclass(frozen=True)
class Scenario:
    """One scenario that stands.

    Attributes
    ----------
    deal : name of its deal; None: the account as a whole.
    trigger, action : as written.
    happened_on : day on which its trigger was recorded as come.
    signals : what the data show, newest first.
    due, on : see `Due`, and since when.
    late : days since it was to be looked at again.
    """

    scenario_id: str
    kind: str
    opportunity_id: str | None
    deal: str | None
    set_on: pd.Timestamp
    trigger: str | None
    action: str | None
    owner_id: str | None
    owner: str | None
    review_on: pd.Timestamp | None
    late: int | None
    happened_on: pd.Timestamp | None
    signals: tuple[Signal, ...]
    due: Due
    on: pd.Timestamp | None


def recent(on: pd.Timestamp | None, as_of: pd.Timestamp, *, days: int = RECENT) -> bool:
    """Whether a day lies so near that something is still to be done about it."""
    return on is not None and (as_of - on).days <= days


def _code(one: Scenario) -> str | None:
    if one.happened_on is not None:
        return None
    return next((s.code for s in one.signals if s.certain), one.signals[0].code if one.signals else None)


def _facts(one: Scenario) -> dict[str, object]:
    code = _code(one)
    signal = next((s for s in one.signals if s.code == code), None)
    facts = {"kind": one.kind, "deal": one.deal, "on": one.on, "code": code, "action": one.action}
    return facts | {"signal": dict(signal.facts) if signal else {}}


def _pressing(found: list[Scenario], as_of: pd.Timestamp, *, days: int = RECENT) -> list[Scenario]:
    """What is due and recent; an exit only where no plan B of the same deal is due too."""
    due = [one for one in found if one.due == Due.DUE and recent(one.on, as_of, days=days)]
    second = {one.opportunity_id for one in due if one.kind == "B"}
    return [one for one in due if one.kind != "exit" or one.opportunity_id not in second]


def scenario_finding(found: list[Scenario], doubtful: Sequence[Deal], open_: int, view: View) -> Finding | None:
    """The one thing to say: what is due, else a sign, else a doubtful deal without plan B, an end without an after."""
    due = _pressing(found, view.as_of) or _pressing(found, view.as_of, days=TOLD)
    if due:
        facts = _facts(due[0]) | {"n": len(due)}
        return Finding("due", facts, Sign.WORSE if due[0].kind in ("B", "exit") else Sign.BETTER)
    signalled = [one for one in found if one.due == Due.SIGNALLED]
    if signalled:
        one = signalled[0]
        facts = _facts(one) | {"n": len(signalled)}
        return Finding("signalled", facts, Sign.WORSE if one.kind in ("B", "exit") else Sign.NEUTRAL)
    if doubtful and found:
        deal = doubtful[0]
        facts = {"deal": deal.name or deal.opportunity_id, "asked": deal.asked, "n": len(doubtful), "of": open_}
        return Finding("unplanned", facts, Sign.WORSE)
    ends = _ending(found, view)
    if ends is not None:
        return ends
    late = sorted((one for one in found if one.late is not None), key=lambda one: -(one.late or 0))
    if late:
        return Finding("unreviewed", _facts(late[0]) | {"days": late[0].late, "n": len(late)}, Sign.WORSE)
    return None


def _ending(found: list[Scenario], view: View) -> Finding | None:
    """The contract that ends next, where nobody has written what comes after."""
    if any(one.kind == "after" for one in found):
        return None
    rows = view.table("contracts")
    ahead = rows[(rows[K.ends_on] > view.as_of) & (rows[K.ends_on] <= view.as_of + pd.Timedelta(days=AHEAD))]
    if ahead.empty:
        return None
    row = ahead.sort_values([K.ends_on, K.contract_id]).iloc[0]
    facts = {"contract": text(row[K.name]) or str(row[K.contract_id]), "ends": day(row[K.ends_on])}
    return Finding("no_after", facts, Sign.WORSE)


def scenario_actions(found: list[Scenario], view: View) -> list[Action]:
    """What is to be done: act on what is due, look at one that is signalled, or at one that nobody looked at, and write
    what comes after a contract that ends."""
    owners, as_of = staff(view), view.as_of
    acts = [one for one in _pressing(found, as_of) if one.action][:ACTS]
    made = [action("scenario_act", _facts(one), as_of, owner_id=one.owner_id, owners=owners) for one in acts]
    looks = [one for one in found if one.due == Due.SIGNALLED] or [one for one in found if one.late is not None]
    made += [
        action("review_scenario", _facts(one), as_of, owner_id=one.owner_id, owners=owners) for one in looks[:REVIEWS]
    ]
    ends = _ending(found, view)
    return made if ends is None else [*made, action("write_after", ends.facts, as_of, **keeper(view))]


def scenario_news(found: list[Scenario], as_of: pd.Timestamp) -> list[Finding]:
    """What came since a month before; that a deal was won or lost is news of the deal's own."""
    new = [one for one in found if one.on is not None and back(as_of, 1) < one.on <= as_of]
    return [
        weighed("trigger_met", _facts(one), Sign.WORSE if one.kind in ("B", "exit") else Sign.BETTER)
        for one in new
        if _code(one) not in ("won", "lost")
    ]
