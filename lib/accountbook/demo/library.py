"""What all teams share: success stories by industry, lessons of which some are paid for twice, arguments.

Stated processes:

* *stories*: 35% of the won deals are told, 60-240 days after they were closed; each industry has one more from
  before the first day. 70% may be told outside.
* *lessons*: 8 from before the first day, then as many as the square root of the accounts a year; 25% repeat an
  earlier one of the same text. 60% are looked at again after 150-600 days: 75% of them still hold.
* *arguments*: 6 from before the first day and 12 a year, more with the root of the accounts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.accounts import VERTICALS
from accountbook.demo.frame import dated
from accountbook.demo.items import FAMILIES
from accountbook.demo.library_phrases import (
    ARGUMENTS,
    CUSTOMERS,
    DIFFERENCES,
    LESSONS,
    OBSOLETE,
    OUTCOMES,
    RESULTS,
    SITUATIONS,
    TITLES,
)
from accountbook.demo.places import BY_CODE
from accountbook.demo.roles import TOPICS
from accountbook.demo.scene import Scene, weekdays
from accountbook.demo.wording import numbered, picked, some, worded
from accountbook.tables import Accounts as A
from accountbook.tables import Arguments as G
from accountbook.tables import Lessons as S
from accountbook.tables import SuccessStories as T

TOLD = 0.35
RECURS = 0.25
_CODES = np.array([family.code for family in FAMILIES], dtype=object)


def draw_library(scene: Scene) -> dict[str, pd.DataFrame]:
    """The contract's success_stories, lessons and arguments."""
    return {"success_stories": _stories(scene), "lessons": _lessons(scene), "arguments": _arguments(scene)}


def _stories(scene: Scene) -> pd.DataFrame:
    rng, plan = scene.plan.rng("stories"), scene.plan
    won = scene.dealt[scene.dealt["outcome"].eq("won") & (rng.random(len(scene.dealt)) < TOLD)]
    told = won["closed"].to_numpy() + rng.integers(60, 241, len(won))
    keep = told <= plan.last
    old = len(VERTICALS)
    vertical = [*VERTICALS, *scene.accounts[A.vertical].to_numpy(dtype=object)[won["account"][keep]]]
    countries = scene.accounts[A.country].to_numpy(dtype=object)[won["account"][keep]]
    channels = scene.accounts[A.channel_type].to_numpy(dtype=object)[won["account"][keep]]
    frame = pd.DataFrame(
        {
            "day": np.concatenate([plan.first - rng.integers(30, 500, old), told[keep]]),
            "vertical": vertical,
            "family": np.concatenate([rng.integers(0, len(FAMILIES), old), won["family"][keep]]),
            "country": [*picked(tuple(BY_CODE), rng, old), *countries],
            "channel": ["integrator"] * old + [str(one).replace("_", " ") for one in channels],
            "amount": np.concatenate([rng.uniform(20, 90, old), won["amount"][keep] / 1000]).round(),
        }
    ).sort_values(["day", "vertical"], kind="stable", ignore_index=True)
    n = len(frame)
    english, family = np.zeros(n, dtype=bool), frame["family"].astype(int)
    who, channel = picked(CUSTOMERS, rng, n), frame["channel"].str.replace("oem", "OEM")
    customer = [
        one.format(channel=kind, country=BY_CODE[code].english).replace("a OEM", "an OEM").replace("a end", "an end")
        for one, kind, code in zip(who, channel, frame["country"], strict=True)
    ]
    return dated(
        "success_stories",
        {T.story_id: numbered("ST", n), T.happened_on: frame["day"], T.vertical: frame["vertical"],
         T.product: _CODES[family], T.customer: customer,
         T.title: worded(TITLES, rng, english, family=family),
         T.result: worded(RESULTS, rng, english, family=family, share=rng.integers(8, 45, n),
                          amount=[f"{one:,.0f}" for one in frame["amount"]]),
         T.differences: some(worded(DIFFERENCES, rng, english), rng.random(n) < 0.8), T.shareable: rng.random(n) < 0.7},
    )  # fmt: skip


def _days(scene: Scene, rng: np.random.Generator, *, before: int, yearly: float) -> np.ndarray:
    """Days of what is written down once in a while, some of them before the first day."""
    plan = scene.plan
    later = int(np.ceil(yearly * (plan.last - plan.first) / 365.25))
    old = plan.first - rng.integers(30, 700, before)
    return weekdays(np.sort(np.concatenate([old, rng.integers(plan.first, plan.last + 1, later)])))


def _lessons(scene: Scene) -> pd.DataFrame:
    rng, plan = scene.plan.rng("lessons"), scene.plan
    day = _days(scene, rng, before=8, yearly=np.sqrt(len(scene.ids)))
    n = len(day)
    family, market = rng.integers(0, len(FAMILIES), n), picked(VERTICALS, rng, n)
    texts = worded(LESSONS, rng, np.zeros(n, dtype=bool), family=family, market=market)
    ids, again = numbered("L", n), rng.random(n) < RECURS
    recurs: list[str | None] = [None] * n
    for row in range(4, n):
        if again[row]:
            # forgotten and paid for again, at another customer
            first = int(rng.integers(row - 3 if day[row - 3] < day[row] else 1))
            if day[first] < day[row] - 60:
                texts[row], family[row], market[row] = texts[first], family[first], market[first]
                recurs[row] = recurs[first] or ids[first]
    reviewed = day + rng.integers(150, 601, n)
    reviewed = np.where((rng.random(n) < 0.60) & (reviewed <= plan.last), reviewed, -1)
    holds = rng.random(n) < 0.75
    return dated(
        "lessons",
        {S.lesson_id: ids, S.learned_on: day, S.market: market, S.product: _CODES[family], S.text: texts,
         S.still_valid: [bool(one) if when > 0 else None for one, when in zip(holds, reviewed, strict=True)],
         S.changed_by: some(picked(OBSOLETE, rng, n), ~holds & (reviewed > 0)), S.reviewed_on: reviewed,
         S.recurrence_of: recurs},
    )  # fmt: skip


def _arguments(scene: Scene) -> pd.DataFrame:
    rng = scene.plan.rng("arguments")
    day = _days(scene, rng, before=6, yearly=12 * np.sqrt(len(scene.ids) / 60))
    n = len(day)
    family, english = rng.integers(0, len(FAMILIES), n), np.zeros(n, dtype=bool)
    return dated(
        "arguments",
        {G.argument_id: numbered("AR", n), G.used_on: day, G.situation: worded(SITUATIONS, rng, english, family=family),
         G.vertical: picked(VERTICALS, rng, n), G.product: _CODES[family],
         G.topic: some(picked(TOPICS, rng, n), rng.random(n) < 0.25),
         G.text: worded(ARGUMENTS, rng, english, family=family),
         G.result: some(picked(OUTCOMES, rng, n), rng.random(n) < 0.85)},
    )  # fmt: skip
