"""The order lines of all accounts as one table, and the truth of the orders that come after the last day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.frame import typed
from accountbook.demo.items import Range
from accountbook.demo.order_book import COLUMNS, NO_ITEM, ORDER, RETURN, OrderBook
from accountbook.demo.plan import Plan, days
from accountbook.demo.rhythm import Calendar
from accountbook.tables import Accounts as A
from accountbook.tables import OrderLines as L

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
        book = OrderBook(plan, calendar, items, account, row=row, currency=accounts[A.currency].iat[row], levels=levels)
        book.draw(by_account.get(account.account_id), accounts[A.channel_type].iat[row])
        books.append(book)
    lines = {name: np.concatenate([part[name] for book in books for part in book.parts]) for name in COLUMNS}
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


def _frame(lines: dict[str, np.ndarray], accounts: pd.DataFrame, items: Range, ends: list[str]) -> pd.DataFrame:
    credit = lines["kind"] == RETURN
    unnamed = lines["item"] == NO_ITEM
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
