"""What is under way at an account that is handed over: open deals with their odds, claims, money that is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.deals import deals_finding
from accountbook.display.blocks.handing import handed_sentence
from accountbook.display.blocks.terms import days, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Change, changes
from accountbook.display.page import block, split
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.cash import Cash
    from accountbook.planning.deals import Deal
    from accountbook.planning.handover import Account
    from accountbook.planning.traded import OpenClaim

MOST_DEALS, MOST_CLAIMS = 3, 2


def pending(one: Account, t: Words) -> Fragment:
    """Open deals beside open claims and late money; "" where there is nothing of the kind."""
    parts = [part for part in (_deals(one, t), _owed(one, t)) if part]
    return split(*parts, widths=(6, 6)) if len(parts) == 2 else Fragment(*parts)


def _deals(one: Account, t: Words) -> Fragment:
    if str(one.deals.state) != "open":
        return Fragment()
    shown = one.deals.deals[:MOST_DEALS]
    more = len(one.deals.deals) - len(shown)
    note = t.plural("{n} more is open.", "{n} more are open.", more) if more else ""
    return block(deals_finding(one.deals, t), changes([Change(_deal(each, t)) for each in shown]), note=note)


def _deal(deal: Deal, t: Words) -> str:
    """Name, what is asked, the odds and the day; what nobody knows is left out."""
    told = [
        t("{money} asked", money=t.money(deal.asked, unit=True)) if deal.asked is not None else "",
        t("{share} odds", share=t.share(deal.p)) if deal.p is not None else t("odds unknown"),
        t("to close {day}", day=on_day(deal.expected_close, t)) if deal.expected_close is not None else "",
    ]
    return t("{name}: {what}", name=deal.name or deal.opportunity_id, what=", ".join(part for part in told if part))


def _owed(one: Account, t: Words) -> Fragment:
    money, claims = _money(one.cash, t), one.claims
    if not money and not claims:
        return Fragment()
    lines = [*money, *(Change(_claim(claim, t), "down") for claim in claims[:MOST_CLAIMS])]
    late, n = one.cash.owed_late, len(claims)
    if n and late:
        finding = t.plural("{n} claim open, {money} late", "{n} claims open, {money} late", n,
                           money=t.money(late, unit=True))  # fmt: skip
    elif n:
        finding = t.plural("{n} claim open, no money late", "{n} claims open, no money late", n)
    elif late:
        finding = t("{money} late, no claim open", money=t.money(late, unit=True))
    else:
        finding = t("No claim open, no money late within a year")
    more = n - MOST_CLAIMS
    note = t.plural("{n} claim more is open.", "{n} claims more are open.", more) if more > 0 else ""
    return block(finding, changes(lines), note=note)


def _money(cash: Cash, t: Words) -> list[Change]:
    told = []
    if cash.bills_late:
        longest = max(one.days_late or 0 for one in cash.bills_late)
        facts = {"n": len(cash.bills_late), "amount": cash.owed_late, "days": longest}
        told.append(Change(handed_sentence("money_late", facts, t), "down"))
    if cash.owed_old:
        said = t("{money} is late for over a year: ask our own books first", money=t.money(cash.owed_old, unit=True))
        told.append(Change(said))
    return told


def _claim(claim: OpenClaim, t: Words) -> str:
    return t("Claim open for {days}: {text}", days=days(claim.days, t), text=claim.text)
