"""How it may go: scenarios for larger accounts and open deals, risks with owners and reviews, decisions.

Stated processes:

* *scenarios*: an account of the larger half gets all four kinds 20-110 days into its work, and again each
  320-460 days; a deal of at least the middle amount gets A and B (and the exit, 50%) 5-50 days after it was
  written down, if it is still open. B's trigger came on the day on which a deal was lost, A's when it was
  won, the exit's one to two cycles after an account's last order; other triggers of accounts come in 12%.
* *risks*: .7 a year per account and one in 45% of the deals; .05-.60 probable, costing .05-.40 of the yearly
  orders (of .30-1.0 of the deal); a third may go either way. Reviewed after 30-120 days; 60% are settled
  within 20 days of the review or before, the others stay, their review overdue.
* *decisions*: .5 requests a year per account, of which 25% are given up; and 14% of the lost deals were
  given up by us, 0-12 days before they were closed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.frame import dated
from accountbook.demo.outlook_phrases import ACTIONS, GIVE_UPS, HOWS, INTENTS, RISKS, TRIGGERS
from accountbook.demo.scene import Scene, weekdays
from accountbook.demo.wording import Phrases, numbered, picked, some, worded
from accountbook.tables import Decisions as D
from accountbook.tables import Risks as R
from accountbook.tables import Scenarios as S
from accountbook.tables.plan import RISK_KINDS, SCENARIO_KINDS

SETTLED = 0.60
GIVEN_UP = 0.14


def draw_outlook(scene: Scene) -> dict[str, pd.DataFrame]:
    """The contract's scenarios, risks and decisions."""
    return {"scenarios": _scenarios(scene), "risks": _risks(scene), "decisions": _decisions(scene)}


