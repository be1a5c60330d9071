"""How heavy a piece of news is, so that the page shows the heaviest first."""

from __future__ import annotations

from collections.abc import Mapping

from accountbook.planning.finding import Finding, Sign

WEIGHTS: Mapping[str, float] = {
    "person_left": 90,
    "deal_lost": 88,
    "deal_won": 86,
    "order_missed": 85,
    "trigger_met": 82,
    "risk_jump": 80,
    "role_vacant": 75,
    "contract_signed": 74,
    "claim_opened": 72,
    "turned": 70,
    "promise_broken": 68,
    "invoice_overdue": 66,
    "goal_changed": 64,
    "competitor_seen": 62,
    "order_below": 60,
    "their_promise_broken": 58,
    "order_overdue": 55,
    "stock_low": 52,
    "stock_high": 51,
    "item_missing": 50,
    "purchase_moment": 48,
    "decided": 46,
    "deal_pushed": 45,
    "deal_moved": 44,
    "order_above": 42,
    "silent_before": 38,
    "contract_paid": 37,
    "deal_new": 36,
    "role_filled": 35,
    "market_changed": 33,
    "risk_fell": 32,
    "item_first": 30,
    "fact_new": 26,
    "deal_amount": 25,
}
"""0-100: who is there and what was decided before what was forecast, losses before gains, facts before trends."""

MOST_PART = 20.0
"""What an item's or deal's share of the account's money adds at most."""

UNDECIDING = 0.6
"""News of a person who does not decide weighs this much of that of one who does."""


def weighed(
    code: str, facts: Mapping[str, object], sign: Sign, *, part: float | None = None, decides: bool | None = None
) -> Finding:
    """A finding with its weight.

    Parameters
    ----------
    part : share of the account's money it is about, 0-1; larger counts as 1.
    decides : for people: whether the role decides.

    Examples
    --------
    >>> weighed("person_left", {}, Sign.WORSE, decides=False).weight
    54.0
    >>> weighed("item_missing", {}, Sign.WORSE, part=0.25).weight
    55.0
    """
    weight = WEIGHTS[code] + MOST_PART * min(max(part or 0.0, 0.0), 1.0)
    return Finding(code, dict(facts), sign, weight * (UNDECIDING if decides is False else 1.0))
