"""Checkable words of customers: amounts, dates, quantities, and what they came to.

Stated processes, per account:

* *exaggeration*: .65 of the accounts multiply what they say by .95-1.20, the others by 1.05-1.70 (drawn once per
  account: the ranges overlap); each statement by a log-normal of sigma .22 more, so that one statement tells
  nothing. Dates are said too early by (factor - 1) x 45 days and missed by a normal of 9 days.
  In an honest company the factor is .97-1.03;
* *what for*: .13 of the events that were written down and met somebody: the orders of the next 60-150 days, the
  next order's day, pieces of an item in that time; with a deal its budget or its day of decision; with an
  open invoice the day on which it is paid;
* *checked*: 7-25 days after the horizon in .92 of the cases, half of what had not come by then on the day after it
  came; against the order lines as they stood on that day, the payments, or the deal. What a customer cannot
  know yet is foreseen from what really came, as plans are mostly carried out; where nothing came, the usual
  amount is named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.drawn import numbers
from accountbook.demo.frame import dated
from accountbook.demo.scene import Scene, month_of
from accountbook.demo.voice_phrases import STATEMENTS
from accountbook.demo.wording import numbered, worded
from accountbook.tables import CustomerStatements as S
from accountbook.tables import Invoices as I
from accountbook.tables import Payments as P

SHARE, CHECKED = 0.13, 0.92
RELIABLE, UNRELIABLE = (0.95, 1.20), (1.05, 1.70)
TOPICS = ("order_amount", "order_date", "quantity")


@dataclass(frozen=True)
class Statements:
    """What is drawn of the statements: the contract's `table`; truth: per account its exaggeration."""

    table: pd.DataFrame
    truth: pd.DataFrame


def draw_statements(scene: Scene, frame: pd.DataFrame, bills: dict[str, pd.DataFrame]) -> Statements:
    """Draw what customers said at the events.

    Parameters
    ----------
    frame : `accountbook.demo.records.Records.frame`.
    bills : the contract's invoices and payments.
    """
    rng, n = scene.plan.rng("statements"), len(scene.ids)
    reliable = rng.random(n) < 0.65
    factor = np.where(reliable, rng.uniform(*RELIABLE, n), rng.uniform(*UNRELIABLE, n))
    if scene.plan.honest:
        factor = rng.uniform(0.97, 1.03, n)
    said = frame[frame["contact"].notna() & (rng.random(len(frame)) < SHARE)].reset_index(drop=True)
    book = _Book(scene, bills)
    rows = [book.row(event, float(factor[event.account]), rng) for event in said.itertuples(index=False)]
    rows = [row for row in rows if row]
    return Statements(_table(scene, rng, rows), pd.DataFrame({"exaggeration": factor}))


