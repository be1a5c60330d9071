"""The order that has not come yet: when, what, how much, how sure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.features.successors import heirs
from accountbook.planning.predicted import (
    HORIZON_DAYS,
    AccountForecast,
    Ladder,
    Shown,
    account_forecast,
    measured,
    told_dates,
)
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View, lines
from accountbook.planning.view import items as items_table
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

FEWEST_ORDERS = 3
"""Two gaps make a first cycle; "2 orders so far: no cycle yet" is an answer, a score from one gap is none."""


class NextState(StrEnum):
    """How the next order stands; the first that holds.

    ``none``: no order so far. ``few``: one or two order days, no cycle yet. ``unpredicted``: no
    prediction was passed. ``missed``: the whole usual range passed. ``overdue``: their usual day, the rhythm's,
    passed. ``later``: most likely after the horizon. ``expected``: a date inside it.
    """

    NONE = "none"
    FEW = "few"
    UNPREDICTED = "unpredicted"
    MISSED = "missed"
    OVERDUE = "overdue"
    LATER = "later"
    EXPECTED = "expected"


class UsualItems(StrEnum):
    """What the account's order lines say of items.

    ``known``: some were bought on two days or more. ``once``: none was. ``unnamed``: no line names an item.
    """

    KNOWN = "known"
    ONCE = "once"
    UNNAMED = "unnamed"


@dataclass(frozen=True)
class NextItem:
    """An item that the next order may hold; quantity with its 8-in-10 range, amount at the expected price.

    Attributes
    ----------
    p : chance that it is in the next order.
    missing : it was not in the last order.
    replaces : the discontinued item that the account bought and whose demand is this one's now; None where it never
        bought such a one, or has bought this one.
    """

    item_id: str
    name: str | None
    family: str | None
    p: float | None
    quantity: float | None
    quantity_lo: float | None
    quantity_hi: float | None
    amount: float | None
    missing: bool
    replaces: str | None


@dataclass(frozen=True)
class NextOrder:
    """The next order.

    Attributes
    ----------
    p10, p50, p90 : the days that are told (`told_dates`), never before as_of; None: later than the horizon.
    due, latest : their usual day and the last of the usual range, by the plain rhythm; due < as_of is overdue.
    days_late : days since `due`, where it has passed, else None.
    horizon_end : last day of the horizon.
    p_none, p_none_lo, p_none_hi : chance that nothing comes by then, with its range.
    typical, typical_lo, typical_hi : the next order's amount and 8-in-10 range; None where no past order has an
        amount, since other accounts' amounts say nothing of this one's.
    expected, expected_lo, expected_hi : what all orders to the horizon's end come to, as a mean; None likewise.
    items : likely ones, the likeliest first.
    family, family_units : the family with most pieces among the items that are more likely in than not, and how many.
    rest : further items predicted that were not listed.
    usual : what the order lines say of items.
    ideas : items that the account never bought, the likeliest first.
    ideas_alike : accounts alike buy them; False: most accounts do, which said as much on past dates.
    ideas_rate : of such ideas on past dates, how many were in the next order; None where that was not measured.
    last_order, last_amount : what came last.
    """

    state: NextState
    shown: Shown
    ladder: Ladder
    orders: int
    horizon_days: int
    horizon_end: pd.Timestamp
    p10: pd.Timestamp | None
    p50: pd.Timestamp | None
    p90: pd.Timestamp | None
    due: pd.Timestamp | None
    latest: pd.Timestamp | None
    days_late: int | None
    p_none: float | None
    p_none_lo: float | None
    p_none_hi: float | None
    typical: float | None
    typical_lo: float | None
    typical_hi: float | None
    expected: float | None
    expected_lo: float | None
    expected_hi: float | None
    items: tuple[NextItem, ...]
    family: str | None
    family_units: float | None
    rest: int
    usual: UsualItems
    ideas: tuple[NextItem, ...]
    ideas_alike: bool
    ideas_rate: float | None
    last_order: pd.Timestamp | None
    last_amount: float | None


def next_order(
    view: View,
    accounts: pd.DataFrame | None = None,
    items: pd.DataFrame | None = None,
    *,
    quality: pd.DataFrame | None = None,
    horizon: int = HORIZON_DAYS,
    top: int = 5,
) -> NextOrder:
    """The next order of the view's account.

    Parameters
    ----------
    view : one account's slice.
    accounts, items : predictions of these kinds (None: none were made).
    quality : of kind "quality_orders", which says how often ideas were bought.
    horizon : days, as the predictions have it.
    top : how many items to list at most.
    """
    days = view.order_days()
    forecast = account_forecast(accounts, view.account_id, horizon=horizon)
    shown = forecast.shown if forecast else Shown.NONE
    p10, p50, p90 = told_dates(forecast) if forecast else (None, None, None)
    priced = forecast if not days.empty and days[L.amount].notna().any() else None
    likely, rest = _items(view, _of_kind(items, idea=False), top, priced=priced is not None)
    ideas, _ = _items(view, _of_kind(items, idea=True), top, priced=priced is not None)
    tried = measured(quality, "ideas", "next_order")
    family, units = _family(likely)
    return NextOrder(
        state=order_state(forecast, len(days), view.as_of),
        shown=shown,
        ladder=forecast.ladder if forecast else Ladder.FACTS,
        orders=len(days),
        horizon_days=horizon,
        horizon_end=view.as_of + pd.Timedelta(days=horizon),
        p10=p10,
        p50=p50,
        p90=p90,
        due=forecast.rhythm_p50 if forecast else None,
        latest=forecast.rhythm_p90 if forecast else None,
        days_late=days_late(forecast, view.as_of),
        p_none=chance(forecast),
        p_none_lo=forecast.p_no_order_lo if forecast and shown != Shown.NONE else None,
        p_none_hi=forecast.p_no_order_hi if forecast and shown != Shown.NONE else None,
        typical=priced.typical_amount if priced else None,
        typical_lo=priced.typical_lo if priced else None,
        typical_hi=priced.typical_hi if priced else None,
        expected=priced.expected_amount if priced else None,
        expected_lo=priced.expected_lo if priced else None,
        expected_hi=priced.expected_hi if priced else None,
        items=likely,
        family=family,
        family_units=units,
        rest=rest,
        usual=_usual(view),
        ideas=ideas,
        ideas_alike=tried is not None and tried.shown == Shown.MODEL,
        ideas_rate=None if tried is None else tried.figure,
        last_order=None if days.empty else day(days[L.order_date].iloc[-1]),
        last_amount=None if days.empty else number(days[L.amount].iloc[-1]),
    )


def order_state(forecast: AccountForecast | None, orders: int, as_of: pd.Timestamp) -> NextState:
    """How the next order stands; see `NextState`.

    Examples
    --------
    >>> order_state(None, 0, pd.Timestamp("2026-10-31")).value, order_state(None, 9, pd.Timestamp("2026-10-31")).value
    ('none', 'unpredicted')
    """
    if orders < FEWEST_ORDERS:
        return NextState.FEW if orders else NextState.NONE
    if forecast is None:
        return NextState.UNPREDICTED
    if forecast.rhythm_p90 is not None and forecast.rhythm_p90 < as_of:
        return NextState.MISSED
    if forecast.rhythm_p50 is not None and forecast.rhythm_p50 < as_of:
        return NextState.OVERDUE
    return NextState.LATER if forecast.next_order_p50 is None else NextState.EXPECTED


def days_late(forecast: AccountForecast | None, as_of: pd.Timestamp) -> int | None:
    """Days since their usual day (the rhythm's), None where it lies ahead or is unknown.

    Examples
    --------
    >>> days_late(None, pd.Timestamp("2026-10-31")) is None
    True
    """
    due = forecast.rhythm_p50 if forecast else None
    return (as_of - due).days if due is not None and due < as_of else None


def chance(forecast: AccountForecast | None) -> float | None:
    """The chance of no order that may be shown: the model's, the base rate where it did not win, or None.

    Examples
    --------
    >>> chance(None) is None
    True
    """
    if forecast is None or forecast.shown == Shown.NONE or forecast.orders < FEWEST_ORDERS:
        return None
    return forecast.p_naive if forecast.p_no_order is None else forecast.p_no_order


def _of_kind(predicted: pd.DataFrame | None, *, idea: bool) -> pd.DataFrame | None:
    """Usual items, or ideas; predictions made before there were ideas are usual ones."""
    if predicted is None or "kind" not in predicted:
        return None if idea else predicted
    return predicted[(predicted["kind"] == "idea") == idea]


def _usual(view: View) -> UsualItems:
    named = lines(view)
    named = named.loc[named[L.item_id].notna(), [L.item_id, L.order_date]]
    if named.empty:
        return UsualItems.UNNAMED
    return UsualItems.KNOWN if named.drop_duplicates()[L.item_id].duplicated().any() else UsualItems.ONCE


def _items(view: View, predicted: pd.DataFrame | None, top: int, *, priced: bool) -> tuple[tuple[NextItem, ...], int]:
    if predicted is None or predicted.empty:
        return (), 0
    rows = predicted[predicted["account_id"] == view.account_id]
    rows = rows[rows["as_of"] == rows["as_of"].max()].sort_values("rank", kind="stable")
    named = items_table(view)
    bought = lines(view)
    last = set(bought.loc[bought[L.order_date] == bought[L.order_date].max(), L.item_id])
    replaced = _replaced(view, bought)
    found = []
    for row in rows.head(top).to_dict("records"):
        item = named.loc[row["item_id"]] if row["item_id"] in named.index else {}
        found.append(
            NextItem(
                item_id=str(row["item_id"]),
                name=text(item.get(I.name)),
                family=text(item.get(I.family)),
                p=number(row.get("p")),
                quantity=number(row.get("quantity")),
                quantity_lo=number(row.get("quantity_lo")),
                quantity_hi=number(row.get("quantity_hi")),
                amount=number(row.get("amount")) if priced else None,
                missing=row["item_id"] not in last,
                replaces=replaced.get(str(row["item_id"])),
            )
        )
    return tuple(found), max(len(rows) - top, 0)


def _replaced(view: View, bought: pd.DataFrame) -> dict[str, str]:
    """Items never bought, whose predecessor was: the one bought last."""
    days = bought.groupby(L.item_id)[L.order_date].max().sort_values(kind="stable")
    moved = heirs(view.table("items"), view.as_of)
    return {moved[str(old)]: str(old) for old in days.index if str(old) in moved and moved[str(old)] not in days.index}


def _family(likely: tuple[NextItem, ...]) -> tuple[str | None, float | None]:
    """The family with most pieces among the items more likely in than not."""
    units: dict[str, float] = {}
    for item in likely:
        if item.family and item.quantity is not None and (item.p or 0.0) >= 0.5:
            units[item.family] = units.get(item.family, 0.0) + item.quantity
    return max(units.items(), key=lambda entry: (entry[1], entry[0])) if units else (None, None)
