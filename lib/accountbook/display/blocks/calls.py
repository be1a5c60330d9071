"""Who is worth a call: accounts by the money at risk, deals by what is expected of them and doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.deals import doubt
from accountbook.display.blocks.reasons import associated, reason_sentence
from accountbook.display.blocks.record import goodness_finding
from accountbook.display.blocks.sums import deals_by_team, risk_by_team, risk_finding
from accountbook.display.blocks.terms import country, days, lowered, money_column
from accountbook.display.fragment import Fragment
from accountbook.display.marks import range_mark
from accountbook.display.page import masthead, section
from accountbook.display.sums import sums_note
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.deals import Deal
    from accountbook.planning.portfolio import Call, Calls, DealCalls

MOST = 10
AT_RISK = N_("At risk: the chance that no order comes x the orders of 12 months.")


def calls_masthead(
    judged: Calls, quality: pd.DataFrame | None, t: Words, *, company: str, invented: bool = False
) -> Fragment:
    """The top of the churn_reorder page: who is worth a call, and whether the model may be believed."""
    return _masthead(calls_finding(judged, t), quality, t, company, invented)


def deals_masthead(
    judged: DealCalls, quality: pd.DataFrame | None, t: Words, *, company: str, invented: bool = False
) -> Fragment:
    """The top of the win_probability page."""
    return _masthead(open_finding(judged, t), quality, t, company, invented)


def open_finding(judged: DealCalls, t: Words) -> str:
    """Such as "42 open deals ask EUR 4.1m; expect about 1.6m (1.2–2.1m)"."""
    deals = judged.deals
    n = len(deals.deals)
    if str(deals.state) == "no_table":
        return t("The book holds no deals")
    if not n:
        few = judged.sums is not None and str(deals.state) == "open"
        return t("Too few accounts have deals to be summed up") if few else t("No deal is open")
    if deals.expected is None:
        return t.plural("{n} open deal, its odds unknown", "{n} open deals, their odds unknown", n)
    return t.plural(
        "{n} open deal asks {asked}; expect about {about}",
        "{n} open deals ask {asked}; expect about {about}",
        n,
        asked=t.money(deals.asked, unit=True),
        about=t.money_with_range(deals.expected, deals.lo, deals.hi),
    )


def _masthead(finding: str, quality: pd.DataFrame | None, t: Words, company: str, invented: bool) -> Fragment:
    lead = (
        goodness_finding(quality, t)
        if quality is not None and len(quality)
        else t("No past month is long enough to judge by")
    )
    return masthead(
        finding,
        facts=f"{company}. " + t("As of {day}.", day=t.day(t.as_of, year=True)),
        lead=t("{finding}.", finding=lead),
        crumbs=((t("Monthly edition, {month}", month=t.month(t.as_of, year=True)), "../index.html"),),
        notice=t("Invented company and data") if invented else "",
    )


def calls_finding(judged: Calls, t: Words) -> str:
    """Such as "10 accounts hold EUR 640k of the 1.1m at risk"."""
    n = len(judged.found)
    if judged.sums is not None:
        return risk_finding(judged, t)
    if not n:
        return t("No account can be predicted yet")
    if not judged.standing_out:
        return t("Nobody stands out: no risk reaches {share}, no order is overdue", share=t.share(judged.threshold))
    return t.plural(
        "{n} account holds {money} of the {total} at risk",
        "{n} accounts hold {money} of the {total} at risk",
        n,
        money=t.money(judged.at_risk, unit=True),
        total=t.money(judged.total),
    )


def worth_a_call(judged: Calls, t: Words) -> Fragment:
    """The section of the accounts worth a call today, most money at risk first."""
    if judged.sums is not None:
        finding, told = risk_by_team(judged.sums, t)
        own = _calls(judged, t, caption=t("Accounts without an owner or a team")) if judged.found else None
        return section(finding, told, own, note=f"{_note(judged, t)} {sums_note(judged.sums, t)}")
    if not judged.found:
        return section(calls_finding(judged, t), t("A prediction needs accounts with two orders and more."))
    first = judged.found[0]
    if judged.standing_out:
        finding = t(
            "Most at risk: {name}, {risk} of {money}",
            name=first.name or first.account_id,
            risk=t.share(first.p),
            money=t.money(first.revenue, unit=True),
        )
    else:
        finding = t("No call is pressing; most money at risk first")
    return section(finding, _calls(judged, t), note=_note(judged, t))


def _note(judged: Calls, t: Words) -> str:
    told = [t(AT_RISK)]
    if judged.unpriced:
        told.append(
            t.plural(
                "{n} account is not in it: without an exchange rate its orders have no amount.",
                "{n} accounts are not in it: without exchange rates their orders have no amounts.",
                judged.unpriced,
            )
        )
    if any(call.reasons for call in judged.found):
        told.append(associated(t))
    return " ".join(told)


def _calls(judged: Calls, t: Words, *, caption: str = "") -> Fragment:
    """The table of the accounts worth a call."""
    head, money = money_column([call.revenue for call in judged.found], t)
    columns = [
        Column(t("Account"), "name"),
        Column(t("No order in 90 days, 0 to 100%"), "mark", phone=4),
        Column(t("Risk"), "number"),
        Column(t("At risk, {unit}", unit=head), "number"),
        Column(t("12 months, {unit}", unit=head), "number"),
        Column(t("Last order"), "number"),
        Column(t("Why"), "reason", gap=True),
    ]
    return table(columns, [_call(call, t, money) for call in judged.found], id="calls", caption=caption)


def _call(call: Call, t: Words, money: object) -> list[Cell]:
    lo, hi = (call.p if call.lo is None else call.lo), (call.p if call.hi is None else call.hi)
    around = "" if call.lo is None or call.hi is None else t.number_range(100 * lo, 100 * hi)
    late = str(call.state) in ("overdue", "missed")
    kind = "act" if late else "expected"
    where = ", ".join(part for part in (country(call.country, t), call.owner) if part)
    was = t("was {share}", share=t.share(call.p_before)) if call.p_before is not None else ""
    return [
        Cell(call.name or call.account_id, second=where),
        Cell(mark=range_mark(lo, hi, call.p, alt=t("risk {risk}", risk=t.share_with_range(call.p, lo, hi)), kind=kind)),
        Cell(t.share(call.p), range=around, second=was, expected=not late, strong=True, act=late, sign=""),
        Cell(money(call.at_risk), strong=True),
        Cell(money(call.revenue)),
        Cell("" if call.last_order is None else t.day(call.last_order)),
        _why(call, t),
    ]


def _why(call: Call, t: Words) -> Cell:
    told = [reason_sentence(reason.code, reason.facts, t) for reason in call.reasons if (reason.points or 0) > 0][:2]
    why = "; ".join([*told[:1], *(lowered(one, t) for one in told[1:])])
    state = str(call.state)
    if state == "missed":
        return Cell(t("order missed, due {days} ago", days=days(call.days_late or 0, t)), act=True, second=why)
    if state == "overdue":
        return Cell(t("order overdue by {days}", days=days(call.days_late or 0, t)), act=True, second=why)
    return Cell(why)


def deals_worth_a_call(judged: DealCalls, t: Words) -> Fragment:
    """The section of the deals worth a call: those with a doubt, most expected money first.

    Returns
    -------
    Fragment
        Empty where no deal is open.
    """
    open_ones = [deal for deal in judged.deals.deals if deal.opportunity_id in judged.accounts]
    found = [deal for deal in open_ones if deal.doubts or deal.missing][:MOST]
    if judged.sums is not None and str(judged.deals.state) == "open":
        finding, told = deals_by_team(judged.sums, t)
        caption = t("Deals of accounts without an owner or a team")
        own = _deals(found, judged.accounts, t, caption=caption) if found else None
        return section(finding, told, own, note=sums_note(judged.sums, t))
    if not open_ones:
        return Fragment()
    if not found:
        return section(t("No open deal has a doubt or a question left"), t("Nothing speaks against the odds above."))
    total = sum(deal.expected or 0 for deal in found)
    finding = t.plural(
        "{n} deal with a doubt is expected to bring {money}",
        "{n} deals with a doubt are expected to bring {money}",
        len(found),
        money=t.money(total, unit=True),
    )
    return section(finding, _deals(found, judged.accounts, t))


def _deals(found: Sequence[Deal], accounts: Mapping[str, str], t: Words, *, caption: str = "") -> Fragment:
    """The table of the deals worth a call."""
    head, money = money_column([deal.asked for deal in found], t)
    columns = [
        Column(t("Deal"), "name"),
        Column(t("{unit} asked", unit=head), "number"),
        Column(t("{unit} expected", unit=head), "number"),
        Column(t("● model, 0 to 100%"), "mark", second=t("◇ rep"), phone=4),
        Column(t("Odds"), "number"),
        Column(t("What to ask about"), "reason", gap=True),
    ]
    return table(columns, [_deal(deal, t, money, accounts) for deal in found], id="deal-calls", caption=caption)


def _deal(deal: Deal, t: Words, money: object, accounts: Mapping[str, str]) -> list[Cell]:
    told, late = doubt(deal, t)
    rep = t("rep {share}", share=t.share(deal.rep_p)) if deal.rep_p is not None else ""
    known = deal.p is not None
    lo, hi = (deal.p if deal.lo is None else deal.lo), (deal.p if deal.hi is None else deal.hi)
    mark = None
    around = ""
    if known:
        alt = t("odds {odds}", odds=t.share_with_range(deal.p, lo, hi))
        mark = range_mark(lo, hi, deal.p, alt=alt, rep=deal.rep_p)
        around = t.number_range(100 * lo, 100 * hi) if deal.lo is not None and deal.hi is not None else ""
    return [
        Cell(deal.name or deal.opportunity_id, second=accounts.get(deal.opportunity_id, "")),
        Cell(money(deal.asked)),
        Cell(money(deal.expected), expected=True),
        Cell(mark=mark),
        Cell(t.share(deal.p), range=around, second=rep, expected=True, strong=True) if known else Cell("", second=rep),
        Cell(told, act=late),
    ]
