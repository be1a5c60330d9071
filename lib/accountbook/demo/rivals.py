"""Competitors: ten invented companies, where they supply, and how their shares drift.

* each sells 2-4 of our families at .78-1.15 times our list price, and is strong in one team's countries;
* an account has 1-3 of them, each in one family, with a share of .05-.55 at first; where we are the only source
  at most .08;
* *known anew* after exponential waits of 170 days; the share moves by a normal of .05, and by .03-.12 upwards each
  time in the last 250 days before an account's death and after it: the ranges overlap;
* *how sure*: sure .30, likely .45, rumour .25; a rumour is off by a normal of .10. One row in five tells no share;
* where the CRM knows since when a competitor knows of a deal, a row names the deal 0-40 days later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn, numbers
from accountbook.demo.frame import typed
from accountbook.demo.items import FAMILIES
from accountbook.demo.market_phrases import TOLD
from accountbook.demo.names import company
from accountbook.demo.notes import lags
from accountbook.demo.places import BY_CODE, TEAMS
from accountbook.demo.plan import Plan, days
from accountbook.tables import Accounts as A
from accountbook.tables import Competitors as C
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O

_HOMES = ("DE", "IT", "KR", "US", "GB", "SE", "KR", "IN", "FR", "DE")
CERTAINTY = {"sure": 0.30, "likely": 0.45, "rumour": 0.25}


@dataclass(frozen=True)
class Rival:
    """An invented competitor: its name, what it sells, at which level of our prices, where it is strong."""

    name: str
    families: tuple[str, ...]
    level: float
    team: str


def draw_rivals(plan: Plan, accounts: pd.DataFrame) -> tuple[Rival, ...]:
    """Invent the competitors; none has the name of an account."""
    rng = plan.rng("rivals")
    taken = set(accounts[A.name])
    rivals: list[Rival] = []
    for k, home in enumerate(_HOMES):
        name = ""
        while not name or any(name in one for one in taken):
            # without its legal form, as people speak of it
            name = company(BY_CODE[home], rng).rsplit(" ", 1)[0]
        taken.add(name)
        families = rng.choice([family.code for family in FAMILIES], size=int(rng.integers(2, 5)), replace=False)
        rivals.append(Rival(name, tuple(families.tolist()), float(rng.uniform(0.78, 1.15)), TEAMS[k % len(TEAMS)]))
    return tuple(rivals)


def draw_competitors(drawn: Drawn, rivals: tuple[Rival, ...]) -> pd.DataFrame:
    """Draw the contract's competitors."""
    rng, plan = drawn.plan.rng("competitors"), drawn.plan
    prices = drawn.items.table.groupby(I.family)[I.list_price].median().to_dict()
    rows: list[tuple[object, ...]] = []
    sole = drawn.accounts[A.sole_source].fillna(False).to_numpy(dtype=bool)
    for row, account in enumerate(drawn.traits.itertuples(index=False)):
        weights = np.array([3.0 if rival.team == drawn.accounts[A.team].iat[row] else 1.0 for rival in rivals])
        count = int(rng.integers(1, 4))
        begin = max(plan.first, min(int(account.first), plan.last - 60))
        for k in rng.choice(len(rivals), size=count, replace=False, p=weights / weights.sum()).tolist():
            family = rivals[k].families[int(rng.integers(len(rivals[k].families)))]
            share = float(rng.uniform(0.01, 0.08) if sole[row] else rng.uniform(0.05, 0.55))
            day = begin + int(rng.exponential(90))
            while day <= plan.last:
                rows.append((row, rivals[k], family, day, None, share))
                leaving = account.died > 0 and day > account.died - 250
                share += float(rng.normal(0, 0.05) + (rng.uniform(0.03, 0.12) if leaving else 0))
                share = min(0.08 if sole[row] and not leaving else 0.9, max(0.0, share))
                day += 20 + int(rng.exponential(150))
    rows += _in_deals(drawn, rng, rivals)
    frame = pd.DataFrame(rows, columns=["row", "rival", "family", "day", "deal", "share"])
    frame["name"] = [rival.name for rival in frame["rival"]]
    frame = frame.drop_duplicates(["row", "name", "family", "day"]).sort_values(["day", "row", "name"], kind="stable")
    return _table(drawn, rng, frame.reset_index(drop=True), prices)


def _in_deals(drawn: Drawn, rng: np.random.Generator, rivals: tuple[Rival, ...]) -> list[tuple[object, ...]]:
    deals = drawn.log.opportunities.dropna(subset=O.competitor_knew_on)
    known = numbers(deals[O.competitor_knew_on]) + rng.integers(0, 41, len(deals))
    rows = []
    for deal, day in zip(deals.itertuples(index=False), known.tolist(), strict=True):
        fitting = [rival for rival in rivals if deal.product_line in rival.families] or list(rivals)
        rival = fitting[int(rng.integers(len(fitting)))]
        if day <= drawn.plan.last:
            row = drawn.row[deal.account_id]
            rows.append((row, rival, deal.product_line, day, deal.opportunity_id, np.nan))
    return rows


def _table(drawn: Drawn, rng: np.random.Generator, frame: pd.DataFrame, prices: dict[str, float]) -> pd.DataFrame:
    n = len(frame)
    sure = rng.choice(list(CERTAINTY), n, p=list(CERTAINTY.values()))
    noise = np.where(sure == "rumour", rng.normal(0, 0.10, n), 0.0)
    share = np.clip(frame["share"].to_numpy(dtype=float) + noise, 0, 1)
    level = np.array(
        [rival.level * prices[family] for rival, family in zip(frame["rival"], frame["family"], strict=True)]
    )
    told = [TOLD[word][int(draw * len(TOLD[word]))] for word, draw in zip(sure, rng.random(n), strict=True)]
    lag = lags(rng, n)
    table = typed(
        "competitors",
        {
            C.account_id: drawn.accounts[A.account_id].to_numpy()[frame["row"].to_numpy(dtype=int)],
            C.competitor: frame["name"],
            C.product: frame["family"],
            C.as_of: days(frame["day"]),
            C.opportunity_id: frame["deal"],
            C.share: np.where(rng.random(n) < 0.2, np.nan, np.round(share, 2)),
            C.price: np.where(rng.random(n) < 0.45, np.nan, np.round(level * rng.uniform(0.92, 1.08, n), 2)),
            C.told_by: pd.Series(told, dtype="str").where(rng.random(n) < 0.9),
            C.certainty: sure,
            C.recorded_at: days(np.where(lag < 0, -1, frame["day"] + lag)),
        },
    )
    kept = (lag >= 0) & (frame["day"] + lag <= drawn.plan.last).to_numpy()
    return table[kept].reset_index(drop=True)
