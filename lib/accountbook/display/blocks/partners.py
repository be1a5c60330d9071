"""Shared partners: how we stand to them, how the account treats them, and whom they may lead us to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import FINDING, fitting, heading
from accountbook.display.blocks.terms import lowered, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.partners import Partner, Partners

MOST = 8
ROLES = 3


def partners(judged: Partners, t: Words) -> Fragment | Fold | None:
    """The section "Shared partners", where something changed in half a year; folded else; None without a table."""
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none":
        return Fold(t("Shared partners"), t("none known"))
    shown = _table(judged, t)
    if judged.finding is None:
        day = t.month(judged.partners[0].on, year=True)
        n = len(judged.partners)
        reason = t.plural("{n}, no news since {month}", "{n}, no news since {month}", n, month=day)
        return Fold(t("Shared partners"), reason, shown)
    return section(partners_finding(judged.finding, t), shown, caption=_path(judged, t))


@heading
def partners_finding(finding: Finding, t: Words) -> str:
    """Such as "Studio Neri: “they recommend us”, noted 1 Oct; before “no contact yet”"."""
    f = finding.facts
    partner, day = str(f["partner"]), on_day(f["on"], t)
    if finding.code == "new":
        told = str(f["relation"] or f["role"] or "")
        if not told:
            return t("{partner} is a partner that we share, known since {day}", partner=partner, day=day)
        return fitting(lambda text: t("Their partner {partner}: “{text}”", partner=partner, text=text), told)
    words = {"partner": partner, "now": str(f["now"])}
    if finding.code == "turned":
        whole = t("{partner}: “{now}”, noted {day}; before “{was}”", day=day, was=str(f["was"]), **words)
        return whole if len(whole) <= FINDING else t("{partner}: “{now}”, noted {day}", day=day, **words)
    whole = t("How they treat {partner}: “{now}”, before “{was}”", was=str(f["was"]), **words)
    return whole if len(whole) <= FINDING else t("How they treat {partner}: “{now}”, noted {day}", day=day, **words)


def _path(judged: Partners, t: Words) -> str:
    if not judged.closed:
        return ""
    roles = t.list(lowered(role, t) for role in judged.closed[:ROLES])
    return t("Nobody is known as {roles}: ask whether one of these partners opens the path.", roles=roles)


def _table(judged: Partners, t: Words) -> Fragment:
    rows = judged.partners[:MOST]
    left = len(judged.partners) - len(rows)
    caption = t.plural("{n} more is not shown.", "{n} more are not shown.", left) if left else ""
    columns = [
        Column(t("Partner"), "name", phone=6),
        Column(t("How we stand"), "reason", label=t("How we stand")),
        Column(t("How they treat it"), "reason", label=t("How they treat it")),
        Column(t("Known on"), phone=3),
    ]
    return table(columns, [_row(one, t) for one in rows], id="partners", caption=caption, stack=True)


def _row(one: Partner, t: Words) -> list[Cell]:
    rival = t("noted as a competitor too") if one.rival else ""
    return [
        Cell(one.partner, second=rival or one.role or "", second_act=one.rival),
        Cell(one.relation or "", second=t("before: {was}", was=one.had) if one.had else ""),
        Cell(one.approach or "", second=t("before: {was}", was=one.treated) if one.treated else ""),
        Cell(t.day(one.on), act=one.stale),
    ]


def _open(f: Facts, t: Words) -> str:
    role = lowered(str(f["role"]), t)
    return t("Ask whether {partner} can open the path to the {role}", partner=str(f["partner"]), role=role)


DOES: dict[str, Say] = {"ask_partner": _open}
