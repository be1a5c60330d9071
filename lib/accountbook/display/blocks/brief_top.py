"""The top of a brief: whom and what it is about, and the one thing to come home with; and what the page hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accountbook.display.blocks.prose import quoted, shortened
from accountbook.display.blocks.terms import BUDGET, country, on_day, said, sentence
from accountbook.display.fragment import Fragment
from accountbook.display.page import masthead, strong
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.brief_parts import BriefParts


def brief_masthead(brief: BriefParts, t: Words, *, invented: bool = False) -> Fragment:
    """The masthead of a brief: account and deal, one line of facts, and a lead that says what to come home with.

    Parameters
    ----------
    invented : whether the book is the made-up company's, which every page must say.
    """
    profile = brief.plan.profile
    crumbs = [(t("Kick-off, {day}", day=t.day(profile.as_of, year=True)), "../index.html")]
    crumbs += [(t("Team {team}", team=profile.team), "")] if profile.team else []
    return masthead(
        brief_name(brief, t),
        facts=_facts(brief, t),
        lead=_lead(brief, t),
        crumbs=crumbs,
        notice=t("Invented company and data") if invented else "",
    )


def brief_name(brief: BriefParts, t: Words) -> str:
    """The account, and the deal where the brief is about one."""
    account = brief.plan.profile.name or brief.plan.profile.account_id
    if brief.contest is None:
        return account
    return t("{account}: {deal}", account=account, deal=brief.contest.name or brief.contest.opportunity_id)


def _facts(brief: BriefParts, t: Words) -> str:
    """One line: the deal's money, odds, budget and close; then the account's place and owner."""
    profile, deal, contest = brief.plan.profile, brief.deal, brief.contest
    told = []
    ours = contest.standing if contest is not None else None
    if ours is not None and ours.price is not None and ours.recorded is not None:
        price, recorded = t.money(ours.price, currency=ours.currency), t.money(ours.recorded, unit=True)
        told.append(t("{price} offered, deal record: {recorded}.", price=price, recorded=recorded))
    elif contest is not None and contest.amount is not None:
        told.append(t("{money} asked.", money=t.money(contest.amount, unit=True)))
    if contest is not None and contest.outcome == "won":
        told.append(t("Won on {day}.", day=on_day(contest.closed_on, t)) if contest.closed_on else t("Won."))
    elif contest is not None and contest.outcome:
        told.append(t("Lost on {day}.", day=on_day(contest.closed_on, t)) if contest.closed_on else t("Lost."))
    if deal is not None:
        if deal.p is not None:
            odds = t.share(deal.p) if None in (deal.lo, deal.hi) else t.share_with_range(deal.p, deal.lo, deal.hi)
            told.append(t("Odds {odds}.", odds=odds))
        told.append(t("Budget {status}.", status=said(BUDGET, deal.budget_status or "unknown", t)))
        if deal.expected_close is not None:
            told.append(t("To be decided by {day}.", day=on_day(deal.expected_close, t)))
    place = ", ".join(str(part) for part in (profile.city, country(profile.country, t)) if part)
    told += [f"{place}."] if place else []
    if profile.tier:
        told.append(t("Tier {tier}.", tier=profile.tier))
    if profile.owner:
        told.append(t("Owner {name}.", name=profile.owner))
    told.append(t("As of {day}.", day=t.day(profile.as_of, year=True)))
    return " ".join(told)


def _lead(brief: BriefParts, t: Words) -> Fragment:
    """The meeting in a sentence, and in bold what to come home with."""
    met, want = brief.meeting, _want(brief, t)
    if met.held_on is None:
        when = t("No meeting is planned.")
    elif met.contact and met.purpose:
        when = t("{day} with {who}: {purpose}.", day=_day(brief, t), who=met.contact, purpose=shortened(met.purpose))
    elif met.purpose:
        when = t("{day}: {purpose}.", day=_day(brief, t), purpose=shortened(met.purpose))
    else:
        when = t("Meeting on {day}.", day=on_day(met.held_on, t))
    return Fragment(when, " ", want)


def _day(brief: BriefParts, t: Words) -> str:
    return sentence(t.weekday(brief.meeting.held_on))


def _want(brief: BriefParts, t: Words) -> Fragment:
    first = next((point for point in brief.points if str(point.part) == "want"), None)
    if first is None:
        return t.rich("{act}.", act=strong(t("Agree first on what we want from it")))
    text = first.says.facts["text"]
    goal = quoted(text, t) if first.says.code == "want_quote" else shortened(text)
    return t.rich("{act}.", act=strong(t("Come home with: {goal}", goal=goal)))


def brief_values(brief: BriefParts, t: Words) -> dict[str, Any]:
    """The values of a brief's ``results`` cell.

    Returns
    -------
    dict
        Plain JSON values: ``account_id``, ``opportunity`` ("" where it is about the account alone), ``title``,
        ``name``, ``as_of``; and what the page counts.
    """
    profile, deal = brief.plan.profile, brief.deal
    return {
        "account_id": profile.account_id,
        "opportunity": brief.opportunity or "",
        "title": t("{name}, kick-off brief", name=brief_name(brief, t)),
        "name": profile.name or profile.account_id,
        "deal": (brief.contest.name or "") if brief.contest else "",
        "as_of": f"{profile.as_of:%Y-%m-%d}",
        "where": country(profile.country, t),
        "owner": profile.owner or "",
        "team": profile.team or "",
        "asked": brief.contest.amount if brief.contest else None,
        "odds": deal.p if deal is not None else None,
        "meeting_on": f"{brief.meeting.held_on:%Y-%m-%d}" if brief.meeting.held_on is not None else None,
        "plan": str(brief.meeting.plan),
        "points": [str(point.part) for point in brief.points],
        "questions": len(brief.inquiries.found),
        "requirements_open": brief.register.open,
        "requirements_overdue": brief.register.overdue,
        "days_needed": brief.workload.needed,
        "days_short": brief.workload.short,
        "people": len(brief.room.people),
        "stories": len(brief.stories.rows),
        "shown": brief.exposure.shown,
        "notes": len(brief.notes.rows),
        "staying_cost": brief.staying.cost,
        "scenarios": len(brief.fallback.ways),
        "lessons": len(brief.lessons.rows),
    }
