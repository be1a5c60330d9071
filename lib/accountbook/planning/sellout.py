"""What sells through and how long the stock lasts, item by item (cap 32), from the channel's own monthly reports.

The mean of the last three reported months that ended with stock is what sells in a month. Stock, with what is on its
way, over that mean says how long it lasts, counted from the end of the last reported month. Values are at the account's
own mean net price of 24 months, since what it asks of its customers is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.values import change, number, share, text
from accountbook.planning.view import View, items, lines
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L
from accountbook.tables import Sellout as S
from accountbook.tables import Shipments as P

MONTHS, MONTH = 3, 30.44
HIGH = 6.0
"""Stock for so many months and more is overfull, and for two of their usual gaps between orders."""
TOLD = 0.01
"""An item under this share of what they order or sell is told only in the table."""


@dataclass(frozen=True)
class Sold:
    """One item at the channel.

    Attributes
    ----------
    month : the last reported month's end. sold : pieces a month, mean of the last three reported.
    change : against the same three months a year before; None where they were not reported or nothing was sold.
    stock : pieces at the month's end. on_way : pieces of ours that had not arrived by then.
    later : whether some of these come only after the next order is due.
    lasts : months from the view's day on that both last; None where nothing sells.
    runs_out : the day on which stock, and what arrives before the next order, is used up at that speed.
    bought_12, sold_12 : pieces ordered and sold on in the 12 months to the last report.
    value : stock at their net price; None without a price. ordered_12 : their orders of it in 12 months, money.
    low, high : it runs out before the next order is due; it lasts too long.
    """

    item_id: str
    name: str | None
    month: pd.Timestamp
    sold: float
    change: float | None
    stock: float | None
    on_way: float
    later: bool
    lasts: float | None
    runs_out: pd.Timestamp | None
    bought_12: float
    sold_12: float
    value: float | None
    ordered_12: float
    low: bool
    high: bool


@dataclass(frozen=True)
class SellOut:
    """Everything the account reported.

    Attributes
    ----------
    items : by what is sold on in money, the most first.
    month : the last reported month's end. reported_on : day of the last report, None where it is not noted.
    bought, sold : orders and sell-out of the 12 months to the last report, money at their price; None without one.
    stock : value of the stock. cover : months that it lasts in all.
    high_share : share of their orders of 12 months that is for overfull items.
    """

    items: tuple[Sold, ...]
    month: pd.Timestamp | None
    reported_on: pd.Timestamp | None
    bought: float | None
    sold: float | None
    stock: float | None
    cover: float | None
    high_share: float | None


def sell_out(view: View, *, due: pd.Timestamp | None, gap: float | None) -> SellOut:
    """What the view's account reported.

    Parameters
    ----------
    due : when the next order is due. gap : days between their orders.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> told = [{"account_id": "A", "item_id": "I", "month": f"2026-0{m}-28", "quantity": 10, "stock": 25}
    ...         for m in (7, 8, 9)]
    >>> found = sell_out(MemoryView("2026-10-31", {"order_lines": [], "sellout": told}), due=None, gap=None)
    >>> found.items[0].sold, round(found.items[0].lasts, 1)
    (10.0, 1.5)
    """
    told = view.table("sellout")
    told = told.assign(**{S.month: told[S.month].dt.normalize() + pd.offsets.MonthEnd(0)})
    told = told[told[S.month] <= view.as_of].sort_values([S.item_id, S.month])
    told = told.drop_duplicates([S.item_id, S.month], keep="last")
    if told.empty:
        return SellOut((), None, None, None, None, None, None, None)
    month = told[S.month].max()
    bought = lines(view)
    bought = bought[bought[L.order_date] <= month]
    recent = bought[bought[L.order_date] > back(month, 24)]
    sums = recent.groupby(L.item_id)[[L.amount, L.quantity]].sum()
    prices = (sums[L.amount] / sums[L.quantity])[(sums[L.quantity] > 0) & (sums[L.amount] > 0)]
    year = bought[bought[L.order_date] > back(month, 12)].groupby(L.item_id)[[L.amount, L.quantity]].sum()
    names, coming = items(view)[I.name], _coming(view, month)
    total = float(year[L.amount].sum())
    found = [
        _sold(str(item), rows, month, prices, year, names, total, coming, due, gap, (view.as_of - month).days)
        for item, rows in told.groupby(S.item_id)
    ]
    # what they neither hold nor order any more belongs to the past
    found = [one for one in found if one.stock or one.bought_12]
    worth = {one.item_id: number(prices.get(one.item_id)) for one in found}
    found.sort(key=lambda one: (-one.sold_12 * (worth[one.item_id] or 0.0), -one.sold_12, one.item_id))
    priced = [one for one in found if worth[one.item_id] is not None]
    sold = sum(one.sold_12 * (worth[one.item_id] or 0.0) for one in priced)
    stock = sum(one.value or 0.0 for one in priced)
    monthly = sum(one.sold * (worth[one.item_id] or 0.0) for one in priced)
    high = sum(one.ordered_12 for one in found if one.high)
    said = told[S.reported_on].max()
    return SellOut(
        items=tuple(found),
        month=month,
        reported_on=None if pd.isna(said) else said,
        bought=sum(one.ordered_12 for one in priced) if priced else None,
        sold=sold if priced else None,
        stock=stock if priced else None,
        cover=number(stock / monthly) if monthly > 0 else None,
        high_share=share(high, total),
    )


def _coming(view: View, month: pd.Timestamp) -> pd.DataFrame:
    """Pieces by item that were on their way at the month's end, or were ordered since, with the day they arrive."""
    if not view.has("shipments"):
        rows = lines(view)
        rows = rows[rows[L.order_date] > month]
        return pd.DataFrame({"item": rows[L.item_id], "day": rows[L.order_date], "pieces": rows[L.quantity]})
    sent = view.table("shipments")
    late = sent[P.arrived_on].isna() | (sent[P.arrived_on] > month)
    # what is waited for longer than two months may never come
    sent = sent[late & (sent[P.promised_on] > month - pd.Timedelta(days=60))]
    day = sent[P.arrived_on].fillna(sent[P.promised_on])
    return pd.DataFrame({"item": sent[P.item_id], "day": day, "pieces": sent[P.quantity]})


