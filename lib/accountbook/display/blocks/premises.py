"""What a simulation rests on: every value with where it comes from, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.profit import exact, in_currency
from accountbook.display.blocks.terms import days, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.premises import Premise
    from accountbook.planning.profit import Profit

NAME = {
    "price": N_("Price"),
    "cost": N_("Cost"),
    "cost_uncertainty": N_("Cost may differ by"),
    "rate_volatility": N_("The rate moves in a year by"),
    "delivery_days": N_("Delivered in"),
    "lots": N_("Lots, each paid"),
    "terms_days": N_("Due after the invoice in"),
    "delay_days": N_("Paid late by, on average"),
    "interest_rate": N_("Interest of a year"),
    "warranty_share": N_("Claims and warranty, of the price"),
    "service_share": N_("Service, of the price"),
    "concession_share": N_("Still given in, of the price"),
    "share_spread": N_("These shares differ by"),
    "day_cost": N_("A day of work on requirements"),
}
_MONEY, _DAYS = ("price", "cost", "day_cost"), ("delivery_days", "terms_days", "delay_days")
_HISTORY: Mapping[str, Callable[[int, Words], str]] = {
    "cost_uncertainty": lambda n, t: t.plural("cost of {n} order of such sales", "cost of {n} orders of such sales", n),
    "rate_volatility": lambda n, t: t.plural(
        "{n} change of the rate in two years", "{n} changes of the rate in two years", n
    ),
    "lots": lambda n, t: t.plural("{n} contract of this account", "{n} contracts of this account", n),
    "terms_days": lambda n, t: t.plural("{n} invoice of this account", "{n} invoices of this account", n),
    "delay_days": lambda n, t: t.plural("{n} invoice of other accounts", "{n} invoices of other accounts", n),
}


def rests_on(judged: Profit, t: Words) -> Fragment:
    """The table of premises; empty where nothing was simulated."""
    if not judged.premises:
        return Fragment()
    assumed = sum(str(one.source) in ("assumed", "given") for one in judged.premises)
    columns = [
        Column(t("What is taken"), "name", phone=4),
        Column(t("Value"), "number", phone=2, label=""),
        Column(t("Where it comes from"), "reason", gap=True),
    ]
    rows = [[Cell(t(NAME[one.name])), Cell(_value(one, t)), _from(one, judged, t)] for one in judged.premises]
    n, total = assumed, len(judged.premises)
    finding = t.plural(
        "{n} of {total} values is an assumption alone; the others rest on rows of the book",
        "{n} of {total} values are assumptions alone; the others rest on rows of the book",
        n,
        total=total,
    )
    note = t(
        "Assumptions stand in {section} of {file}; in {lab}, {call} tries another.",
        section="[profit]",
        file="book.toml",
        lab="JupyterLab",
        call="profit(book, deal, interest_rate=0.08)",
    )
    return section(finding, table(columns, rows, id="premises", stack=True), note=note)


def _value(one: Premise, t: Words) -> str:
    if one.name in _MONEY:
        return exact(one.value, t)
    if one.name in _DAYS:
        return days(one.value, t)
    if one.name == "lots":
        return t.number(one.value)
    return t.share(one.value, digits=0 if one.value >= 0.1 else 1)


def _from(one: Premise, judged: Profit, t: Words) -> Cell:
    say = {
        "offer": _offer,
        "deal": _deal,
        "history": _history,
        "blend": _blend,
        "given": lambda *_: t("given by who ran this"),
        "assumed": _assumed,
    }[str(one.source)]
    return Cell(say(one, judged, t))


def _assumed(one: Premise, judged: Profit, t: Words) -> str:
    return t("assumption: nothing is known of contracts") if one.name == "lots" else t("assumption")


def _offer(one: Premise, judged: Profit, t: Words) -> str:
    versions = judged.offer.versions if judged.offer is not None else ()
    column = "price" if one.name == "price" else "cost"
    newest = next((each for each in reversed(versions) if getattr(each, column) is not None), None)
    if newest is None:
        return t("the newest quote")
    told = {"number": newest.quote_id, "version": newest.version or 1, "day": on_day(newest.quoted_on, t)}
    if one.name == "price" and judged.offer is not None and judged.offer.exposed and newest.price:
        asked = in_currency(newest.price, newest.currency, t)
        return t("quote {number}, version {version} of {day}: {asked} at today's rate", **told, asked=asked)
    return t("quote {number}, version {version} of {day}", **told)


def _deal(one: Premise, judged: Profit, t: Words) -> str:
    plain = {
        "price": N_("what the deal asks; there is no quote"),
        "delivery_days": N_("delivery that the deal expects"),
        "terms_days": N_("the account's terms as written"),
        "lots": N_("the deal's own contract"),
    }
    return t(plain.get(one.name, "the deal"))


def _history(one: Premise, judged: Profit, t: Words) -> str:
    usual = judged.usual
    if one.name == "cost" and usual is not None:
        values = {"share": t.share(usual.share)}
        basis: dict[str, Callable[[], str]] = {
            "family": lambda: t.plural(
                "no quote: {n} order of this family here in three years left {share}",
                "no quote: {n} orders of this family here in three years left {share}",
                usual.orders,
                **values,
            ),
            "account": lambda: t.plural(
                "no quote: {n} order of this account in three years left {share}",
                "no quote: {n} orders of this account in three years left {share}",
                usual.orders,
                **values,
            ),
            "all": lambda: t.plural(
                "no quote: {n} order of all accounts in three years left {share}",
                "no quote: {n} orders of all accounts in three years left {share}",
                usual.orders,
                **values,
            ),
        }
        return basis[usual.basis]()
    if one.name in _HISTORY and one.n is not None:
        return _HISTORY[one.name](one.n, t)
    return t("rows of the book")


def _blend(one: Premise, judged: Profit, t: Words) -> str:
    n = one.n or 0
    if one.name == "delay_days":
        return t.plural(
            "{n} invoice whose day has come: {own}; beside it 5 assumed ones",
            "{n} invoices whose day has come, by their money: {own}; beside them 5 assumed ones",
            n,
            own=days(one.own or 0.0, t),
        )
    own = t.share(one.own or 0.0, digits=1)
    if one.name == "warranty_share":
        return t.plural(
            "{n} claim in three years: {own} of orders; beside it the assumption as 5 orders",
            "{n} claims in three years: {own} of orders; beside them the assumption as 5 orders",
            n,
            own=own,
        )
    return t.plural(
        "{n} concession in three years: {own} of orders; beside it the assumption as 5 orders",
        "{n} concessions in three years: {own} of orders; beside them the assumption as 5 orders",
        n,
        own=own,
    )
