"""The headers of the sheets, as people call the columns."""

from __future__ import annotations

from accountbook.display import N_, Words

NUMBER = N_("Number")
"""Header of our own number, which nobody fills in."""
REMOVE = N_("Remove (x)")
LINE = N_("Line")
"""Header of the last column, by which `load` knows the line again."""

OWN = {
    ("contact_events", "contact_id"): N_("Whom"),
    ("contact_events", "employee_id"): N_("Who of us"),
    ("contact_events", "kind"): N_("What it was"),
    ("contact_events", "met_on"): N_("Date"),
    ("commitments", "contact_id"): N_("Who of theirs"),
    ("commitments", "text"): N_("What is to be done"),
    ("commitments", "side"): N_("Who owes it"),
    ("meetings", "held_on"): N_("Day of the meeting"),
    ("meetings", "contact_id"): N_("Who leads for them"),
    ("meetings", "owner_id"): N_("Who leads for us"),
    ("role_slots", "contact_id"): N_("Who fills it"),
    ("voices", "contact_id"): N_("Who said it"),
    ("voices", "type"): N_("Kind"),
    ("voices", "text"): N_("What was said"),
    ("questions", "text"): N_("Question"),
    ("questions", "contact_id"): N_("Whom to ask"),
    ("customer_statements", "contact_id"): N_("Who said it"),
    ("customer_statements", "text"): N_("What was said"),
    ("customer_statements", "value"): N_("Number said"),
    ("customer_statements", "horizon"): N_("Can be checked from"),
    ("materials_shown", "contact_id"): N_("To whom"),
    ("account_facts", "value"): N_("Fact"),
    ("account_facts", "number"): N_("As a number"),
    ("lessons", "text"): N_("What was learned"),
    ("arguments", "text"): N_("Argument"),
    ("role_templates", "role_code"): N_("Short code"),
    ("success_stories", "title"): N_("Story in one line"),
    ("partner_links", "role"): N_("What it is to them"),
    ("markets", "status"): N_("In, wants or avoids"),
    ("concessions", "text"): N_("What was given"),
    ("goals", "text"): N_("Goal"),
    ("strategies", "text"): N_("What we do"),
    ("risks", "text"): N_("What may happen"),
    ("decisions", "intent"): N_("What they want"),
}
COMMON = {
    "account_id": N_("Account"), "contact_id": N_("Person"), "owner_id": N_("Ours in charge"),
    "opportunity_id": N_("Deal"), "item_id": N_("Item"), "role_code": N_("Role"), "meeting_id": N_("Meeting"),
    "event_id": N_("Contact event"), "voice_id": N_("Voice"), "goal_id": N_("Goal"), "order_id": N_("Order number"),
    "employee_id": N_("Employee"), "representative_id": N_("Ours for this person"), "granted_by": N_("Given by"),
    "decided_by": N_("Decided by"), "recurrence_of": N_("Forgotten lesson paid for again"),
    "other_contacts": N_("Others of theirs"), "other_employees": N_("Others of ours"),
    "about": N_("About"), "action": N_("What we do then"), "actual_on": N_("Came on"), "actual_value": N_("Came to"),
    "aida_stage": N_("How far"), "amount": N_("Amount"), "answer": N_("Answer"), "answered_on": N_("Answered on"),
    "as_of": N_("As of"), "asked_on": N_("Asked on"), "assessed_on": N_("As of"),
    "can_deliver_value": N_("We bring something"), "can_meet": N_("We get a meeting"), "certainty": N_("How sure"),
    "changed_by": N_("What made it obsolete"), "checked_on": N_("Checked on"), "checked_with": N_("Checked with"),
    "closed_how": N_("How settled"), "closed_on": N_("Settled on"), "competitor": N_("Competitor"),
    "complaint": N_("Complaint"), "cost": N_("Cost to us"), "customer": N_("Customer, as told to others"),
    "decided_on": N_("Decided on"), "decides": N_("Decides on buying"), "department": N_("Department"),
    "depth": N_("Depth"), "differences": N_("What was different"), "disposition": N_("Stands towards us"),
    "document": N_("What was shown"), "done_on": N_("Done on"), "dropped_on": N_("Given up on"),
    "due_on": N_("Due on"), "ends_on": N_("Until"), "escalated": N_("Our superior was brought in"),
    "evidence": N_("Evidence"), "feasible": N_("We can"), "follow_up": N_("What is to follow"),
    "free_days": N_("Free days"), "function": N_("Function"), "give_up_reason": N_("Why given up"),
    "got_in_return": N_("Got in return"), "granted_on": N_("Given on"), "happened_on": N_("Happened on"),
    "heard": N_("Heard"), "held_on": N_("Held on"), "horizon": N_("Short or long"), "how": N_("How"),
    "impact": N_("Cost if it happens"), "intent": N_("Intent"), "kind": N_("Kind"), "learned": N_("Learned"),
    "learned_on": N_("Learned on"), "level": N_("Level"), "made_on": N_("Made on"), "market": N_("Market"),
    "met_on": N_("Met on"), "metric": N_("Measured by"), "next_step": N_("Next step"), "noted_on": N_("Noted on"),
    "number": N_("Value"), "order_on": N_("Next order on"), "our_capability": N_("What we bring"),
    "our_goal": N_("Our goal"), "our_relation": N_("How we stand to it"), "partner": N_("Partner"),
    "plan": N_("Plan"), "plan_due": N_("Plan due on"), "plan_received": N_("Plan received on"),
    "planned_on": N_("Planned on"), "price": N_("Price of a piece"), "probability": N_("Chance"),
    "product": N_("Product"), "product_line": N_("Product line"), "purpose": N_("Purpose"),
    "quantity": N_("Pieces"), "raised_on": N_("Noted on"), "reached_on": N_("Reached on"),
    "reaction": N_("Reaction"), "remark": N_("What was said of it"), "required": N_("Must be known"),
    "result": N_("Result"), "review_on": N_("Look again on"), "reviewed_on": N_("Looked at on"),
    "role": N_("Role"), "role_name": N_("Name of the role"), "route": N_("Way"), "said_on": N_("Said on"),
    "scope": N_("What it covers"), "set_on": N_("Set on"), "share": N_("Share"), "shareable": N_("May be told outside"),
    "shared_goal": N_("Shared goal"), "shown_on": N_("Shown on"), "side": N_("Side"), "situation": N_("Situation"),
    "starts_on": N_("From"), "status": N_("Status"), "still_valid": N_("Still holds"),
    "submitted_on": N_("Said by us on"), "target": N_("Target"), "team": N_("Team"), "text": N_("Text"),
    "their_approach": N_("How they treat it"), "their_goal": N_("Their goal"), "title": N_("Title"),
    "told_by": N_("Where we know it from"), "topic": N_("Topic"), "trigger": N_("What sets it off"),
    "type": N_("Type"), "used_on": N_("Used on"), "value": N_("Value"), "value_on": N_("Date said"),
    "vertical": N_("Industry"), "why": N_("Why"), "why_changed": N_("Why it changed"), "worry": N_("Worry"),
}  # fmt: skip


def header(table: str, column: str, t: Words) -> str:
    """What a column is called in its sheet.

    Examples
    --------
    >>> header("contact_events", "contact_id", Words()), header("voices", "closed_on", Words())
    ('Whom', 'Settled on')
    """
    return t(OWN.get((table, column)) or COMMON[column])


def words_shown(word: str) -> str:
    """A word of the contract as a drop-down shows it.

    Examples
    --------
    >>> words_shown("site_visit")
    'site visit'
    """
    return word.replace("_", " ")
