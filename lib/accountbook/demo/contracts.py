"""Contracts: the larger won deals, and which order lines fulfil them in which lot.

* of won deals of at least 15,000 EUR .85 are signed as a contract, 0-21 days after the decision and never
  after the order that names the deal;
* a quarter is a *lump*: it covers the first delivery only, the lines of the deal's family in the order that
  names the deal. The others are *phased* over the price of the last offer in 2-6 lots: what the account later
  orders within 450 days is called off from it, the first lines first, until it is full: of any family in three of five
  (frame contracts), else of the deal's own. An account that orders too little leaves its contract unfulfilled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn, money
from accountbook.demo.frame import typed
from accountbook.demo.items import FAMILIES
from accountbook.demo.notes import sentences
from accountbook.demo.plan import days
from accountbook.demo.quotes import Offers
from accountbook.demo.trade_phrases import OBLIGATIONS
from accountbook.tables import Accounts as A
from accountbook.tables import Contracts as K
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L

LEAST = 15_000
OPEN_DAYS = 450


@dataclass(frozen=True)
class Agreements:
    """What is drawn of the contracts.

    Attributes
    ----------
    table : the contract's contracts.
    calls : per line of `Drawn.bought`: contract_id (None: none) and lot (0: none).
    """

    table: pd.DataFrame
    calls: pd.DataFrame


def draw_contracts(drawn: Drawn, offers: Offers) -> Agreements:
    """Draw the contracts of won deals and the lines that fulfil them."""
    rng, bought, last = drawn.plan.rng("contracts"), drawn.bought, drawn.plan.last
    price = offers.prices()
    sorted_rows = bought.sort_values(["row", "day", L.order_id], kind="stable").index.to_numpy()
    starts = np.searchsorted(bought["row"].to_numpy()[sorted_rows], np.arange(len(drawn.accounts) + 1))
    day, euro, order = (bought[name].to_numpy() for name in ("day", "euro", L.order_id))
    family, own = bought["family"].to_numpy(dtype=object), bought[L.opportunity_id].to_numpy(dtype=object)
    contract, lot = np.full(len(bought), None, dtype=object), np.zeros(len(bought), dtype=int)
    rows = []
    for number, deal in enumerate(drawn.log.truth.itertuples(index=False)):
        draw = rng.random(4)
        won = deal.won and 0 <= deal.decided <= last and deal.written_down >= 0
        if not won or deal.amount < LEAST or draw[0] > 0.85:
            continue
        row = drawn.row[deal.account_id]
        lines = sorted_rows[starts[row] : starts[row + 1]]
        named = lines[own[lines] == deal.opportunity_id]
        signed = min(deal.decided + int(draw[1] * 22), int(day[named].min()) if len(named) else deal.decided + 22)
        if signed > last:
            continue
        name, lump = f"K-{len(rows) + 1:04d}", bool(draw[2] < 0.25 and len(named))
        amount, lots = price[number], 1 if lump else int(2 + draw[3] * 5)
        # a line that names a deal is its own contract's, whoever else is open
        other = np.array([one == one and one != deal.opportunity_id for one in own[lines]], dtype=bool)
        taken = np.array([one is not None for one in contract[lines]], dtype=bool)
        # the first call-off is the line that names the deal
        begin = int(day[named].min()) if len(named) else signed
        own_family = (family[lines] == deal.product_line) | (not lump and draw[2] > 0.55)
        fits = own_family & (day[lines] >= begin) & (day[lines] <= signed + OPEN_DAYS)
        free = lines[fits & ~other & ~taken]
        free = np.concatenate([free[np.isin(free, named)], free[~np.isin(free, named)]])
        if lump:
            free = free[np.isin(order[free], order[named])]
            amount = float(euro[free].sum())
        before = np.cumsum(euro[free]) - euro[free]
        free, before = free[before < amount * 0.98], before[before < amount * 0.98]
        contract[free] = name
        lot[free] = np.minimum(lots, 1 + (before / (amount / lots)).astype(int))
        rows.append((number, row, name, signed, amount, lump, lots))
    names = ["deal", "row", "name", "signed", "euro", "lump", "lots"]
    frame = pd.DataFrame(rows, columns=names).astype({"deal": int, "row": int, "signed": int})
    return Agreements(_table(drawn, rng, frame), pd.DataFrame({"contract_id": contract, "lot": lot}))


def _table(drawn: Drawn, rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    n = len(frame)
    currency = drawn.accounts[A.currency].to_numpy()[frame["row"]]
    amount = [
        money(euro / drawn.level(name, int(year)), name)
        for euro, name, year in zip(frame["euro"].tolist(), currency, days(frame["signed"]).year, strict=True)
    ]
    truth = drawn.log.truth.iloc[frame["deal"]]
    title = drawn.log.opportunities.set_index(O.opportunity_id)[O.name]
    nouns = {family.code: family.noun.removesuffix(" part") for family in FAMILIES}
    slots = {
        "n": rng.integers(4, 60, n),
        "years": rng.integers(2, 6, n),
        "noun": [nouns[line] for line in truth["product_line"]],
    }
    obligations = pd.Series(sentences(rng, OBLIGATIONS, slots), dtype="str").where(rng.random(n) < 0.6)
    deals = truth["opportunity_id"].tolist()
    return typed(
        "contracts",
        {
            K.contract_id: frame["name"],
            K.account_id: drawn.accounts[A.account_id].to_numpy()[frame["row"]],
            K.opportunity_id: deals,
            K.name: [
                f"{title[deal]}, first delivery" if lump else title[deal]
                for deal, lump in zip(deals, frame["lump"], strict=True)
            ],
            K.signed_on: days(frame["signed"]),
            K.ends_on: days(frame["signed"] + np.where(frame["lump"], 120, rng.choice([270, 365, 450], n))),
            K.amount: amount,
            K.currency: currency,
            K.buy_mode: np.where(frame["lump"], "lump", "phased"),
            K.lots: frame["lots"].astype("Int64"),
            K.obligations: obligations,
        },
    )
