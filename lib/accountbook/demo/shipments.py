"""Shipments: what was promised for each order line, and what left and arrived.

* *promise*: confirmed 0-4 days after the order; for the day asked for (up to 5 days more), one order in five
  7-28 days later; one line in twelve is delivered in two parts, the second 14-45 days after the first;
* *on time*: per account a share of .70-.97 of the orders arrives on the promised day or up to 3 days before;
  in the maker's busy season (November to January) .05-.20 less; one family has a bad half-year with .30 less,
  whoever buys it;
* *late*: by 1 day + a gamma of mean 3-11 days (the account's own), whatever the reason;
* one order in 150 is never shipped. What lies after the last day is left open.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.contracts import Agreements
from accountbook.demo.drawn import Drawn, numbers
from accountbook.demo.frame import typed
from accountbook.demo.items import FAMILIES
from accountbook.demo.plan import days
from accountbook.tables import OrderLines as L
from accountbook.tables import Shipments as S

TRANSIT = {"South Europe": (6, 25), "North and East": (6, 25), "Asia": (1, 12), "Overseas": (8, 30)}
"""Fewest and most days on the way, by team."""


@dataclass(frozen=True)
class Deliveries:
    """What is drawn of the shipments.

    Attributes
    ----------
    table : the contract's shipments.
    course : one row per shipment in the same order: line (row of `Drawn.bought`), row (account), share (of the
        line's quantity), confirmed, promised, shipped, arrived (day numbers, also after the last day; -1: never).
    truth : per account: on_time, season_loss, late_days. `bad`: (family, first day, last day) of the bad half-year.
    """

    table: pd.DataFrame
    course: pd.DataFrame
    truth: pd.DataFrame
    bad: tuple[str, int, int]


def draw_shipments(drawn: Drawn, agreements: Agreements) -> Deliveries:
    """Draw the shipments of every order line that holds a product."""
    rng, plan, bought = drawn.plan.rng("shipments"), drawn.plan, drawn.bought
    accounts, n = len(drawn.accounts), len(bought)
    on_time, loss = rng.uniform(0.70, 0.97, accounts), rng.uniform(0.05, 0.20, accounts)
    late_days = rng.uniform(3, 11, accounts)
    span = [TRANSIT[team] for team in drawn.accounts["team"]]
    way = np.array([rng.integers(low, high + 1) for low, high in span])
    start = plan.first + int(rng.uniform(0.2, 0.7) * (plan.last - plan.first))
    bad = (FAMILIES[int(rng.integers(len(FAMILIES)))].code, start, start + 182)

    row, day = bought["row"].to_numpy(dtype=int), bought["day"].to_numpy(dtype=int)
    code = pd.factorize(bought[L.order_id])[0]
    orders = int(code.max()) + 1 if n else 0
    confirm, asked, more = rng.integers(0, 5, orders), rng.integers(18, 46, orders), rng.random((4, orders))
    wanted = numbers(bought[L.requested_ship])
    # an order is promised as a whole, for the last day that any of its lines asks for
    latest = pd.Series(np.where(wanted < 0, day + asked[code], wanted)).groupby(code).transform("max").to_numpy()
    postponed = np.where(more[0] < 0.2, 7 + (more[1] * 22).astype(int), (more[1] * 6).astype(int))
    confirmed, promised = day + confirm[code], latest + postponed[code]
    split = (rng.random(n) < 1 / 12) & (bought[L.quantity] >= 2).to_numpy()
    part = np.where(split, rng.uniform(0.4, 0.8, n), 1.0)
    gap = rng.integers(14, 46, n)

    quantity = bought[L.quantity].to_numpy()
    first = np.where(split, np.clip(np.round(quantity * part), 1, quantity - 1), quantity)
    lines = np.concatenate([np.arange(n), np.flatnonzero(split)])
    second = np.arange(len(lines)) >= n
    course = pd.DataFrame(
        {
            "line": lines,
            "row": row[lines],
            "quantity": np.where(second, (quantity - first)[lines], first[lines]),
            "confirmed": confirmed[lines],
            "promised": promised[lines] + np.where(second, gap[lines], 0),
        }
    )
    # what travels together arrives together
    code = pd.factorize(code[lines] * 2 + second)[0]
    course["arrived"] = course["promised"] + _delay(drawn, rng, course, code, bad, on_time, loss, late_days)
    never = (more[2] < 1 / 150)[pd.factorize(bought[L.order_id])[0]][lines] if n else np.zeros(0, bool)
    course["shipped"] = np.maximum(course["confirmed"] + 1, course["arrived"] - way[course["row"]])
    course["arrived"] = np.maximum(course["arrived"], course["shipped"])
    course.loc[never, ["shipped", "arrived"]] = -1
    order = np.lexsort((course["promised"], lines))
    course = course.iloc[order].reset_index(drop=True)
    course = course[course["confirmed"] <= plan.last].reset_index(drop=True)
    truth = pd.DataFrame({"on_time": on_time, "season_loss": loss, "late_days": late_days})
    return Deliveries(_table(drawn, agreements, course), course, truth, bad)


def _delay(
    drawn: Drawn,
    rng: np.random.Generator,
    course: pd.DataFrame,
    code: np.ndarray,
    bad: tuple[str, int, int],
    on_time: np.ndarray,
    loss: np.ndarray,
    late_days: np.ndarray,
) -> np.ndarray:
    """Days by which each shipment comes after its promise; one draw per delivery (`code`)."""
    count = int(code.max()) + 1 if len(code) else 0
    luck, early, slow = rng.random(count), -rng.integers(0, 4, count), rng.gamma(1.2, 1 / 1.2, count)
    row, promised = course["row"].to_numpy(dtype=int), course["promised"].to_numpy(dtype=int)
    month = promised.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12 + 1
    family = drawn.bought["family"].to_numpy()[course["line"]]
    hit = (family == bad[0]) & (promised >= bad[1]) & (promised <= bad[2])
    chance = on_time[row] - np.where(np.isin(month, (11, 12, 1)), loss[row], 0)
    # a delivery is as late as its worst family
    chance = pd.Series(chance - np.where(hit, 0.30, 0)).groupby(code).transform("min").to_numpy()
    late = 1 + np.floor(slow[code] * late_days[row]).astype(int)
    return np.where(luck[code] < chance, early[code], late)


def _table(drawn: Drawn, agreements: Agreements, course: pd.DataFrame) -> pd.DataFrame:
    lines = drawn.bought.iloc[course["line"]].reset_index(drop=True)
    calls = agreements.calls.iloc[course["line"]].reset_index(drop=True)
    last = drawn.plan.last
    year = days(course["confirmed"]).year % 100
    return typed(
        "shipments",
        {
            S.shipment_id: [f"LF{y:02d}{k + 1:06d}" for k, y in enumerate(year)],
            S.account_id: lines[L.account_id],
            S.order_id: lines[L.order_id],
            S.line: lines[L.line],
            S.contract_id: calls["contract_id"],
            S.lot: calls["lot"].astype("Int64").mask(calls["lot"] == 0),
            S.item_id: lines[L.item_id],
            S.quantity: course["quantity"],
            S.confirmed_on: days(course["confirmed"]),
            S.promised_on: days(course["promised"]),
            S.shipped_on: days(course["shipped"].where(course["shipped"] <= last, -1)),
            S.arrived_on: days(course["arrived"].where(course["arrived"] <= last, -1)),
        },
    )
