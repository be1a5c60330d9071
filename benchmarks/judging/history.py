"""Orders by the benchmark's own definitions, and what is known of each account on a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

YEAR = 365
YOUNGEST = 60
"""Days of history before the first training slice."""
STEP = 30
"""Days between training slices."""
GAPS = 3.0
"""How many of everybody's gaps are added to an account's own."""


@dataclass(frozen=True)
class History:
    """All orders of a company, before and after any origin.

    Attributes
    ----------
    days : one row per account and order day, sorted by both: account_id, day, amount.
    baskets : one row per account, order day and item, sorted: account_id, day, item_id.
    """

    days: pd.DataFrame
    baskets: pd.DataFrame

    @cached_property
    def first(self) -> pd.Timestamp:
        """The first order day of all."""
        return self.days["day"].min()

    def known(self, origin: pd.Timestamp) -> pd.DataFrame:
        """Facts of the judged population on a day: two order days or more, the last at most a year back.

        Returns
        -------
        Frame indexed by account_id: orders, recency, age, gap (days, the mean with three of the population's median
        added), overdue (recency / gap), value_last, value_median, revenue_60 and revenue_180 (of the last days).
        """
        past = self.days.loc[self.days["day"] <= origin]
        one = past["account_id"]
        back = (origin - past["day"]).dt.days
        amount = past.groupby("account_id")["amount"]
        facts = pd.DataFrame(
            {
                "orders": amount.size(),
                "recency": back.groupby(one).min(),
                "age": back.groupby(one).max(),
                "value_last": amount.last(),
                "value_median": amount.median(),
                "revenue_60": past["amount"].where(back < 60, 0.0).groupby(one).sum(),
                "revenue_180": past["amount"].where(back < 180, 0.0).groupby(one).sum(),
            }
        )
        facts = facts.loc[(facts["orders"] >= 2) & (facts["recency"] <= YEAR)]
        span, gaps = facts["age"] - facts["recency"], facts["orders"] - 1
        gap = (span + GAPS * (span / gaps).median()) / (gaps + GAPS)
        return facts.assign(gap=gap, overdue=facts["recency"] / gap)

    def gap_quantiles(self, origin: pd.Timestamp, accounts: pd.Index) -> np.ndarray:
        """Days by which a tenth, half and nine tenths of each account's gaps were over, shape (n, 3)."""
        past = self.days.loc[(self.days["day"] <= origin) & self.days["account_id"].isin(accounts)]
        gap = past.groupby("account_id")["day"].diff().dt.days
        found = gap.groupby(past["account_id"]).quantile([0.1, 0.5, 0.9]).unstack()
        return found.loc[accounts].to_numpy(float)

    def came(self, origin: pd.Timestamp, accounts: pd.Index, *, horizon: int) -> pd.DataFrame:
        """What came in the days after an origin.

        Returns
        -------
        Frame indexed by ``accounts``: silent (1: no order within the horizon), days (to the next order; empty where it
        lies beyond the horizon), value (the next order's, likewise) and revenue (in the horizon).
        """
        ahead = self.days.loc[(self.days["day"] > origin) & (self.days["day"] <= origin + pd.Timedelta(days=horizon))]
        groups = ahead.groupby("account_id")
        found = pd.DataFrame(
            {
                "days": (groups["day"].first() - origin).dt.days,
                "value": groups["amount"].first(),
                "revenue": groups["amount"].sum(),
            }
        ).reindex(accounts)
        return found.assign(silent=found["days"].isna().astype(int), revenue=found["revenue"].fillna(0.0))

    def training(self, origin: pd.Timestamp, *, horizon: int) -> pd.DataFrame:
        """Facts and what came, over the monthly slices whose windows have closed by an origin, 24 at most.

        Returns
        -------
        Frame with a row per account and slice, and its column ``silent``; empty where no window has closed.
        """
        newest, oldest = origin - pd.Timedelta(days=horizon), self.first + pd.Timedelta(days=YOUNGEST)
        parts = []
        for back in range(24):
            day = newest - pd.Timedelta(days=STEP * back)
            if day < oldest:
                break
            facts = self.known(day)
            parts.append(facts.join(self.came(day, facts.index, horizon=horizon)))
        return pd.concat(parts) if parts else self.known(origin).iloc[:0].assign(silent=0)


def from_lines(lines: pd.DataFrame) -> History:
    """A history from order lines: account_id, day, item_id, amount."""
    days = lines.groupby(["account_id", "day"], as_index=False)["amount"].sum()
    named = lines.loc[lines["item_id"].notna(), ["account_id", "day", "item_id"]]
    return History(days, named.drop_duplicates().sort_values(["account_id", "day", "item_id"], ignore_index=True))


def retail(path: Path) -> History:
    """The order lines of Online Retail II, by the definitions of the README that lies with the data."""
    raw = pd.read_csv(path, dtype="str", keep_default_na=False)
    code = raw["StockCode"].str.upper()
    quantity, price = pd.to_numeric(raw["Quantity"]), pd.to_numeric(raw["UnitPrice"])
    product = (
        (raw["CustomerID"] != "")
        & (quantity > 0)
        & (price > 0)
        & ~raw["InvoiceNo"].str.startswith("C")
        & code.str.match(r"[0-9]{5}")
    )
    raw = raw.loc[product]
    lines = pd.DataFrame(
        {
            "account_id": raw["CustomerID"].str.removesuffix(".0"),
            "day": pd.to_datetime(raw["InvoiceDate"].str[:10], format="%Y-%m-%d"),
            "item_id": code.loc[product],
            "amount": (quantity * price).loc[product],
        }
    )
    return from_lines(lines)


def company(truth: Path) -> History:
    """The orders of a made-up company as they truly came, also in the year after its exports."""
    lines = pd.read_parquet(truth / "tables" / "order_lines.parquet")
    rates = pd.read_parquet(truth / "tables" / "fx_rates.parquet", columns=["currency", "date", "rate"])
    lines = lines.loc[lines["kind"] == "order"].sort_values("order_date")
    lines = pd.merge_asof(lines, rates.sort_values("date"), left_on="order_date", right_on="date", by="currency")
    rate, discount = lines["rate"].fillna(1.0), lines["discount"].fillna(0.0)
    past = pd.DataFrame(
        {
            "account_id": lines["account_id"],
            "day": lines["order_date"],
            "item_id": lines["item_id"],
            "amount": lines["quantity"] * lines["unit_price"] * (1 - discount) * rate,
        }
    )
    future = pd.read_parquet(truth / "future.parquet").rename(columns={"order_date": "day"})
    return from_lines(pd.concat([past, future.assign(item_id=None)], ignore_index=True))
