"""The order lines: what was ordered, returned, charged and given away, and what will be ordered.

An order's value is ``yearly orders x gap / 365`` x a log-normal x the account's trend x 1.25 in the last
weeks of its fiscal year; it is spread over the chosen items by their weights, in whole pieces. Prices rise
by 3% a year. Further processes: returns (0-5% of the lines, 4-40 days later, as credit notes; some name no
order), freight on 12% of the orders, a free sample with 3%, late entry (6% of the orders, 1-6 days),
orders of won deals as one more line of the next order, costs missing in 8% of the lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.baskets import KINDS, LOYAL, Repertoire, bought, chosen, draw_repertoire
from accountbook.demo.frame import typed
from accountbook.demo.items import FAMILIES, Range
from accountbook.demo.names import companies
from accountbook.demo.places import BY_CODE
from accountbook.demo.plan import Plan, days
from accountbook.demo.rhythm import PEAK_DAYS, Calendar, order_days
from accountbook.tables import OrderLines as L

ORDER, RETURN, CHARGE, FREE = range(4)
_KIND = np.array(["order", "return", "charge", "free"])
FREIGHT = "FREIGHT"
"""The item of a freight charge; not in the items."""


@dataclass(frozen=True)
class Orders:
    """What is drawn of the orders.

    Attributes
    ----------
    lines : the contract's order_lines, up to the last day; ``amount`` and ``first_loaded_on`` empty.
    future : truth: account_id, order_date, amount (EUR at that year's price list) of orders after it.
    habits : truth: account_id, item_id, kind of every item of every repertoire.
    """

    lines: pd.DataFrame
    future: pd.DataFrame
    habits: pd.DataFrame


def draw_orders(
    plan: Plan,
    accounts: pd.DataFrame,
    traits: pd.DataFrame,
    items: Range,
    won: pd.DataFrame,
    levels: dict[tuple[str, int], float],
) -> Orders:
    """Draw the orders of every account.

    Parameters
    ----------
    accounts : the contract's table, for channel and currency.
    won : the truth of won deals: account_id, decided, amount, product_line, opportunity_id, written_down.
    levels : of `accountbook.demo.rates.year_levels`.
    """
    calendar = Calendar(plan)
    by_account = {account: rows for account, rows in won.groupby("account_id")} if len(won) else {}
    books = []
    for row, account in enumerate(traits.itertuples(index=False)):
        book = _Book(plan, calendar, items, account, row, accounts[L.currency].iat[row], levels)
        book.draw(by_account.get(account.account_id), accounts["channel_type"].iat[row])
        books.append(book)
    lines = {name: np.concatenate([part[name] for book in books for part in book.parts]) for name in _COLUMNS}
    ends = [name for book in books for name in book.customers]
    offset = np.cumsum([0, *(len(book.customers) for book in books)])[:-1]
    lines["end"] = np.where(lines["end"] >= 0, lines["end"] + offset[lines["row"]], -1)
    ids = traits[L.account_id].to_numpy()
    habits = pd.concat([book.habits(ids[book.row]) for book in books], ignore_index=True)
    known = lines["day"] + lines["lag"] <= plan.last + 1
    shown = (lines["day"] >= plan.first) & (lines["day"] <= plan.last) & known
    later = (lines["day"] > plan.last) & (lines["kind"] == ORDER)
    future = pd.DataFrame(
        {
            "account_id": ids[lines["row"][later]],
            "order_date": days(lines["day"][later]),
            "amount": lines["euro"][later],
        }
    )
    future = future.groupby(["account_id", "order_date"], as_index=False)["amount"].sum().round({"amount": 2})
    return Orders(_frame({k: v[shown] for k, v in lines.items()}, accounts, items, ends), future, habits)


_COLUMNS = ("row", "day", "lag", "kind", "item", "quantity", "price", "discount", "cost", "ship", "end", "deal", "euro")


class _Book:
    """One account's order book while it is drawn; `parts` holds columns of lines."""

    def __init__(self, plan, calendar, items, account, row, currency, levels) -> None:  # noqa: ANN001
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
        quantity = self._pieces(self._values(found, at), held, price, order, chain)
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

    def _pieces(self, values, held, price, order, chain) -> np.ndarray:  # noqa: ANN001
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

    def _lines(self, kind, day, item, quantity, *, price=None, end=None, deal=None, discount=None) -> None:  # noqa: ANN001
        rng, n = self.rng, len(day)
        year = self.calendar.year[day - self.calendar.days[0]]
        euro = self._euro(item, day) if price is None else price
        rate = np.array([1.0 if self.currency == "EUR" else self._level(int(y)) for y in year])
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
        while (self.currency, year) not in self.levels:
            year += 1 if year < self.calendar.year[self.calendar.days == self.plan.first][0] else -1
        return self.levels[self.currency, year]

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
        self._lines(RETURN, when[unnamed], np.full(len(price), -2), np.full(len(price), -1.0), price=price, discount=np.zeros(len(price)))  # fmt: skip

    def _small(self, found: np.ndarray) -> None:
        """Freight, and free samples of the first item of the seal kits."""
        rng = self.rng
        freight = found[rng.random(len(found)) < 0.12]
        none = np.zeros(len(freight))
        self._lines(CHARGE, freight, np.full(len(freight), -1), none + 1, price=np.round(rng.uniform(60, 400, len(freight)), 0), discount=none)  # fmt: skip
        kits = self.items.chains[self.items.family == [f.code for f in FAMILIES].index("SK"), 0]
        kit = kits[(self.items.launched[kits] < self.plan.first) & (self.items.ended[kits] < 0)][:1]
        sample = found[rng.random(len(found)) < 0.03] if len(kit) else found[:0]
        self._lines(FREE, sample, np.repeat(kit, len(sample)), rng.integers(1, 4, len(sample)), price=np.zeros(len(sample)), discount=np.zeros(len(sample)))  # fmt: skip

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
            name = deal.opportunity_id if 0 <= deal.written_down else ""
            self._lines(ORDER, day, item, pieces, deal=np.array([name], dtype=object))


def _frame(lines: dict[str, np.ndarray], accounts: pd.DataFrame, items: Range, ends: list[str]) -> pd.DataFrame:
    credit = lines["kind"] == RETURN
    unnamed = lines["item"] == -2
    order = np.lexsort((np.arange(len(credit)), credit, lines["row"], lines["day"]))
    lines = {name: values[order] for name, values in lines.items()}
    credit, unnamed = credit[order], unnamed[order]
    begins = np.ones(len(credit), dtype=bool)
    begins[1:] = (np.diff(lines["row"]) != 0) | (np.diff(lines["day"]) != 0) | (credit[1:] != credit[:-1])
    number = np.cumsum(begins)
    line = np.arange(len(credit)) - np.maximum.accumulate(np.where(begins, np.arange(len(credit)), 0)) + 1
    year = lines["day"].astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    item_ids = np.array([*items.table[L.item_id], None, FREIGHT], dtype=object)
    names = np.array([*ends, None], dtype=object)
    columns = {
        L.order_id: [
            None if u else f"{'C' if c else 'AU'}{y % 100}{n:06d}"
            for n, c, u, y in zip(number, credit, unnamed, year, strict=True)
        ],
        L.line: [str(10 * k) for k in line.tolist()],
        L.account_id: accounts[L.account_id].to_numpy()[lines["row"]],
        L.order_date: days(lines["day"]),
        L.kind: _KIND[lines["kind"]],
        L.item_id: item_ids[lines["item"]],
        L.quantity: lines["quantity"],
        L.unit_price: lines["price"],
        L.currency: accounts[L.currency].to_numpy()[lines["row"]],
        L.discount: lines["discount"],
        L.unit_cost: lines["cost"],
        L.requested_ship: days(lines["ship"]),
        L.end_customer: names[lines["end"]],
        L.opportunity_id: [name or None for name in lines["deal"]],
        L.recorded_at: days(lines["day"] + lines["lag"]),
    }
    return typed("order_lines", columns)
