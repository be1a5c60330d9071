"""Open deals (caps 17, 77, 83, 91): odds, stages of both sides, what is missing, what they come to.

A deal is asked and expected; it is never added to orders.
Codes of `Deal.missing` stand in `Missing`, those of `Deal.doubts` in `Doubt`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.predicted import Ladder, Reason, Shown
from accountbook.planning.view import View


class DealsState(StrEnum):
    """The load has no table of deals; none is open; some are."""

    NO_TABLE = "no_table"
    NONE = "none"
    OPEN = "open"


class Missing(StrEnum):
    """The nine questions of a deal (cap 77) that its record can leave open, heaviest first.

    Who the account is and which deals it had before, the book knows by itself.
    """

    BUDGET = "budget"  # nobody wrote whether there is money; "none" is an answer
    KEY_PERSON = "key_person"  # who decides
    CHANNEL = "channel"  # whether we reach that person; "no" is an answer
    CLOSE = "close"
    AMOUNT = "amount"
    CRITERIA = "criteria"  # what will decide
    COMPETITION = "competition"  # since when a competitor knows
    SOLUTION = "solution"  # product line
    HOW_OBTAINED = "how_obtained"


class Doubt(StrEnum):
    """What makes a deal doubtful, heaviest first."""

    KEY_PERSON_LEFT = "key_person_left"
    PAST_CLOSE = "past_close"  # the expected close has passed
    STALLED = "stalled"  # nothing changed for longer than the threshold
    PUSHED = "pushed"  # the close was moved later twice and more
    NO_BUDGET = "no_budget"
    AHEAD_OF_BUYER = "ahead_of_buyer"  # our stage stands two and more steps before theirs
    NO_KEY_PERSON = "no_key_person"
    NO_CHANNEL = "no_channel"


@dataclass(frozen=True)
class Deal:
    """One open deal.

    Attributes
    ----------
    asked : amount asked, company's currency.
    p, lo, hi : chance of winning with its range; rep_p : the rep's own; gap : rep_p - p.
    p_before : chance predicted a month ago.
    expected : p x asked; None where either is unknown.
    expected_close, close_p50 : the rep's day, and the model's.
    ahead : steps by which our stage is before the buyer's (negative: behind); None where either is unknown.
    pushed, pushed_days : how often, and by how many days in all, the close was moved later.
    in_stage, since_change : days in the present stage, and since any change of the deal.
    answered, questions : of the nine questions, how many are answered.
    missing : what is unanswered, heaviest first. doubts : what makes it doubtful, heaviest first.
    gated : budget status and close are both known, so that the odds rest on something (cap 83).
    stalled, stalled_for : as the doubt; what its likely reason is (first of missing), None where none is missing.
    """

    opportunity_id: str
    name: str | None
    product_line: str | None
    asked: float | None
    seller_stage: str | None
    buyer_stage: str | None
    ahead: int | None
    p: float | None
    lo: float | None
    hi: float | None
    shown: Shown
    ladder: Ladder
    reasons: tuple[Reason, ...]
    p_before: float | None
    rep_p: float | None
    gap: float | None
    expected: float | None
    created_on: pd.Timestamp | None
    expected_close: pd.Timestamp | None
    close_p50: pd.Timestamp | None
    budget_status: str | None
    budget_amount: float | None
    route: str | None
    key_contact_id: str | None
    key_contact: str | None
    pushed: int
    pushed_days: int
    in_stage: int | None
    since_change: int | None
    stalled: bool
    stalled_for: Missing | None
    gated: bool
    answered: int
    questions: int
    missing: tuple[Missing, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Closed:
    """Deals decided in the last 12 months: how many, and their amounts."""

    won: int
    lost: int
    won_amount: float
    lost_amount: float


@dataclass(frozen=True)
class Deals:
    """The open deals of an account.

    Attributes
    ----------
    deals : by expected amount, largest first; those without one by amount asked.
    asked : sum of the known amounts.
    expected, lo, hi : mean and 8-in-10 range of what will be won together (joint draws); None without odds.
    p_none : chance that none of those with odds is won.
    without_odds, without_amount : how many are left out of the sums.
    """

    state: DealsState
    deals: tuple[Deal, ...]
    asked: float
    expected: float | None
    lo: float | None
    hi: float | None
    p_none: float | None
    without_odds: int
    without_amount: int
    closed: Closed


def open_deals(view: View, deals: pd.DataFrame | None = None, history: pd.DataFrame | None = None) -> Deals:
    """The open deals of a view (one account's slice, or more).

    Parameters
    ----------
    deals : predictions of kind ``deals``; None: none were made.
    history : earlier ones, for the odds of a month ago.
    """
    raise NotImplementedError
