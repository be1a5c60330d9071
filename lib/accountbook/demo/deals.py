"""Deals as they really go: weekly hazards of advancing and of being lost, and what the hazards hang on.

Per account 0.5-2.4 deals begin a year (log-normal sizes around a fifth of its yearly orders). A deal is
worked on in a week with probability .25-.75 (its rep's and its own). In such a week it advances a stage
with ``1 - exp(-.33 exp(.35 x))``; in any week it is lost with ``1 - exp(-.036 exp(-.8 x))``, where

    x = .9 (key contact known) + .8 (budget approved) + .3 (requested) - .7 (none) + .45 (negotiated)
        - .7 (a competitor knows) - .11 (weeks without work, at most 9) + account's own N(0, .35) - .6

The stages are the seller's five; advancing from the last one wins. The buyer's stage follows at -1 to +1.
After an account's death nothing is won and deals die four times as fast. An account that never
orders never wins either. The first account's last three deals stay open beyond the last day, so that its page
has something to show. All deals run in step, week by week, also beyond the last day of the exports.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.demo.plan import FUTURE_DAYS, Plan
from accountbook.tables.deals import BUDGETS, SELLER_STAGES

STAGES = len(SELLER_STAGES)
NONE, REQUESTED, APPROVED = (BUDGETS.index(word) for word in ("none", "requested", "approved"))
FAR = 10**7
"""The day number of what never comes."""


@dataclass
class Deals:
    """The true course of every deal.

    Attributes
    ----------
    table : one row per deal: account (row number), began, decided (day; `FAR`: after all processes), won,
        amount, negotiated, pace, kept (open beyond the last day), competitor_on.
    events : per deal, (day, field, value, odds) in order: field is ``stage``, ``buyer``, ``contact``,
        ``budget`` or ``work``; odds is the chance of winning if nothing else changed.
    """

    table: pd.DataFrame
    events: list[list[tuple[int, str, int, float]]] = field(default_factory=list)


def draw_deals(plan: Plan, traits: pd.DataFrame, deciders: list[list[tuple[int, int, str]]]) -> Deals:
    """Run all deals of a plan.

    Parameters
    ----------
    traits : of `accountbook.demo.accounts.Accounts`.
    deciders : per account, (known from, left on, contact_id) of those who decide.
    """
    rng = plan.rng("deals")
    table = _begin(plan, rng, traits)
    # a key contact is known only where somebody who decides is: the first day, or never
    known = np.array([min((d[0] for d in deciders[a]), default=FAR) for a in table["account"]], dtype=np.int64)
    run = _Run(table, known, traits, rng.normal(0, 0.35, len(traits)), plan.last)
    end = plan.last + FUTURE_DAYS
    for monday in range(plan.first - plan.first % 7 - 3, end, 7):
        run.week(monday, rng)
    return Deals(table.assign(decided=run.decided, won=run.won, competitor_on=run.competitor), run.events)


def _begin(plan: Plan, rng: np.random.Generator, traits: pd.DataFrame) -> pd.DataFrame:
    n = len(traits)
    open_from = np.maximum(plan.first, np.minimum(traits["first"], plan.last - 200) - 40)
    died = np.where(traits["died"] > 0, traits["died"], FAR)
    open_to = np.minimum(plan.last, died)
    years = np.maximum(0, open_to - open_from) / 365.25
    rate = np.where(traits["case"].eq("typical"), 2.2, rng.uniform(0.5, 2.4, n))
    count = rng.poisson(rate * years)
    account = np.repeat(np.arange(n), count)
    m = len(account)
    began = (open_from.to_numpy()[account] + rng.random(m) * (open_to - open_from)[account]).astype(np.int64)
    # nobody writes a deal down on a weekend (day 0 was a Thursday)
    began -= np.maximum(0, (began + 3) % 7 - 4)
    began = np.maximum(began, plan.first)
    typical = np.flatnonzero(traits["case"].eq("typical"))
    for before in np.array([120, 70, 35])[: 3 * len(typical)]:
        account, began = np.append(account, typical[0]), np.append(began, max(plan.first, plan.last - before - 1))
    kept = np.arange(len(account)) >= m
    m = len(account)
    size = np.clip(traits["annual"].to_numpy()[account] * 0.19 * np.exp(rng.normal(0, 0.55, m)), 3_000, 260_000)
    order = np.lexsort((account, began))
    table = pd.DataFrame(
        {
            "account": account,
            "began": began,
            "amount": np.round(size, -2),
            "negotiated": rng.random(m) < 0.62,
            "pace": rng.uniform(0.25, 0.75, m),
            "kept": kept,
        }
    )
    return table.iloc[order].reset_index(drop=True)


class _Run:
    """All deals of a company while the weeks go by."""

    def __init__(
        self, table: pd.DataFrame, known: np.ndarray, traits: pd.DataFrame, liking: np.ndarray, last: int
    ) -> None:
        m = len(table)
        account = table["account"].to_numpy()
        self.began, self.pace = table["began"].to_numpy(), table["pace"].to_numpy()
        self.negotiated, self.known = table["negotiated"].to_numpy(), known
        self.liking, self.kept, self.last = liking[account], table["kept"].to_numpy(), last
        died = np.where(traits["died"] > 0, traits["died"], FAR)
        self.died = died[account]
        self.never = traits["case"].eq("no order").to_numpy()[account]
        self.stage, self.buyer = np.zeros(m, int), np.zeros(m, int)
        self.budget, self.contact = np.zeros(m, int), np.zeros(m, bool)
        self.quiet, self.started = np.zeros(m, int), np.zeros(m, bool)
        self.competitor = np.full(m, FAR)
        self.decided, self.won = np.full(m, FAR), np.zeros(m, bool)
        self.events: list[list[tuple[int, str, int, float]]] = [[] for _ in range(m)]

    def week(self, monday: int, rng: np.random.Generator) -> None:
        """Let one week pass for the deals that are under way."""
        running = np.flatnonzero((self.began < monday + 5) & (self.decided == FAR))
        if not len(running):
            return
        k = len(running)
        draw = rng.random((8, k))
        day = np.maximum(monday + (draw[0] * 5).astype(np.int64), self.began[running])
        self._start(running, draw[1:3], day)
        worked = draw[1] < self.pace[running]
        self.quiet[running] = np.where(worked, 0, self.quiet[running] + 1)
        self._news(running[worked], draw[2:5, worked], day[worked])
        rival = (draw[5] < 0.012) & (self.competitor[running] == FAR)
        self.competitor[running[rival]] = day[rival]
        x = self.push(running, monday)
        dead = (self.died[running] < day) | self.never[running]
        advance = worked & (draw[6] < 1 - np.exp(-0.33 * np.exp(0.35 * x)))
        held = self.kept[running] & (day <= self.last)
        advance &= ~((dead | held) & (self.stage[running] == STAGES - 1))
        self._advance(running[advance], day[advance])
        lost = draw[7] < 1 - np.exp(-0.036 * np.exp(-0.8 * x) * np.where(dead, 4, 1))
        lost &= (self.decided[running] == FAR) & ~held
        # nothing is decided on the day on which it began
        self.decided[running[lost]] = np.maximum(day[lost], self.began[running[lost]] + 1)
        self._note(running[worked], day[worked], "work", np.zeros(int(worked.sum()), int))

    def push(self, rows: np.ndarray, day: int) -> np.ndarray:
        """What speaks for the deals, see the module's text."""
        budget = self.budget[rows]
        x = 0.9 * self.contact[rows] + 0.8 * (budget == APPROVED) + 0.3 * (budget == REQUESTED) - 0.7 * (budget == NONE)
        x += 0.45 * self.negotiated[rows] - 0.7 * (self.competitor[rows] <= day)
        return x - 0.11 * np.minimum(self.quiet[rows], 9) + self.liking[rows] - 0.6

    def odds(self, rows: np.ndarray, day: int) -> np.ndarray:
        """The chance of winning from here if nothing but the stage changed (quiet weeks aside, exact)."""
        x = self.push(rows, day)
        dead = (self.died[rows] < day) | self.never[rows]
        advance = self.pace[rows] * (1 - np.exp(-0.33 * np.exp(0.35 * x)))
        lost = 1 - np.exp(-0.036 * np.exp(-0.8 * x))
        return np.where(dead, 0.0, (advance / (advance + lost * (1 - advance))) ** (STAGES - self.stage[rows]))

    def _start(self, running: np.ndarray, draw: np.ndarray, day: np.ndarray) -> None:
        new = ~self.started[running]
        rows = running[new]
        self.started[rows] = True
        self.contact[rows] = (self.known[rows] <= day[new]) & (draw[0, new] < 0.7)
        self.budget[rows] = np.where(draw[1, new] < 0.2, REQUESTED, 0)
        odds = self.odds(rows, int(day.min()))
        for row, chance in zip(rows, odds, strict=True):
            first = int(self.began[row])
            self.events[row] += [(first, "stage", 0, float(chance)), (first, "buyer", 0, float(chance)),
                                 (first, "contact", int(self.contact[row]), float(chance)),
                                 (first, "budget", int(self.budget[row]), float(chance))]  # fmt: skip

    def _news(self, rows: np.ndarray, draw: np.ndarray, day: np.ndarray) -> None:
        """What a week's work brings to light: who decides, whether there is money, where the buyer stands."""
        met = ~self.contact[rows] & (self.known[rows] <= day) & (draw[0] < 0.12)
        self.contact[rows[met]] = True
        self._note(rows[met], day[met], "contact", np.ones(int(met.sum()), int))
        budget = self.budget[rows]
        after = np.select(
            [(budget == 0) & (draw[1] < 0.09), (budget == 0) & (draw[1] < 0.11),
             (budget == REQUESTED) & (draw[1] < 0.11), (budget == REQUESTED) & (draw[1] < 0.13),
             (budget == NONE) & (draw[1] < 0.05)],
            [REQUESTED, NONE, APPROVED, NONE, REQUESTED], budget,
        )  # fmt: skip
        moved = after != budget
        self.budget[rows] = after
        self._note(rows[moved], day[moved], "budget", after[moved])
        wanted = np.clip(self.stage[rows] + np.select([draw[2] < 0.3, draw[2] > 0.85], [-1, 1], 0), 0, STAGES - 1)
        moved = wanted > self.buyer[rows]
        self.buyer[rows] = np.maximum(wanted, self.buyer[rows])
        self._note(rows[moved], day[moved], "buyer", wanted[moved])

    def _advance(self, rows: np.ndarray, day: np.ndarray) -> None:
        wins = self.stage[rows] == STAGES - 1
        self.won[rows[wins]] = True
        self.decided[rows[wins]] = np.maximum(day[wins], self.began[rows[wins]] + 1)
        on = rows[~wins]
        self.stage[on] += 1
        self._note(on, day[~wins], "stage", self.stage[on])

    def _note(self, rows: np.ndarray, day: np.ndarray, name: str, values: np.ndarray) -> None:
        if not len(rows):
            return
        odds = self.odds(rows, int(day.min()))
        for row, when, value, chance in zip(rows.tolist(), day.tolist(), values.tolist(), odds.tolist(), strict=True):
            if self.decided[row] == FAR or when < self.decided[row]:
                self.events[row].append((when, name, value, chance))
