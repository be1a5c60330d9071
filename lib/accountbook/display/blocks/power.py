"""Power balance: a section where we need them more or our position weakened, a folded line otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import fitting
from accountbook.display.blocks.terms import days, money_column
from accountbook.display.formats import whole
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.power import Power

MOST = 6
WEAK = 0.4
"""A line in which we hold no more of what they buy is marked."""


def power(judged: Power, t: Words) -> Fragment | Fold | None:
    """The section "Power balance".

    Returns
    -------
    Fragment, Fold or None
        Folded where it is even, or they need us more; None where neither their share of our sales is known nor ours
        of what they buy.
    """
    state, name = str(judged.state), t("Power balance")
    body = _body(judged, t)
    if state == "unknown":
        if judged.of_sales is None:
            return None
        share = t.share(judged.of_sales, digits=1)
        return Fold(name, t("they are {share} of our sales; what else they buy is not known", share=share), body)
    if state in ("even", "they"):
        return Fold(name, _even(judged, t), body)
    return section(power_finding(judged, t), body, note=_note(judged, t))


def power_finding(judged: Power, t: Words) -> str:
    """Such as "We need them more: 7.2% of our sales, but 28% of what they buy is ours"."""
    if str(judged.state) == "we":
        sales = t.share(judged.of_sales or 0.0, digits=1)
        if judged.ours is None:
            return t("We need them: they are {sales} of our sales", sales=sales)
        return t.plural(
            "We need them more: they are {sales} of our sales, we hold {ours} in the {n} line known",
            "We need them more: they are {sales} of our sales, we hold {ours} in the {n} lines known",
            len(judged.lines),
            sales=sales,
            ours=t.share(judged.ours),
        )
    after = judged.after
    later = whole(after.later or 0.0) if after.paid_later else 0
    if later and after.gave_in:
        return t.plural(
            "Weaker after the sale: payments {later} later than a year ago, {n} concession since",
            "Weaker after the sale: payments {later} later than a year ago, {n} concessions since",
            after.conceded,
            later=days(later, t),
        )
    if later:
        return t("Weaker after the sale: payments come {later} later than a year ago", later=days(later, t))
    return t.plural(
        "Weaker after the sale: {n} concession came when the order was in hand, {cost}",
        "Weaker after the sale: {n} concessions came when the order was in hand, {cost}",
        after.conceded,
        cost=t.money(after.conceded_cost, unit=True),
    )


def _even(judged: Power, t: Words) -> str:
    if judged.sole_source and judged.ours is None:
        return t("they need us: we are recorded as their only source")
    if judged.ours is None:
        sales = t.share(judged.of_sales or 0.0, digits=1)
        return t("they are {share} of our sales; what else they buy is not known", share=sales)
    values = {"ours": t.share(judged.ours), "sales": t.share(judged.of_sales or 0.0, digits=1)}
    if str(judged.state) == "they":
        return t.plural(
            "they need us more: we hold {ours} in the {n} line known, they are {sales} of our sales",
            "they need us more: we hold {ours} in the {n} lines known, they are {sales} of our sales",
            len(judged.lines),
            **values,
        )
    return t.plural(
        "even: we hold {ours} in the {n} line known, they are {sales} of our sales",
        "even: we hold {ours} in the {n} lines known, they are {sales} of our sales",
        len(judged.lines),
        **values,
    )


def _body(judged: Power, t: Words) -> Fragment:
    told = facts(_facts(judged, t), head=(t("What it rests on"), ""))
    if not judged.lines:
        return told
    head, money = money_column([one.sales for one in judged.lines], t)
    columns = [
        Column(t("Product line"), "name", phone=2),
        Column(t("Ours of what they buy"), "number", phone=2),
        Column(t("Our sales, {unit}", unit=head), "number", phone=2),
    ]
    rows = [
        [Cell(one.product), Cell(t.share(one.ours), act=one.ours <= WEAK), Cell(money(one.sales))]
        for one in judged.lines[:MOST]
    ]
    return split(table(columns, rows, id="power-lines", caption=t("Where we hold least, first.")), told, widths=(7, 5))


def _facts(judged: Power, t: Words) -> list[Fact]:
    after, rows = judged.after, []
    if judged.of_sales is not None:
        rows.append(Fact(t("Their share of our sales"), t.share(judged.of_sales, digits=1)))
    if judged.ours is not None:
        rows.append(Fact(t("Our share of these lines"), t.share(judged.ours)))
    if judged.but is not None:
        held = t(
            "{competitor} holds {share} of {product}",
            competitor=judged.but.competitor,
            share=t.share(judged.but.share or 0.0),
            product=judged.but.product,
        )
        rows.append(Fact(t("Only source, as recorded"), t("yes, but {held}", held=held), act=True))
    elif judged.sole_source is not None:
        rows.append(Fact(t("Only source, as recorded"), t("yes") if judged.sole_source else t("no")))
    if judged.family is not None and judged.family_share is not None:
        rows.append(Fact(t("Most bought of us"), judged.family, range=t.share(judged.family_share)))
    if after.paid_late is not None:
        before = "" if after.paid_late_before is None else t("before {days}", days=t.number(after.paid_late_before))
        late = t.number(after.paid_late)
        rows.append(Fact(t("Days paid after due"), late, range=before, act=after.paid_later))
    if after.conceded:
        cost = t.money(after.conceded_cost, unit=True) if after.conceded_cost else ""
        rows.append(Fact(t("Conceded after the order"), t.number(after.conceded), range=cost, act=after.gave_in))
    return rows


def _note(judged: Power, t: Words) -> str:
    if judged.covered is None or not judged.lines:
        return t("No competitor's share is known, so ours of what they buy is not either.")
    return t(
        "What competitors are not known to hold counts as ours; their shares are known in lines that make {share} of "
        "our sales to them.",
        share=t.share(judged.covered),
    )


def _share(f: Facts, t: Words) -> str:
    sales = t.share(f["of_sales"] or 0.0, digits=1)
    if f.get("product") is not None and f.get("ours") is not None:
        ours, product = t.share(f["ours"]), str(f["product"])
        return fitting(
            lambda product: t(
                "Agree a frame contract for {product}: we hold {ours} of it, they are {sales} of our sales",
                product=product,
                ours=ours,
                sales=sales,
            ),
            product,
        )
    return t("Name customers who could replace a part of this {sales} of our sales", sales=sales)


ACTIONS: Mapping[str, Say] = {"share_dependence": _share}
