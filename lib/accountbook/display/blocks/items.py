"""What they buy: items with their kind, their months, and why they buy them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import item_cell, item_name, money_column, month_name, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.marks import months_mark
from accountbook.display.page import act
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.assortment import Assortment, BoughtItem, Succession

Facts = Mapping[str, object]
MOST = 8
SUCCESSIONS = 5
KIND = {
    "change_over": N_("Change-over"),
    "seasonal": N_("Seasonal"),
    "focus": N_("Focus"),
    "loyal": N_("Loyal"),
    "other": N_("Other"),
}
MOVED = {
    "not_yet": N_("not moved yet"),
    "moving": N_("moving"),
    "moved": N_("moved"),
}


def item_table(judged: Assortment, t: Words) -> Fragment | None:
    """The items that explain the rhythm, by kind; without such items the largest ones.

    Columns: item, kind, January to December, money of 12 months, share and its change in points, last day, why.
    """
    rows = judged.items[: min(judged.told, MOST)] or judged.items[:5]
    if not rows:
        return None
    # where no order has an amount there is nothing to weigh items by
    priced = any(item.revenue_12 or item.share for item in judged.items)
    head, money = money_column([item.revenue_12 for item in rows], t)
    columns = [
        Column(t("Item"), "name", phone=6),
        Column(t("Kind")),
        Column(t("Jan to Dec, units"), "mark", phone=4),
        *([Column(t("{unit}, 12 m", unit=head), "number"), Column(t("Share (pts)"), "number")] * priced),
        Column(t("Last"), "number"),
        Column(t("Why they buy it"), "reason", phone=6, gap=True),
    ]
    cells = [_row(item, t, money if priced else None, judged.seasons_known) for item in rows]
    return table(columns, cells, id="items", caption=_caption(judged, len(rows), t))


def _caption(judged: Assortment, shown: int, t: Words) -> str:
    if judged.told:
        told = t("{shown} of {bought} items explain the rhythm.", shown=shown, bought=judged.bought)
    elif any(item.revenue_12 for item in judged.items):
        told = t("The largest of {bought} items.", bought=judged.bought)
    else:
        told = t("The latest of {bought} items.", bought=judged.bought)
    if judged.seasons_known and any(item.season for item in judged.items[:shown]):
        return told + " " + t("Dark months are the item's own season.")
    if not judged.seasons_known:
        return told + " " + t("Seasons need two years of orders.")
    return told


def _row(item: BoughtItem, t: Words, money: Callable[[float], str] | None, seasons: bool) -> list[Cell]:
    season = [month in item.season for month in range(1, 13)] if seasons and item.season else None
    peak = max(range(12), key=lambda i: item.months[i]) + 1 if any(item.months) else 0
    alt = t("most in {month}", month=month_name(peak, t)) if peak else ""
    share = "" if item.share is None else t.share(item.share)
    points = "" if item.share_change is None else t.signed(100 * item.share_change)
    why = why_sentence(item.reason.code, item.reason.facts, t)
    missing = why_sentence(item.missing.code, item.missing.facts, t) if item.missing is not None else ""
    return [
        item_cell(item.item_id, item.name),
        Cell(said(KIND, str(item.kind), t)),
        Cell(mark=months_mark(item.months, alt=alt, season=season) if alt else None),
        *(
            []
            if money is None
            else [Cell(money(item.revenue_12) if item.revenue_12 else ""), Cell(share, range=points)]
        ),
        Cell(on_day(item.last_bought, t)),
        Cell(act(missing, sign="!") if missing else why, second=why if missing else ""),
    ]


def why_sentence(code: str, facts: Facts, t: Words) -> str:
    """Why an item is bought, from the orders alone.

    Parameters
    ----------
    code, facts : as `accountbook.planning.assortment` lists them.
    """
    say = _WHY.get(code)
    return say(facts, t) if say else code.replace("_", " ")


def _with(f: Facts) -> dict[str, int]:
    return {"with_it": int(f["orders_with"]), "orders": int(f["orders"])}


def _focus(f: Facts, t: Words) -> str:
    count = int(f.get("end_customer_count") or 0)
    if count:
        return t.plural(
            "In {with_it} of {orders} orders; {n} end customer has it",
            "In {with_it} of {orders} orders; {n} end customers have it",
            count,
            **_with(f),
        )
    return _bought(f, t)


def _bought(f: Facts, t: Words) -> str:
    """In how many orders since its first; one order since the first is the last one."""
    return t("New in the last order") if int(f["orders"]) == 1 else t("In {with_it} of {orders} orders", **_with(f))


def _seasonal(f: Facts, t: Words) -> str:
    months = [int(month) for month in f["months"]]
    values = {"share": t.share(f["share"]), "years": t.plural("{n} year", "{n} years", int(f["years"]))}
    if len(months) == 1:
        return t("{share} of units in {month}, seen in {years}", month=month_name(months[0], t), **values)
    ends = {"first": month_name(months[0], t), "last": month_name(months[-1], t)}
    return t("{share} of units from {first} to {last}, seen in {years}", **ends, **values)


def _companion(f: Facts, t: Words) -> str:
    return t(
        "In {with_it} of {orders} orders; {share} of the times beside {companion}",
        share=t.share(f["together"]),
        companion=item_name(f.get("companion_id"), f.get("companion")),
        **_with(f),
    )


def _end_customer(f: Facts, t: Words) -> str:
    return t(
        "In {with_it} of {orders} orders; {share} of them for {customer}",
        share=t.share(f["share"]),
        customer=str(f["end_customer"]),
        **_with(f),
    )


def _installed(f: Facts, t: Words) -> str:
    words = {"pieces": t.number(f["quantity"]), **_with(f)} if f.get("quantity") else dict(_with(f))
    if f.get("where"):
        words["where"] = str(f["where"])
        if "pieces" in words:
            return t("In {with_it} of {orders} orders; {pieces} of it run at {where}", **words)
        return t("In {with_it} of {orders} orders; it runs at {where}", **words)
    if "pieces" in words:
        return t("In {with_it} of {orders} orders; {pieces} of it run at theirs", **words)
    return t("In {with_it} of {orders} orders; it runs at theirs", **words)


def _told(f: Facts, t: Words) -> str:
    words = {"told": str(f["told"]), **_with(f)}
    if f.get("on") is None:
        return t("In {with_it} of {orders} orders; “{told}”", **words)
    return t("In {with_it} of {orders} orders; “{told}” (noted {day})", day=on_day(f["on"], t), **words)


def _change_over(f: Facts, t: Words) -> str:
    old, new = (
        item_name(f.get("predecessor_id"), f.get("predecessor")),
        item_name(f.get("successor_id"), f.get("successor")),
    )
    if str(f.get("moved")) == "not_yet":
        return t("To be replaced by {new}, which they have not ordered yet", new=new)
    if f.get("first_successor") is not None:
        return t("{new} follows {old}; first ordered {day}", new=new, old=old, day=on_day(f["first_successor"], t))
    return t("{new} follows {old}", new=new, old=old)


def _missing(f: Facts, t: Words) -> str:
    return t.plural(
        "Not in the last order, though in the one before",
        "Not in the last order, though in the {n} before",
        int(f["orders"]),
    )


_WHY: dict[str, Callable[[Facts, Words], str]] = {
    "focus": _focus,
    "seasonal": _seasonal,
    "loyal_companion": _companion,
    "loyal_end_customer": _end_customer,
    "loyal_installed": _installed,
    "loyal_told": _told,
    "loyal": lambda f, t: t("In {with_it} of {orders} orders, though small; the data do not say why", **_with(f)),
    "change_over": _change_over,
    "missing": _missing,
    "bought": _bought,
}


def change_overs(judged: Assortment, t: Words) -> Fragment | None:
    """Predecessors and successors: how far the account has moved, and how long it took; those it still buys one of."""
    told = [one for one in judged.successions if str(one.state) != "gone"][:SUCCESSIONS]
    if not told:
        return None
    columns = [
        Column(t("Change-over"), "name", phone=6),
        Column(t("State")),
        Column(t("Last order of the old"), "number", label=t("Old, last")),
        Column(t("First order of the new"), "number", label=t("New, first")),
        Column(t("Days after launch"), "number"),
    ]
    caption = t("Change-overs that concern them: an item and the one that replaces it.")
    return table(columns, [_succession(one, t) for one in told], id="change-overs", caption=caption)


def _succession(one: Succession, t: Words) -> list[Cell]:
    late = str(one.state) == "not_yet"
    state = said(MOVED, str(one.state), t)
    return [
        Cell(t("{old} to {new}", old=one.predecessor_id, new=one.successor_id), aside=one.successor or ""),
        Cell(act(state, sign="!") if late else state),
        Cell(on_day(one.last_predecessor, t)),
        Cell("" if one.first_successor is None else on_day(one.first_successor, t)),
        Cell("" if one.days is None else t.number(one.days)),
    ]
