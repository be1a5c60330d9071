"""Beside a deal: the orders that may follow it, and the reference as the user values it; apart from its own margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import money_column
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.profit import Profit, Simulation, Spread


def beside_the_deal(judged: Profit, t: Words) -> Fragment | Fold | None:
    """Orders that follow and the reference, counted apart from the deal; folded where neither is known."""
    one, follow = judged.simulated, judged.follow
    if one is None or follow is None:
        return None
    told = _reference_note(judged, t)
    if one.follow_on is None and one.reference is None:
        return Fold(t("Beside the deal"), _no_follow(judged, t), told)
    columns = [
        Column(t("What is left"), "name", phone=6),
        Column(t("Low"), "number"),
        Column(t("Middle"), "number"),
        Column(t("High"), "number"),
        Column(t("Where it comes from"), "reason", gap=True),
    ]
    spreads = [one.left, one.follow_on, one.with_follow_on, one.with_reference, one.with_both]
    head, money = money_column([end for each in spreads if each for end in (each.p10, each.p50, each.p90)], t)

    def row(name: str, each: Spread | None, why: str) -> list[list[Cell]]:
        ends = (each.p10, each.p50, each.p90) if each is not None else ()
        return [[Cell(name), *(Cell(money(end), expected=True) for end in ends), Cell(why)]] if ends else []

    rows = row(t("The deal alone"), one.left, t("the simulation above"))
    rows += row(t("Orders that follow, alone"), one.follow_on, _follow_why(judged, t))
    rows += row(t("With orders that follow"), one.with_follow_on, "")
    if one.reference is not None:
        low, high = one.reference
        middle = (low + high) / 2
        own = [Cell(money(end)) for end in (low, middle, high)]
        rows.append([Cell(t("Reference value")), *own, Cell(t("assumption: your own range, nothing computed"))])
        rows += row(t("With the reference value"), one.with_reference, "")
        rows += row(t("With both"), one.with_both, "")
    caption = t("In {unit}; 8 in 10 lie between low and high. The deal's own margin holds neither.", unit=head)
    return section(_beside_finding(one, t), table(columns, rows, id="beside", caption=caption), note=told)


def _beside_finding(one: Simulation, t: Words) -> str:
    if one.follow_on is None:
        low, high = one.reference or (0.0, 0.0)
        around = t.money_range(low, high, unit=True)
        return t("The reference is put at {range}, your own range; the deal alone stays as it is", range=around)
    ends = t.money_range(one.follow_on.p10, one.follow_on.p90, unit=True)
    return t("Orders that follow may leave {range} in two years, apart from the deal", range=ends)


def _follow_why(judged: Profit, t: Words) -> str:
    follow, usual = judged.follow, judged.usual
    if follow is None or usual is None:
        return ""
    return t.plural(
        "orders of the family in 24 months after {n} first win less those before, at a margin of {share}",
        "orders of the family in 24 months after {n} first wins less those before, at a margin of {share}",
        len(follow.wins),
        share=t.share(usual.share),
    )


def _no_follow(judged: Profit, t: Words) -> str:
    follow = judged.follow
    if follow is None or str(follow.state) == "none":
        return t("no first win yet that shows what follows; no reference value set")
    if str(follow.state) == "counted":
        return t("orders that follow are counted, but no margin of theirs is known; no reference value set")
    n = len(follow.wins)
    if not n:
        return t("no first win is a year old with a year before it; no reference value set")
    return t.plural(
        "{n} first win old enough to show what follows, too few; no reference value set",
        "{n} first wins old enough to show what follows, too few; no reference value set",
        n,
    )


def _reference_note(judged: Profit, t: Words) -> str:
    follow = judged.follow
    told = t(
        "A reference is worth what you say: {low} and {high} of {section} in {file}.",
        low="reference_low",
        high="reference_high",
        section="[profit]",
        file="book.toml",
    )
    if follow is None or not follow.stories or follow.vertical is None:
        return told
    stories = t.plural(
        "{n} success story of {vertical} may be told already.",
        "{n} success stories of {vertical} may be told already.",
        follow.stories,
        vertical=follow.vertical,
    )
    return f"{told} {stories}"
