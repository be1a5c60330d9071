"""What accounts ordered by calendar month, as arrays that can be cut at any past month's end."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from accountbook.features.view import OrderDays as D
from accountbook.features.view import View
from accountbook.tables import OrderLines as L

MEAN_MONTH = 365.25 / 12
"""Days of a mean month, the unit of time here."""


@dataclass(frozen=True, eq=False)
class MonthPanel:
    """Orders by account and month.

    Attributes
    ----------
    accounts : those with an order, sorted, shape (n,).
    months : first days of the months, from that of the first order to that of the last known day; shape (m,).
    length : days known of each month, in mean months; the last may be a part of one; shape (m,).
    end : the last known day.
    orders : order days, revenue : their amounts (company's currency, unpriced ones count 0), shape (n, m).
    valued, logs, squares : order days with an amount above 0, the sums of the logarithms of these and of their squares,
        shape (n, m).
    last : day of the last order so far, as a number of days since 1970, shape (n, m); -1 before the first.
    """

    accounts: pd.Index
    months: pd.DatetimeIndex
    length: np.ndarray
    end: pd.Timestamp
    orders: np.ndarray
    revenue: np.ndarray
    valued: np.ndarray
    logs: np.ndarray
    squares: np.ndarray
    last: np.ndarray

    def until(self, months: int) -> MonthPanel:
        """The accounts known after the first ``months`` months, and these months alone; the last of them whole.

        Notes
        -----
        Months are cut by the day of the order. An order of these months that was recorded after them is in the cut,
        though nobody knew it then: a panel for each of some thirty past months, as known, would be read from the book
        anew. Where orders are entered within days, that is a small part of a cut's last month; where whole months
        come late, past totals judged on such cuts look better than they were.
        """
        known = self.last[:, months - 1] >= 0
        cut = {
            name: getattr(self, name)[known, :months]
            for name in ("orders", "revenue", "valued", "logs", "squares", "last")
        }
        end = self.months[months - 1] + pd.offsets.MonthEnd()
        return replace(
            self,
            accounts=self.accounts[known],
            months=self.months[:months],
            length=self.length[:months],
            end=min(end, self.end),
            **cut,
        )

    @property
    def whole(self) -> int:
        """Months up to the last whole one."""
        return len(self.months) - (0 if self.end.is_month_end else 1)


def month_panel(days: pd.DataFrame, *, end: pd.Timestamp) -> MonthPanel:
    """Add order days up by account and month.

    Parameters
    ----------
    days : order days, see `OrderDays`; not finite amounts count as none.
    end : the last known day.

    Examples
    --------
    >>> days = pd.DataFrame({"account_id": ["A", "A"], "order_date": pd.to_datetime(["2026-01-05", "2026-03-02"]),
    ...                      "amount": [10.0, 20.0]})
    >>> panel = month_panel(days, end=pd.Timestamp("2026-03-31"))
    >>> panel.revenue.tolist(), panel.whole
    ([[10.0, 0.0, 20.0]], 3)
    """
    days = days.loc[days[D.order_date] <= end]
    account, names = pd.factorize(days[D.account_id].astype("str"), sort=True)
    date = days[D.order_date].to_numpy("datetime64[D]")
    first = days[D.order_date].min() if len(days) else end
    months = pd.date_range(first.to_period("M").to_timestamp(), end, freq="MS")
    place = date.astype("datetime64[M]").astype(np.int64) - np.datetime64(months[0], "M").astype(np.int64)
    amount = days[D.amount].to_numpy(float)
    amount = np.where(np.isfinite(amount), amount, 0.0)
    log = np.log(np.where(amount > 0, amount, 1.0))
    shape = len(names), len(months)

    def added(values: np.ndarray) -> np.ndarray:
        return np.bincount(account * shape[1] + place, values, minlength=shape[0] * shape[1]).reshape(shape)

    last = np.full(shape, -1, dtype=np.int64)
    np.maximum.at(last, (account, place), date.astype(np.int64))
    length = months.days_in_month.to_numpy(float)
    length[-1] = end.day
    return MonthPanel(
        pd.Index(names, dtype="str"),
        months,
        length / MEAN_MONTH,
        end,
        added(np.ones(len(date))),
        added(amount),
        added((amount > 0).astype(float)),
        added(log),
        added(log**2),
        np.maximum.accumulate(last, axis=1),
    )


def run_rate_days(view: View) -> pd.DataFrame:
    """Order days without what deals brought: lines that name their deal are left out.

    Returns
    -------
    Frame with account_id, order_date and amount, sorted by the first two; a day with lines of deals only is no row.
    """
    days = view.order_days()
    lines = view.table("order_lines")
    won = lines.loc[(lines[L.kind] == "order") & lines[L.opportunity_id].notna()]
    keys = [D.account_id, D.order_date]
    if won.empty:
        return days[[*keys, D.amount]]
    won = won.groupby(keys, as_index=False).agg(won=(L.amount, "sum"), won_lines=(L.amount, "size"))
    days = days.merge(won, on=keys, how="left")
    days = days.loc[days[D.lines] > days["won_lines"].fillna(0)]
    return days.assign(**{D.amount: days[D.amount] - days["won"].fillna(0.0)})[[*keys, D.amount]].reset_index(drop=True)
