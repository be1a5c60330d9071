"""What runs where: our pieces at integrators, OEMs and end customers, and competitors' pieces beside them.

* *ours*: one delivered line in eight at integrators, OEMs and end users, one in ten of those that name an end
  customer at distributors, stands installed 10-90 days later; before the first month each account has 0-3 older ones,
  1-9 years old, and its installations run out and return as purchases while the book runs;
* *life*: of the family +-25%, in months (filters 9, seal kits 15, sensors 48, valves 54, pumps 60, coolers 78,
  manifolds 84, test benches 110); it ends at .75-1.3 of that, and where something of the family arrives within
  90 days, the old piece is removed 5-40 days later: the purchase moment that came back;
* *failures*: cost a year .01-.12 of what the pieces are worth, a competitor's .02-.25: the ranges overlap;
* *competitors'*: one for one account in two, of the rivals' families; in one of six won deals it is removed;
* *written down*: see `accountbook.demo.notes.lags`; the older ones on one of the first 200 days.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.deals import FAR
from accountbook.demo.drawn import Drawn
from accountbook.demo.frame import typed
from accountbook.demo.items import FAMILIES
from accountbook.demo.notes import lags
from accountbook.demo.plan import days
from accountbook.demo.rivals import Rival
from accountbook.demo.shipments import Deliveries
from accountbook.tables import Accounts as A
from accountbook.tables import InstalledBase as B
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L
from accountbook.tables import Shipments as S

LIFE = {"FL": 9, "SK": 15, "SN": 48, "VX": 54, "PU": 60, "CL": 78, "MF": 84, "TB": 110}
"""Usual life in months, by family."""
FOLLOWS = 90
"""Days after the end of a life within which a replacement must have come."""


def draw_installations(drawn: Drawn, deliveries: Deliveries, rivals: tuple[Rival, ...]) -> pd.DataFrame:
    """Draw the contract's installed_base."""
    rng = drawn.plan.rng("installations")
    parts = [_delivered(drawn, deliveries, rng), _older(drawn, rng), _theirs(drawn, rng, rivals)]
    return _table(drawn, rng, deliveries, pd.concat(parts, ignore_index=True))


def _delivered(drawn: Drawn, deliveries: Deliveries, rng: np.random.Generator) -> pd.DataFrame:
    course = deliveries.course
    line = drawn.bought.iloc[course["line"]].reset_index(drop=True)
    sells_on = drawn.accounts[A.channel_type].eq("distributor").to_numpy()[course["row"]]
    named = line[L.end_customer].notna().to_numpy()
    draw = rng.random(len(course))
    chosen = np.where(sells_on, named & (draw < 1 / 10), draw < 1 / 8) & line[L.kind].eq("order").to_numpy()
    placed = course["arrived"].to_numpy() + rng.integers(10, 91, len(course))
    at = np.flatnonzero(chosen & (course["arrived"] >= 0) & (placed <= drawn.plan.last))
    frame = {"row": course["row"], "item": line[L.item_id], "end": line[L.end_customer], "family": line["family"]}
    frame |= {"contract": deliveries.table[S.contract_id], "pieces": course["quantity"], "day": placed}
    return pd.DataFrame(frame).iloc[at].assign(old=False)


def _older(drawn: Drawn, rng: np.random.Generator) -> pd.DataFrame:
    plan, table = drawn.plan, drawn.items.table
    count = np.where(drawn.traits["first"] <= plan.first, rng.integers(0, 4, len(drawn.traits)), 0)
    row = np.repeat(np.arange(len(count)), count)
    sold = table[drawn.items.launched < plan.first - 300]
    pick = sold.iloc[rng.integers(len(sold), size=len(row))]
    pieces = np.maximum(1, np.round(np.exp(rng.normal(2.2, 0.9, len(row)))))
    frame = {"row": row, "item": pick[I.item_id].to_numpy(), "family": pick[I.family].to_numpy(), "pieces": pieces}
    launched = drawn.items.launched[pick.index]
    day = np.maximum(launched + 30, plan.first - rng.integers(365, 3_285, len(row)))
    return pd.DataFrame({**frame, "day": day, "old": True, "end": None, "contract": None})


