"""Money and time: the expenses of encounters, written down or not, and the timesheets.

Stated processes:

* *receipts*: a visit costs travel (.60), a dinner a meal (.85), golf entertainment (.90), a fair, a training or a
  ceremony an event (.50), a site visit travel (.55), whether it was recorded or not; so what was paid for and never
  written down shows. In December a gift for one in fifteen encounters. One receipt in five names a person, half of
  the others only as it is spelt on the receipt;
* *amounts*: travel 40-900, meals 25-260, gifts 15-140, entertainment 60-420, events 30-350; in won where the
  account is the Asian team's;
* *timesheets*: one week in ten is missing; the others have one entry for this year's figures and one for what comes
  after, a third of both for a single account. The short ones take .50-.80 of the time (per person; for reps + .15 x
  bending), in the last two weeks of a quarter .10-.20 more. In a week in which a habit broke the cause stands
  there, with 8-24 hours.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.frame import dated
from accountbook.demo.scene import Scene, month_of
from accountbook.demo.voice_phrases import ACTIVITIES, RECEIPTS
from accountbook.demo.wording import numbered, picked, some
from accountbook.tables import Accounts as A
from accountbook.tables import Contacts as C
from accountbook.tables import Employees as E
from accountbook.tables import Expenses as X
from accountbook.tables import Timesheets as T

PAID = {
    "visit": ("travel", 0.60), "dinner": ("meal", 0.85), "golf": ("entertainment", 0.90), "trade_fair": ("event", 0.50),
    "training": ("event", 0.50), "ceremony": ("event", 0.50), "site_visit": ("travel", 0.55),
    "meeting": ("travel", 0.35),
}  # fmt: skip
"""Per kind of encounter, what is paid for and how often."""
AMOUNTS = {"travel": (40, 900), "meal": (25, 260), "gift": (15, 140), "entertainment": (60, 420), "event": (30, 350)}
WON = 0.00067
WEEK = 38.0


def draw_expenses(scene: Scene, met: pd.DataFrame) -> pd.DataFrame:
    """The contract's expenses.

    Parameters
    ----------
    met : of `accountbook.demo.encounters.draw_encounters`: all encounters, written down or not.
    """
    rng, n = scene.plan.rng("expenses"), len(met)
    kind = met["kind"].map({name: what for name, (what, _) in PAID.items()})
    chance = met["kind"].map({name: often for name, (_, often) in PAID.items()}).fillna(0.0)
    gift = (month_of(met["day"].to_numpy()) == 12) & (rng.random(n) < 1 / 15) & met["contact"].notna()
    paid = (rng.random(n) < chance) | gift
    frame = met.assign(what=np.where(gift, "gift", kind))[paid].reset_index(drop=True)
    n, account = len(frame), frame["account"].to_numpy(dtype=int)
    low, high = (frame["what"].map({name: ends[k] for name, ends in AMOUNTS.items()}).to_numpy() for k in (0, 1))
    euro = low * (high / low) ** rng.beta(2, 2.5, n)
    won = scene.accounts[A.team].eq("Asia").to_numpy()[account]
    names = {str(person[C.contact_id]): str(person[C.name]) for person in scene.drawn.crowd.contacts}
    firms = scene.accounts[A.name].to_numpy(dtype=object)[account]
    known, spelt = rng.random(n) < 0.20, rng.random(n) < 0.5
    spelt &= frame["contact"].notna().to_numpy()
    texts = {what: picked(choices, rng, n) for what, choices in RECEIPTS.items()}
    return dated(
        "expenses",
        {X.expense_id: numbered("RC", n), X.account_id: some(scene.ids[account], rng.random(n) < 0.95),
         X.employee_id: frame["employee"], X.contact_id: some(frame["contact"], known),
         X.counterpart: [names.get(str(who)) if as_spelt else firm
                         for who, firm, as_spelt in zip(frame["contact"], firms, spelt, strict=True)],
         X.spent_on: frame["day"], X.kind: frame["what"],
         X.text: [texts[one][k] for k, one in enumerate(frame["what"])],
         X.amount: np.where(won, np.round(euro / WON, -2), np.round(euro, 2)), X.currency: np.where(won, "KRW", "EUR")},
    )  # fmt: skip


def draw_timesheets(scene: Scene, habits: pd.DataFrame) -> pd.DataFrame:
    """The contract's timesheets.

    Parameters
    ----------
    habits : `accountbook.demo.records.Records.habits`.
    """
    rng, plan = scene.plan.rng("timesheets"), scene.plan
    people = scene.drawn.staff.table
    people = people[people[E.function].isin(["sales", "service", "support"])]
    fridays = np.arange(plan.first + (4 - (plan.first + 3) % 7) % 7, plan.last + 1, 7)
    n, m = len(people), len(fridays)
    bending = np.array([scene.drawn.staff.bending.get(one, 0.0) for one in people[E.employee_id]])
    usual = rng.uniform(0.50, 0.80, n) + 0.15 * bending
    # the last two weeks of a quarter: the week ends within a fortnight of a new one
    hurried = (month_of(fridays + 14) - 1) // 3 != (month_of(fridays) - 1) // 3
    short = usual[:, None] + np.where(hurried, rng.uniform(0.10, 0.20, (n, m)), 0) + rng.normal(0, 0.05, (n, m))
    short = np.clip(short, 0.2, 0.97)
    there = rng.random((n, m)) > 0.1
    hours = WEEK * rng.uniform(0.85, 1.15, (n, m))
    urgent, cause = np.zeros((n, m)), np.full((n, m), None, dtype=object)
    functions = people[E.function].tolist()
    for habit in habits.itertuples(index=False):
        rows = [k for k, one in enumerate(functions) if one == habit.function]
        weeks = np.flatnonzero((fridays >= habit.starts) & (fridays <= habit.ends + 6))
        block = np.ix_(rows, weeks)
        urgent[block], cause[block] = rng.uniform(8, 24, (len(rows), len(weeks))), habit.cause
    ids = people[E.employee_id].to_numpy(dtype=object)
    own = [np.flatnonzero(scene.owners == one) for one in ids]
    parts = []
    for horizon, share in (("short", short), ("long", 1 - short)):
        worked = there & (share > 0.02)
        who, week = np.nonzero(worked)
        time = (hours - urgent)[who, week] * share[who, week]
        named = rng.random(len(who)) < 0.35
        draw = rng.random(len(who))
        account = [
            scene.ids[own[w][int(d * len(own[w]))]] if name and len(own[w]) else None
            for w, d, name in zip(who.tolist(), draw.tolist(), named.tolist(), strict=True)
        ]
        parts.append(
            _entries(ids[who], fridays[week], picked(ACTIVITIES[horizon], rng, len(who)), horizon, time, account)
        )
    who, week = np.nonzero(there & (urgent > 0))
    parts.append(_entries(ids[who], fridays[week], cause[who, week], "short", urgent[who, week], [None] * len(who)))
    frame = pd.concat(parts, ignore_index=True).sort_values(
        [T.worked_on, T.employee_id], kind="stable", ignore_index=True
    )
    return dated("timesheets", {T.timesheet_id: numbered("TS", len(frame)), **{name: frame[name] for name in frame}})


def _entries(
    who: np.ndarray, day: np.ndarray, activity: np.ndarray, horizon: str, hours: np.ndarray, account: list[str | None]
) -> pd.DataFrame:
    return pd.DataFrame(
        {T.employee_id: who, T.account_id: np.array(account, dtype=object), T.worked_on: day,
         T.activity: [str(one)[0].upper() + str(one)[1:] for one in activity], T.horizon: horizon,
         T.hours: np.maximum(0.5, np.round(hours * 2) / 2)}
    )  # fmt: skip
