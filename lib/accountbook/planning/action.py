"""An action: one thing to do at an account, whoever asks for it.

A judgement that calls for something to be done gives actions beside what it found. The codes with their facts stand in
the docstring of the module that gives them; how heavy each weighs stands here, so that the page can show the heaviest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.finding import Finding, Sign

WEIGHTS: Mapping[str, float] = {
    "scenario_act": 85,
    "answer_claim": 82,
    "our_promise": 80,
    "collect": 78,
    "close_gap": 75,
    "answer_requirement": 72,
    "deliver": 70,
    "extend_offer": 68,
    "obligation": 66,
    "agreed": 65,
    "chase_promise": 62,
    "plan": 60,
    "settle_claim": 58,
    "before_closure": 59,
    "counter_competitor": 57,
    "offer_replacement": 55,
    "call_off": 54,
    "stock_high": 52,
    "ask_loyal": 51,
    "stock_low": 50,
    "before_year_end": 49,
    "overdue_goal": 48,
    "offer_season": 47,
    "check_books": 46,
    "offer_successor": 46,
    "review_risk": 45,
    "answer_problem": 44,
    "ask_focus": 44,
    "ask_in_return": 44,
    "decide": 43,
    "route_step": 42,
    "bring_capability": 41,
    "write_after": 41,
    "review_scenario": 40,
    "check_statement": 38,
    "renew_strategy": 37,
    "settle_year_end": 36,
    "share_dependence": 35,
    "ask_partner": 33,
    "renew_facts": 30,
}
"""0-100: what was promised and what costs money now before what is planned, and that before what is only stale."""


@dataclass(frozen=True)
class Action:
    """One thing to do.

    Attributes
    ----------
    does : code and facts.
    owner_id, owner : our person, None where nobody is named.
    due : day by which, None: now.
    days_late : days since it was due, where it was ours to do and was not done; else None.
    weight : see `WEIGHTS`.
    """

    does: Finding
    owner_id: str | None
    owner: str | None
    due: pd.Timestamp | None
    days_late: int | None
    weight: float


def action(
    code: str,
    facts: Mapping[str, object],
    as_of: pd.Timestamp,
    *,
    due: pd.Timestamp | None = None,
    owner_id: str | None = None,
    owners: Mapping[str, str] | None = None,
    ours: bool = False,
) -> Action:
    """An action with its weight.

    Parameters
    ----------
    code : of `WEIGHTS`. facts : for its sentence.
    due : day by which; None: now.
    owner_id : our person. owners : names of our people by number, see `view.staff`.
    ours : whether it was agreed that we do it by `due`, so that a day that passed makes it late. What only became
        necessary, as a call about somebody else's promise, is never late.

    Examples
    --------
    >>> late = action("our_promise", {"text": "Send the drawing"}, pd.Timestamp("2026-10-31"),
    ...               due=pd.Timestamp("2026-10-16"), ours=True)
    >>> late.days_late, late.weight
    (15, 80)
    """
    passed = ours and due is not None and due < as_of
    return Action(
        does=Finding(code, dict(facts), Sign.WORSE if passed else Sign.NEUTRAL),
        owner_id=owner_id,
        owner=(owners or {}).get(owner_id or ""),
        due=due,
        days_late=(as_of - due).days if passed and due is not None else None,
        weight=WEIGHTS[code],
    )