def spread(scene: Scene, rng: np.random.Generator, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Days of a process with so many events a year at each account while it is worked on: (account rows, days)."""
    length = np.maximum(0, scene.end - scene.begin)
    account = np.repeat(np.arange(len(length)), rng.poisson(rate * length / 365.25))
    day = scene.begin[account] + (rng.random(len(account)) * length[account]).astype(np.int64)
    order = np.lexsort((account, day))
    return account[order], np.maximum(weekdays(day[order]), scene.plan.first)


def _scenarios(scene: Scene) -> pd.DataFrame:
    rng, last = scene.plan.rng("scenarios"), scene.plan.last
    rows: list[tuple[int, str, int, str | None, int, int]] = []
    annual = scene.traits["annual"].to_numpy()
    died = scene.traits["died"].to_numpy()
    for row in np.flatnonzero(annual >= np.median(annual)).tolist():
        day = int(scene.begin[row]) + int(rng.integers(20, 111))
        while day <= scene.end[row]:
            after = day + int(rng.integers(320, 461))
            for kind in SCENARIO_KINDS:
                came = day + int(rng.integers(30, 400)) if kind != "exit" and rng.random() < 0.12 else -1
                gone = int(died[row] + scene.traits["gap"].iat[row] * rng.uniform(1, 2))
                if kind == "exit" and died[row] > 0 and day < gone < after:
                    came = gone
                rows.append((row, kind, day, None, came if came < after else -1, -1))
            day = after
    large = scene.dealt["amount"] >= scene.dealt["amount"].median()
    for deal in scene.dealt[large].itertuples(index=False):
        day, leave = deal.created + int(rng.integers(5, 51)), rng.random() < 0.5
        closed = deal.closed if deal.closed > 0 else last + 1
        for kind in ("A", "B", "exit")[: 2 + leave]:
            came = closed if closed <= last and (kind, deal.outcome) in (("A", "won"), ("B", "lost")) else -1
            if day < closed:
                rows.append((deal.account, kind, day, deal.opportunity_id, came, deal.family))
    rows = sorted((one for one in rows if one[2] <= last), key=lambda one: one[2])
    account = np.array([one[0] for one in rows], dtype=int)
    set_on, came = (np.array([one[k] for one in rows], dtype=np.int64) for k in (2, 4))
    kinds = [one[1] for one in rows]
    family = np.array([one[5] if one[5] >= 0 else scene.family[one[0]] for one in rows], dtype=int)
    kinds = np.array([one[1] for one in rows], dtype=object)
    trigger, action = np.full((2, len(rows)), None, dtype=object)
    for kind in SCENARIO_KINDS:
        some_of = kinds == kind
        korean, about = scene.korean[account[some_of]], family[some_of]
        # the same numbers twice: each trigger gets its own action
        trigger[some_of] = worded(TRIGGERS[kind], scene.plan.rng("scenario texts"), korean, family=about)
        action[some_of] = worded(ACTIONS[kind], scene.plan.rng("scenario texts"), korean, family=about)
    for row in np.flatnonzero((kinds == "exit") & (came >= 0) & (came <= last)).tolist():
        # the orders stopped: only the exit that speaks of it can have come
        trigger[row], action[row] = (
            worded(Phrases(phrases["exit"].english[:1]), rng, np.array([False]), family=family[[row]])[0]
            for phrases in (TRIGGERS, ACTIONS)
        )
    return dated(
        "scenarios",
        {S.scenario_id: numbered("SC", len(rows)), S.account_id: scene.ids[account],
         S.opportunity_id: [one[3] for one in rows],
         S.kind: kinds, S.set_on: set_on, S.trigger: trigger, S.action: action, S.owner_id: scene.owners[account],
         S.review_on: set_on + rng.integers(60, 200, len(rows)), S.happened_on: np.where(came <= last, came, -1)},
    )  # fmt: skip


def _risks(scene: Scene) -> pd.DataFrame:
    rng, last = scene.plan.rng("risks"), scene.plan.last
    account, day = spread(scene, rng, 0.7)
    cost = scene.traits["annual"].to_numpy()[account] * rng.uniform(0.05, 0.40, len(account))
    deals = scene.dealt[rng.random(len(scene.dealt)) < 0.45]
    closed = np.where(deals["closed"] > 0, deals["closed"], last + 200)
    when = deals["created"] + (rng.random(len(deals)) * np.minimum(closed - deals["created"], 90)).astype(int)
    own = [None] * len(account)
    frame = pd.DataFrame(
        {
            "account": np.concatenate([account, deals["account"]]),
            "day": np.concatenate([day, when]),
            "cost": np.concatenate([cost, deals["amount"] * rng.uniform(0.30, 1.0, len(deals))]),
            "deal": np.array([*own, *deals["opportunity_id"]], dtype=object),
            "family": np.concatenate([scene.family[account], deals["family"]]),
        }
    )
    frame = frame[frame["day"] <= last].sort_values(["day", "account"], kind="stable", ignore_index=True)
    account, n = frame["account"].to_numpy(dtype=int), len(frame)
    kind = picked(RISK_KINDS, rng, n, p=(2, 1))
    review = frame["day"].to_numpy() + rng.integers(30, 121, n)
    settled = np.maximum(frame["day"] + 1, review + rng.integers(-60, 21, n)).to_numpy()
    settled = np.where((rng.random(n) < SETTLED) & (settled <= last), settled, -1)
    texts = {one: worded(RISKS[one], rng, scene.korean[account], family=frame["family"]) for one in RISK_KINDS}
    watching = rng.random(n) < 0.2
    owners = [scene.superior(one) if boss else one for one, boss in zip(scene.owners[account], watching, strict=True)]
    return dated(
        "risks",
        {R.risk_id: numbered("RK", n), R.account_id: scene.ids[account], R.opportunity_id: frame["deal"],
         R.kind: kind, R.text: [texts[one][row] for row, one in enumerate(kind)],
         R.probability: np.round(rng.uniform(0.05, 0.60, n) * 20) / 20, R.impact: frame["cost"].round(-2),
         R.owner_id: owners, R.noted_on: frame["day"], R.review_on: review, R.closed_on: settled},
    )  # fmt: skip


def _decisions(scene: Scene) -> pd.DataFrame:
    rng, last = scene.plan.rng("decisions"), scene.plan.last
    account, day = spread(scene, rng, 0.5)
    lost = scene.dealt[scene.dealt["outcome"].eq("lost") & (rng.random(len(scene.dealt)) < GIVEN_UP)]
    before = np.maximum(lost["closed"] - rng.integers(0, 13, len(lost)), lost["created"])
    n, m = len(account), len(lost)
    frame = pd.DataFrame(
        {
            "account": np.concatenate([account, lost["account"]]),
            "day": np.concatenate([day, before]),
            "deal": np.array([*[None] * n, *lost["opportunity_id"]], dtype=object),
            "family": np.concatenate([scene.family[account], lost["family"]]),
            "up": np.concatenate([rng.random(n) < 0.25, np.ones(m, dtype=bool)]),
        }
    )
    frame = frame[frame["day"] <= last].sort_values(["day", "account"], kind="stable", ignore_index=True)
    account, n, up = frame["account"].to_numpy(dtype=int), len(frame), frame["up"].to_numpy(dtype=bool)
    korean, family = scene.korean[account], frame["family"]
    boss = up | (rng.random(n) < 0.3)
    hand = [scene.superior(one) if by else one for one, by in zip(scene.owners[account], boss, strict=True)]
    return dated(
        "decisions",
        {D.decision_id: numbered("DC", n), D.account_id: scene.ids[account], D.opportunity_id: frame["deal"],
         D.decided_on: frame["day"], D.intent: worded(INTENTS, scene.plan.rng("requests"), korean, family=family),
         # what we could have done, and gave up all the same
         D.feasible: ~up | (rng.random(n) < 0.2),
         # the same numbers again: each request gets its own answer
         D.how: some(worded(HOWS, scene.plan.rng("requests"), korean, family=family), ~up),
         D.give_up_reason: some(worded(GIVE_UPS, rng, korean, family=family), up),
         D.decided_by: hand},
    )  # fmt: skip
