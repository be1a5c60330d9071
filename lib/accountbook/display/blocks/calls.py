"""Which accounts are worth a call: those where it is expected to add most."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.reasons import associated, reason_sentence
from accountbook.display.blocks.record import goodness_finding
from accountbook.display.blocks.sums import risk_by_team, risk_finding
from accountbook.display.blocks.terms import country, days, lowered, money_column
from accountbook.display.fragment import Fragment
from accountbook.display.marks import range_mark
from accountbook.display.page import masthead, section
from accountbook.display.sums import sums_note
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.portfolio import Call, Calls
    from accountbook.planning.worth import Gain

AT_RISK = N_("At risk: the chance that no order comes x the orders of 12 months.")
ACCOUNT_CALL = N_(
    "A call adds: what the chance of an order within {days} days gains if a call turns 1 to 1 into {factor} to 1, x the"
    " orders that then come. This is assumed, not measured; an order that is not due by then gains nothing."
)


def calls_masthead(
    judged: Calls, quality: pd.DataFrame | None, t: Words, *, company: str, invented: bool = False
) -> Fragment:
    """The top of the churn_reorder page: who is worth a call, and whether the model may be believed."""
    return model_masthead(calls_finding(judged, t), quality, t, company=company, invented=invented)


def model_masthead(
    finding: str, quality: pd.DataFrame | None, t: Words, *, company: str, invented: bool = False
) -> Fragment:
    """The top of a page about a model: a finding, and whether the model may be believed."""
    lead = (
        goodness_finding(quality, t)
        if quality is not None and len(quality)
        else t("No past month is long enough to judge by")
    )
    return masthead(
        finding,
        facts=f"{company}. " + t("As of {day}.", day=t.day(t.as_of, year=True)),
        lead=t("{finding}.", finding=lead),
        crumbs=((t("Monthly edition, {month}", month=t.month(t.as_of, year=True)), "../index.html"),),
        notice=t("Invented company and data") if invented else "",
    )


def calls_finding(judged: Calls, t: Words) -> str:
    """Such as "10 calls add about EUR 42k of orders; 1.1m is at risk"."""
    n = len(judged.found)
    if judged.sums is not None:
        return risk_finding(judged, t)
    if not judged.predicted:
        return t("No account can be predicted yet")
    if not judged.standing_out:
        return t("Nobody stands out: no risk reaches {share}, no order is overdue", share=t.share(judged.threshold))
    if not n:
        return t("No order is due that a call could bring; {money} is at risk", money=t.money(judged.total, unit=True))
    return t.plural(
        "{n} call adds about {money} of orders; {total} is at risk",
        "{n} calls add about {money} of orders; {total} is at risk",
        n,
        money=t.money(judged.worth, unit=True),
        total=t.money(judged.total),
    )


def worth_a_call(judged: Calls, t: Words) -> Fragment:
    """The section of the accounts worth a call today, the call that adds most first."""
    if judged.sums is not None:
        finding, told = risk_by_team(judged.sums, t)
        own = _calls(judged, t, caption=t("Accounts without an owner or a team")) if judged.found else None
        return section(finding, told, own, note=f"{_note(judged, t)} {sums_note(judged.sums, t)}")
    if not judged.predicted:
        return section(calls_finding(judged, t), t("A prediction needs accounts with two orders and more."))
    if not judged.found:
        return section(t("No call would bring an order nearer"), note=_note(judged, t))
    first = judged.found[0]
    if judged.standing_out:
        finding = t(
            "Call first: {name}, where a call adds about {money}",
            name=first.name or first.account_id,
            money=t.money(first.gain.worth, unit=True),
        )
    else:
        finding = t("No call is pressing; what adds most first")
    return section(finding, _calls(judged, t), note=_note(judged, t))


def _note(judged: Calls, t: Words) -> str:
    told = [t(ACCOUNT_CALL, days=judged.horizon, factor=t.number(judged.call_odds, digits=1))] if judged.found else []
    told.append(t(AT_RISK))
    if judged.unpriced:
        told.append(
            t.plural(
                "{n} account is not in it: without an exchange rate its orders have no amount.",
                "{n} accounts are not in it: without exchange rates their orders have no amounts.",
                judged.unpriced,
            )
        )
    if any(call.reasons for call in judged.found):
        told.append(associated(t))
    return " ".join(told)


def _calls(judged: Calls, t: Words, *, caption: str = "") -> Fragment:
    """The table of the accounts worth a call."""
    head, money = money_column([call.revenue for call in judged.found], t)
    gained, adds = money_column([call.gain.worth for call in judged.found], t)
    columns = [
        Column(t("Account"), "name"),
        Column(t("A call adds, {unit}", unit=gained), "number"),
        Column(t("No order in 90 days, 0 to 100%"), "mark", phone=4),
        Column(t("Risk"), "number"),
        Column(t("At risk, {unit}", unit=head), "number"),
        Column(t("12 months, {unit}", unit=head), "number", phone=0),
        Column(t("Last order"), "number"),
        Column(t("Why"), "reason", gap=True),
    ]
    return table(columns, [_call(call, t, money, adds) for call in judged.found], id="calls", caption=caption)


def _call(call: Call, t: Words, money: Callable[..., str], adds: Callable[..., str]) -> list[Cell]:
    lo, hi = (call.p if call.lo is None else call.lo), (call.p if call.hi is None else call.hi)
    around = "" if call.lo is None or call.hi is None else t.number_range(100 * lo, 100 * hi)
    late = str(call.state) in ("overdue", "missed")
    kind = "act" if late else "expected"
    where = ", ".join(part for part in (country(call.country, t), call.owner) if part)
    was = t("was {share}", share=t.share(call.p_before)) if call.p_before is not None else ""
    return [
        Cell(call.name or call.account_id, second=where),
        Cell(adds(call.gain.worth), second=gained_by(call.gain, t), expected=True, strong=True),
        Cell(mark=range_mark(lo, hi, call.p, alt=t("risk {risk}", risk=t.share_with_range(call.p, lo, hi)), kind=kind)),
        Cell(t.share(call.p), range=around, second=was, expected=not late, strong=True, act=late, sign=""),
        Cell(money(call.at_risk)),
        Cell(money(call.revenue)),
        Cell("" if call.last_order is None else t.day(call.last_order)),
        _why(call, t),
    ]


def gained_by(gain: Gain, t: Words) -> str:
    """The two numbers that what a call adds is the product of: points of chance, and money."""
    return t("{points} points of {money}", points=t.signed(100 * gain.p, digits=1), money=t.money(gain.money))


def _why(call: Call, t: Words) -> Cell:
    told = [reason_sentence(reason.code, reason.facts, t) for reason in call.reasons if (reason.points or 0) > 0][:2]
    why = "; ".join([*told[:1], *(lowered(one, t) for one in told[1:])])
    state = str(call.state)
    if state == "missed":
        return Cell(t("order missed, due {days} ago", days=days(call.days_late or 0, t)), act=True, second=why)
    if state == "overdue":
        return Cell(t("order overdue by {days}", days=days(call.days_late or 0, t)), act=True, second=why)
    return Cell(why)
