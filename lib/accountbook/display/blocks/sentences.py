"""One sentence per code of what changed at an account, for the lead and the list of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accountbook.display.blocks import goals, known_facts, markets, scenarios, wants
from accountbook.display.blocks.competition import NEWS as COMPETITION_NEWS
from accountbook.display.blocks.promises import NEWS as PROMISES_NEWS
from accountbook.display.blocks.terms import DISPOSITION, SELLER_STAGE, days, item_name, lowered, on_day, said
from accountbook.display.blocks.trading import NEWS as TRADING
from accountbook.display.words import Words

Facts = Mapping[str, object]
Say = Callable[[Facts, Words], str]


def change_sentence(code: str, facts: Facts, t: Words) -> str:
    """What changed, as one sentence without a full stop.

    Parameters
    ----------
    code, facts : as `accountbook.planning.changes` lists them.

    Returns
    -------
    str
        A code that this page has no sentence for yet is shown as itself rather than left out.

    Examples
    --------
    >>> import pandas as pd
    >>> change_sentence("deal_won", {"deal": "Line 4", "amount": 96_000.0, "on": pd.Timestamp("2026-10-20")}, Words())
    'Line 4 won on 20 Oct, EUR 96k'
    """
    say = _SAY.get(code)
    return say(facts, t) if say else code.replace("_", " ")


def _person_left(f: Facts, t: Words) -> str:
    name, role, on = f.get("name"), f.get("role"), f.get("on")
    if not name or on is None:
        return t("The person known as {role} is no longer there", role=role or t("a contact"))
    day = on_day(on, t)
    role = lowered(role, t)
    if not role:
        return t("{name} left on {day}", name=name, day=day)
    if f.get("status") == "retired":
        return t("{name}, {role}, retired on {day}", name=name, role=role, day=day)
    if f.get("status") == "role_changed":
        return t("{name}, {role}, changed role on {day}", name=name, role=role, day=day)
    return t("{name}, {role}, left on {day}", name=name, role=role, day=day)


def _role_vacant(f: Facts, t: Words) -> str:
    if f.get("name"):
        return t(
            "{role}: nobody known since {day}; it was {name}", role=f["role"], day=on_day(f["on"], t), name=f["name"]
        )
    return t("{role}: nobody known since {day}", role=f["role"], day=on_day(f["on"], t))


def _role_filled(f: Facts, t: Words) -> str:
    if f.get("name"):
        return t("{role}: {name} known since {day}", role=f["role"], name=f["name"], day=on_day(f["on"], t))
    return t("{role}: somebody known since {day}", role=f["role"], day=on_day(f["on"], t))


def _turned(f: Facts, t: Words) -> str:
    return t(
        "{name}, {role}: from {was} to {now} on {day}",
        name=f.get("name") or t("the person known"),
        role=lowered(f["role"], t),
        was=said(DISPOSITION, str(f["was"]), t),
        now=said(DISPOSITION, str(f["now"]), t),
        day=on_day(f["on"], t),
    )


def _deal(f: Facts, t: Words) -> str:
    return str(f.get("deal") or t("A deal without a name"))


def _deal_closed(won: bool) -> Say:
    def say(f: Facts, t: Words) -> str:
        deal, day, amount = _deal(f, t), on_day(f["on"], t), f.get("amount")
        if amount is None:
            return (
                t("{deal} won on {day}", deal=deal, day=day) if won else t("{deal} lost on {day}", deal=deal, day=day)
            )
        money = t.money(amount, unit=True)
        if won:
            return t("{deal} won on {day}, {money}", deal=deal, day=day, money=money)
        return t("{deal} lost on {day}, {money}", deal=deal, day=day, money=money)

    return say


def _deal_new(f: Facts, t: Words) -> str:
    if f.get("amount") is None:
        return t("New deal: {deal}", deal=_deal(f, t))
    return t("New deal: {deal}, {money} asked", deal=_deal(f, t), money=t.money(f["amount"], unit=True))


def _deal_moved(f: Facts, t: Words) -> str:
    deal = _deal(f, t)
    was, now = (said(SELLER_STAGE, str(f[key]), t).lower() for key in ("was", "now"))
    if f.get("p_before") is None or f.get("p") is None:
        return t("{deal}: from {was} to {now}", deal=deal, was=was, now=now)
    before, p = t.share(f["p_before"]), t.share(f["p"])
    if before == p:
        return t("{deal}: from {was} to {now}; odds still {p}", deal=deal, was=was, now=now, p=p)
    return t("{deal}: from {was} to {now}; odds {before} → {p}", deal=deal, was=was, now=now, before=before, p=p)


def _deal_pushed(f: Facts, t: Words) -> str:
    deal, now, times = _deal(f, t), on_day(f["now"], t), int(f.get("times") or 1)
    if times > 1:
        return t("{deal} pushed to {now}; pushed {times} times so far", deal=deal, now=now, times=times)
    return t("{deal} pushed from {was} to {now}", deal=deal, was=on_day(f["was"], t), now=now)


def _deal_amount(f: Facts, t: Words) -> str:
    was, now = t.money(f["was"], unit=True), t.money(f["now"])
    return t("{deal}: asked amount {was} → {now}", deal=_deal(f, t), was=was, now=now)


def _risk(f: Facts, t: Words) -> str:
    return t("Risk of no order {before} → {now}", before=t.share(f["before"]), now=t.share(f["now"]))


def _item_missing(f: Facts, t: Words) -> str:
    item = item_name(f.get("item_id"), f.get("item"))
    return t.plural(
        "{item} not in the last order, though in the one before",
        "{item} not in the last order, though in the {n} before",
        int(f["orders"]),
        item=item,
    )


def _item_first(f: Facts, t: Words) -> str:
    item, others = item_name(f.get("item_id"), f.get("item")), int(f.get("others") or 0)
    if others:
        return t.plural(
            "First order of {item} and {n} other item", "First order of {item} and {n} other items", others, item=item
        )
    if f.get("amount") is None:
        return t("First order of {item}", item=item)
    return t("First order of {item}, {money}", item=item, money=t.money(f["amount"], unit=True))


def _order_size(below: bool) -> Say:
    def say(f: Facts, t: Words) -> str:
        day, money = on_day(f["on"], t), t.money(f["amount"], unit=True)
        if f.get("lo") is not None and f.get("hi") is not None:
            band = t.money_range(f["lo"], f["hi"])
            return t("The order of {day} came to {money}; {band} was expected", day=day, money=money, band=band)
        usual = t.money(f["usual"])
        if below:
            return t("The order of {day} was small: {money}, usually {usual}", day=day, money=money, usual=usual)
        return t("The order of {day} was large: {money}, usually {usual}", day=day, money=money, usual=usual)

    return say


def _order_missed(f: Facts, t: Words) -> str:
    late = days(int(f["days_late"]), t)
    return t(
        "Order missed: their usual day was {day}, {late} ago; the whole usual range has passed",
        day=on_day(f["due"], t),
        late=late,
    )


def _order_overdue(f: Facts, t: Words) -> str:
    return t(
        "Order overdue: their usual day was {day}, {late} ago",
        day=on_day(f["due"], t),
        late=days(int(f["days_late"]), t),
    )


def _month(f: Facts, t: Words) -> str:
    month, money, before = t.month(f["month"]), t.money(f["amount"], unit=True), t.money(f["before"])
    return t("{month} brought {money}; the same month a year before {before}", month=month, money=money, before=before)


def _silent_before(f: Facts, t: Words) -> str:
    return t("Ordered again on {day} after {days} of silence", day=on_day(f["on"], t), days=days(int(f["days"]), t))


_SAY: dict[str, Say] = {
    "person_left": _person_left,
    "role_vacant": _role_vacant,
    "role_filled": _role_filled,
    "turned": _turned,
    "deal_won": _deal_closed(True),
    "deal_lost": _deal_closed(False),
    "deal_new": _deal_new,
    "deal_moved": _deal_moved,
    "deal_pushed": _deal_pushed,
    "deal_amount": _deal_amount,
    "risk_jump": _risk,
    "risk_fell": _risk,
    "item_missing": _item_missing,
    "item_first": _item_first,
    "order_below": _order_size(True),
    "order_above": _order_size(False),
    "order_missed": _order_missed,
    "order_overdue": _order_overdue,
    "month_below": _month,
    "month_above": _month,
    "silent_before": _silent_before,
    **goals.NEWS,
    **scenarios.NEWS,
    **markets.NEWS,
    **wants.NEWS,
    **known_facts.NEWS,
    **PROMISES_NEWS,
    **COMPETITION_NEWS,
    **TRADING,
}