def _sold(
    item: str,
    rows: pd.DataFrame,
    last: pd.Timestamp,
    prices: pd.Series,
    year: pd.DataFrame,
    names: pd.Series,
    total: float,
    coming: pd.DataFrame,
    due: pd.Timestamp | None,
    gap: float | None,
    age: int,
) -> Sold:
    month = rows[S.month].max()
    recent = _recent(rows)
    before = rows[rows[S.month].isin([_a_year_back(day) for day in recent[S.month]])]
    sold = float(recent[S.quantity].fillna(0.0).mean())
    earlier = float(before[S.quantity].fillna(0.0).mean()) if len(before) == MONTHS else None
    stock = number(rows[S.stock].iloc[-1])
    mine = coming[(coming["item"] == item) & (month == last)]
    on_way = float(mine["pieces"].sum())
    in_time = on_way if due is None else float(mine.loc[mine["day"] <= due, "pieces"].sum())
    cover = None if stock is None or sold <= 0 else (max(stock, 0.0) + on_way) / sold
    lasts = None if cover is None else max(cover - age / MONTH, 0.0)
    out = None if cover is None else month + pd.Timedelta(days=round((max(stock or 0.0, 0.0) + in_time) / sold * MONTH))
    ordered = number(year[L.amount].get(item)) or 0.0
    price = number(prices.get(item))
    # of an item that they stopped ordering nothing runs out
    matters = ordered > 0 and ordered >= TOLD * total
    current = month == last
    enough = HIGH if gap is None else max(HIGH, 2 * gap / MONTH)
    return Sold(
        item_id=item,
        name=text(names.get(item)),
        month=month,
        sold=sold,
        change=change(sold, earlier),
        stock=stock,
        on_way=on_way,
        later=in_time < on_way,
        lasts=lasts,
        runs_out=out,
        bought_12=number(year[L.quantity].get(item)) or 0.0,
        sold_12=float(rows.loc[rows[S.month] > back(last, 12), S.quantity].fillna(0.0).sum()),
        value=None if stock is None or price is None else max(stock, 0.0) * price,
        ordered_12=ordered,
        low=bool(current and matters and out is not None and due is not None and out < due),
        high=bool(current and lasts is not None and lasts >= enough and matters),
    )


def _recent(rows: pd.DataFrame) -> pd.DataFrame:
    """The last three months; of the last six only those that ended with stock, since without it nothing can sell."""
    half = rows.tail(2 * MONTHS)
    held = half[half[S.stock].isna() | (half[S.stock] > 0)]
    return held.tail(MONTHS) if len(held) >= MONTHS else rows.tail(MONTHS)


def _a_year_back(day: pd.Timestamp) -> pd.Timestamp:
    return day - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)
