"""Contract to cash: each contract as one line of steps until the money is in, what is late, what was agreed beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.steps import contract_name, step_lines
from accountbook.display.blocks.terms import days, money_column, on_day
from accountbook.display.charts import StepLine, steps_chart
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accountbook.planning.agreed import Agreed
    from accountbook.planning.cash import Cash
    from accountbook.planning.owed import Bill

MOST, LINES = 6, 5


def cash(judged: Cash, t: Words) -> Fragment | Fold | None:
    """The section "Contract to cash", a folded line where nothing is open or late, None without such tables."""
    state = str(judged.state)
    if state == "absent":
        return None
    if state == "none":
        return Fold(t("Contract to cash"), t("nothing signed and nothing billed so far"))
    if not _told(judged):
        return Fold(t("Contract to cash"), cash_reason(judged, t), _contracts(judged, t) or _facts(judged, t))
    finding = cash_finding(judged, t)
    beside: Fragment = _facts(judged, t)
    bills = _bills(judged, t)
    lines = step_lines(_drawn(judged, t), t)
    if lines and t.as_of is not None:
        beside = split(steps_chart(lines, as_of=t.as_of, words=t, alt=finding), beside)
    elif bills is not None:
        beside, bills = split(bills, beside), None
    return section(finding, beside, bills, _contracts(judged, t), note=_note(judged, t))


def _drawn(judged: Cash, t: Words) -> list[Agreed]:
    """The contracts whose steps are drawn: those with the money that the finding names, then what is recent."""
    lines = zip(judged.contracts, step_lines(judged.contracts, t), strict=True)
    named = [one for one in judged.contracts if (one.old if _old_named(judged) else one.late) > 0][:LINES]
    recent = [one for one, line in lines if one not in named and _recent(line, t)][: LINES - len(named)]
    return [one for one in judged.contracts if one in named or one in recent]


def _old_named(judged: Cash) -> bool:
    """Whether the finding names what is open for over a year, and not what is late."""
    trifle = judged.little_late and judged.owed_old > judged.owed_late
    return judged.owed_old > 0 and (not judged.bills_late or trifle)


def _again(value: float, t: Words) -> str:
    """Money after other money: "24k", but "EUR 284", which beside "134k" would read as thousands."""
    text = t.money(value)
    return t.money(value, unit=True) if text[-1:].isdigit() else text


def _recent(line: StepLine, t: Words) -> bool:
    """Whether anything on a line lies within the chart's months."""
    steps = [*line.done, *line.ahead, *([line.late] if line.late else [])]
    return t.as_of is not None and any(step.day > t.as_of - pd.DateOffset(months=12) for step in steps)


def _told(judged: Cash) -> bool:
    return any(str(one.standing) == "open" for one in judged.contracts) or any(
        one.does.code in ("collect", "check_books") for one in judged.actions
    )


def cash_finding(judged: Cash, t: Words) -> str:
    """Such as "EUR 88k of 148k contracted is paid; 24k is 19 days late"."""
    longest = max((one.days_late or 0 for one in judged.bills_late), default=0)
    late = {"late": _again(judged.owed_late, t), "days": days(longest, t)}
    running = [one for one in judged.contracts if str(one.standing) == "open"]
    if running and judged.contracted > 0:
        return _contracts_finding(judged, late, t)
    if running and not judged.owed_late and not judged.owed_old:
        return t.plural(
            "{n} contract is open; its value is not written down",
            "{n} contracts are open; their values are not written down",
            len(running),
        )
    if not judged.bills_late or judged.little_late:
        return t("{money} has been open for over a year", money=t.money(judged.owed_old, unit=True))
    late = {**late, "late": t.money(judged.owed_late, unit=True), "owed": t.money(judged.owed)}
    if judged.owed_late >= 0.995 * judged.owed:
        del late["owed"]
        return (
            t("{late} is {days} late, all that they owe", **late)
            if len(judged.bills_late) == 1
            else t("{late} is up to {days} late, all that they owe", **late)
        )
    if len(judged.bills_late) == 1:
        return t("{late} of {owed} owed is {days} late", **late)
    return t("{late} of {owed} owed is up to {days} late", **late)


