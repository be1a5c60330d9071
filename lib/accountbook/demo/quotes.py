"""Offers in versions, from the day on which a deal reaches the offer until it is decided.

* *first version*: 1.00-1.06 times the deal's amount, on the day of the offer or up to 6 days later;
* *later versions*: when the negotiation and the verbal yes are reached; before a quarter's end (0-9 days) with
  probability .20 + .45 x bending of the rep; never more than six;
* *price*: an ordinary version gives in .5-3.5%, one in seven changes terms only; before a quarter's end
  2-7% + bending x 0-3%: the ranges overlap;
* *cost*: .55-.88 of the first price; one deal in six has costs that nobody had thought of, 1.05-1.5
  times, which eat up the margin of some;
* the last version before a deal is won has the price at which it was won, and was sent as an official offer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.deals import FAR
from accountbook.demo.drawn import Drawn, money
from accountbook.demo.frame import typed
from accountbook.demo.notes import sentences
from accountbook.demo.plan import days
from accountbook.demo.trade_phrases import TERMS
from accountbook.tables import Accounts as A
from accountbook.tables import Quotes as Q

MOST = 6


@dataclass(frozen=True)
class Offers:
    """What is drawn of the offers.

    Attributes
    ----------
    table : the contract's quotes.
    course : one row per version in the same order: deal (row of the deals' truth), account (row), day, euro,
        gave (share of the price before), period_end, official.
    """

    table: pd.DataFrame
    course: pd.DataFrame

    def prices(self) -> dict[int, float]:
        """The price in EUR of the last version of each deal."""
        return self.course.groupby("deal")["euro"].last().to_dict()


def draw_quotes(drawn: Drawn) -> Offers:
    """Draw the offers of every deal that the CRM holds."""
    rng = drawn.plan.rng("quotes")
    versions: list[tuple[int, int, int, float, float, bool, bool, float]] = []
    for number, deal in enumerate(drawn.log.truth.itertuples(index=False)):
        versions += _versions(drawn, rng, number, deal)
    names = ["deal", "account", "day", "euro", "gave", "period_end", "official", "cost"]
    course = pd.DataFrame(versions, columns=names).astype({"deal": int, "account": int, "day": int, "official": bool})
    return Offers(_table(drawn, rng, course), course)


def _versions(drawn: Drawn, rng: np.random.Generator, number: int, deal: tuple) -> list[tuple]:
    last = drawn.plan.last
    stages = {value: day for day, name, value, _ in drawn.events[number] if name == "stage"}
    offer = max(stages.get(2, FAR), deal.written_down)
    end = min(deal.decided - 1 if deal.decided >= 0 else FAR, last)
    if deal.written_down < 0 or offer > end:
        return []
    first = min(end, offer + int(rng.integers(0, 7)))
    marks = [(stages[k], False) for k in (3, 4) if k in stages and first + 3 <= stages[k] <= end]
    marks += [
        (close, True)
        for close in (quarter - int(rng.integers(0, 10)) for quarter in _quarters(first, end + 9))
        if first + 3 <= close <= end and rng.random() < 0.20 + 0.45 * deal.bending
    ]
    row = drawn.row[deal.account_id]
    euro = deal.amount * float(rng.uniform(1.00, 1.06))
    cost = euro * float(rng.uniform(0.55, 0.88)) * (float(rng.uniform(1.05, 1.5)) if rng.random() < 1 / 6 else 1.0)
    found = [(number, row, first, euro, 0.0, False, bool(rng.random() < 0.75), cost)]
    for day, period_end in sorted(marks):
        if day - found[-1][2] < 3 or len(found) == MOST:
            continue
        gave = float(rng.uniform(0.005, 0.035)) if rng.random() > 1 / 7 else 0.0
        if period_end:
            gave = float(rng.uniform(0.02, 0.07) + deal.bending * rng.uniform(0, 0.03))
        euro *= 1 - gave
        found.append((number, row, day, euro, gave, period_end, bool(rng.random() < 0.9), cost))
    if deal.won and 0 <= deal.decided <= last:
        found[-1] = (*found[-1][:6], True, found[-1][7])
    return found


def _quarters(first: int, last: int) -> list[int]:
    """The last days of the quarters from `first` to `last`, as day numbers."""
    months = np.arange(np.datetime64(first, "D").astype("datetime64[M]"), np.datetime64(last, "D") + 1, dtype="M8[M]")
    ends = ((months + 1).astype("datetime64[D]").astype(int) - 1)[(months.astype(int) + 1) % 3 == 0]
    return ends[(ends >= first) & (ends <= last)].tolist()


def _table(drawn: Drawn, rng: np.random.Generator, course: pd.DataFrame) -> pd.DataFrame:
    n = len(course)
    ids = drawn.accounts[A.account_id].to_numpy()[course["account"]]
    currency = drawn.accounts[A.currency].to_numpy()[course["account"]]
    years = days(course["day"]).year
    price = [
        money(euro / drawn.level(name, int(year)), name)
        for euro, name, year in zip(course["euro"].tolist(), currency, years, strict=True)
    ]
    deal = drawn.log.truth["opportunity_id"].to_numpy()[course["deal"]] if n else []
    months, weeks = rng.choice([12, 18, 24, 36], n), rng.integers(2, 14, n)
    return typed(
        "quotes",
        {
            Q.quote_id: [f"Q{name[1:]}" for name in deal],
            Q.version: course.groupby("deal").cumcount() + 1,
            Q.account_id: ids,
            Q.opportunity_id: deal,
            Q.quoted_on: days(course["day"]),
            Q.valid_until: days(course["day"] + rng.choice([30, 45, 60, 90], n)),
            Q.price: price,
            Q.currency: currency,
            Q.cost: course["cost"].round(2),
            Q.service_terms: pd.Series(sentences(rng, TERMS, {"months": months, "weeks": weeks}), dtype="str").where(
                rng.random(n) < 0.9
            ),
            Q.official: course["official"].astype("boolean"),
        },
    )
