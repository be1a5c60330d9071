"""Competitors: a section where one moves or competes in an open deal, a folded line otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import clipped, fitting, within
from accountbook.display.blocks.terms import money_column, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.competition import Competition, Rival

MOST = 6
NAME = 20
"""Characters of a name in a few words."""
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
        return _contested(judged, t)
    if first.risen and first.share is not None and first.share_before is not None:
        return _went(first, first.share_before, t)
    news = judged.news[0].facts
    newest = next(
        one for one in judged.rivals if (one.competitor, one.product) == (news["competitor"], news["product"])
    )
    if news["was"] is not None and newest.share is not None:
        return _went(newest, news["was"], t)
    who = {"competitor": newest.competitor, "product": newest.product}
    if newest.share is None:
        return within(lambda w: t("{competitor} is new here, with {product}", **w), who)
    now = t.share(newest.share)
    return within(lambda w: t("{competitor} is new here, with {now} of the {product} they buy", now=now, **w), who)


def _contested(judged: Competition, t: Words) -> str:
    n, amount = len(judged.contested), t.money(judged.contested_amount, unit=True)
    others = len({one.competitor for one in judged.rivals if one.deals}) - 1

    def said(competitor: str) -> str:
        if others:
            return t.plural(
                "{n} open deal is contested by {competitor} and others; it asks {amount}",
                "{n} open deals are contested by {competitor} and others; they ask {amount}",
                n,
                competitor=competitor,
                amount=amount,
            )
        return t.plural(
            "{competitor} competes in {n} open deal that asks {amount}",
            "{competitor} competes in {n} open deals that ask {amount}",
            n,
            competitor=competitor,
            amount=amount,
        )

    return fitting(said, judged.rivals[0].competitor)


def _went(one: Rival, was: object, t: Words) -> str:
    shares = {"was": t.share(was), "now": t.share(one.share)}
    return within(
        lambda w: t("{competitor} went from {was} to {now} of the {product} they buy", **shares, **w),
        {"competitor": one.competitor, "product": one.product},
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
    """Such as "Brack went from 20% to 30% of VX, seen 5 Oct, a rumour"."""
    rumour = f.get("certainty") == "rumour"
    rose = f.get("was") is not None and f.get("now") is not None
    shares = {"was": t.share(f["was"]), "now": t.share(f["now"])} if rose else {}

    def seen(words: Facts) -> str:
        if rose and rumour:
            return t("{competitor} went from {was} to {now} of {product}, seen {day}, a rumour", **words, **shares)
        if rose:
            return t("{competitor} went from {was} to {now} of {product}, seen {day}", **words, **shares)
        if rumour:
            return t("{competitor} is new here with {product}, seen {day}, a rumour", **words)
        return t("{competitor} is new here with {product}, seen {day}", **words)

    who = {"competitor": str(f["competitor"]), "product": str(f["product"])}
    return within(seen, {**who, "day": on_day(f["on"], t)})


def _short(f: Facts, t: Words) -> str:
    """The same in a few words: how sure it is rather than when it was seen where it is a rumour."""
    who, rumour = clipped(str(f["competitor"]), NAME), f.get("certainty") == "rumour"
    if f.get("was") is None or f.get("now") is None:
        return (
            t("{competitor} is new here, a rumour", competitor=who)
            if rumour
            else t("{competitor} is new here", competitor=who)
        )
    now = t.share(f["now"])
    if rumour:
        return t("{competitor} at {now}, a rumour", competitor=who, now=now)
    return t("{competitor} at {now}, {day}", competitor=who, now=now, day=on_day(f["on"], t))


def _counter(f: Facts, t: Words) -> str:
    competitor = str(f["competitor"])
    if f.get("deal"):
        return _show(competitor, str(f["deal"]), t.money(f["amount"], unit=True) if f.get("amount") else "", t)
    words = {"product": str(f["product"]), "competitor": competitor, "was": t.share(f["was"]), "now": t.share(f["now"])}
    if f.get("defend"):
        return t("Defend {product} against {competitor}: from {was} to {now}", **words)
    return t("Win back {product} from {competitor}: its share rose from {was} to {now}", **words)


def _show(competitor: str, deal: str, amount: str, t: Words) -> str:
    if amount:
        return t(
            "Show our difference against {competitor} in {deal}, {amount}",
            competitor=competitor,
            deal=deal,
            amount=amount,
        )
    return t("Show our difference against {competitor} in {deal}", competitor=competitor, deal=deal)


ACTIONS: Mapping[str, Say] = {"counter_competitor": _counter}
NEWS: Mapping[str, Say] = {"competitor_seen": _seen}
SHORT: Mapping[str, Say] = {"competitor_seen": _short}
