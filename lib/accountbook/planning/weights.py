"""How heavy a piece of news is, so that the page shows the heaviest first."""

from __future__ import annotations

from collections.abc import Mapping

from accountbook.planning.finding import Finding, Sign

WEIGHTS: Mapping[str, float] = {
    "person_left": 90,
    "deal_lost": 88,
    "deal_won": 86,
    "order_missed": 85,
    "risk_jump": 80,
    "role_vacant": 75,
    "turned": 70,
    "order_below": 60,
    "order_overdue": 55,
    "item_missing": 50,
    "deal_pushed": 45,
    "deal_moved": 44,
    "order_above": 42,
    "silent_before": 38,
    "deal_new": 36,
    "role_filled": 35,
    "risk_fell": 32,
    "item_first": 30,
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
