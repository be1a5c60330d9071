"""What was said and done between people: meetings, contact events, voices, promises, questions, statements."""

from __future__ import annotations

import pandas as pd

from accountbook.tables.column import Date, column
from accountbook.tables.table import About, Row, Scope

MEETING_STATES = ("planned", "held", "cancelled")
EVENT_KINDS = (
    "meeting", "visit", "call", "video", "mail", "dinner", "golf", "ceremony", "site_visit", "trade_fair", "training",
    "other",
)  # fmt: skip
DEPTHS = ("greeting", "talk", "working", "decision")
REACTIONS = ("positive", "neutral", "negative")
VOICE_TYPES = ("need", "complaint", "suggestion", "advice", "worry")
TOPICS = ("product", "price", "delivery", "support", "documents", "people", "market", "other")
SIDES = ("ours", "theirs")
COMMITMENT_KINDS = ("promise", "action")
CLAIMED = ("order_amount", "order_date", "quantity", "budget", "decision_date", "payment_date", "other")
CONCESSION_KINDS = (
    "discount", "free_goods", "payment_terms", "free_service", "rush", "price_hold", "return_accepted", "other",
)  # fmt: skip


class Meetings(Row):
    """A meeting with an account, planned or held: what for."""

    meeting_id: str = column("our number for the meeting, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal that it is about", refers="opportunities")
    planned_on: Date = column("day on which it was planned", optional=False)
    held_on: Date = column("day of the meeting, planned or past")
    status: str = column("planned, held or cancelled; known on the day of the meeting", words=MEETING_STATES,
                         known_on="held_on")  # fmt: skip
    purpose: str = column("what it is for", prose=True)
    our_goal: str = column("what we want from it", prose=True)
    their_goal: str = column("what they want from it", prose=True)
    shared_goal: str = column("what both want", prose=True)
    owner_id: str = column("employee who leads it for us", refers="employees")
    contact_id: str = column("who leads it for them", refers="contacts")
    plan_due: Date = column("day by which the plan is due with the manager")
    plan_received: Date = column("day on which the plan was there", known_on="plan_received")


