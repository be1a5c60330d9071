"""When each person at the accounts was last known to be there, and by what."""

from __future__ import annotations

import pandas as pd

from accountbook.features.view import View
from accountbook.tables import (
    Claims,
    Commitments,
    ContactEvents,
    Contacts,
    CustomerStatements,
    MaterialsShown,
    Meetings,
    Opportunities,
    Questions,
    Requirements,
    RoleSlots,
    Voices,
)

GONE = ("left", "retired")
"""States of a contact who is no longer at the account."""
MOVED = "role_changed"


class Sighting:
    """Names of the columns of `sightings`: one row per person, day and kind of evidence."""

    contact_id = Contacts.contact_id
    seen_on = "seen_on"
    seen_by = "seen_by"


class PersonFeature:
    """Names of the columns of `people_features`.

    ``first_seen`` and ``confirmed_on`` are the first and the last day on which the person was known to be at the
    account, ``confirmed_by`` what the last one was; empty where nothing says. ``moved``: changed role, and nobody has
    found the person in another one since.
    """

    account_id = Contacts.account_id
    status = Contacts.status
    status_on = Contacts.status_on
    first_seen = "first_seen"
    confirmed_on = "confirmed_on"
    confirmed_by = "confirmed_by"
    bounced_on = Contacts.bounced_on
    moved = "moved"


S, F = Sighting, PersonFeature
_PLAIN: dict[str, tuple[str, str, str]] = {
    "voices": (Voices.contact_id, Voices.said_on, "said"),
    "customer_statements": (CustomerStatements.contact_id, CustomerStatements.said_on, "said"),
    "questions": (Questions.contact_id, Questions.answered_on, "answered"),
    "requirements": (Requirements.contact_id, Requirements.stated_on, "said"),
    "claims": (Claims.contact_id, Claims.opened_on, "said"),
    "materials_shown": (MaterialsShown.contact_id, MaterialsShown.shown_on, "met"),
}
"""Tables each of whose rows is an encounter: the columns of who and when, and what kind of evidence it is."""
_NOTHING = pd.DataFrame(
    {
        S.contact_id: pd.Series(dtype="str"),
        S.seen_on: pd.Series(dtype="datetime64[us]"),
        S.seen_by: pd.Series(dtype="str"),
    }
)
EVIDENCE = ("met", "signed", "said", "answered", "promised", "verified", "noted")
"""Kinds of evidence, the strongest first: met; signed an order; said something, raised a case; answered a question;
made us a promise or took ours; confirmed by one of us; first written down."""


def sightings(view: View) -> pd.DataFrame:
    """Every day on which a person was known to be at the account, as known on the view's date.

    Parameters
    ----------
    view : a book or a snapshot of one.

    Returns
    -------
    Frame with the columns `Sighting`, sorted by them; a person who was met and signed on one day has two rows. What a
    rep thinks of a role without meeting anybody (an assessment) is no evidence, nor is money spent.
    """
    people = view.table("contacts")
    parts = [
        _part(people, Contacts.contact_id, Contacts.last_verified_on, "verified"),
        _part(people, Contacts.contact_id, Contacts.created_on, "noted"),
        *(_part(view.table(name), *columns) for name, columns in _PLAIN.items()),
        *_met(view),
        *_promised(view),
        _signed(view),
    ]
    found = pd.concat([one for one in parts if len(one)] or parts[:1], ignore_index=True).dropna()
    found = found[(found[S.seen_on] <= view.as_of) & found[S.contact_id].isin(people[Contacts.contact_id])]
    order = found[S.seen_by].map({kind: place for place, kind in enumerate(EVIDENCE)})
    found = found.assign(order=order).sort_values([S.contact_id, S.seen_on, "order"], kind="stable")
    return found.drop_duplicates([S.contact_id, S.seen_on, S.seen_by])[[S.contact_id, S.seen_on, S.seen_by]]


