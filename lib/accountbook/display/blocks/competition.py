"""Competitors: a section where one moves or competes in an open deal, a folded line otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import money_column, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.competition import Competition, Rival

MOST = 6
CERTAINTY = {"sure": N_("sure"), "likely": N_("likely"), "rumour": N_("a rumour")}


def competition(judged: Competition, t: Words) -> Fragment | Fold | None:
    """The section "Competitors".

    Returns
    -------
    Fragment, Fold or None
        Folded where nobody moves; None where the book has no such table.
    """
    state, name = str(judged.state), t("Competitors")
    if state == "no_table":
        return None
    if state == "none":
        return Fold(name, t("none was seen here"))
    if state == "quiet":
        return Fold(
            name,
            t("none in an open deal, no share up by 5 points; last seen {day}", day=on_day(judged.last_seen, t)),
            _table(judged, t),
        )
    return section(competition_finding(judged, t), _table(judged, t), note=_note(judged, t))


def competition_finding(judged: Competition, t: Words) -> str:
    """Such as "Hällfoss competes in 2 open deals that ask EUR 96k; it holds 41% of VX"."""
    first = judged.rivals[0]
    if judged.contested:
        amount = t.money(judged.contested_amount, unit=True)
        others = len({one.competitor for one in judged.rivals if one.deals}) - 1
        if others:
            return t.plural(
                "{n} open deal is contested by {competitor} and others; it asks {amount}",
                "{n} open deals are contested by {competitor} and others; they ask {amount}",
                len(judged.contested),
                competitor=first.competitor,
                amount=amount,
            )
        return t.plural(
            "{competitor} competes in {n} open deal that asks {amount}",
            "{competitor} competes in {n} open deals that ask {amount}",
            len(judged.contested),
            competitor=first.competitor,
            amount=amount,
        )
    if first.risen and first.share is not None and first.share_before is not None:
        return t(
            "{competitor} went from {was} to {now} of the {product} they buy",
            competitor=first.competitor,
            was=t.share(first.share_before),
            now=t.share(first.share),
            product=first.product,
        )
    news = judged.news[0].facts
    newest = next(
        one for one in judged.rivals if (one.competitor, one.product) == (news["competitor"], news["product"])
    )
    if news["was"] is not None and newest.share is not None:
        return t(
            "{competitor} went from {was} to {now} of the {product} they buy",
            competitor=newest.competitor,
            was=t.share(news["was"]),
            now=t.share(newest.share),
            product=newest.product,
        )
    if newest.share is None:
        return t("{competitor} is new here, with {product}", competitor=newest.competitor, product=newest.product)
    return t(
        "{competitor} is new here, with {now} of the {product} they buy",
        competitor=newest.competitor,
        now=t.share(newest.share),
        product=newest.product,
    )


def _table(judged: Competition, t: Words) -> Fragment:
    rows = judged.rivals[:MOST]
    head, money = money_column([price for one in rows for price in (one.price, one.our_price)], t)
    columns = [
        Column(t("Competitor"), "name"),
        Column(t("Share (a year ago)"), "number", phone=2),
        Column(t("Its price, {unit}", unit=head), "number", phone=2),
        Column(t("Ours"), "number", phone=2),
        Column(t("Seen"), gap=True, phone=2),
        Column(t("How sure"), phone=2),
        Column(t("Competes in"), "reason"),
    ]
    told = [t("Who competes in open deals first, then whose share rose.")]
    left = len(judged.rivals) - len(rows)
    if left:
        told.append(t.plural("{n} more was seen.", "{n} more were seen.", left))
    return table(columns, [_row(one, t, money) for one in rows], id="competitors", caption=" ".join(told), stack=True)


def _row(one: Rival, t: Words, money: object) -> list[Cell]:
    before = "" if one.share_before is None else t.share(one.share_before)
    deals = [
        t("{deal}, {amount}", deal=deal.name, amount=t.money(deal.amount, unit=True)) if deal.amount else deal.name
        for deal in one.deals[:2]
    ]
    return [
        Cell(one.competitor, aside=one.product, second=one.told_by or ""),
        Cell("" if one.share is None else t.share(one.share), range=before if one.share is not None else "",
             act=one.risen > 0, sign="▲"),
        Cell(money(one.price)),
        Cell(money(one.our_price) if one.price is not None else ""),
        Cell(on_day(one.seen_on, t)),
        Cell(said(CERTAINTY, one.certainty, t)),
        Cell(t.list(deals) if deals else ""),
    ]  # fmt: skip


def _note(judged: Competition, t: Words) -> str:
    told = [t("Prices are of a piece; ours is the mean of what they paid for the product family in 12 months.")]
    if judged.old:
        told.append(
            t.plural("{n} was not seen for more than a year.", "{n} were not seen for more than a year.", judged.old)
        )
    return " ".join(told)


def _seen(f: Facts, t: Words) -> str:
    names = {"competitor": str(f["competitor"]), "product": str(f["product"])}
    rumour = f.get("certainty") == "rumour"
    if f.get("was") is not None and f.get("now") is not None:
        names |= {"was": t.share(f["was"]), "now": t.share(f["now"])}
        if rumour:
            return t("{competitor} went from {was} to {now} of {product}, as a rumour has it", **names)
        return t("{competitor} went from {was} to {now} of {product}", **names)
    if rumour:
        return t("{competitor} is new here with {product}, as a rumour has it", **names)
    return t("{competitor} is new here with {product}", **names)


def _counter(f: Facts, t: Words) -> str:
    competitor = str(f["competitor"])
    if f.get("deal") and f.get("amount"):
        return t(
            "Show our difference against {competitor} in {deal}, {amount}",
            competitor=competitor,
            deal=str(f["deal"]),
            amount=t.money(f["amount"], unit=True),
        )
    if f.get("deal"):
        return t("Show our difference against {competitor} in {deal}", competitor=competitor, deal=str(f["deal"]))
    return t(
        "Win back {product} from {competitor}: its share rose from {was} to {now}",
        product=str(f["product"]),
        competitor=competitor,
        was=t.share(f["was"]),
        now=t.share(f["now"]),
    )


ACTIONS: Mapping[str, Say] = {"counter_competitor": _counter}
NEWS: Mapping[str, Say] = {"competitor_seen": _seen}
SHORT: Mapping[str, Say] = {
    "competitor_seen": lambda f, t: (
        t("{competitor} at {now}", competitor=str(f["competitor"]), now=t.share(f["now"]))
        if f.get("was") is not None and f.get("now") is not None
        else t("{competitor} is new here", competitor=str(f["competitor"]))
    )
}
