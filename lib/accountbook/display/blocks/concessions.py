"""Concessions: a section where something was given for nothing, a folded line otherwise; what the account costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import fitting
from accountbook.display.blocks.terms import money_column, on_day, said, sentence
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.concessions import Concessions, Given, Served

MOST = 6
LITTLE = 0.01
"""A smaller share of the margin is not said."""
KIND = {
    "discount": N_("discount"),
    "free_goods": N_("free goods"),
    "payment_terms": N_("payment terms"),
    "free_service": N_("free service"),
    "rush": N_("rush delivery"),
    "price_hold": N_("price held"),
    "return_accepted": N_("return accepted"),
    "other": N_("something else"),
}


def concessions(judged: Concessions, t: Words) -> Fragment | Fold | None:
    """The section "Concessions".

    Returns
    -------
    Fragment, Fold or None
        Folded where nothing was given in 12 months, or all got something back; None where the book has no such table.
    """
    state, name = str(judged.state), t("Concessions")
    if state == "no_table":
        return None
    cost = t.money(judged.cost, unit=True)
    if state == "none":
        if judged.price_falls:
            lost = t.money(sum(one.fell for one in judged.price_falls), unit=True)
            reason = t("none on record in 12 months, yet quotes went down by {lost} without a return", lost=lost)
            return Fold(name, reason, _served(judged.served, t))
        return Fold(name, t("none given in 12 months"), _served(judged.served, t))
    shown = split(_given(judged, t), _served(judged.served, t))
    if state == "returned":
        return Fold(
            name,
            t.plural(
                "{n} in 12 months, {cost}; it got something back",
                "{n} in 12 months, {cost}; each got something back",
                len(judged.given),
                cost=cost,
            ),
            shown,
        )
    if not judged.matters:
        reason = t("{free} of {n} in 12 months got nothing back, {cost}", n=len(judged.given), free=judged.unreturned,
                   cost=t.money(judged.unreturned_cost, unit=True))  # fmt: skip
        return Fold(name, reason, shown)
    return section(concessions_finding(judged, t), shown, note=_note(judged, t))


def concessions_finding(judged: Concessions, t: Words) -> str:
    """Such as "5 of 6 concessions in 12 months got nothing back: EUR 8.2k, 7% of the margin"."""
    margin = judged.served.margin
    part = judged.unreturned_cost / margin if margin and margin > 0 else 0.0
    cost = t.money(judged.unreturned_cost, unit=True)
    if len(judged.given) == 1:
        if part < LITTLE:
            return t("The one concession in 12 months got nothing back: {cost}", cost=cost)
        of = t.share(part)
        return t("The one concession in 12 months got nothing back: {cost}, {share} of the margin", cost=cost, share=of)
    values = {"n": judged.unreturned, "all": len(judged.given), "cost": cost}
    if part < LITTLE:
        return t("{n} of {all} concessions in 12 months got nothing back: {cost}", **values)
    values["share"] = t.share(part)
    return t("{n} of {all} concessions in 12 months got nothing back: {cost}, {share} of the margin", **values)


def _given(judged: Concessions, t: Words) -> Fragment:
    rows = judged.given[:MOST]
    head, money = money_column([one.cost for one in rows], t)
    columns = [
        Column(t("Given"), "name"),
        Column(t("On"), phone=2),
        Column(t("Cost, {unit}", unit=head), "number", phone=2),
        Column(t("Got in return"), "reason", gap=True),
    ]
    left = len(judged.given) - len(rows)
    told = [t("Without a return first, the costliest first.")]
    if left:
        told.append(t.plural("{n} more was given.", "{n} more were given.", left))
    cells = [_row(one, t, money) for one in rows]
    return table(columns, cells, id="concessions-given", caption=" ".join(told), stack=True)


def _row(one: Given, t: Words, money: object) -> list[Cell]:
    kind = said(KIND, one.kind, t)
    second = t("{kind}; {deal}", kind=kind, deal=one.deal) if kind and one.deal else kind or one.deal or ""
    return [
        Cell(one.text or sentence(kind or t("something")), second=second if one.text else one.deal or ""),
        Cell(on_day(one.on, t)),
        Cell(money(one.cost)),
        Cell(one.got) if one.got else Cell(t("nothing"), act=True),
    ]


def _served(served: Served, t: Words) -> Fragment:
    """What 12 months cost beside the goods, and what is left of the margin."""
    rows = []
    head, money = money_column([served.margin, served.total, served.after], t)
    if served.margin is not None:
        rows.append(Fact(t("Margin"), money(served.margin)))
    parts = [
        (t("Less concessions"), served.concessions),
        (t("Less claims settled"), served.claims),
        (t("Less visits and gifts"), served.expenses),
    ]
    rows += [Fact(name, money(value) or "0") for name, value in parts if value is not None]
    if served.after is not None:
        aside = "" if served.after_share is None else t.share(served.after_share)
        rows.append(Fact(t("Left after these"), money(served.after), range=aside, act=served.after < 0, strong=True))
    else:
        rows.append(Fact(t("Cost to serve"), money(served.total), strong=True))
    return facts(rows, head=(t("Cost to serve, 12 months"), head))


def _note(judged: Concessions, t: Words) -> str:
    told = []
    if judged.revenue_share is not None and judged.kinds:
        kinds = [f"{said(KIND, one.kind, t) or t('something else')} {t.money(one.cost)}" for one in judged.kinds[:3]]
        told.append(
            t(
                "All cost {cost}, {share} of what was ordered: {kinds}; {before} in the year before.",
                cost=t.money(judged.cost, unit=True),
                share=t.share(judged.revenue_share, digits=1),
                kinds=t.list(kinds),
                before=t.money(judged.cost_before),
            )
        )
    if judged.served.counted:
        told.append(
            t(
                "{cost} of it is in the margin or in claims already, and is not taken off again.",
                cost=t.money(judged.served.counted, unit=True),
            )
        )
    if judged.served.unsold:
        told.append(
            t(
                "{cost} of it was offered in deals that are not won, and is not taken off.",
                cost=t.money(judged.served.unsold, unit=True),
            )
        )
    if judged.uncosted:
        told.append(t.plural("{n} has no cost on record.", "{n} have no cost on record.", judged.uncosted))
    if judged.price_falls:
        lost = t.money(sum(one.fell for one in judged.price_falls), unit=True)
        told.append(
            t.plural(
                "One quote went down in price without a return, by {lost}; not added above.",
                "Quotes went down in price {n} times without a return, by {lost}; not added above.",
                len(judged.price_falls),
                lost=lost,
            )
        )
    return " ".join(told)


def _ask(f: Facts, t: Words) -> str:
    cost = "" if f.get("cost") is None else t.money(f["cost"], unit=True)
    if f.get("deal") and cost:
        return fitting(
            lambda deal: t("Ask for something in return in {deal}: {cost} given for nothing", deal=deal, cost=cost),
            str(f["deal"]),
        )
    if f.get("deal"):
        return fitting(
            lambda deal: t("Ask for something in return in {deal}: given for nothing so far", deal=deal), str(f["deal"])
        )
    return t(
        "Ask for a return before giving more: {n} of {all} concessions got nothing back",
        n=int(f["unreturned"]),
        all=int(f["given"]),
    )


ACTIONS: Mapping[str, Say] = {"ask_in_return": _ask}
