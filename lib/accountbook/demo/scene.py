"""The made-up company as plans and voices see it: in numbers, per row of the accounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn, numbers
from accountbook.demo.items import FAMILIES
from accountbook.demo.plan import Plan
from accountbook.tables import Accounts as A
from accountbook.tables import FxRates as R
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L

_FAMILY = {family.code: k for k, family in enumerate(FAMILIES)}


@dataclass(frozen=True)
class Scene:
    """What plans and voices ask of the company.

    Attributes
    ----------
    drawn : the parties, the orders and the deals.
    rates : the contract's fx_rates.
    """

    drawn: Drawn
    rates: pd.DataFrame

    @property
    def plan(self) -> Plan:
        """Of the company."""
        return self.drawn.plan

    @property
    def accounts(self) -> pd.DataFrame:
        """The contract's accounts."""
        return self.drawn.accounts

    @property
    def traits(self) -> pd.DataFrame:
        """What drives each account."""
        return self.drawn.traits

    @property
    def row(self) -> dict[str, int]:
        """Of each account's number, its row."""
        return self.drawn.row

    @property
    def korean(self) -> np.ndarray:
        """Per account, whether notes on it may be in Korean."""
        return self.drawn.korean

    @cached_property
    def ids(self) -> np.ndarray:
        """Per account, its number."""
        return self.accounts[A.account_id].to_numpy(dtype=object)

    @cached_property
    def owners(self) -> np.ndarray:
        """Per account, the rep who answers for it."""
        return np.array(self.drawn.staff.owner, dtype=object)

    def superior(self, employee: str) -> str:
        """The superior of an employee; the chief is his own."""
        return self.drawn.managers.get(employee, employee)

    @cached_property
    def begin(self) -> np.ndarray:
        """Per account, the first day on which anybody may have worked on it."""
        return np.maximum(self.plan.first, np.minimum(self.traits["first"], self.plan.last - 300) - 60).to_numpy()

    @cached_property
    def end(self) -> np.ndarray:
        """Per account, the last day on which it is worked on: some 120 days after its death."""
        died = self.traits["died"].to_numpy()
        return np.where(died > 0, np.minimum(self.plan.last, died + 120), self.plan.last)

    @cached_property
    def family(self) -> np.ndarray:
        """Per account, the family that it bought most of, as a position in `FAMILIES`; the first without orders."""
        best = np.zeros(len(self.ids), dtype=int)
        sums = self.bought.groupby(["account", "family"])["amount"].sum()
        for account, rows in sums.groupby(level=0) if len(sums) else ():
            best[account] = rows.idxmax()[1]
        return best

    @cached_property
    def bought(self) -> pd.DataFrame:
        """The lines of products: account (row), day, item_id, family, quantity, amount (EUR, 0 without a rate)."""
        lines = self.drawn.orders.lines
        lines = lines[lines[L.kind].eq("order") & lines[L.item_id].notna()]
        families = lines[L.item_id].str[:2].map(_FAMILY)
        amount = lines[L.quantity] * lines[L.unit_price] * (1 - lines[L.discount].fillna(0)) * self._rates(lines)
        return pd.DataFrame(
            {
                "account": lines[L.account_id].map(self.row).to_numpy(),
                "day": numbers(lines[L.order_date]),
                "item_id": lines[L.item_id].to_numpy(dtype=object),
                "family": families.to_numpy(),
                "quantity": lines[L.quantity].to_numpy(),
                "amount": amount.fillna(0.0).to_numpy(),
            }
        ).sort_values(["account", "day"], kind="stable", ignore_index=True)

    def _rates(self, lines: pd.DataFrame) -> pd.Series:
        """The latest rate known on each line's day, as the load takes it; 1 for the company's own currency."""
        rates = self.rates.sort_values(R.date, kind="stable")[[R.date, R.currency, R.rate]]
        asked = lines[[L.order_date, L.currency]].reset_index().sort_values(L.order_date, kind="stable")
        found = pd.merge_asof(asked, rates, left_on=L.order_date, right_on=R.date, by=L.currency)
        rate = found.set_index("index")[R.rate].reindex(lines.index)
        return rate.where(lines[L.currency] != "EUR", 1.0)

    @cached_property
    def dealt(self) -> pd.DataFrame:
        """The deals that the CRM holds: opportunity_id, account (row), family, created, closed (-1: open), outcome,
        amount (as written), contact, hand (the owner)."""
        table = self.drawn.log.opportunities
        account = table[O.account_id].map(self.row).to_numpy(dtype=int)
        return pd.DataFrame(
            {
                "opportunity_id": table[O.opportunity_id].to_numpy(dtype=object),
                "account": account,
                "family": table[O.product_line].map(_FAMILY).to_numpy(dtype=int),
                "created": numbers(table[O.created_on]),
                "closed": numbers(table[O.closed_on]),
                "outcome": table[O.outcome].to_numpy(dtype=object),
                "amount": table[O.amount].to_numpy(),
                "contact": table[O.key_contact_id].to_numpy(dtype=object),
                "hand": self.owners[account],
            }
        )

    @cached_property
    def people(self) -> pd.DataFrame:
        """The people at the accounts without their duplicates: contact_id, account (row), title, known, left."""
        rows = [(row, *person) for row, there in enumerate(self.drawn.people) for person in there]
        frame = pd.DataFrame(rows, columns=["account", "known", "left", "contact_id", "title"])
        return frame.astype({"account": int, "known": int, "left": int})

    @cached_property
    def bending(self) -> np.ndarray:
        """Per account, how much its rep bends."""
        return np.array([self.drawn.staff.bending.get(owner, 0.0) for owner in self.owners])


def weekdays(number: np.ndarray) -> np.ndarray:
    """Days moved back from weekends to the Friday before (day 0 was a Thursday).

    Examples
    --------
    >>> weekdays(np.array([20755, 20756, 20757])).tolist()  # Thursday, Friday, Saturday
    [20755, 20756, 20756]
    """
    number = np.asarray(number, dtype=np.int64)
    return number - np.maximum(0, (number + 3) % 7 - 4)


def month_of(day: np.ndarray) -> np.ndarray:
    """The month, 1-12, of days since 1970-01-01.

    Examples
    --------
    >>> month_of(np.array([20757])).tolist()
    [10]
    """
    return np.asarray(day).astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12 + 1


def month_firsts(plan: Plan, *, before: int = 0, after: int = 1) -> np.ndarray:
    """First days of the months shown, of so many before them and so many after the last day.

    Examples
    --------
    >>> len(month_firsts(Plan(months=6)))
    7
    """
    begin = plan.start - pd.DateOffset(months=before)
    return numbers(pd.date_range(begin, periods=plan.months + before + after, freq="MS").to_series())
