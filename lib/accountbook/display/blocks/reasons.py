"""One sentence per reason of a prediction: the raw facts, not the feature's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accountbook.display.blocks.terms import SELLER_STAGE, days, said
from accountbook.display.words import Words

Facts = Mapping[str, object]
Say = Callable[[Facts, Words], str]


def reason_sentence(code: str, facts: Facts, t: Words) -> str:
    """A reason in words: what is associated with the chance, never what causes it.

    Parameters
    ----------
    code, facts : as the models write them; a reason that this page has no sentence for, or that lacks a fact, is
        shown by its code, made readable.

    Examples
    --------
    >>> reason_sentence("recency", {"days": 47, "usual": 21, "longest": 38}, Words())
    'Last order 47 days ago, usually every 21, longest ever 38'
    >>> reason_sentence("moon_phase", {}, Words())
    'moon phase'
    """
    say = _SAY.get(code)
    if say is None:
        return code.replace("_", " ")
    try:
        return say(facts, t)
    except KeyError:
        return code.replace("_", " ")


def _recency(f: Facts, t: Words) -> str:
    since = days(f["days"], t)
    if f.get("usual") and f.get("longest"):
        usual, longest = t.number(f["usual"]), t.number(f["longest"])
        return t(
            "Last order {days} ago, usually every {usual}, longest ever {longest}",
            days=since,
            usual=usual,
            longest=longest,
        )
    if f.get("usual"):
        return t("Last order {days} ago, usually every {usual}", days=since, usual=t.number(f["usual"]))
    return t("Last order {days} ago", days=since)


def _age(f: Facts, t: Words) -> str:
    if float(f["days"]) < _YEAR:
        return t("A customer for {days}", days=days(f["days"], t))
    return t("A customer for {years} years", years=t.number(float(f["days"]) / _YEAR, digits=1))


_YEAR = 365.25


def _pushes(f: Facts, t: Words) -> str:
    times = int(f["times"])
    return t.plural("Close pushed {n} time", "Close pushed {n} times", times) if times else t("Close never pushed")


def _late(f: Facts, t: Words) -> str:
    if not f["days"]:
        return t("Close date still ahead")
    return t("Close date passed {days} ago", days=days(f["days"], t))


def _silence(f: Facts, t: Words) -> str:
    if not f["days"]:
        return t("Changed today")
    return t("Nothing changed for {days}", days=days(f["days"], t))


def _budget(f: Facts, t: Words) -> str:
    level = float(f["level"])
    if level < 0:
        return t("No budget")
    if level == 0:
        return t("Budget unknown")
    return t("Budget requested") if level < 1 else t("Budget approved")


def _person(f: Facts, t: Words) -> str:
    level = float(f["level"])
    if level <= 0:
        return t("Nobody named who decides")
    return t("Who decides is named, not reached") if level < 1 else t("We reach who decides")


_SAY: dict[str, Say] = {
    "recency": _recency,
    "rhythm": lambda f, t: t("Usually orders every {days}", days=days(f["usual"] if "usual" in f else f["days"], t)),
    "orders": lambda f, t: t.plural("{n} order so far", "{n} orders so far", int(f["orders"])),
    "age": _age,
    "stage": lambda f, t: t("Our stage: {stage}", stage=said(SELLER_STAGE, str(f["stage"]), t)),
    "deal_age": lambda f, t: t("Open for {days}", days=days(f["days"], t)),
    "silence": _silence,
    "pushes": _pushes,
    "late": _late,
    "rep": lambda f, t: t("The rep says {share}", share=t.share(f["p"])),
    "budget": _budget,
    "person": _person,
    "deal_size": lambda f, t: t("{money} asked", money=t.money(f["amount"], unit=True)),
}
