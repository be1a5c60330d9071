"""A target against what came: a section where it leaves its band below, a folded line otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.next_year import period_name
from accountbook.display.blocks.terms import money_column, sentence
from accountbook.display.charts import target_chart
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.against_target import AgainstTarget, TargetMonth

MOST = 6
LEAST = 0.02
"""Under this share of the target, a change of what is behind is none."""


def against_target(judged: AgainstTarget, t: Words) -> Fragment | Fold | None:
    """The section "Against target".

    Returns
    -------
    Fragment, Fold or None
        Folded where the target lies within what comes, or below it; None where the book has no targets.
    """
    state = str(judged.state)
    if state == "no_table":
        return None
    name = t("Against target")
    if state == "none" or judged.starts_on is None or judged.ends_on is None:
        return Fold(name, t("no target of this account runs now"))
    if state == "unpredicted" or judged.outlook is None:
        ordered, target = t.money(judged.ordered, unit=True), t.money(judged.target)
        return Fold(
            name, t("{ordered} of a target of {target} so far", ordered=ordered, target=target), _table(judged, t)
        )
    if state != "below":
        return Fold(name, _reason(judged, t), _table(judged, t))
    finding = target_finding(judged, t)
    chart = target_chart(
        [one.month for one in judged.months],
        [one.target_so_far for one in judged.months],
        [one.ordered_so_far for one in judged.months if one.ordered_so_far is not None],
        (judged.outlook.value, judged.outlook.low, judged.outlook.high),
        words=t,
        alt=finding,
    )
    caption = t("Black: ordered from the period's start. Grey line: the target by then. Blue: where it should end.")
    return section(finding, split(chart, _levers(judged, t)), _table(judged, t), note=_note(judged, t), caption=caption)


def target_finding(judged: AgainstTarget, t: Words) -> str:
    """Such as "2026 comes to EUR 336k (320–352k), 24k under its target of 360k"."""
    assert judged.outlook is not None
    return t(
        "{year} comes to {comes}, {gap} under its target of {target}",
        year=period_name(judged, t),
        comes=t.money_with_range(judged.outlook.value, judged.outlook.low, judged.outlook.high, unit=True),
        gap=t.money(judged.gap or 0.0),
        target=t.money(judged.target),
    )


def _reason(judged: AgainstTarget, t: Words) -> str:
    """Such as "within its band: EUR 352k (290–420k), target 360k"."""
    assert judged.outlook is not None
    comes = t.money_with_range(judged.outlook.value, judged.outlook.low, judged.outlook.high, unit=True)
    target = t.money(judged.target)
    if str(judged.state) == "above":
        return t("above its band: {comes}, target {target}", comes=comes, target=target)
    return t("within its band: {comes}, target {target}", comes=comes, target=target)


def _levers(judged: AgainstTarget, t: Words) -> Fragment:
    head, money = money_column([judged.gap, *(one.money for one in judged.levers)], t)
    rows = [
        [
            Cell(lever_name(one.kind, one.name, t) if one.name else sentence(lever_name(one.kind, one.name, t))),
            Cell(money(one.money), expected=True),
        ]
        for one in judged.levers
    ]
    rows.insert(0, [Cell(t("The gap")), Cell(money(judged.gap), act=True)])
    columns = [Column(t("What would fill it"), "name", phone=4), Column(head, "number", phone=2)]
    none = "" if judged.levers else t("No open deal, late order or missing item would fill it.")
    return table(columns, rows, id="target-levers", caption=none)


def lever_name(kind: str, name: str | None, t: Words) -> str:
    """What would fill a gap, in a few words."""
    if kind == "order":
        return t("the late order")
    if kind == "item":
        return t("{item} again", item=str(name))
    return str(name)


def _table(judged: AgainstTarget, t: Words) -> Fragment:
    """The months that have begun, the newest first, and both sums from the period's start."""
    begun = [one for one in judged.months if one.ordered is not None][::-1][:MOST]
    values = [value for one in begun for value in (one.target, one.ordered, one.target_so_far, one.ordered_so_far)]
    head, money = money_column(values, t)
    columns = [
        Column(t("Month"), "name", phone=3),
        Column(t("Target, {unit}", unit=head), "number", phone=1),
        Column(t("Ordered, {unit}", unit=head), "number", phone=1),
        Column(t("Target so far"), "number", phone=0),
        Column(t("Ordered so far"), "number", phone=0),
        Column(t("Difference so far"), "number", phone=1),
    ]
    return table(columns, [_month(one, t, money) for one in begun], id="target-months", stack=False)


def _month(one: TargetMonth, t: Words, money: object) -> list[Cell]:
    behind = (one.ordered_so_far or 0.0) - one.target_so_far
    return [
        Cell(t.month(one.month), second=t("not over yet") if one.partial else ""),
        Cell(money(one.target)),
        Cell(money(one.ordered)),
        Cell(money(one.target_so_far)),
        Cell(money(one.ordered_so_far)),
        Cell(money(behind), act=behind < 0, sign="▼"),
    ]


def _note(judged: AgainstTarget, t: Words) -> str:
    told = []
    now, before = judged.behind, judged.behind_before
    if before is not None and abs(now - before) >= LEAST * judged.target:
        told.append(
            t(
                "A month ago it was {before} behind its pace, now {now}.",
                before=t.money(max(before, 0.0), unit=True),
                now=t.money(max(now, 0.0)),
            )
        )
    due, settled = judged.agreed
    if due:
        told.append(
            t.plural(
                "Of the action agreed for last month, {settled} is done or given up.",
                "Of the {n} actions agreed for last month, {settled} are done or given up.",
                due,
                settled=settled,
            )
        )
    if judged.seasonal:
        told.append(
            t.plural(
                "The target is spread over its months as the orders of the period before fell.",
                "The target is spread over its months as the orders of the {n} periods before fell.",
                judged.seasonal,
            )
        )
    told.append(t("The range at the end should hold 8 times in 10; open deals are left out of it."))
    return " ".join(told)


def _close_gap(f: Facts, t: Words) -> str:
    """What would close the gap; where that is not enough, also what is left of it."""
    gap, month = float(f["gap"]), t.month(f["ends"])
    levers = [(lever_name(kind, name, t), t.money(money)) for kind, name, money in f["levers"]]
    left = gap - sum(money for _, _, money in f["levers"])
    rest = t.money(gap if left <= 0 else left, unit=True)
    if not levers:
        return t("Find or give up {gap} of the target: nothing open fills it by {month}", gap=rest, month=month)
    values = {"gap": rest, "first": levers[0][0], "money": levers[0][1]}
    if len(levers) == 1:
        if left > 0:
            return t("Get {first} ({money}); find or give up the other {gap} of the target", **values)
        return t("Close the gap of {gap} by {month}: {first} ({money})", month=month, **values)
    values |= {"second": levers[1][0], "more": levers[1][1]}
    if left > 0:
        return t("Get {first} ({money}), {second} ({more}); find or give up the other {gap}", **values)
    return t("Close the gap of {gap} by {month}: {first} ({money}), {second} ({more})", month=month, **values)


ACTIONS: Mapping[str, Say] = {"close_gap": _close_gap}
