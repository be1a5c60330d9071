"""Who of ours met whom of theirs, and when; whether it was written down is another matter (`accountbook.demo.records`).

Stated processes:

* *routine*: 1.5, .9 and .45 times a month at accounts of tier A, B and C, while they are worked on; by sales
  (.62, a tenth of it by the team's manager), service (.14), support (.14), management (.06), finance (.025) and human
  resources (.015), each with kinds of its own;
* *deals*: of the weeks in which a deal was worked on .30 meet the customer about it, in half of these the one who
  decides, where anybody is known;
* *people before deals*: .60 of the key contacts were met 1-40 days before the deal's page names them;
* *level*: before .22 of the steps that a deal advances, 1-6 days, a superior was brought in on purpose;
* *complaints*: .60 of the claims were heard at an encounter 0-3 days before they were opened;
* *meetings*: whatever `accountbook.demo.meetings` says was held;
* *whom*: see `accountbook.demo.circle`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.circle import Circle
from accountbook.demo.drawn import numbers
from accountbook.demo.scene import Scene, weekdays
from accountbook.demo.staff import HUMAN_RESOURCES
from accountbook.tables import Accounts as A
from accountbook.tables import Claims as K
from accountbook.tables import Employees as E

FUNCTIONS = ("sales", "service", "support", "management", "finance", HUMAN_RESOURCES)
SHARES = (0.62, 0.14, 0.14, 0.06, 0.025, 0.015)
MONTHLY = {"A": 1.5, "B": 0.9, "C": 0.45}
KINDS: dict[str, dict[str, float]] = {
    "sales": {"visit": 34, "call": 20, "video": 12, "mail": 8, "meeting": 12, "dinner": 5, "golf": 2, "site_visit": 4,
              "trade_fair": 2, "training": 1},
    "service": {"site_visit": 50, "visit": 20, "call": 20, "training": 10},
    "support": {"video": 25, "call": 25, "visit": 20, "site_visit": 20, "training": 8, "other": 2},
    "management": {"dinner": 28, "golf": 16, "meeting": 24, "visit": 16, "ceremony": 12, "call": 4},
    "finance": {"call": 45, "meeting": 25, "video": 20, "dinner": 10},
    HUMAN_RESOURCES: {"training": 40, "ceremony": 30, "meeting": 30},
}  # fmt: skip


def draw_encounters(scene: Scene, circle: Circle, meetings: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Draw all encounters, one row each in order of days.

    Columns: account (row), day, function, kind, employee, contact, family, deal, meeting, claim (None: none),
    escalated, others_ours, others_theirs.

    Parameters
    ----------
    circle : whom of theirs we meet.
    meetings : of `accountbook.demo.meetings`: account, day, deal, meeting, employee, contact of those that were held.
    claims : the contract's claims.
    """
    rng = scene.plan.rng("encounters")
    parts = [_routine(scene, rng), _deals(scene, rng), _claims(scene, rng, claims), _meetings(scene, meetings)]
    frame = pd.concat(parts, ignore_index=True).sort_values(["day", "account"], kind="stable", ignore_index=True)
    frame = frame[(frame["day"] >= scene.plan.first) & (frame["day"] <= scene.plan.last)].reset_index(drop=True)
    n = len(frame)
    kind = np.full(n, None, dtype=object)
    for function, kinds in KINDS.items():
        own = (frame["function"] == function).to_numpy()
        weights = np.array(list(kinds.values()), dtype=float)
        kind[own] = np.array(list(kinds), dtype=object)[rng.choice(len(kinds), size=n, p=weights / weights.sum())[own]]
    frame["kind"] = np.where(frame["meeting"].notna(), "meeting", kind)
    frame["employee"] = _ours(scene, rng, frame)
    asked = [frame[name].tolist() for name in ("account", "day", "contact", "function")]
    draw = rng.random((n, 4)).tolist()
    people = scene.people.set_index("contact_id")
    known, left = people["known"].to_dict(), people["left"].to_dict()
    # whoever was to be met may have gone by then
    frame["contact"] = [
        given if isinstance(given, str) and known[given] <= day < left[given] else circle.one(row, day, function, some)
        for row, day, given, function, some in zip(*asked, draw, strict=True)
    ]
    frame["others_theirs"] = [
        circle.others(row, day, who, some[3])
        for row, day, who, some in zip(*asked[:2], frame["contact"], draw, strict=True)
    ]
    ours, social = frame["employee"].tolist(), frame["kind"].isin(["dinner", "golf"]).to_numpy()
    joined = frame["escalated"].to_numpy(dtype=bool) | social & (rng.random(n) < 0.3)
    boss = [scene.superior(one) for one in ours]
    frame["others_ours"] = [b if j and b != one else None for b, j, one in zip(boss, joined, ours, strict=True)]
    return frame


def _part(account: np.ndarray, day: np.ndarray, **columns: object) -> pd.DataFrame:
    empty = {"function": "sales", "employee": None, "contact": None, "deal": None, "meeting": None, "claim": None,
             "escalated": False}  # fmt: skip
    frame = pd.DataFrame({"account": np.asarray(account, dtype=int), "day": np.asarray(day, dtype=np.int64)})
    for name, value in {**empty, **columns}.items():
        frame[name] = value
    return frame.astype({name: object for name in ("employee", "contact", "deal", "meeting", "claim")})


