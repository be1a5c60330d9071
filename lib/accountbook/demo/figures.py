"""The figures that people set: targets, the reps' own forecasts, free days of the teams.

Stated processes:

* *targets*: for every rep and team and year, at 1.0-1.2 of the typical yearly orders of its accounts, set 25
  days before to 60 days after New Year; for 85% of the accounts of tier A and B and 55% of the others too
  (the rest is never set), at .85-1.25; every second rep's is split by two families as well.
* *forecasts*: in the last week of each month, for the next one: the sum of a rep's accounts, and a line for three
  in four of the accounts at which an order is expected (one in four of the others, with 0), with the next
  order's day and, in half of them, the item that weighs most. The day is the true one, missed by a normal of 20% of
  the account's gap, up to 40% of the gap too early if the rep bends. Of the amount the rep heard in 60% of the
  cases, otherwise it is the account's usual order; both times the rep's bias, ``exp(N(.03, .05) + .45 bending)``,
  and a log-normal of sigma .30.
* *capacity*: each team's free days of a month, counted a month before and again a few days before it; .10-.45
  of all working days, less in the last month of each quarter.

An honest rep's bias is ``exp(N(0, .03))``. Both normals are held to two sigma.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.deals import FAR
from accountbook.demo.drawn import numbers
from accountbook.demo.frame import dated
from accountbook.demo.items import FAMILIES
from accountbook.demo.plan import day_number
from accountbook.demo.scene import Scene, month_firsts, weekdays
from accountbook.demo.wording import numbered
from accountbook.tables import Accounts as A
from accountbook.tables import Capacity as P
from accountbook.tables import Employees as E
from accountbook.tables import Forecasts as F
from accountbook.tables import Items as I
from accountbook.tables import Targets as T

HEARD, NAMED = 0.6, 0.5
STATED = (0.75, 0.25)
SET = {"A": 0.85, "B": 0.85, "C": 0.55}
FREE = (0.10, 0.45)
WORKING_DAYS = 20.0


def draw_targets(scene: Scene) -> pd.DataFrame:
    """The contract's targets."""
    rng, rows = scene.plan.rng("targets"), []
    annual, teams = scene.traits["annual"].to_numpy(), scene.accounts[A.team].to_numpy(dtype=object)
    tiers = scene.accounts[A.tier].tolist()
    for year in range(scene.plan.start.year, 2027):
        first, final = day_number(f"{year}-01-01"), day_number(f"{year}-12-31")
        there = (scene.begin < final - 60) & (scene.end > first + 30)
        grown = annual * (1 + scene.traits["trend"].to_numpy()) ** (year - 2025)

        def put(amount: float, *, account=None, owner=None, team=None, product=None, first=first, final=final) -> None:
            set_on = max(scene.plan.first, int(weekdays(np.array([first + int(rng.integers(-25, 61))]))[0]))
            rows.append((account, owner, team, product, first, final, max(1_000.0, round(amount, -3)), set_on))

        for team in dict.fromkeys(teams):
            put(grown[there & (teams == team)].sum() * rng.uniform(1.0, 1.2), team=team)
        for number, owner in enumerate(dict.fromkeys(scene.owners)):
            own = grown[there & (scene.owners == owner)].sum()
            team = teams[scene.owners == owner][0]
            put(own * rng.uniform(1.0, 1.2), owner=owner, team=team)
            for k in (0, 1) if number % 2 else ():
                put(own * rng.uniform(0.1, 0.4), owner=owner, team=team, product=FAMILIES[(number + 3 * k) % 8].code)
        for row in np.flatnonzero(there).tolist():
            if rng.random() < SET[tiers[row]]:
                own = {"account": scene.ids[row], "owner": scene.owners[row], "team": teams[row]}
                put(grown[row] * rng.uniform(0.85, 1.25), **own)
    rows = sorted((row for row in rows if row[-1] <= scene.plan.last), key=lambda row: row[-1])
    columns = (T.account_id, T.owner_id, T.team, T.product, T.starts_on, T.ends_on, T.amount, T.set_on)
    values = dict(zip(columns, (list(one) for one in zip(*rows, strict=True)), strict=True))
    return dated("targets", {T.target_id: numbered("T", len(rows)), **values})


