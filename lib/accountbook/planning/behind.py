"""The end customers behind an account's orders (cap 20): who they are, their share, who is new and who is lost."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.period import back, between
from accountbook.planning.values import share, text
from accountbook.planning.view import View, lines
from accountbook.tables import OrderLines as L


@dataclass(frozen=True)
class EndCustomer:
    """One customer's customer.

    Attributes
    ----------
    money, before : orders for it in 12 months and in the 12 before. share : of the account's orders of 12 months.
    last : its last order day. new : first ordered for in the last 12 months. lost : bought in the 12 before, not since.
    """

    name: str
    money: float
    before: float
    share: float | None
    last: pd.Timestamp
    new: bool
    lost: bool


@dataclass(frozen=True)
class Behind:
    """Who stands behind the orders; named: share of 12 months' orders that name an end customer."""

    customers: tuple[EndCustomer, ...]
    named: float | None


def behind(view: View) -> Behind:
    """End customers, those with most orders in 12 months first, then the lost ones.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "order_date": "2026-03-02", "item_id": "I", "quantity": 2, "unit_price": 5.0}
    >>> rows = [line | {"end_customer": "Officine"}, line]
    >>> found = behind(MemoryView("2026-03-31", {"order_lines": rows}, account_id="A"))
    >>> found.named, found.customers[0].new
    (0.5, False)
    """
    rows = lines(view)
    year = back(view.as_of, 12)
    last = between(rows[L.order_date], year, view.as_of)
    before = between(rows[L.order_date], back(view.as_of, 24), year)
    total = float(rows.loc[last, L.amount].sum())
    named = rows[rows[L.end_customer].notna()]
    found = []
    for name, mine in named.groupby(L.end_customer):
        told, days = text(name), mine[L.order_date]
        now, then = last.reindex(mine.index), before.reindex(mine.index)
        if told is None or not (now.any() or then.any()):
            continue
        money = float(mine.loc[now, L.amount].sum())
        found.append(
            EndCustomer(
                name=told,
                money=money,
                before=float(mine.loc[then, L.amount].sum()),
                share=share(money, total),
                last=days.max(),
                # of an account that is new itself every end customer would be
                new=bool(days.min() > year and rows[L.order_date].min() <= year),
                lost=not now.any(),
            )
        )
    found.sort(key=lambda one: (one.lost, -one.money, -one.before, one.name))
    of = share(float(rows.loc[last & rows[L.end_customer].notna(), L.amount].sum()), total)
    return Behind(tuple(found), of)
