"""What a deal leaves open (cap 77), and what makes it doubtful (caps 78, 83, 91)."""

from __future__ import annotations

from enum import StrEnum

from accountbook.tables import Opportunities as O


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


QUESTIONS = {
    Missing.BUDGET: O.budget_status,
    Missing.KEY_PERSON: O.key_contact_id,
    Missing.CHANNEL: O.channel_open,
    Missing.CLOSE: O.expected_close,
    Missing.AMOUNT: O.amount,
    Missing.CRITERIA: O.decision_criteria,
    Missing.COMPETITION: O.competitor_knew_on,
    Missing.SOLUTION: O.product_line,
    Missing.HOW_OBTAINED: O.how_obtained,
}
"""The column that answers each question."""


class Doubt(StrEnum):
    """What makes a deal doubtful, heaviest first."""

    KEY_PERSON_LEFT = "key_person_left"
    PAST_CLOSE = "past_close"  # the expected close has passed
    STALLED = "stalled"  # nothing changed for longer than the threshold
    PUSHED = "pushed"  # the close was moved later twice and more
    NO_BUDGET = "no_budget"  # not approved
    AHEAD_OF_BUYER = "ahead_of_buyer"  # our stage stands two and more steps before theirs
    NO_KEY_PERSON = "no_key_person"
    NO_CHANNEL = "no_channel"
