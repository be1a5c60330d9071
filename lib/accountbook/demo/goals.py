"""Goals with their versions, and the strategies whose scope moves with them.

Stated processes, per account of tier A or B, and 60% of the others:

* *the year's goal*: set 45 days before to 50 days after each New Year of its life, at .90-1.30 of its
  typical yearly orders; replaced by a second version once if a deal is lost (70%, target x .70-.95) or a
  decision maker becomes known (45%, x 1.0-1.2) in its time. Reached on the day on which the year's orders
  reach the target.
* *the ladder*: one goal for the long run, on the rung of supply (70%), partner in development (25%) or in the
  market (5%); each version holds for 200 days and longer, and changes for a lost deal (35%), a new decision
  maker (35%). A rung is reached after an exponential wait of 1,300 days; the next one's goal takes its place.
* *strategies*: one per goal, written 0-20 days after it; 80% of the goals' later versions move it too, and its scope.

Goals of an account that died are dropped when its work ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.demo.frame import dated
from accountbook.demo.goal_phrases import LADDER, LOST, METRICS, PERSON, REACHED, SCOPES, WAYS, YEAR, YEARLY
from accountbook.demo.items import FAMILIES
from accountbook.demo.plan import day_number
from accountbook.demo.scene import Scene
from accountbook.demo.wording import Phrases, worded
from accountbook.tables import Accounts as A
from accountbook.tables import Goals as G
from accountbook.tables import Opportunities as O
from accountbook.tables import Strategies as S
from accountbook.tables.plan import LEVELS

LOWER_TIERS = 0.60
HOLDS = 200


@dataclass
class Ambitions:
    """Goals and strategies as growing lists of rows; `truth` says which event moved which version."""

    goals: list[dict[str, object]] = field(default_factory=list)
    strategies: list[dict[str, object]] = field(default_factory=list)
    truth: list[dict[str, object]] = field(default_factory=list)

    def tables(self) -> dict[str, pd.DataFrame]:
        """The contract's goals and strategies."""
        return {"goals": _frame("goals", self.goals), "strategies": _frame("strategies", self.strategies)}


@dataclass(frozen=True)
class _Event:
    """What moves a goal: a lost deal or a decision maker who became known."""

    day: int
    cause: str
    deal: str = ""
    reason: str = ""
    title: str = ""


def draw_goals(scene: Scene) -> Ambitions:
    """Draw goals and strategies of every account."""
    drawn = Ambitions()
    events = _events(scene)
    tiers = scene.accounts[A.tier].tolist()
    starts = np.searchsorted(scene.bought["account"], np.arange(len(scene.ids) + 1))
    day, amount = scene.bought["day"].to_numpy(), scene.bought["amount"].to_numpy()
    for row in range(len(scene.ids)):
        rng = scene.plan.rng("goals", row)
        if tiers[row] == "C" and rng.random() >= LOWER_TIERS:
            continue
        one = _Account(scene, drawn, row, rng, events.get(row, []))
        own = slice(starts[row], starts[row + 1])
        one.years((day[own], amount[own]))
        one.ladder()
    return drawn


def _events(scene: Scene) -> dict[int, list[_Event]]:
    found: dict[int, list[_Event]] = {}
    names = scene.drawn.log.opportunities
    for deal, name, reason in zip(scene.dealt.itertuples(index=False), names[O.name], names[O.reasons], strict=True):
        if deal.outcome == "lost":
            found.setdefault(deal.account, []).append(_Event(deal.closed, "lost", str(name), str(reason)))
    titles = dict(zip(scene.people["contact_id"], scene.people["title"], strict=True))
    for row, lives in enumerate(scene.drawn.crowd.deciders):
        for known, _, person in lives:
            if known > scene.begin[row] + 30:
                found.setdefault(row, []).append(_Event(known, "person", title=titles[person].lower()))
    return {row: sorted(events, key=lambda event: event.day) for row, events in found.items()}


