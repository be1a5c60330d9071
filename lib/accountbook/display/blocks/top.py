"""The top of an account plan: name, one line of facts, and a lead after which a director can stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.blocks.terms import CHANNEL, country, days, lowered, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import masthead, strong
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.finding import Finding
    from accountbook.planning.lead import Lead
    from accountbook.planning.profile import Profile

Facts = Mapping[str, object]
_YEAR = 365


def plan_masthead(
    profile: Profile,
    lead: Lead,
    t: Words,
    *,
    invented: bool = False,
    crumbs: Sequence[tuple[str, str]] = (),
    links: Sequence[tuple[str, str]] = (),
) -> Fragment:
    """The masthead of an account plan.

    Parameters
    ----------
    profile, lead : the judgements of `accountbook.planning`.
    invented : whether the book is the made-up company's, which every page must say.
    crumbs, links : (text, relative address) left and right of the top line.
    """
    return masthead(
        profile.name or profile.account_id,
        facts=profile_line(profile, t),
        lead=lead_sentences(lead, t),
        crumbs=crumbs or _edition(profile, t),
        links=links,
        notice=t("Invented company and data") if invented else "",
    )


def _edition(profile: Profile, t: Words) -> tuple[tuple[str, str], ...]:
    edition = (t("Monthly edition, {month}", month=t.month(profile.as_of, year=True)), "../index.html")
    return (edition, (t("Team {team}", team=profile.team), "")) if profile.team else (edition,)


def profile_line(profile: Profile, t: Words) -> str:
    """What, where, tier, owner, since, 12 months, as of: each a sentence; what is unknown is left out.

    Returns
    -------
    str
        Such as "Distributor, machine building, Bologna, Italy. Tier A. Owner Marta Keller. ...".
    """
    what = [said(CHANNEL, profile.channel, t), profile.vertical, profile.city, country(profile.country, t)]
    told = [f"{', '.join(str(part) for part in what if part)}."] if any(what) else []
    if profile.tier:
        told.append(t("Tier {tier}.", tier=profile.tier))
    if profile.owner:
        told.append(t("Owner {name}.", name=profile.owner))
    if profile.customer_since is not None:
        year = str(profile.customer_since.year)
        since = (
            t("Customer since {year}.", year=year)
            if profile.since_recorded
            else t("First order we know of in {year}.", year=year)
        )
        told.append(since)
    told += _ordered(profile, t)
    told.append(t("As of {day}.", day=t.day(profile.as_of, year=True)))
    return " ".join(told)


def _ordered(profile: Profile, t: Words) -> list[str]:
    """What was ordered in 12 months, and what of it has no amount."""
    if profile.revenue_12 is None:
        return []
    unpriced = profile.unpriced_12
    if not profile.revenue_12:
        if not unpriced:
            return [t("Nothing ordered in 12 months.")]
        return [
            t.plural(
                "{n} order line in 12 months, without a rate and so in no sum.",
                "{n} order lines in 12 months, without a rate and so in no sum.",
                unpriced,
            )
        ]
    money = t.money(profile.revenue_12, unit=True)
    if profile.share_of_sales:
        share = t.share(profile.share_of_sales, digits=1)
        told = [t("{money} ordered in 12 months, {share} of our sales.", money=money, share=share)]
    else:
        told = [t("{money} ordered in 12 months.", money=money)]
    if unpriced:
        told.append(
            t.plural(
                "That is without {n} line that has no rate.", "That is without {n} lines that have no rate.", unpriced
            )
        )
    return told


def lead_sentences(lead: Lead, t: Words) -> Fragment:
    """The state, with what speaks against it, and the one thing to do in bold."""
    state = _STATE[lead.state.code](lead.state.facts, t)
    if lead.but is not None:
        but = _but(lead.but, t)
        asks = but.endswith("?")
        state = t("{state}; {but}", state=state, but=but) if asks else t("{state}; {but}.", state=state, but=but)
    else:
        state = t("{state}.", state=state)
    return Fragment(state, " ", _ACT[lead.act.code](lead.act.facts, t))


def _but(found: Finding, t: Words) -> str:
    f = found.facts
    if found.code == "month_low":
        month, money = t.month(f["month"]), t.money(f["amount"], unit=True)
        if not f["amount"]:
            return t("{month} brought no order, the year before {before}", month=month, before=t.money(f["before"]))
        return t(
            "{month} was weak: {money}, the year before {before}", month=month, money=money, before=t.money(f["before"])
        )
    if found.code == "risk_high":
        return t("{share} that no order comes by {day}", share=t.share(f["p"]), day=on_day(f["horizon_end"], t))
    text = change_sentence(found.code, f, t)
    return text[:1].lower() + text[1:] if found.code.startswith(("risk", "order")) else text


def _moved(more: bool) -> Callable[[Facts, Words], str]:
    def say(f: Facts, t: Words) -> str:
        money = t.money(f["value"], unit=True)
        if f.get("change") is None:
            return t("Twelve months brought {money}", money=money)
        share = t.share(abs(f["change"]))
        if more:
            return t(
                "Growing: twelve months brought {money}, {share} more than the year before", money=money, share=share
            )
        return t(
            "Shrinking: twelve months brought {money}, {share} less than the year before", money=money, share=share
        )

    return say


def _steady(f: Facts, t: Words) -> str:
    money = t.money(f["value"], unit=True)
    if f.get("before") is None:
        return t("Twelve months brought {money}", money=money)
    return t(
        "Steady: twelve months brought {money}, the year before {before}", money=money, before=t.money(f["before"])
    )


def _young(f: Facts, t: Words) -> str:
    months = t.plural("{n} month", "{n} months", int(f["months"]))
    return t.plural(
        "A young account: {n} order so far, in {months}",
        "A young account: {n} orders so far, in {months}",
        int(f["orders"]),
        months=months,
    )


def _brief(f: Facts, t: Words) -> str:
    months = t.plural("{n} month", "{n} months", int(f["months"]))
    return t.plural(
        "{n} order in {months} on record", "{n} orders in {months} on record", int(f["orders"]), months=months
    )


def _quiet(f: Facts, t: Words) -> str:
    if not f.get("usual"):
        return t("Quiet: no order for {days}", days=days(f["days"], t))
    return t(
        "Quiet: no order for {days}, usually one every {usual}", days=days(f["days"], t), usual=days(f["usual"], t)
    )


_STATE: dict[str, Callable[[Facts, Words], str]] = {
    "growing": _moved(True),
    "shrinking": _moved(False),
    "steady": _steady,
    "young": _young,
    "brief": _brief,
    "no_orders": lambda f, t: t("No order so far"),
    "unpriced": lambda f, t: t.plural(
        "{n} order in twelve months, its amount unknown for want of an exchange rate",
        "{n} orders in twelve months, their amounts unknown for want of exchange rates",
        int(f["orders"]),
    ),
    "quiet": _quiet,
    "silent_year": lambda f, t: t("Silent: no order for {days}", days=days(f["days"], t)),
}


def _call_missed(f: Facts, t: Words) -> Fragment:
    if int(f["days_late"]) > _YEAR:
        act = strong(t("Win them back, or let them go"))
        return t.rich("{act}: the order due on {day} never came.", act=act, day=on_day(f["due"], t))
    act, late = strong(t("Call now")), days(f["days_late"], t)
    if f.get("amount") is None:
        return t.rich("{act}: the order due on {day} is {late} late.", act=act, day=on_day(f["due"], t), late=late)
    money = t.money(f["amount"], unit=True)
    return t.rich(
        "{act}: the order due on {day} is {late} late, usually {money}.",
        act=act,
        day=on_day(f["due"], t),
        late=late,
        money=money,
    )


def _find_role(f: Facts, t: Words) -> Fragment:
    role = str(f["role"])
    if f.get("name"):
        act = strong(t("Find out who follows {name} as {role}", name=f["name"], role=lowered(role, t)))
    else:
        act = strong(t("Find out who is {role}", role=lowered(role, t)))
    if f.get("before") is None:
        return t.rich("{act}.", act=act)
    return t.rich("{act} before {day}, when the next order is expected.", act=act, day=on_day(f["before"], t))


def _win_back(f: Facts, t: Words) -> Fragment:
    role = lowered(str(f["role"]), t)
    if not f.get("name"):
        return t.rich("{act}, who is against us and decides.", act=strong(t("Win over the {role}", role=role)))
    act = strong(t("Win over {name}, {role}", name=f["name"], role=role))
    return t.rich("{act}, who is against us and decides.", act=act)


def _call_risk(f: Facts, t: Words) -> Fragment:
    act, share = strong(t("Call before they go quiet")), t.share(f["p"])
    if f.get("at_risk") is None:
        return t.rich("{act}: {share} that no order comes.", act=act, share=share)
    money = t.money(f["at_risk"], unit=True)
    return t.rich("{act}: {share} that no order comes, {money} a year at risk.", act=act, share=share, money=money)


def _confirm_budget(f: Facts, t: Words) -> Fragment:
    act = strong(t("Confirm the budget of {deal}", deal=f.get("deal") or t("the open deal")))
    if f.get("amount") is None:
        return t.rich("{act}.", act=act)
    return t.rich("{act}: {money} asked, no money confirmed.", act=act, money=t.money(f["amount"], unit=True))


def _revive_deal(f: Facts, t: Words) -> Fragment:
    act = strong(t("Move {deal} on, or take it out", deal=f.get("deal") or t("the open deal")))
    return t.rich("{act}: nothing has changed for {days}.", act=act, days=days(f["days"], t))


def _prepare_order(f: Facts, t: Words) -> Fragment:
    act = strong(t("Prepare the order expected around {day}", day=on_day(f["p50"], t)))
    if f.get("amount") is None:
        return t.rich("{act}.", act=act)
    around = t.money_with_range(f["amount"], f.get("lo"), f.get("hi"), unit=True)
    return t.rich("{act}, about {money}.", act=act, money=around)


def _keep(f: Facts, t: Words) -> Fragment:
    return t.rich("{act}.", act=strong(t("Nothing is urgent here")))


_ACT: dict[str, Callable[[Facts, Words], Fragment]] = {
    "call_missed": _call_missed,
    "find_role": _find_role,
    "win_back": _win_back,
    "call_risk": _call_risk,
    "confirm_budget": _confirm_budget,
    "revive_deal": _revive_deal,
    "prepare_order": _prepare_order,
    "keep": _keep,
}
