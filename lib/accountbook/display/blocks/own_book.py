"""The ERP against the rep's own book: what the two say differently, what that is worth, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import money_column, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.own_book import Difference, Example, OwnBook

FORECAST = "forecast_off"


def erp_gaps(judged: OwnBook, amount: float, t: Words) -> Fragment:
    """The section of the differences, most money first; empty where there is none.

    Parameters
    ----------
    amount : the sum that the scorecard shows; of guesses, nothing is in it.
    """
    if not judged.found:
        return Fragment()
    head, money = money_column([one.money for one in judged.found], t)
    columns = [
        Column(t("What differs, and what to do"), "name"),
        Column(t("How many"), "number"),
        Column(t("Accounts"), "number"),
        Column(head, "number"),
        Column(t("For example"), "reason", gap=True),
    ]
    rows = [
        [
            Cell(t(SAID[one.code][0]), second=t(SAID[one.code][1])),
            Cell(t.number(one.count)),
            Cell(t.number(one.accounts)),
            Cell(money(one.money) if one.money else "", second=_unpriced(one, t)),
            Cell("; ".join(_example(each, t) for each in one.examples)),
        ]
        for one in judged.found
        if one.code in SAID
    ]
    notes = [t("Over 365 days; each waits until papers should be there: 90 days for orders, 45 and 60 for invoices.")]
    if judged.guessed is not None and judged.came is not None:
        told = t(
            "Reps guessed {guessed} for closed periods; {came} came.",
            guessed=t.money(judged.guessed, unit=True),
            came=t.money(judged.came, unit=True),
        )
        notes.insert(0, told)
    if any(one.left_out for one in judged.found):
        notes.append(t("Left out where it would tell of too few accounts."))
    return section(_finding(judged, amount, t), table(columns, rows, id="erp"), note=" ".join(notes))


def _finding(judged: OwnBook, amount: float, t: Words) -> str:
    count = sum(one.count for one in judged.found if one.code != FORECAST)
    if not count:
        return t.plural(
            "{n} guess of a rep was off by more than a quarter",
            "{n} guesses of reps were off by more than a quarter",
            sum(one.count for one in judged.found),
        )
    if not amount:
        return t.plural(
            "ERP and own book differ in {n} case, its amount unknown",
            "ERP and own book differ in {n} cases, their amounts unknown",
            count,
        )
    return t.plural(
        "ERP and own book differ in {n} case, {money}",
        "ERP and own book differ in {n} cases, {money}",
        count,
        money=t.money(amount, unit=True),
    )


def _unpriced(one: Difference, t: Words) -> str:
    if not one.unpriced:
        return ""
    return t.plural("{n} without an amount", "{n} without amounts", one.unpriced)


def _example(one: Example, t: Words) -> str:
    who = one.name or one.account_id
    if one.ref is None or one.on is None:
        return who
    return t("{name} ({number}, {day})", name=who, number=one.ref, day=on_day(one.on, t))


SAID = {
    "won_no_order": (
        N_("Deal won, and no order came"),
        N_("Ask for the order, or take the win back."),
    ),
    "order_unlinked": (
        N_("Order right after a won deal, and does not name it"),
        N_("Write the deal's number on the order."),
    ),
    "order_open_deal": (
        N_("Order in hand, and its deal is open or lost"),
        N_("Set the deal to won."),
    ),
    "order_unknown_deal": (
        N_("Order names a deal that there is not"),
        N_("Correct the number, or export the deal too."),
    ),
    "contract_no_order": (
        N_("Contract signed, and no order since"),
        N_("Ask when the first lot is called, or export its orders."),
    ),
    "shipped_not_invoiced": (
        N_("Shipped, and never invoiced"),
        N_("Write the invoice, or export it."),
    ),
    "invoice_no_shipment": (
        N_("Invoiced, and nothing has left"),
        N_("Look whether it left; if not, say when it will."),
    ),
    "payment_no_invoice": (
        N_("Paid, and no invoice is named"),
        N_("Match the payment with its invoice."),
    ),
    FORECAST: (
        N_("A rep's guess, off by more than a quarter"),
        N_("Hold the next guess against the account's usual orders."),
    ),
}
"""What differs, and what to do."""