class _Book:
    """What really came, by account: orders, invoices and their payments, deals."""

    def __init__(self, scene: Scene, bills: dict[str, pd.DataFrame]) -> None:
        self.scene, self.last = scene, scene.plan.last
        bought = scene.bought
        self.starts = np.searchsorted(bought["account"], np.arange(len(scene.ids) + 1))
        self.day, self.amount = bought["day"].to_numpy(), bought["amount"].to_numpy()
        self.item, self.pieces = bought["item_id"].to_numpy(), bought["quantity"].to_numpy()
        self.gap, self.annual = scene.traits["gap"].tolist(), scene.traits["annual"].tolist()
        self.deals = scene.dealt.set_index("opportunity_id").to_dict("index")
        self.decided = scene.drawn.log.truth.set_index("opportunity_id")["decided"].to_dict()
        self.bills = self._bills(bills)
        self.used: set[str] = set()

    def _bills(self, bills: dict[str, pd.DataFrame]) -> dict[int, list[tuple[int, int]]]:
        """Per account, (issued, paid) of each invoice that was paid in the end."""
        paid = bills["payments"].groupby(P.invoice_id)[P.paid_on].max()
        found: dict[int, list[tuple[int, int]]] = {}
        invoices = bills["invoices"]
        issued = invoices.assign(paid=paid.reindex(invoices[I.invoice_id]).to_numpy()).dropna(subset="paid")
        days = zip(numbers(issued[I.issued_on]).tolist(), numbers(issued["paid"]).tolist(), strict=True)
        for account, when in zip(issued[I.account_id], days, strict=True):
            found.setdefault(self.scene.row[account], []).append(when)
        return found

    def row(self, event: object, factor: float, rng: np.random.Generator) -> dict[str, object]:
        """One statement made at an event, with what it came to."""
        draw, noise, miss = rng.random(4), float(rng.normal(0, 0.22)), float(rng.normal(0, 9))
        day, row = int(event.day), int(event.account)
        until = day + int(60 + draw[0] * 90)
        much = factor * np.exp(noise - 0.0242)
        early = (factor - 1) * 45 - miss
        base = {"event": event, "day": day, "account": row, "item": None, "deal": None}
        deal = self.deals.get(event.deal)
        if deal and draw[1] < 0.6:
            return self._deal({**base, "deal": event.deal}, deal, much, early, draw[2], until)
        open_bills = [paid for issued, paid in self.bills.get(row, ()) if issued <= day < paid]
        if open_bills and draw[1] > 0.85:
            on = max(day + 1, int(open_bills[0] - early))
            return {**base, "topic": "payment_date", "on": on, "until": on, "came": open_bills[0], "with": "payments"}
        return self._orders(base, TOPICS[int(draw[2] * 3)], much, early, draw[3], until)

    def _deal(self, base: dict, deal: dict, much: float, early: float, draw: float, until: int) -> dict[str, object]:
        if draw < 0.5:
            won = deal["outcome"] == "won" and deal["closed"] >= 0
            value = round(deal["amount"] * much, -3) or 1_000.0
            horizon = deal["closed"] if deal["closed"] >= 0 else until
            # a budget is held against what was signed
            real = float(deal["amount"]) if won else None
            return {
                **base,
                "topic": "budget",
                "value": value,
                "until": horizon,
                "real": real,
                "with": "the signed deal",
            }
        decided = self.decided[base["deal"]]
        on = max(base["day"] + 1, int((decided if decided > 0 else until) - early))
        came = deal["closed"] if deal["closed"] >= 0 else None
        return {**base, "topic": "decision_date", "on": on, "until": on, "came": came, "with": "the deal's closing"}

    def _orders(self, base: dict, topic: str, much: float, early: float, draw: float, until: int) -> dict[str, object]:
        rows = slice(self.starts[base["account"]], self.starts[base["account"] + 1])
        day, amount, item, pieces = self.day[rows], self.amount[rows], self.item[rows], self.pieces[rows]
        ahead = (day > base["day"]) & (day <= until)
        if topic == "order_date":
            later = day[day > base["day"]]
            true = int(later[0]) if len(later) else base["day"] + int(self.gap[base["account"]])
            on = max(base["day"] + 1, int(true - early))
            return {
                **base,
                "topic": topic,
                "on": on,
                "until": on,
                "came": true if len(later) else None,
                "with": "order lines",
            }
        if topic == "quantity":
            before = item[(day <= base["day"]) & (day > base["day"] - 400)]
            if not len(before):
                return {}
            one = before[int(draw * len(before))]
            real = float(pieces[ahead & (item == one)].sum())
            usual = float(pieces[item == one].mean())
            value = max(1.0, np.round((real or usual) * much))
            return {
                **base,
                "topic": topic,
                "item": one,
                "value": value,
                "until": until,
                "real": real,
                "with": "order lines",
            }
        real = float(amount[ahead].sum())
        usual = self.annual[base["account"]] * (until - base["day"]) / 365
        value = max(1_000.0, round((real or usual) * much, -3))
        return {**base, "topic": topic, "value": value, "until": until, "real": round(real, 2), "with": "order lines"}


def _table(scene: Scene, rng: np.random.Generator, rows: list[dict[str, object]]) -> pd.DataFrame:
    n, last = len(rows), scene.plan.last
    account = np.array([row["account"] for row in rows], dtype=int)
    until = np.array([row["until"] for row in rows], dtype=np.int64)
    on = np.array([row.get("on", -1) for row in rows], dtype=np.int64)
    # no order is entered more than six days late
    checked = until + rng.integers(7, 26, n)
    seen = (checked <= last) & (rng.random(n) < CHECKED)
    # what has not come by the day of the check is not known on it
    came = np.array([row.get("came") or -1 for row in rows], dtype=np.int64)
    checked = np.where((came > checked) & seen & (rng.random(n) < 0.5), came + 1, checked)
    seen &= checked <= last
    came = np.where(seen & (came >= 0) & (came <= checked), came, -1)
    real = np.array([np.nan if row.get("real") is None else row["real"] for row in rows], dtype=float)
    topics = np.array([row["topic"] for row in rows], dtype=object)
    slots = {
        "value": [f"{row['value']:,.0f}" if "value" in row else "" for row in rows],
        "day": [str(np.datetime64(int(day), "D")) if day >= 0 else "" for day in on],
        "item": [row["item"] or "" for row in rows],
    }
    said = {k: worded(p, rng, scene.korean[account], month=month_of(until), **slots) for k, p in STATEMENTS.items()}
    table = dated(
        "customer_statements",
        {S.statement_id: numbered("CS", n), S.account_id: scene.ids[account],
         S.contact_id: [row["event"].contact for row in rows], S.opportunity_id: [row["deal"] for row in rows],
         S.item_id: [row["item"] for row in rows], S.said_on: [row["day"] for row in rows], S.topic: topics,
         S.text: [said[topic][k] for k, topic in enumerate(topics)], S.value: [row.get("value") for row in rows],
         S.value_on: on, S.horizon: until, S.actual_value: np.where(seen, real, np.nan), S.actual_on: came,
         S.checked_with: [row["with"] if there else None for row, there in zip(rows, seen, strict=True)],
         S.checked_on: np.where(seen, checked, -1), S.recorded_at: [row["event"].recorded for row in rows]},
    )  # fmt: skip
    return table
