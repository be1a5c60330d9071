"""Installed base: what runs there, ours and competitors', and when the purchase moment returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import within
from accountbook.display.blocks.terms import item_cell, item_name, on_day, pieces_of
from accountbook.display.formats import whole
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.installed import Installation, Installed

MOST = 8


def installed(judged: Installed, t: Words) -> Fragment | Fold | None:
    """The section "Installed base" where a purchase moment comes, a folded line where none does, None without it."""
    state = str(judged.state)
    if state == "absent":
        return None
    if state == "none":
        return Fold(t("Installed base"), t("nothing of ours or of a competitor's is known to run there"))
    body = _body(judged, t)
    if not judged.due:
        return Fold(t("Installed base"), _reason(judged, t), body)
    return section(installed_finding(judged, t), body, _fresh(judged, t), note=_note(judged, t))


def installed_finding(judged: Installed, t: Words) -> str:
    """Such as "2 installations are due now or within a year, one of them a competitor's"."""
    n, open_ = len(judged.due), len(judged.openings)
    if open_ == n:
        first = judged.openings[0]
        if n == 1 and first.due_on is not None:
            who = {"competitor": str(first.competitor), "product": named(first, t), "day": on_day(first.due_on, t)}
            if first.due_on > (t.as_of or first.due_on):
                return within(
                    lambda w: t("{product} of {competitor} is due for replacement on {day}: an opening", **w), who
                )
            return within(
                lambda w: t("{product} of {competitor} has been past its life since {day}: an opening", **w), who
            )
        return t("{n} installations of competitors are due now or within a year", n=n)
    if open_:
        return t.plural(
            "{all} installations are due now or within a year, {n} of them a competitor's",
            "{all} installations are due now or within a year, {n} of them competitors'",
            open_,
            all=n,
        )
    if n == 1:
        one = judged.due[0]
        what = {"product": named(one, t), "day": on_day(one.due_on, t)}
        if one.due_on is not None and one.due_on <= (t.as_of or one.due_on):
            return within(lambda w: t("{product} has been past its usual life since {day}", **w), what)
        return within(lambda w: t("{product} is due for replacement on {day}", **w), what)
    return t("{n} installations of ours are due now or within a year", n=n)


def named(one: Installation, t: Words) -> str:
    """An installation in a sentence, such as "VX-240 valve (12 pieces)"."""
    what = item_name(one.item_id, one.product) if one.item_id else one.product or t("an installation")
    return pieces_of(what, one.quantity, t)


def _reason(judged: Installed, t: Words) -> str:
    if str(judged.state) == "no_life":
        return t("no life is noted, so that no purchase moment can be told")
    if judged.later is None:
        return t("no purchase moment known ahead")
    return t("next purchase moment in {month}", month=t.month(judged.later.due_on, year=True))


def _body(judged: Installed, t: Words) -> Fragment:
    beside = facts(_facts(judged, t))
    rows = judged.due or judged.competitors
    if not rows:
        return beside
    columns = [
        Column(t("What runs there"), "name", phone=6),
        Column(t("Where"), "reason", phone=6),
        Column(t("Since"), "number"),
        Column(t("Due"), "number"),
        Column(t("Failures a year"), "number"),
    ]
    caption = t("Due within a year or just past, by day.") if judged.due else t("What competitors have there.")
    if len(rows) > MOST:
        caption += " " + t.plural("{n} more is not shown.", "{n} more are not shown.", len(rows) - MOST)
    shown = table(columns, [_row(one, t) for one in rows[:MOST]], id="installed", caption=caption)
    return split(shown, beside)


def _row(one: Installation, t: Words) -> list[Cell]:
    pieces = "" if not one.quantity else t.plural("{n} piece", "{n} pieces", whole(one.quantity))
    rival = t("of {competitor}", competitor=one.competitor) if one.competitor else ""
    past = one.months is not None and one.months < 0
    first = item_cell(one.item_id, one.product, second=pieces) if one.item_id else None
    return [
        first or Cell(one.product or rival, aside=rival if one.product else "", second=pieces),
        Cell(one.where or t("at the account")),
        Cell("" if one.installed_on is None else t.month_short(one.installed_on, year=True)),
        Cell(on_day(one.due_on, t), act=past),
        Cell("" if not one.failure_cost else t.money(one.failure_cost, unit=True)),
    ]


def _facts(judged: Installed, t: Words) -> list[Fact]:
    rows = [Fact(t("Installations of ours"), t.number(judged.ours))]
    if judged.theirs:
        rows.append(Fact(t("Of competitors"), t.number(judged.theirs)))
    if judged.failure_cost is not None:
        n = t.plural("of {n} installation", "of {n} installations", judged.failing)
        rows.append(Fact(t("Failures cost them a year"), t.money(judged.failure_cost, unit=True), aside=n))
    if judged.outlived:
        rows.append(Fact(t("Running long past their life"), t.number(judged.outlived)))
    if judged.later is not None:
        rows.append(Fact(t("The next one after that"), t.month(judged.later.due_on, year=True)))
    return rows


def _fresh(judged: Installed, t: Words) -> str | None:
    """What was just installed: add-ons sell with the installation."""
    if not judged.fresh:
        return None
    told = t.list([named(one, t) for one in judged.fresh[:3]])
    return t("Just installed: {items}. What goes with them sells best now.", items=told)


def _note(judged: Installed, t: Words) -> str:
    return t("Due: when the usual life after installation is over. Half a year past it counts as due now.")