def _routine(scene: Scene, rng: np.random.Generator) -> pd.DataFrame:
    rate = scene.accounts[A.tier].map(MONTHLY).fillna(MONTHLY["C"]).to_numpy() * 12
    length = np.maximum(0, scene.end - scene.begin)
    account = np.repeat(np.arange(len(length)), rng.poisson(rate * length / 365.25))
    day = weekdays(scene.begin[account] + (rng.random(len(account)) * length[account]).astype(np.int64))
    function = np.array(FUNCTIONS, dtype=object)[rng.choice(len(FUNCTIONS), size=len(account), p=SHARES)]
    return _part(account, day, function=function, family=scene.family[account])


def _deals(scene: Scene, rng: np.random.Generator) -> pd.DataFrame:
    rows: list[tuple[int, int, str, int, str | None, bool, str]] = []
    place = {name: k for k, name in enumerate(scene.drawn.log.truth["opportunity_id"])}
    for deal in scene.dealt.itertuples(index=False):
        until = deal.closed if deal.closed > 0 else scene.plan.last + 1
        deciders = scene.drawn.crowd.deciders[deal.account]
        for when, name, _, _ in scene.drawn.events[place[deal.opportunity_id]]:
            draw = rng.random(4)
            if not deal.created <= when < until:
                continue
            there = [person for known, left, person in deciders if known <= when < left]
            decides = there[int(draw[3] * len(there))] if there else None
            row = (deal.account, deal.opportunity_id, deal.family)
            if name == "work" and draw[0] < 0.30:
                who = decides if draw[1] < 0.5 else None
                rows.append((row[0], when, row[1], row[2], who, False, "support" if draw[2] < 0.2 else "sales"))
            elif name == "contact" and draw[0] < 0.60 and decides:
                rows.append((row[0], when - 1 - int(draw[1] * 40), row[1], row[2], decides, False, "sales"))
            elif name == "stage" and when > deal.created and draw[0] < 0.22:
                rows.append((row[0], when - 1 - int(draw[1] * 6), row[1], row[2], decides, True, "sales"))
    names = ["account", "day", "deal", "family", "contact", "escalated", "function"]
    frame = pd.DataFrame(rows, columns=names)
    day = weekdays(frame["day"].to_numpy(dtype=np.int64))
    created = frame["deal"].map(scene.dealt.set_index("opportunity_id")["created"])
    # whoever was met before the deal was written down was not met about it yet
    deal = frame["deal"].astype(object).where(day >= created, None)
    return _part(frame["account"].to_numpy(), day, function=frame["function"], deal=deal, contact=frame["contact"],
                 escalated=frame["escalated"].astype(bool), family=frame["family"])  # fmt: skip


def _claims(scene: Scene, rng: np.random.Generator, claims: pd.DataFrame) -> pd.DataFrame:
    heard = claims[(rng.random(len(claims)) < 0.60) & claims[K.contact_id].notna().to_numpy()]
    created = dict(zip(scene.people["contact_id"], scene.people["known"], strict=True))
    day = weekdays(numbers(heard[K.opened_on]) - rng.integers(0, 4, len(heard)))
    # nobody is heard before he is known
    day = np.maximum(day, [created[who] for who in heard[K.contact_id]])
    function = np.where(rng.random(len(heard)) < 0.55, "sales", "service")
    account = heard[K.account_id].map(scene.row).to_numpy(dtype=int)
    return _part(account, day, function=function, contact=heard[K.contact_id].to_numpy(dtype=object),
                 claim=heard[K.claim_id].to_numpy(dtype=object), family=scene.family[account])  # fmt: skip


def _meetings(scene: Scene, meetings: pd.DataFrame) -> pd.DataFrame:
    account = meetings["account"].to_numpy(dtype=int)
    held = {name: meetings[name].to_numpy(dtype=object) for name in ("deal", "meeting", "employee", "contact")}
    return _part(account, meetings["day"].to_numpy(), **held, family=meetings["family"].to_numpy(dtype=int))


def _ours(scene: Scene, rng: np.random.Generator, frame: pd.DataFrame) -> list[str]:
    """Who of ours: the owner, somebody of the function, or a superior."""
    people = scene.drawn.staff.table
    by = {name: rows[E.employee_id].tolist() for name, rows in people.groupby(E.function)}
    director = people[people[E.level].eq("director")][E.employee_id].tolist()
    boards = [*by["management"], *director]
    draw, high = rng.random(len(frame)), rng.random(len(frame))
    found = []
    given = (frame[name].tolist() for name in ("account", "employee", "function", "escalated"))
    for row, who, function, escalated, one, two in zip(*given, draw.tolist(), high.tolist(), strict=True):
        owner = scene.owners[row]
        if isinstance(who, str):
            found.append(who)
        elif function == "sales":
            # a superior who was brought in comes beside the owner
            found.append(scene.superior(owner) if two < 0.1 and not escalated else owner)
        else:
            there = boards if function == "management" else by[function]
            # the same engineer as a rule
            found.append(there[(row if one < 0.8 else int(one * 1000)) % len(there)])
    return found