def _contracts_finding(judged: Cash, late: dict[str, str], t: Words) -> str:
    """How much of the contracts is paid, and what is late or open for long."""
    told = {"paid": t.money(judged.paid, unit=True), "all": t.money(judged.contracted)}
    whole = {"all": t.money(judged.contracted, unit=True)}
    full = judged.paid >= judged.contracted or whole["all"] == told["paid"]
    if _old_named(judged):
        old = _again(judged.owed_old, t)
        if full:
            return t("All {all} contracted is paid; {old} has been open for over a year", **whole, old=old)
        return t("{paid} of {all} contracted is paid; {old} has been open for over a year", **told, old=old)
    if not judged.bills_late:
        if full:
            return t("All {all} contracted is paid; nothing is late", **whole)
        return t("{paid} of {all} contracted is paid; nothing is late", **told)
    if judged.little_late and not full:
        return t("{paid} of {all} contracted is paid; no more than {late} is late", **told, late=late["late"])
    if all(one.contract_id is None for one in judged.bills_late):
        if full:
            return t("All {all} contracted is paid; {late} billed besides is {days} late", **whole, **late)
        return t("{paid} of {all} contracted is paid; {late} billed besides is {days} late", **told, **late)
    if full:
        return t("All {all} contracted is paid; {late} is up to {days} late", **whole, **late)
    if len(judged.bills_late) == 1:
        return t("{paid} of {all} contracted is paid; {late} is {days} late", **told, **late)
    return t("{paid} of {all} contracted is paid; {late} is up to {days} late", **told, **late)


def cash_reason(judged: Cash, t: Words) -> str:
    """Why there is no section: nothing open, or nothing of it late that is worth a call."""
    owed, late = judged.owed, judged.owed_late + judged.owed_old
    if not owed:
        return t("nothing open: all that was billed is paid")
    money = t.money(owed, unit=True)
    if not late:
        return t("{money} owed, none of it late", money=money)
    return t("{money} owed, {late} of it late", money=money, late=_again(late, t))


def _facts(judged: Cash, t: Words) -> Fragment:
    """The sums of the contracts, then what is owed in all."""
    sums = [judged.contracted, judged.shipped, judged.invoiced, judged.due, judged.paid, judged.owed, judged.owed_late]
    head, money = money_column([*sums, judged.owed_old], t)
    rows: list[Fact] = []
    if judged.contracts:
        n = t.plural("{n} contract", "{n} contracts", len(judged.contracts))
        rows.append(Fact(t("Contracted"), money(judged.contracted), aside=n))
        if judged.shipped is not None:
            rows.append(Fact(t("Shipped"), money(judged.shipped) or "0"))
        rows.append(Fact(t("Invoiced"), money(judged.invoiced)))
        if t.as_of is not None:
            rows.append(Fact(t("Due by {day}", day=on_day(t.as_of, t)), money(judged.due)))
        part = judged.paid / judged.contracted if judged.contracted > 0 else None
        aside = t("{share} of contracted", share=t.share(part)) if part is not None and part <= 1 else ""
        rows.append(Fact(t("Paid"), money(judged.paid), aside=aside))
    rows.append(Fact(t("All that they owe"), money(judged.owed)))
    if judged.owed_late:
        rows.append(Fact(t("Late"), money(judged.owed_late), act=True))
    if judged.owed_old:
        rows.append(Fact(t("Open for over a year"), money(judged.owed_old)))
    if judged.credits:
        rows.append(Fact(t("Credit notes not set off"), money(judged.credits)))
    if judged.usual_late is not None:
        rows.append(
            Fact(t("They usually pay"), _usual(judged.usual_late, t), aside=t("{n} invoices", n=judged.paid_12))
        )
    since = t("Contracts since {month}", month=t.month(judged.since, year=True)) if judged.since is not None else ""
    return facts(rows, head=(since or t("Invoices"), head))


def _usual(late: int, t: Words) -> str:
    if late > 0:
        return t("{days} after the due day", days=days(late, t))
    return t("{days} early", days=days(-late, t)) if late < 0 else t("on the due day")


def _bills(judged: Cash, t: Words) -> Fragment | None:
    """What is late, the largest first; a contract's only one stands on its line."""
    every = (*judged.bills_late, *judged.bills_old)
    if not every or (len(every) == 1 and every[0].contract_id is not None):
        return None
    shown = every[:MOST]
    head, money = money_column([one.open for one in shown], t)
    columns = [
        Column(t("Invoice"), "name", phone=2),
        Column(t("For"), phone=2),
        Column(t("Due"), "number", phone=1),
        Column(t("Days late"), "number", phone=1),
        Column(t("Open, {unit}", unit=head), "number", phone=1),
    ]
    caption = t("Late, the largest first; what is open for over a year stands last.")
    if len(every) > len(shown):
        rest = len(every) - len(shown)
        caption += " " + t.plural("{n} more is not shown.", "{n} more are not shown.", rest)
    return table(columns, [_bill(one, money, t) for one in shown], id="late-invoices", caption=caption)


