"""Around a deal's simulation: its masthead, the price so far, the page's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.profit import LITTLE, exact, in_currency, risk
from accountbook.display.blocks.readiness import ANSWER
from accountbook.display.blocks.terms import money_column, on_day, said
from accountbook.display.blocks.unquoted import basis, quote_first
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, footer, masthead, section, strong
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.offer import Version
    from accountbook.planning.profile import Profile
    from accountbook.planning.profit import Profit, Simulation
    from accountbook.planning.readiness import Readiness


def profit_masthead(judged: Profit, ready: Readiness | None, profile: Profile, t: Words, *, invented: bool) -> Fragment:
    """The top of a simulation: the deal, its facts, and whether it may go out.

    Parameters
    ----------
    ready : the questions of the proposal; None where there is no deal.
    profile : of the account. invented : whether the book is the made-up company's.
    """
    account = profile.name or profile.account_id
    return masthead(
        judged.name or judged.opportunity_id or account,
        over=account if judged.opportunity_id else "",
        facts=_facts(judged, t),
        lead=_lead(judged, ready, t),
        crumbs=((t("Profit before the proposal"), "../index.html"), (account, "")),
        notice=t("Invented company and data") if invented else "",
    )


def _facts(judged: Profit, t: Words) -> str:
    told = []
    if judged.opportunity_id:
        told.append(t("Deal {number}.", number=judged.opportunity_id))
    if judged.family:
        told.append(t("Product line {family}.", family=judged.family))
    if judged.asked:
        told.append(t("Asks {money}.", money=t.money(judged.asked, unit=True)))
    if judged.outcome == "won":
        told.append(t("It is won."))
    elif judged.outcome == "lost":
        told.append(t("It is lost."))
    versions = judged.offer.versions if judged.offer is not None else ()
    if versions and versions[-1].quoted_on is not None:
        newest = versions[-1]
        told.append(t("Quote {number} of {day}.", number=newest.quote_id, day=on_day(newest.quoted_on, t)))
        if newest.valid_until is not None and newest.valid_until < judged.as_of:
            told.append(t("It ran out on {day}.", day=on_day(newest.valid_until, t)))
    elif judged.opportunity_id:
        told.append(t("Not quoted yet."))
    told.append(t("As of {day}.", day=t.day(judged.as_of, year=True)))
    return " ".join(told)


def _lead(judged: Profit, ready: Readiness | None, t: Words) -> Fragment | str:
    one = judged.simulated
    if one is None:
        return ""
    price = exact(one.price, t)
    loss = risk(one.chance_of_loss, one.draws, t)
    if assumed := basis(judged, t):
        state = t("{basis}, {share} of the outcomes at {price} lose money.", basis=assumed, share=loss, price=price)
        if one.chance_of_loss < LITTLE:
            state = t("{basis}, a loss at {price} is very unlikely.", basis=assumed, price=price)
        return Fragment(state, " ", strong(quote_first(judged, t)))
    state = t("At {price}, {share} of the outcomes lose money.", price=price, share=loss)
    if one.chance_of_loss < LITTLE:
        state = t("At {price} a loss is very unlikely.", price=price)
    doubt = _doubt(one, ready, t)
    return Fragment(state, *((" ", doubt) if doubt else ()), " ", strong(_act(one, ready, t)))


def _doubt(one: Simulation, ready: Readiness | None, t: Words) -> str:
    """What the proposal's own question whether it earns holds against the figures; "" where nothing."""
    check = ready.profit if ready is not None else None
    if check is None:
        return ""
    under = one.floor is None or one.price < one.floor
    if under:
        cost, part = exact(one.cost, t), check.left_out
        return t("The cost of {cost} leaves out the {part}.", cost=cost, part=part) if part else ""
    if check.left_out:
        return t("But the cost of {cost} leaves out the {part}.", cost=exact(one.cost, t), part=check.left_out)
    answer = said(ANSWER, check.answer, t)
    if not check.evidence:
        return t("But whether it earns is answered with {answer}.", answer=answer)
    return t(
        "But whether it earns is answered with {answer}: {evidence}.",
        answer=answer,
        evidence=check.evidence.rstrip("."),
    )


def _act(one: Simulation, ready: Readiness | None, t: Words) -> str:
    if one.floor is None:
        return t("Do not offer it.")
    floor = exact(one.floor, t, up=True)
    if one.price < one.floor:
        return t("Do not offer it below {floor}.", floor=floor)
    open_ = len(ready.missing) if ready is not None and str(ready.state) != "no_table" else 0
    if open_:
        return t.plural(
            "It may go out, not below {floor}, once {n} more question to the proposal stands.",
            "It may go out, not below {floor}, once {n} more questions to the proposal stand.",
            open_,
            floor=floor,
        )
    return t("It may go out, not below {floor}.", floor=floor)