class _Account:
    """One account while its goals are drawn."""

    def __init__(
        self, scene: Scene, drawn: Ambitions, row: int, rng: np.random.Generator, events: list[_Event]
    ) -> None:
        self.scene, self.drawn, self.row, self.rng, self.events = scene, drawn, row, rng, events
        self.begin, self.end = int(scene.begin[row]), int(scene.end[row])
        self.dead = self.end < scene.plan.last
        self.annual = float(scene.traits["annual"].iat[row])
        self.korean = np.array([scene.korean[row]])
        self.family = int(scene.family[row])

    def years(self, paid: tuple[np.ndarray, np.ndarray]) -> None:
        """One goal per calendar year, in one or two versions."""
        rng, last = self.rng, self.scene.plan.last
        before = None
        for year in range(self.scene.plan.start.year, 2028):
            first, final = day_number(f"{year}-01-01"), day_number(f"{year}-12-31")
            set_on = first + int(rng.integers(-45, 51))
            factor, late = rng.uniform(0.90, 1.30), rng.random()
            if set_on < self.begin:
                set_on = self.begin + int(late * 60)
            if set_on > min(self.end, last) or set_on > final - 60:
                continue
            target = round(self.annual * factor, -3)
            versions = [(set_on, target, "yearly", None)]
            event = next((e for e in self.events if set_on + 20 < e.day < final - 45), None)
            moves = rng.random() < (0.70 if event and event.cause == "lost" else 0.45)
            early = self._reached(paid, first, final, versions)
            open_then = event and (early < 0 or early > event.day + 20)
            if event and open_then and moves and event.day + 20 <= min(self.end, last):
                change = rng.uniform(0.70, 0.95) if event.cause == "lost" else rng.uniform(1.0, 1.2)
                version = (event.day + int(rng.integers(1, 20)), round(target * change, -3), event.cause, event)
                # nobody sets what is reached already
                if self._reached(paid, first, version[0], [(first, *version[1:])]) < 0:
                    versions.append(version)
            reached = self._reached(paid, first, final, versions)
            before = self._goal("supply", "short", "order intake, EUR", versions, due=final, reached=reached,
                                before=before, year=year)  # fmt: skip

    def _reached(self, paid: tuple[np.ndarray, np.ndarray], first: int, final: int, versions: list[tuple]) -> int:
        """The day on which the orders of the year reach the target of the version then in force; -1: never."""
        low, high = np.searchsorted(paid[0], [first, final + 1])
        days, sums = paid[0][low:high], np.cumsum(paid[1][low:high])
        for (set_on, target, *_), after in zip(versions, [*versions[1:], (final + 1,)], strict=True):
            hit = np.flatnonzero((days >= set_on) & (days < after[0]) & (sums >= target))
            if len(hit):
                return int(days[hit[0]])
        return -1

    def ladder(self) -> None:
        """The rungs, one goal each, until the account's end."""
        rng, last = self.rng, min(self.end, self.scene.plan.last)
        rung = int(rng.choice(3, p=[0.70, 0.25, 0.05]))
        day, before = self.begin + int(rng.integers(0, 150)), None
        while day <= last and rung < len(LEVELS):
            level = LEVELS[rung]
            metric, low, high = METRICS[level]
            reached = day + 240 + int(rng.exponential(1300))
            versions: list[tuple] = [(day, float(np.round(rng.uniform(low, high))), "yearly", None)]
            for event in self.events:
                if versions[-1][0] + HOLDS <= event.day < min(reached, last) - 20 and rng.random() < 0.35:
                    change = rng.uniform(0.7, 0.95) if event.cause == "lost" else rng.uniform(1.0, 1.3)
                    target = max(1.0, float(np.round(versions[-1][1] * change)))
                    versions.append((event.day + int(rng.integers(1, 20)), min(target, 100.0), event.cause, event))
            measure, due = metric.format(noun=FAMILIES[self.family].noun), day + int(rng.integers(540, 1100))
            came = reached if reached <= last else -1
            before = self._goal(level, "long", measure, versions, due=due, reached=came, before=before)
            day, rung = reached + int(rng.integers(3, 40)), rung + 1

    def _goal(self, level: str, horizon: str, metric: str, versions: list[tuple], *, due: int, reached: int,
              before: tuple[str, int] | None, year: int = 0) -> tuple[str, int]:  # fmt: skip
        """Write a goal's versions and its strategy; gives (goal_id, day reached)."""
        rng, scene = self.rng, self.scene
        name = f"G-{self._number():05d}"
        strategy = int(versions[0][0]) + int(rng.integers(0, 21))
        moved: list[tuple[int, str | None]] = [(strategy, None)]
        for number, (set_on, target, cause, event) in enumerate(versions, start=1):
            why = self._why(cause, event, before, int(set_on)) if event or before else None
            phrases = YEAR if year else LADDER[level]
            self.drawn.goals.append(
                {
                    G.goal_id: name,
                    G.version: number,
                    G.account_id: scene.ids[self.row],
                    G.level: level,
                    G.text: self._said(phrases, year=[year], target=[f"{target / 1000:,.0f}"]),
                    G.metric: metric,
                    G.target: target,
                    G.horizon: horizon,
                    G.set_on: set_on,
                    G.due_on: due if event is None or horizon == "short" else due + 120 * (cause == "lost"),
                    G.why_changed: why,
                    G.supersedes: before[0] if before and number == 1 else None,
                    G.owner_id: scene.owners[self.row],
                    G.reached_on: reached if number == len(versions) else -1,
                    G.dropped_on: self.end if self.dead and reached < 0 and number == len(versions) else -1,
                }
            )
            moved_by = cause if event or before else "first"
            self.drawn.truth.append({"goal_id": name, "version": number, "cause": moved_by})
            if event and rng.random() < 0.80:
                moved.append((max(moved[-1][0] + 1, set_on + int(rng.integers(0, 22))), why))
        self._strategy(name, moved)
        return name, reached

    def _number(self) -> int:
        return int(str(self.drawn.goals[-1][G.goal_id])[2:]) + 1 if self.drawn.goals else 1

    def _why(self, cause: str, event: _Event | None, before: tuple[str, int] | None, set_on: int) -> str:
        if event and cause == "lost":
            return self._said(LOST, deal=[event.deal], reason=[event.reason])
        if event:
            return self._said(PERSON, title=[event.title])
        if before and 0 < before[1] <= set_on:
            return self._said(REACHED)
        return self._said(YEARLY)

    def _strategy(self, goal: str, moved: list[tuple[int, str | None]]) -> None:
        rng, scene = self.rng, self.scene
        other = (self.family + int(rng.integers(1, len(FAMILIES)))) % len(FAMILIES)
        nouns = {"noun": FAMILIES[self.family].noun, "noun2": FAMILIES[other].noun}
        scope = int(rng.integers(len(SCOPES)))
        for number, (day, why) in enumerate(moved, start=1):
            if day > scene.plan.last:
                break
            self.drawn.strategies.append(
                {
                    S.strategy_id: f"S{goal[1:]}",
                    S.version: number,
                    S.account_id: scene.ids[self.row],
                    S.goal_id: goal,
                    S.set_on: day,
                    S.scope: SCOPES[scope % len(SCOPES)].format(**nouns),
                    S.text: self._said(WAYS, weeks=[int(rng.integers(2, 9))]),
                    S.why_changed: why,
                    S.owner_id: scene.owners[self.row],
                }
            )
            # the scope moves to another one, never stays
            scope += int(rng.integers(1, len(SCOPES)))

    def _said(self, phrases: Phrases, **slots: list[object]) -> str:
        return worded(phrases, self.rng, self.korean, family=[self.family], **slots)[0]


def _frame(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    return dated(name, {column: [row[column] for row in rows] for column in rows[0]} if rows else {})
