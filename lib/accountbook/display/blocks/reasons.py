"""One sentence per reason of a prediction: the raw facts, not the feature's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accountbook.display.blocks.terms import SELLER_STAGE, days, said
from accountbook.display.words import N_, Words

Facts = Mapping[str, object]
Say = Callable[[Facts, Words], str]


def reason_sentence(code: str, facts: Facts, t: Words) -> str:
    """A reason in words: what is associated with the chance, never what causes it.

    Parameters
    ----------
    code, facts : as the models write them. Where a fact is missing the reason is named without it; a code that this
        page has no sentence for is shown as itself, made readable (a test fails as long as there is one).

    Examples
    --------
    >>> reason_sentence("recency", {"days": 47, "usual": 21, "longest": 38}, Words())
    'Last order 47 days ago, usually every 21, longest ever 38'
    >>> reason_sentence("recency", {}, Words()), reason_sentence("moon_phase", {}, Words())
    ('Time since the last order', 'moon phase')
    """
    if code not in REASONS:
        return code.replace("_", " ")
    name, say = REASONS[code]
    try:
        return say(facts, t)
    except KeyError:
        return t(name)


def associated(t: Words) -> str:
    """What reasons are, said once beside them."""
    return t("Facts are associated with the chance; none of them is shown to cause it.")


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


_YEAR = 365.25


def _span(f: Facts, t: Words) -> str:
    """Days, or years from the first on."""
    if float(f["days"]) < _YEAR:
        return days(f["days"], t)
    return t("{years} years", years=t.number(float(f["days"]) / _YEAR, digits=1))


def _orders(f: Facts, t: Words) -> str:
    if "days" not in f:
        return t.plural("{n} order so far", "{n} orders so far", int(f["orders"]))
    return t.plural("{n} order in {time}", "{n} orders in {time}", int(f["orders"]), time=_span(f, t))


def _stage(f: Facts, t: Words) -> str:
    if not f.get("stage"):
        return t("Our stage is not noted")
    return t("Our stage: {stage}", stage=said(SELLER_STAGE, str(f["stage"]), t))


def _rep(f: Facts, t: Words) -> str:
    return t("The rep says {share}", share=t.share(f["p"])) if "p" in f else t("The rep gives no odds")


def _pushes(f: Facts, t: Words) -> str:
    times = int(f["times"])
    if not times and f.get("days"):
        return _late(f, t)
    return t.plural("Close pushed {n} time", "Close pushed {n} times", times) if times else t("Close never pushed")


def _late(f: Facts, t: Words) -> str:
    if not f["days"]:
        return t("Close date still ahead")
    return t("Close date passed {days} ago", days=days(f["days"], t))


def _silence(f: Facts, t: Words) -> str:
    if not f["days"]:
        return t("Something done today")
    return t("Nothing done for {days}", days=days(f["days"], t))


def _route(f: Facts, t: Words) -> str:
    route = f.get("route")
    if route == "negotiated":
        return t("Negotiated, no tender")
    return t("Open tender") if route == "tender" else t("Negotiated or tender: not known")


def _rival(f: Facts, t: Words) -> str:
    return t("A competitor is known to be after it") if float(f["level"]) else t("No competitor known")


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


REASONS: dict[str, tuple[str, Say]] = {
    "recency": (N_("Time since the last order"), _recency),
    "rhythm": (
        N_("Usual time between orders"),
        lambda f, t: t("Usually orders every {days}", days=days(f["usual"] if "usual" in f else f["days"], t)),
    ),
    "orders": (N_("Number of orders"), _orders),
    "age": (N_("Time as a customer"), lambda f, t: t("A customer for {time}", time=_span(f, t))),
    "stage": (N_("Stage of the deal"), _stage),
    "deal_age": (N_("Time since the deal began"), lambda f, t: t("Open for {days}", days=days(f["days"], t))),
    "silence": (N_("Time since the last change"), _silence),
    "pushes": (N_("Pushes of the close"), _pushes),
    "rep": (N_("The rep's own odds"), _rep),
    "budget": (N_("State of the budget"), _budget),
    "person": (N_("Who decides"), _person),
    "route": (N_("Route of the deal"), _route),
    "rival": (N_("Rivals in the deal"), _rival),
}
"""By reason code of the models (their modules' ``CODES``): its name, and the sentence of its raw facts."""
