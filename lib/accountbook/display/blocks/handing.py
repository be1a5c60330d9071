"""One sentence per code of what to keep, what to improve and what comes next at an account that is handed over."""

from __future__ import annotations

from collections.abc import Mapping

from accountbook.display.blocks.agenda import meeting_text, offer_text, plan_text, promise_text
from accountbook.display.blocks.sentences import Facts, Say
from accountbook.display.blocks.terms import days, lowered, on_day
from accountbook.display.words import Words


def handed_sentence(code: str, facts: Facts, t: Words) -> str:
    """What was found, without a full stop; codes as `accountbook.planning.keep_improve` and `dates_ahead` list them.

    Examples
    --------
    >>> handed_sentence("sole_source", {}, Words()), handed_sentence("given_away", {"n": 2, "cost": 1428.8}, Words())
    ('We are their only source', '2 concessions for nothing in return: EUR 1.4k in 12 months')
    """
    say = {**_KEEP, **_IMPROVE, **_URGENT}.get(code)
    return say(facts, t) if say else code.replace("_", " ")


def date_sentence(code: str, facts: Facts, t: Words) -> str:
    """What is expected on a day, without the day.

    Examples
    --------
    >>> date_sentence("close", {"deal": "More valves", "amount": 42_600.0}, Words())
    'Deal “More valves” to close, EUR 43k asked'
    """
    say = _DATES.get(code)
    return say(facts, t) if say else code.replace("_", " ")


def _decider(f: Facts, t: Words) -> str:
    words = {"name": str(f["name"]), "role": lowered(f["role"], t)}
    if f["more"]:
        return t.plural(
            "{name}, {role}, decides and is for us; {n} more too",
            "{name}, {role}, decides and is for us; {n} more too",
            int(f["more"]),
            **words,
        )
    return t("{name}, {role}, decides and is for us", **words)


def _rhythm(f: Facts, t: Words) -> str:
    gap = days(f["gap"], t)
    if f["size"] is None:
        return t("They order regularly, every {gap}", gap=gap)
    return t("They order regularly, every {gap}, about {money}", gap=gap, money=t.money(f["size"], unit=True))


def _change(f: Facts, t: Words) -> str:
    return t("Orders grew by {change} in 12 months", change=t.share(f["change"]))


def _fair(f: Facts, t: Words) -> str:
    return t.plural(
        "{n} concession got something in return: {text}",
        "{n} concessions got something in return, the last one: {text}",
        int(f["n"]),
        text=str(f["text"]),
    )


def _deliveries(f: Facts, t: Words) -> str:
    return t("{share} of {n} deliveries on time in 12 months", share=t.share(f["share"]), n=t.number(f["n"]))


_KEEP: Mapping[str, Say] = {
    "decider": _decider,
    "rhythm": _rhythm,
    "items": lambda f, t: t("{items} make {share} of 12 months", items=t.list(f["names"]), share=t.share(f["share"])),
    "sole_source": lambda f, t: t("We are their only source"),
    "grows": _change,
    "on_time": _deliveries,
    "fair_trade": _fair,
}


def _promise(f: Facts, t: Words) -> str:
    words = {"text": str(f["text"]), "days": days(f["days"], t)}
    if f["more"]:
        return t.plural(
            "Our promise “{text}” is {days} late, and {n} more",
            "Our promise “{text}” is {days} late, and {n} more",
            int(f["more"]),
            **words,
        )
    return t("Our promise “{text}” is {days} late", **words)


def _late_promises(f: Facts, t: Words) -> str:
    longest = days(f["longest"], t)
    if f["n"] == 1:
        return t("Our promise “{text}” is {days} late", text=str(f["text"]), days=longest)
    if f["n"] == 2:
        return t("2 promises of ours are {least} and {days} late", least=t.number(f["least"]), days=longest)
    return t("{n} promises of ours are {least} to {days} late", n=int(f["n"]), least=t.number(f["least"]), days=longest)


def _chase(f: Facts, t: Words) -> str:
    words = {"text": str(f["text"]), "days": days(f["days"], t)}
    if f["more"]:
        return t.plural(
            "Their promise “{text}” is {days} late, and {n} more",
            "Their promise “{text}” is {days} late, and {n} more",
            int(f["more"]),
            **words,
        )
    return t("Their promise “{text}” is {days} late", **words)


def _late_order(f: Facts, t: Words) -> str:
    words = {"day": on_day(f["due"], t), "days": days(f["days"] or 0, t)}
    if f["amount"] is None:
        return t("The order due {day} has not come, {days} late", **words)
    return t("The order due {day} has not come, {days} late: about {money}", **words,
             money=t.money(f["amount"], unit=True))  # fmt: skip


def _risk(f: Facts, t: Words) -> str:
    return t("{share} that no order comes by {day}", share=t.share(f["p"]), day=on_day(f["by"], t))


def _against(f: Facts, t: Words) -> str:
    if f["name"] is None:
        return t("{role} is against us", role=str(f["role"]))
    return t("{name}, {role}, is against us", name=str(f["name"]), role=lowered(f["role"], t))


