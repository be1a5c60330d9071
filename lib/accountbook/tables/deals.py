"""What may be sold: opportunities, the log of their changes, and what is done, offered and asked on the way."""

from __future__ import annotations

import pandas as pd

from accountbook.tables.column import Date, column
from accountbook.tables.table import About, Row, Scope

SELLER_STAGES = ("lead", "need", "offer", "negotiation", "verbal")
BUYER_STAGES = ("unaware", "interested", "defining", "comparing", "deciding")
OUTCOMES = ("open", "won", "lost")
BUDGETS = ("unknown", "none", "requested", "approved")
ROUTES = ("negotiated", "tender")
ANSWERS = ("yes", "partly", "no")
CHECKS = ("above_expectation", "story_told", "profit", "customers_view", "solution")
CERTAINTIES = ("sure", "likely", "rumour")


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
    our_difference: str = column("what sets our offer apart in the customer's eyes", prose=True)
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


class DealSteps(Row):
    """One step of a deal's playbook: what ends it, and whether it is done."""

    opportunity_id: str = column("the deal", optional=False, refers="opportunities")
    step: str = column("short name of the step, in the company's own playbook", optional=False)
    position: pd.Int64Dtype = column("place of the step in the playbook", ge=1)
    exit_criterion: str = column("what must be there before the step is done", prose=True)
    due_on: Date = column("day by which it is to be done")
    exit_evidence: str = column("what shows that it is done", known_on="done_on", prose=True)
    done_on: Date = column("day on which it was done", known_on="done_on")


class Quotes(Row):
    """One version of an offer."""

    quote_id: str = column("number of the offer, as text", optional=False)
    version: pd.Int64Dtype = column("version of the offer, the first is 1", optional=False, ge=1)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal", refers="opportunities")
    quoted_on: Date = column("day of this version", optional=False)
    valid_until: Date = column("last day on which it can be accepted")
    price: float = column("price asked in this version", unit="the row's currency", ge=0)
    currency: str = column("currency of the price, ISO 4217", str_matches=r"^[A-Z]{3}$")
    cost: float = column("what it would cost us", unit="the company's currency", ge=0)
    service_terms: str = column("warranty, training, delivery and other terms", prose=True)
    official: pd.BooleanDtype = column("whether it was sent as an official offer")


class Requirements(Row):
    """Something that the customer asks for, and our answer."""

    requirement_id: str = column("our number for it, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal", refers="opportunities")
    meeting_id: str = column("the meeting in which it came up or was refined", refers="meetings")
    contact_id: str = column("who asked for it", refers="contacts")
    text: str = column("what is asked for", optional=False, prose=True)
    stated_on: Date = column("day on which it was said", optional=False)
    in_scope: pd.BooleanDtype = column("whether it belongs to this deal")
    owner_id: str = column("employee who answers it", refers="employees")
    effort_days: float = column("work that it takes us", unit="days", ge=0)
    due_on: Date = column("day by which it is to be answered")
    response: str = column("our answer", known_on="answered_on", prose=True)
    answered_on: Date = column("day of our answer", known_on="answered_on")
    met: pd.BooleanDtype = column("whether the customer takes it as met", known_on="met_on")
    met_on: Date = column("day on which the customer said so", known_on="met_on")


class ProposalChecks(Row):
    """One question that a proposal must stand before it is sent."""

    opportunity_id: str = column("the deal", optional=False, refers="opportunities")
    question: str = column("what is asked of the proposal", optional=False, words=CHECKS)
    checked_on: Date = column("day of this answer", optional=False)
    answer: str = column("whether it stands", words=ANSWERS)
    evidence: str = column("what the answer rests on", prose=True)


class Competitors(Row):
    """What was known on a day of a competitor at an account."""

    account_id: str = column("the account", optional=False, refers="accounts")
    competitor: str = column("name of the competitor", optional=False)
    product: str = column("what it sells there, in our product lines where they fit", optional=False)
    as_of: Date = column("day of this knowledge", optional=False)
    opportunity_id: str = column("the deal in which it competes; empty: it supplies", refers="opportunities")
    share: float = column("its share of what the account buys of this", unit="share 0-1", ge=0, le=1)
    price: float = column("its price of a piece", unit="the company's currency", ge=0)
    told_by: str = column("where we know it from: customer, tender, site visit ...", prose=True)
    certainty: str = column("how sure it is", words=CERTAINTIES)


class InstalledBase(Row):
    """Something that runs at an account or its customer, ours or a competitor's."""

    installation_id: str = column("our number for it, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    end_customer: str = column("the customer's customer, where it stands there")
    item_id: str = column("our item; empty: a competitor's", refers="items")
    competitor: str = column("the competitor whose it is; empty: ours")
    product: str = column("what it is, where it is no item of ours")
    contract_id: str = column("the contract under which it was installed", refers="contracts")
    quantity: float = column("pieces", unit="pieces", ge=0)
    installed_on: Date = column("day on which it was installed")
    life_months: float = column("usual life until it is replaced", unit="months", ge=0)
    failure_cost: float = column("what its failures cost the customer in a year", unit="the company's currency", ge=0)
    removed_on: Date = column("day on which it was taken out", known_on="removed_on")


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
    "deal_steps": (
        DealSteps,
        About(
            "a step of a deal's playbook",
            ("opportunity_id", "step"),
            Scope.ACCOUNT,
            via=("opportunity_id", "opportunities"),
            adds="which step a deal lacks",
        ),
    ),
    "quotes": (
        Quotes,
        About(
            "one version of an offer",
            ("quote_id", "version"),
            Scope.ACCOUNT,
            known_on="quoted_on",
            adds="prices asked, given in, and the margin of an offer",
        ),
    ),
    "requirements": (
        Requirements,
        About(
            "something that the customer asks for",
            ("requirement_id",),
            Scope.ACCOUNT,
            known_on="stated_on",
            adds="what they asked for, and what is unanswered",
        ),
    ),
    "proposal_checks": (
        ProposalChecks,
        About(
            "a question that a proposal must stand",
            ("opportunity_id", "question", "checked_on"),
            Scope.ACCOUNT,
            known_on="checked_on",
            via=("opportunity_id", "opportunities"),
            adds="whether a proposal is ready",
        ),
    ),
    "competitors": (
        Competitors,
        About(
            "a competitor at an account, as known on a day",
            ("account_id", "competitor", "product", "as_of"),
            Scope.ACCOUNT,
            known_on="as_of",
            adds="who else sells there, at what share and price",
        ),
    ),
    "installed_base": (
        InstalledBase,
        About(
            "something that runs at an account",
            ("installation_id",),
            Scope.ACCOUNT,
            known_on="installed_on",
            adds="when the purchase moment returns",
        ),
    ),
}
