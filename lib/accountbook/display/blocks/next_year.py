"""The next twelve months of an account: orders as they run by month and family, open deals apart, beside the target."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.terms import money_column
from accountbook.display.charts import year_chart
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.next_year import NextYear, YearRecord
    from accountbook.planning.outlook import Outlook, TargetYear

LITTLE = 0.005
"""A change that rounds to 0% is none."""


def next_year(judged: NextYear, t: Words, *, record: YearRecord | None = None) -> Fragment:
    """The section "Next year" of an account.

    Parameters
    ----------
    record : how such predictions did on past dates; None: cannot be told.

    Returns
    -------
    Fragment
        Empty where nothing is expected: `next_year_fold` says why.
    """
    if str(judged.state) != "expected" or judged.total is None:
        return Fragment()
    finding = year_finding(judged.total, judged.change, judged.target, judged.end, t)
    if judged.few is not None:
        finding = _few(judged.few, judged.total, t)
    ahead = [(one.outlook.value, one.outlook.low, one.outlook.high) for one in judged.months]
    shown = _table(judged, t)
    if ahead:
        shown = split(year_chart(judged.past, ahead, first=judged.start.replace(day=1), words=t, alt=finding), shown)
    return section(finding, shown, note=_note(judged, t, record))


def _few(orders: int, total: Outlook, t: Words) -> str:
    """What accounts alike bring, where there are too few orders for a year of its own."""
    money, spread = t.money(total.value, unit=True), t.money_range(total.low, total.high)
    if money == t.money(0.0, unit=True):
        if not orders:
            return t("No order yet; accounts like it bring nearly nothing in a year")
        return t.plural(
            "{n} order so far; accounts like it bring nearly nothing in a year",
            "{n} orders so far; accounts like it bring nearly nothing in a year",
            orders,
        )
    if not orders:
        return t("No order yet; accounts like it bring about {money} a year ({spread})", money=money, spread=spread)
    return t.plural(
        "{n} order so far: accounts alike bring about {money} a year ({spread})",
        "{n} orders so far: accounts alike bring about {money} a year ({spread})",
        orders,
        money=money,
        spread=spread,
    )


def year_finding(total: Outlook, change: float | None, target: TargetYear | None, end: pd.Timestamp, t: Words) -> str:
    """Such as "EUR 410k expected by October 2027 (300–540k); 2026 comes to 380k, 12% under its target".

    Parameters
    ----------
    total, change : of the twelve months that end on ``end``, and over the year before.
    """
    words = {
        "money": t.money(total.value, unit=True),
        "by": t.month(end, year=True),
        "spread": t.money_range(total.low, total.high),
    }
    if target is not None and target.gap is not None:
        words |= {"year": period_name(target, t), "comes": t.money(target.outlook.value)}
        if abs(target.gap) < LITTLE:
            return t("{money} expected by {by} ({spread}); {year} comes to its target, {comes}", **words)
        words["gap"] = t.share(abs(target.gap))
        if target.gap < 0:
            return t("{money} expected by {by} ({spread}); {year} comes to {comes}, {gap} under its target", **words)
        return t("{money} expected by {by} ({spread}); {year} comes to {comes}, {gap} over its target", **words)
    if change is None:
        return t("{money} expected by {by} ({spread})", **words)
    if abs(change) < LITTLE:
        return t("{money} expected by {by} ({spread}), as much as the year before", **words)
    words["gap"] = t.share(abs(change))
    if change < 0:
        return t("{money} expected by {by} ({spread}), {gap} less than the year before", **words)
    return t("{money} expected by {by} ({spread}), {gap} more than the year before", **words)


def next_year_fold(judged: NextYear, t: Words) -> Fold | None:
    """The folded line where there is no section; None where there is one."""
    if str(judged.state) == "silent":
        return Fold(t("Next year"), t("nothing is expected after so long a silence"))
    if str(judged.state) == "none":
        return Fold(t("Next year"), t("no order to go by"))
    return None


def period_name(target: TargetYear, t: Words) -> str:
    """A target's period: the year, or its first and last month."""
    starts, ends = target.starts_on, target.ends_on
    if starts.year == ends.year and (starts.month, ends.month) == (1, 12):
        return str(starts.year)
    first = t.month(starts, year=starts.year != ends.year)
    return t("{first} to {last}", first=first, last=t.month(ends, year=True))


def outlook_cell(one: Outlook | None, money: Callable[..., str], t: Words, *, strong: bool = False) -> Cell:
    """A mean with its range, in blue; empty for None."""
    if one is None:
        return Cell("")
    around = t("{low}–{high}", low=money(one.low), high=money(one.high)) if one.high > 0 else ""
    return Cell(money(one.value), range=around, expected=True, strong=strong)


def year_notes(record: YearRecord | None, shown: str, t: Words) -> list[str]:
    """What is drawn, what ranges mean, how good they were, and whose level it is where the model was not better."""
    told = [
        t("Black happened, blue is expected with the range of each month."),
        t("Ranges should hold 8 times in 10; that of a sum is its own, those above do not add up to it."),
    ]
    if record is not None:
        told.append(
            t(
                "On past dates, {months} months ahead, the range of an account's sum held {held} of the time; "
                "its error was {error} of the sum, that of the year before repeated {rival}.",
                months=t.number(record.months),
                held=t.share(record.held),
                error=t.share(record.error),
                rival=t.share(record.rival),
            )
        )
    if shown == "naive":
        told.append(t("The level is the year before's: on past dates the model was not nearer than that."))
    return told


def _table(judged: NextYear, t: Words) -> Fragment:
    """Families, then all orders; deals apart; both together."""
    outlooks = [judged.total, *(row.outlook for row in judged.families)]
    head, money = money_column([*(one.value for one in outlooks), judged.before], t)
    columns = [
        Column(t("Orders"), "name", phone=2),
        Column(t("Year before, {unit}", unit=head), "number", phone=2),
        Column(t("Year ahead, {unit}", unit=head), "number", phone=2),
    ]
    rows = [
        [Cell(row.name or t("Other items")), Cell(money(row.before)), outlook_cell(row.outlook, money, t)]
        for row in judged.families
    ]
    whole = t("All orders") if judged.deals is None else t("Orders as they run")
    before = Cell(money(judged.before), strong=True)
    rows.append([Cell(whole), before, outlook_cell(judged.total, money, t, strong=True)])
    if judged.deals is not None:
        won = Cell(money(judged.deals_before) if judged.deals_before else "")
        rows.append([Cell(t("Open deals")), won, outlook_cell(judged.deals, money, t)])
        both = Cell(money(judged.before + judged.deals_before))
        rows.append([Cell(t("Orders and deals")), both, outlook_cell(judged.together, money, t)])
    return table(columns, rows, id="next-year-orders")


def _note(judged: NextYear, t: Words, record: YearRecord | None) -> str:
    told = []
    if judged.target is not None:
        one = judged.target
        told.append(
            t(
                "Target of {year}: {target}; ordered so far {ordered}, at its end {comes}.",
                year=period_name(one, t),
                target=t.money(one.target, unit=True),
                ordered=t.money(one.ordered),
                comes=t.money_with_range(one.outlook.value, one.outlook.low, one.outlook.high),
            )
        )
    told += year_notes(record, str(judged.shown), t)
    if judged.deals is not None or judged.deals_before:
        told.append(t("Orders that name their deal are not among the orders as they run."))
    return " ".join(told)
