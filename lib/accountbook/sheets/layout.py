"""What the sheets ask for: which tables, in which order, which of their columns, and what comes by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from accountbook.display import N_
from accountbook.tables import TABLES

SAVED = "saved"
"""A default: the day on which the sheet is saved."""
OWNER = "owner"
"""A default: whose sheet it is."""


class Kind(StrEnum):
    """What an edit of a line that is there becomes.

    ``event``: the row changes. ``state``: what is known as of a day; an edit is a new row of the day on which the
    sheet was saved, unless the line's own day was changed, too. ``version``: an edit is the next version.
    """

    EVENT = "event"
    STATE = "state"
    VERSION = "version"


@dataclass(frozen=True)
class Layout:
    """One table's sheet.

    Attributes
    ----------
    title : of the sheet; at most 31 characters.
    columns : those shown, in order: what is filled in most comes first.
    kind : see `Kind`.
    dated : the column with the day of a state or version.
    group : a state's or version's columns that stay the same while it changes; the newest of each is shown.
    number : the column of our own number, which `load` gives; empty: the columns of the key are filled in by people.
    defaults : what an empty cell of a new line means: a value, `SAVED` or `OWNER`.
    example : a line as it may look; what is not named comes from the column's kind.
    past_days : lines older than this are not shown; 0: all are. They stay as they are.
    aged_by : the column that says how old a line is.
    open_until : the columns of which one says that a line is settled; lines that are not settled are shown always.
    """

    title: str
    columns: tuple[str, ...]
    kind: Kind = Kind.EVENT
    dated: str = ""
    group: tuple[str, ...] = ()
    number: str = ""
    defaults: dict[str, object] = field(default_factory=dict)
    example: dict[str, str] = field(default_factory=dict)
    past_days: int = 0
    aged_by: str = ""
    open_until: tuple[str, ...] = ()


def _event(title: str, columns: str, number: str, **more: object) -> Layout:
    return Layout(title, tuple(columns.split()), number=number, **more)


def _state(title: str, columns: str, dated: str, group: str, **more: object) -> Layout:
    given = {"defaults": {dated: SAVED, **more.pop("defaults", {})}, **more}
    return Layout(title, tuple(columns.split()), Kind.STATE, dated, tuple(group.split()), **given)


OWN: dict[str, Layout] = {
    "contact_events": _event(
        N_("Contacts"),
        "account_id met_on kind contact_id heard worry complaint learned reaction follow_up depth opportunity_id "
        "other_contacts employee_id other_employees meeting_id escalated",
        "event_id",
        defaults={"met_on": SAVED, "kind": "visit", "employee_id": OWNER},
        example={"heard": N_("A second line is planned for spring"), "worry": N_("Lead times"),
                 "complaint": N_("The last crate came wet"), "learned": N_("Budget is fixed in October")},
        past_days=365, aged_by="met_on",
    ),
    "commitments": _event(
        N_("Promises and actions"),
        "done_on account_id text due_on side kind contact_id dropped_on owner_id opportunity_id made_on meeting_id "
        "event_id voice_id",
        "commitment_id",
        defaults={"side": "ours", "kind": "action", "made_on": SAVED, "owner_id": OWNER},
        example={"text": N_("Send the drawing of the valve block")},
        past_days=180, aged_by="made_on", open_until=("done_on", "dropped_on"),
    ),
    "meetings": _event(
        N_("Meetings"),
        "account_id held_on purpose our_goal their_goal shared_goal contact_id status plan_due plan_received "
        "opportunity_id owner_id planned_on",
        "meeting_id",
        defaults={"planned_on": SAVED, "status": "planned", "owner_id": OWNER},
        example={"purpose": N_("Agree on the test of the second line"), "our_goal": N_("A date for the test")},
        past_days=365, aged_by="held_on",
    ),
    "role_slots": _state(
        N_("Roles"),
        "account_id role_code contact_id disposition evidence plan plan_due representative_id can_meet "
        "can_deliver_value assessed_on",
        "assessed_on", "account_id role_code",
        defaults={"representative_id": OWNER},
        example={"evidence": N_("Asked for our drawings first"), "plan": N_("Kim introduces us in May")},
    ),
    "voices": _event(
        N_("Voices"),
        "account_id contact_id type about text said_on closed_on closed_how owner_id event_id goal_id",
        "voice_id",
        defaults={"said_on": SAVED, "owner_id": OWNER},
        example={"text": N_("They need the certificate with each lot")},
        past_days=365, aged_by="said_on", open_until=("closed_on",),
    ),
    "questions": _event(
        N_("Questions"),
        "account_id text contact_id asked_on answer answered_on opportunity_id owner_id raised_on",
        "question_id",
        defaults={"raised_on": SAVED, "owner_id": OWNER},
        example={"text": N_("Who signs above 50,000?")},
        past_days=365, aged_by="raised_on", open_until=("answered_on",),
    ),
    "forecasts": _event(
        N_("Forecasts"),
        "account_id starts_on ends_on amount item_id quantity order_on owner_id submitted_on",
        "forecast_id",
        defaults={"submitted_on": SAVED, "owner_id": OWNER},
        past_days=400, aged_by="ends_on",
    ),
    "goals": Layout(
        N_("Goals"),
        ("account_id", "level", "text", "metric", "target", "due_on", "why_changed", "reached_on", "dropped_on",
         "horizon", "owner_id", "set_on"),
        Kind.VERSION, "set_on", ("goal_id",), number="goal_id",
        defaults={"set_on": SAVED, "owner_id": OWNER},
        example={"text": N_("Second source for valves in two plants"), "metric": N_("plants supplied")},
    ),
    "strategies": Layout(
        N_("Strategies"),
        ("account_id", "goal_id", "text", "scope", "why_changed", "owner_id", "set_on"),
        Kind.VERSION, "set_on", ("strategy_id",), number="strategy_id",
        defaults={"set_on": SAVED, "owner_id": OWNER},
        example={"text": N_("Win the service team first, by spare parts within two days")},
    ),
    "scenarios": _event(
        N_("Scenarios"),
        "account_id kind trigger action review_on happened_on opportunity_id owner_id set_on",
        "scenario_id",
        defaults={"set_on": SAVED, "owner_id": OWNER},
        example={"trigger": N_("No order until March"), "action": N_("Offer the smaller lot")},
    ),
    "risks": _event(
        N_("Risks"),
        "account_id kind text probability impact review_on closed_on opportunity_id owner_id noted_on",
        "risk_id",
        defaults={"kind": "risk", "noted_on": SAVED, "owner_id": OWNER},
        example={"text": N_("Their plant in the north may close")},
    ),
    "decisions": _event(
        N_("Decisions"),
        "account_id intent feasible how give_up_reason opportunity_id decided_on decided_by",
        "decision_id",
        defaults={"decided_on": SAVED, "decided_by": OWNER},
        example={"intent": N_("Wants consignment stock"), "how": N_("For three items, counted monthly")},
    ),
    "markets": _state(
        N_("Markets"), "account_id market status evidence our_capability as_of", "as_of", "account_id market",
        example={"market": N_("Food packaging"), "evidence": N_("Two new lines in 2026")},
    ),
    "competitors": _state(
        N_("Competitors"),
        "account_id competitor product share price certainty told_by opportunity_id as_of",
        "as_of", "account_id competitor product",
        example={"competitor": N_("Another maker"), "told_by": N_("customer")},
    ),
    "routes": _state(
        N_("Routes"), "account_id product route aida_stage next_step due_on owner_id as_of", "as_of",
        "account_id product",
        defaults={"owner_id": OWNER},
        example={"route": N_("by the installer"), "next_step": N_("Sample to the test bench")},
    ),
    "account_facts": _state(
        N_("Facts"), "account_id topic value number item_id told_by as_of", "as_of", "account_id topic item_id",
        number="fact_id",
        example={"value": N_("The founder's daughter takes over next year")},
    ),
    "partner_links": _state(
        N_("Partners"), "account_id partner role our_relation their_approach as_of", "as_of", "account_id partner",
        example={"partner": N_("An installer"), "role": N_("installer")},
    ),
    "customer_statements": _event(
        N_("What they said"),
        "account_id contact_id topic text value value_on horizon opportunity_id item_id said_on checked_on "
        "actual_value actual_on checked_with",
        "statement_id",
        defaults={"said_on": SAVED},
        example={"text": N_("We order 400 in March")},
        past_days=400, aged_by="said_on", open_until=("checked_on",),
    ),
    "materials_shown": _event(
        N_("Material shown"),
        "account_id contact_id document topic reaction remark shown_on event_id",
        "shown_id",
        defaults={"shown_on": SAVED},
        example={"document": N_("Film of the test bench")},
        past_days=365, aged_by="shown_on",
    ),
    "concessions": _event(
        N_("Concessions"),
        "account_id kind text cost got_in_return opportunity_id order_id granted_on granted_by",
        "concession_id",
        defaults={"granted_on": SAVED, "granted_by": OWNER},
        example={"text": N_("Freight for one lot")},
        past_days=400, aged_by="granted_on",
    ),
}  # fmt: skip
"""An owner's sheets."""

