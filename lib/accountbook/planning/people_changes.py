"""What changed among the people of an account: who left, who is new in a role, who turned."""

from __future__ import annotations

import pandas as pd

from accountbook.planning.coverage import Coverage, CoverageState, Slot, SlotState, coverage
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.period import between
from accountbook.planning.values import day, text
from accountbook.planning.view import GONE, View
from accountbook.planning.weights import weighed
from accountbook.tables import Contacts as P

_LIKING = {"negative": -1, "unknown": 0, "neutral": 0, "favourable": 1}


def people_changes(view: View, now: Coverage, then: Coverage, since: pd.Timestamp) -> list[Finding]:
    """People who left since a day, roles emptied or filled, dispositions turned; codes as in `changes`.

    Parameters
    ----------
    now, then : coverage of the view, and of the view on that day.

    Examples
    --------
    >>> from accountbook.planning.coverage import coverage
    >>> from accountbook.planning.memory import MemoryView
    >>> gone = {"contact_id": "C", "account_id": "A", "name": "Example", "title": "Buyer", "status": "left",
    ...         "status_on": "2026-10-09"}
    >>> view = MemoryView("2026-10-31", {"contacts": [gone]}, account_id="A")
    >>> since = pd.Timestamp("2026-09-30")
    >>> [found] = people_changes(view, coverage(view), coverage(view.at(since)), since)
    >>> found.code, found.facts["role"], found.facts["on"].day
    ('person_left', 'Buyer', 9)
    """
    left = [finding for _, finding in _left(view, now, then, since)]
    told = {finding.facts["name"] for finding in left}
    was = {slot.role_code: slot for slot in then.slots}
    found = list(left)
    # the first assessments ever are no news of the account but of our own diligence
    first_list = then.state != CoverageState.KNOWN
    for slot in now.slots:
        before = was.get(slot.role_code)
        if before is None or first_list:
            continue
        found += _of_slot(slot, before, told)
    return found


def deciders_left(view: View, now: Coverage, since: pd.Timestamp, *, key: str | None = None) -> tuple[Finding, ...]:
    """Who decided and left since a day: code ``decider_left``, the facts of ``person_left`` and ``key``.

    Parameters
    ----------
    now : coverage at the view's day. key : contact who decides on a deal; told first, whatever the role.

    Examples
    --------
    >>> from accountbook.planning.coverage import coverage
    >>> from accountbook.planning.memory import MemoryView
    >>> gone = {"contact_id": "C", "account_id": "A", "name": "Example", "title": "Buyer", "status": "left",
    ...         "status_on": "2026-10-09", "created_on": "2024-01-01"}
    >>> view = MemoryView("2026-10-31", {"contacts": [gone]}, account_id="A")
    >>> found = deciders_left(view, coverage(view), pd.Timestamp("2026-07-31"), key="C")
    >>> [(one.facts["name"], one.facts["key"]) for one in found], deciders_left(view, coverage(view), view.as_of)
    ([('Example', True)], ())
    """
    told = [
        (contact != key, Finding("decider_left", {**one.facts, "key": contact == key}, Sign.WORSE))
        for contact, one in _left(view, now, coverage(view.at(since)), since)
        if contact == key or one.facts["decides"]
    ]
    return tuple(one for _, one in sorted(told, key=lambda pair: pair[0]))


def _left(view: View, now: Coverage, then: Coverage, since: pd.Timestamp) -> list[tuple[str, Finding]]:
    people = view.table("contacts")
    gone = people[people[P.status].isin(GONE) & between(people[P.status_on], since, view.as_of)]
    moved = {slot.contact_id for slot in now.slots if slot.state == SlotState.KNOWN}
    found = []
    for row in gone.to_dict("records"):
        held = [slot for slot in then.slots if slot.contact_id == row[P.contact_id] and slot.state == SlotState.KNOWN]
        if row[P.contact_id] in moved or (row[P.status] == "role_changed" and not held):
            continue
        slot = max(held, key=lambda one: (one.decides, one.required), default=None)
        decides = bool(slot and slot.decides)
        facts = {
            "role": slot.role if slot else text(row[P.title]),
            "name": text(row[P.name]),
            "status": text(row[P.status]),
            "on": day(row[P.status_on]),
            "decides": decides,
        }
        found.append((str(row[P.contact_id]), weighed("person_left", facts, Sign.WORSE, decides=decides)))
    return found


def _of_slot(slot: Slot, before: Slot, told: set[object]) -> list[Finding]:
    facts = {"role": slot.role, "name": slot.name, "on": slot.since, "decides": slot.decides}
    known, was_known = slot.state == SlotState.KNOWN, before.state == SlotState.KNOWN
    if was_known and not known and before.name not in told:
        return [weighed("role_vacant", facts | {"name": before.name}, Sign.WORSE, decides=slot.decides)]
    if known and (not was_known or before.contact_id != slot.contact_id):
        return [weighed("role_filled", facts, Sign.BETTER, decides=slot.decides)]
    step = _LIKING[slot.disposition] - _LIKING[before.disposition]
    if known and was_known and step:
        turned = facts | {"was": before.disposition, "now": slot.disposition}
        return [weighed("turned", turned, Sign.BETTER if step > 0 else Sign.WORSE, decides=slot.decides)]
    return []
