"""The people at the accounts and what is known of the roles they fill, on which day.

Stated processes, per account and role:

* *coverage*: a share .45-.97 of the roles becomes known; half of these at the first assessment, the
  others after an exponential wait of 220 days; 7% of the roles are never assessed at all;
* *assessments*: again after exponential waits of 230 days; the disposition stays (70%) or moves a step;
* *departures*: 9% a year; noticed within 20 days in three of four cases, else the person is a ghost:
  still active in the CRM. A successor is known after an exponential wait of 150 days.
  In an honest company nobody leaves.
* *duplicates*: one person in forty is written down a second time under another number.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.demo.frame import typed
from accountbook.demo.names import People
from accountbook.demo.places import BY_CODE, PLACES
from accountbook.demo.plan import Plan, days
from accountbook.demo.roles import EVIDENCE, PLANS, ROLES, SHARED, TOPICS, Role
from accountbook.demo.staff import Staff
from accountbook.tables import Contacts as C
from accountbook.tables import RoleSlots as S

DISPOSITIONS = ("negative", "neutral", "favourable")
STAYS = 10**6
"""The day number of a departure that never comes."""


@dataclass
class Crowd:
    """What is drawn of the people, as growing lists; `tables` makes frames of it.

    Attributes
    ----------
    contacts, slots : rows by column name; days as numbers.
    truth : per contact: when the person really left (-1: never), whether it was noticed, whose duplicate.
    deciders : per account, (known from, left on, contact_id) of those who fill a role that decides.
    """

    contacts: list[dict[str, object]] = field(default_factory=list)
    slots: list[dict[str, object]] = field(default_factory=list)
    truth: list[dict[str, object]] = field(default_factory=list)
    deciders: list[list[tuple[int, int, str]]] = field(default_factory=list)

    def tables(self) -> dict[str, pd.DataFrame]:
        """The contract's contacts and role_slots."""
        return {
            "contacts": _frame("contacts", self.contacts, (C.status_on, C.last_verified_on, C.birthday, C.created_on)),
            "role_slots": _frame("role_slots", self.slots, (S.assessed_on, S.plan_due)),
        }


def draw_people(plan: Plan, traits: pd.DataFrame, staff: Staff) -> Crowd:
    """Draw the people of every account."""
    crowd = Crowd()
    names = {place.code: People(place, seed=plan.seed) for place in PLACES}
    for row, account in enumerate(traits.itertuples(index=False)):
        _Account(plan, crowd, names[account.country], staff, row, account).draw()
    _duplicates(plan, crowd)
    return crowd


