"""Routes: product by product the way to the customer, the stage, how it moved, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import fitting, heading
from accountbook.display.blocks.strategy_words import STAGE
from accountbook.display.blocks.terms import CHANNEL, days, on_day, said, sentence
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.routes import Route, Routes

MOST = 8


def routes(judged: Routes, t: Words) -> Fragment | Fold | None:
    """The section "Routes", where a plan is alive; folded where all are dead; None without a table of routes."""
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none":
        return Fold(t("Routes"), t("none planned"))
    shown = _table(judged, t)
    if judged.finding is None:
        newest = max(one.on for one in judged.routes)
        return Fold(t("Routes"), t("no plan since {month}", month=t.month(newest, year=True)), shown)
    return section(routes_finding(judged.finding, t), shown, caption=_position(judged, t))


@heading
def routes_finding(finding: Finding, t: Words) -> str:
    """Such as "VX moved from interest to desire on 1 Oct; next by 14 Nov: bring a sample"."""
    f = finding.facts
    product, step = str(f["product"]), str(f.get("step") or "")
    if finding.code == "late":
        late = {"product": product, "days": days(int(str(f["days"])), t)}
        return fitting(lambda step: t("{product}: “{step}” is {days} late", step=step, **late), step)
    if finding.code == "stuck":
        stage, month = said(STAGE, str(f["stage"]), t), t.month(f["since"], year=True)
        return t("{product} stands at “{stage}” since {month}", product=product, stage=stage, month=month)
    if finding.code == "next":
        return _next(f, product, step, t)
    words = {"product": product, "was": said(STAGE, str(f["was"]), t), "now": said(STAGE, str(f["now"]), t)}
    if finding.code == "back":
        return t("{product} fell back from {was} to {now} on {day}", **words, day=on_day(f["on"], t))
    if step and f["due"] is not None:
        words["by"] = on_day(f["due"], t)
        return fitting(
            lambda step: t("{product} moved from {was} to {now}; next by {by}: {step}", step=step, **words), step
        )
    return t("{product} moved from {was} to {now} on {day}", **words, day=on_day(f["on"], t))


def _next(f: Facts, product: str, step: str, t: Words) -> str:
    if step and f["due"] is not None:
        by = on_day(f["due"], t)
        return fitting(lambda step: t("{product}, next by {by}: {step}", product=product, by=by, step=step), step)
    if step:
        return fitting(lambda step: t("{product}, next: {step}", product=product, step=step), step)
    if f["stage"] is None:
        return t("{product}: no stage and no next step noted", product=product)
    stage = said(STAGE, str(f["stage"]), t)
    return t("{product} stands at “{stage}” without a next step", product=product, stage=stage)


def _position(judged: Routes, t: Words) -> str:
    """Where the account stands: channel, industry, region."""
    known = [said(CHANNEL, judged.position, t), judged.vertical, judged.region]
    told = ", ".join(part for part in known if part)
    return t("The account: {position}.", position=told) if told else ""


def _table(judged: Routes, t: Words) -> Fragment:
    rows = judged.routes[:MOST]
    left = len(judged.routes) - len(rows)
    caption = t.plural("{n} more is not shown.", "{n} more are not shown.", left) if left > 0 else ""
    columns = [
        Column(t("Product"), "name", phone=2),
        Column(t("Stage"), phone=4),
        Column(t("Way"), "reason", label=t("Way")),
        Column(t("Next step"), "reason", label=t("Next step")),
        Column(t("By"), phone=3),
        Column(t("Owner"), phone=3),
    ]
    return table(columns, [_row(one, t) for one in rows], id="routes", caption=caption)


def _row(one: Route, t: Words) -> list[Cell]:
    since = t.month_short(one.since, year=True)
    moved = t("since {month}", month=since)
    if one.moved > 0:
        moved = t("since {month}, before {was}", month=since, was=said(STAGE, one.was, t))
    elif one.moved < 0:
        moved = t("back since {month}, before {was}", month=since, was=said(STAGE, one.was, t))
    passed = t("{days} late", days=days(one.late, t)) if one.late is not None else ""
    return [
        Cell(one.product),
        Cell(sentence(said(STAGE, one.stage, t)), second=moved, second_act=one.moved < 0),
        Cell(one.route or ""),
        Cell(one.step or ""),
        Cell(t.day(one.due), act=bool(passed), second=passed),
        Cell(one.owner or ""),
    ]


def _do(f: Facts, t: Words) -> str:
    product = str(f["product"])
    return fitting(lambda step: t("{product}: {step}", product=product, step=step), str(f["step"]))


DOES: dict[str, Say] = {"route_step": _do}
