"""What changed in a few words, for the index."""

from __future__ import annotations

from accountbook.display.blocks import goals, known_facts, markets, scenarios, wants
from accountbook.display.blocks.competition import SHORT as COMPETITION_SHORT
from accountbook.display.blocks.promises import SHORT as PROMISES_SHORT
from accountbook.display.blocks.sentences import Facts, Say, change_sentence
from accountbook.display.blocks.terms import DISPOSITION, SELLER_STAGE, days, lowered, on_day, said
from accountbook.display.blocks.trading import SHORT as TRADING
from accountbook.display.words import Words


def change_short(code: str, facts: Facts, t: Words) -> str:
    """What changed in a few words, for the index, whose column holds two short lines.

    Examples
    --------
    >>> change_short("order_overdue", {"days_late": 7}, Words()), change_short("deal_won", {"amount": 22e3}, Words())
    ('Order overdue, 7 days', 'Won EUR 22k')
    """
    say = _SHORT.get(code)
    return say(facts, t) if say else change_sentence(code, facts, t)


def _short_left(f: Facts, t: Words) -> str:
    return t("{role} left", role=f["role"]) if f.get("role") else t("A contact left")


def _short_deal(f: Facts, t: Words, *, won: bool) -> str:
    if f.get("amount") is None:
        return t("Deal won") if won else t("Deal lost")
    money = t.money(f["amount"], unit=True)
    return t("Won {money}", money=money) if won else t("Lost {money}", money=money)


def _short_new(f: Facts, t: Words) -> str:
    return (
        t("New deal, {money}", money=t.money(f["amount"], unit=True)) if f.get("amount") is not None else t("New deal")
    )


_SHORT: dict[str, Say] = {
    "person_left": _short_left,
    "role_vacant": lambda f, t: t("{role}: nobody", role=f["role"]),
    "role_filled": lambda f, t: t("New person: {role}", role=lowered(f["role"], t)),
    "turned": lambda f, t: t("{role} now {word}", role=f["role"], word=said(DISPOSITION, str(f["now"]), t)),
    "deal_won": lambda f, t: _short_deal(f, t, won=True),
    "deal_lost": lambda f, t: _short_deal(f, t, won=False),
    "deal_new": _short_new,
    "deal_moved": lambda f, t: t("Deal moved to {stage}", stage=said(SELLER_STAGE, str(f["now"]), t).lower()),
    "deal_pushed": lambda f, t: t("Deal pushed to {day}", day=on_day(f["now"], t)),
    "deal_amount": lambda f, t: t("Deal now {money}", money=t.money(f["now"], unit=True)),
    "risk_jump": lambda f, t: t("Risk {before} → {now}", before=t.share(f["before"]), now=t.share(f["now"])),
    "risk_fell": lambda f, t: t("Risk {before} → {now}", before=t.share(f["before"]), now=t.share(f["now"])),
    "item_missing": lambda f, t: t("{item} not reordered", item=str(f["item_id"])),
    "item_first": lambda f, t: t("First order of {item}", item=str(f["item_id"])),
    "order_below": lambda f, t: t("Small order, {money}", money=t.money(f["amount"], unit=True)),
    "order_above": lambda f, t: t("Large order, {money}", money=t.money(f["amount"], unit=True)),
    "order_missed": lambda f, t: t("Order missed, {days}", days=days(int(f["days_late"]), t)),
    "order_overdue": lambda f, t: t("Order overdue, {days}", days=days(int(f["days_late"]), t)),
    "silent_before": lambda f, t: t("Ordered again after {days}", days=days(int(f["days"]), t)),
    **goals.SHORT,
    **scenarios.SHORT,
    **markets.SHORT,
    **wants.SHORT,
    **known_facts.SHORT,
    **PROMISES_SHORT,
    **COMPETITION_SHORT,
    **TRADING,
}
