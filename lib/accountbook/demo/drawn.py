"""What is drawn before trade: parties, people, deals and orders, and what follows from them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from accountbook.demo.deal_log import DealLog
from accountbook.demo.items import Range
from accountbook.demo.orders import Orders
from accountbook.demo.people import Crowd
from accountbook.demo.plan import Plan
from accountbook.demo.staff import Staff
from accountbook.tables import Accounts as A
from accountbook.tables import Contacts as C
from accountbook.tables import Employees as E
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L


@dataclass(frozen=True)
class Drawn:
    """The company so far.

    Attributes
    ----------
    plan, items, staff, crowd, orders : of the modules of their names.
    accounts : the contract's table, owners filled in.
    traits : of `accountbook.demo.accounts.Accounts`, in the same order.
    log : what the CRM holds of the deals, and their truth.
    events : per row of ``log.truth`` the true course of the deal, see `accountbook.demo.deals.Deals`.
    levels : of `accountbook.demo.rates.year_levels`.
    """

    plan: Plan
    accounts: pd.DataFrame
    traits: pd.DataFrame
    staff: Staff
    crowd: Crowd
    items: Range
    log: DealLog
    events: list[list[tuple[int, str, int, float]]]
    orders: Orders
    levels: dict[tuple[str, int], float]

    @cached_property
    def row(self) -> dict[str, int]:
        """Row of each account by its number."""
        return {account: row for row, account in enumerate(self.accounts[A.account_id])}

    @cached_property
    def korean(self) -> np.ndarray:
        """Per account: whether it speaks Korean."""
        return self.accounts[A.country].eq("KR").to_numpy()

    @cached_property
    def managers(self) -> dict[str, str]:
        """The superior of each employee who has one."""
        table = self.staff.table.dropna(subset=E.manager_id)
        return dict(zip(table[E.employee_id], table[E.manager_id], strict=True))

    @cached_property
    def people(self) -> list[list[tuple[int, int, str, str]]]:
        """Per account: (written down on, left on, contact_id, title) of everybody who is no duplicate."""
        found: list[list[tuple[int, int, str, str]]] = [[] for _ in range(len(self.accounts))]
        for person, truth in zip(self.crowd.contacts, self.crowd.truth, strict=True):
            if truth["duplicate_of"] is None:
                left = int(truth["left_on"]) if truth["left_on"] >= 0 else 10**6
                entry = (int(person[C.created_on]), left, str(person[C.contact_id]), str(person[C.title]))
                found[self.row[str(person[C.account_id])]].append(entry)
        return found

    def somebody(self, row: int, day: int, draw: float, *, titles: Sequence[str] = ()) -> str | None:
        """Somebody who works at an account and is known there on a day; None: nobody is.

        Parameters
        ----------
        draw : uniform, picks among several.
        titles : asked first, where any of them is there.
        """
        there = [(person, title) for known, left, person, title in self.people[row] if known <= day < left]
        fitting = [person for person, title in there if title in titles] or [person for person, _ in there]
        return fitting[int(draw * len(fitting))] if fitting else None

    @cached_property
    def family(self) -> dict[str, str]:
        """Family of each item."""
        return dict(zip(self.items.table[I.item_id], self.items.table[I.family], strict=True))

    @cached_property
    def bought(self) -> pd.DataFrame:
        """The order lines that are to be delivered, with ``day``, ``row``, ``family`` and ``euro``."""
        lines = self.orders.lines
        kept = lines[lines[L.kind].isin(["order", "free"]) & lines[L.order_id].notna()].reset_index(drop=True)
        return kept.assign(
            day=numbers(kept[L.order_date]),
            row=kept[L.account_id].map(self.row).to_numpy(),
            family=kept[L.item_id].map(self.family),
            euro=kept[L.quantity] * kept[L.unit_price] * (1 - kept[L.discount]) * self.rate(kept),
        )

    def rate(self, lines: pd.DataFrame) -> np.ndarray:
        """Euro per unit of each line's currency, at its year's price list."""
        years = lines[L.order_date].dt.year
        pairs = pd.MultiIndex.from_arrays([lines[L.currency], years])
        known = {pair: self.level(*pair) for pair in pairs.unique()}
        return np.array([known[pair] for pair in pairs], dtype=float)

    def level(self, currency: str, year: int) -> float:
        """Euro per unit of a currency at a year's price list, or that of the nearest year."""
        if currency == "EUR":
            return 1.0
        years = [known for name, known in self.levels if name == currency]
        return self.levels[currency, min(years, key=lambda known: abs(known - year))]


def numbers(dates: pd.Series) -> np.ndarray:
    """Days since 1970-01-01 of a column of days; -1 for none.

    Examples
    --------
    >>> numbers(pd.Series(pd.to_datetime(["2026-10-31", None])))
    array([20757,    -1])
    """
    values = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(values), -1, values.astype("int64"))


def money(amount: float, currency: str) -> float:
    """An amount in whole cents, or in whole won."""
    return float(round(amount, 0 if currency == "KRW" else 2))
