"""What features ask of a book: a date and two doors."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from accountbook.tables import OrderLines


class OrderDays:
    """Names of the columns of ``order_days()``: one row per account and day with an order.

    Sorted by account, then date; `amount` in the company's currency (empty where no rate was
    known), `quantity` in pieces, `lines` counted, `known_on` the day that made the row known.
    """

    account_id = OrderLines.account_id
    order_date = OrderLines.order_date
    amount = OrderLines.amount
    quantity = OrderLines.quantity
    lines = "lines"
    known_on = "known_on"


class View(Protocol):
    """A book as it was known on a day; see `accountbook.book.Book`."""

    as_of: pd.Timestamp

    def order_days(self) -> pd.DataFrame:
        """One row per account and order day, sorted by both; see `OrderDays`."""
        ...

    def table(self, name: str) -> pd.DataFrame:
        """A table of the contract as known on ``as_of``; empty and typed where the load lacks it."""
        ...
