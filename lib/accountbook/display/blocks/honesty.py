"""Reps', customers' and our own words on one scale; what was promised; the ERP against the own book in one sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.own_book import SAID
from accountbook.display.blocks.terms import money_column, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Action, Fact, actions, facts
from accountbook.display.page import block, footer, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.honesty import Word
    from accountbook.planning.own_book import Total
    from accountbook.planning.promised import Promised
    from accountbook.planning.scorecard import Scorecard
    from accountbook.planning.statements import Trust

WHO = {
    "rep": N_("Reps"),
    "model": N_("The model"),
    "naive": N_("The naive rival"),
    "customer": N_("Customers"),
}
WHAT = {
    "amount": N_("orders of an account in a month"),
    "date": N_("day of the next order"),
    "items": N_("items that will be ordered"),
    "order_amount": N_("what they will order"),
    "quantity": N_("pieces of an item"),
    "budget": N_("their budget"),
    "order_date": N_("day of their next order"),
    "decision_date": N_("day of their decision"),
    "payment_date": N_("day of their payment"),
}
DATES = ("date", "order_date", "decision_date", "payment_date")


def on_one_scale(judged: Scorecard, t: Words) -> Fragment:
    """The section of whose words came true: reps beside the model on the same guesses, and customers.

    Returns
    -------
    Fragment
        Empty where nobody said anything that can be checked.
    """
    if not judged.words:
        return Fragment()
    columns = [
        Column(t("Who"), "name"),
        Column(t("About what")),
        Column(t("Checked"), "number"),
        Column(t("Error"), "number"),
        Column(t("Too much or too late"), "number"),
        Column(t("Near"), "number", second=t("a quarter, a week")),
    ]
    note = t(
        "Reps, the model and its rival on the same accounts and months, each from before the month began; dates where"
        " an order came. Customers: what they said that could be checked in the last 365 days. Sums only, to help"
        " whoever guesses next; nobody is ranked."
    )
    rows = [_word(one, t) for one in judged.words]
    return section(words_finding(judged.words, t), table(columns, rows, id="words"), note=note)


def words_finding(words: tuple[Word, ...], t: Words) -> str:
    """Such as "Reps' monthly guesses were 72% off, the model's 66%; customers said 25% too much"."""
    found = {(one.who, one.what): one for one in words}
    rep, model, customer = (
        found.get(key) for key in (("rep", "amount"), ("model", "amount"), ("customer", "order_amount"))
    )
    both = rep is not None and model is not None and rep.error is not None and model.error is not None
    said = customer is not None and customer.bias is not None
    if both and said:
        if customer.bias >= 0:
            return t(
                "Reps' guesses were {rep} off, the model's {model}; customers ordered {share} less than said",
                rep=t.share(rep.error),
                model=t.share(model.error),
                share=t.share(1 - 1 / (1 + customer.bias)),
            )
        return t(
            "Reps' guesses were {rep} off, the model's {model}; customers ordered more than they said",
            rep=t.share(rep.error),
            model=t.share(model.error),
        )
    if both:
        return t(
            "Reps' guesses were {rep} off, the model's {model}", rep=t.share(rep.error), model=t.share(model.error)
        )
    n = sum(one.rows for one in words)
    return t.plural("{n} word about the future was checked", "{n} words about the future were checked", n)


def _word(one: Word, t: Words) -> list[Cell]:
    dated = one.what in DATES
    never = t.plural("{n} never came", "{n} never came", one.never) if one.never else ""
    if dated:
        error = "" if one.error is None else t.days(one.error)
        bias = "" if one.bias is None else t.signed(one.bias)
    else:
        error = "" if one.error is None else t.share(one.error)
        bias = "" if one.bias is None else t.change(one.bias)
    near = "" if one.near is None else t.share(one.near)
    return [
        Cell(t(WHO[one.who]), second=t("recomputed") if one.recomputed else ""),
        Cell(t(WHAT[one.what]), second=never),
        Cell(t.number(one.rows)),
        Cell(error, strong=True),
        Cell(bias),
        Cell(near),
    ]


def customers_words(judged: Scorecard, t: Words) -> Fragment:
    """The section of the customers whose words were furthest from what came; empty where none may be named."""
    if not judged.trusts:
        return Fragment()
    first = judged.trusts[0]
    head, money = money_column([value for one in judged.trusts for value in (one.said, one.came)], t)
    columns = [
        Column(t("Customer"), "name"),
        Column(t("Said, {unit}", unit=head), "number"),
        Column(t("Came, {unit}", unit=head), "number"),
        Column(t("Amounts"), "number"),
        Column(t("Days said"), "number"),
        Column(t("Mean days late"), "number"),
    ]
    finding = t(
        "{name} said {said} and ordered {came}",
        name=first.name or first.account_id,
        said=t.money(first.said, unit=True),
        came=t.money(first.came, unit=True),
    )
    if not first.amounts:
        finding = t("Customers' days, checked against their orders")
    note = t(
        "What they said of orders in the last 365 days, largest difference first. Ask again before planning with it."
    )
    return section(finding, table(columns, [_trust(one, money, t) for one in judged.trusts], id="trust"), note=note)


def _trust(one: Trust, money: object, t: Words) -> list[Cell]:
    never = t.plural("{n} never came", "{n} never came", one.never) if one.never else ""
    return [
        Cell(one.name or one.account_id),
        Cell(money(one.said) if one.amounts else ""),
        Cell((money(one.came) or t.number(0)) if one.amounts else "", strong=True),
        Cell(t.number(one.amounts) if one.amounts else ""),
        Cell(t.number(one.dates) if one.dates else "", second=never),
        Cell("" if one.late is None else t.signed(one.late)),
    ]


def last_months_words(judged: Promised, t: Words) -> Fragment:
    """The section of what was to be done by now, and what became of it; empty where nothing was due."""
    if not judged.sides:
        return Fragment()
    due, done = sum(one.due for one in judged.sides), sum(one.in_time + one.late for one in judged.sides)
    finding = t.plural(
        "{done} of {n} thing that was due since {day} is done",
        "{done} of {n} things that were due since {day} are done",
        due,
        done=t.number(done),
        day=on_day(judged.since, t),
    )
    rows = [
        Fact(
            t("We owed") if one.side == "ours" else t("They owed"),
            t("{held} of {n}", held=t.number(one.in_time), n=t.number(one.due)),
            t("{late} late, {open} open", late=t.number(one.late), open=t.number(one.open)),
        )
        for one in judged.sides
    ]
    note = t("Left out where it would tell of too few accounts.") if judged.left_out else ""
    counts = facts(rows, head=(t("Due"), t("Done in time")))
    if not judged.undone:
        return section(finding, counts, note=note)
    undone = actions(
        Action(
            one.text,
            second=t(
                "{name}, due {day}, {side}",
                name=one.name or one.account_id,
                day=on_day(one.due_on, t),
                side=t("ours") if one.side == "ours" else t("theirs"),
            ),
        )
        for one in judged.undone
    )
    return section(finding, split(undone, counts), note=note)


def erp_sum(judged: Total, t: Words) -> Fragment:
    """The block of what ERP and own book differ about, in one sum (cap 28); empty where they agree."""
    counts = {code: n for code, n in judged.counts.items() if code in SAID and n}
    if not counts:
        return Fragment()
    differing = sum(n for code, n in counts.items() if code != "forecast_off")
    if differing:
        finding = t(
            "ERP and own book differ by {money}, in {n} cases",
            money=t.money(judged.amount, unit=True),
            n=t.number(differing),
        )
    else:
        finding = t("ERP and own book agree but for guesses")
    rows = [Fact(t(SAID[code][0]), t.number(n)) for code, n in counts.items()]
    note = t(
        "Guesses are no part of the sum. Every case, with what to do, is on the page about the quality of the data."
    )
    return block(finding, facts(rows, note=note))


def scorecard_footer(judged: Scorecard, t: Words, *, load_id: str, version: str) -> Fragment:
    """The page's end: how it is graded, what is recomputed, the load."""
    rows = [
        (
            t("How it is graded"),
            t(
                "Every prediction is kept when it is made, shown or not, and graded in the month in which its 60 or 90"
                " days have passed, a deal in the month in which it is decided. In a month in which none falls due, the"
                " last that did are graded again. Only accounts with two order days or more count, the last within a"
                " year."
            ),
        ),
        (
            t("Measures"),
            t(
                "Log loss: 0 is perfect, 0.69 is a coin. Pinball loss: days by which the range and its middle are off."
                " Naive: what anybody would say without a model."
            ),
        ),
    ]
    if judged.left_out:
        rows.append(
            (
                t("Left out"),
                t.plural(
                    "{n} account, as its figures would tell of too few.",
                    "{n} accounts, as their figures would tell of too few.",
                    judged.left_out,
                ),
            )
        )
    as_of = t(
        "{day}. Load {load}. accountbook {version}.", day=t.day(t.as_of, year=True), load=load_id, version=version
    )
    rows.append((t("As of"), as_of))
    return footer(rows)
