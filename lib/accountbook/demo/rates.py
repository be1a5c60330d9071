"""Exchange rates: what a foreign currency was worth in euro on every working day, with one gap.

Each currency is a geometric random walk around its own level. The Saudi riyal's rates begin 75 days
late and miss 24 days later on: orders of the one account that pays in riyals have no amount before.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.frame import typed
from accountbook.demo.plan import Plan, days
from accountbook.tables import FxRates as R

LEVELS = {"USD": 0.90, "KRW": 0.00067, "GBP": 1.16, "SAR": 0.24}
"""Euro per unit around which each currency moves."""
GAP_DAYS = 75
"""Days at the beginning for which the riyal has no rate."""
HOLE = (200, 24)
"""The riyal's second gap: so many days before the last day, and its length."""


def draw_rates(plan: Plan) -> pd.DataFrame:
    """The rates as the exports hold them; the other currencies begin a week before the first order.

    Examples
    --------
    >>> rates = draw_rates(Plan())
    >>> rates.groupby("currency")["date"].min()["SAR"] > Plan().start
    True
    """
    frames = []
    for currency, level in LEVELS.items():
        rng = plan.rng("rates", *currency.encode())
        number = np.arange(plan.first - 7, plan.last + 1)
        walk = np.cumsum(rng.normal(0, 0.003, len(number)))
        rate = level * np.exp(walk - 0.5 * np.linspace(0, walk[-1], len(number)))
        shown = (number + 3) % 7 < 5
        if currency == "SAR":
            hole = plan.last - HOLE[0]
            shown &= (number >= plan.first + GAP_DAYS) & ~((number >= hole) & (number < hole + HOLE[1]))
        kept = days(number[shown])
        frames.append(pd.DataFrame({R.currency: currency, R.date: kept, R.rate: _significant(rate[shown])}))
    rates = pd.concat(frames, ignore_index=True)
    return typed("fx_rates", {name: rates[name] for name in rates})


def year_levels(rates: pd.DataFrame) -> dict[tuple[str, int], float]:
    """The first known rate of each currency and year: what that year's price list was made with."""
    firsts = rates.sort_values(R.date).groupby([R.currency, rates[R.date].dt.year])[R.rate].first()
    return {(str(currency), int(year)): float(rate) for (currency, year), rate in firsts.items()}


def _significant(rate: np.ndarray) -> np.ndarray:
    return np.array([float(f"{value:.5g}") for value in rate])
