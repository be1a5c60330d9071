"""Claims: what customers complained of, how fast we replied, what it cost.

* *from returns*: .65 of the returned lines of an item that had been delivered before are claimed 2-14 days
  before the return: defect (.55), damage (.25) or wrong item (.20), for the pieces returned;
* *from deliveries*: an account claims a delivered line with probability .006-.024 (its own; ranges of good and bad
  families overlap: one family's quality is 1.2-2.5 times as bad), 2-75 days after it came;
* *from delays*: a delivery that is late by d days is claimed with probability ``min(.30, .02 + .012 d)``;
* *reply*: a gamma of mean 2-12 days (the account's own, whoever answers). Where the account's next order came
  within 1.2 times its usual gap, the reply took .85 of that, else 1.2: orders are drawn first, so the pair has the
  weak connection of "a fast reply helps the next order" although no order is moved;
* *settled*: a gamma of mean 10-40 days after the reply; one claim in twelve never is;
* *cost*: a share of .1-1.4 of the value claimed (late: 0-.2, papers and words: 20-200 EUR);
* *written down*: see `accountbook.demo.notes.lags`; what never is doesn't appear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn, numbers
from accountbook.demo.frame import typed
from accountbook.demo.items import FAMILIES
from accountbook.demo.notes import lags, sentences
from accountbook.demo.plan import days
from accountbook.demo.shipments import Deliveries
from accountbook.demo.trade_phrases import COMPLAINTS, KOREAN_COMPLAINTS
from accountbook.tables import Accounts as A
from accountbook.tables import Claims as C
from accountbook.tables import OrderLines as L

RAISES = ("Quality approver", "Service manager", "Deputy, purchasing", "Planner, stock")
_DELIVERED = {"defect": 0.42, "damage": 0.14, "wrong_item": 0.10, "documents": 0.11, "billing": 0.09, "support": 0.10,
              "other": 0.04}  # fmt: skip
_PAPER = ("documents", "billing", "support", "other")


@dataclass(frozen=True)
class Complaints:
    """What is drawn of the claims.

    Attributes
    ----------
    table : the contract's claims.
    course : one row per claim in the same order: row (account), opened, replied, settled (day numbers, -1: not
        by the last day), line (row of `Drawn.bought`), returned (from a return).
    truth : per account: reply_days, claim_rate.
    worse : the family of bad quality.
    """

    table: pd.DataFrame
    course: pd.DataFrame
    truth: pd.DataFrame
    worse: str


def draw_claims(drawn: Drawn, deliveries: Deliveries) -> Complaints:
    """Draw the claims about what was delivered, or was not."""
    rng = drawn.plan.rng("claims")
    accounts = len(drawn.accounts)
    reply, rate = rng.uniform(2, 12, accounts), rng.uniform(0.006, 0.024, accounts)
    worse = FAMILIES[int(rng.integers(len(FAMILIES)))].code
    bad = float(rng.uniform(1.2, 2.5))
    claims = [_returned(drawn, deliveries, rng), _delivered(drawn, deliveries, rng, rate, worse, bad),
              _late(drawn, deliveries, rng)]  # fmt: skip
    frame = pd.concat(claims, ignore_index=True)
    lag = lags(rng, len(frame))
    frame["recorded"] = frame["opened"] + lag
    frame = frame[(lag >= 0) & (frame["recorded"] <= drawn.plan.last)]
    frame = frame.sort_values(["opened", "row", "line"], kind="stable", ignore_index=True)
    frame = _answered(drawn, rng, frame, reply)
    truth = pd.DataFrame({"reply_days": reply, "claim_rate": rate})
    course = frame[["row", "opened", "replied", "settled", "line", "returned"]]
    return Complaints(_table(drawn, rng, frame), course, truth, worse)


def _frame(deliveries: Deliveries, at: np.ndarray, opened: np.ndarray, kind: object, quantity: object) -> pd.DataFrame:
    course = deliveries.course.iloc[at]
    frame = {"row": course["row"], "line": course["line"], "opened": opened, "kind": kind, "quantity": quantity}
    return pd.DataFrame({**frame, "returned": False}).reset_index(drop=True)


def _returned(drawn: Drawn, deliveries: Deliveries, rng: np.random.Generator) -> pd.DataFrame:
    lines = drawn.orders.lines
    back = lines[lines[L.kind].eq("return") & lines[L.item_id].notna()]
    day = numbers(back[L.order_date])
    opened = day - rng.integers(2, 15, len(back))
    course = deliveries.course
    there = pd.DataFrame({"at": np.arange(len(course)), "arrived": course["arrived"], "row": course["row"],
                          "item": drawn.bought[L.item_id].to_numpy()[course["line"]]})  # fmt: skip
    there = there[(there["arrived"] >= 0) & (course["quantity"] > 0)].sort_values("arrived", kind="stable")
    wanted = pd.DataFrame({"k": np.arange(len(back)), "opened": opened, "pieces": -back[L.quantity].to_numpy(),
                           "row": back[L.account_id].map(drawn.row).to_numpy(),
                           "item": back[L.item_id].to_numpy()})  # fmt: skip
    found = pd.merge_asof(
        wanted.sort_values("opened", kind="stable").astype({"opened": "int64", "row": "int64", "item": "str"}),
        there.astype({"arrived": "int64", "row": "int64", "item": "str"}),
        left_on="opened", right_on="arrived", by=["row", "item"], allow_exact_matches=False,
    ).sort_values("k", ignore_index=True)  # fmt: skip
    chosen = found["at"].notna().to_numpy() & (rng.random(len(found)) < 0.65)
    kind = rng.choice(["defect", "damage", "wrong_item"], len(found), p=[0.55, 0.25, 0.20])
    found, kind = found[chosen], kind[chosen]
    frame = _frame(
        deliveries, found["at"].to_numpy(dtype=int), found["opened"].to_numpy(), kind, found["pieces"].to_numpy()
    )
    return frame.assign(returned=True)


def _delivered(
    drawn: Drawn, deliveries: Deliveries, rng: np.random.Generator, rate: np.ndarray, worse: str, bad: float
) -> pd.DataFrame:
    course = deliveries.course
    family = drawn.bought["family"].to_numpy()[course["line"]]
    chance = rate[course["row"]] * np.where(family == worse, bad, 1.0)
    opened = course["arrived"].to_numpy() + rng.integers(2, 76, len(course))
    draw, share = rng.random(len(course)), rng.beta(1.0, 3.0, len(course))
    kind = rng.choice(list(_DELIVERED), len(course), p=list(_DELIVERED.values()))
    at = np.flatnonzero((course["arrived"] >= 0) & (opened <= drawn.plan.last) & (draw < chance))
    pieces = np.ceil(course["quantity"].to_numpy() * share)
    return _frame(deliveries, at, opened[at], kind[at], np.where(np.isin(kind, _PAPER), np.nan, pieces)[at])


def _late(drawn: Drawn, deliveries: Deliveries, rng: np.random.Generator) -> pd.DataFrame:
    course = deliveries.course
    order = drawn.bought[L.order_id].to_numpy()[course["line"]]
    late = (course["arrived"] - course["promised"]).to_numpy()
    # one voice per delivery, not per line
    first = ~pd.DataFrame({"order": order, "promised": course["promised"]}).duplicated().to_numpy()
    after = 1 + np.floor(rng.random(len(course)) * np.maximum(1, late)).astype(int)
    opened = course["promised"].to_numpy() + after
    claimed = rng.random(len(course)) < np.minimum(0.30, 0.02 + 0.012 * late)
    at = np.flatnonzero(first & (course["arrived"] >= 0) & (late > 0) & (opened <= drawn.plan.last) & claimed)
    return _frame(deliveries, at, opened[at], "late", course["quantity"].to_numpy()[at])


def _answered(drawn: Drawn, rng: np.random.Generator, frame: pd.DataFrame, reply: np.ndarray) -> pd.DataFrame:
    n, last = len(frame), drawn.plan.last
    soon = _next_gap(drawn, frame) <= 1.2 * drawn.traits["gap"].to_numpy()[frame["row"]]
    mean = reply[frame["row"]] * np.where(soon, 0.85, 1.2)
    replied = frame["opened"].to_numpy() + np.floor(rng.gamma(1.4, 1 / 1.4, n) * mean).astype(int)
    settled = replied + 1 + np.floor(rng.gamma(1.5, rng.uniform(10, 40, n) / 1.5)).astype(int)
    settled = np.where((settled > last) | (rng.random(n) < 1 / 12), -1, settled)
    return frame.assign(replied=np.where(replied > last, -1, replied), settled=settled)


def _next_gap(drawn: Drawn, frame: pd.DataFrame) -> np.ndarray:
    """Days from each claim to the account's next order, also one after the last day; a large number for none."""
    future = drawn.orders.future
    ordered = pd.DataFrame(
        {
            "row": np.concatenate([drawn.bought["row"], future["account_id"].map(drawn.row).to_numpy(dtype=float)]),
            "next": np.concatenate([drawn.bought["day"], numbers(future["order_date"])]),
        }
    ).astype({"row": "int64", "next": "int64"})
    ordered = ordered.sort_values("next", kind="stable").assign(there=lambda rows: rows["next"])
    asked = pd.DataFrame({"row": frame["row"], "opened": frame["opened"] + 1, "k": np.arange(len(frame))})
    asked = asked.astype("int64").sort_values("opened", kind="stable")
    found = pd.merge_asof(asked, ordered, left_on="opened", right_on="next", by="row", direction="forward")
    return (found.sort_values("k")["there"] - found.sort_values("k")["opened"]).fillna(10**6).to_numpy()


