"""Money of other currencies in the company's own, at the rate known on its day."""

from __future__ import annotations

import pandas as pd

from accountbook.book.rates import rates_on
from accountbook.planning.view import View, home


def converted(view: View, rows: pd.DataFrame, amount: str, currency: str, on: str) -> pd.Series:
    """Amounts in the company's currency, at the rate known on their day; empty where there was none.

    Parameters
    ----------
    amount, currency, on : columns of `rows`; a row without a currency is in the company's.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rates = [{"currency": "USD", "date": "2026-01-02", "rate": 0.5}]
    >>> rows = pd.DataFrame({"amount": [8.0, 3.0], "currency": ["USD", None],
    ...                      "paid_on": pd.Timestamp("2026-02-02")})
    >>> converted(MemoryView("2026-10-31", {"fx_rates": rates}), rows, "amount", "currency", "paid_on").tolist()
    [4.0, 3.0]
    """
    own = home(view)
    rates = rates_on(rows[currency].fillna(own), rows[on], view.table("fx_rates"), currency=own)
    return rows[amount] * rates