def price_so_far(judged: Profit, t: Words) -> Fragment | Fold | None:
    """The versions of the offer: price, cost and margin of each; folded where there is one."""
    told = judged.offer
    if told is None:
        return None
    name = t("The price so far")
    if not told.versions:
        return Fold(name, t("not quoted yet; the amount that the deal asks stands for the price"))
    body = _versions(told.versions, t)
    priced = [one for one in told.versions if one.price]
    if len(priced) < 2 or priced[0].currency != priced[-1].currency:
        n = len(told.versions)
        return Fold(name, t.plural("{n} version of the quote", "{n} versions of the quote", n), body)
    first, last = priced[0], priced[-1]
    change = float(last.price or 0) / float(first.price or 1) - 1
    if abs(change) < LITTLE:
        return Fold(name, t.plural("the same in {n} version", "the same in {n} versions", len(priced)), body)
    words = {"change": t.share(abs(change)), "n": len(told.versions)}
    same = first.cost == last.cost
    if first.margin is None or last.margin is None:
        finding = _moved(change, t, **words)
    else:
        margins = {"before": t.share(first.margin), "after": t.share(last.margin)}
        finding = _moved_with_margin(change, same, t, **words, **margins)
    return section(finding, body, note=_since(judged, t))


def _moved(move: float, t: Words, **words: str | int) -> str:
    if move < 0:
        return t("The price came down by {change} in {n} versions", **words)
    return t("The price went up by {change} in {n} versions", **words)


def _moved_with_margin(move: float, same: bool, t: Words, **words: str | int) -> str:
    if move < 0 and same:
        return t("Price down by {change} in {n} versions, cost the same: margin {before}, now {after}", **words)
    if move < 0:
        return t("Price down by {change} in {n} versions: margin {before}, now {after}", **words)
    return t("Price up by {change} in {n} versions: margin {before}, now {after}", **words)


def _versions(versions: tuple[Version, ...], t: Words) -> Fragment:
    head, money = money_column([end for one in versions for end in (one.value, one.cost)], t)
    columns = [
        Column(t("Version"), "name", phone=2),
        Column(t("Quoted"), "number", phone=4),
        Column(t("Price then, {unit}", unit=head), "number"),
        Column(t("Cost, {unit}", unit=head), "number"),
        Column(t("Margin"), "number"),
        Column(t("Terms"), "reason", gap=True),
    ]
    rows = []
    for one in versions:
        lost = one.margin is not None and one.margin < 0
        official = "" if one.official is not False else t("not official")
        rows.append(
            [
                Cell(str(one.version or ""), second=on_day(one.quoted_on, t)),
                Cell("" if not one.price else in_currency(one.price, one.currency, t), second=official),
                Cell(money(one.value)),
                Cell(money(one.cost)),
                Cell("" if one.margin is None else t.share(one.margin), act=lost),
                Cell(one.terms or ""),
            ]
        )
    return table(columns, rows, id="versions")


def _since(judged: Profit, t: Words) -> str:
    """What the rate did since the quote."""
    told = judged.offer
    if told is None or not told.exposed or not told.rate or not told.rate_then:
        return ""
    move = told.rate / told.rate_then - 1
    if abs(move) < LITTLE / 5:
        return ""
    values = {"currency": told.currency, "share": t.share(abs(move), digits=1)}
    if move < 0:
        return t("Since the newest quote {currency} fell by {share}.", **values)
    return t("Since the newest quote {currency} rose by {share}.", **values)


def profit_footer(judged: Profit, t: Words, *, load_id: str, version: str) -> Fragment:
    """The end of the page: how it was drawn, words used, as-of and load."""
    rows: list[tuple[str, str]] = []
    if judged.simulated is not None:
        drawn = t(
            "{n} draws, seeded by the deal and the day: the same input gives the same numbers. The rate moves without "
            "drift from today's until the money is there; late payments are those of invoices whose day has come.",
            n=t.number(judged.simulated.draws),
        )
        words = t(
            "8 in 10: from the tenth to the ninetieth of a hundred outcomes. Reverse margin: the price is under the "
            "cost, or most outcomes lose."
        )
        rows += [(t("How it is drawn"), drawn), (t("Words used"), words)]
    day = t.day(judged.as_of, year=True)
    rows.append((t("As of"), t("{day}. Load {load}. accountbook {version}.", day=day, load=load_id, version=version)))
    return footer(rows)
