"""The channel: sell-in beside sell-out, what the stock says of the next order, the end customers behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import clipped
from accountbook.display.blocks.terms import days, item_cell, item_name, money_column, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.behind import EndCustomer
    from accountbook.planning.channel import Channel, Speed
    from accountbook.planning.sellout import Sold

MOST, ENDS = 8, 5
NAME = 32
"""Characters of an item in the finding."""
SMALL_ORDER = 0.25
"""From this share of their orders in overfull items on, the stock says that the next order will be small."""


def channel(judged: Channel, t: Words) -> Fragment | Fold | None:
    """The section "Channel", a folded line where the stock says nothing, None where the account sells nothing on."""
    state = str(judged.state)
    if state == "absent":
        return None
    finding = channel_finding(judged, t)
    beside, items = _facts(judged, t), _items(judged, t)
    body = split(items, beside) if items is not None and beside is not None else _speeds(judged, t)
    ends = _ends(judged, t)
    if finding is None:
        parts = [part for part in (body, ends) if part is not None]
        return Fold(t("Channel"), _reason(judged, t), Fragment(*parts) if parts else "")
    return section(finding, body, ends, note=_note(judged, t))


def channel_finding(judged: Channel, t: Words) -> str | None:
    """What the stock says of the next order; None where it says nothing."""
    if len(judged.speeds) == 1:
        one = judged.speeds[0]
        words = {"now": t.number(one.gap), "before": t.number(one.before), "item": _named(one)}
        if one.waits:
            return t("{item} not reordered for {now} days, before that every {before}", **words)
        return t("{item} is reordered every {now} days, before that every {before}", **words)
    if judged.speeds:
        slower = sum(not one.faster for one in judged.speeds)
        if slower:
            return t.plural(
                "No sell-out reported; {n} item is reordered more slowly than before",
                "No sell-out reported; {n} items are reordered more slowly than before",
                slower,
            )
        return t.plural(
            "No sell-out reported; {n} item is reordered faster than before",
            "No sell-out reported; {n} items are reordered faster than before",
            len(judged.speeds),
        )
    share = judged.out.high_share or 0.0
    if judged.high and share >= SMALL_ORDER:
        if judged.due is None:
            return t("What makes up {share} of their orders lasts over half a year", share=t.share(share))
        return t(
            "What makes up {share} of their orders lasts over half a year: expect a small next order",
            share=t.share(share),
        )
    if judged.low and judged.due is not None:
        return _low(judged, t)
    if judged.high:
        one = judged.high[0]
        name, months = _named(one), t.number(one.lasts or 0.0)
        if judged.due is None:
            return t("{item} at theirs lasts {months} months", item=name, months=months)
        return t("{item} lasts {months} months: the next order will hold little of it", item=name, months=months)
    if judged.rising:
        one = judged.rising[0]
        change = t.share(one.change or 0.0)
        return t("{item} sells {change} better than a year before", item=_named(one), change=change)
    return None


def _named(one: Sold | Speed) -> str:
    """An item within the finding."""
    return clipped(item_name(one.item_id, one.name), NAME)


def _low(judged: Channel, t: Words) -> str:
    first = min(judged.low, key=lambda one: (one.runs_out, -one.ordered_12))
    name, due = _named(first), on_day(judged.due, t)
    if len(judged.low) > 1:
        n = len(judged.low)
        return t("{n} items run out before the order around {due}, {item} first", n=n, item=name, due=due)
    if t.as_of is not None and first.runs_out is not None and first.runs_out <= t.as_of:
        return t("{item} is sold out by their last report; the next order is due around {due}", item=name, due=due)
    day = on_day(first.runs_out, t)
    return t("{item} runs out around {day}, before the order around {due}", item=name, day=day, due=due)


def _reason(judged: Channel, t: Words) -> str:
    if str(judged.state) == "old":
        return t("last report is of {month}: ask for the newer ones", month=t.month(judged.out.month, year=True))
    if str(judged.state) == "proxy":
        return t("no sell-out reported; reorder speed is as before")
    if judged.out.cover is None:
        if judged.due is None:
            return t("no next order in sight")
        return t("nothing runs out before the next order")
    months = t.number(judged.out.cover, digits=1)
    if judged.due is None:
        return t("stock lasts {months} months; no next order in sight", months=months)
    return t("stock lasts {months} months; nothing runs out before the next order", months=months)


def _items(judged: Channel, t: Words) -> Fragment | None:
    """Items that say something first, then those that sell most."""
    told = [*judged.low, *judged.high[:4], *judged.rising]
    seen: dict[str, Sold] = {one.item_id: one for one in [*told, *judged.out.items]}
    shown = list(seen.values())[: max(min(MOST, len(told) + 2), 5)]
    if not shown:
        return None
    columns = [
        Column(t("Item"), "name", phone=6),
        Column(t("Sold on, a month"), "number", phone=3),
        Column(t("Sold on, 12 m"), "number", phone=3),
        Column(t("In stock"), "number", phone=3),
        Column(t("Lasts, months"), "number", phone=3),
        Column(t("What it says"), "reason", phone=6, gap=True),
    ]
    caption = t(
        "{shown} of {n} reported items, in pieces, as of {day}.",
        shown=len(shown),
        n=len(judged.out.items),
        day=on_day(judged.out.month, t),
    )
    return table(columns, [_item(one, judged, t) for one in shown], id="sell-out", caption=caption)


def _item(one: Sold, judged: Channel, t: Words) -> list[Cell]:
    way = t("{n} on the way", n=t.number(one.on_way)) if one.on_way else ""
    bought = t("{n} ordered", n=t.number(one.bought_12)) if one.bought_12 else t("none ordered")
    change = "" if one.change is None else t.change(one.change)
    return [
        item_cell(one.item_id, one.name),
        Cell(t.number(one.sold, digits=int(one.sold < 10)), second=change),
        Cell(t.number(one.sold_12), second=bought),
        Cell("" if one.stock is None else t.number(one.stock), second=way),
        Cell("" if one.lasts is None else t.number(one.lasts, digits=1), act=one in judged.low or one in judged.high),
        Cell(_says(one, judged, t)),
    ]


def _says(one: Sold, judged: Channel, t: Words) -> str:
    if one in judged.low:
        if one.runs_out is not None and t.as_of is not None and one.runs_out <= t.as_of:
            return t("Sold out, by their last report")
        day = on_day(one.runs_out, t)
        if one.later:
            return t("Runs out around {day}; what is on the way comes later", day=day)
        return t("Runs out around {day}", day=day)
    if one in judged.high:
        return t("Overfull: expect little")
    if one in judged.rising:
        return t("Sells better than a year before")
    return ""


def _facts(judged: Channel, t: Words) -> Fragment | None:
    out = judged.out
    if out.month is None:
        return None
    head, money = money_column([out.bought, out.sold, out.stock], t)
    rows = []
    if out.bought is not None:
        rows.append(Fact(t("Ordered in 12 months"), money(out.bought)))
        rows.append(Fact(t("Sold on in 12 months"), money(out.sold)))
        rows.append(Fact(t("In stock"), money(out.stock)))
    if out.cover is not None:
        rows.append(Fact(t("The stock lasts"), t("{months} months", months=t.number(out.cover, digits=1))))
    old = str(judged.state) == "old"
    month = t.month(out.month, year=True)
    rows.append(Fact(t("Last report"), month, aside=t("{days} old", days=days(judged.age or 0, t)), act=old))
    return facts(rows, head=(t("Reported items, at our prices"), head))


def _ends(judged: Channel, t: Words) -> Fragment | None:
    every = judged.behind.customers
    if not every:
        return None
    held = [one for one in every if not one.lost][:ENDS]
    shown = [*held, *[one for one in every if one.lost][: max(1, ENDS - len(held))]]
    head, money = money_column([one.money for one in shown] + [one.before for one in shown], t)
    columns = [
        Column(t("End customer"), "name", phone=6),
        Column(t("{unit}, 12 m", unit=head), "number", phone=3),
        Column(t("12 before"), "number", phone=3),
        Column(t("Share"), "number", phone=3),
        Column(t("Last order"), "number", phone=3),
    ]
    named = judged.behind.named
    caption = t("Who stands behind their orders.")
    if named is not None and named < 0.995:
        caption = t("Who stands behind their orders; {share} of 12 months' orders name one.", share=t.share(named))
    return table(columns, [_end(one, money, t) for one in shown], id="end-customers", caption=caption)


def _end(one: EndCustomer, money: object, t: Words) -> list[Cell]:
    state = t("new") if one.new else t("nothing in 12 months") if one.lost else ""
    return [
        Cell(one.name, second=state, second_act=one.lost),
        Cell(money(one.money) if one.money else ""),
        Cell(money(one.before) if one.before else ""),
        Cell("" if one.share is None or one.lost else t.share(one.share)),
        Cell(on_day(one.last, t)),
    ]


def _speeds(judged: Channel, t: Words) -> Fragment | None:
    if not judged.speeds:
        return None
    columns = [
        Column(t("Item"), "name", phone=6),
        Column(t("Days between orders, lately"), "number"),
        Column(t("Before"), "number"),
        Column(t("Last order"), "number"),
    ]
    rows = [
        [
            item_cell(one.item_id, one.name),
            Cell(t.number(one.gap), act=not one.faster, second=t("so far, since the last one") if one.waits else ""),
            Cell(t.number(one.before)),
            Cell(on_day(one.last, t)),
        ]
        for one in judged.speeds
    ]
    caption = t("What they sell on is not reported; how fast they reorder stands in for it.")
    return table(columns, rows, id="reorder-speed", caption=caption, stack=False)


def _note(judged: Channel, t: Words) -> str:
    if judged.out.month is None:
        return ""
    return t(
        "A month's sales are the mean of the last three that ended with stock; what is on the way counts as stock. "
        "Overfull: for half a year and more, and for two of their usual gaps."
    )
