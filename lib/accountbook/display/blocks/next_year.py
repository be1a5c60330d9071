"""The next twelve months: orders as they run by month and family, open deals apart, beside the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import money_column
from accountbook.display.charts import year_chart
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from accountbook.planning.next_year import NextYear, Outlook

LITTLE = 0.005
"""A change that rounds to 0% is none."""


def next_year(judged: NextYear, t: Words, *, held: float | None = None) -> Fragment:
    """The section "Next year".

    Parameters
    ----------
    held : how often such ranges of a year held what came, on past dates; None: cannot be told.

    Returns
    -------
    Fragment
        Empty where nothing is expected: `next_year_fold` says why.
    """
    if str(judged.state) != "expected" or judged.total is None:
        return Fragment()
    finding = year_finding(judged, t)
    ahead = [(one.outlook.value, one.outlook.low, one.outlook.high) for one in judged.months]
    drawn = [year_chart(judged.past, ahead, first=judged.start.replace(day=1), words=t, alt=finding)] if ahead else []
    return section(finding, *drawn, _table(judged, t), note=_note(judged, t, held))


def year_finding(judged: NextYear, t: Words) -> str:
    """Such as "EUR 410k expected by Oct 2027 (300–540k), 12% under the target of 2027"."""
    total, target = judged.total, judged.target
    by = t.month(judged.end, year=True)
    money = t.money(total.value, unit=True)
    spread = t.money_range(total.low, total.high)
    if target is not None and target.gap is not None:
        comes = t.money(target.outlook.value)
        gap, year = t.share(abs(target.gap)), _period(judged, t)
        if target.gap <= -LITTLE:
            return t(
                "{money} expected by {by} ({spread}); {year} comes to {comes}, {gap} under its target",
                money=money, by=by, spread=spread, year=year, comes=comes, gap=gap,
            )  # fmt: skip
        if target.gap >= LITTLE:
            return t(
                "{money} expected by {by} ({spread}); {year} comes to {comes}, {gap} over its target",
                money=money, by=by, spread=spread, year=year, comes=comes, gap=gap,
            )  # fmt: skip
        return t(
            "{money} expected by {by} ({spread}); {year} comes to its target, {comes}",
            money=money, by=by, spread=spread, year=year, comes=comes,
        )  # fmt: skip
    if judged.change is None:
        return t("{money} expected by {by} ({spread})", money=money, by=by, spread=spread)
    gap = t.share(abs(judged.change))
    if judged.change <= -LITTLE:
        return t("{money} expected by {by} ({spread}), {gap} less than the year before",
                 money=money, by=by, spread=spread, gap=gap)  # fmt: skip
    if judged.change >= LITTLE:
        return t("{money} expected by {by} ({spread}), {gap} more than the year before",
                 money=money, by=by, spread=spread, gap=gap)  # fmt: skip
    return t("{money} expected by {by} ({spread}), as much as the year before", money=money, by=by, spread=spread)


def next_year_fold(judged: NextYear, t: Words) -> Fold | None:
    """The folded line where there is no section; None where there is one."""
    if str(judged.state) == "silent":
        return Fold(t("Next year"), t("nothing is expected; no order came for long"))
    if str(judged.state) == "none":
        return Fold(t("Next year"), t("no order to go by"))
    return None


def _period(judged: NextYear, t: Words) -> str:
    """The target's period: the year, or its first and last month."""
    starts, ends = judged.target.starts_on, judged.target.ends_on
    if starts.year == ends.year and (starts.month, ends.month) == (1, 12):
        return str(starts.year)
    return t("{first} to {last}", first=t.month(starts, year=starts.year != ends.year), last=t.month(ends, year=True))


def _table(judged: NextYear, t: Words) -> Fragment:
    """Families, then all orders; deals apart; both together; the target's period."""
    outlooks = [judged.total, *(row.outlook for row in judged.families)]
    head, money = money_column([*(one.value for one in outlooks), judged.before], t)
    columns = [
        Column(t("Orders"), "name", phone=6),
        Column(t("Year before, {unit}", unit=head), "number", phone=3),
        Column(t("Year ahead, {unit}", unit=head), "number", phone=3),
    ]
    rows = [
        [Cell(row.name or t("Other items")), Cell(money(row.before)), _range(row.outlook, money, t)]
        for row in judged.families
    ]
    whole = t("All orders") if judged.deals is None else t("Orders as they run")
    rows.append([Cell(whole), Cell(money(judged.before), strong=True), _range(judged.total, money, t, strong=True)])
    if judged.deals is not None:
        before = Cell(money(judged.deals_before)) if judged.deals_before else Cell("")
        rows.append([Cell(t("Open deals, if won")), before, _range(judged.deals, money, t)])
    if judged.together is not None:
        rows.append([
            Cell(t("Orders and deals")), Cell(money(judged.before + judged.deals_before)),
            _range(judged.together, money, t),
        ])  # fmt: skip
    return table(columns, rows, id="next-year")


def _range(one: Outlook, money: Callable[..., str], t: Words, *, strong: bool = False) -> Cell:
    around = t("{low} to {high}", low=money(one.low), high=money(one.high)) if one.high > 0 else ""
    return Cell(money(one.value), range=around, expected=True, strong=strong)


def _note(judged: NextYear, t: Words, held: float | None) -> str:
    told = []
    if judged.target is not None:
        one = judged.target
        told.append(
            t(
                "Target of {year}: {target}; ordered so far {ordered}, at its end {comes}.",
                year=_period(judged, t),
                target=t.money(one.target, unit=True),
                ordered=t.money(one.ordered),
                comes=t.money_with_range(one.outlook.value, one.outlook.low, one.outlook.high),
            )
        )
    told.append(t("Ranges should hold 8 times in 10; that of a sum is its own, those above do not add up to it."))
    if held is not None:
        told.append(t("On past dates the range of an account's sum held {share} of the time.", share=t.share(held)))
    if str(judged.shown) == "naive":
        told.append(t("The level is the year before's: on past dates the model was not nearer than that."))
    if judged.deals is not None or judged.deals_before:
        told.append(t("Orders that name their deal are not among the orders as they run."))
    return " ".join(told)
