"""The deal in a brief: what decides, who else is in it, what was offered; its odds as in the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.deals import deal_table
from accountbook.display.blocks.pipeline import pipeline_finding
from accountbook.display.blocks.prose import fitting, shortened
from accountbook.display.blocks.sentences import Facts, Say
from accountbook.display.blocks.terms import UNANSWERED, days, due_by, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.contest import Contest, Rival
    from accountbook.planning.deals import Deals

CERTAINTY = {"rumour": N_("rumour"), "likely": N_("likely"), "sure": N_("sure")}
MOST = 5


def contest(judged: Contest | None, deals: Deals, t: Words) -> Fragment | Fold | None:
    """The section "The deal"; a folded line where it is decided, nothing where the brief is about none.

    Parameters
    ----------
    deals : the deal alone, as one of the account's open deals.
    """
    if judged is None:
        return None if str(deals.state) == "no_table" else Fold(t("The deal"), t("the brief is about none"))
    columns = [Column(t("On record"), phone=6, label=""), Column("", "reason")]
    shown = [
        table(columns, _facts(judged, deals, t), id="on-record", caption=t("Beyond the odds."), stack=False),
        _rivals(judged.rivals, t),
    ]
    if not deals.deals:
        outcome = _outcome(judged, t)
        return Fold(t("The deal"), outcome, Fragment(*(part for part in shown if part)))
    return section(_finding(judged, deals, t), deal_table(deals.deals, t, id="the-deal"), *shown)


def _finding(judged: Contest, deals: Deals, t: Words) -> str:
    """That our offer runs out before they decide, where nobody who decides has left; else as in the pipeline."""
    ours = judged.standing
    left = any(str(doubt) == "key_person_left" for deal in deals.deals for doubt in deal.doubts)
    if ours is None or ours.early is None or ours.price is None or left:
        return pipeline_finding(deals, t)
    price, until, early = t.money(ours.price, currency=ours.currency), on_day(ours.until, t), days(ours.early, t)
    if ours.expired:
        return t(
            "Offer of {price} ran out on {until}, {early} before they decide: renew it",
            price=price,
            until=until,
            early=early,
        )
    return t(
        "Offer of {price} runs out on {until}, {early} before they decide: extend it",
        price=price,
        until=until,
        early=early,
    )


def _extend(f: Facts, t: Words) -> str:
    words = {"id": str(f["quote_id"]), "close": on_day(f["close"], t), "until": on_day(f["until"], t)}
    deal = str(f["deal"])
    if f["expired"]:
        return fitting(
            lambda deal: t(
                "Renew offer {id} for {deal}: it ran out on {until}, they decide by {close}", deal=deal, **words
            ),
            deal,
        )
    return fitting(
        lambda deal: t("Extend offer {id} for {deal} past {close}: it runs out on {until}", deal=deal, **words), deal
    )


DOES: Mapping[str, Say] = {"extend_offer": _extend}


def _outcome(judged: Contest, t: Words) -> str:
    day = on_day(judged.closed_on, t)
    if judged.outcome == "won":
        return t("won {day}", day=day) if day else t("won")
    return t("lost {day}", day=day) if day else t("lost")


def _facts(judged: Contest, deals: Deals, t: Words) -> list[list[Cell]]:
    criteria = t.list(judged.criteria) if judged.criteria else t("unknown")
    rows = [(t("They decide by"), Cell(criteria, act=not judged.criteria))]
    if judged.difference:
        rows.append((t("Our difference in their eyes"), Cell(judged.difference)))
    rows += _offer(judged, t)
    if judged.step:
        due = due_by(judged.step_due, judged.step_late, t)
        if judged.step_after and judged.step_due is not None:
            day, after = on_day(judged.step_due, t), days(judged.step_after, t)
            due = t("due {day}, {after} after they decide", day=day, after=after)
        rows.append((t("Next step"), Cell(judged.step, range=due, act=bool(judged.step_late or judged.step_after))))
    heard = on_day(judged.heard_on, t) or t("unknown")
    theirs = on_day(judged.competitor_knew_on, t) or t("unknown")
    rows.append((t("Heard of it"), Cell(t("we {ours}, a competitor {theirs}", ours=heard, theirs=theirs))))
    for deal in deals.deals:
        asked = t("{n} of {total}", n=deal.answered, total=deal.questions)
        missing = "; ".join(said(UNANSWERED, str(code), t) for code in deal.missing)
        rows.append((t("Questions answered"), Cell(asked, range=missing)))
    return [[Cell(name), cell] for name, cell in rows]


def _offer(judged: Contest, t: Words) -> list[tuple[str, Cell]]:
    one = judged.offer
    if one is None:
        return []
    name = t("Offer {id}, version {n}", id=one.quote_id, n=one.version)
    ours = judged.standing if judged.standing is not None and judged.standing.quote_id == one.quote_id else None
    money = t.money(one.price, currency=one.currency or "") if one.price is not None else t("no price")
    if ours is not None and ours.recorded is not None and one.official is not False:
        money = t("{price} (deal record: {recorded})", price=money, recorded=t.money(ours.recorded, unit=True))
    told = [money, shortened(one.terms) if one.terms else ""]
    if one.valid_until is not None:
        until = on_day(one.valid_until, t)
        if ours is not None and ours.early and ours.until == one.valid_until and not one.expired:
            early = days(ours.early, t)
            told.append(t("valid until {day}, {early} before they decide", day=until, early=early))
        else:
            told.append(t("expired {day}", day=until) if one.expired else t("valid until {day}", day=until))
    if one.official is False:
        told.append(t("not official"))
    return [(name, Cell("; ".join(part for part in told if part), act=one.expired or bool(ours and ours.early)))]


def _rivals(rows: tuple[Rival, ...], t: Words) -> Fragment | None:
    if not rows:
        return None
    columns = [
        Column(t("Competitor"), "name", phone=6),
        Column(t("Their share"), "number", phone=2),
        Column(t("Price a piece, {unit}", unit=t.currency_name), "number", phone=2),
        Column(t("Seen"), gap=True),
        Column(t("Known from"), "reason"),
    ]
    cells = [
        [
            Cell(one.competitor, second=t("in this deal") if one.in_deal else t("supplies this")),
            Cell("" if one.share is None else t.share(one.share)),
            Cell("" if one.price is None else t.number(one.price, digits=2)),
            Cell(on_day(one.as_of, t)),
            Cell(one.told_by or "", second=said(CERTAINTY, one.certainty, t)),
        ]
        for one in rows[:MOST]
    ]
    return table(columns, cells, id="rivals", caption=t("Who else is in it or supplies the product line."))
