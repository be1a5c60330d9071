"""The people of an account for whoever takes it over: how to reach each, and who of ours knows them (cap 39).

Birthdays and topics are told only of a person who agreed that they are kept; an address only while the person is
there and no mail to it came back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from accountbook.features.people import PersonFeature, people_features
from accountbook.planning.coverage import Coverage, SlotState
from accountbook.planning.met import Met
from accountbook.planning.values import day, flag, text
from accountbook.planning.view import GONE, View
from accountbook.tables import Contacts as P
from accountbook.tables import Employees as E


@dataclass(frozen=True)
class Reach:
    """One person of theirs.

    Attributes
    ----------
    roles : names of the roles that the person fills; title stands for them where there is none.
    email : None where none is known, or mails to it come back, since ``bounced_on``.
    topic, birthday : only with the person's consent.
    seen_on : the newest day on which anything shows that the person was there, by the rule of the account's plan.
    met_on, met_by : the last meeting known, and who of ours was there.
    representative : ours, who answers for the person.
    """

    contact_id: str
    name: str | None
    title: str | None
    roles: tuple[str, ...]
    decides: bool
    disposition: str
    email: str | None
    bounced_on: pd.Timestamp | None
    language: str | None
    topic: str | None
    birthday: pd.Timestamp | None
    seen_on: pd.Timestamp | None
    met_on: pd.Timestamp | None
    met_by: str | None
    representative: str | None


@dataclass(frozen=True)
class Knows:
    """One of ours, beside the owner, who met people of the account.

    Attributes
    ----------
    times : meetings in two years. last : the newest. whom : names of theirs, the last met first, three at most.
    """

    employee_id: str
    name: str
    function: str | None
    times: int
    last: pd.Timestamp
    whom: tuple[str, ...]


def reach(view: View, coverage: Coverage, meetings: Met, ours: Mapping[str, str]) -> tuple[Reach, ...]:
    """Everyone of theirs who is still there: who decides first, then who fills a role, then who was met last.

    Parameters
    ----------
    meetings : as `met` gives them. ours : names of our people by number.
    """
    slots = [slot for slot in coverage.slots if slot.state == SlotState.KNOWN and slot.contact_id]
    last = meetings[meetings["theirs"] != ""].drop_duplicates("theirs").set_index("theirs")
    seen_on = people_features(view)[PersonFeature.confirmed_on]
    found = []
    for row in view.table("contacts").drop_duplicates(P.contact_id, keep="last").to_dict("records"):
        if text(row[P.status]) in GONE:
            continue
        number = str(row[P.contact_id])
        mine = [slot for slot in slots if slot.contact_id == number]
        seen = last.loc[number] if number in last.index else {}
        agreed, bounced = flag(row[P.consent]) is True, day(row[P.bounced_on])
        found.append(
            Reach(
                contact_id=number,
                name=text(row[P.name]),
                title=text(row[P.title]),
                roles=tuple(slot.role for slot in mine),
                decides=any(slot.decides for slot in mine),
                disposition=mine[0].disposition if mine else "unknown",
                email=text(row[P.email]) if bounced is None else None,
                bounced_on=bounced,
                language=text(row[P.language]),
                topic=text(row[P.narrative_topic]) if agreed else None,
                birthday=day(row[P.birthday]) if agreed else None,
                seen_on=day(seen_on.get(number)),
                met_on=day(seen.get("on")),
                met_by=ours.get(str(seen.get("ours"))),
                representative=next((slot.representative for slot in mine if slot.representative), None),
            )
        )
    early = pd.Timestamp.min

    def rank(one: Reach) -> tuple[object, ...]:
        return (not one.decides, not one.roles, -(one.met_on or early).value, one.contact_id)

    return tuple(sorted(found, key=rank))


def who_knows(view: View, meetings: Met, *, owner: str | None) -> tuple[Knows, ...]:
    """Who of ours, beside the owner, met people of the account, the newest meeting first.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.met import met
    >>> event = {"event_id": "1", "account_id": "A", "met_on": "2026-10-02", "employee_id": "E1", "contact_id": "C1",
    ...          "other_employees": "E2"}
    >>> rows = {"contact_events": [event], "employees": [{"employee_id": n, "name": f"Name {n}"} for n in ("E1", "E2")]}
    >>> view = MemoryView("2026-10-31", rows, account_id="A")
    >>> [(one.name, one.times) for one in who_knows(view, met(view), owner="E1")]
    [('Name E2', 1)]
    """
    people = view.table("employees").drop_duplicates(E.employee_id, keep="last").set_index(E.employee_id)
    names = {str(row[P.contact_id]): text(row[P.name]) for row in view.table("contacts").to_dict("records")}
    found = []
    for number, rows in meetings[meetings["ours"] != (owner or "")].groupby("ours", sort=False):
        if number not in people.index:
            continue
        whom = [name for one in rows["theirs"].drop_duplicates() if (name := names.get(one))]
        found.append(
            Knows(
                employee_id=str(number),
                name=str(people.loc[number, E.name]),
                function=text(people.loc[number, E.function]),
                times=int(rows["event"].nunique()),
                last=rows["on"].iloc[0],
                whom=tuple(whom[:3]),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.last.value, one.employee_id)))
