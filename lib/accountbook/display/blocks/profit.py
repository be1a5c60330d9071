"""A deal's profit before its proposal: the line that stops it, what is left, the lowest price, what moves it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from accountbook.display.blocks.deals import chance
from accountbook.display.blocks.unquoted import basis, quote_first
from accountbook.display.charts import profit_chart
from accountbook.display.formats import half_up
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.marks import range_mark
from accountbook.display.page import block, stop_line
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words, fields

if TYPE_CHECKING:
    from accountbook.planning.draws import Moved
    from accountbook.planning.profit import Profit, Simulation
    from accountbook.planning.readiness import Readiness

LITTLE = 0.005
"""A chance that rounds to 0% is said to be very unlikely."""
DRIVER = {
    "rate": N_("Exchange rate until it is paid"),
    "delay": N_("Days paid late"),
    "cost": N_("Cost"),
    "warranty": N_("Claims and warranty"),
    "service": N_("Service"),
    "concession": N_("What is still given in"),
}
_DRIVER_MOST = {
    "rate": N_("The exchange rate moves it most: {share} of the spread would go if it were known"),
    "delay": N_("Late payment moves it most: {share} of the spread would go if it were known"),
    "cost": N_("The cost moves it most: {share} of the spread would go if it were known"),
    "warranty": N_("Claims and warranty move it most: {share} of the spread would go if they were known"),
    "service": N_("Service moves it most: {share} of the spread would go if it were known"),
    "concession": N_("What is still given in moves it most: {share} of the spread would go if it were known"),
}
_NEEDS = {
    "no_deal": N_("This account has no open deal: there is nothing to simulate"),
    "no_price": N_("The deal has neither a quote nor an amount: there is nothing to simulate"),
    "no_rate": N_("The offer's currency has no exchange rate: its profit cannot be simulated"),
    "no_cost": N_("Neither the quote nor earlier sales have a cost: its profit cannot be simulated"),
}
_NEEDED = {
    "no_deal": N_("A simulation needs a deal in {opportunities}, and a row of {quotes} with its price and its cost."),
    "no_price": N_("It needs a price: a row of {quotes} for the deal, or at least its amount in {opportunities}."),
    "no_rate": N_("It needs a row of {fx_rates} for the currency that is no older than 45 days."),
    "no_cost": N_("It needs the cost in the newest row of {quotes}, or unit costs in {order_lines} or {items}."),
}


def exact(value: float, t: Words, *, up: bool = False) -> str:
    """Money with its currency in three digits, for prices: a lowest price is rounded up, so that it holds.

    Examples
    --------
    >>> exact(73_136.2, Words()), exact(73_136.2, Words(), up=True), exact(0.0, Words())
    ('EUR 73.1k', 'EUR 73.2k', 'EUR 0')
    """
    if value <= 0 or not math.isfinite(value):
        return t.money(value, unit=True)
    return t.money(_in_three(value, up=up), unit=True, step=_step(value))


def _step(value: float) -> float:
    """What the third digit of a value stands for."""
    return 10.0 ** (math.floor(math.log10(value)) - 2)


def _in_three(value: float, *, up: bool = False) -> float:
    """A value in three digits."""
    step = _step(value)
    return (math.ceil(value / step - 1e-9) if up else half_up(value / step)) * step


def risk(share: float, draws: int, t: Words) -> str:
    """A share of outcomes as a percentage: what no draw of so many showed may still be, and is not 0%.

    Examples
    --------
    >>> risk(0.0, 10_000, Words()), risk(0.138, 10_000, Words()), risk(1.0, 10_000, Words())
    ('<1%', '14%', '>99%')
    """
    least = 0.5 / max(draws, 100)
    return t.share(min(max(share, least), 1 - least))


def in_currency(value: float, currency: str, t: Words, *, up: bool = False) -> str:
    """An amount in a foreign currency, in full: "USD 83,200", "8.32만 달러".

    Examples
    --------
    >>> in_currency(83_110.2, "USD", Words(), up=True), in_currency(106_556_900, "KRW", Words())
    ('USD 83,200', 'KRW 107,000,000')
    """
    step = 10.0 ** max(math.floor(math.log10(value)) - 2, 0) if value > 0 else 1.0
    return t.money_in_full(math.ceil(value / step - 1e-9) * step if up else value, currency, step=step)


def reverse_line(judged: Profit, t: Words) -> Fragment:
    """The line across the page where the deal is a reverse margin; empty where it is none."""
    one = judged.simulated
    if one is None or not one.reverse:
        return Fragment()
    price = exact(one.price, t)
    if assumed := basis(judged, t):
        told = t("{basis}, {price} is a reverse margin.", basis=assumed, price=price)
        return stop_line(told, " ", quote_first(judged, t))
    if one.price < one.cost:
        short = t.money(one.cost - one.price, unit=True)
        told = t("Reverse margin: {price} is {short} under its cost.", price=price, short=short)
    else:
        told = t("Reverse margin: at {price} more than half of the outcomes lose money.", price=price)
    if one.floor is None:
        return stop_line(told, " ", t("It must not go out at any price."))
    return stop_line(told, " ", t("It must not go out below {floor}.", floor=exact(one.floor, t, up=True)))


def what_is_left(judged: Profit, t: Words, *, ready: Readiness | None = None) -> Fragment:
    """What the deal leaves: the distribution, with its loss; where nothing can be simulated, what that needs.

    Parameters
    ----------
    ready : the questions of the proposal: where they say that the cost leaves something out, so does the finding.
    """
    one = judged.simulated
    if one is None:
        state = str(judged.state)
        needed = _NEEDED[state]
        return block(t(_NEEDS[state]), t(needed, **{name: name for name, _ in fields(needed)}))
    lacks = ready.profit.left_out if ready is not None and ready.profit is not None else None
    finding = _left_on(basis(judged, t), one, t) or _left_without(lacks, one, t) or left_finding(one, t)
    shown = None
    if one.counts:
        middle = (one.left.p10, one.left.p50, one.left.p90)
        shown = profit_chart(
            one.edges, one.counts, middle=middle, loss=one.chance_of_loss, words=t, alt=finding, width=676
        )
    caption = t("How often each amount is left of the deal alone, in {n} draws.", n=t.number(one.draws))
    note = t("Price less cost, claims, service, what is still given in and interest; not orders that may follow.")
    return block(finding, shown, caption=caption, note=note)


def _money_left(one: Simulation, t: Words) -> str:
    """What is left with its range; what is lost in any case as such, without a sign."""
    if one.left.p90 <= 0:
        return t.money_with_range(abs(one.left.p50), *sorted((abs(one.left.p10), abs(one.left.p90))), unit=True)
    return t.money_with_range(one.left.p50, one.left.p10, one.left.p90, unit=True)


def _left_on(assumed: str, one: Simulation, t: Words) -> str:
    """The finding of an offer that is not quoted whole; "" where it is."""
    if not assumed:
        return ""
    if one.left.p90 <= 0:
        return t("{basis}, {left} is lost", basis=assumed, left=_money_left(one, t))
    return t("{basis}, {left} is left", basis=assumed, left=_money_left(one, t))


def _left_without(lacks: str | None, one: Simulation, t: Words) -> str:
    """The finding of an offer whose cost is not whole; "" where nothing is said to be left out, or it loses anyhow."""
    if not lacks or one.left.p50 < 0:
        return ""
    return t("{left} is left before the {part}, which its cost leaves out", left=_money_left(one, t), part=lacks)


def left_finding(one: Simulation, t: Words) -> str:
    """Such as "EUR 4.7k is left (−1–10k), 6% of the price; 1 chance in 7 of a loss"."""
    values = {"left": _money_left(one, t)}
    told = chance(one.chance_of_loss, t)
    if one.left.p90 <= 0:
        return t("{left} is lost, whatever moves", **values)
    if one.left.p50 < 0:
        return t(
            "{left} is left in the middle; {share} of the outcomes lose",
            **values,
            share=risk(one.chance_of_loss, one.draws, t),
        )
    values["share"] = t.share(one.share.p50)
    if not told and one.chance_of_loss < LITTLE:
        return t("{left} is left, {share} of the price; a loss is very unlikely", **values)
    if not told:
        loss = risk(one.chance_of_loss, one.draws, t)
        return t("{left} is left, {share} of the price; {loss} of the outcomes lose", **values, loss=loss)
    return t("{left} is left, {share} of the price; {chance} of a loss", **values, chance=told)


def lowest_price(judged: Profit, t: Words) -> Fragment:
    """The price below which the deal must not go out, beside what is quoted."""
    one = judged.simulated
    if one is None:
        return Fragment()
    under = one.floor is None or one.price < one.floor
    limit = chance(one.limit, t) or t.chance(one.limit)
    rows = [Fact(_priced(judged, t), exact(one.price, t), act=under, aside=_quoted(judged, one.price, t))]
    if one.floor is not None:
        name = t("Lowest price")
        rows.append(Fact(name, exact(one.floor, t, up=True), aside=_quoted(judged, one.floor, t, up=True), strong=True))
    if one.even is not None:
        rows.append(Fact(t("Half of the outcomes lose below"), exact(one.even, t, up=True)))
    rows.append(Fact(t("Cost, expected"), exact(one.cost, t)))
    rows.append(
        Fact(t("Left, share of the price"), t.share(one.share.p50), t.share_range(one.share.p10, one.share.p90))
    )
    rows.append(Fact(t("Chance of a loss"), risk(one.chance_of_loss, one.draws, t)))
    note = t("Lowest price: at most {chance} of a loss, from the same draws.", chance=limit)
    return block(_floor_on(basis(judged, t), one, t) or floor_finding(one, t), facts(rows), note=note)


def _floor_on(assumed: str, one: Simulation, t: Words) -> str:
    """The same of an offer that is not quoted whole: nothing to give in may be told of it; "" where it is."""
    if not assumed:
        return ""
    if one.floor is None:
        return t("{basis}, no price keeps a loss unlikely enough", basis=assumed)
    return t("{basis}, not below {floor}", basis=assumed, floor=exact(one.floor, t, up=True))


def floor_finding(one: Simulation, t: Words) -> str:
    """Such as "Not below EUR 73.2k; EUR 72.3k is asked, 852 too little"."""
    price = exact(one.price, t)
    if one.floor is None:
        return t("No price keeps a loss unlikely enough; {price} is asked", price=price)
    floor = exact(one.floor, t, up=True)
    if one.price < one.floor:
        short = t.money(one.floor - one.price, unit=True)
        return t("Not below {floor}: the {price} asked are {short} too little", floor=floor, price=price, short=short)
    # rounded down, and from the lowest price as it stands beside it
    room = math.floor(100 * (1 - _in_three(one.floor, up=True) / one.price) + 1e-9) / 100
    if room <= 0:
        return t("Not below {floor}: the {price} asked may give in nothing", floor=floor, price=price)
    room = t.share(room)
    return t("Not below {floor}: the {price} asked may give in {room}", floor=floor, price=price, room=room)


def _priced(judged: Profit, t: Words) -> str:
    code = str(judged.offer.priced_from) if judged.offer is not None else ""
    if code == "offer":
        return t("Price quoted")
    return t("Price given") if code == "given" else t("Amount asked")


def _quoted(judged: Profit, value: float, t: Words, *, up: bool = False) -> str:
    """The same in the offer's own currency, where that is another."""
    told = judged.offer
    if told is None or not told.exposed or not told.rate:
        return ""
    return in_currency(value / told.rate, told.currency, t, up=up)