def _not_sole(f: Facts, t: Words) -> str:
    return t(
        "Recorded as their only source, but {competitor} holds {share} of {product}",
        competitor=str(f["competitor"]),
        share=t.share(f["share"]),
        product=str(f["product"]),
    )


def _empty(f: Facts, t: Words) -> str:
    words = {"role": str(f["role"])}
    if f["since"] is not None:
        words["day"] = on_day(f["since"], t)
    if f["more"]:
        n = int(f["more"])
        if "day" in words:
            return t.plural("{role}: nobody known since {day}, and {n} role more",
                            "{role}: nobody known since {day}, and {n} roles more", n, **words)  # fmt: skip
        return t.plural("{role}: never known, and {n} role more", "{role}: never known, and {n} roles more", n, **words)
    return t("{role}: nobody known since {day}", **words) if "day" in words else t("{role}: never known", **words)


def _claim(f: Facts, t: Words) -> str:
    words = {"text": str(f["text"]), "days": days(f["days"], t)}
    if f["more"]:
        return t.plural(
            "Claim open for {days}: {text}, and {n} more", "Claim open for {days}: {text}, and {n} more",
            int(f["more"]), **words,
        )  # fmt: skip
    return t("Claim open for {days}: {text}", **words)


def _money_late(f: Facts, t: Words) -> str:
    return t.plural(
        "{money} they owe is {days} late",
        "{money} they owe in {n} invoices is up to {days} late",
        int(f["n"]),
        money=t.money(f["amount"], unit=True),
        days=days(f["days"], t),
    )


def _given(f: Facts, t: Words) -> str:
    return t.plural(
        "{n} concession for nothing in return: {money} in 12 months",
        "{n} concessions for nothing in return: {money} in 12 months",
        int(f["n"]),
        money=t.money(f["cost"], unit=True),
    )


def _below(f: Facts, t: Words) -> str:
    return t.plural(
        "{n} item sold below cost: {lost} lost in 12 months",
        "{n} items sold below cost: {lost} lost in 12 months",
        int(f["n"]),
        lost=t.money(f["lost"], unit=True),
    )


def _stalled(f: Facts, t: Words) -> str:
    return t("Deal “{deal}”: nothing changed for {days}", deal=str(f["deal"]), days=days(f["days"] or 0, t))


def _unseen(f: Facts, t: Words) -> str:
    if f["days"] is None:
        return t("Nobody of ours met anyone in two years")
    return t("Nobody of ours met anyone for {days}", days=days(f["days"], t))


_IMPROVE: Mapping[str, Say] = {
    "late_promise": _promise,
    "late_promises": _late_promises,
    "chase": _chase,
    "old_promises": lambda f, t: t.plural(
        "{n} promise of ours is open for over half a year: settle it or strike it off",
        "{n} promises of ours are open for over half a year: settle them or strike them off",
        int(f["n"]),
    ),
    "order_missed": _late_order,
    "order_overdue": _late_order,
    "money_late": _money_late,
    "risk": _risk,
    "against": _against,
    "role_empty": _empty,
    "not_sole": _not_sole,
    "open_claim": _claim,
    "old_claims": lambda f, t: t.plural(
        "{n} claim is open for over half a year: close it with them",
        "{n} claims are open for over half a year: close them with them",
        int(f["n"]),
    ),
    "dormant": lambda f, t: t("No order for {days}", days=days(f["days"], t)),
    "deliveries": _deliveries,
    "given_away": _given,
    "below_cost": _below,
    "stalled": _stalled,
    "unseen": _unseen,
}


def _close(f: Facts, t: Words) -> str:
    if f["amount"] is None:
        return t("Deal “{deal}” to close", deal=str(f["deal"]))
    return t("Deal “{deal}” to close, {money} asked", deal=str(f["deal"]), money=t.money(f["amount"], unit=True))


def _order(f: Facts, t: Words) -> str:
    if f["amount"] is None:
        return t("Next order expected")
    money = t.money(f["amount"], unit=True)
    if f["earliest"] is None or f["latest"] is None:
        return t("Next order expected, about {money}", money=money)
    between = t.day_range(f["earliest"], f["latest"])
    return t("Next order expected ({between}), about {money}", between=between, money=money)


_DATES: Mapping[str, Say] = {
    "order": _order,
    "year_end": lambda f, t: (
        t("Their fiscal year ends, as their orders say") if f["inferred"] else t("Their fiscal year ends")
    ),
    "promise": promise_text,
    "meeting": meeting_text,
    "close": _close,
    "contract_end": lambda f, t: t("Contract “{name}” ends", name=str(f["contract"])),
    "plan": plan_text,
    "offer_end": offer_text,
}
_URGENT: Mapping[str, Say] = {
    code: lambda f, t, say=say: f"{on_day(f['on'], t)}: {say(f, t)}" for code, say in _DATES.items()
}
