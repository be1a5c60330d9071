"""Planned meetings: those at which requirements came up, one per deal at its start, and a yearly rhythm.

Stated processes:

* *occasions*: every meeting that `accountbook.demo.requirements` speaks of, held;
* *deals*: .55 of the deals get a meeting 5-60 days after they were written down, if they are still open then; where
  the rep bends, with probability 1.2 x bending rather on the next working day after one of its edits: seen from the
  data, the deal was made up for the meeting;
* *rhythm*: accounts of tier A and B three times and twice a year; the next one may lie ahead, planned;
* planned 6-45 days before; 7% of the last two kinds are cancelled;
* *plan*: due 5-10 days before. Per rep a share of .45-.95 of the plans is there 0-6 days before it is due; of
  the others two in five come up to 9 days late, the rest never does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.circle import Circle
from accountbook.demo.drawn import numbers
from accountbook.demo.frame import dated
from accountbook.demo.outlook import spread
from accountbook.demo.scene import Scene, month_of, weekdays
from accountbook.demo.voice_phrases import OUR_GOALS, PURPOSES, SHARED_GOALS, THEIR_GOALS
from accountbook.demo.wording import some, worded
from accountbook.tables import Accounts as A
from accountbook.tables import Meetings as M
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as H

CANCELLED = 0.07
YEARLY = {"A": 3.0, "B": 2.0, "C": 0.0}


@dataclass(frozen=True)
class Planned:
    """What is drawn of the meetings.

    Attributes
    ----------
    table : the contract's meetings.
    held : those that were held: account (row), day, deal, meeting, employee, contact, family.
    truth : per rep: employee_id, plan_on_time.
    staged : numbers of the meetings that follow an edit on purpose.
    """

    table: pd.DataFrame
    held: pd.DataFrame
    truth: pd.DataFrame
    staged: list[str]


def draw_meetings(scene: Scene, circle: Circle, occasions: pd.DataFrame) -> Planned:
    """Draw the meetings.

    Parameters
    ----------
    circle : whom of theirs we meet.
    occasions : of `accountbook.demo.requirements.Asked`.
    """
    rng, last = scene.plan.rng("meetings"), scene.plan.last
    frame = pd.concat([_occasions(scene, occasions), _deals(scene, rng), _rhythm(scene, rng)], ignore_index=True)
    frame = frame.sort_values(["day", "account"], kind="stable", ignore_index=True)
    n = len(frame)
    planned = np.maximum(scene.plan.first - 30, weekdays(frame["day"].to_numpy() - rng.integers(6, 46, n)))
    known = planned <= last
    frame, planned = frame[known].reset_index(drop=True), planned[known]
    # no meeting about a deal is planned before there is the deal
    since = frame["deal"].map(scene.dealt.set_index("opportunity_id")["created"]).fillna(0).to_numpy(dtype=np.int64)
    planned = np.minimum(frame["day"].to_numpy(), np.maximum(planned, since))
    n, fixed = len(frame), frame["meeting"].notna().to_numpy()
    free = iter(range(1, n + 1))
    frame["meeting"] = [one if isinstance(one, str) else f"MP-{next(free):05d}" for one in frame["meeting"]]
    account, day = frame["account"].to_numpy(dtype=int), frame["day"].to_numpy(dtype=np.int64)
    status = np.where(day > last, "planned", np.where(~fixed & (rng.random(n) < CANCELLED), "cancelled", "held"))
    frame["employee"] = scene.owners[account]
    reps = list(dict.fromkeys(scene.owners))
    share = dict(zip(reps, rng.uniform(0.45, 0.95, len(reps)), strict=True))
    due = np.minimum(day, np.maximum(day - rng.integers(5, 11, n), planned))
    received = _received(rng, due, np.array([share[one] for one in frame["employee"]]))
    received = np.where((received < 0) | (received > last), -1, np.maximum(received, planned))
    korean, family, month = scene.korean[account], frame["family"].to_numpy(dtype=int), month_of(day)
    people = _people(scene, circle, rng, frame, planned)
    said = {"family": family, "month": month}
    table = dated(
        "meetings",
        {M.meeting_id: frame["meeting"], M.account_id: scene.ids[account], M.opportunity_id: frame["deal"],
         M.planned_on: planned, M.held_on: day, M.status: status,
         M.purpose: worded(PURPOSES, rng, korean, **said),
         M.our_goal: some(worded(OUR_GOALS, rng, korean, **said), rng.random(n) < 0.85),
         M.their_goal: some(worded(THEIR_GOALS, rng, korean, **said), rng.random(n) < 0.65),
         M.shared_goal: some(worded(SHARED_GOALS, rng, korean, **said), rng.random(n) < 0.45),
         M.owner_id: frame["employee"], M.contact_id: people, M.plan_due: due,
         M.plan_received: received},
    )  # fmt: skip
    held = frame.assign(contact=pd.Series(people, dtype=object))[status == "held"].reset_index(drop=True)
    staged = held.loc[held["staged"], "meeting"].tolist()
    return Planned(table, held, pd.DataFrame({"employee_id": reps, "plan_on_time": list(share.values())}), staged)


def _people(
    scene: Scene, circle: Circle, rng: np.random.Generator, frame: pd.DataFrame, planned: np.ndarray
) -> list[str | None]:
    """Who leads it for them: the one who is known on the day of the plan, as far as anybody is."""
    created = dict(zip(scene.people["contact_id"], scene.people["known"], strict=True))
    rows = zip(frame["account"].tolist(), planned.tolist(), frame["contact"], rng.random((len(frame), 3)), strict=True)
    return [
        who if isinstance(who, str) and created[who] <= on else circle.one(row, on, "sales", draw)
        for row, on, who, draw in rows
    ]


def _received(rng: np.random.Generator, due: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The day on which each plan was there; -1: never."""
    n = len(due)
    late = np.where(rng.random(n) < 0.40, due + rng.integers(1, 10, n), -1)
    return np.where(rng.random(n) < share, due - rng.integers(0, 7, n), late)


