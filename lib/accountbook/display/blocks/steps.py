"""The steps of a contract in words: signed, lots, invoices, payments; what is expected; what is late since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.terms import days, on_day
from accountbook.display.charts import Step, StepLine
from accountbook.display.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accountbook.planning.agreed import Agreed

NEAR = pd.Timedelta(days=7)


def contract_name(one: Agreed, t: Words) -> str:
    """Such as "CT-219, EUR 48k"."""
    if one.amount is None:
        return one.contract_id
    return t("{contract}, {money}", contract=one.contract_id, money=t.money(one.amount, unit=True))


def step_lines(contracts: Iterable[Agreed], t: Words) -> list[StepLine]:
    """One line of steps per contract, in the order given."""
    return [
        StepLine(contract_name(one, t), tuple(_done(one, t)), tuple(_ahead(one, t)), *_late(one, t))
        for one in contracts
    ]


def _done(one: Agreed, t: Words) -> list[Step]:
    left = [(lot.shipped_on, lot.number) for lot in one.lots if lot.shipped_on is not None]
    billed = [bill.issued_on for bill in one.bills if bill.amount > 0]
    steps = [Step(one.signed_on, t("signed"))]
    for day in sorted({day for day, _ in left}):
        numbers = sorted(number for on, number in left if on == day and number is not None)
        near = [issued for issued in billed if abs(issued - day) <= NEAR]
        billed = [issued for issued in billed if issued not in near]
        steps.append(Step(day, t("{lot}, invoice", lot=_lot(numbers, t)) if near else _lot(numbers, t)))
    steps += [Step(day, t("invoice")) for day in billed]
    paid: dict[pd.Timestamp, float] = {}
    for bill in one.bills:
        if bill.paid_on is not None and bill.paid > 0:
            paid[bill.paid_on] = paid.get(bill.paid_on, 0.0) + bill.paid
    steps += [Step(day, t("paid {money}", money=t.money(money))) for day, money in paid.items()]
    return sorted(steps, key=lambda step: step.day)


def _lot(numbers: Sequence[int], t: Words) -> str:
    if not numbers:
        return t("delivery")
    if len(numbers) == 1:
        return t("lot {n}", n=numbers[0])
    return t("lots {list}", list=t.list([str(n) for n in numbers]))


def _ahead(one: Agreed, t: Words) -> list[Step]:
    if str(one.standing) != "open" or t.as_of is None:
        return []
    now = t.as_of
    steps = [
        Step(lot.promised_on, _lot([] if lot.number is None else [lot.number], t))
        for lot in one.lots
        if lot.shipped_on is None and lot.promised_on is not None and lot.promised_on > now
    ]
    steps += [
        Step(bill.due_on, t("{money} due", money=t.money(bill.open)))
        for bill in one.bills
        if bill.open > 0 and bill.due_on is not None and bill.due_on > now
    ]
    if one.uncalled is not None and one.ends_on is not None and one.ends_on > now:
        steps.append(Step(one.ends_on, t("ends")))
    return sorted(steps, key=lambda step: step.day)


def _late(one: Agreed, t: Words) -> tuple[Step | None, str]:
    """Since when something is late: an invoice before a delivery, the longest first; else what is open for long."""
    bills = [bill for bill in one.bills if bill.days_late is not None and not bill.old and bill.due_on]
    if bills:
        first = min(bill.due_on for bill in bills if bill.due_on)
        words = t("{money} due {day}", money=t.money(one.late), day=t.tick(first))
        return Step(first, words), t("{days} late", days=days(one.days_late or 0, t))
    lots = [lot for lot in one.lots if lot.days_late is not None and lot.promised_on is not None]
    if lots and t.as_of is not None:
        worst = max(lot.days_late or 0 for lot in lots)
        since = t.as_of - pd.Timedelta(days=worst)
        return Step(since, t("promised {day}", day=t.tick(since))), t("{days} late", days=days(worst, t))
    olds = [bill.due_on for bill in one.bills if bill.old and bill.due_on is not None]
    if olds:
        words = t("{money} due {day}", money=t.money(one.old, unit=True), day=on_day(min(olds), t))
        return Step(min(olds), words), t("open for over a year")
    return None, ""