def what_moves_it(judged: Profit, t: Words) -> Fragment:
    """The drivers by what they move, each alone, on one scale."""
    one = judged.simulated
    if one is None or not one.drivers:
        return Fragment()
    most = max(one.drivers, key=lambda driver: driver.share)
    ends = [end for driver in one.drivers for end in (driver.low, driver.high)]
    scale = (min(ends), max(ends))
    columns = [
        Column(t("Alone, all else in the middle"), "name", phone=6),
        Column(t("8 in 10"), "mark", second=t.money_range(*scale), phone=6, label=""),
        Column(t("Left"), "number", phone=3),
        Column(t("of the spread"), "number", phone=3),
    ]
    rows = [_moved(driver, one, scale, t) for driver in one.drivers]
    note = t(
        "Of the spread: the share of the variance that goes when this alone is held at its middle ({source}); the "
        "shares need not add up.",
        source="Saltelli et al., 2008",
    )
    finding = t(_DRIVER_MOST[str(most.driver)], share=t.share(most.share))
    return block(finding, table(columns, rows, id="drivers", stack=True), note=note)


def _moved(driver: Moved, one: Simulation, scale: tuple[float, float], t: Words) -> list[Cell]:
    name, middle = t(DRIVER[str(driver.driver)]), min(max(one.left.p50, driver.low), driver.high)
    spread = t.money_range(driver.low, driver.high)
    alt = f"{name}: {spread}"
    kind = "act" if driver.low < 0 else "expected"
    return [
        Cell(name),
        Cell(mark=range_mark(driver.low, driver.high, middle, alt=alt, scale=scale, kind=kind, width=148)),
        Cell(spread),
        Cell(t.share(driver.share)),
    ]


def profit_values(judged: Profit, stand: int, t: Words) -> dict[str, object]:
    """The values of a simulation's ``results`` cell.

    Parameters
    ----------
    stand : how many of the five questions of the proposal stand.

    Returns
    -------
    dict
        Money in the company's currency; None where nothing was simulated.
    """
    one = judged.simulated
    return {
        "title": t("{name}, profit before the proposal", name=judged.name or judged.opportunity_id or t("No deal")),
        "as_of": f"{judged.as_of:%Y-%m-%d}",
        "account_id": judged.account_id,
        "opportunity": judged.opportunity_id or "",
        "state": str(judged.state),
        "price": one.price if one else None,
        "chance_of_loss": one.chance_of_loss if one else None,
        "margin_p10": one.left.p10 if one else None,
        "margin_p50": one.left.p50 if one else None,
        "margin_p90": one.left.p90 if one else None,
        "floor_price": one.floor if one else None,
        "reverse": one.reverse if one else False,
        "readiness": stand,
    }
