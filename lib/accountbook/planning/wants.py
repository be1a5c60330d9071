"""What the customer wants, whether we can, how, or why we gave up (cap 25), and what nobody decided yet.

An intent among the facts counts as undecided where nothing was decided at the account on its day or later: decisions
and facts share no number, and their words differ.

Codes of `Wants.finding`: ``undecided``: intent, on, days, n; ``decided``: intent, on, outcome, how, reason;
``no_how``: intent, on (we said that we can, and not how).
Codes of actions: ``decide``: intent, on. News: ``decided`` (better, worse, neutral): intent, outcome, on, how, reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.period import back
from accountbook.planning.values import flag, text
from accountbook.planning.view import View, keeper, staff
from accountbook.planning.weights import weighed
from accountbook.tables import AccountFacts as F
from accountbook.tables import Decisions as D
from accountbook.tables import Opportunities as O

PRESSING = 183
"""Days for which an undecided intent is asked about; what they wanted before that they may want no more."""
ASKED = 2


class WantsState(StrEnum):
    """The load has neither decisions nor facts; nothing is noted here; something is."""

    NO_TABLE = "no_table"
    NONE = "none"
    KNOWN = "known"


class Outcome(StrEnum):
    """We do it; we can and nobody wrote how; we gave up or cannot; nobody wrote whether."""

    DO = "do"
    NO_HOW = "no_how"
    GAVE_UP = "gave_up"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Want:
    """Something that they want, as decided; `outcome` None: nobody decided.

    Attributes
    ----------
    on : day of the decision; of an undecided intent the day on which it was known.
    how, reason : how we do it, why we gave up.
    by : who decided, or for an intent where we know it from.
    pressing : undecided, and known for no longer than `PRESSING` days.
    """

    intent: str | None
    outcome: Outcome | None
    on: pd.Timestamp
    how: str | None
    reason: str | None
    deal: str | None
    by: str | None
    pressing: bool = False


@dataclass(frozen=True)
class Wants:
    """What an account wants: undecided intents and decisions, each newest first."""

    state: WantsState
    undecided: tuple[Want, ...]
    decided: tuple[Want, ...]
    finding: Finding | None
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]


def wants(view: View) -> Wants:
    """What the view's account wants.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"fact_id": "F", "account_id": "A", "topic": "intent", "value": "Wants stock at the gate",
    ...          "as_of": "2026-10-06"}]
    >>> found = wants(MemoryView("2026-10-31", {"account_facts": rows}, account_id="A"))
    >>> found.finding.code, found.finding.facts["days"], found.actions[0].does.facts["intent"]
    ('undecided', 25, 'Wants stock at the gate')
    """
    if not view.has("decisions") and not view.has("account_facts"):
        return Wants(WantsState.NO_TABLE, (), (), None, (), ())
    owners, since = staff(view), view.as_of - pd.Timedelta(days=PRESSING)
    decided = _decided(view, owners)
    last = max((one.on for one in decided), default=None)
    rows = view.table("account_facts")
    rows = rows[(rows[F.topic] == "intent") & ((rows[F.as_of] > last) if last is not None else True)]
    rows = rows.sort_values([F.as_of, F.fact_id], ascending=False, kind="stable").drop_duplicates(F.value)
    open_ = [
        Want(str(row[F.value]), None, row[F.as_of], None, None, None, text(row[F.told_by]), row[F.as_of] >= since)
        for row in rows.to_dict("records")
    ]
    new = [one for one in open_ if one.pressing]
    return Wants(
        state=WantsState.KNOWN if open_ or decided else WantsState.NONE,
        undecided=tuple(open_),
        decided=tuple(decided),
        finding=_finding(new, decided, view.as_of),
        actions=tuple(
            action("decide", {"intent": one.intent, "on": one.on}, view.as_of, **keeper(view)) for one in new[:ASKED]
        ),
        news=tuple(_news(one) for one in decided if one.on > back(view.as_of, 1)),
    )


def _decided(view: View, owners: Mapping[str, str]) -> list[Want]:
    deals = view.table("opportunities").drop_duplicates(O.opportunity_id, keep="last")
    names = dict(zip(deals[O.opportunity_id], deals[O.name], strict=True))
    rows = view.table("decisions").sort_values([D.decided_on, D.decision_id], ascending=False, kind="stable")
    return [
        Want(
            intent=text(row[D.intent]),
            outcome=_outcome(row),
            on=row[D.decided_on],
            how=text(row[D.how]),
            reason=text(row[D.give_up_reason]),
            deal=text(names.get(row[D.opportunity_id])),
            by=text(owners.get(text(row[D.decided_by]) or "")),
        )
        for row in rows.to_dict("records")
    ]


def _outcome(row: Mapping[str, Any]) -> Outcome:
    can, how, reason = flag(row[D.feasible]), text(row[D.how]), text(row[D.give_up_reason])
    if reason or can is False:
        return Outcome.GAVE_UP
    if how:
        return Outcome.DO
    return Outcome.NO_HOW if can else Outcome.UNKNOWN


def _finding(new: list[Want], decided: list[Want], as_of: pd.Timestamp) -> Finding | None:
    if new:
        facts = {"intent": new[0].intent, "on": new[0].on, "days": (as_of - new[0].on).days, "n": len(new)}
        return Finding("undecided", facts, Sign.WORSE)
    told = [one for one in decided if one.intent]
    unsaid = next((one for one in told if one.outcome == Outcome.NO_HOW), None)
    if unsaid is not None:
        return Finding("no_how", {"intent": unsaid.intent, "on": unsaid.on}, Sign.WORSE)
    if told and told[0].on > back(as_of, 12):
        return Finding("decided", _facts(told[0]))
    return None


def _facts(one: Want) -> dict[str, object]:
    outcome = one.outcome.value if one.outcome else None
    return {"intent": one.intent, "outcome": outcome, "on": one.on, "how": one.how, "reason": one.reason}


def _news(one: Want) -> Finding:
    sign = {Outcome.DO: Sign.BETTER, Outcome.GAVE_UP: Sign.WORSE}.get(one.outcome, Sign.NEUTRAL)
    return weighed("decided", _facts(one), sign)