LEARNED: dict[str, Layout] = {
    "lessons": _event(
        N_("Lessons"),
        "text market product still_valid reviewed_on changed_by recurrence_of learned_on",
        "lesson_id",
        defaults={"learned_on": SAVED, "still_valid": True},
        example={"text": N_("Agree on the acceptance test before the price")},
    ),
    "success_stories": _event(
        N_("Stories"),
        "title customer vertical product result differences shareable happened_on",
        "story_id",
        defaults={"happened_on": SAVED},
        example={"title": N_("A line that stopped every week, and did not for a year")},
    ),
}
"""What owners and the company share: the sheets of both have it."""

COMPANY: dict[str, Layout] = {
    **LEARNED,
    "arguments": _event(
        N_("Arguments"), "situation text result vertical product topic used_on", "argument_id",
        defaults={"used_on": SAVED},
        example={"situation": N_("They compare prices only"), "text": N_("Cost of an hour of standstill")},
    ),
    "role_templates": Layout(
        N_("Roles that must be known"),
        ("role_code", "role_name", "vertical", "product_line", "department", "required", "decides", "why"),
        example={"role_code": "PUR", "role_name": N_("Head of purchasing"), "why": N_("Signs every order")},
    ),
    "targets": _event(
        N_("Targets"), "team owner_id product starts_on ends_on amount set_on", "target_id",
        defaults={"set_on": SAVED},
    ),
    "capacity": _state(
        N_("Free days"), "team function starts_on ends_on free_days as_of", "as_of", "team function starts_on",
    ),
}  # fmt: skip
"""The company's own sheets: no account stands in them."""

LAYOUTS = {**OWN, **COMPANY}
SHORT = 5
"""So many of an owner's sheets, the first, are the ones of every evening; their tabs are coloured."""


def layouts_of(owner_id: str) -> dict[str, Layout]:
    """The sheets of an owner, or of the company where there is no owner.

    Examples
    --------
    >>> list(layouts_of("E1"))[:3], list(layouts_of(""))[-1]
    (['contact_events', 'commitments', 'meetings'], 'capacity')
    """
    return {**OWN, **LEARNED} if owner_id else COMPANY


def locked(table: str) -> frozenset[str]:
    """Columns that a line that is there keeps: whose it is, and what it is of.

    Examples
    --------
    >>> sorted(locked("role_slots")), sorted(locked("contact_events"))
    (['account_id', 'role_code'], ['account_id'])
    """
    layout = LAYOUTS[table]
    key = set(TABLES[table].about.key) if not layout.number else set()
    return frozenset({*(key - {layout.dated}), *layout.group, "account_id"} & set(layout.columns))
