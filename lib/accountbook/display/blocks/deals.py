"""Open deals: what is asked, what may be expected, and what is missing. Never added to orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import (
    BUYER_STAGE,
    SELLER_STAGE,
    UNANSWERED,
    days,
    money_column,
    on_day,
    said,
    sentence,
)
from accountbook.display.fragment import Fragment
from accountbook.display.marks import range_mark
from accountbook.display.page import block
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.deals import Deal, Deals

MOST = 3
"""Deals on the first screen; the rest stand in the pipeline section."""


def open_deals(judged: Deals, t: Words) -> Fragment:
    """The block "Open deals, not orders yet": odds of the model beside the rep's own.

    Returns
    -------
    Fragment
        Empty where the book has no table of deals: the box of missing tables says so, once.
    """
    if str(judged.state) == "no_table":
        return Fragment()
    finding = deals_finding(judged, t)
    if str(judged.state) != "open":
        return block(finding, _closed(judged, t))
    rows = judged.deals[:MOST]
    left = len(judged.deals) - len(rows)
    note = [t.plural("{n} more stands under Pipeline.", "{n} more stand under Pipeline.", left)] if left else []
    note += _without(judged, t)
    return block(finding, deal_table(rows, t, id="open-deals"), note=" ".join(note))


def deals_finding(judged: Deals, t: Words) -> str:
    """Such as "3 deals ask EUR 186k; expect about 75k (0–150k), with 1 chance in 5 that none is won"."""
    state, n = str(judged.state), len(judged.deals)
    if state == "no_table":
        return t("The book holds no deals")
    if state == "none":
        return t("No deal is open")
    if not judged.asked:
        return t.plural("{n} deal is open, its amount unknown", "{n} deals are open, their amounts unknown", n)
    asked = t.money(judged.asked, unit=True)
    if judged.expected is None:
        return t.plural(
            "{n} deal asks {asked}; its odds are unknown",
            "{n} deals ask {asked}; their odds are unknown",
            n,
            asked=asked,
        )
    about = t.money_with_range(judged.expected, judged.lo, judged.hi)
    if n == 1:
        odds = judged.deals[0].p
        if odds is None:
            return t("One deal asks {asked}; expect about {about}", asked=asked, about=about)
        return t(
            "One deal asks {asked}, with {odds} odds: expect about {about}",
            asked=asked,
            odds=t.share(odds),
            about=t.money(judged.expected),
        )
    none = chance(judged.p_none, t)
    if not none:
        return t("{deals} deals ask {asked}; expect about {about}", deals=n, asked=asked, about=about)
    return t(
        "{deals} deals ask {asked}; expect about {about}, with {none} that none is won",
        deals=n,
        asked=asked,
        about=about,
        none=none,
    )


def chance(p: float | None, t: Words) -> str:
    """A chance in words: "1 chance in 5", "2 chances in 3"; "" where it rounds to none.

    Examples
    --------
    >>> chance(.2, Words()), chance(.67, Words()), chance(.004, Words())
    ('1 chance in 5', '2 chances in 3', '')
    """
    if p is None or p < 0.02:
        return ""
    top, bottom = min(
        (
            (a, b)
            for b in (2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50)
            for a in range(1, b)
            if a == 1 or b <= 5 or (b == 10 and a % 2)
        ),
        key=lambda pair: (abs(pair[0] / pair[1] - p), pair[1]),
    )
    return t.plural("{n} chance in {total}", "{n} chances in {total}", top, total=bottom)


def deal_table(deals: tuple[Deal, ...], t: Words, *, id: str) -> Fragment:
    """Deals with their stages, money, close and odds; blue is the model's, the diamond the rep's."""
    head, money = money_column([deal.asked for deal in deals], t)
    columns = [
        Column(t("Deal"), "name", phone=6),
        Column(t("Their stage")),
        Column(head, "number"),
        Column(t("Close"), gap=True),
        Column(t("● model, 0 to 100%"), "mark", second=t("◇ rep"), phone=4),
        Column(t("Odds"), "number"),
    ]
    return table(columns, [_row(deal, t, money) for deal in deals], id=id)


def _row(deal: Deal, t: Words, money: object) -> list[Cell]:
    second, late = doubt(deal, t)
    ours = said(SELLER_STAGE, deal.seller_stage, t)
    close = "" if deal.close_p50 is None else t.month_short(deal.close_p50, year=_far(deal.close_p50, t))
    rep_close = (
        "" if deal.expected_close is None else t.month_short(deal.expected_close, year=_far(deal.expected_close, t))
    )
    return [
        Cell(deal.name or deal.opportunity_id, second=second, second_act=late),
        Cell(said(BUYER_STAGE, deal.buyer_stage, t), second=t("we say: {stage}", stage=ours) if ours else ""),
        Cell(money(deal.asked)),
        Cell(close, expected=True, second=t("rep: {month}", month=rep_close) if rep_close else ""),
        Cell(mark=_mark(deal, t)),
        odds_cell(deal, t),
    ]


def _far(day: object, t: Words) -> bool:
    """Whether a month needs its year: more than ten months away."""
    return abs((day - t.as_of).days) > 300


def odds_cell(deal: Deal, t: Words) -> Cell:
    """The model's odds with their range, and the rep's own below."""
    rep = t("rep {share}", share=t.share(deal.rep_p)) if deal.rep_p is not None else ""
    if deal.p is None:
        return Cell(t("unknown"), second=rep)
    around = "" if deal.lo is None or deal.hi is None else t.number_range(100 * deal.lo, 100 * deal.hi)
    return Cell(t.share(deal.p), range=around, second=rep, expected=True, strong=True)


def _mark(deal: Deal, t: Words) -> Fragment | None:
    if deal.p is None:
        return None
    lo, hi = (deal.p if deal.lo is None else deal.lo), (deal.p if deal.hi is None else deal.hi)
    odds = t.share_with_range(deal.p, lo, hi)
    if deal.rep_p is None:
        alt = t("odds {odds}", odds=odds)
    else:
        alt = t("odds {odds}, the rep says {rep}", odds=odds, rep=t.share(deal.rep_p))
    return range_mark(lo, hi, deal.p, alt=alt, rep=deal.rep_p, width=104)


def doubt(deal: Deal, t: Words) -> tuple[str, bool]:
    """The second line under a deal: its heaviest doubts in orange, else what is missing, else how it stands."""
    warnings = [warning(str(code), deal, t) for code in deal.doubts[:2]]
    if warnings:
        return sentence("; ".join(warnings)), True
    if deal.missing:
        return sentence("; ".join(said(UNANSWERED, str(code), t) for code in deal.missing[:2])), False
    if deal.in_stage is not None:
        return t("All nine questions answered; {days} in this stage", days=days(deal.in_stage, t)), False
    return t("All nine questions answered"), False


def warning(code: str, deal: Deal, t: Words) -> str:
    """A doubt of a deal in words; codes as `accountbook.planning.doubts` lists them."""
    if code == "past_close" and deal.expected_close is not None:
        return t("its close of {day} has passed", day=on_day(deal.expected_close, t))
    if code == "stalled" and deal.since_change is not None:
        return t("nothing changed for {days}", days=days(deal.since_change, t))
    if code == "pushed":
        return t.plural("pushed {n} time", "pushed {n} times", deal.pushed)
    if code == "ahead_of_buyer" and deal.ahead is not None:
        return t.plural("we are {n} step ahead of them", "we are {n} steps ahead of them", deal.ahead)
    return plain_warning(code, t)


def plain_warning(code: str, t: Words) -> str:
    """A doubt in words without its numbers."""
    plain = {
        "key_person_left": t("who decides has left"),
        "past_close": t("its close has passed"),
        "stalled": t("nothing changes"),
        "no_budget": t("budget not approved"),
        "ahead_of_buyer": t("we are ahead of them"),
        "no_key_person": t("no one met who decides"),
        "no_channel": t("no way to who decides"),
    }
    return plain.get(code, code.replace("_", " "))


def _without(judged: Deals, t: Words) -> list[str]:
    told = []
    if judged.without_odds:
        told.append(
            t.plural(
                "{n} deal has no odds and is not in the sum.",
                "{n} deals have no odds and are not in the sum.",
                judged.without_odds,
            )
        )
    if judged.without_amount:
        told.append(
            t.plural(
                "{n} deal has no amount and is not in the sum.",
                "{n} deals have no amount and are not in the sum.",
                judged.without_amount,
            )
        )
    return told


def _closed(judged: Deals, t: Words) -> str:
    closed = judged.closed
    if not closed.won and not closed.lost:
        return t("Nothing was won or lost in the last 12 months.")
    return t("In the last 12 months {won} won and {lost} lost.", won=closed.won, lost=closed.lost)
