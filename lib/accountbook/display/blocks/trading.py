"""What is to be done and what is new in contracts, service, the channel and what runs there: a sentence per code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accountbook.display.blocks.prose import shortened
from accountbook.display.blocks.terms import CLAIM, days, item_name, on_day, pieces_of, said
from accountbook.display.words import Words

Facts = Mapping[str, object]
Say = Callable[[Facts, Words], str]


def _money(f: Facts, t: Words) -> str:
    return t.money(f["amount"], unit=True)


def _late(f: Facts, t: Words) -> str:
    return days(int(f["days_late"]), t)


def _collect(f: Facts, t: Words) -> str:
    invoice, money = str(f["invoice_id"]), _money(f, t)
    return t("Call about invoice {invoice}: {money}, {days} late", invoice=invoice, money=money, days=_late(f, t))


def _deliver(f: Facts, t: Words) -> str:
    day = on_day(f["promised_on"], t)
    if f.get("order_id") is not None:
        return t("Ship the rest of order {order}, promised for {day}", order=str(f["order_id"]), day=day)
    if f.get("contract_id") is None:
        return t("Ship delivery {shipment}, promised for {day}", shipment=str(f.get("shipment_id")), day=day)
    contract = str(f["contract_id"])
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


def _claim(f: Facts, t: Words) -> dict[str, str]:
    return {"claim": str(f["claim_id"]), "kind": said(CLAIM, str(f.get("kind") or "other"), t).lower()}


def _claim_opened(f: Facts, t: Words) -> str:
    if f.get("item_id") is None:
        return t("Claim {claim} ({kind}) opened on {day}", day=on_day(f["on"], t), **_claim(f, t))
    return t(
        "Claim {claim} ({kind}, {item}) opened on {day}", day=on_day(f["on"], t), item=str(f["item_id"]), **_claim(f, t)
    )


def _item(f: Facts) -> str:
    return item_name(f["item_id"], f.get("name"))


def _offer(f: Facts, t: Words) -> str:
    more, day = int(f.get("more") or 0), on_day(f["runs_out"], t)
    if t.as_of is not None and f["runs_out"] <= t.as_of:
        if more:
            return t.plural(
                "Offer {item} and {n} more now: sold out by their last report",
                "Offer {item} and {n} more now: sold out by their last report",
                more,
                item=_item(f),
            )
        return t("Offer {item} now: sold out by their last report", item=_item(f))
    if more:
        return t.plural(
            "Offer {item} and {n} more now: their stock lasts until {day}",
            "Offer {item} and {n} more now: their stock lasts until {day}",
            more,
            item=_item(f),
            day=day,
        )
    return t("Offer {item} now: their stock lasts until {day}", item=_item(f), day=day)


def _overfull(f: Facts, t: Words) -> str:
    return t(
        "Plan with them how {item} leaves their shelf: it lasts {months} months",
        item=_item(f),
        months=t.number(f["months"]),
    )


def _stock_low(f: Facts, t: Words) -> str:
    if t.as_of is not None and f["runs_out"] <= t.as_of:
        return t("{item} is sold out at theirs, by their last report", item=_item(f))
    return t(
        "{item} runs out at theirs around {day}, before the next order", item=_item(f), day=on_day(f["runs_out"], t)
    )


def _installation(f: Facts, t: Words) -> dict[str, str]:
    """What stands where, for a sentence."""
    name = item_name(f["item_id"], f.get("name")) if f.get("item_id") else str(f.get("name") or "")
    return {"what": pieces_of(name, f.get("quantity"), t), "day": on_day(f["due_on"], t)}


def _replace(f: Facts, t: Words) -> str:
    words, where = _installation(f, t), f.get("where")
    past = t.as_of is not None and f["due_on"] <= t.as_of
    if f.get("competitor"):
        words["who"] = str(f["competitor"])
        if past:
            return t("Offer ours for {what} of {who}, due since {day}", **words)
        return t("Offer ours for {what} of {who}, due on {day}", **words)
    if where:
        words["where"] = str(where)
        if past:
            return t("Offer to replace {what} at {where}, due since {day}", **words)
        return t("Offer to replace {what} at {where}, due on {day}", **words)
    if past:
        return t("Offer to replace {what}, due since {day}", **words)
    return t("Offer to replace {what}, due on {day}", **words)


def _moment(f: Facts, t: Words) -> str:
    words = _installation(f, t)
    if f.get("competitor"):
        return t("{what} of {who} is due for replacement on {day}", who=str(f["competitor"]), **words)
    return t("{what} is due for replacement on {day}", **words)


_HEAD = 50
"""Characters of an obligation in what is to be done about it."""

DOES: Mapping[str, Say] = {
    "collect": _collect,
    "check_books": lambda f, t: t(
        "Check in our books: invoice {invoice}, {money} open for over a year",
        invoice=str(f["invoice_id"]),
        money=_money(f, t),
    ),
    "deliver": _deliver,
    "obligation": lambda f, t: t(
        "Name who sees to this of {contract}: {text}",
        text=shortened(f["text"], most=_HEAD),
        contract=str(f["contract_id"]),
    ),
    "call_off": _call_off,
    "offer_replacement": _replace,
    "stock_low": _offer,
    "stock_high": _overfull,
    "answer_claim": lambda f, t: t(
        "Answer claim {claim} ({kind}): no reply for {days}", days=days(int(f["days"]), t), **_claim(f, t)
    ),
    "settle_claim": lambda f, t: t(
        "Settle claim {claim} ({kind}), open for {days}", days=days(int(f["days"]), t), **_claim(f, t)
    ),
}
"""What is to be done, by code."""

NEWS: Mapping[str, Say] = {
    "contract_signed": _contract_signed,
    "contract_paid": lambda f, t: t("Paid in full on {day}: {contract}", contract=_contract(f), day=on_day(f["on"], t)),
    "invoice_overdue": _invoice_overdue,
    "claim_opened": _claim_opened,
    "purchase_moment": _moment,
    "stock_low": _stock_low,
    "stock_high": lambda f, t: t(
        "{item} is overfull at theirs: it lasts {months} months", item=_item(f), months=t.number(f["months"])
    ),
}
"""What is new, by code."""

SHORT: Mapping[str, Say] = {
    "contract_signed": lambda f, t: (
        t("Contract signed, {money}", money=_money(f, t)) if f.get("amount") else t("Contract signed")
    ),
    "contract_paid": lambda f, t: t("Contract paid in full"),
    "purchase_moment": lambda f, t: t("Replacement due: {item}", item=str(f["item_id"] or f["name"])),
    "stock_low": lambda f, t: t("{item} runs out", item=str(f["item_id"])),
    "stock_high": lambda f, t: t("{item} overfull", item=str(f["item_id"])),
    "claim_opened": lambda f, t: t("Claim opened: {kind}", kind=_claim(f, t)["kind"]),
    "invoice_overdue": lambda f, t: t("Invoice late, {money}", money=_money(f, t)),
}
"""The same in a few words, for the index."""
