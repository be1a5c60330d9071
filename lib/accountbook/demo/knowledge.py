"""What is known of an account: its own markets, facts with their age, and the route of each product line.

Stated processes, per account:

* *markets*: 2-4 of the five of its industry; in (50%), wants (30%) or avoids (20%); known 0-300 days into our
  work; looked at again after 250-700 days in 55% of the cases, when a wanted market is entered in 40%.
* *facts*: each topic is known with probability .55, and again after exponential waits of 330 days; so some
  are fresh and some are stale.
* *why a small item is bought*: written down for 60% of the loyal items (`accountbook.demo.baskets`), after an
  exponential wait of 250 days.
* *routes*: 1-3 families; each begins at attention (50%), interest (30%), desire (15%) or action (5%) and is
  looked at after exponential waits of 170 days, at least 30, when it moves a step on (50%), back (10%) or stays.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.frame import dated
from accountbook.demo.items import FAMILIES
from accountbook.demo.knowledge_phrases import (
    CAPABILITY,
    EVIDENCE,
    FACTS,
    MARKETS,
    READ,
    ROUTES,
    STEPS,
    TOLD,
    WHY_BOUGHT,
)
from accountbook.demo.scene import Scene
from accountbook.demo.wording import numbered, picked, some, worded
from accountbook.tables import AccountFacts as F
from accountbook.tables import Accounts as A
from accountbook.tables import Markets as M
from accountbook.tables import OrderLines as L
from accountbook.tables import Routes as R
from accountbook.tables.plan import AIDA, MARKET_STATES

KNOWN = 0.55
FIRST = (0.50, 0.30, 0.15, 0.05)


def draw_knowledge(scene: Scene) -> dict[str, pd.DataFrame]:
    """The contract's markets, account_facts and routes."""
    return {"markets": _markets(scene), "account_facts": _facts(scene), "routes": _routes(scene)}


def _markets(scene: Scene) -> pd.DataFrame:
    rng, n = scene.plan.rng("markets"), len(scene.ids)
    ranks = rng.random((n, 5)).argsort(axis=1)
    account, place = np.nonzero(ranks < rng.integers(2, 5, n)[:, None])
    m = len(account)
    first = scene.begin[account] + rng.integers(0, 301, m)
    status = picked(MARKET_STATES, rng, m, p=(5, 3, 2))
    again = first + rng.integers(250, 701, m)
    entered = np.where((status == "wants") & (rng.random(m) < 0.40), "in", status)
    twice = rng.random(m) < 0.55
    account, place = np.concatenate([account, account[twice]]), np.concatenate([place, place[twice]])
    day = np.concatenate([first, again[twice]])
    status = np.concatenate([status, entered[twice]])
    keep = np.flatnonzero(day <= scene.end[account])
    keep = keep[np.lexsort((place[keep], account[keep], day[keep]))]
    account, place, day, status = account[keep], place[keep], day[keep], status[keep]
    verticals, m = scene.accounts[A.vertical].tolist(), len(account)
    family, korean = rng.integers(0, len(FAMILIES), m), scene.korean[account]
    texts = {one: worded(EVIDENCE[one], rng, korean, family=family) for one in MARKET_STATES}
    able = picked(CAPABILITY, rng, m)
    return dated(
        "markets",
        {M.account_id: scene.ids[account],
         M.market: [MARKETS[verticals[a]][k] for a, k in zip(account.tolist(), place.tolist(), strict=True)],
         M.as_of: day, M.status: status,
         M.evidence: some([texts[one][row] for row, one in enumerate(status)], rng.random(m) < 0.85),
         M.our_capability: some([one.format(noun=FAMILIES[f].noun) for one, f in zip(able, family, strict=True)],
                                (status != "avoids") & (rng.random(m) < 0.75))},
    )  # fmt: skip