def draw_bias(scene: Scene) -> dict[str, float]:
    """Per rep, by how much the own forecasts are too high or too low, as a factor."""
    rng = scene.plan.rng("forecast bias")
    bias = {}
    for rep, bending in scene.drawn.staff.bending.items():
        drawn = float(np.clip(rng.normal(), -2, 2))
        bias[rep] = float(np.exp(0.03 * drawn if scene.plan.honest else 0.03 + 0.05 * drawn + 0.45 * bending))
    return bias


def draw_forecasts(scene: Scene) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The contract's forecasts, and the truth of each rep's bias (employee_id, bias)."""
    rng, last = scene.plan.rng("forecasts"), scene.plan.last
    bias = draw_bias(scene)
    months = month_firsts(scene.plan, before=-1, after=3)
    n, m = len(scene.ids), len(months) - 1
    day, amount, account = _ordered(scene)
    taken = np.searchsorted(months, day, side="right") - 1
    real = np.zeros((n, m))
    inside = (taken >= 0) & (taken < m)
    np.add.at(real, (account[inside], taken[inside]), amount[inside])
    gap = scene.traits["gap"].to_numpy()[:, None]
    usual = scene.traits["annual"].to_numpy()[:, None] * gap / 365 * np.maximum(1, 30 / gap)
    factor = np.array([bias[owner] for owner in scene.owners])[:, None]
    guess = np.where((rng.random((n, m)) < HEARD) & (real > 0), real, usual) * factor
    guess *= np.exp(rng.normal(-0.045, 0.30, (n, m)))
    said = months[:-1] - rng.integers(1, 7, (n, m))
    working = (said >= scene.begin[:, None]) & (said <= scene.end[:, None]) & (said <= last)
    coming = _next(account, day, months[:-1], n)
    coming = np.where(coming < 0, months[:-1] + 2 * gap, coming)
    early = scene.bending[:, None] * 0.40 * gap * rng.random((n, m))
    order_on = np.maximum(months[:-1], coming + rng.normal(0, 0.20, (n, m)) * gap - early).astype(np.int64)
    now = order_on < months[1:]
    # who expects nothing in the month says so less often
    shown = working & (rng.random((n, m)) < np.where(now, *STATED))
    guess = np.where(now, guess, 0.0)
    top, price, launched = _top_items(scene)
    named = shown & now & (rng.random((n, m)) < NAMED) & (launched[:, None] <= said)
    parts = [(*np.nonzero(shown), False), (*np.nonzero(named), True)]
    frames = [_sums(scene, guess * working, months, rng)]
    for rows, at, item in parts:
        value = guess[rows, at]
        frames.append(
            pd.DataFrame(
                {
                    F.owner_id: scene.owners[rows],
                    F.account_id: scene.ids[rows],
                    F.item_id: top[rows] if item else None,
                    F.starts_on: months[at],
                    F.ends_on: months[at + 1] - 1,
                    F.amount: np.round(value * (0.35 if item else 1), -2),
                    F.quantity: np.maximum(1, np.round(value * 0.35 / price[rows])) if item else np.nan,
                    F.order_on: order_on[rows, at],
                    F.submitted_on: said[rows, at],
                }
            )
        )
    by = [F.submitted_on, F.owner_id, F.starts_on]
    frame = pd.concat(frames, ignore_index=True).sort_values(by, kind="stable", ignore_index=True)
    table = dated("forecasts", {F.forecast_id: numbered("FC", len(frame)), **{name: frame[name] for name in frame}})
    return table, pd.DataFrame({"employee_id": list(bias), "forecast_bias": list(bias.values())})


def _ordered(scene: Scene) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days, amounts and accounts of the orders, also of those that come after the last day."""
    future = scene.drawn.orders.future
    bought = scene.bought.groupby(["account", "day"], as_index=False)["amount"].sum()
    day = np.concatenate([bought["day"], numbers(future["order_date"])]).astype(np.int64)
    account = np.concatenate([bought["account"], future["account_id"].map(scene.row)]).astype(np.int64)
    amount = np.concatenate([bought["amount"], future["amount"]])
    order = np.lexsort((day, account))
    return day[order], amount[order], account[order]


