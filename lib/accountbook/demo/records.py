"""What is written down of the encounters: the contact events.

Stated processes:

* *recording rate*: a rep whose bending is b writes down ``.95 - .45 b + U(-.08, .08)`` of the encounters, held to
  .35-.98; everybody else .55-.95. In an honest company .92-.99. Encounters of planned meetings and of claims are
  written down twice as surely: what is missing of the rate is halved;
* *habits*: each function stops writing for 3-9 weeks, once in 500 days as a rule, because something urgent came:
  .88 of what it met is not written down in that time. Not in an honest company;
* *lag*: as `accountbook.demo.notes.lags` says, without its "never";
* *echo*: .40 of the deals were spoken of 120-700 days before they were written down, where anybody met there;
* *reaction*: positive .42, with a superior who was brought in .62; negative .14, with a complaint .55.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.frame import dated
from accountbook.demo.notes import lags
from accountbook.demo.scene import Scene, month_of
from accountbook.demo.voice_phrases import (
    ABOUT,
    ADVICE,
    COMPLAINTS,
    FOLLOW_UPS,
    HEARD,
    INTEREST,
    LEARNED,
    NEEDS,
    SUGGESTIONS,
    URGENT,
    WORRIES,
)
from accountbook.demo.wording import picked, some, worded
from accountbook.tables import Claims as K
from accountbook.tables import Competitors as R
from accountbook.tables import ContactEvents as V
from accountbook.tables import Employees as E
from accountbook.tables.voice import DEPTHS, REACTIONS, VOICE_TYPES

SAID = {"need": 0.16, "complaint": 0.04, "suggestion": 0.06, "advice": 0.05, "worry": 0.12}
PHRASES = {"need": NEEDS, "complaint": COMPLAINTS, "suggestion": SUGGESTIONS, "advice": ADVICE, "worry": WORRIES}
DEPTH = {
    "meeting": (1, 6, 10, 3), "visit": (2, 7, 8, 2), "call": (4, 10, 5, 1), "video": (2, 7, 9, 1),
    "mail": (6, 10, 3, 0),
    "dinner": (2, 10, 3, 2), "golf": (3, 10, 1, 1), "ceremony": (10, 5, 1, 0), "site_visit": (1, 5, 12, 1),
    "trade_fair": (8, 8, 2, 0), "training": (2, 5, 12, 0), "other": (6, 6, 2, 0),
}  # fmt: skip
"""Per kind, how often each depth is reached."""


@dataclass(frozen=True)
class Records:
    """What is drawn of the records.

    Attributes
    ----------
    table : the contract's contact_events.
    frame : the encounters that were written down, in the same order, with ``event``, ``type`` (of the voice; empty:
        none), ``text`` (its words), ``about`` (its topic) and ``recorded`` (day).
    missed : the encounters that never were.
    rates, habits, echoes : truth: per employee recording_rate; per broken habit function, starts, ends, cause; per
        echo event_id and opportunity_id.
    """

    table: pd.DataFrame
    frame: pd.DataFrame
    missed: pd.DataFrame
    rates: pd.DataFrame
    habits: pd.DataFrame
    echoes: pd.DataFrame


def write_records(scene: Scene, met: pd.DataFrame, claims: pd.DataFrame, competitors: pd.DataFrame) -> Records:
    """Write down what was met.

    Parameters
    ----------
    met : of `accountbook.demo.encounters.draw_encounters`.
    claims, competitors : the contract's tables.
    """
    rng, last = scene.plan.rng("records"), scene.plan.last
    rates, habits = _rates(scene, rng), _habits(scene, rng)
    rate = met["employee"].map(rates.set_index("employee_id")["recording_rate"]).to_numpy()
    sure = met["meeting"].notna() | met["claim"].notna()
    rate = np.where(sure, 1 - (1 - rate) / 2, rate)
    broken = _broken(met, habits) & (rng.random(len(met)) < 0.88)
    lag = lags(rng, len(met), never=0)
    kept = (rng.random(len(met)) < rate) & ~broken
    late = kept & (met["day"] + lag > last)
    frame = met.assign(recorded=met["day"] + lag)[kept & ~late].reset_index(drop=True)
    frame["event"] = [f"EV-{k + 1:06d}" for k in range(len(frame))]
    frame, echoes = _echoes(scene, rng, frame)
    table, frame = _table(scene, rng, frame, claims, rivals(scene, frame, competitors))
    # what is only late is neither recorded nor missing yet
    return Records(table, frame, met[~kept].reset_index(drop=True), rates, habits, echoes)


def _rates(scene: Scene, rng: np.random.Generator) -> pd.DataFrame:
    people = scene.drawn.staff.table[E.employee_id].tolist()
    bending = np.array([scene.drawn.staff.bending.get(one, -1.0) for one in people])
    around, other = rng.uniform(-0.08, 0.08, len(people)), rng.uniform(0.55, 0.95, len(people))
    rate = np.where(bending < 0, other, np.clip(0.95 - 0.45 * bending + around, 0.35, 0.98))
    if scene.plan.honest:
        rate = rng.uniform(0.92, 0.99, len(people))
    return pd.DataFrame({"employee_id": people, "recording_rate": rate})


def _habits(scene: Scene, rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for function in dict.fromkeys(scene.drawn.staff.table[E.function]):
        day = scene.plan.first + 60 + int(rng.exponential(220))
        while day < scene.plan.last:
            length = int(rng.integers(21, 64))
            rows.append((function, day, min(day + length, scene.plan.last), URGENT[int(rng.integers(len(URGENT)))]))
            day += length + 150 + int(rng.exponential(350))
    frame = pd.DataFrame(rows, columns=["function", "starts", "ends", "cause"])
    return frame[:0] if scene.plan.honest else frame


def _broken(met: pd.DataFrame, habits: pd.DataFrame) -> np.ndarray:
    found = np.zeros(len(met), dtype=bool)
    for habit in habits.itertuples(index=False):
        found |= (met["function"].eq(habit.function) & met["day"].between(habit.starts, habit.ends)).to_numpy()
    return found


def _echoes(scene: Scene, rng: np.random.Generator, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let deals be spoken of long before: one earlier event each gets the deal's family."""
    order = np.lexsort((frame["day"], frame["account"]))
    day, account = frame["day"].to_numpy()[order], frame["account"].to_numpy()[order]
    starts = np.searchsorted(account, np.arange(len(scene.ids) + 1))
    family, echo = frame["family"].to_numpy(dtype=int, copy=True), np.zeros(len(frame), dtype=bool)
    events, rows = frame["event"].tolist(), []
    for deal in scene.dealt.itertuples(index=False):
        draw, own = rng.random(2), slice(starts[deal.account], starts[deal.account + 1])
        if draw[0] >= 0.40:
            continue
        low, high = np.searchsorted(day[own], [deal.created - 700, deal.created - 119])
        there = order[own][low:high]
        there = there[~echo[there]]
        if len(there):
            at = int(there[int(draw[1] * len(there))])
            echo[at], family[at] = True, deal.family
            rows.append((events[at], deal.opportunity_id))
    return frame.assign(family=family, echo=echo), pd.DataFrame(rows, columns=["event_id", "opportunity_id"])