def _frame(account: np.ndarray, day: np.ndarray, deal: object, family: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame({"account": account, "day": day, "family": family})
    return frame.assign(deal=deal, meeting=None, contact=None, staged=False).astype(
        {"deal": object, "meeting": object, "contact": object}
    )


def _occasions(scene: Scene, occasions: pd.DataFrame) -> pd.DataFrame:
    account = occasions["account_id"].map(scene.row).to_numpy(dtype=int)
    frame = _frame(
        account, occasions["day"].to_numpy(dtype=np.int64), occasions["opportunity_id"], scene.family[account]
    )
    families = scene.dealt.set_index("opportunity_id")["family"]
    own = frame["deal"].map(families)
    frame["family"] = own.fillna(frame["family"]).astype(int)
    frame["meeting"] = occasions["meeting_id"].to_numpy(dtype=object)
    return frame.assign(contact=occasions["contact_id"].to_numpy(dtype=object))


def _deals(scene: Scene, rng: np.random.Generator) -> pd.DataFrame:
    deals = scene.dealt[rng.random(len(scene.dealt)) < 0.55]
    day = weekdays(deals["created"].to_numpy() + rng.integers(5, 61, len(deals)))
    edits = _edits(scene)
    bending = scene.bending[deals["account"].to_numpy(dtype=int)]
    draw, staged = rng.random((2, len(deals))), np.zeros(len(deals), dtype=bool)
    for k, (name, created) in enumerate(zip(deals["opportunity_id"], deals["created"], strict=True)):
        late = [when for when in edits.get(name, ()) if when > created + 4]
        if late and draw[0, k] < 1.2 * bending[k]:
            edit = late[int(draw[1, k] * len(late))]
            # the next working day: what would fall on a weekend is on Monday
            after = edit + 1
            day[k], staged[k] = after + max(0, 7 - (after + 3) % 7) * ((after + 3) % 7 > 4), True
    there = (deals["closed"].to_numpy() < 0) | (day < deals["closed"].to_numpy())
    kept = deals[there]
    frame = _frame(kept["account"].to_numpy(), day[there], kept["opportunity_id"].to_numpy(), kept["family"].to_numpy())
    return frame.assign(staged=staged[there])


def _edits(scene: Scene) -> dict[str, list[int]]:
    """Per deal, the days on which its close, stage or odds were changed."""
    changes = scene.drawn.log.changes
    moved = changes[
        changes[H.field].isin([O.expected_close, O.seller_stage, O.rep_probability]) & changes[H.old].notna()
    ]
    found: dict[str, list[int]] = {}
    for name, when in zip(moved[H.opportunity_id], numbers(moved[H.changed_at]).tolist(), strict=True):
        found.setdefault(name, []).append(when)
    return found


def _rhythm(scene: Scene, rng: np.random.Generator) -> pd.DataFrame:
    account, day = spread(scene, rng, 1.0)
    rate = scene.accounts[A.tier].map(YEARLY).fillna(0).to_numpy()
    # a first draw of one a year, repeated as often as the tier asks for, moved by up to 60 days
    times = rng.poisson(rate[account])
    account, day = np.repeat(account, times), np.repeat(day, times)
    day = weekdays(day + rng.integers(-60, 61, len(day)))
    ahead = np.flatnonzero((rate > 0) & (scene.end >= scene.plan.last) & (rng.random(len(rate)) < 0.5))
    account = np.concatenate([account, ahead])
    day = np.concatenate([day, weekdays(scene.plan.last + rng.integers(3, 40, len(ahead)))])
    keep = (day >= scene.begin[account]) & ((day <= scene.plan.last) | np.isin(account, ahead))
    account, day = account[keep], day[keep]
    return _frame(account, day, None, scene.family[account])
