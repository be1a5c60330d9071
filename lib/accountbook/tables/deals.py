"""What may be sold: opportunities and the log of their changes."""

from __future__ import annotations

import pandas as pd

from accountbook.tables.column import Date, column
from accountbook.tables.table import About, Row, Scope

SELLER_STAGES = ("lead", "need", "offer", "negotiation", "verbal")
BUYER_STAGES = ("unaware", "interested", "defining", "comparing", "deciding")
OUTCOMES = ("open", "won", "lost")
BUDGETS = ("unknown", "none", "requested", "approved")
ROUTES = ("negotiated", "tender")


class Opportunities(Row):
    """A deal: what an account may buy from us."""

    opportunity_id: str = column("our number for the deal, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    name: str = column("short name of the deal", prose=True)
    product_line: str = column("product family it is about")
    amount: float = column("amount asked", unit="the company's currency", ge=0)
    seller_stage: str = column("where we say it stands", words=SELLER_STAGES)
    buyer_stage: str = column("where the buyer stands in buying", words=BUYER_STAGES)
    created_on: Date = column("day the deal was written down", optional=False)
    expected_close: Date = column("day on which it is expected to be decided")
    expected_ship: Date = column("day on which delivery is expected")
    rep_probability: float = column("chance of winning that the rep states", unit="share 0-1", ge=0, le=1)
    how_obtained: str = column("how we heard of it", prose=True)
    first_heard_on: Date = column("day on which we first heard of it")
    competitor_knew_on: Date = column("day since which a competitor is known to know", known_on="competitor_knew_on")
    budget_status: str = column("whether there is money for it", words=BUDGETS)
    budget_amount: float = column("the budget", unit="the company's currency", ge=0)
    decision_criteria: str = column("what will decide", prose=True)
    key_contact_id: str = column("contact who decides", refers="contacts")
    channel_open: pd.BooleanDtype = column("whether we reach that person")
    route: str = column("negotiated or open tender", words=ROUTES)
    outcome: str = column("won, lost, or still open", words=OUTCOMES, known_on="closed_on")
    closed_on: Date = column("day it was decided", known_on="closed_on")
    reasons: str = column("why it was won or lost, separated by ;", known_on="closed_on", prose=True)
    satisfaction: pd.Int64Dtype = column(
        "the customer's satisfaction afterwards", unit="1-5", known_on="closed_on", ge=1, le=5
    )


class OpportunityChanges(Row):
    """One change of one field of a deal; append-only."""

    opportunity_id: str = column("the deal", optional=False, refers="opportunities")
    field: str = column("the column of opportunities that changed", optional=False)
    old: str = column("value before, as text; empty for the first entry", prose=True)
    new: str = column("value after, as text", prose=True)
    changed_at: Date = column("moment of the change", optional=False)
    changed_by: str = column("who changed it", personal=True)


ABOUT = {
    "opportunities": (
        Opportunities,
        About(
            "a deal: what an account may buy from us",
            ("opportunity_id",),
            Scope.ACCOUNT,
            known_on="created_on",
            adds="open deals with their odds",
        ),
    ),
    "opportunity_changes": (
        OpportunityChanges,
        About(
            "one change of one field of a deal",
            ("opportunity_id", "field", "changed_at"),
            Scope.ACCOUNT,
            known_on="changed_at",
            via=("opportunity_id", "opportunities"),
            adds="what was known of a deal on any past day",
        ),
    ),
}
