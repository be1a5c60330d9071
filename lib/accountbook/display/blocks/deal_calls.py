"""Which deals are worth a call: those with something to settle where it is expected to add most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.calls import gained_by, model_masthead
from accountbook.display.blocks.deals import doubt
from accountbook.display.blocks.sums import deals_by_team
from accountbook.display.blocks.terms import money_column
from accountbook.display.fragment import Fragment
from accountbook.display.marks import range_mark
from accountbook.display.page import block, section
from accountbook.display.sums import sums_note
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.deal_calls import DealCall, DealCalls
    from accountbook.planning.pipeline_record import PipelineRecord

DEAL_CALL = N_(
    "A call adds: what the chance of winning gains if settling three doubts or open questions turns 1 to 1 into"
    " {factor} to 1 (fewer: less), x the amount asked. This is assumed, not measured."
)


def deals_masthead(
    judged: DealCalls, quality: pd.DataFrame | None, t: Words, *, company: str, invented: bool = False
) -> Fragment:
    """The top of the win_probability page."""
    return model_masthead(open_finding(judged, t), quality, t, company=company, invented=invented)


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


def deals_worth_a_call(judged: DealCalls, t: Words) -> Fragment:
    """The section of the deals worth a call: those with a doubt or a question left, what a call adds most to first.

    Returns
    -------
    Fragment
        Empty where no deal is open.
    """
    if judged.sums is not None and str(judged.deals.state) == "open":
        finding, told = deals_by_team(judged.sums, t)
        caption = t("Deals of accounts without an owner or a team")
        own = _deals(judged.found, t, caption=caption) if judged.found else None
        return section(finding, told, own, note=f"{_note(judged, t)} {sums_note(judged.sums, t)}".strip())
    if not judged.accounts.keys() & {deal.opportunity_id for deal in judged.deals.deals}:
        return Fragment()
    if not judged.found:
        return section(t("No open deal has a doubt or a question left"), t("Nothing speaks against the odds above."))
    first = judged.found[0]
    if first.gain.worth:
        finding = t(
            "Call first about {deal}, where a call adds about {money}",
            deal=first.deal.name or first.deal.opportunity_id,
            money=t.money(first.gain.worth, unit=True),
        )
    else:
        n = len(judged.found)
        finding = t.plural("{n} deal has a doubt or a question left", "{n} deals have doubts or questions left", n)
    return section(finding, _deals(judged.found, t), note=_note(judged, t))


def pipeline_came(record: PipelineRecord | None, t: Words) -> Fragment:
    """What came of the sums expected of open deals on past dates, and what that makes of today's.

    Returns
    -------
    Fragment
        Empty where past dates cannot say.
    """
    if record is None:
        return Fragment()
    finding = t(
        "Of each 100 expected of open deals on past dates, {came} came",
        came=f"{t.number(100 * record.factor)} ({t.number_range(100 * record.lo, 100 * record.hi)})",
    )
    told = ""
    if record.expected:
        lo, hi = record.expected * record.lo, record.expected * record.hi
        told = t(
            "At that rate {money} come of the {expected} expected now.",
            money=t.money_with_range(record.expected * record.factor, lo, hi, unit=True),
            expected=t.money(record.expected),
        )
    note = t(
        "From {deals} and {dates} half a year back or more; a deal that is open still counts as nothing."
        " The range holds the true figure in 8 of 10 cases.",
        deals=t.plural("{n} deal", "{n} deals", record.deals),
        dates=t.plural("{n} date", "{n} dates", record.origins),
    )
    return block(finding, told, note=note)


def _note(judged: DealCalls, t: Words) -> str:
    if not any(one.gain.worth for one in judged.found):
        return ""
    return t(DEAL_CALL, factor=t.number(judged.call_odds, digits=1))


def _deals(found: Sequence[DealCall], t: Words, *, caption: str = "") -> Fragment:
    """The table of the deals worth a call."""
    head, money = money_column([one.deal.asked for one in found], t)
    gained, adds = money_column([one.gain.worth for one in found], t)
    columns = [
        Column(t("Deal"), "name"),
        Column(t("A call adds, {unit}", unit=gained), "number"),
        Column(t("{unit} asked", unit=head), "number"),
        Column(t("{unit} expected", unit=head), "number"),
        Column(t("● model, 0 to 100%"), "mark", second=t("◇ rep"), phone=4),
        Column(t("Odds"), "number"),
        Column(t("What to ask about"), "reason", gap=True),
    ]
    return table(columns, [_deal(one, t, money, adds) for one in found], id="deal-calls", caption=caption)


def _deal(one: DealCall, t: Words, money: Callable[..., str], adds: Callable[..., str]) -> list[Cell]:
    deal = one.deal
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
    how = gained_by(one.gain, t) if one.gain.worth else ""
    return [
        Cell(deal.name or deal.opportunity_id, second=one.account),
        Cell(adds(one.gain.worth) if one.gain.worth else "", second=how, expected=True, strong=True),
        Cell(money(deal.asked)),
        Cell(money(deal.expected), expected=True),
        Cell(mark=mark),
        Cell(t.share(deal.p), range=around, second=rep, expected=True, strong=True) if known else Cell("", second=rep),
        Cell(told, act=late),
    ]