def people_features(view: View, seen: pd.DataFrame | None = None) -> pd.DataFrame:
    """What is known on the view's date of whether each contact is still there.

    Parameters
    ----------
    view : a book or a snapshot of one.
    seen : `sightings` of the view, where they were made already.

    Returns
    -------
    Frame indexed by contact_id, columns `PersonFeature`. Somebody who changed role was there on that day.
    """
    seen = sightings(view) if seen is None else seen
    people = view.table("contacts").drop_duplicates(Contacts.contact_id, keep="last").set_index(Contacts.contact_id)
    newest = seen.sort_values(S.seen_on, ascending=False, kind="stable").drop_duplicates(S.contact_id)
    newest = newest.set_index(S.contact_id).reindex(people.index)
    last_day, first_day = newest[S.seen_on], seen.groupby(S.contact_id)[S.seen_on].min().reindex(people.index)
    moved_on = people[Contacts.status_on].where(people[Contacts.status] == MOVED)
    later = moved_on.notna() & ~(moved_on <= last_day)
    confirmed = last_day.mask(later, moved_on)
    return pd.DataFrame(
        {
            F.account_id: people[Contacts.account_id],
            F.status: people[Contacts.status],
            F.status_on: people[Contacts.status_on],
            F.first_seen: first_day.fillna(confirmed),
            F.confirmed_on: confirmed,
            F.confirmed_by: newest[S.seen_by].mask(later, "noted"),
            F.bounced_on: people[Contacts.bounced_on],
            F.moved: (people[Contacts.status] == MOVED) & ~_found_again(view, people),
        },
        index=people.index,
    )


def _found_again(view: View, people: pd.DataFrame) -> pd.Series:
    """Who was assessed in a role since he changed his."""
    assessed = view.table("role_slots").groupby(RoleSlots.contact_id)[RoleSlots.assessed_on].max()
    return assessed.reindex(people.index) >= people[Contacts.status_on]


def _part(rows: pd.DataFrame, who: str, when: str, by: str) -> pd.DataFrame:
    if rows.empty:  # most books lack most of these tables, and many past dates are asked
        return _NOTHING
    days = rows[when].dt.normalize()
    return pd.DataFrame({S.contact_id: rows[who].astype("str"), S.seen_on: days, S.seen_by: by})


def _met(view: View) -> list[pd.DataFrame]:
    """Encounters, with everybody of theirs who was there, and meetings that were held."""
    events, meetings = view.table("contact_events"), view.table("meetings")
    others = events[events[ContactEvents.other_contacts].notna()]
    each = others[ContactEvents.other_contacts].str.split(";").explode().str.strip()
    days = others[ContactEvents.met_on].loc[each.index]
    several = pd.DataFrame({ContactEvents.contact_id: each.to_numpy(), ContactEvents.met_on: days.to_numpy()})
    return [
        _part(events, ContactEvents.contact_id, ContactEvents.met_on, "met"),
        _part(several, ContactEvents.contact_id, ContactEvents.met_on, "met"),
        _part(meetings[meetings[Meetings.status] == "held"], Meetings.contact_id, Meetings.held_on, "met"),
    ]


def _promised(view: View) -> list[pd.DataFrame]:
    """Promises made to or by a person; an action that we set ourselves has nobody on the other side."""
    rows = view.table("commitments")
    rows = rows[(rows[Commitments.kind] != "action").fillna(True)]
    theirs = rows[rows[Commitments.side] == "theirs"]
    return [
        _part(rows, Commitments.contact_id, Commitments.made_on, "promised"),
        _part(theirs, Commitments.contact_id, Commitments.done_on, "promised"),
    ]


def _signed(view: View) -> pd.DataFrame:
    """Deals that were won: whoever decides on them was there."""
    deals = view.table("opportunities")
    won = deals[deals[Opportunities.outcome] == "won"]
    return _part(won, Opportunities.key_contact_id, Opportunities.closed_on, "signed")
