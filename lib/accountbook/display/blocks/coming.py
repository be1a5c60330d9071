"""The order that has not come yet: when, what, how much, how sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.terms import days, item_cell, money_column, on_day
from accountbook.display.charts import next_order_chart
from accountbook.display.fragment import Fragment
from accountbook.display.page import block
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.channel import Channel
    from accountbook.planning.next_order import NextItem, NextOrder

MOST = 4
SHOULD_HOLD = 0.8
"""The share of cases that a p10 to p90 range should hold."""


def next_order(
    judged: NextOrder, t: Words, *, orders: pd.DataFrame, held: float | None = None, channel: Channel | None = None
) -> Fragment:
    """The block "The next order".

    Parameters
    ----------
    judged : the judgement of `accountbook.planning.next_order`.
    orders : the account's order days (``order_date``, ``amount``), for the chart.
    held : how often ranges made this way held what came (0-1), None where no past is long enough to tell.
    channel : what they sell on and have in stock, of which the prediction does not know.
    """
    finding = order_finding(judged, t)
    if str(judged.state) in ("none", "few", "unpredicted"):
        return block(finding, _few(judged, t))
    if gone(judged, t):
        return block(finding, _gone(judged, t))
    # dates by money: without money the dates in the note say it all
    chart = None if judged.typical is None else _chart(judged, t, orders, finding)
    told = [_note(judged, t, held), _stock(judged, t, channel)]
    return block(finding, chart, _items(judged, t), note=" ".join(one for one in told if one))


def _stock(judged: NextOrder, t: Words, channel: Channel | None) -> str:
    """That an item of the next order lies on their shelf for long, which no order line says."""
    high = {one.item_id: one.lasts for one in (channel.high if channel is not None else ())}
    full = [one for one in judged.items[:MOST] if high.get(one.item_id)]
    if not full:
        return ""
    months = t.number(high[full[0].item_id])
    return t(
        "Their stock of {item} lasts {months} months, which the prediction does not know.",
        item=full[0].item_id,
        months=months,
    )


def order_finding(judged: NextOrder, t: Words) -> str:
    """When, what and how much, or why nothing can be said.

    Returns
    -------
    str
        Such as "Next order around 12 Nov: 340 units of VX, about EUR 41k (28–55k)" or
        "2 orders so far: no cycle yet".
    """
    state = str(judged.state)
    if state == "none":
        return t("No order so far")
    if state == "few":
        return t.plural("{n} order so far: no cycle yet", "{n} orders so far: no cycle yet", judged.orders)
    if state == "unpredicted":
        return t.plural(
            "{n} order so far; no prediction was made", "{n} orders so far; no prediction was made", judged.orders
        )
    money = t.money_with_range(judged.typical, judged.typical_lo, judged.typical_hi, unit=True)
    if gone(judged, t):
        silence = days((t.as_of - judged.last_order).days, t)
        return (
            t("No order for {days}; they used to be about {money}", days=silence, money=money)
            if money
            else t("No order for {days}", days=silence)
        )
    if state in ("missed", "overdue"):
        return _late_finding(judged, t, money)
    if state == "later":
        by = on_day(judged.horizon_end, t)
        return (
            t("Next order most likely after {day}, about {money}", day=by, money=money)
            if money
            else t("Next order most likely after {day}", day=by)
        )
    around = on_day(judged.p50, t)
    if not money:
        return t("Next order around {day}", day=around)
    if judged.family and judged.family_units:
        units = t.number(_round_units(judged.family_units))
        said = t(
            "Next order around {day}: {units} units of {family}, about {money}",
            day=around,
            units=units,
            family=judged.family,
            money=money,
        )
        if len(said) <= 90:
            return said
    return t("Next order around {day}, about {money}", day=around, money=money)


def gone(judged: NextOrder, t: Words) -> bool:
    """Whether the last order is more than a year old: then there is no next one to speak of."""
    return judged.last_order is not None and (t.as_of - judged.last_order).days > 365


def _gone(judged: NextOrder, t: Words) -> str:
    last = on_day(judged.last_order, t)
    if judged.p_none is None:
        return t("The last one came on {day}. A rhythm more than a year old says nothing of the next one.", day=last)
    return t(
        "The last one came on {day}. A rhythm more than a year old says nothing of the next one;"
        " {share} of such accounts stay silent until {end}.",
        day=last,
        share=t.share(judged.p_none),
        end=on_day(judged.horizon_end, t),
    )


def _late_finding(judged: NextOrder, t: Words, money: str) -> str:
    due, late = on_day(judged.due, t), days(judged.days_late or 0, t)
    if str(judged.state) == "missed":
        if not money:
            return t("Order missed: their usual day was {day}, {late} ago", day=due, late=late)
        return t("Order missed: {money}; their usual day was {day}, {late} ago", day=due, late=late, money=money)
    if not money:
        return t("Order overdue by {late}: their usual day was {day}", day=due, late=late)
    return t("Order overdue by {late}: {money}; their usual day was {day}", day=due, late=late, money=money)


def _round_units(units: float) -> float:
    """Two leading digits: 340, not 338."""
    return float(f"{units:.2g}") if units >= 10 else units


def _chart(judged: NextOrder, t: Words, orders: pd.DataFrame, alt: str) -> Fragment:
    dates = None if judged.p10 is None else (judged.p10, judged.p50 or pd.NaT, judged.p90 or pd.NaT)
    amounts = None if judged.typical is None else (judged.typical_lo, judged.typical, judged.typical_hi)
    late = str(judged.state) in ("missed", "overdue")
    note = "" if judged.p50 is not None else t("later than {day}", day=on_day(judged.horizon_end, t))
    low = judged.last_amount is not None and judged.typical_lo is not None and judged.last_amount < judged.typical_lo
    return next_order_chart(
        orders,
        as_of=t.as_of,
        dates=dates if judged.p50 is not None else None,
        amounts=amounts,
        words=t,
        alt=alt if not late else t("{finding}. If they still order: {range}", finding=alt, range=_dates(judged, t)),
        note=note,
        low_last=low,
    )


def _dates(judged: NextOrder, t: Words) -> str:
    """ "3 Nov–4 Dec", "from 3 Nov, perhaps after 29 Jan", or "after 29 Jan"."""
    end = on_day(judged.horizon_end, t)
    if judged.p10 is None:
        return t("after {day}", day=end)
    if judged.p90 is None:
        return t("from {first}, perhaps after {day}", first=on_day(judged.p10, t), day=end)
    return t.day_range(judged.p10, judged.p90)


def _items(judged: NextOrder, t: Words) -> Fragment | str | None:
    if str(judged.usual) == "unnamed":
        return t("No order line names an item, so none can be expected.")
    if str(judged.usual) == "once":
        return t("No item was bought twice so far: which ones come next cannot be told.")
    if not judged.items:
        return None
    return _item_table(judged.items[:MOST], t, head=t("Likely in it"), id="next-items")


def new_ideas(judged: NextOrder, t: Words) -> Fragment | None:
    """Items that the account never bought and others do, with how often such ideas came true; None without any."""
    if not judged.ideas or judged.ideas_rate is None:
        return None
    said = (
        t("New ideas: accounts alike buy these, this one never did.")
        if judged.ideas_alike
        else t("New ideas: most accounts buy these, this one never did.")
    )
    return _item_table(judged.ideas, t, head=t("New idea"), id="ideas", caption=f"{said} {_rate(judged.ideas_rate, t)}")


def _rate(rate: float, t: Words) -> str:
    """How many of a hundred such ideas were in the next order."""
    count = round(100 * rate)
    if not count:
        return t("Of 100 such ideas in the past, fewer than one was in the next order.")
    return t.plural(
        "Of 100 such ideas in the past, {n} was in the next order.",
        "Of 100 such ideas in the past, {n} were in the next order.",
        count,
    )


def _item_table(shown: Sequence[NextItem], t: Words, *, head: str, id: str, caption: str = "") -> Fragment:
    priced = any(item.amount is not None for item in shown)
    unit, money = money_column([item.amount for item in shown], t)
    columns = [
        Column(head, "name", phone=6),
        Column(t("Chance"), "number"),
        Column(t("Units (8 in 10)"), "number"),
        *([Column(unit, "number")] * priced),
    ]
    return table(columns, [_item(item, t, money)[: len(columns)] for item in shown], id=id, caption=caption)


def _item(item: NextItem, t: Words, money: Callable[[float | None], str]) -> list[Cell]:
    quantity = "" if item.quantity is None else t.number(item.quantity)
    around = ""
    if item.quantity_lo is not None and item.quantity_hi is not None:
        around = t.number_range(item.quantity_lo, item.quantity_hi)
    name = item_cell(item.item_id, item.name)
    if item.replaces is not None:
        name = replace(name, second=t("replaces {item}", item=item.replaces))
    return [
        name,
        Cell("" if item.p is None else t.share(item.p)),
        Cell(quantity, range=around if around != quantity else ""),
        Cell(money(item.amount)),
    ]


def _note(judged: NextOrder, t: Words, held: float | None) -> str:
    told = []
    end = on_day(judged.horizon_end, t)
    if judged.p10 is not None and judged.p90 is not None:
        between = {"first": on_day(judged.p10, t), "last": on_day(judged.p90, t)}
        told.append(t("If they order: 8 in 10 between {first} and {last}.", **between))
    elif judged.p10 is not None:
        told.append(t("9 in 10 that it does not come before {day}.", day=on_day(judged.p10, t)))
    if judged.p_none is not None:
        told.append(t("{share} that nothing comes by {day}.", share=t.share(judged.p_none), day=end))
    if judged.expected:  # of nothing, the chance of nothing has told
        around = t.money_with_range(judged.expected, judged.expected_lo, judged.expected_hi, unit=True)
        told.append(t("All orders until then: about {money} on average.", money=around))
    if held is not None:
        told.append(
            t(
                "Date ranges made this way held {share} of the time (should: {should}).",
                share=t.share(held),
                should=t.share(SHOULD_HOLD),
            )
        )
    elif str(judged.shown) == "naive":
        told.append(t("The model was not better than the account's plain rhythm, so this is the plain rhythm."))
    return " ".join(told)


def _few(judged: NextOrder, t: Words) -> str:
    if str(judged.state) == "unpredicted":
        return t("Run the churn_reorder notebook for this day; the plan then finds its predictions.")
    if judged.last_order is None:
        return t("A first order will show what they buy; a second one, when.")
    last = on_day(judged.last_order, t)
    if judged.last_amount is None:
        return t("The last one came on {day}. A cycle needs more of them.", day=last)
    money = t.money(judged.last_amount, unit=True)
    return t("The last one came on {day}: {money}. A cycle needs more of them.", day=last, money=money)