def rivals(scene: Scene, frame: pd.DataFrame, competitors: pd.DataFrame) -> list[str]:
    """Per row with account and day, a competitor that was known there by then; "another maker" where none was."""
    known: dict[int, list[tuple[int, str]]] = {}
    days = competitors[R.as_of].to_numpy().astype("datetime64[D]").astype(int)
    for account, day, name in zip(competitors[R.account_id], days.tolist(), competitors[R.competitor], strict=True):
        known.setdefault(scene.row[account], []).append((day, name))
    found = []
    for account, day in zip(frame["account"].tolist(), frame["day"].tolist(), strict=True):
        there = [name for since, name in known.get(account, ()) if since <= day]
        found.append(there[day % len(there)] if there else "another maker")
    return found


def _table(
    scene: Scene, rng: np.random.Generator, frame: pd.DataFrame, claims: pd.DataFrame, rival: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    n, account = len(frame), frame["account"].to_numpy(dtype=int)
    claimed, korean = frame["claim"].notna().to_numpy(), scene.korean[account]
    # what is spoken of lies one to four months ahead
    month = (month_of(frame["day"].to_numpy()) + rng.integers(0, 4, n)) % 12 + 1
    said = {"family": frame["family"].to_numpy(), "month": month, "weeks": rng.integers(2, 11, n), "rival": rival}
    kinds = ("", *VOICE_TYPES)
    chance = [1 - sum(SAID.values()), *(SAID[one] for one in VOICE_TYPES)]
    kind = np.array(kinds, dtype=object)[rng.choice(len(kinds), size=n, p=chance)]
    kind = np.where(claimed, "complaint", np.where(frame["contact"].isna(), "", kind))
    text, about = np.full((2, n), None, dtype=object)
    for one in VOICE_TYPES:
        own = np.flatnonzero(kind == one)
        slots = {name: [values[k] for k in own] for name, values in said.items()}
        # the same numbers twice: each sentence gets its own topic
        text[own] = worded(PHRASES[one], scene.plan.rng(f"said {one}"), korean[own], **slots)
        topics = worded(ABOUT[one], scene.plan.rng(f"said {one}"), korean[own], **slots)
        about[own] = [topic.lower() for topic in topics]
    told = dict(zip(claims[K.claim_id], claims[K.text], strict=True))
    text = [told[c] if isinstance(c, str) else t for c, t in zip(frame["claim"], text, strict=True)]
    heard, interest = worded(HEARD, rng, korean, **said), worded(INTEREST, rng, korean, **said)
    spoken = np.isin(kind, ["need", "suggestion", "advice"])
    which = zip(heard, interest, frame["echo"], text, spoken, strict=True)
    heard = [early if echo else own if there else one for one, early, echo, own, there in which]
    complaint, escalated = kind == "complaint", frame["escalated"].to_numpy(dtype=bool)
    mood = rng.random(n)
    good, bad = np.where(escalated, 0.62, np.where(complaint, 0.10, 0.42)), np.where(complaint, 0.55, 0.14)
    reaction = np.select([mood < good, mood > 1 - bad], [REACTIONS[0], REACTIONS[2]], REACTIONS[1]).astype(object)
    depth = np.full(n, None, dtype=object)
    for one, weights in DEPTH.items():
        depth = np.where(frame["kind"] == one, picked(DEPTHS, rng, n, p=weights), depth)
    employee = frame["employee"].tolist()
    table = dated(
        "contact_events",
        {V.event_id: frame["event"], V.account_id: scene.ids[account], V.met_on: frame["day"], V.kind: frame["kind"],
         V.employee_id: employee, V.contact_id: frame["contact"], V.other_employees: frame["others_ours"],
         V.other_contacts: frame["others_theirs"], V.opportunity_id: frame["deal"], V.meeting_id: frame["meeting"],
         V.depth: some(depth, rng.random(n) < 0.93), V.escalated: escalated,
         V.heard: some(heard, (rng.random(n) < 0.80) | frame["echo"].to_numpy() | spoken),
         V.worry: some(text, kind == "worry"), V.complaint: some(text, complaint),
         V.learned: some(worded(LEARNED, rng, korean, **said), rng.random(n) < 0.40),
         V.reaction: some(reaction, rng.random(n) < 0.75),
         V.follow_up: some(worded(FOLLOW_UPS, rng, korean, **said), rng.random(n) < 0.35),
         V.recorded_at: frame["recorded"], V.recorded_by: employee},
    )  # fmt: skip
    return table, frame.assign(type=kind, text=text, about=about, month=month, rival=rival)
