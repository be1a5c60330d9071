"""What the reps write of the deals: the opportunities and the log of their changes.

A rep whose *bending* is b (0 in an honest company)

* hides a deal with probability .3 b: it is written down when it reaches the offer, or never;
* states the next stage instead of the true one with probability .7 b at each entry;
* states the true odds plus b x (.10-.50);
* expects the close at .35-1.15 of the true time x (1 - .5 b), often at a month's end, and pushes the day
  by 20-75 days whenever it has come or passed;
* leaves a lost deal open with probability .45 b, for 60-300 days.

An honest rep was told the customer's day of decision and never moves it, states the true stage and
the true odds to the nearest 5%, and closes a deal on the day it is decided.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from accountbook.demo.deals import APPROVED, FAR, REQUESTED
from accountbook.demo.items import FAMILIES
from accountbook.demo.phrases import CRITERIA, LOST_BY, NAMES, OBTAINED, WON_BY
from accountbook.demo.plan import FUTURE_DAYS, Plan
from accountbook.tables import Opportunities as O
from accountbook.tables.deals import BUDGETS, BUYER_STAGES, SELLER_STAGES

TRACKED = (O.amount, O.seller_stage, O.buyer_stage, O.expected_close, O.expected_ship, O.rep_probability,
           O.budget_status, O.budget_amount, O.key_contact_id, O.channel_open, O.route, O.outcome)  # fmt: skip
"""The fields whose changes the log keeps; each has an entry on the day the deal was written down."""
WEIGHTS = np.array([30, 14, 14, 18, 6, 4, 10, 4]) / 100
"""How often a deal is about each family."""


class Page:
    """One deal as its rep writes it down."""

    def __init__(
        self,
        plan: Plan,
        number: int,
        deal: Any,
        *,
        events: list[tuple[int, str, int, float]],
        rep: str,
        bending: float,
        deciders: list[tuple[int, int, str]],
    ) -> None:
        self.plan, self.deal, self.events, self.rep, self.bending = plan, deal, events, rep, bending
        self.deciders = deciders
        self.name = f"D-{number + 1:04d}"
        self.rng = plan.rng("deal log", number)
        self.family = FAMILIES[int(self.rng.choice(len(FAMILIES), p=WEIGHTS))]
        self.log: list[tuple[str, str, str, str, int, int, str]] = []
        self.state: dict[str, object] = dict.fromkeys(TRACKED)
        self.moment = (-1, 0)
        rng = self.rng
        self.zombie = bool(not deal.won and deal.decided <= plan.last and rng.random() < 0.45 * bending)
        self.closed = deal.decided + (int(rng.integers(60, 301)) if self.zombie else 0)
        self.created = self._created()

    def _created(self) -> int:
        if self.rng.random() >= 0.3 * self.bending:
            return int(self.deal.began)
        return next((day for day, name, value, _ in self.events if name == "stage" and value >= 2), FAR)

    def write(self) -> bool:
        """Write the deal's log up to the last day; False: the CRM never hears of it."""
        last = self.plan.last
        if self.created > last or self.created >= self.deal.decided:
            self.created = FAR
            return False
        before = [event for event in self.events if event[0] <= self.created]
        after = [event for event in self.events if self.created < event[0] <= last]
        self._create({name: (value, odds) for _, name, value, odds in before})
        entries = [(day, 1, name, value, odds) for day, name, value, odds in after]
        entries += [(day, 0, "push", close, 0.0) for day, close in self._pushes()]
        for day, _, name, value, odds in sorted(entries, key=lambda entry: entry[:2]):
            self._entry(day, name, value, odds)
        if self.closed <= last:
            self._put(self.closed, O.outcome, "won" if self.deal.won else "lost")
        return True

    def row(self, account_id: str) -> dict[str, object]:
        """The opportunity as it stands on the last day."""
        rng, deal = self.rng, self.deal
        closed = self.closed <= self.plan.last
        reasons = WON_BY if deal.won else LOST_BY
        rival = self.created <= deal.competitor_on <= min(self.plan.last, deal.decided) and rng.random() < 0.6
        noun = self.family.noun.removesuffix(" part")
        year = np.datetime64(self.created, "D").astype(object).year + int(rng.integers(2))
        title = NAMES[int(rng.integers(len(NAMES)))].format(n=int(rng.integers(2, 40)), y=year, noun=noun)
        heard = self.created - int(rng.integers(0, 30)) if self.created == deal.began else self.created
        return {
            **self.state,
            O.opportunity_id: self.name,
            O.account_id: account_id,
            O.name: title[0].upper() + title[1:],
            O.product_line: self.family.code,
            O.created_on: self.created,
            O.how_obtained: OBTAINED[int(rng.integers(len(OBTAINED)))],
            O.first_heard_on: heard,
            O.competitor_knew_on: deal.competitor_on if rival else -1,
            O.decision_criteria: CRITERIA[int(rng.integers(len(CRITERIA)))] if rng.random() < 0.6 else None,
            O.closed_on: self.closed if closed else -1,
            O.reasons: reasons[int(rng.integers(len(reasons)))] if closed else None,
            O.satisfaction: int(rng.integers(3, 6)) if closed and deal.won and rng.random() < 0.6 else None,
        }

    def truth(self) -> dict[str, object]:
        """What is really so, on the last day of the exports and later."""
        deal, last = self.deal, self.plan.last
        past = [event for event in self.events if event[0] <= last]
        stages = {name: value for _, name, value, _ in past}
        never = self.created == FAR
        return {
            "began": deal.began,
            "written_down": -1 if never else self.created,
            "hidden": "never written" if never else "written late" if self.created > deal.began else "",
            "left_open": self.zombie,
            "decided": -1 if deal.decided == FAR else deal.decided,
            "won": deal.won,
            "amount": deal.amount,
            "seller_stage": SELLER_STAGES[stages.get("stage", 0)],
            "buyer_stage": BUYER_STAGES[stages.get("buyer", 0)],
            "odds": past[-1][3] if past else np.nan,
        }

    def _create(self, known: dict[str, tuple[int, float]]) -> None:
        deal, rng = self.deal, self.rng
        odds = list(known.values())[-1][1]
        asked = (
            deal.amount if not self.bending else round(deal.amount * float(1 + rng.normal(0.3 * self.bending, 0.1)), -2)
        )
        close = self._first_close()
        contact = self._contact(self.created) if known["contact"][0] else None
        budget = known["budget"][0]
        values = {
            O.amount: max(1_000.0, asked),
            O.seller_stage: self._stage(known["stage"][0]),
            O.buyer_stage: BUYER_STAGES[known["buyer"][0]],
            O.expected_close: close,
            O.expected_ship: close + 45,
            O.rep_probability: self._probability(odds),
            O.budget_status: BUDGETS[budget],
            O.budget_amount: self._budget() if budget in (REQUESTED, APPROVED) else None,
            O.key_contact_id: contact,
            O.channel_open: bool(rng.random() < 0.8) if contact else False,
            O.route: "negotiated" if deal.negotiated else "tender",
            O.outcome: "open",
        }
        for field in TRACKED:
            self._put(self.created, field, values[field], first=True)

    def _entry(self, day: int, name: str, value: int, odds: float) -> None:
        rng = self.rng
        if name == "push":
            self._put(day, O.expected_close, value)
            if rng.random() < 0.7:
                self._put(day, O.expected_ship, value + 45)
        elif name == "stage":
            self._put(day, O.seller_stage, self._stage(value))
            self._put(day, O.rep_probability, self._probability(odds))
            if value == 2:
                # with the offer the amount is known
                self._put(day, O.amount, self.deal.amount)
        elif name == "buyer":
            self._put(day, O.buyer_stage, BUYER_STAGES[value])
        elif name == "contact":
            self._put(day, O.key_contact_id, self._contact(day))
            self._put(day, O.channel_open, bool(rng.random() < 0.8) or self.state[O.channel_open])
        elif name == "budget":
            self._put(day, O.budget_status, BUDGETS[value])
            if value in (REQUESTED, APPROVED):
                self._put(day, O.budget_amount, self._budget())
        elif rng.random() < 0.4:
            self._put(day, O.rep_probability, self._probability(odds))

    def _put(self, day: int, field: str, value: object, *, first: bool = False) -> None:
        old = self.state[field]
        if old == value and not first:
            return
        # a minute between entries keeps the order of a day
        same = self.moment[0] == day
        minute = self.moment[1] + 1 if same else 480 + int(self.rng.integers(0, 500))
        self.moment = (day, minute)
        self.log.append((self.name, field, _text(field, old), _text(field, value), day, minute, self.rep))
        self.state[field] = value

    def _stage(self, true: int) -> str:
        stated = min(len(SELLER_STAGES) - 1, true + bool(self.rng.random() < 0.7 * self.bending))
        before = self.state[O.seller_stage]
        return SELLER_STAGES[max(stated, SELLER_STAGES.index(str(before)) if before else 0)]

    def _probability(self, odds: float) -> float:
        bent = odds + self.bending * self.rng.uniform(0.10, 0.50) if self.bending else odds
        return round(float(np.clip(round(bent * 20) / 20, 0.05, 0.95)), 2)

    def _budget(self) -> float:
        return round(self.deal.amount * float(self.rng.uniform(0.8, 1.15)), -3) or 1_000.0

    def _contact(self, day: int) -> str | None:
        there = [person for known, left, person in self.deciders if known <= day < left]
        return there[int(self.rng.integers(len(there)))] if there else None

    def _first_close(self) -> int:
        true = int(self.deal.decided) if self.deal.decided < FAR else self.plan.last + FUTURE_DAYS
        if not self.bending:
            return true
        share = self.rng.uniform(0.35, 1.15) * (1 - 0.5 * self.bending)
        return self._month_end(self.created + max(14, int((true - self.created) * share)))

    def _pushes(self) -> list[tuple[int, int]]:
        """(day of the change, new expected close), as long as the deal is open in the CRM."""
        if not self.bending:
            return []
        close, pushes, day = int(self.state[O.expected_close]), [], self.created
        while True:
            day = max(day + 1, close + int(self.rng.integers(-6, 22)))
            if day >= self.closed or day > self.plan.last:
                return pushes
            close = self._month_end(max(close, day) + int(self.rng.integers(20, 76)))
            pushes.append((day, close))

    def _month_end(self, day: int) -> int:
        if self.rng.random() > 0.3 + 0.5 * self.bending:
            return day
        month = np.datetime64(day, "D").astype("datetime64[M]")
        return int(((month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")).astype(int))


def _text(field: str, value: object) -> str:
    """A value as the log has it: ISO days, plain numbers, true and false; empty for none."""
    if value is None:
        return ""
    if field in (O.expected_close, O.expected_ship):
        return str(np.datetime64(int(value), "D"))
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
