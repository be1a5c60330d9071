"""The pipeline: every open deal with what is missing, what speaks against it, and why its odds are what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.deals import odds_cell, warning
from accountbook.display.blocks.reasons import associated, reason_sentence
from accountbook.display.blocks.terms import (
    BUDGET,
    BUYER_STAGE,
    ROUTE,
    SELLER_STAGE,
    UNANSWERED,
    days,
    lowered,
    money_column,
    said,
    sentence,
)
from accountbook.display.formats import whole
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.deals import Deal, Deals

MOST = 40
"""Deals that one table shows; a page with more of them is read by nobody."""


def pipeline(judged: Deals, t: Words) -> Fragment:
    """The section "Pipeline": the first `MOST` open deals with what is missing and why their odds are what they are.

    Returns
    -------
    Fragment
        Empty where no deal is open: the page then leaves the section out, and "Checked" says so.
    """
    if str(judged.state) != "open":
        return Fragment()
    head, money = money_column([deal.asked for deal in judged.deals], t)
    columns = [
        Column(t("Deal"), "name", phone=6),
        Column(t("Their stage")),
        Column(head, "number"),
        Column(t("Odds"), "number"),
        Column(t("Questions answered"), "number", label=t("Answered")),
        Column(t("Missing"), "reason", gap=True),
        Column(t("Why these odds"), "reason"),
    ]
    rows = [_long_row(deal, t, money) for deal in judged.deals[:MOST]]
    total = len(judged.deals)
    caption = t("The first {shown} of {total} deals.", shown=MOST, total=t.number(total)) if total > MOST else ""
    shown = table(columns, rows, id="pipeline", caption=caption)
    return section(pipeline_finding(judged, t), shown, note=_pipeline_note(judged, t))


def pipeline_fold(judged: Deals, t: Words) -> Fold | None:
    """The folded line where no deal is open; None where one is, or where the book holds none at all."""
    return Fold(t("Pipeline"), t("no deal is open")) if str(judged.state) == "none" else None


def pipeline_finding(judged: Deals, t: Words) -> str:
    """What stands between the deals and their orders."""
    n = len(judged.deals)
    doubtful = [deal for deal in judged.deals if deal.doubts]
    gated = [deal for deal in judged.deals if not deal.gated]
    if n == 1:
        deal = judged.deals[0]
        name = deal.name or deal.opportunity_id
        if doubtful:
            return t("{deal}: {doubt}", deal=name, doubt=warning(str(deal.doubts[0]), deal, t))
        return t(
            "{deal}: {answered} of {questions} questions answered",
            deal=name,
            answered=deal.answered,
            questions=deal.questions,
        )
    stalled = [deal for deal in judged.deals if deal.stalled]
    if stalled:
        money = sum(deal.asked or 0 for deal in stalled)
        if money:
            return t(
                "{stalled} of {n} deals stand still, {money} asked",
                stalled=len(stalled),
                n=n,
                money=t.money(money, unit=True),
            )
        return t("{stalled} of {n} deals stand still", stalled=len(stalled), n=n)
    if len(gated) == n == 2:
        return t("Both deals lack a budget or a close date, so their odds rest on little")
    if len(gated) == n:
        return t("All {n} deals lack a budget or a close date, so their odds rest on little", n=n)
    if gated:
        return t(
            "{gated} of {n} deals lack a budget or a close date, so their odds rest on little", gated=len(gated), n=n
        )
    if doubtful:
        return t("{doubtful} of {n} deals have something that speaks against them", doubtful=len(doubtful), n=n)
    return t("All {n} deals have a budget, a date and someone who decides", n=n)


def _long_row(deal: Deal, t: Words, money: object) -> list[Cell]:
    theirs, ours = said(BUYER_STAGE, deal.buyer_stage, t), said(SELLER_STAGE, deal.seller_stage, t)
    facts = [deal.product_line, said(ROUTE, deal.route, t)]
    if deal.budget_status:
        facts.append(t("budget {status}", status=said(BUDGET, deal.budget_status, t)))
    warnings = "; ".join(warning(str(code), deal, t) for code in deal.doubts)
    missing = sentence("; ".join(said(UNANSWERED, str(code), t) for code in deal.missing[:4]))
    more = len(deal.missing) - 4
    if more > 0:
        missing += "; " + t.plural("{n} more", "{n} more", more)
    since = t("{days} in this stage", days=days(deal.in_stage, t)) if deal.in_stage is not None else ""
    stage = ", ".join(part for part in (t("we say: {stage}", stage=ours) if ours else "", since) if part)
    return [
        Cell(deal.name or deal.opportunity_id, second=", ".join(str(part) for part in facts if part)),
        Cell(theirs, second=stage),
        Cell(money(deal.asked)),
        odds_cell(deal, t),
        Cell(t("{n} of {total}", n=deal.answered, total=deal.questions)),
        Cell(sentence(warnings), act=True, second=missing) if warnings else Cell(missing),
        _why(deal, t),
    ]


def _why(deal: Deal, t: Words) -> Cell:
    told = [
        t("{reason} ({points})", reason=reason_sentence(r.code, r.facts, t), points=t.signed(r.points))
        for r in deal.reasons
        if r.points is not None and whole(r.points)
    ]
    if told:
        return Cell("; ".join([told[0], *(lowered(one, t) for one in told[1:])]))
    if str(deal.shown) == "naive" or str(deal.ladder) == "rates":
        return Cell(t("The rate of all closed deals, not specific to this one"))
    return Cell("")


def _pipeline_note(judged: Deals, t: Words) -> str:
    told = [t("Points of odds in brackets. A deal is asked and expected, never added to orders.")]
    if any(deal.reasons for deal in judged.deals):
        told.append(associated(t))
    closed = judged.closed
    if closed.won or closed.lost:
        told.append(t("In the last 12 months {won} won and {lost} lost.", won=closed.won, lost=closed.lost))
    return " ".join(told)
