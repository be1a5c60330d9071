"""What the purchase pattern asks for, a sentence per code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import item_name, month_name, on_day
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say


def _item(f: Facts) -> str:
    return item_name(f["item_id"], f.get("name"))


def _focus(f: Facts, t: Words) -> str:
    shares = {"share": t.share(f["share"]), "was": t.share(f["was"])}
    return t("Ask why {item} fell to {share} of their orders, from {was} the year before", item=_item(f), **shares)


def _season(f: Facts, t: Words) -> str:
    return t("Offer {item} now: its season begins in {month}", item=_item(f), month=t.month(f["on"]))


def _loyal(f: Facts, t: Words) -> str:
    item, what = _item(f), str(f["what"])
    if f["what"] and f["reason"] == "loyal_companion":
        return t("Ask about {item}, not in the last order: it goes with {what}", item=item, what=what)
    if f["what"] and f["reason"] == "loyal_end_customer":
        return t("Ask about {item}, not in the last order: it is for {what}", item=item, what=what)
    if f["what"]:
        return t("Ask about {item}, not in the last order: it runs at {what}", item=item, what=what)
    times = {"n": t.number(f["orders_with"]), "orders": t.number(f["orders"])}
    return t("Ask about {item}, in {n} of {orders} orders and not in the last", item=item, **times)


def _successor(f: Facts, t: Words) -> str:
    new = item_name(f["successor_id"], f["successor"])
    if f["ends_on"] is None:
        return t("Offer {new}, which replaces {item}", new=new, item=_item(f))
    return t("Offer {new}: {item} ended on {day}", new=new, item=_item(f), day=on_day(f["ends_on"], t))


def _year_end(f: Facts, t: Words) -> str:
    day = on_day(f["on"], t)
    if f["seen"]:
        return t("Ask what the budget still holds: their year seems to end on {day}", day=day)
    return t("Ask what the budget still holds: their year ends on {day}", day=day)


def _settle(f: Facts, t: Words) -> str:
    months = {name: month_name(int(str(f[name])), t) for name in ("recorded", "inferred")}
    return t("Ask when their year ends: {recorded} on record, {inferred} by their orders", **months)


def _closure(f: Facts, t: Words) -> str:
    days = {"start": on_day(f["start"], t), "end": on_day(f["end"], t)}
    if f["holiday"]:
        return t("Ask for the order before {holiday}: closed {start} to {end}", holiday=str(f["holiday"]), **days)
    return t("Ask for the order before they close from {start} to {end}", **days)


DOES: dict[str, Say] = {
    "ask_focus": _focus,
    "offer_season": _season,
    "ask_loyal": _loyal,
    "offer_successor": _successor,
    "before_year_end": _year_end,
    "settle_year_end": _settle,
    "before_closure": _closure,
}
