"""What staying with what they have costs them, against what we ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.contest import CERTAINTY
from accountbook.display.blocks.terms import lowered, money_column, on_day, said
from accountbook.display.formats import whole
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from accountbook.planning.staying import Price, Running, Staying

MOST = 6


def staying(judged: Staying, t: Words) -> Fragment | Fold | None:
    """The section "Cost of staying"; a folded line where nothing can be replaced, or costs are unknown."""
    state, name = str(judged.state), t("Cost of staying")
    if state == "no_table":
        return None
    if state == "none":
        return Fold(
            name,
            _within(t("nothing old and nothing of others runs there"), judged, t),
            _prices(judged.incumbents, t) or "",
        )
    if state == "unknown":
        n = len(judged.rows)
        reason = t.plural(
            "{n} installation could be replaced, what its failures cost is unknown",
            "{n} installations could be replaced, what their failures cost is unknown",
            n,
        )
        return Fold(name, _within(reason, judged, t), Fragment(_table(judged, t), _prices(judged.incumbents, t) or ""))
    return section(
        _within(staying_finding(judged, t), judged, t),
        _table(judged, t),
        _prices(judged.incumbents, t),
        note=_note(judged, t),
    )


def _within(said: str, judged: Staying, t: Words) -> str:
    """The same with the product family to which it is limited, where it is."""
    return t("Of {family}: {said}", family=judged.family, said=lowered(said, t)) if judged.family else said


def staying_finding(judged: Staying, t: Words) -> str:
    """Such as "Failures of what they run cost EUR 12k a year; our price is 2.0 years of that"."""
    cost = t.money(judged.cost, unit=True)
    if judged.years is None:
        return t("Failures of what they run cost {cost} a year", cost=cost)
    if judged.years < 0.1:
        return t("Failures of what they run cost {cost} a year, far more than we ask", cost=cost)
    return t(
        "Failures of what they run cost {cost} a year; our price is {years} years of that",
        cost=cost,
        years=t.number(judged.years, digits=1 if judged.years < 10 else 0),
    )


def _table(judged: Staying, t: Words) -> Fragment:
    rows = judged.rows[:MOST]
    head, money = money_column([row.failure_cost for row in rows], t)
    columns = [
        Column(t("Runs there"), "name", phone=6),
        Column(t("Pieces"), "number"),
        Column(t("Installed"), gap=True),
        Column(t("Usual life"), phone=2),
        Column(t("Failures a year, {unit}", unit=head), "number"),
    ]
    total = len(judged.rows)
    caption = t("The costliest {shown} of {total}.", shown=MOST, total=t.number(total)) if total > MOST else ""
    return table(columns, [_row(row, t, money) for row in rows], id="staying", caption=caption)


def _row(row: Running, t: Words, money: Callable[..., str]) -> list[Cell]:
    whose = t("of {competitor}", competitor=row.competitor) if row.competitor else t("ours")
    second = "; ".join(part for part in (whose, row.end_customer or "") if part)
    life = "" if row.life_months is None else t.plural("{n} month", "{n} months", whole(row.life_months))
    return [
        Cell(row.what, aside=row.name or "", second=second),
        Cell("" if row.quantity is None else t.number(row.quantity)),
        Cell(on_day(row.installed_on, t)),
        Cell(life, second=t("past it") if row.past_life else "", second_act=row.past_life),
        Cell(money(row.failure_cost) if row.failure_cost is not None else t("unknown")),
    ]


def _prices(rows: tuple[Price, ...], t: Words) -> Fragment | None:
    if not rows:
        return None
    columns = [
        Column(t("Competitor"), "name", phone=3),
        Column(t("Price a piece, {unit}", unit=t.currency_name), "number", phone=3),
        Column(t("Seen"), gap=True, phone=3),
        Column(t("How sure"), phone=3),
    ]
    cells = [
        [
            Cell(one.competitor),
            Cell(t.number(one.price, digits=2)),
            Cell(on_day(one.as_of, t)),
            Cell(said(CERTAINTY, one.certainty, t), second=one.told_by or ""),
        ]
        for one in rows
    ]
    return table(columns, cells, id="incumbent-prices", stack=False)


def _note(judged: Staying, t: Words) -> str:
    told = [t("What a competitor installed, and what is past its usual life; costs as recorded.")]
    if judged.unknown:
        told.append(
            t.plural("Of {n} the cost is unknown and in no sum.", "Of {n} the cost is unknown and in no sum.",
                     judged.unknown)
        )  # fmt: skip
    return " ".join(told)
