"""SWOT: four lists of points, each with the rows behind it; no point without evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import clipped
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.swot import Point, Swot

LONGEST, NAME = 90, 40
ROWS = {
    "shipments": N_("deliveries"),
    "contacts": N_("contacts"),
    "order_lines": N_("orders"),
    "requirements": N_("requirements"),
    "installed_base": N_("installations"),
    "claims": N_("claims"),
    "role_slots": N_("roles"),
    "commitments": N_("promises"),
    "competitors": N_("sightings"),
    "opportunities": N_("deals"),
    "markets": N_("markets"),
    "voices": N_("voices"),
    "sellout": N_("sell-out"),
    "invoices": N_("invoices"),
    "risks": N_("risks"),
}


def swot(judged: Swot, t: Words) -> Fragment | Fold | None:
    """The section "SWOT".

    Returns
    -------
    Fragment, Fold or None
        Folded where only one side has points; None where no row of the book makes any.
    """
    good, bad = judged.strengths + judged.opportunities, judged.weaknesses + judged.threats
    if not good and not bad:
        return None
    lists = (
        split(
            _list(t("Strengths"), judged.strengths, "strengths", t),
            _list(t("Weaknesses"), judged.weaknesses, "weaknesses", t),
            widths=(6, 6),
        ),
        split(
            _list(t("Opportunities"), judged.opportunities, "opportunities", t),
            _list(t("Threats"), judged.threats, "threats", t),
            widths=(6, 6),
        ),
    )
    if not good or not bad:
        body = Fragment()
        for one in lists:
            body = body + one if body else one
        if good:
            return Fold("SWOT", t("nothing bad is on record; best: {point}", point=point_said(good[0], t)), body)
        return Fold("SWOT", t("nothing good is on record; worst: {point}", point=point_said(bad[0], t)), body)
    return section(swot_finding(judged, t), *lists, note=t("Each point rests on the rows named under it."))


def swot_finding(judged: Swot, t: Words) -> str:
    """Such as "Best: 94% of 106 deliveries in time; worst: 2 of 3 who decide unknown"."""
    good = sorted(judged.strengths + judged.opportunities, key=lambda one: -one.weight)[:2]
    bad = sorted(judged.weaknesses + judged.threats, key=lambda one: -one.weight)[:2]
    for for_us, against in ((one, other) for other in bad for one in good):
        values = {"good": point_said(for_us, t), "bad": point_said(against, t)}
        chance = for_us in judged.opportunities
        said = t("Chance: {good}; worst: {bad}", **values) if chance else t("Best: {good}; worst: {bad}", **values)
        if len(said) <= LONGEST:
            return said
    n = len(judged.strengths) + len(judged.opportunities)
    against = len(judged.weaknesses) + len(judged.threats)
    return t("Good points: {n}; bad ones: {against}; each from rows on record", n=n, against=against)


def point_said(one: Point, t: Words) -> str:
    """A point in a few words."""
    return _SAY[one.code](one.facts, t)


def _list(name: str, points: tuple[Point, ...], id: str, t: Words) -> Fragment:
    cells = [[Cell(_capital(point_said(one, t)), second=_rows(one, t))] for one in points]
    return table([Column(name, "text", phone=6)], cells or [[Cell(t("none on record"))]], id=f"swot-{id}", stack=False)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _rows(one: Point, t: Words) -> str:
    ids, kind = "; ".join(clipped(number, LONGEST) for number in one.ids), t(ROWS[one.table])
    if one.more:
        return t("{kind} {ids} and {n} more", kind=kind, ids=ids, n=one.more)
    return t("{kind} {ids}", kind=kind, ids=ids)


def _n_of(sentence: Callable[[Words, int, int], str]) -> Say:
    return lambda f, t: sentence(t, int(f["n"]), int(f["of"]))


def _market(f: Facts, t: Words) -> str:
    return t("they want into {market}, where we can help", market=clipped(str(f["market"]), NAME))


def _risen(f: Facts, t: Words) -> str:
    return t(
        "{competitor} up from {was} to {now} of {product}",
        competitor=clipped(str(f["competitor"]), NAME),
        was=t.share(f["was"]),
        now=t.share(f["now"]),
        product=clipped(str(f["product"]), NAME),
    )


def _dearer(f: Facts, t: Words) -> str:
    values = {name: clipped(str(f[name]), NAME) for name in ("competitor", "product")}
    return t("{product}: {competitor} asks {price}, we {ours}", price=t.money(f["price"], unit=True),
             ours=t.money(f["ours"]), **values)  # fmt: skip


def _deals(f: Facts, t: Words) -> str:
    n = int(f["n"])
    if not f.get("amount"):
        return t.plural("{n} open deal", "{n} open deals", n)
    amount, priced = t.money(f["amount"], unit=True), int(f.get("priced") or n)
    if priced < n:
        return t("{n} open deals, {priced} of them asking {amount}", n=n, priced=priced, amount=amount)
    return t.plural("{n} open deal asking {amount}", "{n} open deals asking {amount}", n, amount=amount)


_SAY: Mapping[str, Say] = {
    "in_time": lambda f, t: t("{share} of {n} deliveries in time", share=t.share(f["share"]), n=int(f["n"])),
    "late": lambda f, t: t("{share} of {n} deliveries late", share=t.share(f["share"]), n=int(f["n"])),
    "with_us": _n_of(
        lambda t, n, of: (
            t("the one who decides is favourable")
            if of == 1
            else t.plural("{n} of {of} who decide is favourable", "{n} of {of} who decide are favourable", n, of=of)
        )
    ),
    "unknown_deciders": _n_of(
        lambda t, n, of: (
            t("the one who decides is unknown") if of == 1 else t("{n} of {of} who decide unknown", n=n, of=of)
        )
    ),
    "against_us": _n_of(
        lambda t, n, of: (
            t("the one who decides is negative")
            if of == 1
            else t.plural("{n} of {of} who decide is negative", "{n} of {of} who decide are negative", n, of=of)
        )
    ),
    "grew": lambda f, t: t("orders up {share} in a year", share=t.share(f["change"])),
    "no_order": lambda f, t: t("no order for over a year"),
    "shrank": lambda f, t: t("orders down {share} in a year", share=t.share(-f["change"])),
    "requirements_met": _n_of(lambda t, n, of: t("{n} of {of} requirements met", n=n, of=of)),
    "requirements_unmet": _n_of(
        lambda t, n, of: (
            t("the one requirement is not met") if of == 1 else t("{n} of {of} requirements not met", n=n, of=of)
        )
    ),
    "our_base": lambda f, t: t.plural("{n} installation of ours runs", "{n} installations of ours run", int(f["n"])),
    "claims_open": lambda f, t: t.plural("{n} claim open", "{n} claims open", int(f["n"])),
    "promises_overdue": lambda f, t: t.plural(
        "{n} promise of ours overdue", "{n} promises of ours overdue", int(f["n"])
    ),
    "dearer": _dearer,
    "deals": _deals,
    "wants_market": _market,
    "replacement": lambda f, t: t.plural(
        "{n} installation due now or within a year", "{n} installations due now or within a year", int(f["n"])
    ),
    "needs": lambda f, t: t.plural("{n} need told and still open", "{n} needs told and still open", int(f["n"])),
    "sells_more": lambda f, t: t("sell-out up {share} on the year before", share=t.share(f["change"])),
    "rival_in_deal": lambda f, t: t(
        "{competitor} competes in {deal}",
        competitor=clipped(str(f["competitor"]), NAME),
        deal=clipped(str(f["deal"]), NAME),
    ),
    "rival_risen": _risen,
    "left": lambda f, t: t.plural("{n} role lost its person", "{n} roles lost their person", int(f["n"])),
    "unpaid": lambda f, t: t.plural("{n} invoice overdue", "{n} invoices overdue", int(f["n"])),
    "risk": lambda f, t: clipped(str(f["text"]), LONGEST),
}