def _facts(scene: Scene) -> pd.DataFrame:
    rng, topics = scene.plan.rng("facts"), tuple(FACTS)
    n = len(scene.ids)
    account, topic = np.nonzero(rng.random((n, len(topics))) < KNOWN)
    day = scene.begin[account] + rng.exponential(150, len(account)).astype(np.int64)
    parts = []
    while len(account):
        keep = day <= scene.end[account]
        account, topic, day = account[keep], topic[keep], day[keep]
        parts.append((account, topic, day))
        day = day + 25 + rng.exponential(330, len(day)).astype(np.int64)
    account, topic, day = (np.concatenate(one) for one in zip(*parts, strict=True))
    order = np.lexsort((topic, account, day))
    account, topic, day = account[order], topic[order], day[order]
    m = len(account)
    size = scene.traits["annual"].to_numpy()[account] / 1e6
    million = np.maximum(0.1, np.round(size * rng.uniform(8, 60, m), 1))
    family, korean = rng.integers(0, len(FAMILIES), m), scene.korean[account]
    month = (day.astype("datetime64[D]").astype("datetime64[M]").astype(int) - rng.integers(1, 7, m)) % 12 + 1
    slots = {"months": rng.integers(2, 9, m), "month": month, "amount": [f"{one:,.1f}" for one in million]}
    texts = [worded(FACTS[one], rng, korean, family=family, **slots) for one in topics]
    told = np.where([topics[k] == "finances" for k in topic], picked(READ, rng, m), picked(TOLD, rng, m))
    small = _small_items(scene, rng)
    finances = np.array([topics[k] == "finances" for k in topic], dtype=bool)
    frame = pd.DataFrame(
        {
            F.account_id: scene.ids[account],
            F.topic: [topics[k] for k in topic],
            F.item_id: None,
            F.value: [texts[k][row] for row, k in enumerate(topic.tolist())],
            F.number: np.where(finances, million * 1e6, np.nan),
            F.as_of: day,
            F.told_by: some(told, rng.random(m) < 0.9),
        }
    )
    frame = pd.concat([frame, small], ignore_index=True).sort_values(F.as_of, kind="stable", ignore_index=True)
    return dated("account_facts", {F.fact_id: numbered("F", len(frame)), **{name: frame[name] for name in frame}})


def _small_items(scene: Scene, rng: np.random.Generator) -> pd.DataFrame:
    """Why the loyal items are bought: known some time after their first order, in 60% of the cases."""
    loyal = scene.drawn.orders.habits
    loyal = loyal[loyal["kind"].eq("loyal") & (rng.random(len(loyal)) < 0.60)]
    lines = scene.drawn.orders.lines[[L.account_id, L.item_id, L.order_date, L.end_customer]]
    first = lines.sort_values(L.order_date, kind="stable").groupby([L.account_id, L.item_id], as_index=False).first()
    found = loyal.merge(first, on=[L.account_id, L.item_id])
    n = len(found)
    day = found[L.order_date].to_numpy().astype("datetime64[D]").astype(np.int64)
    day = day + 10 + rng.exponential(250, n).astype(np.int64)
    account = found[L.account_id].map(scene.row).to_numpy(dtype=int)
    customer = found[L.end_customer].astype(object).where(found[L.end_customer].notna(), "an end customer")
    texts = worded(WHY_BOUGHT, rng, scene.korean[account], family=scene.family[account], customer=customer)
    told = picked(TOLD, rng, n)
    names = {F.account_id: found[L.account_id].astype(object), F.item_id: found[L.item_id].astype(object)}
    frame = pd.DataFrame({**names, F.topic: "item", F.value: texts, F.number: np.nan, F.as_of: day, F.told_by: told})
    return frame[day <= scene.end[account]]


def _routes(scene: Scene) -> pd.DataFrame:
    rng, n = scene.plan.rng("routes"), len(scene.ids)
    ranks = (scene.family[:, None] + np.arange(len(FAMILIES))) % len(FAMILIES)
    ranks[:, 1:] = rng.permuted(ranks[:, 1:], axis=1)
    account, place = np.nonzero(np.arange(len(FAMILIES)) < rng.integers(1, 4, n)[:, None])
    family = ranks[account, place]
    stage = rng.choice(len(AIDA), size=len(account), p=FIRST)
    route = rng.integers(0, 1_000_000, len(account))
    day = scene.begin[account] + rng.integers(0, 200, len(account))
    parts = []
    while len(account):
        keep = day <= scene.end[account]
        account, family, stage, day, route = (one[keep] for one in (account, family, stage, day, route))
        parts.append((account, family, stage, day, route))
        step = rng.random(len(stage))
        stage = np.clip(stage + np.select([step < 0.50, step > 0.90], [1, -1], 0), 0, len(AIDA) - 1)
        day = day + 30 + rng.exponential(140, len(day)).astype(np.int64)
    account, family, stage, day, route = (np.concatenate(one) for one in zip(*parts, strict=True))
    order = np.lexsort((family, account, day))
    account, family, stage, day, route = (one[order] for one in (account, family, stage, day, route))
    m, korean = len(account), scene.korean[account]
    texts = [worded(STEPS[one], rng, korean, family=family) for one in AIDA]
    # a route stays what it is while its stage moves
    ways = [ROUTES.korean if k else ROUTES.english for k in korean]
    said = [way[r % len(way)] for way, r in zip(ways, route.tolist(), strict=True)]
    return dated(
        "routes",
        {R.account_id: scene.ids[account], R.product: [FAMILIES[k].code for k in family], R.as_of: day,
         R.route: [text[0].upper() + text[1:] for text in said], R.aida_stage: [AIDA[k] for k in stage],
         R.owner_id: scene.owners[account], R.next_step: [texts[k][row] for row, k in enumerate(stage.tolist())],
         R.due_on: day + rng.integers(14, 120, m)},
    )  # fmt: skip
