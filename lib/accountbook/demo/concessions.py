"""What was given beyond the agreement: in offers, with orders, after claims.

* each version of an offer that gave in on the price is written down as a discount with probability .55; beside
  it one version in five gave something else, worth .2-2% of the price;
* half of the free samples and a quarter of the claims that came with a return were given as a favour;
* *something in return*: with probability .25-.65 (the rep's own) less .30 x bending; half of that for favours;
* a discount of more than 4% was given by the rep's manager in half of the cases;
* *written down*: see `accountbook.demo.notes.lags`; .08 never are.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.claims import Complaints
from accountbook.demo.drawn import Drawn
from accountbook.demo.frame import typed
from accountbook.demo.market_phrases import GIVEN, RETURNS
from accountbook.demo.notes import lags, sentences
from accountbook.demo.plan import days
from accountbook.demo.quotes import Offers
from accountbook.tables import Accounts as A
from accountbook.tables import Claims as K
from accountbook.tables import Concessions as C
from accountbook.tables import OrderLines as L

BESIDE = {"payment_terms": 0.3, "free_service": 0.3, "price_hold": 0.2, "rush": 0.15, "other": 0.05}
"""What is given beside the price, and how often."""


def draw_concessions(drawn: Drawn, offers: Offers, complaints: Complaints) -> pd.DataFrame:
    """Draw the contract's concessions."""
    rng = drawn.plan.rng("concessions")
    given = pd.concat(
        [_offered(drawn, rng, offers), _samples(drawn, rng), _favours(drawn, rng, complaints)], ignore_index=True
    )
    given["recorded"] = given["day"] + (lag := lags(rng, len(given), never=0.08))
    given = given[(lag >= 0) & (given["recorded"] <= drawn.plan.last)]
    given = given.sort_values(["day", "row"], kind="stable", ignore_index=True)
    return _table(drawn, rng, given)


def _offered(drawn: Drawn, rng: np.random.Generator, offers: Offers) -> pd.DataFrame:
    course = offers.course
    n = len(course)
    deal = drawn.log.truth["opportunity_id"].to_numpy(dtype=object)[course["deal"].to_numpy(dtype=int)]
    version = course.groupby("deal").cumcount() + 1
    frame = pd.DataFrame({"row": course["account"], "day": course["day"], "deal": deal, "n": version,
                          "gave": course["gave"], "item": ""})  # fmt: skip
    price = frame.assign(kind="discount", cost=course["euro"] / (1 - course["gave"]) * course["gave"])
    kind = rng.choice(list(BESIDE), n, p=list(BESIDE.values()))
    other = frame.assign(kind=kind, cost=course["euro"] * rng.uniform(0.002, 0.02, n))
    told, more = rng.random(n) < 0.55, rng.random(n) < 0.2
    return pd.concat([price[told & (course["gave"] > 0).to_numpy()], other[more]], ignore_index=True)


def _samples(drawn: Drawn, rng: np.random.Generator) -> pd.DataFrame:
    lines = drawn.bought
    free = lines[(lines[L.kind] == "free") & (rng.random(len(lines)) < 0.5)]
    cost = free[L.quantity] * drawn.items.table.set_index(L.item_id)[L.unit_cost].reindex(free[L.item_id]).to_numpy()
    frame = {"row": free["row"], "day": free["day"], "order": free[L.order_id], "n": free[L.quantity].astype(int)}
    return pd.DataFrame({**frame, "kind": "free_goods", "cost": cost, "item": free[L.item_id], "gave": 0.0})


def _favours(drawn: Drawn, rng: np.random.Generator, complaints: Complaints) -> pd.DataFrame:
    course, table = complaints.course, complaints.table
    at = (course["settled"] >= 0) & course["returned"] & (rng.random(len(course)) < 0.25)
    frame = {"row": course["row"], "day": course["settled"], "order": table[K.order_id], "item": table[K.item_id]}
    frame |= {"n": table[K.quantity].fillna(1).astype(int), "cost": table[K.cost], "gave": 0.0}
    return pd.DataFrame({**frame, "kind": "return_accepted"})[at.to_numpy(dtype=bool)]


def _table(drawn: Drawn, rng: np.random.Generator, given: pd.DataFrame) -> pd.DataFrame:
    n = len(given)
    row = given["row"].to_numpy(dtype=int)
    reps = list(drawn.staff.bending)
    nature = dict(zip(reps, rng.uniform(0.25, 0.65, len(reps)), strict=True))
    owner = np.array(drawn.staff.owner, dtype=object)[row]
    chance = np.array([nature[rep] - 0.30 * drawn.staff.bending[rep] for rep in owner], dtype=float)
    favour = given["kind"].isin(["free_goods", "return_accepted"]).to_numpy()
    got = rng.random(n) < chance * np.where(favour, 0.5, 1.0)
    raised = (given["gave"].to_numpy() > 0.04) & (rng.random(n) < 0.5)
    kind = given["kind"].to_numpy(dtype=object)
    slots = {
        "share": np.maximum(1, np.round(given["gave"] * 100)).astype(int),
        "n": given["n"].astype(int),
        "item": given["item"].tolist(),
    }
    text = np.full(n, "", dtype=object)
    for name, patterns in GIVEN.items():
        text = np.where(kind == name, np.array(sentences(rng, patterns, slots), dtype=object), text)
    back = np.array(sentences(rng, RETURNS, {"n": range(n)}), dtype=object)
    return typed(
        "concessions",
        {
            C.concession_id: [f"G-{k + 1:05d}" for k in range(n)],
            C.account_id: drawn.accounts[A.account_id].to_numpy()[row],
            C.opportunity_id: given["deal"],
            C.order_id: given["order"],
            C.granted_on: days(given["day"]),
            C.granted_by: [
                drawn.managers[rep] if up else rep for rep, up in zip(owner.tolist(), raised.tolist(), strict=True)
            ],
            C.kind: kind,
            C.text: text,
            C.cost: given["cost"].round(2),
            C.got_in_return: pd.Series(back, dtype="str").where(got),
            C.recorded_at: days(given["recorded"]),
        },
    )