class ContactEvents(Row):
    """Anyone of ours met anyone of theirs: the one-minute record."""

    event_id: str = column("our number for the event, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    met_on: Date = column("day on which they met", optional=False)
    kind: str = column("what it was", words=EVENT_KINDS)
    employee_id: str = column("who of ours", refers="employees")
    contact_id: str = column("whom of theirs", refers="contacts")
    other_employees: str = column("others of ours: employee_id, separated by ;", refers="employees", several=True)
    other_contacts: str = column("others of theirs: contact_id, separated by ;", refers="contacts", several=True)
    opportunity_id: str = column("the deal that it was about", refers="opportunities")
    meeting_id: str = column("the planned meeting that it was", refers="meetings")
    depth: str = column("how deep it went", words=DEPTHS)
    escalated: pd.BooleanDtype = column("whether one of our superiors was brought in on purpose")
    heard: str = column("what we heard", person="contact_id", prose=True)
    worry: str = column("what worries them", person="contact_id", prose=True)
    complaint: str = column("what they complained of", person="contact_id", prose=True)
    learned: str = column("what we learned", person="contact_id", prose=True)
    reaction: str = column("how they took it", words=REACTIONS, person="contact_id")
    follow_up: str = column("what is to follow", person="contact_id", prose=True)


class Voices(Row):
    """What a person at an account told us: a need, a complaint, a suggestion, advice or a worry."""

    voice_id: str = column("our number for it, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    contact_id: str = column("who said it", refers="contacts")
    said_on: Date = column("day on which it was said", optional=False)
    type: str = column("what kind of voice", optional=False, words=VOICE_TYPES)
    about: str = column("what it is about", words=TOPICS)
    text: str = column("what was said", person="contact_id", prose=True)
    event_id: str = column("the contact event in which it was said", refers="contact_events")
    claim_id: str = column("the case that it became", refers="claims")
    goal_id: str = column("the goal of ours that it touches", refers="goals")
    owner_id: str = column("employee who sees to it", refers="employees")
    closed_how: str = column("how it was settled", known_on="closed_on", prose=True)
    closed_on: Date = column("day on which it was settled", known_on="closed_on")


class Commitments(Row):
    """A promise of either side, or an action of ours; done, dropped or open."""

    commitment_id: str = column("our number for it, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal that it is about", refers="opportunities")
    side: str = column("who owes it", optional=False, words=SIDES)
    kind: str = column("promised to the other side, or an action that we set ourselves", words=COMMITMENT_KINDS)
    text: str = column("what is to be done", optional=False, person="contact_id", prose=True)
    made_on: Date = column("day on which it was promised or set", optional=False)
    due_on: Date = column("day by which it is to be done")
    owner_id: str = column("employee who owes it, or who sees to theirs", refers="employees")
    contact_id: str = column("who of theirs owes it, or to whom it was promised", refers="contacts")
    meeting_id: str = column("the meeting in which it was made", refers="meetings")
    event_id: str = column("the contact event in which it was made", refers="contact_events")
    voice_id: str = column("the voice that it answers", refers="voices")
    done_on: Date = column("day on which it was done", known_on="done_on")
    dropped_on: Date = column("day on which it was given up", known_on="dropped_on")


class Questions(Row):
    """Something that we don't know and mean to ask."""

    question_id: str = column("our number for it, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal that it is about", refers="opportunities")
    gap_field: str = column("what is unknown: table.column, e.g. opportunities.budget_status")
    text: str = column("the question", optional=False, person="contact_id", prose=True)
    raised_on: Date = column("day on which it was written down", optional=False)
    owner_id: str = column("employee who asks it", refers="employees")
    contact_id: str = column("whom to ask", refers="contacts")
    asked_on: Date = column("day on which it was asked", known_on="asked_on")
    answer: str = column("the answer", known_on="answered_on", person="contact_id", prose=True)
    answered_on: Date = column("day of the answer", known_on="answered_on")


class MaterialsShown(Row):
    """A document, sample or demonstration shown to somebody."""

    shown_id: str = column("our number for it, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    contact_id: str = column("to whom", refers="contacts")
    shown_on: Date = column("day on which it was shown", optional=False)
    document: str = column("what was shown", optional=False)
    topic: str = column("what it is about, in the company's own list")
    reaction: str = column("how it was taken", words=REACTIONS, person="contact_id")
    remark: str = column("what was said of it", person="contact_id", prose=True)
    event_id: str = column("the contact event in which it was shown", refers="contact_events")


class CustomerStatements(Row):
    """Something checkable that a customer said: an amount, a date, a quantity."""

    statement_id: str = column("our number for it, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    contact_id: str = column("who said it", refers="contacts")
    opportunity_id: str = column("the deal that it is about", refers="opportunities")
    item_id: str = column("the item that it is about", refers="items")
    said_on: Date = column("day on which it was said", optional=False)
    topic: str = column("what was said of", words=CLAIMED)
    text: str = column("what was said", person="contact_id", prose=True)
    value: float = column("the number said", unit="the company's currency, or pieces")
    value_on: Date = column("the date said")
    horizon: Date = column("last day of what it speaks of; from then on it can be checked")
    actual_value: float = column("what it came to", unit="the company's currency, or pieces", known_on="checked_on")
    actual_on: Date = column("when it came", known_on="checked_on")
    checked_with: str = column("what it was checked with", known_on="checked_on", prose=True)
    checked_on: Date = column("day of the check", known_on="checked_on")


class Concessions(Row):
    """Something that we gave beyond the agreement, and what we got for it."""

    concession_id: str = column("our number for it, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal in which it was given", refers="opportunities")
    order_id: str = column("the order in which it was given")
    granted_on: Date = column("day on which it was given", optional=False)
    granted_by: str = column("employee who gave it", refers="employees")
    kind: str = column("what kind of thing", words=CONCESSION_KINDS)
    text: str = column("what was given", prose=True)
    cost: float = column("what it costs us", unit="the company's currency", ge=0)
    got_in_return: str = column("what we got for it; empty: nothing", prose=True)


ABOUT = {
    "meetings": (
        Meetings,
        About(
            "a meeting with an account, planned or held",
            ("meeting_id",),
            Scope.ACCOUNT,
            known_on="planned_on",
            adds="what the next meeting is for, and whether its plan is there",
        ),
    ),
    "contact_events": (
        ContactEvents,
        About(
            "somebody of ours met somebody of theirs",
            ("event_id",),
            Scope.ACCOUNT,
            known_on="met_on",
            adds="whom we met, what was heard, and how relations fade",
        ),
    ),
    "voices": (
        Voices,
        About(
            "what a person at an account told us",
            ("voice_id",),
            Scope.ACCOUNT,
            known_on="said_on",
            adds="needs, complaints and worries by person, and which are open",
        ),
    ),
    "commitments": (
        Commitments,
        About(
            "a promise of either side, or an action of ours",
            ("commitment_id",),
            Scope.ACCOUNT,
            known_on="made_on",
            adds="which promises were kept, which are overdue",
        ),
    ),
    "questions": (
        Questions,
        About(
            "something that we don't know and mean to ask",
            ("question_id",),
            Scope.ACCOUNT,
            known_on="raised_on",
            adds="what was asked already, and what was answered",
        ),
    ),
    "materials_shown": (
        MaterialsShown,
        About(
            "a document, sample or demonstration shown to somebody",
            ("shown_id",),
            Scope.ACCOUNT,
            known_on="shown_on",
            adds="what they have seen, and how they took it",
        ),
    ),
    "customer_statements": (
        CustomerStatements,
        About(
            "something checkable that a customer said",
            ("statement_id",),
            Scope.ACCOUNT,
            known_on="said_on",
            adds="how far the customer's own forecasts can be trusted",
        ),
    ),
    "concessions": (
        Concessions,
        About(
            "something that we gave beyond the agreement",
            ("concession_id",),
            Scope.ACCOUNT,
            known_on="granted_on",
            adds="what we gave, what it cost and what came back",
        ),
    ),
}
