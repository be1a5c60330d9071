"""The risk that an account falls silent, and the reasons, whose points add up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.reasons import associated, reason_sentence
from accountbook.display.blocks.terms import adding_up, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.marks import bar_mark
from accountbook.display.page import block
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.risk import Risk


def churn_risk(judged: Risk, t: Words) -> Fragment:
    """The block "Churn risk": the chance, its range, last month's, and why."""
    finding = risk_finding(judged, t)
    state = str(judged.state)
    if state in ("few", "unpredicted"):
        return block(finding, _silent(judged, t))
    if state == "naive":
        return block(finding, _plain(judged, t))
    if not any(reason.points for reason in judged.reasons):
        return block(finding, _alike(judged, t), note=_note(judged, t))
    note = " ".join(part for part in (_note(judged, t), associated(t)) if part)
    return block(finding, _reasons(judged, t), note=note)


def risk_finding(judged: Risk, t: Words) -> str:
    """Such as "14% (9–21%) that no order comes by 29 Jan; it was 6%" or "2 orders so far: no risk can be told"."""
    state = str(judged.state)
    if state == "unpredicted":
        return t("No risk was computed for this day")
    if state == "few":
        if not judged.orders:
            return t("No order so far: no risk can be told")
        return t.plural(
            "{n} order so far: no risk can be told", "{n} orders so far: no risk can be told", judged.orders
        )
    day = on_day(judged.horizon_end, t)
    if state == "naive":
        return t("{share} of all such accounts order nothing by {day}", share=t.share(judged.p), day=day)
    risk = t.share_with_range(judged.p, judged.lo, judged.hi)
    if judged.p_before is None:
        return t("{risk} that no order comes by {day}", risk=risk, day=day)
    if t.share(judged.p_before) == t.share(judged.p):
        return t("{risk} that no order comes by {day}, as last month", risk=risk, day=day)
    return t(
        "{risk} that no order comes by {day}; it was {before}", risk=risk, day=day, before=t.share(judged.p_before)
    )


def _reasons(judged: Risk, t: Words) -> Fragment:
    told = [(t("Accounts like this one"), judged.base or 0.0, "base")]
    told += [(reason_sentence(r.code, r.facts, t), r.points, "auto") for r in judged.reasons if r.points is not None]
    told.append((t("Everything else"), judged.rest, "auto"))
    shown = adding_up([points for _, points, _ in told], 100 * (judged.p or 0.0))
    if not shown[-1]:
        told, shown = told[:-1], shown[:-1]
    ends = (min(0.0, *(points for _, points, _ in told)), max(0.0, *(points for _, points, _ in told)))
    rows = []
    for (words, points, kind), whole in zip(told, shown, strict=True):
        number = t.number(whole) if kind == "base" else t.signed(whole)
        alt = t("{points} points", points=number)
        rows.append([words, Cell(mark=bar_mark(points, alt=alt, scale=ends, kind=kind, width=84)), number])
    columns = [Column(t("Why"), phone=3), Column("", "mark", phone=2), Column(t("Points"), "number", phone=1)]
    return table(columns, rows, id="risk-reasons", total=[t("This account"), "", t.share(judged.p)])


def _note(judged: Risk, t: Words) -> str:
    if judged.at_risk:
        return t("At risk: {money} of a year's orders.", money=t.money(judged.at_risk, unit=True))
    return ""


def _alike(judged: Risk, t: Words) -> str:
    if str(judged.ladder) == "rates":
        return t("This is the rate of accounts like it in past months, not specific to this one.")
    return t("Nothing in its orders sets it apart from accounts like it.")


def _plain(judged: Risk, t: Words) -> str:
    return t("The model did not beat this base rate on past months, so its figure for this account is not shown.")


def _silent(judged: Risk, t: Words) -> str:
    if str(judged.state) == "unpredicted":
        return t("Run the churn_reorder notebook for this day; the plan then finds its predictions.")
    return t("A rhythm, and so a risk of breaking it, starts with the third order.")