def _next(account: np.ndarray, day: np.ndarray, firsts: np.ndarray, n: int) -> np.ndarray:
    """Per account and first day the next order's day on or after it; -1: none within the processes."""
    wide = 10**6
    found = np.searchsorted(account * wide + day, np.arange(n)[:, None] * wide + firsts[None, :])
    at = np.minimum(found, max(0, len(day) - 1))
    same = (found < len(day)) & (account[at] == np.arange(n)[:, None]) if len(day) else np.zeros(found.shape, bool)
    return np.where(same, day[at] if len(day) else -1, -1)


def _top_items(scene: Scene) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per account the item that weighed most in its orders, what a piece of it brought, its first day of sale."""
    top = np.full(len(scene.ids), None, dtype=object)
    price, launched = np.ones(len(scene.ids)), np.full(len(scene.ids), FAR)
    first = dict(zip(scene.drawn.items.table[I.item_id], scene.drawn.items.launched.tolist(), strict=True))
    sums = scene.bought[scene.bought["amount"] > 0].groupby(["account", "item_id"])[["amount", "quantity"]].sum()
    best = sums.sort_values("amount", kind="stable").groupby(level="account").tail(1)
    for (account, item), row in best.iterrows():
        top[account], price[account], launched[account] = item, row["amount"] / row["quantity"], first.get(item, FAR)
    return top, price, launched


def _sums(scene: Scene, guess: np.ndarray, months: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """One line per rep and month for all of the rep's accounts."""
    owners = list(dict.fromkeys(scene.owners))
    place = {owner: k for k, owner in enumerate(owners)}
    total = np.zeros((len(owners), guess.shape[1]))
    np.add.at(total, [place[owner] for owner in scene.owners], guess)
    said = months[:-1] - rng.integers(1, 7, total.shape)
    rows, at = np.nonzero((total > 0) & (said <= scene.plan.last))
    return pd.DataFrame(
        {F.owner_id: np.array(owners, dtype=object)[rows], F.account_id: None, F.item_id: None, F.starts_on: months[at],
         F.ends_on: months[at + 1] - 1, F.amount: np.round(total[rows, at], -2), F.quantity: np.nan, F.order_on: -1,
         F.submitted_on: said[rows, at]}
    )  # fmt: skip


def draw_capacity(scene: Scene) -> pd.DataFrame:
    """The contract's capacity."""
    rng, plan = scene.plan.rng("capacity"), scene.plan
    people = scene.drawn.staff.table
    heads = people[people[E.team].notna()].groupby([E.team, E.function], sort=True).size()
    firsts = month_firsts(plan, after=3)
    rows = []
    for (team, function), count in heads.items():
        for first, after in zip(firsts[:-1].tolist(), firsts[1:].tolist(), strict=True):
            month = int(str(np.datetime64(first, "D"))[5:7])
            share = rng.uniform(*FREE) * (0.6 if month % 3 == 0 else 1.0)
            free = count * WORKING_DAYS * share
            early, late = first - int(rng.integers(24, 40)), first - int(rng.integers(1, 7))
            # nearer to the month some of the days are taken
            for day, left in ((early, 1.0), (late, rng.uniform(0.5, 0.95))):
                if day <= plan.last and day >= plan.first - 40:
                    rows.append((team, function, first, after - 1, round(float(free * left) * 2) / 2, day))
    columns = (P.team, P.function, P.starts_on, P.ends_on, P.free_days, P.as_of)
    values = zip(*sorted(rows, key=lambda row: row[-1]), strict=True)
    return dated("capacity", dict(zip(columns, (list(one) for one in values), strict=True)))
