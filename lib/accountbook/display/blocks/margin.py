"""Contribution margin: a section where something is sold below its cost, a folded line where nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import item_cell, money_column
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.margin import Margin, Margins

MOST = 8
TOLD = 0.01
"""Under this share of the margin, what was sold below cost is one folded line."""


def margin(judged: Margins, t: Words, *, names: dict[str, str] | None = None) -> Fragment:
    """The section "Margin", where an item of the last 12 months was sold below its cost.

    Parameters
    ----------
    names : names of the items by number.

    Returns
    -------
    Fragment
        Empty where no such item exists, costs are unknown, or it takes under 1% of the margin.
    """
    if not margin_told(judged):
        return Fragment()
    rows = judged.negative[:MOST]
    head, money = money_column([row.costed for row in rows] + [row.margin for row in rows], t)
    columns = [
        Column(t("Item"), "name", phone=6),
        Column(_base(rows, head, t), "number"),
        Column(t("Margin, {unit}", unit=head), "number"),
        Column(t("of these sales"), "number"),
    ]
    cells = [
        [
            item_cell(str(row.key), (names or {}).get(str(row.key))),
            Cell(money(row.costed)),
            Cell(money(row.margin), act=True),
            Cell("" if row.share is None else t.share(row.share), act=True),
        ]
        for row in rows
    ]
    return section(margin_finding(judged, t), table(columns, cells, id="below-cost"), note=_costs(judged, t))


def margin_fold(judged: Margins, t: Words) -> Fold | None:
    """The folded line where there is no section; None where there is one, or where nothing has a cost."""
    if judged.last_12.share is None or margin_told(judged):
        return None
    share = t.share(judged.last_12.share)
    if judged.negative:
        lost = t.money(below_cost(judged), unit=True)
        reason = t("{share} of sales less returns; what was sold below cost lost {lost}", share=share, lost=lost)
    else:
        reason = t("{share} of sales less returns, no item below its cost", share=share)
    return Fold(t("Margin"), reason, margin_table(judged, t))


def below_cost(judged: Margins) -> float:
    """What the items sold below their cost lost in 12 months, as a positive sum."""
    return -sum(row.margin or 0 for row in judged.negative)


def margin_told(judged: Margins) -> bool:
    """Whether items sold below their cost take enough of the margin for a section."""
    total = judged.last_12.margin
    return bool(judged.negative) and (total is None or below_cost(judged) >= TOLD * max(total, 0.0))


def margin_finding(judged: Margins, t: Words) -> str:
    """Such as "2 items were sold below cost and took EUR 3.2k of a margin of 112k"."""
    lost = below_cost(judged)
    total = judged.last_12.margin
    n = len(judged.negative)
    if total is None or total <= 0:
        return t.plural(
            "{n} item was sold below cost: {lost} lost",
            "{n} items were sold below cost: {lost} lost",
            n,
            lost=t.money(lost, unit=True),
        )
    return t.plural(
        "{n} item was sold below cost; it takes {lost} of a margin of {total}",
        "{n} items were sold below cost; they take {lost} of a margin of {total}",
        n,
        lost=t.money(lost, unit=True),
        total=t.money(total + lost),
    )


def margin_table(judged: Margins, t: Words) -> Fragment:
    """Sales less returns, and their margin, by calendar year."""
    rows = [row for row in judged.years if row.margin is not None]
    head, money = money_column([row.costed for row in rows], t)
    columns = [
        Column(t("Year"), "name", phone=3),
        Column(_base(rows, head, t), "number", phone=1),
        Column(t("Margin, {unit}", unit=head), "number", phone=1),
        Column(t("of these sales"), "number", phone=1),
    ]
    return table(columns, [_year(row, t, money) for row in rows], id="margin-years")


def _base(rows: Sequence[Margin], unit: str, t: Words) -> str:
    """What the margin is a share of: sales less returns, where some have no cost only those that have one."""
    if all(round(row.revenue - row.costed, 2) == 0 for row in rows):
        return t("Sales less returns, {unit}", unit=unit)
    return t("Sales less returns, of known cost, {unit}", unit=unit)


def _year(row: Margin, t: Words, money: object) -> list[Cell]:
    return [
        Cell(str(row.key.year)),
        Cell(money(row.costed)),
        Cell(money(row.margin)),
        Cell("" if row.share is None else t.share(row.share)),
    ]


def _costs(judged: Margins, t: Words) -> str:
    told = [
        t("Sales less returns less the cost of the goods, last 12 months; what is called ordered is before returns.")
    ]
    if judged.standard and round(judged.standard, 2):
        told.append(
            t("{share} of sales is costed with the item's present standard cost.", share=t.share(judged.standard))
        )
    if judged.uncosted and round(judged.uncosted, 2):
        told.append(t("{share} has no cost and is left out.", share=t.share(judged.uncosted)))
    return " ".join(told)