def _table(drawn: Drawn, rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    n = len(frame)
    line = drawn.bought.iloc[frame["line"]].reset_index(drop=True)
    kind, row = frame["kind"].to_numpy(dtype=object), frame["row"].to_numpy(dtype=int)
    pieces = frame["quantity"].to_numpy(dtype=float)
    value = pieces * (line["euro"] / line[L.quantity]).to_numpy()
    share = np.where(kind == "late", rng.uniform(0, 0.2, n), rng.uniform(0.1, 1.4, n))
    cost = np.where(np.isin(kind, _PAPER), rng.uniform(20, 200, n), value * share)
    slots = {
        "n": np.where(np.isnan(pieces), 2, pieces).astype(int),
        "item": line[L.item_id].tolist(),
        "line": rng.integers(1, 13, n),
        "hours": rng.integers(2, 31, n),
    }
    text = np.full(n, "", dtype=object)
    for name, patterns in COMPLAINTS.items():
        said = sentences(rng, patterns, slots, korean=KOREAN_COMPLAINTS[name], speaks=drawn.korean[row])
        text = np.where(kind == name, np.array(said, dtype=object), text)
    person = [
        drawn.somebody(a, day, draw, titles=RAISES)
        for a, day, draw in zip(row.tolist(), frame["opened"].tolist(), rng.random(n).tolist(), strict=True)
    ]
    silent = rng.random(n) < 0.08
    return typed(
        "claims",
        {
            C.claim_id: [f"CL-{k + 1:05d}" for k in range(n)],
            C.account_id: drawn.accounts[A.account_id].to_numpy()[row],
            C.contact_id: [None if quiet else one for quiet, one in zip(silent, person, strict=True)],
            C.order_id: line[L.order_id],
            C.item_id: line[L.item_id].where(~np.isin(kind, ("billing", "documents")) | (rng.random(n) < 0.5)),
            C.kind: kind,
            C.text: text,
            C.quantity: pieces,
            C.opened_on: days(frame["opened"]),
            C.first_reply_on: days(frame["replied"]),
            C.closed_on: days(frame["settled"]),
            C.cost: np.where(frame["settled"] < 0, np.nan, np.round(cost, 2)),
            C.recorded_at: days(frame["recorded"]),
        },
    )