def _bill(one: Bill, money: object, t: Words) -> list[Cell]:
    return [
        Cell(one.invoice_id),
        Cell(one.contract_id or one.order_id or ""),
        Cell(on_day(one.due_on, t)),
        Cell(t.number(one.days_late or 0), act=not one.old),
        Cell(money(one.open), range=t("paid {money}", money=t.money(one.paid)) if one.paid > 0 else ""),
    ]


def _contracts(judged: Cash, t: Words) -> Fragment | None:
    """The contracts with how far they are and what was agreed beside delivery."""
    if not judged.contracts:
        return None
    shown = judged.contracts[:MOST]
    beside = any(one.obligations for one in shown)
    columns = [
        Column(t("Contract"), "name", phone=6),
        Column(t("How far"), "reason", phone=6),
        *([Column(t("Agreed beside delivery"), "reason", phone=6)] if beside else []),
    ]
    caption = t("What is late first, then by day of signing.")
    rest = len(judged.contracts) - len(shown)
    if rest:
        caption += " " + t.plural("{n} more is not shown.", "{n} more are not shown.", rest)
    return table(columns, _rows(shown, beside, t), id="contracts", caption=caption, stack=True)


def _rows(shown: Sequence[Agreed], beside: bool, t: Words) -> list[list[Cell]]:
    return [
        [
            Cell(contract_name(one, t), aside=one.name or "", second=_bought(one, t)),
            Cell(_far(one, t), act=bool(one.late) or any(lot.days_late for lot in one.lots)),
            *([Cell(one.obligations or "")] if beside else []),
        ]
        for one in shown
    ]


def _bought(one: Agreed, t: Words) -> str:
    """In a lump or in lots, and until when."""
    lots = one.lots_agreed or 0
    how = t("in one delivery") if one.lump else t.plural("in {n} lot", "in {n} lots", lots) if lots else t("in parts")
    signed = on_day(one.signed_on, t)
    if one.ends_on is None:
        return t("{how}, signed {day}", how=how, day=signed)
    return t("{how}, signed {day}, to end {end}", how=how, day=signed, end=on_day(one.ends_on, t))


def _far(one: Agreed, t: Words) -> str:
    """How far a contract is: late first, then what is missing, then paid."""
    waits = [lot for lot in one.lots if lot.days_late is not None]
    if one.late and one.days_late is not None:
        return t("{money} is {days} late", money=t.money(one.late, unit=True), days=days(one.days_late, t))
    if waits:
        return t("a delivery is {days} late", days=days(waits[0].days_late or 0, t))
    if str(one.standing) == "paid":
        return t("paid on {day}", day=on_day(one.settled_on, t))
    uncalled = "" if one.uncalled is None else t.money(one.uncalled, unit=True)
    if str(one.standing) == "ended":
        return t("ended; {money} was never called", money=uncalled) if uncalled else t("ended")
    open_ = sum(bill.open for bill in one.bills if bill.open > 0)
    if one.old:
        return t("{money} of it is open for over a year", money=t.money(one.old, unit=True))
    if uncalled and open_:
        return t("{open} billed and not due, {money} not called yet", open=t.money(open_, unit=True), money=uncalled)
    if uncalled:
        return t("{money} not called yet", money=uncalled)
    return t("{open} billed and not due", open=t.money(open_, unit=True)) if open_ else t("open until it is paid")


def _note(judged: Cash, t: Words) -> str:
    told = []
    if judged.guessed:
        told.append(
            t.plural(
                "{n} payment names no invoice and is counted for the one it equals.",
                "{n} payments name no invoice and are counted for those they equal.",
                judged.guessed,
            )
        )
    if judged.on_account:
        told.append(
            t("{money} came in 12 months for no invoice that can be told.", money=t.money(judged.on_account, unit=True))
        )
    if judged.unpriced:
        told.append(
            t.plural(
                "{n} invoice has no exchange rate and is left out.",
                "{n} invoices have no exchange rate and are left out.",
                judged.unpriced,
            )
        )
    return " ".join(told)
