"""The deal in a brief: what decides, who else is in it, what was offered; its odds as in the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.deals import deal_table
from accountbook.display.blocks.pipeline import pipeline_finding
from accountbook.display.blocks.prose import shortened
from accountbook.display.blocks.terms import UNANSWERED, due_by, on_day, said
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
    return section(pipeline_finding(deals, t), deal_table(deals.deals, t, id="the-deal"), *shown)


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
        rows.append((t("Next step"), Cell(judged.step, range=due, act=bool(judged.step_late))))
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
    money = f"{one.currency or ''} {t.money(one.price)}".strip() if one.price is not None else t("no price")
    told = [money, shortened(one.terms) if one.terms else ""]
    if one.valid_until is not None:
        until = on_day(one.valid_until, t)
        told.append(t("expired {day}", day=until) if one.expired else t("valid until {day}", day=until))
    if one.official is False:
        told.append(t("not official"))
    return [(name, Cell("; ".join(part for part in told if part), act=one.expired))]


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
