"""What is to be done and what is new in contracts, service, the channel and what runs there: a sentence per code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accountbook.display.blocks.terms import days, on_day
from accountbook.display.words import Words

Facts = Mapping[str, object]
Say = Callable[[Facts, Words], str]


def _money(f: Facts, t: Words) -> str:
    return t.money(f["amount"], unit=True)


def _late(f: Facts, t: Words) -> str:
    return days(int(f["days_late"]), t)


def _collect(f: Facts, t: Words) -> str:
    invoice, money = str(f["invoice_id"]), _money(f, t)
    if f.get("old"):
        return t("Ask our books about invoice {invoice}: {money} open for over a year", invoice=invoice, money=money)
    return t("Call about invoice {invoice}: {money}, {days} late", invoice=invoice, money=money, days=_late(f, t))


def _deliver(f: Facts, t: Words) -> str:
    day, contract = on_day(f["promised_on"], t), str(f["contract_id"])
    if f.get("lot") is None:
        return t("Ship what was promised under {contract} for {day}", contract=contract, day=day)
    return t("Ship lot {lot} of {contract}, promised for {day}", lot=int(f["lot"]), contract=contract, day=day)


def _call_off(f: Facts, t: Words) -> str:
    words = {"contract": str(f["contract_id"]), "day": on_day(f["ends_on"], t), "money": _money(f, t)}
    return t("Ask for the rest of {contract} before {day}: {money} not called", **words)


def _contract(f: Facts) -> str:
    return str(f.get("name") or f["contract_id"])


def _contract_signed(f: Facts, t: Words) -> str:
    if f.get("amount") is None:
        return t("Contract signed on {day}: {contract}", contract=_contract(f), day=on_day(f["on"], t))
    words = {"contract": _contract(f), "day": on_day(f["on"], t), "money": _money(f, t)}
    return t("Contract signed on {day}: {contract}, {money}", **words)


def _invoice_overdue(f: Facts, t: Words) -> str:
    words = {"invoice": str(f["invoice_id"]), "money": _money(f, t), "day": on_day(f["due_on"], t)}
    return t("Invoice {invoice} is late: {money} was due on {day}", **words)


DOES: Mapping[str, Say] = {
    "collect": _collect,
    "deliver": _deliver,
    "obligation": lambda f, t: t(
        "Name who sees to this of {contract}: {text}", text=str(f["text"]), contract=str(f["contract_id"])
    ),
    "call_off": _call_off,
}
"""What is to be done, by code."""

NEWS: Mapping[str, Say] = {
    "contract_signed": _contract_signed,
    "contract_paid": lambda f, t: t("Paid in full on {day}: {contract}", contract=_contract(f), day=on_day(f["on"], t)),
    "invoice_overdue": _invoice_overdue,
}
"""What is new, by code."""

SHORT: Mapping[str, Say] = {
    "contract_signed": lambda f, t: (
        t("Contract signed, {money}", money=_money(f, t)) if f.get("amount") else t("Contract signed")
    ),
    "contract_paid": lambda f, t: t("Contract paid in full"),
    "invoice_overdue": lambda f, t: t("Invoice late, {money}", money=_money(f, t)),
}
"""The same in a few words, for the index."""
