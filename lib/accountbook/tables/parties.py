"""Who there is: accounts, the people there, our own people, the roles that must be known."""

from __future__ import annotations

import pandas as pd

from accountbook.tables.column import Date, column
from accountbook.tables.table import About, Row, Scope

CHANNELS = ("distributor", "integrator", "oem", "end_user")
CONTACT_STATES = ("active", "left", "retired", "role_changed", "unknown")
DISPOSITIONS = ("favourable", "neutral", "negative", "unknown")


class Accounts(Row):
    """A company that buys from us, or may."""

    account_id: str = column("our number for the account, as text", optional=False, unique=True)
    name: str = column("name of the company in its own script", optional=False)
    country: str = column("country, ISO 3166-1 alpha-2", str_matches=r"^[A-Z]{2}$")
    city: str = column("city of the office that orders")
    region: str = column("our own sales region")
    channel_type: str = column("how it stands in the channel", words=CHANNELS)
    vertical: str = column("the industry it serves, in the company's own list")
    tier: str = column("our own class of the account, A highest")
    owner_id: str = column("employee who answers for the account", refers="employees")
    team: str = column("team that answers for the account; decides who may see its pages")
    fiscal_year_end_month: pd.Int64Dtype = column("last month of its fiscal year", unit="month 1-12", ge=1, le=12)
    currency: str = column("currency it orders in, ISO 4217", str_matches=r"^[A-Z]{3}$")
    payment_terms: str = column("agreed terms, as written", prose=True)
    sole_source: pd.BooleanDtype = column("whether we are its only source of what we sell it")
    customer_since: Date = column("day of the first contract or order, as recorded")


class AccountAliases(Row):
    """An old number of an account that was merged into another."""

    alias_id: str = column("the number that is no longer used", optional=False)
    account_id: str = column("the account that took it over", optional=False, refers="accounts")
    merged_on: Date = column("day of the merger; rows of any date follow it")


class Contacts(Row):
    """A person at an account."""

    contact_id: str = column("our number for the person, as text", optional=False, unique=True)
    account_id: str = column("account where the person works", optional=False, refers="accounts")
    name: str = column("full name in its own script", personal=True)
    title: str = column("title, as on the card", prose=True)
    department: str = column("department", prose=True)
    reports_to: str = column("contact_id of the superior", refers="contacts")
    email: str = column("e-mail address", personal=True)
    bounced_on: Date = column("day on which a mail to it came back", known_on="bounced_on")
    status: str = column("whether the person is still there", words=CONTACT_STATES, known_on="status_on")
    status_on: Date = column(
        "day since which the status holds; before it the person counts as active", known_on="status_on"
    )
    last_verified_on: Date = column(
        "day on which someone last confirmed the person and role", known_on="last_verified_on"
    )
    birthday: Date = column("birthday", personal=True)
    language: str = column("language to use, ISO 639-1")
    narrative_topic: str = column("what one can talk about with this person", personal=True, prose=True)
    consent: pd.BooleanDtype = column("whether the person agreed that birthday and topics are kept")
    created_on: Date = column("day the person was first written down")


class Employees(Row):
    """One of our own people."""

    employee_id: str = column("our number for the employee, as text", optional=False, unique=True)
    name: str = column("full name", optional=False, personal=True)
    function: str = column("sales, support, service, finance, management ...")
    level: str = column("rep, manager, director, executive")
    team: str = column("team")
    manager_id: str = column("employee_id of the superior", refers="employees")
    email: str = column("e-mail address, which calendars name", personal=True)
    claimed_share: float = column(
        "share of the people at own accounts that the employee says to know",
        unit="share 0-1",
        known_on="claimed_on",
        ge=0,
        le=1,
    )
    claimed_on: Date = column("day on which the employee said so", known_on="claimed_on")


class RoleTemplates(Row):
    """A role that must be known at every account of a vertical or product line."""

    role_code: str = column("short code of the role", optional=False)
    role_name: str = column("name of the role", optional=False)
    vertical: str = column("vertical it applies to; empty: all")
    product_line: str = column("product line it applies to; empty: all")
    department: str = column("department the role sits in, for the page's columns")
    required: pd.BooleanDtype = column("whether an empty slot counts as a gap")
    decides: pd.BooleanDtype = column("whether the role decides on a purchase")
    why: str = column("why the role must be known, in one line")


class RoleSlots(Row):
    """What was known on a day of one role at one account; the person may be unknown.

    One row per assessment: the newest one is the present state, the others its history.
    """

    account_id: str = column("the account", optional=False, refers="accounts")
    role_code: str = column("the role, of role_templates", optional=False, refers="role_templates")
    assessed_on: Date = column("day of this assessment")
    contact_id: str = column("who fills the role; empty: nobody known", refers="contacts")
    representative_id: str = column("employee of ours who answers for this person", refers="employees")
    can_meet: pd.BooleanDtype = column("whether our representative gets a meeting", person="contact_id")
    can_deliver_value: pd.BooleanDtype = column(
        "whether our representative has something to bring", person="contact_id"
    )
    disposition: str = column("how the person stands towards us", words=DISPOSITIONS, person="contact_id")
    evidence: str = column("what the disposition rests on", person="contact_id", prose=True)
    plan: str = column("who opens the path, or how to win the person over", person="contact_id", prose=True)
    plan_due: Date = column("day by which the plan is to be done", person="contact_id")


class PartnerLinks(Row):
    """A partner or supplier that an account works with, and we too."""

    account_id: str = column("the account", optional=False, refers="accounts")
    partner: str = column("name of the partner", optional=False)
    as_of: Date = column("day of this knowledge", optional=False)
    role: str = column("what it is to the account: supplier, consultant, investor, installer ...")
    our_relation: str = column("how we stand to it", prose=True)
    their_approach: str = column("how the account treats it", prose=True)


ABOUT = {
    "accounts": (
        Accounts,
        About(
            "a company that buys from us, or may",
            ("account_id",),
            Scope.ACCOUNT,
            adds="names, countries, owners and teams instead of numbers",
        ),
    ),
    "account_aliases": (
        AccountAliases,
        About(
            "an old account number and the account that took it over",
            ("alias_id",),
            Scope.COMPANY,
            adds="one account instead of two after a merger",
        ),
    ),
    "contacts": (
        Contacts,
        About(
            "a person at an account",
            ("contact_id",),
            Scope.ACCOUNT,
            known_on="created_on",
            adds="who is there, who left, and how old the evidence is",
        ),
    ),
    "employees": (
        Employees,
        About("one of our own people", ("employee_id",), Scope.SHARED, adds="names of owners and representatives"),
    ),
    "role_templates": (
        RoleTemplates,
        About(
            "a role that must be known, by vertical and product line",
            ("role_code", "vertical", "product_line"),
            Scope.SHARED,
            adds="the roles that must be known",
        ),
    ),
    "role_slots": (
        RoleSlots,
        About(
            "one assessment of one role at one account",
            ("account_id", "role_code", "assessed_on"),
            Scope.ACCOUNT,
            known_on="assessed_on",
            adds="who decides, who is for us and who is against us",
        ),
    ),
    "partner_links": (
        PartnerLinks,
        About(
            "a partner that an account and we share, as known on a day",
            ("account_id", "partner", "as_of"),
            Scope.ACCOUNT,
            known_on="as_of",
            adds="whom both sides work with",
        ),
    ),
}
