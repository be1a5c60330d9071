"""What customers ask for in a deal, at which meetings, and what became of it.

* *occasions*: 1-3 of the weeks in which a deal was worked on are meetings at which something is asked for;
  one in five asks for two or three things. Beside the deals an account asks for something .4 times a year;
* *answer*: after a gamma of mean 6-20 days (the owner's own, ranges overlap), unless it is forgotten: with
  probability .10 in deals that are won, .24 in others;
* *met*: of what was answered .82 in won deals, .55 in others, .25 where it lies outside the deal (18%);
  the customer says so 3-40 days later;
* *written down* late as `accountbook.demo.notes.lags` says; nothing is forgotten here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn
from accountbook.demo.frame import typed
from accountbook.demo.items import FAMILIES
from accountbook.demo.notes import KOREAN_SHARE, lags
from accountbook.demo.plan import LAST_DAY, days
from accountbook.demo.trade_phrases import WISHES
from accountbook.tables import Accounts as A
from accountbook.tables import Employees as E
from accountbook.tables import Requirements as R


@dataclass(frozen=True)
class Asked:
    """What is drawn of the requirements.

    Attributes
    ----------
    table : the contract's requirements.
    occasions : the meetings at which they came up: meeting_id, account_id, opportunity_id, contact_id, owner_id,
        day (number). Whoever draws the meetings must hold these.
    """

    table: pd.DataFrame
    occasions: pd.DataFrame


def draw_requirements(drawn: Drawn) -> Asked:
    """Draw the requirements of every deal that the CRM holds, and of every account beside its deals."""
    rng = drawn.plan.rng("requirements")
    last = drawn.plan.last
    held: list[tuple[int, str | None, int, bool, str]] = []
    for number, deal in enumerate(drawn.log.truth.itertuples(index=False)):
        until = min(deal.decided if deal.decided >= 0 else last, last)
        worked = [d for d, name, _, _ in drawn.events[number] if name == "work" and deal.written_down <= d < until]
        if deal.written_down < 0 or not worked:
            continue
        chosen = rng.choice(worked, size=min(len(worked), int(rng.integers(1, 4))), replace=False)
        row, won = drawn.row[deal.account_id], bool(deal.won and 0 <= deal.decided <= last)
        held += [(row, deal.opportunity_id, int(day), won, deal.product_line) for day in sorted(set(chosen.tolist()))]
    held += _beside(drawn, rng)
    held.sort(key=lambda one: (one[2], one[0], one[1] or ""))
    return _asked(drawn, rng, held)


def _beside(drawn: Drawn, rng: np.random.Generator) -> list[tuple[int, str | None, int, bool, str]]:
    plan = drawn.plan
    begins = np.clip(drawn.traits["first"], plan.first, plan.last)
    ends = np.where(drawn.traits["died"] > 0, np.minimum(drawn.traits["died"], plan.last), plan.last)
    count = rng.poisson(0.4 * np.maximum(0, ends - begins) / 365.25)
    row = np.repeat(np.arange(len(count)), count)
    day = begins.to_numpy()[row] + (rng.random(len(row)) * (ends - begins.to_numpy())[row]).astype(int)
    lines = rng.choice([family.code for family in FAMILIES], len(row))
    return [(r, None, d, False, line) for r, d, line in zip(row.tolist(), day.tolist(), lines.tolist(), strict=True)]


def _asked(drawn: Drawn, rng: np.random.Generator, held: list[tuple[int, str | None, int, bool, str]]) -> Asked:
    frame = pd.DataFrame(held, columns=["row", "deal", "day", "won", "line"])
    n = len(frame)
    ids, owners = drawn.accounts[A.account_id].to_numpy(), np.array(drawn.staff.owner, dtype=object)
    frame["meeting"] = [f"MT-{k + 1:05d}" for k in range(n)]
    frame["wish"] = rng.integers(len(WISHES), size=n)
    frame["person"] = [
        drawn.somebody(row, day, draw, titles=WISHES[wish].who)
        for row, day, draw, wish in zip(
            frame["row"].tolist(), frame["day"].tolist(), rng.random(n).tolist(), frame["wish"].tolist(), strict=True
        )
    ]
    occasions = pd.DataFrame(
        {
            "meeting_id": frame["meeting"],
            "account_id": ids[frame["row"]] if n else [],
            "opportunity_id": frame["deal"],
            "contact_id": frame["person"],
            "owner_id": owners[frame["row"]] if n else [],
            "day": frame["day"],
        }
    )
    several = np.where(rng.random(n) < 0.2, rng.integers(2, 4, n), 1)
    asked = frame.loc[np.repeat(np.arange(n), several)]
    asked = asked.assign(place=asked.groupby(level=0).cumcount()).reset_index(drop=True)
    return Asked(_table(drawn, rng, asked), occasions)


def _table(drawn: Drawn, rng: np.random.Generator, asked: pd.DataFrame) -> pd.DataFrame:
    n, last = len(asked), drawn.plan.last
    row, won = asked["row"].to_numpy(dtype=int), asked["won"].to_numpy(dtype=bool)
    owners, helpers = np.array(drawn.staff.owner, dtype=object), np.array(drawn.staff.helpers, dtype=object)
    owner = np.where(rng.random(n) < 0.65, owners[row], helpers[rng.integers(len(helpers), size=n)])
    numbers = drawn.staff.table[E.employee_id]
    mean = pd.Series(rng.uniform(6, 20, len(numbers)), index=numbers.to_numpy())[owner].to_numpy()
    inside = rng.random(n) < 0.82
    forgotten = rng.random(n) < np.where(won, 0.10, 0.24)
    answered = asked["day"].to_numpy(dtype=int) + 1 + rng.gamma(1.6, mean / 1.6).astype(int)
    answered = np.where(forgotten | (answered > last), -1, answered)
    met = rng.random(n) < np.where(~inside, 0.25, np.where(won, 0.82, 0.55))
    said = answered + rng.integers(3, 41, n)
    said = np.where((answered < 0) | (said > last) | (rng.random(n) < 0.08), -1, said)
    nouns = {family.code: family.noun.removesuffix(" part") for family in FAMILIES}
    weeks, number, years = rng.integers(2, 13, n), rng.integers(2, 40, n), rng.integers(2, 8, n)
    agreed = met | (rng.random(n) < 0.4)
    speaks = drawn.korean[row] & (rng.random(n) < KOREAN_SHARE)
    texts, response = [], []
    for k, wish in enumerate(asked["wish"].tolist()):
        # a second thing asked for in the same meeting is another one
        one = WISHES[(wish + 5 * int(asked["place"].iat[k])) % len(WISHES)]
        slots = {"noun": nouns[asked["line"].iat[k]], "weeks": weeks[k], "n": number[k], "years": years[k]}
        texts.append((one.korean if speaks[k] else one.text).format(**slots))
        response.append((one.yes if agreed[k] else one.no).format(**slots))
    table = typed(
        "requirements",
        {
            R.requirement_id: [f"RQ-{k + 1:05d}" for k in range(n)],
            R.account_id: drawn.accounts[A.account_id].to_numpy()[row],
            R.opportunity_id: asked["deal"],
            R.meeting_id: asked["meeting"],
            R.contact_id: asked["person"],
            R.text: texts,
            R.stated_on: days(asked["day"]),
            R.in_scope: pd.Series(inside, dtype="boolean").mask(rng.random(n) < 0.06),
            R.owner_id: owner,
            R.effort_days: np.where(rng.random(n) < 0.7, np.round(rng.gamma(1.5, 2.0, n) * 2) / 2 + 0.5, np.nan),
            R.due_on: days(asked["day"].to_numpy(dtype=int) + rng.integers(5, 31, n)),
            R.response: pd.Series(response, dtype="str").where(answered >= 0),
            R.answered_on: days(answered),
            R.met: pd.Series(met, dtype="boolean").where(said >= 0),
            R.met_on: days(said),
            R.recorded_at: days(asked["day"].to_numpy(dtype=int) + lags(rng, n, never=0)),
        },
    )
    return table[table[R.recorded_at] <= LAST_DAY].reset_index(drop=True)