def _theirs(drawn: Drawn, rng: np.random.Generator, rivals: tuple[Rival, ...]) -> pd.DataFrame:
    n, plan = len(drawn.accounts), drawn.plan
    row = np.flatnonzero(rng.random(n) < 0.5)
    which = rng.integers(len(rivals), size=len(row))
    nouns = {family.code: family.noun.removesuffix(" part") for family in FAMILIES}
    family = [rivals[k].families[int(draw * len(rivals[k].families))] for k, draw in
              zip(which, rng.random(len(row)), strict=True)]  # fmt: skip
    frame = pd.DataFrame(
        {
            "row": row,
            "competitor": [rivals[k].name for k in which],
            "family": family,
            "product": [
                f"{nouns[code]} series {number}"
                for code, number in zip(family, rng.integers(2, 40, len(row)), strict=True)
            ],
            "pieces": np.maximum(1, np.round(np.exp(rng.normal(2.5, 0.9, len(row))))),
            "day": plan.first - rng.integers(30, 2_900, len(row)),
            "old": True,
        }
    )
    truth = drawn.log.truth[drawn.log.truth["won"] & drawn.log.truth["decided"].between(0, plan.last)]
    won = truth.assign(row=truth["account_id"].map(drawn.row)).drop_duplicates("row").set_index("row")["decided"]
    replaced = frame["row"].map(won).where(rng.random(len(row)) < 1 / 6)
    return frame.assign(removed=replaced + rng.integers(30, 120, len(row)))


def _replaced(deliveries: Deliveries, drawn: Drawn, frame: pd.DataFrame, until: np.ndarray) -> np.ndarray:
    """The day on which something of the family next arrives within `FOLLOWS` of the day on which a life ends."""
    course = deliveries.course[deliveries.course["arrived"] >= 0]
    family = drawn.bought["family"].to_numpy()[course["line"]]
    came = pd.DataFrame({"row": course["row"], "family": family, "came": course["arrived"]})
    came = came.assign(next=came["came"]).astype({"row": "int64", "came": "int64", "next": "int64", "family": "str"})
    asked = pd.DataFrame({"k": np.arange(len(frame)), "row": frame["row"], "family": frame["family"], "until": until})
    asked = asked.astype({"row": "int64", "family": "str", "until": "int64"})
    found = pd.merge_asof(
        asked.sort_values("until", kind="stable"), came.sort_values("came", kind="stable"), left_on="until",
        right_on="came", by=["row", "family"], direction="forward", tolerance=FOLLOWS,
    )  # fmt: skip
    return found.sort_values("k")["next"].fillna(FAR).to_numpy(dtype=int)


def _table(drawn: Drawn, rng: np.random.Generator, deliveries: Deliveries, frame: pd.DataFrame) -> pd.DataFrame:
    n, plan = len(frame), drawn.plan
    ours = frame["competitor"].isna().to_numpy()
    life = np.array([LIFE[family] for family in frame["family"]], dtype=float) * rng.uniform(0.75, 1.25, n)
    day = frame["day"].to_numpy(dtype=int)
    usual = np.round(life)
    until = day + (usual * 30.44 * rng.uniform(0.75, 1.3, n)).astype(int)
    taken = np.where(
        ours, _replaced(deliveries, drawn, frame, until) + rng.integers(5, 41, n), frame["removed"].fillna(-1)
    )
    # what was taken out before anybody wrote it down is not told
    taken = np.where((taken <= plan.last) & ~(frame["old"] & (taken < plan.first + 200)), taken, -1).astype(int)
    lag = lags(rng, n, never=0.05)
    recorded = np.where(frame["old"], plan.first + rng.integers(0, 200, n), day + lag)
    price = drawn.items.table.groupby(I.family)[I.list_price].median()
    worth = frame["pieces"].to_numpy() * price[frame["family"]].to_numpy()
    share = np.where(ours, rng.uniform(0.01, 0.12, n), rng.uniform(0.02, 0.25, n))
    table = typed(
        "installed_base",
        {
            B.installation_id: [f"IB-{k + 1:05d}" for k in range(n)],
            B.account_id: drawn.accounts[A.account_id].to_numpy()[frame["row"].to_numpy(dtype=int)],
            B.end_customer: frame["end"],
            B.item_id: frame["item"],
            B.competitor: frame["competitor"],
            B.product: frame["product"],
            B.contract_id: frame["contract"],
            B.quantity: frame["pieces"],
            B.installed_on: days(np.where(frame["old"] & (rng.random(n) < 0.1), -1, day)),
            B.life_months: np.where(rng.random(n) < 0.1, np.nan, usual),
            B.failure_cost: np.where(rng.random(n) < 0.4, np.nan, np.round(worth * share, -1)),
            B.removed_on: days(taken),
            B.recorded_at: days(recorded),
        },
    )
    kept = frame["old"].to_numpy(dtype=bool) | ((lag >= 0) & (recorded <= plan.last))
    return table[kept].sort_values(B.recorded_at, kind="stable").reset_index(drop=True)