class _Account:
    """One account while its people are drawn."""

    def __init__(self, plan: Plan, crowd: Crowd, names: People, staff: Staff, row: int, account: object) -> None:
        self.plan, self.crowd, self.names, self.staff, self.account = plan, crowd, names, staff, account
        self.rng = plan.rng("people", row)
        self.typical = account.case == "typical"
        self.owner = staff.owner[row]
        self.mail = (
            f"{account.account_id.encode('ascii', 'ignore').decode().strip('-').lower() or 'k'}-{row + 1}.example"
        )
        self.helper = staff.helpers[row % len(staff.helpers)]
        begin = max(plan.first, min(int(account.first), plan.last - 300) - 60)
        self.begin = min(begin + int(self.rng.integers(0, 90 if self.typical else 420)), plan.last - 20)
        self.chief: tuple[int, str] | None = None

    def draw(self) -> None:
        coverage = 0.97 if self.typical else self.rng.uniform(0.45, 0.97)
        lives: dict[str, list[tuple[int, int, bool, str]]] = {}
        self.crowd.deciders.append([])
        for role in ROLES:
            shared = SHARED.get(role.code)
            twice = bool(lives.get(shared or "")) and self.rng.random() < 0.2
            if shared and (twice or (self.typical and role.code == "PRD")):
                lives[role.code] = lives.get(shared, [])
            else:
                lives[role.code] = self._lives(role, coverage)
            if lives[role.code] or self.rng.random() > 0.07 or self.typical:
                self._slots(role, lives[role.code])
            if role.decides:
                self.crowd.deciders[-1] += [(known, left, person) for known, left, _, person in lives[role.code]]

    def _lives(self, role: Role, coverage: float) -> list[tuple[int, int, bool, str]]:
        """Who fills a role one after the other: (known from, left on, noticed, contact_id)."""
        rng, last = self.rng, self.plan.last
        never = role.code == "QUA" if self.typical else rng.random() > coverage
        known = self.begin + (0 if self.typical or rng.random() < 0.5 else int(rng.exponential(220)))
        lives: list[tuple[int, int, bool, str]] = []
        while not never and known <= last - 3:
            left = STAYS if self.plan.honest else known + 40 + int(rng.exponential(365 / 0.09))
            noticed = rng.random() < 0.75
            if self.typical:
                left, noticed = (last - 22, True) if role.code == "HOP" and not self.plan.honest else (STAYS, True)
            left = left if left <= last - 5 else STAYS
            lives.append((known, left, noticed, self._person(role, known, left, noticed)))
            if left == STAYS or not noticed:
                break
            known = left + 25 + int(rng.exponential(150))
        return lives

    def _person(self, role: Role, known: int, left: int, noticed: bool) -> str:
        rng, last = self.rng, self.plan.last
        number = f"P{len(self.crowd.contacts) + 1:05d}"
        gone = left <= last
        status = rng.choice(["left", "retired", "role_changed"], p=[0.7, 0.15, 0.15]) if gone else "active"
        seen = int(rng.integers(known, max(known + 1, min(left, last) + 1)))
        self.crowd.contacts.append(
            {
                C.contact_id: number,
                C.account_id: self.account.account_id,
                C.name: self.names.name(rng),
                C.title: role.name,
                C.department: role.department,
                # nobody reports to a person who was not known yet
                C.reports_to: self.chief[1] if self.chief and self.chief[0] <= known else None,
                C.email: f"{self.names.surname(rng).lower().replace(' ', '')}.{number.lower()}@{self.mail}",
                C.status: (status if noticed else "active") if rng.random() > 0.03 or gone else "unknown",
                C.status_on: left if gone and noticed else known,
                C.last_verified_on: seen if rng.random() < 0.85 else -1,
                C.birthday: int(rng.integers(-5_500, 9_500)) if rng.random() < 0.5 else None,
                C.language: BY_CODE[self.account.country].language,
                C.narrative_topic: TOPICS[int(rng.integers(len(TOPICS)))] if rng.random() < 0.35 else None,
                C.created_on: known,
            }
        )
        self.crowd.truth.append({"contact_id": number, "left_on": left if gone else -1, "noticed": gone and noticed,
                                 "duplicate_of": None})  # fmt: skip
        if role.code == "MD" and not gone:
            self.chief = (known, number)
        return number

    def _slots(self, role: Role, lives: list[tuple[int, int, bool, str]]) -> None:
        rng, last = self.rng, self.plan.last
        day = self.begin
        if not lives or lives[0][0] > day:
            self._slot(role, day, None, 1)
        for known, left, noticed, person in lives:
            mood = int(rng.choice([0, 1, 2], p=[0.12, 0.45, 0.43]))
            day = max(known, day + 1) if known > self.begin else self.begin
            noted = left + int(rng.integers(0, 20)) if noticed else STAYS
            if self.typical and left < STAYS:
                noted = left
            while day <= min(last, noted - 1):
                self._slot(role, day, person, mood)
                day += 20 + int(rng.exponential(230))
                if rng.random() > 0.7:
                    mood = min(2, max(0, mood + int(rng.choice([-1, 1], p=[0.42, 0.58]))))
            if self.typical and role.code == "TEC":
                self._slot(role, last - 29, person, 0)
            if noted <= last:
                self._slot(role, noted, None, 1)
                day = noted

    def _slot(self, role: Role, day: int, person: str | None, mood: int) -> None:
        rng = self.rng
        disposition = "unknown" if person is None or rng.random() < 0.06 else DISPOSITIONS[mood]
        if self.typical and role.code == "TEC" and mood == 0:
            disposition = "negative"
        kind = "empty" if person is None else disposition
        planned = kind in PLANS and (rng.random() < 0.65 or self.typical)
        evidence = EVIDENCE[disposition][int(rng.integers(len(EVIDENCE[disposition])))] if person else None
        self.crowd.slots.append(
            {
                S.account_id: self.account.account_id,
                S.role_code: role.code,
                S.assessed_on: day,
                S.contact_id: person,
                S.representative_id: (self.helper if role.helper else self.owner) if rng.random() < 0.9 else None,
                S.can_meet: bool(rng.random() < 0.3 + 0.3 * mood) if person else None,
                S.can_deliver_value: bool(rng.random() < 0.6) if person else None,
                S.disposition: disposition,
                # a negative disposition never goes without its evidence
                S.evidence: evidence if disposition == "negative" or rng.random() < 0.85 else None,
                S.plan: PLANS[kind][int(rng.integers(len(PLANS[kind])))] if planned else None,
                S.plan_due: day + int(rng.integers(14, 91)) if planned else -1,
            }
        )


def _duplicates(plan: Plan, crowd: Crowd) -> None:
    rng = plan.rng("duplicate people")
    wanted = max(2, len(crowd.contacts) // 40)
    for row in sorted(rng.choice(len(crowd.contacts), size=min(wanted, len(crowd.contacts)), replace=False).tolist()):
        person = crowd.contacts[row]
        number = f"P{len(crowd.contacts) + 1:05d}"
        again = min(plan.last, int(person[C.created_on]) + int(rng.integers(30, 400)))
        # written from another card: capitals, no birthday, no superior
        crowd.contacts.append(
            {**person, C.contact_id: number, C.name: str(person[C.name]).upper(), C.birthday: None, C.reports_to: None,
             C.status: "active", C.status_on: again, C.last_verified_on: -1, C.created_on: again}
        )  # fmt: skip
        crowd.truth.append(
            {**crowd.truth[row], "contact_id": number, "noticed": False, "duplicate_of": person[C.contact_id]}
        )


def _frame(name: str, rows: list[dict[str, object]], dates: tuple[str, ...]) -> pd.DataFrame:
    columns: dict[str, object] = {column: [row[column] for row in rows] for column in rows[0]} if rows else {}
    for column in dates:
        if column == C.birthday:
            # birthdays lie before 1970 too, so -1 can't stand for none
            values = [
                np.datetime64("NaT") if v is None else np.datetime64(int(v), "D") for v in columns.get(column, [])
            ]
            columns[column] = pd.Series(values, dtype="datetime64[us]")
        elif column in columns:
            columns[column] = days(columns[column])
    return typed(name, columns)
