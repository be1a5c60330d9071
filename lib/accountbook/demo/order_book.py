"""One account's order book: what was ordered, returned, charged and given away, and what will be ordered.

An order's value is ``yearly orders x gap / 365`` x a log-normal x the account's trend x 1.25 in the last
weeks of its fiscal year; it is spread over the chosen items by their weights, in whole pieces. Prices rise
by 3% a year. Further processes: returns (0-5% of the lines, 4-40 days later, as credit notes; some name no
order), freight on 12% of the orders, a free sample with 3%, late entry (6% of the orders, 1-6 days),
orders of won deals as one more line of the next order, costs missing in 8% of the lines.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from accountbook.demo.baskets import KINDS, LOYAL, Repertoire, bought, chosen, draw_repertoire
from accountbook.demo.items import FAMILIES, Range
from accountbook.demo.names import companies
from accountbook.demo.places import BY_CODE
from accountbook.demo.plan import Plan
from accountbook.demo.rhythm import PEAK_DAYS, Calendar, order_days
from accountbook.tables import OrderLines as L

ORDER, RETURN, CHARGE, FREE = range(4)
FREIGHT_ITEM, NO_ITEM = -1, -2
"""Stand for the row of an item where there is none."""
COLUMNS = ("row", "day", "lag", "kind", "item", "quantity", "price", "discount", "cost", "ship", "end", "deal", "euro")


class OrderBook:
    """One account's order book while it is drawn; `parts` holds columns of lines."""

    def __init__(
        self,
        plan: Plan,
        calendar: Calendar,
        items: Range,
        account: Any,
        *,
        row: int,
        currency: str,
        levels: dict[tuple[str, int], float],
    ) -> None:
        self.plan, self.calendar, self.items, self.account, self.row = plan, calendar, items, account, row
        self.rng = plan.rng("orders", row)
        self.currency, self.levels = currency, levels
        self.list_price = items.table["list_price"].to_numpy()
        self.cost = items.table["unit_cost"].to_numpy()
        self.parts: list[dict[str, np.ndarray]] = []
        self.customers: list[str] = []
        self.repertoire: Repertoire | None = None

    def draw(self, won: pd.DataFrame | None, channel: str) -> None:
        rng, account, plan = self.rng, self.account, self.plan
        self.repertoire = repertoire = draw_repertoire(plan, self.items, account, rng)
        found = order_days(self.calendar, account, rng)
        if account.case == "two orders":
            found = np.concatenate([found[found <= plan.last][:2], found[found > plan.last]])
        if account.case == "one order":
            found = np.concatenate([found[found <= plan.last][:1], found[found > plan.last]])
        at = found - self.calendar.days[0]
        held = chosen(repertoire, found, self.calendar.month[at], rng)
        item = bought(repertoire, self.items, found)
        order, chain = np.nonzero(held)
        row = item[order, chain]
        price = self._euro(row, found[order])
        quantity = self._pieces(self._values(found, at), price, order, chain)
        sells_on = channel == "distributor" or (channel == "integrator" and rng.random() < 0.4)
        end = self._ends(order, chain) if sells_on else np.full(len(order), -1)
        self._lines(ORDER, found[order], row, quantity, end=end)
        self._returns(found[order], row, quantity)
        self._small(found)
        if won is not None and len(found):
            self._deals(won, found)
        # one lag per account and day: an order is entered as a whole
        lag = np.where(rng.random(len(self.calendar.days)) < 0.06, rng.integers(1, 7, len(self.calendar.days)), 0)
        for part in self.parts:
            part["lag"] = lag[part["day"] - self.calendar.days[0]]

    def habits(self, account_id: str) -> pd.DataFrame:
        first = self.items.chains[self.repertoire.chain, 0]
        kinds = np.array(KINDS)[self.repertoire.kind]
        return pd.DataFrame(
            {"account_id": account_id, "item_id": self.items.table[L.item_id].to_numpy()[first], "kind": kinds}
        )

    def _values(self, found: np.ndarray, at: np.ndarray) -> np.ndarray:
        account, rng = self.account, self.rng
        middle = (self.plan.first + self.plan.last) / 2
        trend = (1 + account.trend) ** ((found - middle) / 365.25)
        peak = np.where(self.calendar.to_year_end(int(account.fiscal_month))[at] < PEAK_DAYS, 1.25, 1.0)
        spread = np.exp(rng.normal(-(account.sigma**2) / 2, account.sigma, len(found)))
        return account.annual * account.gap / 365 * trend * peak * spread

    def _pieces(self, values: np.ndarray, price: np.ndarray, order: np.ndarray, chain: np.ndarray) -> np.ndarray:
        """Whole pieces of each line; the value of an order is spread by the items' weights."""
        repertoire, rng = self.repertoire, self.rng
        weight = repertoire.weight[chain] * np.exp(rng.normal(0, 0.3, len(chain)))
        total = np.bincount(order, weights=weight, minlength=len(values))
        wanted = values[order] * weight / total[order] / price
        loyal = repertoire.kind[chain] == LOYAL
        wanted = np.where(loyal, repertoire.pieces[chain] * np.exp(rng.normal(0, 0.25, len(chain))), wanted)
        step = np.select([wanted >= 400, wanted >= 60, wanted >= 20], [50, 10, 5], 1)
        return np.maximum(1, np.round(wanted / step) * step)

    def _euro(self, item: np.ndarray, day: np.ndarray) -> np.ndarray:
        year = self.calendar.year[day - self.calendar.days[0]]
        return self.list_price[item] * self.account.level * 1.03 ** (year - 2026)

    def _ends(self, order: np.ndarray, chain: np.ndarray) -> np.ndarray:
        """The end customer of each line: one per chain mostly, named in 45% of the lines, always for loyal ones."""
        rng = self.rng
        count = int(rng.integers(3, 9))
        self.customers = companies(BY_CODE[self.account.country], count, rng, taken=set())
        usual = rng.integers(0, count, len(self.repertoire.chain))
        end = np.where(rng.random(len(chain)) < 0.75, usual[chain], rng.integers(0, count, len(chain)))
        special = (self.repertoire.every == 2)[chain]
        end = np.where(special, usual[chain], end)
        return np.where(special | (rng.random(len(chain)) < 0.45), end, -1)

    def _lines(
        self,
        kind: int,
        day: np.ndarray,
        item: np.ndarray,
        quantity: np.ndarray,
        *,
        price: np.ndarray | None = None,
        end: np.ndarray | None = None,
        deal: np.ndarray | None = None,
        discount: np.ndarray | None = None,
    ) -> None:
        rng, n = self.rng, len(day)
        year = self.calendar.year[day - self.calendar.days[0]]
        euro = self._euro(item, day) if price is None else price
        listed = {int(y): 1.0 if self.currency == "EUR" else self._level(int(y)) for y in np.unique(year)}
        rate = np.array([listed[y] for y in year.tolist()])
        local = np.round(euro / rate, 0 if self.currency == "KRW" else 2)
        if discount is None:
            discount = np.round(self.account.discount + np.where(rng.random(n) < 0.1, 0.03, 0), 2)
        cost = np.round(self.cost[item] * 1.02 ** (year - 2026), 2)
        self.parts.append(
            {
                "row": np.full(n, self.row),
                "day": np.asarray(day),
                "kind": np.full(n, kind),
                "item": item,
                "quantity": np.asarray(quantity, dtype=float),
                "price": local,
                "discount": np.broadcast_to(discount, n).astype(float),
                "cost": np.where((rng.random(n) < 0.08) | (item < 0), np.nan, cost),
                "ship": np.where(rng.random(n) < 0.85, day + rng.integers(14, 61, n), -1),
                "end": np.full(n, -1) if end is None else end,
                "deal": np.full(n, "", dtype=object) if deal is None else deal,
                "euro": quantity * local * rate * (1 - discount),
            }
        )

    def _level(self, year: int) -> float:
        """The rate of a year's price list; where the year has none, that of the nearest one."""
        years = [known for currency, known in self.levels if currency == self.currency]
        return self.levels[self.currency, min(years, key=lambda known: abs(known - year))]

    def _returns(self, day: np.ndarray, item: np.ndarray, quantity: np.ndarray) -> None:
        rng = self.rng
        back = np.flatnonzero(rng.random(len(day)) < self.account.returns)
        if not len(back):
            return
        when = day[back] + rng.integers(4, 41, len(back))
        keep = when <= self.plan.last
        back, when = back[keep], when[keep]
        pieces = -np.ceil(quantity[back] * rng.uniform(0.05, 0.6, len(back)))
        unnamed = rng.random(len(back)) < 0.04
        named = ~unnamed
        self._lines(RETURN, when[named], item[back][named], pieces[named])
        # a credit that names neither order nor item
        price = np.round(rng.uniform(40, 900, int(unnamed.sum())), 2)
        self._bare(RETURN, when[unnamed], np.full(len(price), NO_ITEM), np.full(len(price), -1.0), price)

    def _small(self, found: np.ndarray) -> None:
        """Freight, and free samples of the first item of the seal kits."""
        rng = self.rng
        freight = found[rng.random(len(found)) < 0.12]
        n = len(freight)
        self._bare(CHARGE, freight, np.full(n, FREIGHT_ITEM), np.ones(n), np.round(rng.uniform(60, 400, n), 0))
        kits = self.items.chains[self.items.family == [f.code for f in FAMILIES].index("SK"), 0]
        kit = kits[(self.items.launched[kits] < self.plan.first) & (self.items.ended[kits] < 0)][:1]
        sample = found[rng.random(len(found)) < 0.03] if len(kit) else found[:0]
        pieces = rng.integers(1, 4, len(sample))
        self._bare(FREE, sample, np.repeat(kit, len(sample)), pieces, np.zeros(len(sample)))

    def _bare(self, kind: int, day: np.ndarray, item: np.ndarray, quantity: np.ndarray, price: np.ndarray) -> None:
        """Lines at a price of their own, without discount."""
        self._lines(kind, day, item, quantity, price=price, discount=np.zeros(len(day)))

    def _deals(self, won: pd.DataFrame, found: np.ndarray) -> None:
        """One more line, the first call-off, in the next order after a deal was won."""
        for deal in won.itertuples(index=False):
            after = found[found >= deal.decided + 3]
            code = [family.code for family in FAMILIES].index(deal.product_line)
            chains = self.items.chains[self.items.family == code]
            if not len(after):
                continue
            day = after[:1]
            rows = chains[chains >= 0]
            sold = rows[
                (self.items.launched[rows] <= day) & ((self.items.ended[rows] < 0) | (self.items.ended[rows] >= day))
            ]
            item = sold[[int(self.rng.integers(len(sold)))]]
            pieces = np.maximum(1, np.round(deal.amount * self.rng.uniform(0.25, 0.5) / self._euro(item, day)))
            name = deal.opportunity_id if deal.written_down >= 0 else ""
            self._lines(ORDER, day, item, pieces, deal=np.array([name], dtype=object))
